"""The supervision board: what is late, broken or open in the reader's counties, as lists.

Every number on the board is the length of the list that it opens.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from django.core.cache import cache
from django.db import connection

from milkshed.collection.inspections import breaches, visits_of, window_days
from milkshed.collection.models import STANDINGS, Inspection, Station
from milkshed.collection.queries import notice_days, papers_that_count
from milkshed.collection.science.risk import CLASSES, KINDS, Candidate
from milkshed.factory.models import RecallCase
from milkshed.kernel.clock import shanghai_day, start_of_day
from milkshed.kernel.text import Text
from milkshed.platform.models import Alarm
from milkshed.platform.scope import Scope, visible
from milkshed.quality.facade import failed_tests
from milkshed.site.supervision.facts import Assessed, Subject, assess, subjects
from milkshed.trade.facade import open_credit_cases

_KEPT_SECONDS = 300

LISTS: Mapping[str, Text] = {
    "overdue": Text("超期未查", "Overdue visits"),
    "papers": Text("证件到期", "Papers expired or expiring"),
    "handovers": Text("交接超限", "Handovers beyond a limit"),
    "balances": Text("平衡异常", "Failed balances"),
    "tests": Text("检测不合格", "Failed tests"),
    "cases": Text("未结案件", "Open cases"),
}
EMPTY: Mapping[str, Text] = {
    "overdue": Text(
        "检查都在期限内；可制定下一期计划。", "No visit is late; plan the next period."
    ),
    "papers": Text("证件都在有效期内。", "All papers are in date."),
    "handovers": Text("统计窗口内没有超限的交接。", "No load broke a limit in the window."),
    "balances": Text("奶量进出都对得上。", "All milk balances."),
    "tests": Text("没有未消除的不合格样品。", "No failed sample stands."),
    "cases": Text("没有未结的召回、信用案件和整改。", "No recall, credit case or remedy is open."),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list: whom it is about, since when, what, how grave, and its page."""

    subject: Text
    county: str
    town: str
    day: date
    words: Text
    tag: Text
    grave: bool
    url: str


@dataclass(frozen=True)
class Wanted:
    """What the reader looks at: a county and a township by code, empty for all; and the day.

    Of the counties that the ``scope`` reaches in part, only its townships.
    """

    scope: Scope
    today: date
    county: str = ""
    town: str = ""

    @cached_property
    def counties(self) -> frozenset[str] | None:
        """The counties of the scope, whole or in part, narrowed to the one asked; None for all."""
        if self.county:
            inside = self.scope.everything or self.county in self.scope.counties_in_part
            return frozenset({self.county} if inside else ())
        return None if self.scope.everything else self.scope.counties_in_part

    def holds(self, county: str) -> bool:
        """Whether a county is looked at."""
        return self.counties is None or county in self.counties

    def keeps(self, county: str, town: str) -> bool:
        """Whether what lies in a county and a township (empty where unknown) is looked at."""
        return (
            self.holds(county)
            and self.town in ("", town)
            and self.scope.reaches_place(county, town)
        )


@dataclass(frozen=True, slots=True)
class Ranked:
    """A subject's place in the ranking: score, class, and its heaviest reasons."""

    subject: Subject
    points: str
    candidate: Candidate
    reasons: tuple[Text, ...]

    @property
    def class_text(self) -> Text:
        """The risk class in words."""
        return CLASSES[self.candidate.risk_class]


@dataclass(frozen=True, slots=True)
class CountyLine:
    """One county's numbers, in the order of :data:`LISTS`, and its subjects of high risk."""

    county: str
    counts: tuple[tuple[str, int], ...]
    high: int


@dataclass(frozen=True, slots=True)
class Board:
    """Everything the board shows."""

    lists: Mapping[str, tuple[Row, ...]]
    by_county: tuple[CountyLine, ...]
    ranking: tuple[Ranked, ...]
    classes: Mapping[str, int]
    window: int


def read_board(wanted: Wanted) -> Board:
    """Read all lists, count them by county, and rank the subjects."""
    lists = {what: read_list(what, wanted) for what in LISTS}
    ranking = tuple(
        one for one in ranked(wanted.today) if wanted.keeps(one.subject.county, one.subject.town)
    )
    counted = {what: Counter(row.county for row in rows) for what, rows in lists.items()}
    high = Counter(one.subject.county for one in ranking if one.candidate.risk_class == "high")
    seen = sorted({c for counts in counted.values() for c in counts} | set(high))
    return Board(
        lists=lists,
        by_county=tuple(
            CountyLine(c, tuple((what, counted[what][c]) for what in LISTS), high[c])
            for c in seen
            if wanted.holds(c)
        ),
        ranking=ranking,
        classes=Counter(one.candidate.risk_class for one in ranking),
        window=window_days(wanted.today),
    )


