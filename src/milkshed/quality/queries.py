"""Reads of quality that its verbs and doors share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Q, QuerySet

from milkshed.kernel.clock import shanghai_day, start_of_day
from milkshed.platform.models import Person, Rule
from milkshed.platform.rule_book import find_rule, rules_under
from milkshed.platform.scope import Scope, visible
from milkshed.quality.models import (
    CustodyStep,
    Laboratory,
    Result,
    RoutinePanel,
    Sample,
    Unblinding,
)
from milkshed.quality.science.analytes import ANALYTES, ROUTINE, Analyte
from milkshed.quality.science.chain import Gap, Step, gaps
from milkshed.quality.science.verdict import DecidedSample, Limit, Verdict, judge, judge_presence

_LIMIT = "quality.limit."


def limit_rules(day: date) -> Mapping[str, Rule]:
    """The limit rows in force on a day, by analyte code."""
    rows = rules_under(_LIMIT, day)
    return {key.removeprefix(_LIMIT): row for key, row in rows.items()}


def as_limit(code: str, row: Rule | None) -> Limit | None:
    """A rule row as the limit that verdicts use."""
    if row is None:
        return None
    return Limit(row.unit, row.low, row.high, absent=ANALYTES[code].qualitative)


def laboratories_offered(scope: Scope) -> QuerySet[Laboratory]:
    """Where a sample may be sent: accredited laboratories test for anyone, others for their own."""
    own = visible(Laboratory.objects.all(), scope)
    return (
        Laboratory.objects.filter(Q(accredited=True) | Q(pk__in=own.values("pk")))
        .select_related("place")
        .order_by("pk")
    )


def reference_freezing_point(day: date) -> float:
    """The reference freezing point in ℃ for added water on a day."""
    found = find_rule("quality.freezing_point.reference", day)
    return float(found.value) if found and found.value is not None else -0.525


@dataclass(frozen=True, slots=True)
class Measured:
    """One result ready to show: analyte, value or finding, unit, limit row and verdict."""

    analyte: Analyte
    value: Decimal | None
    found: bool | None
    unit: str
    method: str
    uncertainty: Decimal | None
    limit: Rule | None
    verdict: Verdict
    below: str = ""
    in_scope: bool | None = None

    @property
    def shown(self) -> str:
        """The value as people read it."""
        if self.found is not None:
            return "检出" if self.found else "未检出"
        number = f"{self.value:,.{self.analyte.decimals}f}"
        return f"<{number}" if self.below else number


def measured(sample: Sample) -> list[Measured]:
    """All results of a sample, from its panel and its result rows."""
    return measured_many([sample])[sample.pk]


def measured_many(samples: Iterable[Sample]) -> dict[int, list[Measured]]:
    """All results of some samples by the samples' keys."""
    wanted = {sample.pk: sample for sample in samples}
    panels = RoutinePanel.objects.in_bulk(list(wanted))
    limits: dict[date, Mapping[str, Rule]] = {}
    found: dict[int, list[Measured]] = {}
    for key, sample in wanted.items():
        day = shanghai_day(sample.sampled_at)
        if key in panels and day not in limits:
            limits[day] = limit_rules(day)
        found[key] = _of_panel(panels[key], limits[day]) if key in panels else []
    rows = Result.objects.filter(sample__in=list(wanted)).select_related("limit").order_by("pk")
    for row in rows:
        found[row.sample_id].append(
            Measured(
                row.of,
                row.value,
                row.found,
                row.unit,
                row.method,
                row.uncertainty,
                row.limit,
                Verdict(row.verdict),
                row.below,
                row.in_scope,
            )
        )
    return found


def decided_samples(
    first: date, last: date, counties: frozenset[str] | None, kinds: Iterable[str]
) -> list[DecidedSample]:
    """The reported samples taken on days, both included, ready for a rate."""
    samples = _reported(first, last, counties, kinds)
    return [
        DecidedSample(key, Verdict(verdict), retest_of)
        for key, verdict, retest_of in samples.order_by("pk").values_list(
            "pk", "verdict", "retest_of"
        )
    ]


def places_sampled(
    first: date, last: date, counties: frozenset[str] | None, kinds: Iterable[str]
) -> int:
    """At how many places the samples of :func:`decided_samples` were taken."""
    return _reported(first, last, counties, kinds).order_by().values("place").distinct().count()


def _reported(
    first: date, last: date, counties: frozenset[str] | None, kinds: Iterable[str]
) -> QuerySet[Sample]:
    samples = Sample.objects.filter(
        kind__in=list(kinds),
        reported_at__isnull=False,
        sampled_at__gte=start_of_day(first),
        sampled_at__lt=start_of_day(last + timedelta(days=1)),
    )
    return samples if counties is None else samples.filter(place__county__in=counties)


def _of_panel(panel: RoutinePanel, limits: Mapping[str, Rule]) -> list[Measured]:
    shown: list[Measured] = []
    for code in ROUTINE:
        raw = getattr(panel, code)
        if raw is None:
            continue
        analyte, row = ANALYTES[code], limits.get(code)
        limit = as_limit(code, row)
        value = None if analyte.qualitative else Decimal(raw)
        found = bool(raw) if analyte.qualitative else None
        verdict = (
            judge_presence(bool(raw), limit) if value is None else judge(value, analyte.unit, limit)
        )
        shown.append(
            Measured(analyte, value, found, analyte.unit, analyte.method, None, row, verdict)
        )
    return shown


def is_blind_for(person: Person, sample: Sample) -> bool:
    """Whether origin and barcode stay hidden: a blind sample at the bench until it is reported."""
    if sample.blind_number is None or sample.reported_at is not None:
        return False
    if Unblinding.objects.filter(sample=sample, person=person).exists():
        return False
    return not any(
        m.role in ("region_officer", "county_officer", "inspector", "sampler", "auditor")
        or m.organisation_id == sample.place.organisation_id
        for m in person.present_memberships()
    )


def as_step(row: CustodyStep, partner: int | None = None) -> Step:
    """A stored step of custody as the chain reads it; ``partner`` is who signs a taking too."""
    return Step(
        row.kind,
        row.giver_id,
        row.taker_id,
        row.at,
        row.temperature_c,
        row.seal,
        row.place,
        row.digest,
        row.accepted_at,
        row.acceptance,
        partner,
    )


def partner_of(sample: Sample) -> int | None:
    """The second sampler whose own signature the chain needs under the rules of its day, if any.

    The chain of a retained portion that was opened, for a retest or otherwise, begins with a
    taking that was signed in the first sample's chain.
    """
    if sample.second_sampler_id is None:
        return None
    if sample.custody.filter(position=2, kind="opened").exists():
        return None
    row = find_rule("quality.custody.second_signature", shanghai_day(sample.sampled_at))
    return sample.second_sampler_id if row is not None and row.value else None


def custody_gaps(sample: Sample) -> list[Gap]:
    """What is wrong with a sample's chain of custody, under the rules of its day."""
    row = find_rule("quality.custody.temperature_c", shanghai_day(sample.sampled_at))
    partner = partner_of(sample)
    steps = [as_step(step, partner) for step in sample.custody.all()]
    return gaps(
        sample.barcode, steps, low_c=row.low if row else None, high_c=row.high if row else None
    )
