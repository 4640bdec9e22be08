"""Key figures of real records: the same twelve cows, told as events, give the same numbers."""

import re
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.figures import (
    AccountEntry,
    compute_figures,
    enter_month_account,
    set_waiting_period,
)
from milkshed.herd.actions.rows import EventRow
from milkshed.herd.jobs import month_end_before
from milkshed.herd.kpi_queries.benchmarks import positions
from milkshed.herd.kpi_queries.board import board, due_by_week, parts
from milkshed.herd.kpi_queries.timeline import time_line
from milkshed.herd.models import Animal, AnimalEvent, Farm, FarmFigure, FarmWaitingPeriod
from milkshed.herd.science import kpis
from milkshed.herd.tests.conftest import Farms
from milkshed.herd.tests.test_kpi_science import EXPECTED
from milkshed.herd.tests.twelve_cows import play, tag_of
from milkshed.kernel.problems import Problem
from milkshed.platform.models import Organisation, Place
from tests.cast import Cast

HTML = {"headers": {"accept": "text/html"}}
TODAY = timezone.localdate()


@pytest.fixture
def farm(farms: Farms) -> Farm:
    play(farms.own)
    return farms.own


def test_the_board_is_that_of_the_twelve_cows(farm: Farm) -> None:
    found = board(farm, TODAY)
    for _, lines in found.groups:
        for line in lines:
            numerator, denominator = EXPECTED[line.kpi.code]
            assert line.measure.numerator == pytest.approx(numerator), line.kpi.code
            assert line.measure.denominator == pytest.approx(denominator), line.kpi.code
    by = {title.en: rows for title, rows in parts(found, kpis.BY_CODE["conception_rate"])}
    assert {p.name.zh: p.measure.numerator for p in by["By technician"]} == {"李": 3, "王": 2}
    causes = parts(found, kpis.BY_CODE["adult_cull_rate"])[0][1]
    assert [part.name.zh for part in causes] == [
        "繁殖障碍（淘汰）",
        "乳房炎（淘汰）",
        "产后瘫痪（死亡）",
    ]
    assert found.line("conception_rate").is_small
    assert "herd.kpi.settled" in {row.key for row in found.unconfirmed}


def test_a_correction_changes_the_figures(farm: Farm) -> None:
    check = AnimalEvent.objects.get(kind="pregnancy_check", animal__identifiers__value=tag_of("B"))
    record_events(
        [
            EventRow(
                farm.code,
                tag_of("B"),
                "retraction",
                check.happened_at + timedelta(days=1),
                corrects=check.event_key,
            )
        ]
    )
    # without B's check her three services are all in vain
    assert board(farm, TODAY).line("conception_rate").measure.numerator == 4


def test_a_cow_that_moved_counts_where_she_stood(farm: Farm, farms: Farms) -> None:
    now = timezone.now()
    arrived = now - timedelta(hours=2)
    report = record_events(
        [
            EventRow(farm.code, tag_of("A"), "departure", now - timedelta(hours=3), reason="sold"),
            EventRow(
                farms.other.code,
                tag_of("A"),
                "arrival",
                arrived,
                details={"quarantine_certificate": "6403022026001"},
            ),
        ]
    )
    assert report.is_clean, report.faults
    own, other = board(farm, TODAY), board(farms.other, TODAY)
    assert own.line("conception_rate").measure.denominator == 10
    assert own.line("adult_turnover_rate").measure.units == 4
    assert other.line("conception_rate").measure.denominator == 0
    days = (TODAY - timezone.localdate(arrived)).days + 1  # two shortly after midnight
    assert other.line("adult_cull_rate").measure.denominator == pytest.approx(days / 365)


