"""Applications for papers at every stage of their way, through the actions that people use."""

from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

from django.db import transaction

from milkshed.collection.actions.applications import (
    accept,
    attach,
    draft_application,
    fill_in,
    form_of,
    review,
    submit,
)
from milkshed.collection.actions.decisions import approve
from milkshed.collection.actions.visits import EntryRow, plan_visit, record_entries, sign_visit
from milkshed.collection.models import Application, SiteVisit, Station, Tanker
from milkshed.collection.queries import county_of, papers_that_count, wanted_items
from milkshed.herd.actions.filings import FilingEntry, ask_filing
from milkshed.herd.models import Farm
from milkshed.kernel.clock import at_shanghai
from milkshed.platform.models import Person
from milkshed.region.play.accounts import Showcase
from milkshed.region.play.books import CollectionKeys
from milkshed.region.play.furnish import Furniture

_PAPER = "演示数据：申请材料占位，不代表任何真实单位".encode()
_FAILS = {3: "罐盖密封圈老化", 7: "清洗后仍有异味"}
_TYPED = {"number": "500", "phone": "13900000000"}
_WORDS = {
    "legal_representative": "演示法人", "person_in_charge": "演示站长", "address": "演示路1号",
    "milk_kind": "牛乳", "purchase_area": "见收购范围", "processors": "见供应企业",
    "owner": "演示车主", "driver": "演示驾驶员", "quality_person": "演示质量员",
    "change": "换装不锈钢奶罐，载重不变",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Case:
    """One application to be: what it is about, who applies, and the county's people."""

    subject: Station | Tanker
    applicant: Person
    officer: Person
    inspectors: Sequence[Person]
    today: date

    def day(self, before: int) -> date:
        """The day so many days before today."""
        return self.today - timedelta(days=before)


@transaction.atomic
def play_applications(
    furniture: Furniture, keys: CollectionKeys, showcase: Showcase, today: date
) -> None:
    """Bring one application each to every stage, the showcase's own first.

    What is renewed or changed needs a paper that stands: a station whose licence ran out is left.
    """
    papers = [one for one in papers_that_count(today) if one.last_day >= today]
    tankers = licensed_first(keys.tankers, showcase.tanker, {one.tanker_id for one in papers})
    stations = licensed_first(keys.stations, showcase.station, {one.station_id for one in papers})
    of_tankers = (_incomplete, _remedy, _reviewed)
    of_stations = (_visit_open, _renewed, _draft)
    _ask_filings(furniture, showcase, today)
    for number, play in zip(tankers, of_tankers, strict=False):
        tanker = Tanker.objects.select_related("carrier").get(pk=keys.tankers[number])
        play(_case(furniture, tanker, furniture.crew(number)[0], today))
    for number, play in zip(stations, of_stations, strict=False):
        station = Station.objects.select_related("place__organisation", "manager").get(
            pk=keys.stations[number]
        )
        manager = furniture.people(station.place.organisation_id, "station_manager")[0]
        play(_case(furniture, station, manager, today))


def licensed_first(keys: Sequence[int], shown: int, licensed: Set[int | None]) -> list[int]:
    """Positions of what holds a paper, the shown one first."""
    found = [number for number, key in enumerate(keys) if key in licensed]
    return sorted(found, key=lambda number: number != shown)


def _ask_filings(furniture: Furniture, showcase: Showcase, today: date) -> None:
    """The showcase's farm tells its county that it has grown."""
    place = furniture.farms[furniture.world.stations[showcase.station].farms[0]]
    farm = Farm.objects.get(place=place)
    ask_filing(
        furniture.people(place.organisation_id, "farm_manager")[0],
        place.organisation,
        FilingEntry(
            county=place.county,
            name_zh=place.name_zh,
            address="演示路2号",
            breed=farm.breed,
            declared_head=farm.declared_head + 100,
            gln=place.gln,
        ),
        farm=farm,
        today=today - timedelta(days=1),
    )


def _case(furniture: Furniture, subject: Station | Tanker, applicant: Person, today: date) -> _Case:
    office = furniture.offices[county_of(subject)].pk
    return _Case(
        subject,
        applicant,
        furniture.people(office, "county_officer")[0],
        furniture.people(office, "inspector"),
        today,
    )


def _filled(case: _Case, purpose: str, before: int, *, without: str = "") -> Application:
    made = draft_application(case.applicant, case.subject, purpose, today=case.day(before))
    typed = {
        field.key: made.content.get(field.key)
        or _WORDS.get(field.key)
        or _TYPED.get(field.kind, "演示")
        for field in form_of(made).fields
    }
    made = fill_in(case.applicant, made, made.edition, typed)
    for material in form_of(made).materials:
        if material.key != without:
            attach(case.applicant, made, material.key, BytesIO(_PAPER), f"{material.title.zh}.txt")
    return made


def _accepted(case: _Case, purpose: str, before: int) -> Application:
    made = _filled(case, purpose, before)
    made = submit(case.applicant, made, made.edition, today=case.day(before))
    return accept(case.inspectors[0], made, made.edition, today=case.day(before - 1))


def _planned(case: _Case, made: Application, before: int) -> SiteVisit:
    return plan_visit(
        case.officer, case.subject, case.inspectors[:2], on=case.day(before), application=made
    )


def _found(
    case: _Case, visit: SiteVisit, before: int, wanted: Callable[[int], bool], fails: dict[int, str]
) -> None:
    at = at_shanghai(case.day(before), 10, 30)
    rows = [
        EntryRow(
            uuid4(),
            item,
            "no" if item in fails else "yes",
            0,
            at,
            fails.get(item, ""),
            "minor" if item in fails else "",
        )
        for item in wanted_items(visit)
        if wanted(item)
    ]
    record_entries(case.inspectors[0], visit, rows)


def _visited(case: _Case, purpose: str, before: int, fails: dict[int, str]) -> Application:
    made = _accepted(case, purpose, before)
    visit = _planned(case, made, before - 2)
    _found(case, visit, before - 2, lambda _: True, fails)
    at = at_shanghai(case.day(before - 2), 11)
    for inspector in case.inspectors[:2]:
        sign_visit(inspector, visit, at=at)
    return Application.objects.get(pk=made.pk)


def _visit_open(case: _Case) -> None:
    """Accepted yesterday; both inspectors are on their way, the first items are recorded."""
    visit = _planned(case, _accepted(case, "change", 2), 0)
    _found(case, visit, 0, lambda item: item <= 2, {})


def _remedy(case: _Case) -> None:
    """Two findings on site: the clock stands still until the second visit."""
    _visited(case, "change", 5, _FAILS)


def _reviewed(case: _Case) -> Application:
    """Found fit and reviewed: the county's decision is due."""
    purpose = "renewal" if isinstance(case.subject, Station) else "change"
    made = _visited(case, purpose, 6, {})
    return review(
        case.inspectors[0],
        made,
        made.edition,
        recommend="approve",
        opinion="材料齐全，现场核查符合要求，建议准予。",
        today=case.day(3),
    )


def _incomplete(case: _Case) -> None:
    """Submitted with a paper missing: to be returned for completion."""
    made = _filled(case, "renewal", 2, without="rules")
    submit(case.applicant, made, made.edition, today=case.day(2))


def _draft(case: _Case) -> None:
    """Opened and not yet handed in."""
    draft_application(case.applicant, case.subject, "change", today=case.day(1))


def _renewed(case: _Case) -> None:
    """Renewed: the new paper begins when the old one ends."""
    made = _reviewed(case)
    approve(case.officer, made, made.edition, opinion="准予延续。", today=case.day(2))