def read_list(what: str, wanted: Wanted) -> tuple[Row, ...]:
    """The rows of one list, the gravest and latest first."""
    kept = (row for row in _READERS[what](wanted) if wanted.keeps(row.county, row.town))
    return tuple(sorted(kept, key=lambda row: (not row.grave, -row.day.toordinal(), row.url)))


def ranked(today: date) -> tuple[Ranked, ...]:
    """Every subject of the region by its score, at most five minutes old."""
    key = f"supervision:{connection.settings_dict['NAME']}:{today}"
    kept: tuple[Ranked, ...] | None = cache.get(key)
    if kept is None:
        kept = rank(assess(today).values())
        cache.set(key, kept, _KEPT_SECONDS)
    return kept


def rank(assessed: Iterable[Assessed]) -> tuple[Ranked, ...]:
    """The most points first, then by key."""
    found = sorted(assessed, key=lambda one: (-one.rated.score.total, one.subject.key))
    return tuple(
        Ranked(
            one.subject,
            f"{one.rated.score.total:.2f}",
            one.candidate,
            _reasons(one),
        )
        for one in found
    )


def _reasons(one: Assessed) -> tuple[Text, ...]:
    counts = Counter(term.fact.kind for term in one.rated.score.terms)
    kinds = dict.fromkeys(term.fact.kind for term in one.rated.score.terms)
    return tuple(
        Text(f"{KINDS[kind].zh}×{counts[kind]}", f"{KINDS[kind].en} ×{counts[kind]}")
        for kind in list(kinds)[:3]
    )


def _overdue(wanted: Wanted) -> Iterator[Row]:
    late = visits_of(wanted.counties).filter(
        state__in=["planned", "assigned"], due_on__lt=wanted.today
    )
    for visit in late:
        days = (wanted.today - visit.due_on).days
        yield Row(
            subject=name_of(visit),
            county=visit.plan.county,
            town=visit.station.place.town if visit.station else "",
            day=visit.due_on,
            words=Text(
                f"应于{visit.due_on}前检查，已超{days}天",
                f"Due by {visit.due_on}, {days} days late",
            ),
            tag=CLASSES[visit.risk_class],
            grave=visit.risk_class == "high",
            url=f"/supervision/visits/{visit.pk}",
        )


def name_of(visit: Inspection) -> Text:
    """Whom a visit is to."""
    if visit.station is not None:
        return visit.station.place.name
    assert visit.tanker is not None
    return Text(visit.tanker.plate, visit.tanker.plate)


def _papers(wanted: Wanted) -> Iterator[Row]:
    notice = notice_days(wanted.today)
    latest = {
        f"station:{one.station_id}" if one.station_id else f"tanker:{one.tanker_id}": one
        for one in papers_that_count(wanted.today)
    }
    for key, subject in subjects(wanted.counties).items():
        paper = latest.get(key)
        if paper is None:
            page = "stations" if subject.is_station else "tankers"
            yield Row(
                subject.name, subject.county, subject.town, wanted.today,
                Text("没有证件", "No paper at all"), Text("无证", "None"), True,
                f"/collection/{page}?q={subject.name.zh}",
            )  # fmt: skip
            continue
        standing = paper.standing(wanted.today, notice)
        if standing in ("valid", "coming"):
            continue
        ends = paper.halted_on if standing in ("suspended", "revoked") else paper.last_day
        yield Row(
            subject=subject.name,
            county=subject.county,
            town=subject.town,
            day=ends or paper.last_day,
            words=Text(
                f"{paper.number}，有效期至{paper.last_day}",
                f"{paper.number}, valid to {paper.last_day}",
            ),
            tag=STANDINGS[standing],
            grave=standing not in ("expiring", "continued"),
            url=f"/collection/licences?q={paper.number}",
        )