def test_the_waiting_period_of_a_farm_counts_from_its_day(farm: Farm, cast: Cast) -> None:
    manager = cast.people["farm_manager"]
    set_waiting_period(
        manager, farm, first_days=80, later_days=60, valid_from=TODAY - timedelta(days=1)
    )
    waiting = board(farm, TODAY).herd.parameters.waiting
    assert (waiting.first, waiting.later) == (80, 60)
    assert board(farm, TODAY - timedelta(days=2)).herd.parameters.waiting.first == 50
    with pytest.raises(Problem, match="20"):
        set_waiting_period(manager, farm, first_days=5, later_days=60, valid_from=TODAY)
    with pytest.raises(Problem):
        set_waiting_period(
            cast.people["farm_vet"], farm, first_days=60, later_days=60, valid_from=TODAY
        )


def test_like_farms_are_compared_and_never_named(farm: Farm, cast: Cast) -> None:
    last = month_end_before(TODAY)
    assert compute_figures(farm, [last]) > 10
    assert positions(farm, TODAY) == {}  # one farm is no company
    county = Organisation.objects.get(pk=farm.organisation_id)
    rates = (0.10, 0.14, 0.20, 0.30)
    for number, rate in enumerate(rates):
        place = Place.objects.create(
            kind="farm", name_zh=f"他场{number}", organisation=county, county="640302",
            longitude=106.2, latitude=38.0, gln=f"952777000{number:03d}0",
        )  # fmt: skip
        other = Farm.objects.create(
            organisation=county, place=place, code=f"640302010{number}", declared_head=10,
            filed_on=date(2020, 1, 1),
        )  # fmt: skip
        # 40, 50, 60 and 70 adult cows, all of the smallest class
        told = (("pregnancy_rate", rate * 100, 100), ("adult_cull_rate", 0, 10 * (4 + number)))
        for code, numerator, denominator in told:
            FarmFigure.objects.create(
                farm=other, code=code, last_day=last, numerator=numerator, units=100,
                denominator=denominator, version=kpis.VERSION, computed_at=timezone.now(),
            )  # fmt: skip
    own = FarmFigure.objects.get(farm=farm, code="pregnancy_rate", last_day=last).value
    found = positions(farm, TODAY)
    assert set(found) == {"pregnancy_rate", "adult_cull_rate"}
    assert found["adult_cull_rate"].word.zh == "落后四分之一"  # the others lost none
    position = found["pregnancy_rate"]
    below = sum(rate < own for rate in rates)
    assert (position.farms, position.share_below) == (5, pytest.approx(100 * below / 4))
    assert position.p10 <= position.p25 <= position.p50 <= position.p75 <= position.p90
    client = Client()
    client.force_login(cast.people["farm_manager"])
    page = client.get(f"/herd/farms/{farm.code}/kpi", **HTML).content.decode()
    assert position.word.zh in page
    assert "他场" not in page


def test_expected_calvings_by_week(farm: Farm) -> None:
    Animal.objects.filter(identifiers__value=tag_of("A")).update(due_on=TODAY + timedelta(days=8))
    Animal.objects.filter(identifiers__value=tag_of("H")).update(due_on=TODAY + timedelta(days=8))
    weeks = due_by_week(farm, TODAY)
    assert weeks[1][1:] == (1, 1)


def test_every_figure_opens_down_to_its_cows(farm: Farm, cast: Cast, client: Client) -> None:
    client.force_login(cast.people["farm_vet"])
    herd = board(farm, TODAY).herd
    for kpi in kpis.KPIS:
        answer = client.get(f"/herd/farms/{farm.code}/kpi/{kpi.code}", **HTML)
        assert answer.status_code == 200
        shown = answer.content.decode().count("/timeline")
        assert shown == min(kpi.compute(herd).units, 50), kpi.code


