"""Reads of supervision: the points table of a day, visits, officers, and handovers gone wrong."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import F, Max, Q, QuerySet
from django.utils import timezone

from milkshed.collection.models import HandoverSheet, Inspection, Licence
from milkshed.collection.queries import limits_on
from milkshed.collection.science.findings import Limits, Load, findings
from milkshed.collection.science.risk import CLASSES, KINDS, RiskTable
from milkshed.kernel.clock import shanghai_day, start_of_day
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.numerics.scorecard import PointRow
from milkshed.platform.models import Organisation, Person, Rule
from milkshed.platform.rule_book import rules_under

_RISK = "collection.risk."


def risk_table(day: date) -> RiskTable:
    """The points table in force on a day; raises a problem where a row is missing."""
    rows = rules_under(_RISK, day)

    def value(key: str) -> Decimal:
        row = rows.get(_RISK + key)
        if row is None or row.value is None:
            raise Problem(
                NOT_FOUND,
                Text(
                    f"规则 {_RISK}{key} 在 {day} 无有效条目",
                    f"Rule {_RISK}{key} has no row in force on {day}",
                ),
            )
        return row.value

    def days(key: str, kind: str) -> int:
        own = rows.get(f"{_RISK}{key}.{kind}")
        return int(own.value) if own and own.value is not None else int(value(key))

    points: dict[str, PointRow] = {}
    for kind in KINDS:
        row = rows.get(f"{_RISK}points.{kind}")
        if row is not None and row.value is not None:
            points[kind] = PointRow(
                kind=kind,
                points=row.value,
                half_life_days=days("half_life_days", kind),
                lapse_days=days("lapse_days", kind),
                cap=row.high,
                rule=row.key,
                confirmed=row.confirmed,
            )
    return RiskTable(
        rows=points,
        high=value("class.high"),
        medium=value("class.medium"),
        interval_days={code: int(value(f"interval_days.{code}")) for code in CLASSES},
        base=value("draw_base"),
    )


def table_document(table: RiskTable) -> dict[str, object]:
    """A points table as JSON, to be kept with what was decided by it."""
    return {
        "points": {
            kind: [str(row.points), row.half_life_days, row.lapse_days, str(row.cap)]
            for kind, row in sorted(table.rows.items())
        },
        "high": str(table.high),
        "medium": str(table.medium),
        "interval_days": dict(table.interval_days),
        "base": str(table.base),
    }


def window_days(day: date) -> int:
    """How many days the supervision board looks back."""
    row = rules_under(f"{_RISK}window_days", day).get(f"{_RISK}window_days")
    return int(row.value) if row and row.value is not None else 30


def officers_of(office: Organisation) -> list[Person]:
    """Those who may be sent to visit: inspectors and officers with a present membership."""
    today = timezone.localdate()
    return list(
        Person.objects.filter(
            Q(memberships__valid_to__isnull=True) | Q(memberships__valid_to__gte=today),
            memberships__organisation=office,
            memberships__role__in=["inspector", "county_officer"],
            memberships__valid_from__lte=today,
            is_active=True,
        )
        .distinct()
        .order_by("pk")
    )


def last_visits(day: date) -> Mapping[str, date]:
    """The day of the latest visit of each subject (``station:7``) up to a day."""
    done = Inspection.objects.filter(state="done", done_on__lte=day).order_by()
    found = {
        f"station:{key}": last
        for key, last in done.filter(station__isnull=False)
        .values_list("station")
        .annotate(last=Max("done_on"))
    }
    return found | {
        f"tanker:{key}": last
        for key, last in done.filter(tanker__isnull=False)
        .values_list("tanker")
        .annotate(last=Max("done_on"))
    }


@dataclass(frozen=True, slots=True)
class Breach:
    """A load that broke a limit: what, in words, on which sheet of which station and tanker."""

    kind: str
    words: Text
    value: str
    day: date
    number: str
    station_id: int
    tanker_id: int
    station_county: str
    plant_county: str


_SHEET_FIELDS = (
    "number", "station_id", "tanker_id", "station__place__county", "plant__county", "loaded_at",
    "arrived_at", "shipped_kg", "received_kg", "departure_temperature_c", "cooling_minutes",
    "arrival_temperature_c", "seals_intact", "outcome", "refusal_reason",
)  # fmt: skip


def breaches(first: date, last: date, counties: frozenset[str] | None = None) -> tuple[Breach, ...]:
    """Loads of days, both included, that broke a limit of their day, the latest first.

    Each load is held against the rules in force when it was loaded. Corrected sheets are left
    out. ``counties`` cuts to stations of counties.
    """
    found: list[Breach] = []
    for start, end, limits in _limits_between(first, last):
        sheets = HandoverSheet.objects.filter(
            _breaks(limits),
            loaded_at__gte=start_of_day(start),
            loaded_at__lt=start_of_day(end + timedelta(days=1)),
        ).exclude(state__in=["draft", "replaced"])
        if counties is not None:
            sheets = sheets.filter(station__place__county__in=counties)
        for row in sheets.values_list(*_SHEET_FIELDS).order_by("-loaded_at"):
            found += _breaches_of(row, limits)
    return tuple(sorted(found, key=lambda one: (one.day, one.number, one.kind), reverse=True))


def _limits_between(first: date, last: date) -> Iterator[tuple[date, date, Limits]]:
    """Spans of days in which the same rules hold."""
    changes: set[date] = set()
    for begins, ends in Rule.objects.filter(key__startswith="collection.").values_list(
        "valid_from", "valid_to"
    ):
        changes.add(begins)
        if ends is not None:
            changes.add(ends + timedelta(days=1))
    starts = sorted({first, *(day for day in changes if first < day <= last)})
    for position, start in enumerate(starts):
        end = starts[position + 1] - timedelta(days=1) if position + 1 < len(starts) else last
        yield start, end, limits_on(start)


def _breaks(limits: Limits) -> Q:
    """A condition that no breach escapes; the findings themselves decide."""
    tolerance = Decimal(str(limits.weight_tolerance))
    return (
        Q(arrival_temperature_c__gt=limits.arrival_warn_c)
        | Q(departure_temperature_c__lt=limits.storage_low_c)
        | Q(departure_temperature_c__gt=limits.storage_high_c)
        | Q(cooling_minutes__gt=limits.cooling_minutes)
        | Q(seals_intact=False)
        | Q(outcome="refused")
        | Q(received_kg__lt=F("shipped_kg") * (1 - tolerance))
        | Q(received_kg__gt=F("shipped_kg") * (1 + tolerance))
    )


def _breaches_of(row: tuple[object, ...], limits: Limits) -> Iterator[Breach]:
    values = dict(zip(_SHEET_FIELDS, row, strict=True))
    loaded, arrived = values["loaded_at"], values["arrived_at"]
    assert isinstance(loaded, datetime)
    happened = arrived if isinstance(arrived, datetime) else loaded
    load = Load(
        shipped_kg=values["shipped_kg"],  # type: ignore[arg-type]
        departure_temperature_c=values["departure_temperature_c"],  # type: ignore[arg-type]
        cooling_minutes=values["cooling_minutes"],  # type: ignore[arg-type]
        arrival_temperature_c=values["arrival_temperature_c"],  # type: ignore[arg-type]
        received_kg=values["received_kg"],  # type: ignore[arg-type]
        seals_intact=values["seals_intact"],  # type: ignore[arg-type]
    )

    def breach(kind: str, words: Text, value: str) -> Breach:
        on_road = kind not in ("warm_loading", "slow_cooling")
        return Breach(
            kind=kind,
            words=words,
            value=value,
            day=shanghai_day(happened if on_road else loaded),
            number=str(values["number"]),
            station_id=int(str(values["station_id"])),
            tanker_id=int(str(values["tanker_id"])),
            station_county=str(values["station__place__county"]),
            plant_county=str(values["plant__county"]),
        )

    refused = values["outcome"] == "refused"
    for finding in findings(load, limits):
        if refused and finding.kind == "weight_mismatch" and not values["received_kg"]:
            continue  # a refused load is sent back unweighed
        yield breach(finding.kind, finding.title, finding.value)
    if refused:
        reason = str(values["refusal_reason"])
        yield breach("refused_load", Text(f"拒收：{reason}", f"Refused: {reason}"), reason)


@dataclass(frozen=True, slots=True)
class PaperGap:
    """Days up to and including ``last`` (None while it lasts) without a valid paper."""

    first: date
    last: date | None
    paper: str


def paper_gaps(papers: Sequence[Licence], first: date, last: date) -> tuple[PaperGap, ...]:
    """The stretches of days between ``first`` and ``last`` that no paper covers.

    A stretch that reaches ``last`` is still open. ``paper`` is the number of the paper that ended
    before it, empty where there was none.
    """
    covered = sorted(
        (
            licence.valid_from,
            min(licence.last_day, licence.halted_on - timedelta(days=1))
            if licence.halted_on is not None
            else licence.last_day,
            licence.number,
        )
        for licence in papers
    )
    gaps: list[PaperGap] = []
    cursor, number = first, ""
    for begin, end, name in covered:
        if end < begin:
            continue
        if begin > cursor and cursor <= last and begin <= last:
            gaps.append(PaperGap(cursor, begin - timedelta(days=1), number))
        if end >= cursor or not number:
            number = name
        cursor = max(cursor, end + timedelta(days=1))
    if cursor <= last:
        gaps.append(PaperGap(cursor, None, number))
    return tuple(gaps)


def visits_of(counties: frozenset[str] | None) -> QuerySet[Inspection]:
    """Planned visits of counties, with what a list shows of them."""
    visits = Inspection.objects.select_related(
        "plan", "station__place", "tanker__carrier", "first_officer", "second_officer", "visit"
    )
    return visits if counties is None else visits.filter(plan__county__in=counties)


def unlicensed_loads(
    gaps: Mapping[int, Sequence[PaperGap]], *, of_station: bool, last: date
) -> Mapping[int, tuple[tuple[str, date, frozenset[str]], ...]]:
    """Sheets loaded within the gaps of stations, or of tankers, by the subject's key.

    Each with its number, its day, and the counties of its station and plant. In SQL, since the
    gaps join as rows and each is one look into the index.
    """
    spans = [
        (key, start_of_day(gap.first), start_of_day((gap.last or last) + timedelta(days=1)))
        for key, stretches in gaps.items()
        for gap in stretches
    ]
    if not spans:
        return {}
    keys, starts, ends = (list(column) for column in zip(*spans, strict=True))
    found: dict[int, list[tuple[str, date, frozenset[str]]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            _IN_GAPS_OF_STATIONS if of_station else _IN_GAPS_OF_TANKERS, [keys, starts, ends]
        )
        for key, number, at, *counties in cursor.fetchall():
            found[key].append((number, shanghai_day(at), frozenset(counties)))
    return {key: tuple(rows) for key, rows in found.items()}


_IN_GAPS = """
    SELECT gap.subject, sheet.number, sheet.loaded_at, origin.county, plant.county
    FROM unnest(%s::bigint[], %s::timestamptz[], %s::timestamptz[]) AS gap (subject, first, last)
    JOIN collection_handoversheet AS sheet
        ON {subject} = gap.subject AND sheet.loaded_at >= gap.first AND sheet.loaded_at < gap.last
    JOIN collection_station AS station ON station.id = sheet.station_id
    JOIN platform_place AS origin ON origin.id = station.place_id
    JOIN platform_place AS plant ON plant.id = sheet.plant_id
    WHERE sheet.state NOT IN ('draft', 'replaced')
    ORDER BY sheet.loaded_at, sheet.id
"""
_IN_GAPS_OF_STATIONS = _IN_GAPS.format(subject="sheet.station_id")
_IN_GAPS_OF_TANKERS = _IN_GAPS.format(subject="sheet.tanker_id")
