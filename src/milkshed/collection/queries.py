"""Reads of collection that its verbs and doors share."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from milkshed.collection.models import (
    STANDING_FIELDS,
    Application,
    HandoverSheet,
    Licence,
    LoadChange,
    Signature,
    SiteVisit,
    Station,
    Tanker,
    VisitEntry,
    Weighing,
)
from milkshed.collection.science.checklists import CHECKLISTS, Answer, failed
from milkshed.collection.science.clocks import Reading, Still, read_clock
from milkshed.collection.science.findings import Limits
from milkshed.collection.science.sealing import (
    ARRIVAL,
    COVERS,
    SheetContent,
    covered,
    one_decimal,
)
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.signing import instant, signature_digest
from milkshed.kernel.text import Text
from milkshed.platform.calendar.working_days import WorkingCalendar
from milkshed.platform.models import Organisation, OrganisationKind, Rule
from milkshed.platform.rule_book import find_rule, rule, rules_under


def limits_on(day: date) -> Limits:
    """The cold-chain and weight rules in force on a day."""
    rows = rules_under("collection.", day)

    def bound(key: str, side: str) -> float:
        row: Rule | None = rows.get(f"collection.{key}")
        value = getattr(row, side) if row else None
        if value is None:
            raise Problem(
                NOT_FOUND,
                Text(
                    f"规则 collection.{key} 在 {day} 无有效条目",
                    f"Rule collection.{key} has no row in force on {day}",
                ),
            )
        return float(value)

    return Limits(
        storage_low_c=bound("storage.temperature_c", "low"),
        storage_high_c=bound("storage.temperature_c", "high"),
        cooling_minutes=bound("cooling.minutes", "high"),
        arrival_warn_c=bound("arrival.warn_c", "high"),
        arrival_refuse_c=bound("arrival.refuse_c", "high"),
        weight_tolerance=bound("weight.tolerance", "high"),
    )


def notice_days(day: date) -> int:
    """How many days before its end a licence counts as expiring."""
    found = find_rule("collection.renewal.notice_days", day)
    return int(found.value) if found and found.value is not None else 30


def station_licensed(station: Station, day: date) -> bool:
    """Whether any licence of the station stands on a day."""
    return any(licence.stands_on(day) for licence in station.licences.all())


def tanker_permitted(tanker: Tanker, day: date) -> bool:
    """Whether any permit of the tanker stands on a day."""
    return any(permit.stands_on(day) for permit in tanker.permits.all())


def content_of(sheet: HandoverSheet) -> SheetContent:
    """The signed facts of a sheet as it is stored now."""
    return SheetContent(
        gdti=sheet.gdti,
        station=sheet.station.uri,
        tanker=sheet.tanker.uri,
        plant=sheet.plant.uri,
        load_lot=sheet.load_lot,
        shipped_kg=sheet.shipped_kg,
        departure_temperature_c=sheet.departure_temperature_c,
        cooling_minutes=sheet.cooling_minutes,
        seals=tuple(sheet.seals),
        loaded_at=sheet.loaded_at,
        departed_at=sheet.departed_at,
        arrived_at=sheet.arrived_at,
        arrival_temperature_c=sheet.arrival_temperature_c,
        seals_intact=sheet.seals_intact,
        received_kg=sheet.received_kg,
        refusal_reason=sheet.refusal_reason,
    )


def _arrived_content(sheet: HandoverSheet) -> SheetContent:
    """With what the receiver signs besides: the ticket, and changes of tanker on the way."""
    changes = sheet.changes.filter(kind="tanker").select_related("tanker")
    return replace(
        content_of(sheet),
        weighing=_weighing_words(sheet),
        changes=tuple(_change_words(change) for change in changes),
    )


def _weighing_words(sheet: HandoverSheet) -> str:
    """The ticket as the receiver signs it; empty where there is none."""
    if Weighing.sheet.field.remote_field.is_cached(sheet):
        found: Weighing | None = sheet.weighing
    else:
        found = Weighing.objects.filter(sheet=sheet).select_related("weighbridge").first()
    if found is None:
        return ""
    masses = "|".join(map(one_decimal, (found.gross_kg, found.tare_kg, found.net_kg)))
    return f"{found.weighbridge.code}|{found.ticket}|{masses}|{instant(found.weighed_at)}"


def _change_words(change: LoadChange) -> str:
    """A change of tanker as the receiver signs it."""
    plate = change.tanker.plate if change.tanker is not None else ""
    return f"{change.kind}|{instant(change.at)}|{plate}|{','.join(change.seals)}"


def seals_on(sheet: HandoverSheet) -> tuple[str, ...]:
    """The seals that a tanker must bear now: those of the sheet, or of its last change."""
    last = sheet.changes.filter(kind="tanker").last()
    return tuple(last.seals if last is not None else sheet.seals)


def digest_for(sheet: HandoverSheet, signature: Signature) -> str:
    """The digest that a signature must have for the sheet as it is stored now."""
    part = COVERS[signature.role]
    content = _arrived_content(sheet) if part == ARRIVAL else content_of(sheet)
    return signature_digest(
        covered(content, part), signature.role, str(signature.person_id), signature.signed_at
    )


def is_intact(sheet: HandoverSheet, signature: Signature) -> bool:
    """Whether the sheet still says what the person signed."""
    return digest_for(sheet, signature) == signature.digest


def licences_by_subject() -> tuple[dict[int, list[Licence]], dict[int, list[Licence]]]:
    """All licences by station key and all permits by tanker key."""
    stations: dict[int, list[Licence]] = {}
    tankers: dict[int, list[Licence]] = {}
    for licence in Licence.objects.all():
        if licence.station_id is not None:
            stations.setdefault(licence.station_id, []).append(licence)
        if licence.tanker_id is not None:
            tankers.setdefault(licence.tanker_id, []).append(licence)
    return stations, tankers


def standing_on(day: date) -> Q:
    """The condition under which a licence covers a day."""
    return Q(
        Q(halted_on__isnull=True) | Q(halted_on__gt=day),
        Q(valid_to__gte=day) | Q(renewed_by_law_to__gte=day),
        valid_from__lte=day,
    )


def latest_paper(subject: Station | Tanker) -> Licence | None:
    """The licence of a station or tanker that lasts longest."""
    papers = subject.licences if isinstance(subject, Station) else subject.permits
    return (
        papers.annotate(ends=Coalesce("renewed_by_law_to", "valid_to"))
        .order_by("-ends", "-pk")
        .first()
    )


def papers_that_count(day: date) -> QuerySet[Licence]:
    """Of each station and tanker the licence that stands on a day, else the last one it had."""
    return (
        Licence.objects.only(*STANDING_FIELDS)
        .annotate(covers=Case(When(standing_on(day), then=True), default=False))
        .order_by("station_id", "tanker_id", "-covers", "-valid_to", "-pk")
        .distinct("station_id", "tanker_id")
    )


def holder_of(subject: Station | Tanker) -> Organisation:
    """The organisation that holds, or would hold, the papers of a station or tanker."""
    return subject.place.organisation if isinstance(subject, Station) else subject.carrier


def county_of(subject: Station | Tanker) -> str:
    """The county whose office licenses a station or tanker."""
    return subject.place.county if isinstance(subject, Station) else subject.carrier.county


def office_of(county: str) -> Organisation | None:
    """The county office that licenses in a county."""
    return Organisation.objects.filter(kind=OrganisationKind.COUNTY_OFFICE, county=county).first()


def whole(key: str, day: date) -> int:
    """The whole number of a rule of collection in force on a day; raises Problem without one."""
    found = rule(f"collection.{key}", day)
    if found.value is None:
        raise Problem(
            NOT_FOUND,
            Text(f"规则 collection.{key} 没有数值", f"Rule collection.{key} has no value"),
        )
    return int(found.value)


@dataclass(frozen=True, slots=True)
class ClockFace:
    """The clock an application stands under: what it is, its reading, and the rule behind it.

    ``deemed`` says that the law counts the application as accepted because nobody answered in
    time; ``provisional`` that the clock crosses a year without an official table of holidays.
    """

    name: str
    title: Text
    of_applicant: bool
    reading: Reading
    rule: Rule
    deemed: bool = False
    provisional: bool = False


CLOCK_TITLES: Mapping[str, Text] = {
    "completeness": Text("受理期限", "Time to accept"),
    "completion": Text("申请人补正期限", "Applicant's time to complete"),
    "decision": Text("决定期限", "Time to decide"),
}


def clock_of(application: Application, today: date, calendar: WorkingCalendar) -> ClockFace | None:
    """The clock that runs on an application, or None where none does (draft, decided)."""
    if application.submitted_on is None or application.state in (
        "draft", "approved", "refused", "withdrawn",
    ):  # fmt: skip
        return None
    pauses = list(application.pauses.all())
    if application.state == "returned":
        assert application.returned_on is not None
        return _face("completion", application.returned_on, 0, (), calendar, today, "")
    if application.state == "submitted":
        stills = [Still(p.first_day, p.last_day) for p in pauses if p.reason == "completion"]
        face = _face("completeness", application.submitted_on, 0, stills, calendar, today, "")
        if not face.reading.overdue:
            return face
    start = application.accepted_on or application.submitted_on
    more = whole("clock.extension_days", start) if application.extended_on else 0
    stills = [
        Still(p.first_day, p.last_day)
        for p in pauses
        if p.reason == "remedy" or application.state == "submitted"
    ]
    face = _face("decision", start, more, stills, calendar, today, f".{application.kind}")
    if application.accepted_on is not None:
        return face
    return ClockFace(face.name, face.title, False, face.reading, face.rule, True, face.provisional)


def _face(
    name: str,
    start: date,
    more: int,
    stills: Iterable[Still],
    calendar: WorkingCalendar,
    today: date,
    suffix: str,
) -> ClockFace:
    found = rule(f"collection.clock.{name}_days{suffix}", start)
    reading = read_clock(
        start, int(found.value or 0) + more, list(stills), calendar.is_working, today
    )
    last = reading.due_on or today
    years = range(start.year, max(last, today).year + 1)
    return ClockFace(
        name,
        CLOCK_TITLES[name],
        name == "completion",
        reading,
        found,
        provisional=any(year not in calendar.known_years for year in years),
    )


def present_entries(visit: SiteVisit) -> dict[int, VisitEntry]:
    """The latest finding of each item that has one."""
    return {entry.item: entry for entry in visit.entries.order_by("item", "revision")}


def answers_of(visit: SiteVisit) -> dict[int, Answer]:
    """The latest answers of a visit by item."""
    return {n: Answer(e.answer, e.severity) for n, e in present_entries(visit).items()}


def wanted_items(visit: SiteVisit) -> tuple[int, ...]:
    """The items that a visit must answer: all of its checklist, or what failed before."""
    if visit.revisits is None:
        return tuple(item.number for item in CHECKLISTS[visit.checklist].items)
    return failed(answers_of(visit.revisits))


def with_standing(licences: QuerySet[Licence], day: date, notice: int) -> QuerySet[Any]:
    """Licences with their standing on a day (``stands``), as :meth:`Licence.standing` reads it."""
    return licences.annotate(
        stands=Case(
            When(~Q(state="valid") & Q(halted_on__lte=day), then=F("state")),
            When(valid_from__gt=day, then=Value("coming")),
            When(valid_to__lt=day, renewed_by_law_to__gte=day, then=Value("continued")),
            When(valid_to__lt=day, then=Value("expired")),
            When(valid_to__lt=day + timedelta(days=notice), then=Value("expiring")),
            default=Value("valid"),
            output_field=CharField(),
        )
    )


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far a county's active stations and tankers are licensed on a day.

    ``expiring`` are those whose longest paper ends within the notice of the rule.
    """

    county: str
    stations: int
    stations_licensed: int
    stations_expiring: int
    tankers: int
    tankers_permitted: int
    tankers_expiring: int