def _handovers(wanted: Wanted) -> Iterator[Row]:
    first = wanted.today - timedelta(days=window_days(wanted.today) - 1)
    found = breaches(first, wanted.today, wanted.counties)
    names = _stations({one.station_id for one in found})
    for one in found:
        name, town = names[one.station_id]
        yield Row(
            subject=name,
            county=one.station_county,
            town=town,
            day=one.day,
            words=Text(f"{one.number}：{one.words.zh}", f"{one.number}: {one.words.en}"),
            tag=KINDS[one.kind],
            grave=one.kind in ("broken_seal", "slow_cooling", "refused_load"),
            url=f"/collection/sheets/{one.number}",
        )


def _stations(keys: set[int]) -> dict[int, tuple[Text, str]]:
    rows = Station.objects.filter(pk__in=keys).values_list(
        "pk", "place__name_zh", "place__name_en", "place__town"
    )
    return {key: (Text(zh, en or zh), town) for key, zh, en, town in rows}


def _balances(wanted: Wanted) -> Iterator[Row]:
    first = wanted.today - timedelta(days=window_days(wanted.today) - 1)
    alarms = Alarm.objects.filter(
        kind="mass_balance", state="open", happened_at__gte=start_of_day(first)
    ).select_related("place")
    if wanted.counties is not None:
        alarms = visible(alarms.filter(county__in=wanted.counties), wanted.scope)
    for alarm in alarms:
        place = alarm.place
        yield Row(
            subject=place.name if place else Text("未登记的场所", "Unknown place"),
            county=alarm.county,
            town=place.town if place else "",
            day=shanghai_day(alarm.happened_at),
            words=alarm.title,
            tag=Text("待处置", "Open"),
            grave=alarm.severity == "serious",
            url=f"/alarms/{alarm.pk}",
        )


def _tests(wanted: Wanted) -> Iterator[Row]:
    """Failed samples that stand: of the station where the milk came from, or of the place."""
    first = wanted.today - timedelta(days=window_days(wanted.today) - 1)
    for one in failed_tests(first, wanted.today):
        if one.cleared_at is None and wanted.holds(one.place_county):
            yield Row(
                subject=one.place,
                county=one.place_county,
                town=one.town,
                day=shanghai_day(one.reported_at),
                words=Text(
                    f"样品{one.barcode}：{'、'.join(name.zh for name in one.names)}",
                    f"Sample {one.barcode}: {', '.join(name.en for name in one.names)}",
                ),
                tag=Text("不合格", "Failed"),
                grave=one.is_official,
                url=f"/quality/samples/{one.barcode}",
            )


def _cases(wanted: Wanted) -> Iterator[Row]:
    recalls = visible(RecallCase.objects.all(), wanted.scope).filter(
        state__in=["open", "proposed", "decided", "reported"]
    )
    for case in recalls.select_related("organisation"):
        if wanted.holds(case.organisation.county):
            yield Row(
                subject=case.organisation.name,
                county=case.organisation.county,
                town="",
                day=shanghai_day(case.opened_at),
                words=Text(f"召回案卷{case.number}：{case.cause}", f"Recall {case.number}"),
                tag=case.state_text,
                grave=case.state == "decided",
                url=f"/factory/recalls/{case.pk}",
            )
    for credit in open_credit_cases(wanted.counties):
        yield Row(
            subject=credit.unit,
            county=credit.county,
            town="",
            day=credit.since,
            words=Text(f"信用案卷{credit.number}", f"Credit case {credit.number}"),
            tag=credit.state,
            grave=False,
            url=credit.url,
        )
    remedies = visits_of(wanted.counties).filter(
        state="done", remedy_by__isnull=False, remedied_on__isnull=True
    )
    for visit in remedies:
        assert visit.remedy_by is not None
        late = visit.remedy_by < wanted.today
        yield Row(
            subject=name_of(visit),
            county=visit.plan.county,
            town=visit.station.place.town if visit.station else "",
            day=visit.remedy_by,
            words=Text(
                f"应于{visit.remedy_by}前整改：{visit.findings[:60]}",
                f"To be remedied by {visit.remedy_by}: {visit.findings[:60]}",
            ),
            tag=Text("整改逾期", "Remedy overdue") if late else Text("整改中", "Being remedied"),
            grave=late,
            url=f"/supervision/visits/{visit.pk}",
        )


_READERS: Mapping[str, Callable[[Wanted], Iterator[Row]]] = {
    "overdue": _overdue,
    "papers": _papers,
    "handovers": _handovers,
    "balances": _balances,
    "tests": _tests,
    "cases": _cases,
}