def test_pages_files_and_routes(farm: Farm, farms: Farms, cast: Cast, client: Client) -> None:
    client.force_login(cast.people["farm_manager"])
    base = f"/herd/farms/{farm.code}/kpi"
    page = client.get(base, **HTML).content.decode()
    assert "样本过少" in page
    assert "3 / 23" in page
    cow = Animal.objects.get(identifiers__value=tag_of("C"))
    line = client.get(f"/herd/animals/{cow.pk}/timeline", **HTML).content.decode()
    assert "流产" in line
    assert [title.zh for title in time_line(cow).tracks] == ["泌乳期", "繁殖", "健康", "去来"]
    assert client.get(f"{base}/nothing", **HTML).status_code == 404
    assert client.get(f"{base}?last=x&page=-1", **HTML).status_code == 200
    book = load_workbook(BytesIO(client.get(f"{base}.xlsx").content)).worksheets[0]
    cells = [[cell.value for cell in row] for row in book.iter_rows()]
    assert any(row[0] == "21天怀孕率（窗口法）" and row[3:5] == [3, 23] for row in cells)
    told = client.get(f"/api/herd/farms/{farm.code}/figures").json()
    by_code = {one["code"]: one for one in told["figures"]}
    assert by_code["conception_rate"]["value"] == 0.5
    assert client.get(f"/api/herd/farms/{farms.other.code}/figures").status_code == 404
    assert client.get("/herd/kpi")["Location"] == base
    client.force_login(cast.people["region_officer"])
    compute_figures(farm, [month_end_before(TODAY)])
    listed = client.get("/herd/kpi", **HTML).content.decode()
    assert farm.name.zh in listed
    client.cookies["milkshed_language"] = "en"
    assert "Days to pregnancy" in client.get(base, **HTML).content.decode()


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("/herd/farms/{code}/kpi", "牧场指标"),
        ("/herd/farms/{code}/kpi/conception_rate", "牧场指标"),
        ("/herd/farms/{code}/animals", "养殖场"),
        ("/herd/animals/{cow}/timeline", "养殖场"),
    ],
)
def test_the_menu_lights_the_line_a_page_belongs_to(
    path: str, line: str, farm: Farm, cast: Cast, client: Client
) -> None:
    client.force_login(cast.people["farm_manager"])
    address = path.format(code=farm.code, cow=farm.animals.order_by("pk")[0].pk)
    page = client.get(address, **HTML).content.decode()  # type: ignore[arg-type]
    lit = re.findall(r'side__link" href="[^"]*" aria-current="page">([^<]+)', page)
    assert lit == [line]


def test_money_is_typed_with_its_source(farm: Farm, cast: Cast, client: Client) -> None:
    client.force_login(cast.people["farm_manager"])
    base = f"/herd/farms/{farm.code}/kpi"
    month = f"{month_end_before(TODAY):%Y-%m}"
    typed = {
        "month": month, "milk_kg": "10000.5", "price_yuan_per_kg": "3.645",
        "feed_cost_yuan": "21000", "source": "JS-1",
    }  # fmt: skip
    assert client.post(f"{base}/account", typed, **HTML).status_code == 302
    page = client.get(base, **HTML).content.decode()
    assert "15,451.82" in page
    for wrong in ({"milk_kg": "-1"}, {"source": ""}, {"month": "2026-13"}, {"month": ""},
                  {"feed_cost_yuan": "x"}):  # fmt: skip
        assert client.post(f"{base}/account", {**typed, **wrong}, **HTML).status_code in (400, 422)
    days = {"first_days": "70", "later_days": "60"}
    assert client.post(f"{base}/waiting", days, **HTML).status_code == 302
    assert FarmWaitingPeriod.objects.get().set_by == cast.people["farm_manager"]
    client.force_login(cast.people["farm_vet"])
    assert client.post(f"{base}/account", typed, **HTML).status_code == 403
    with pytest.raises(Problem):
        enter_month_account(
            None,
            farm,
            AccountEntry(TODAY + timedelta(days=40), Decimal(1), Decimal(1), Decimal(1), "x"),
        )


def test_a_farm_without_records_is_told_what_to_do(
    farms: Farms, cast: Cast, client: Client
) -> None:
    client.force_login(cast.people["farm_manager"])
    page = client.get(f"/herd/farms/{farms.own.code}/kpi", **HTML).content.decode()
    assert "请先在奶牛页面记录事件" in page
    assert compute_figures(farms.own, [TODAY]) == 0
