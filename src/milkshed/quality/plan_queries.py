"""Reads of sampling plans: the frame of a draw, what a place's past weighs, a draw made again."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Max

from milkshed.kernel.clock import start_of_day
from milkshed.platform.models import Alarm, Place
from milkshed.platform.rule_book import rules_under
from milkshed.quality.models import OFFICIAL_KINDS, Sample, SamplingPlan
from milkshed.quality.science.drawing import (
    Candidate,
    DrawError,
    Frame,
    digest_of,
    draw,
    frame_digest,
)

_LOOK_BACK = timedelta(days=365)
_RISK = "quality.plan.risk."


def frame_of(plan: SamplingPlan) -> Frame:
    """The frame of a plan's draw: places by GLN, officers and owners by their internal keys."""
    officers = list(plan.officers.prefetch_related("avoids"))
    return Frame(
        candidates=tuple(
            Candidate(o.place.gln, o.stratum.code, o.weight, str(o.place.organisation_id))
            for o in plan.objects_listed.select_related("stratum", "place").order_by("place__gln")
        ),
        sizes={stratum.code: stratum.size for stratum in plan.strata.order_by("pk")},
        officers=tuple(sorted(str(o.person_id) for o in officers)),
        conflicts=frozenset(
            (str(o.person_id), str(avoided.pk)) for o in officers for avoided in o.avoids.all()
        ),
    )


@dataclass(frozen=True, slots=True)
class Risk:
    """A place's weight and the facts it comes from."""

    weight: int
    failed: int
    alarms: int
    unsampled: bool

    def as_document(self) -> dict[str, object]:
        """As it is kept with the plan."""
        return {"failed": self.failed, "alarms": self.alarms, "unsampled": self.unsampled}


def risk_of_places(places: Iterable[Place], day: date) -> dict[int, Risk]:
    """Weights of places from failed samples and alarms of the year before a day.

    Weight = 1 + points per failure and alarm + points when no official sample was taken, at most
    the largest weight; all points are rule rows.
    """
    keys = [place.pk for place in places]
    rows = rules_under(_RISK, day)

    def points(name: str) -> int:
        row = rows.get(f"{_RISK}{name}")
        return int(row.value) if row and row.value is not None else 0

    since = start_of_day(day - _LOOK_BACK)
    until = start_of_day(day)
    recent = Sample.objects.filter(
        place__in=keys, sampled_at__gte=since, sampled_at__lt=until
    ).order_by()
    failed = Counter(recent.filter(verdict="fail").values_list("place", flat=True))
    sampled = set(
        recent.filter(kind__in=OFFICIAL_KINDS)
        .values("place")
        .annotate(last=Max("sampled_at"))
        .values_list("place", flat=True)
    )
    alarms = Counter(
        Alarm.objects.filter(place__in=keys, happened_at__gte=since, happened_at__lt=until)
        .exclude(state="dismissed")
        .values_list("place", flat=True)
    )
    most = points("most") or None
    found: dict[int, Risk] = {}
    for key in keys:
        weight = 1 + points("failed") * failed[key] + points("alarm") * alarms[key]
        weight += points("unsampled") * (key not in sampled)
        found[key] = Risk(
            min(weight, most) if most else weight, failed[key], alarms[key], key not in sampled
        )
    return found


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that a repeated draw checks, and how it came out."""

    rule: str
    zh: str
    en: str
    good: bool


def verify_draw(plan: SamplingPlan, seed: str, word: str) -> tuple[Check, ...]:
    """Make the draw of a plan again from a seed and a word, and hold it against the tasks."""
    frame = frame_of(plan)
    try:
        again = draw(frame, seed, word)
    except DrawError:
        again = ()
    kept = list(plan.tasks.select_related("place").order_by("position"))
    places = [task.place.gln for task in kept]
    pairs = {one.key: set(one.officers) for one in again}
    as_drawn = [task for task in kept if not task.note]  # a note tells why another one went
    return (
        Check(
            "seed-not-committed", "种子与封存的摘要相符", "The seed is the one committed",
            digest_of(seed) == plan.seed_digest,
        ),
        Check(
            "word", "口令与记录相符", "The word is the one on record", word == plan.witness_word
        ),
        Check(
            "frame-changed", "名录与封存的摘要相符", "The list is the one committed",
            frame_digest(frame) == plan.frame_digest,
        ),
        Check(
            "drawn-list", "重新抽取得到同样的对象和次序", "The same objects in the same order",
            bool(again) and [one.key for one in again] == places,
        ),
        Check(
            "drawn-pairs", "重新抽取得到同样的人员", "The same officers",
            bool(again) and all(
                pairs.get(task.place.gln)
                == {str(task.first_officer_id), str(task.second_officer_id)}
                for task in as_drawn
            ),
        ),
    )  # fmt: skip


def published_draw(plan: SamplingPlan) -> dict[str, object]:
    """What is published of a plan's draw: enough to repeat it with the algorithm alone.

    Before the draw seed and word are empty.
    """
    frame = frame_of(plan)
    drawn = plan.drawn_at is not None
    return {
        "plan": plan.number,
        "algorithm": plan.algorithm,
        "seed_digest": plan.seed_digest,
        "frame_digest": plan.frame_digest,
        "committed_at": plan.committed_at,
        "drawn_at": plan.drawn_at,
        "seed": plan.seed if drawn else "",
        "word": plan.witness_word,
        "objects": [
            {"key": c.key, "stratum": c.stratum, "weight": c.weight, "owner": c.owner}
            for c in frame.candidates
        ],
        "sizes": dict(frame.sizes),
        "officers": list(frame.officers),
        "conflicts": sorted([officer, owner] for officer, owner in frame.conflicts),
        "drawn": [
            {
                "position": task.position,
                "key": task.place.gln,
                "stratum": task.stratum,
                "probability": float(task.probability),
                "officers": [str(task.first_officer_id), str(task.second_officer_id)],
                "changed": task.note,
            }
            for task in plan.tasks.select_related("place").order_by("position")
        ],
    }
