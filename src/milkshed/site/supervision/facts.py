"""The facts behind every risk score, gathered from all rooms as of a day.

Each fact names its record, so that a score opens down to it, and the days on which it held, so
that the same score comes out for a day in the past: what became known later is left out. Limits
are those of the day a load was loaded; a sheet that was corrected counts as corrected.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from milkshed.collection.inspections import (
    PaperGap,
    breaches,
    last_visits,
    paper_gaps,
    risk_table,
    unlicensed_loads,
)
from milkshed.collection.models import (
    STANDING_FIELDS,
    HandoverSheet,
    Inspection,
    Licence,
    Station,
    Tanker,
)
from milkshed.collection.science.risk import KINDS, Candidate, Rated, RiskTable, rate
from milkshed.kernel.clock import shanghai_day, start_of_day
from milkshed.kernel.text import Text
from milkshed.numerics.scorecard import Fact, Term
from milkshed.platform.models import Alarm
from milkshed.quality.facade import failed_tests
from milkshed.trade.facade import listed_units

_TANKER_URI = "/8003/"
_ALARMS_OF_SHEETS = ("collection.forged_sheet", "collection.sheet_without_load")


class Subject(NamedTuple):
    """A station or tanker: ``station:7``, its name, county, township and the unit that runs it."""

    key: str
    name: Text
    county: str
    town: str
    unit_id: int
    is_station: bool

    @property
    def address(self) -> str:
        """The path of its page below ``/supervision/``."""
        return self.key.replace(":", "/")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact in words, and the page of its record.

    ``counties`` are those whose officers may open that page.
    """

    fact: Fact
    words: Text
    url: str
    counties: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Explained:
    """One term of a score with its evidence."""

    term: Term
    evidence: Evidence

    @property
    def title(self) -> Text:
        """What kind of fact it is."""
        return KINDS[self.term.fact.kind]


@dataclass(frozen=True, slots=True)
class Assessed:
    """A subject with its score, class and every term explained."""

    subject: Subject
    rated: Rated
    terms: tuple[Explained, ...]
    last_visit: date | None = None

    @property
    def candidate(self) -> Candidate:
        """The subject as one that may be visited."""
        return Candidate(
            self.subject.key, self.rated.score.total, self.rated.risk_class, self.last_visit
        )


Gathered = dict[str, list[Evidence]]


def subjects(counties: frozenset[str] | None = None) -> dict[str, Subject]:
    """The stations and tankers at work, of counties (all when None), by key."""
    stations = Station.objects.filter(active=True)
    tankers = Tanker.objects.filter(active=True)
    if counties is not None:
        stations = stations.filter(place__county__in=counties)
        tankers = tankers.filter(carrier__county__in=counties)
    found = [
        Subject(f"station:{key}", Text(zh, en or zh), county, town, unit, True)
        for key, zh, en, county, town, unit in stations.values_list(
            "pk",
            "place__name_zh",
            "place__name_en",
            "place__county",
            "place__town",
            "place__organisation_id",
        )
    ]
    found += [
        Subject(f"tanker:{key}", Text(plate, plate), county, "", unit, False)
        for key, plate, county, unit in tankers.values_list(
            "pk", "plate", "carrier__county", "carrier_id"
        )
    ]
    return {one.key: one for one in found}


def assess(
    as_of: date, counties: frozenset[str] | None = None, only: str = ""
) -> dict[str, Assessed]:
    """Score every station and tanker of counties (all when None) as of the end of a day.

    ``only`` keeps one subject, by its key.
    """
    table = risk_table(as_of)
    wanted = subjects(counties)
    if only:
        wanted = {key: one for key, one in wanted.items() if key == only}
    evidence = gather(wanted.values(), table, as_of)
    visits = last_visits(as_of)
    return {
        key: _assessed(subject, evidence.get(key, ()), table, as_of, visits.get(key))
        for key, subject in wanted.items()
    }


def _assessed(
    subject: Subject,
    evidence: Iterable[Evidence],
    table: RiskTable,
    as_of: date,
    last_visit: date | None,
) -> Assessed:
    known = {(one.fact.kind, one.fact.record): one for one in evidence}
    rated = rate([one.fact for one in known.values()], table, as_of)
    return Assessed(
        subject,
        rated,
        tuple(
            Explained(term, known[term.fact.kind, term.fact.record]) for term in rated.score.terms
        ),
        last_visit,
    )


def gather(wanted: Iterable[Subject], table: RiskTable, as_of: date) -> Gathered:
    """The facts of subjects that are known on a day and may still give points."""
    subjects_by_key = {one.key: one for one in wanted}
    lapse = max((row.lapse_days for row in table.rows.values()), default=0)
    first = as_of - timedelta(days=lapse)
    found: Gathered = defaultdict(list)
    for key, one in (
        *_papers(subjects_by_key, first, as_of),
        *_handovers(first, as_of),
        *_doubtful_sheets(first, as_of),
        *_tests(first, as_of),
        *_imbalances(first, as_of),
        *_visits(first, as_of),
        *_listings(subjects_by_key.values(), first, as_of),
    ):
        if key in subjects_by_key:
            found[key].append(one)
    return found


