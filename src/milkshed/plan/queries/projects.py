"""Reads of the registers: what counts for an indicator and why, overviews, points on the map."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from milkshed.kernel.text import Text
from milkshed.plan.models import COUNTED, REGISTERS, PlanPart, Register, RegisterEntry
from milkshed.plan.queries.board import BoardRow, judged, with_latest
from milkshed.plan.rule_rows import COUNT_PREFIX, COUNTING, CountingBase
from milkshed.plan.science.counting import (
    REASONS,
    RUNNING,
    Counted,
    Counting,
    Observation,
    count,
)
from milkshed.plan.science.lights import FIRST_DAY
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import Scope, scope_of, visible

_POINTS_SHOWN = 200


def entries_for(person: Any) -> QuerySet[RegisterEntry]:
    """The entries in a person's scope, youngest first."""
    return visible(
        RegisterEntry.objects.select_related(
            "unit", "organisation", "entered_by", "decided_by", "evidence"
        ),
        scope_of(person),
    ).order_by("-as_of", "-pk")


@dataclass(frozen=True, slots=True)
class CountedIndicator:
    """An indicator's count on a day with the dated rule it was made by.

    ``entered`` is how many confirmed entries there are at all; none means nothing is known.
    """

    indicator: str
    base: CountingBase
    rule: Rule | None
    counted: Counted
    entered: int


def counting_on(indicator: str, on: date) -> tuple[Counting, Rule | None]:
    """The rule of an indicator on a day: bounds from the dated row, the rest from its base."""
    base = COUNTING[indicator]
    row = find_rule(f"{COUNT_PREFIX}{indicator}", on)
    return (
        Counting(
            mode=base.mode,
            floor=None if row is None else row.low,
            ceiling=None if row is None else row.high,
            strict=base.strict,
            since=FIRST_DAY if base.cumulative else None,
            newly=base.newly,
        ),
        row,
    )


def counted_on(
    indicator: str, on: date, counties: frozenset[str] | None = None
) -> CountedIndicator:
    """Count the confirmed entries of an indicator on a day, of some counties when named."""
    kind = COUNTED[indicator]
    found = RegisterEntry.objects.filter(kind=kind, state="confirmed")
    if kind == "project":
        found = found.filter(indicator=indicator)
    if counties is not None:
        found = found.filter(county__in=counties)
    observations = [
        Observation(key, subject, day, stage, amount)
        for key, subject, day, stage, amount in found.values_list(
            "pk", "subject", "as_of", "stage", "amount"
        )
    ]
    rule, row = counting_on(indicator, on)
    entered = sum(one.on <= on for one in observations)
    return CountedIndicator(
        indicator, COUNTING[indicator], row, count(rule, observations, on), entered
    )


def reason_of(counted: Counted, entry: RegisterEntry) -> Text:
    """Why an entry counts or does not."""
    if entry.pk in counted.keys:
        return Text("计入", "Counts")
    return REASONS.get(counted.left_out.get(entry.pk, ""), Text("未确认", "Not confirmed"))


@dataclass(frozen=True, slots=True)
class IndicatorCount:
    """An indicator of a register: its light as the board shows it, and the count of now."""

    row: BoardRow
    counted: CountedIndicator

    @property
    def value(self) -> Decimal | None:
        """The count; None where nothing was registered."""
        return self.counted.counted.value if self.counted.entered else None


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """One register with its entries by state and what its indicators count."""

    register: Register
    states: Mapping[str, int]
    counts: tuple[IndicatorCount, ...]

    @property
    def total(self) -> int:
        """Entries that stand: waiting or confirmed."""
        return self.states.get("submitted", 0) + self.states.get("confirmed", 0)


def register_rows(person: Any, on: date) -> list[RegisterRow]:
    """All registers; entries are those in the person's scope, counts are the region's."""
    states: dict[str, Counter[str]] = {}
    for kind, state in entries_for(person).order_by().values_list("kind", "state"):
        states.setdefault(kind, Counter())[state] += 1
    lights = {one.code: judged(one, on) for one in with_latest(on).filter(code__in=COUNTED)}
    return [
        RegisterRow(
            register,
            states.get(register.code, Counter()),
            tuple(
                IndicatorCount(lights[code], counted_on(code, on))
                for code in register.indicators
                if code in lights
            ),
        )
        for register in REGISTERS.values()
    ]


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry with what it is counted for and why not."""

    entry: RegisterEntry
    reasons: tuple[tuple[str, bool, Text], ...]

    @property
    def counts(self) -> bool:
        """Whether it counts for any indicator."""
        return any(counted for _, counted, _ in self.reasons)


def counts_of(register: Register, on: date) -> dict[str, CountedIndicator]:
    """The count of each of a register's indicators on a day."""
    return {code: counted_on(code, on) for code in register.indicators}