def coverage_by_county(
    stations: QuerySet[Station], tankers: QuerySet[Tanker], day: date, notice: int
) -> list[Coverage]:
    """The coverage of each county that has a station or tanker among those given."""
    later = day + timedelta(days=notice)
    counted: dict[str, list[int]] = {}
    for offset, county, rows, paper in (
        (0, "place__county", stations, "licences"),
        (3, "carrier__county", tankers, "permits"),
    ):
        covered = dict(_standing_subjects(rows, county, paper, day))
        lasting = dict(_standing_subjects(rows, county, paper, later, day))
        for code, total in (
            rows.filter(active=True).order_by().values_list(county).annotate(n=Count("pk"))
        ):
            line = counted.setdefault(code, [0] * 6)
            line[offset] = total
            line[offset + 1] = covered.get(code, 0)
            line[offset + 2] = covered.get(code, 0) - lasting.get(code, 0)
    return [Coverage(code, *line) for code, line in sorted(counted.items())]


def _standing_subjects(
    rows: QuerySet[Station] | QuerySet[Tanker],
    county: str,
    paper: str,
    day: date,
    also: date | None = None,
) -> list[tuple[str, int]]:
    """Per county, how many active subjects have papers that cover a day (and another one)."""
    found = rows.filter(active=True)
    for one in {day, also or day}:
        papers = Licence.objects.filter(standing_on(one))
        key = "station" if paper == "licences" else "tanker"
        found = found.filter(pk__in=papers.filter(**{f"{key}__isnull": False}).values(key))
    return list(found.order_by().values_list(county).annotate(n=Count("pk")))