def _day(kind: str, record: str, day: date, cleared: date | None = None) -> Fact:
    return Fact(kind, record, day, day, cleared)


def _papers(
    wanted: Mapping[str, Subject], first: date, as_of: date
) -> Iterator[tuple[str, Evidence]]:
    """A subject without a valid paper today, and loads on days without one."""
    papers: dict[str, list[Licence]] = defaultdict(list)
    for licence in Licence.objects.only(*STANDING_FIELDS):
        of_station = licence.station_id is not None
        pk = licence.station_id if of_station else licence.tanker_id
        papers[f"{'station' if of_station else 'tanker'}:{pk}"].append(licence)
    gaps: dict[str, tuple[PaperGap, ...]] = {}
    for key, subject in wanted.items():
        found = paper_gaps(papers[key], first, as_of)
        if not found:
            continue
        gaps[key] = found
        if found[-1].last is None:
            since, number = found[-1].first, found[-1].paper
            yield (
                key,
                Evidence(
                    Fact("no_paper", f"{key}:{since}", since),
                    Text(
                        f"自{since}起无有效证件" + (f"（原证{number}）" if number else ""),
                        f"No valid paper since {since}" + (f" (was {number})" if number else ""),
                    ),
                    f"/collection/licences?q={number}" if number else "/collection/licences",
                    frozenset({subject.county}),
                ),
            )
    for kind in ("station", "tanker"):
        own = {
            int(key.partition(":")[2]): stretches
            for key, stretches in gaps.items()
            if key.startswith(kind)
        }
        loads = unlicensed_loads(own, of_station=kind == "station", last=as_of)
        for subject_pk, sheets in loads.items():
            for number, day, counties in sheets:
                yield (
                    f"{kind}:{subject_pk}",
                    Evidence(
                        _day("unlicensed_load", number, day),
                        Text(f"{day}无有效证件装车", f"Loaded on {day} without a valid paper"),
                        f"/collection/sheets/{number}",
                        counties,
                    ),
                )


def _handovers(first: date, as_of: date) -> Iterator[tuple[str, Evidence]]:
    """Loads that broke a limit: of the station what happens there, of the tanker the rest."""
    for one in breaches(first, as_of):
        if one.day > as_of:
            continue
        evidence = Evidence(
            _day(one.kind, one.number, one.day),
            one.words,
            f"/collection/sheets/{one.number}",
            frozenset({one.station_county, one.plant_county}),
        )
        if one.kind in ("warm_loading", "slow_cooling", "refused_load", "weight_mismatch"):
            yield f"station:{one.station_id}", evidence
        if one.kind in ("warm_tanker", "broken_seal", "weight_mismatch"):
            yield f"tanker:{one.tanker_id}", evidence


def _doubtful_sheets(first: date, as_of: date) -> Iterator[tuple[str, Evidence]]:
    """Sheets signed by strangers or without a load, as their alarms say; not those dismissed."""
    alarms = Alarm.objects.filter(
        kind__in=_ALARMS_OF_SHEETS,
        happened_at__gte=start_of_day(first),
        happened_at__lt=start_of_day(as_of + timedelta(days=1)),
    ).exclude(state="dismissed")
    rows = [
        (key.split(":")[1], key, kind, zh, en, at)
        for key, kind, zh, en, at in alarms.values_list(
            "key", "kind", "title_zh", "title_en", "happened_at"
        )
    ]
    sheets = {
        sheet.gdti: sheet
        for sheet in HandoverSheet.objects.filter(gdti__in={row[0] for row in rows})
        .select_related("station__place", "plant")
        .only("gdti", "number", "station__place__county", "tanker_id", "plant__county")
    }
    for gdti, key, kind, zh, en, at in rows:
        sheet = sheets.get(gdti)
        if sheet is None:
            continue
        evidence = Evidence(
            _day(kind.removeprefix("collection."), key, shanghai_day(at)),
            Text(zh, en),
            f"/collection/sheets/{sheet.number}",
            frozenset({sheet.station.place.county, sheet.plant.county}),
        )
        yield f"station:{sheet.station_id}", evidence
        if kind == "collection.sheet_without_load" or key.endswith((":driver", ":escort")):
            yield f"tanker:{sheet.tanker_id}", evidence