def entry_rows(
    entries: Iterable[RegisterEntry], register: Register, counts: Mapping[str, CountedIndicator]
) -> list[EntryRow]:
    """Entries of one register with the reason for each of its indicators."""
    counted = {code: found.counted for code, found in counts.items()}
    rows = []
    for entry in entries:
        codes = [
            code
            for code in register.indicators
            if register.code != "project" or code == entry.indicator
        ]
        rows.append(
            EntryRow(
                entry,
                tuple(
                    (code, entry.pk in counted[code].keys, reason_of(counted[code], entry))
                    for code in codes
                )
                if entry.state == "confirmed"
                else (),
            )
        )
    return rows


@dataclass(frozen=True, slots=True)
class PartRow:
    """A project of a box with what is registered under it; ``running`` by the latest entries."""

    part: PlanPart
    subjects: int
    running: int


def part_rows(entries: Iterable[RegisterEntry]) -> list[PartRow]:
    """Every project of the boxes, with the confirmed entries among those given."""
    latest: dict[str, dict[str, RegisterEntry]] = {}
    for entry in sorted(entries, key=lambda one: (one.as_of, one.pk)):
        if entry.state == "confirmed":
            latest.setdefault(entry.part, {})[entry.subject] = entry
    return [
        PartRow(
            part,
            len(latest.get(part.code, {})),
            sum(one.stage == RUNNING for one in latest.get(part.code, {}).values()),
        )
        for part in PlanPart.objects.filter(version__current=True, kind="project")
    ]


@dataclass(frozen=True, slots=True)
class ProjectPoint:
    """A project on the map: its latest confirmed entry. ``colour`` is its light."""

    entry: int
    number: str
    name: str
    register: Text
    stage: Text
    colour: str
    county: str
    as_of: date
    longitude: float | None
    latitude: float | None
    organisation: int
    place: Text | None = None


_COLOURS = {"planned": "yellow", "building": "green", "running": "blue", "ended": "red"}
_BUILT = Text("建成", "Built")
_MAPPED = ("project", "park", "visitor_farm", "centre")


def project_points(scope: Scope, on: date) -> list[ProjectPoint]:
    """Projects, parks, visitor farms and centres in a scope by their latest confirmed entry.

    Running is blue (done), being built green, planned yellow, ended red.
    """
    found = (
        visible(RegisterEntry.objects.all(), scope)
        .filter(kind__in=_MAPPED, state="confirmed", as_of__lte=on)
        .order_by("kind", "subject", "-as_of", "-pk")
    )
    latest: dict[tuple[str, str], RegisterEntry] = {}
    for entry in found:
        latest.setdefault((entry.kind, entry.subject), entry)
    points = [
        ProjectPoint(
            entry=entry.pk,
            number=entry.number,
            name=entry.name,
            register=entry.register.title,
            stage=_BUILT if entry.stage == RUNNING else entry.stage_text,
            colour=_COLOURS[entry.stage],
            county=entry.county,
            as_of=entry.as_of,
            longitude=entry.longitude,
            latitude=entry.latitude,
            organisation=entry.organisation_id,
            place=entry.place_text,
        )
        for entry in latest.values()
    ]
    order = {"red": 0, "yellow": 1, "green": 2, "blue": 3}
    points.sort(key=lambda point: (order[point.colour], point.name))
    return points[:_POINTS_SHOWN]


def outputs_of(pairs: set[tuple[str, str]]) -> dict[tuple[str, str], RegisterEntry]:
    """The latest confirmed entry of each ``(register, subject)``."""
    found = RegisterEntry.objects.filter(
        kind__in={kind for kind, _ in pairs},
        subject__in={subject for _, subject in pairs},
        state="confirmed",
    ).order_by("as_of", "pk")
    return {(entry.kind, entry.subject): entry for entry in found}
