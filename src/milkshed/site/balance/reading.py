"""The mass balance as one person may see it, with names instead of numbers."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from milkshed.collection.models import Tanker
from milkshed.kernel.periods import DayRange
from milkshed.kernel.text import Text
from milkshed.ledger.facade import (
    DayBalance,
    EventBrief,
    Finding,
    LotKind,
    Tolerance,
    brief_events,
    find_imbalances,
    lot_kinds,
    names_in_scope,
    place_days,
    tolerance_on,
    vessel_days,
    visible_events,
)
from milkshed.platform.scope import scope_of, visible
from milkshed.site.names import Named, names_of, page_of, place_part

LEVELS = (("place", Text("场所", "Place")), ("vessel", Text("容器", "Vessel")))
KINDS: Mapping[str, Text] = {
    "farm": Text("牧场", "Farms"),
    "station": Text("收购站", "Stations"),
    "tanker": Text("奶车", "Tankers"),
    "plant": Text("加工厂", "Plants"),
    "market": Text("区外销售", "Buyers outside"),
    "": Text("其他", "Other"),
}
SERIOUS_KG = 1000.0


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the reader chose: days, level (``place`` or ``vessel``), county code, place's GLN."""

    period: DayRange
    level: str = "place"
    county: str = ""
    gln: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """Masses in kg of one row: lots made without inputs, inputs, outputs, and their difference."""

    named: Named | None = None
    title: Text | None = None
    day: date | None = None
    made_kg: float = 0.0
    in_kg: float = 0.0
    out_kg: float = 0.0
    events: int = 0

    @property
    def lost_kg(self) -> float:
        """What the steps lost; negative where they gained."""
        return round(self.in_kg - self.out_kg, 1) + 0.0  # no negative zero

    @property
    def lost_share(self) -> float | None:
        """The loss as a share of the inputs."""
        return self.lost_kg / self.in_kg if self.in_kg else None


@dataclass(frozen=True, slots=True)
class Open:
    """A finding with the names of what it touches; ``hidden`` facts lie out of the scope."""

    finding: Finding
    place: Named | None
    vessel: Named | None
    lot_number: str
    lot_kind: LotKind | None
    lot_page: str
    document: str
    events: tuple[EventBrief, ...]
    hidden: int

    @property
    def is_serious(self) -> bool:
        """Whether a tonne or more does not close."""
        return abs(self.finding.difference_kg) >= SERIOUS_KG


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything the page shows; ``days`` are the rows of the file, one per place and day."""

    wanted: Wanted
    tolerance: Tolerance
    findings: tuple[Open, ...]
    total: Line
    by_kind: tuple[Line, ...]
    by_day: tuple[Line, ...]
    rows: tuple[Line, ...]
    days: tuple[Line, ...]

    @property
    def spots(self) -> int:
        """At how many lots, documents or vessels something does not close."""
        return len(
            {
                f.lot_uri or f.document_uri or f.vessel_uri or f.place_uri
                for f in (one.finding for one in self.findings)
            }
        )


def read_balance(person: Any, wanted: Wanted) -> Reading:
    """Balance the days wanted, cut to the person's scope."""
    start, until = wanted.period.start, wanted.period.end
    tolerance = tolerance_on(wanted.period.first)
    found = find_imbalances(start, until, tolerance)
    days = (vessel_days if wanted.level == "vessel" else place_days)(start, until)
    reached, tankers = names_in_scope(person), _tankers(person, wanted)
    if reached is not None:
        found = tuple(f for f in found if f.place_uri in reached)
        days = tuple(d for d in days if place_part(d.uri) in reached or d.uri in tankers)
    touched = (uri for f in found for uri in (f.place_uri, f.vessel_uri))
    names = names_of([*(d.uri for d in days), *touched])
    keeps = _filter(wanted)
    found = tuple(f for f in found if keeps(names.get(f.place_uri or "")))
    days = tuple(d for d in days if keeps(names[d.uri]))
    lines = tuple(_added_up(Line(names[d.uri], day=d.day), [d]) for d in days)
    return Reading(
        wanted=wanted,
        tolerance=tolerance,
        findings=_opened(person, found, names),
        total=_added_up(Line(), days),
        by_kind=_by_kind(days, names),
        by_day=_grouped(days, lambda d: d.day, lambda d: Line(day=d.day)),
        rows=lines if wanted.gln else _heaviest_loss_first(_by_name(days, names)),
        days=lines,
    )


def _tankers(person: Any, wanted: Wanted) -> frozenset[str]:
    if wanted.level != "vessel":
        return frozenset()
    return frozenset(
        tanker.uri for tanker in visible(Tanker.objects.all(), scope_of(person)).only("grai")
    )


def _filter(wanted: Wanted) -> Callable[[Named | None], bool]:
    def keeps(named: Named | None) -> bool:
        county, gln = (named.county, named.gln) if named else ("", "")
        return wanted.county in ("", county) and wanted.gln in ("", gln)

    return keeps


def _grouped(
    days: Iterable[DayBalance],
    key: Callable[[DayBalance], Any],
    first: Callable[[DayBalance], Line],
) -> tuple[Line, ...]:
    groups: dict[Any, list[DayBalance]] = {}
    for day in days:
        groups.setdefault(key(day), []).append(day)
    return tuple(_added_up(first(groups[name][0]), groups[name]) for name in sorted(groups))


def _added_up(empty: Line, days: Collection[DayBalance]) -> Line:
    return replace(
        empty,
        made_kg=sum(day.made_kg for day in days),
        in_kg=sum(day.in_kg for day in days),
        out_kg=sum(day.out_kg for day in days),
        events=sum(day.events for day in days),
    )


def _by_name(days: Iterable[DayBalance], names: Mapping[str, Named]) -> tuple[Line, ...]:
    return _grouped(days, lambda d: d.uri, lambda d: Line(names[d.uri]))


def _by_kind(days: Iterable[DayBalance], names: Mapping[str, Named]) -> tuple[Line, ...]:
    codes = list(KINDS)

    def code(day: DayBalance) -> str:
        kind = names[day.uri].kind
        return kind if kind in KINDS else ""

    return _grouped(days, lambda d: codes.index(code(d)), lambda d: Line(title=KINDS[code(d)]))


def _heaviest_loss_first(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (-abs(line.lost_kg), -line.in_kg)))


def _opened(
    person: Any, found: Collection[Finding], names: Mapping[str, Named]
) -> tuple[Open, ...]:
    """Findings, the youngest first, with the facts that the person may open."""
    events: Mapping[str, EventBrief] = {}
    kinds: Mapping[str, LotKind] = {}
    if found:
        ids = {event_id for f in found for event_id in f.event_ids}
        events = brief_events(ids, visible_events(person))
        kinds = lot_kinds(f.lot_uri for f in found if f.lot_uri)
    return tuple(
        Open(
            finding=f,
            place=names.get(f.place_uri or ""),
            vessel=names.get(f.vessel_uri or ""),
            lot_number=(f.lot_uri or "").rpartition("/")[2],
            lot_kind=kinds.get(f.lot_uri or ""),
            lot_page=page_of(f.lot_uri or ""),
            document=(f.document_uri or "").rpartition("/")[2],
            events=tuple(events[one] for one in f.event_ids if one in events),
            hidden=sum(one not in events for one in f.event_ids),
        )
        for f in sorted(found, key=lambda f: f.at, reverse=True)
    )