def _tests(first: date, as_of: date) -> Iterator[tuple[str, Evidence]]:
    """Failed samples of the station's milk and of the tanker's load, until a retest clears them."""
    tests = failed_tests(first, as_of)
    by_sheet = dict(
        HandoverSheet.objects.filter(gdti__in={t.sheet_gdti for t in tests if t.sheet_gdti})
        .exclude(state="replaced")
        .values_list("gdti", "station_id")
    )
    by_place = dict(
        Station.objects.filter(place__in={t.place_id for t in tests}).values_list("place_id", "pk")
    )
    grais = {t.tanker_uri.rpartition("/")[2] for t in tests if t.tanker_uri}
    tankers = dict(Tanker.objects.filter(grai__in=grais).values_list("grai", "pk"))
    for test in tests:
        evidence = Evidence(
            _day(
                "failed_test",
                test.barcode,
                shanghai_day(test.reported_at),
                shanghai_day(test.cleared_at) if test.cleared_at else None,
            ),
            Text(f"样品{test.barcode}不合格", f"Sample {test.barcode} failed"),
            f"/quality/samples/{test.barcode}",
            frozenset({test.place_county}),
        )
        station = by_place.get(test.place_id) or by_sheet.get(test.sheet_gdti)
        if station is not None:
            yield f"station:{station}", evidence
        tanker = tankers.get(test.tanker_uri.rpartition("/")[2])
        if tanker is not None:
            yield f"tanker:{tanker}", evidence


def _imbalances(first: date, as_of: date) -> Iterator[tuple[str, Evidence]]:
    """What the ledger's balance found at a station or in a tanker; not what was dismissed."""
    alarms = Alarm.objects.filter(
        kind="mass_balance",
        happened_at__gte=start_of_day(first),
        happened_at__lt=start_of_day(as_of + timedelta(days=1)),
    ).exclude(state="dismissed")
    rows = list(
        alarms.values_list("pk", "key", "title_zh", "title_en", "happened_at", "place_id", "county")
    )
    stations = dict(
        Station.objects.filter(place__in={row[5] for row in rows if row[5]}).values_list(
            "place_id", "pk"
        )
    )
    grais = {row[1].rpartition("/")[2] for row in rows if _TANKER_URI in row[1]}
    tankers = dict(Tanker.objects.filter(grai__in=grais).values_list("grai", "pk"))
    for pk, key, zh, en, at, place, county in rows:
        evidence = Evidence(
            _day("imbalance", key, shanghai_day(at)),
            Text(zh, en),
            f"/alarms/{pk}",
            frozenset({county}),
        )
        if place in stations:
            yield f"station:{stations[place]}", evidence
        tanker = tankers.get(key.rpartition("/")[2]) if _TANKER_URI in key else None
        if tanker is not None:
            yield f"tanker:{tanker}", evidence


def _visits(first: date, as_of: date) -> Iterator[tuple[str, Evidence]]:
    """Visits that found something, and remedies that were not done by their day."""
    rows = (
        Inspection.objects.filter(state="done", done_on__gte=first, done_on__lte=as_of)
        .exclude(outcome="clean")
        .values_list(
            "pk", "station_id", "tanker_id", "done_on", "findings", "remedy_by", "remedied_on",
            "plan__county",
        )
    )  # fmt: skip
    for pk, station, tanker, done, findings, remedy_by, remedied, county in rows:
        if done is None:
            continue
        key = f"station:{station}" if station else f"tanker:{tanker}"
        url, counties = f"/supervision/visits/{pk}", frozenset({county})
        words = Text(f"检查发现：{findings[:60]}", f"Visit found: {findings[:60]}")
        yield key, Evidence(_day("visit_findings", str(pk), done), words, url, counties)
        if remedy_by is not None and remedy_by < as_of:
            late = remedy_by + timedelta(days=1)
            mended = remedied - timedelta(days=1) if remedied and remedied <= as_of else None
            if mended is None or mended >= late:
                yield (
                    key,
                    Evidence(
                        Fact("remedy_overdue", str(pk), late, mended),
                        Text(f"应于{remedy_by}前整改", f"Was to be remedied by {remedy_by}"),
                        url,
                        counties,
                    ),
                )


def _listings(
    wanted: Iterable[Subject], first: date, as_of: date
) -> Iterator[tuple[str, Evidence]]:
    """The unit stands, or stood, on a published credit list."""
    listed: dict[int, list[Evidence]] = defaultdict(list)
    for one in listed_units(first, as_of):
        ended = one.removed_on - timedelta(days=1) if one.removed_on else one.last
        last = ended if ended is not None and ended < as_of else None
        listed[one.organisation_id].append(
            Evidence(
                Fact("credit_listing", one.number, one.first, last),
                Text(f"信用案卷{one.number}公示", f"Credit case {one.number} published"),
                one.url,
                frozenset({one.county}),
            )
        )
    for subject in wanted:
        for evidence in listed.get(subject.unit_id, ()):
            yield subject.key, evidence
