"""What a farm did of a mating plan it took into use: cow by cow, and what the calves are worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from milkshed.breeding.mating_flow import MATING_FLOW
from milkshed.breeding.models import BullValue, MatingPlan, PlannedMating
from milkshed.breeding.queries.extension import history
from milkshed.herd import facade as herd
from milkshed.herd.facade import ServiceFacts
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.text import Text

FIRST, LISTED, OTHER, WAITING = "first", "listed", "other", "waiting"
FOLLOWED: dict[str, tuple[str, Text]] = {
    FIRST: ("ok", Text("按首选", "First choice")),
    LISTED: ("info", Text("按次选", "Another choice")),
    OTHER: ("warn", Text("未按方案", "Not as planned")),
    WAITING: ("none", Text("未配", "Not served yet")),
}


@dataclass(frozen=True, slots=True)
class FollowedCow:
    """A cow of the plan and her first service since it was taken into use.

    ``planned_index`` and ``done_index``: expected index of the calf; None where a bull has none.
    """

    row: PlannedMating
    how: str
    service: ServiceFacts | None
    planned_index: float
    done_index: float | None

    @property
    def told(self) -> tuple[str, Text]:
        """A colour and the words for how she was served."""
        return FOLLOWED[self.how]


@dataclass(frozen=True, slots=True)
class Follow:
    """A plan from the day it was taken into use until it was replaced, or today.

    The indices are means over the cows served whose bull has one: what was planned for them, and
    what was done. ``unplanned`` services went to cows that the plan left without.
    """

    since: date
    until: date
    cows: tuple[FollowedCow, ...]
    unplanned: int
    compared: int
    planned_index: float | None
    done_index: float | None

    @property
    def counts(self) -> list[tuple[str, Text, int]]:
        """How many cows were served in each way."""
        return [
            (kind, words, sum(one.how == how for one in self.cows))
            for how, (kind, words) in FOLLOWED.items()
        ]

    @property
    def served(self) -> int:
        """Cows of the plan that were served."""
        return sum(one.how != WAITING for one in self.cows)

    @property
    def otherwise(self) -> tuple[FollowedCow, ...]:
        """Those that were not served as planned."""
        return tuple(one for one in self.cows if one.how == OTHER)

    @property
    def followed_share(self) -> float | None:
        """Share of the cows served that were given a bull of the plan; None where none was."""
        done = [one.how for one in self.cows if one.how != WAITING]
        return sum(how in (FIRST, LISTED) for how in done) / len(done) if done else None


def follow(plan: MatingPlan) -> Follow | None:
    """What became of a plan; None for one that was never taken into use."""
    moves = {move.verb: shanghai_day(move.at) for move in history(MATING_FLOW.subject, plan.pk)}
    since = moves.get("breeding.accept_mating")
    if since is None:
        return None
    left = [moves[verb] for verb in ("breeding.replace_mating", "breeding.withdraw_mating")
            if verb in moves]  # fmt: skip
    until = min([*left, timezone.localdate()])
    first: dict[int, ServiceFacts] = {}
    for one in herd.services_at([plan.place_id], since, until, judged=False):
        first.setdefault(one.animal_id, one)
    rows = list(plan.matings.order_by("pk"))
    numbers = {one.bull_number for one in first.values()}
    bulls = dict(
        BullValue.objects.filter(
            run=plan.run_id, bull__number__in=numbers, score__isnull=False
        ).values_list("bull__number", "score")
    )
    cows = tuple(_cow(row, first.get(row.animal_key), bulls) for row in rows if row.batch_id)
    both = [one for one in cows if one.done_index is not None]
    return Follow(
        since=since,
        until=until,
        cows=cows,
        unplanned=sum(row.animal_key in first for row in rows if not row.batch_id),
        compared=len(both),
        planned_index=_mean([one.planned_index for one in both]),
        done_index=_mean([one.done_index for one in both if one.done_index is not None]),
    )


def _cow(
    row: PlannedMating, service: ServiceFacts | None, bulls: dict[str, float | None]
) -> FollowedCow:
    planned = row.choices[0]["calf_index"]
    if service is None:
        return FollowedCow(row, WAITING, None, planned, None)
    used = service.embryo or service.straw_batch
    for at, choice in enumerate(row.choices):
        # a service that names no batch is known by its bull
        if choice["batch"] == used or (not used and choice["bull"] == service.bull_number):
            return FollowedCow(
                row, FIRST if at == 0 else LISTED, service, planned, choice["calf_index"]
            )
    bull = bulls.get(service.bull_number)
    done = None
    if bull is not None and row.index is not None and not service.embryo:
        done = 0.5 * (row.index + bull)
    return FollowedCow(row, OTHER, service, planned, done)


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
