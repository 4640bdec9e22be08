"""Money, units, periods, counties, clock and batch reports."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.kernel import clock, counties, money, periods, units
from milkshed.kernel.problems import Fault, Problem, invalid
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text

CENTS = st.decimals(
    min_value=-(10**9), max_value=10**9, places=5, allow_nan=False, allow_infinity=False
)


def test_published_price_band_needs_two_rounding_rules() -> None:
    """Heilongjiang 2012 Q2: 3.32 yuan/kg, cap +15 % published 3.81, floor -10 % published 2.99."""
    middle = Decimal("3.32")
    assert money.round_money(middle * Decimal("1.15"), 2, money.Rounding.DOWN) == Decimal("3.81")
    assert money.round_money(middle * Decimal("0.9"), 2, money.Rounding.HALF_UP) == Decimal("2.99")


@pytest.mark.parametrize(
    ("rule", "expected"),
    [("half-up", "2.35"), ("half-even", "2.34"), ("down", "2.34"), ("up", "2.35")],
)
def test_rounding_rules_at_a_tie(rule: str, expected: str) -> None:
    rounded = money.round_money(Decimal("2.345"), 2, money.Rounding(rule))
    assert rounded == Decimal(expected)
    assert money.round_money(Decimal("-2.345"), 2, money.Rounding(rule)) == -Decimal(expected)


@given(CENTS, st.sampled_from(list(money.Rounding)), st.integers(0, 4))
def test_rounding_stays_within_one_step_and_is_idempotent(
    value: Decimal, rule: money.Rounding, places: int
) -> None:
    rounded = money.round_money(value, places, rule)
    assert abs(rounded - value) < Decimal(1).scaleb(-places)
    assert money.round_money(rounded, places, rule) == rounded


def test_amounts_are_never_floats() -> None:
    assert money.yuan(" 12,345.60 ") == Decimal("12345.60")
    assert money.format_yuan(Decimal("12345.6")) == "12,345.60"
    for wrong in (1.5, "abc", "NaN", "Infinity", True):
        with pytest.raises(Problem):
            money.yuan(wrong)  # type: ignore[arg-type]


def test_units_convert_within_a_kind() -> None:
    assert units.convert(Decimal("430.6"), "wan_t", "kg") == Decimal("4306000000")
    assert units.convert(Decimal(1), "hectare", "mu") == 15
    assert units.convert(Decimal(15), "mu", "hectare") == 1
    assert units.convert(92.0, "wan_head", "head") == 920_000
    with pytest.raises(Problem):
        units.convert(1.0, "kg", "l")


@given(st.floats(1e-6, 1e9), st.sampled_from(list(units.UNITS)), st.sampled_from(list(units.UNITS)))
def test_conversion_there_and_back(value: float, one: str, other: str) -> None:
    if units.unit(one).kind != units.unit(other).kind:
        return
    back = units.convert(units.convert(value, one, other), other, one)
    assert back == pytest.approx(value, rel=1e-12)


def test_numbers_as_people_write_them() -> None:
    assert units.wan(920_000) == "92.0万"
    assert units.yi(Decimal(80_400_000_000)) == "804.00亿"
    assert units.as_people_say(305) == "305"
    assert units.as_people_say(11_000_000) == "1,100.0万"
    assert units.percent(0.9853) == "98.5%"


def test_months() -> None:
    month = periods.Month.parse("2026年2月")
    assert (str(month), month.days, month.last_day) == ("2026-02", 28, date(2026, 2, 28))
    assert month.plus(-2) == periods.Month(2025, 12)
    assert month.range.start == datetime(2026, 1, 31, 16, tzinfo=UTC)
    assert month.range.end - month.range.start == timedelta(days=28)
    for wrong in ("2026-13", "2026/02", ""):
        with pytest.raises(Problem):
            periods.Month.parse(wrong)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(0, 900), st.integers(0, 900))
def test_day_ranges(first: date, length: int, shift: int) -> None:
    days = periods.DayRange(first, first + timedelta(days=length))
    other = periods.DayRange(first + timedelta(days=shift), first + timedelta(days=shift + length))
    overlap = days.overlap(other)
    shared = set(days) & set(other)
    assert (overlap.days if overlap else 0) == len(shared)
    assert sum(month.days for month in days.months()) >= days.days
    assert days.months()[-1] == periods.Month.of(days.last)


def test_plan_period() -> None:
    assert periods.plan_share_elapsed(date(2023, 12, 31)) == 0.0
    assert periods.plan_share_elapsed(date(2025, 12, 31)) == pytest.approx(731 / 1461)
    assert periods.plan_share_elapsed(date(2028, 6, 1)) == 1.0


def test_counties_and_zones() -> None:
    """22 counties, of which the plan puts seven in the twin core and five in the two wings."""
    day = date(2026, 1, 5)
    assert len(counties.PREFECTURES) == 5
    assert len(counties.COUNTIES) == 22
    assert [len(counties.counties_of(code)) for code in counties.PREFECTURES] == [6, 3, 5, 5, 3]
    by_zone = {zone: len(counties.counties_in_zone(zone, day)) for zone in counties.Zone}
    assert by_zone == {"twin-core": 7, "two-wings": 5, "other": 10}
    assert counties.zone_of("640302", date(2023, 6, 1)) is counties.Zone.OTHER
    assert counties.county_by_name("利通").code == "640302"
    assert counties.division_name("640300").zh == "吴忠市"
    assert all(base.town.startswith(base.county) for base in counties.BASES if base.town)
    for wrong in ("640301", "110105"):
        with pytest.raises(Problem):
            counties.county(wrong)


def test_counties_agree_with_the_reference_table() -> None:
    import csv

    from tests.reference_data import reference_path

    table = reference_path("china/ningxia_county_reference.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(table.splitlines()))
    assert len(rows) == 22
    for row in rows:
        entry = counties.county(row["adcode"])
        assert (entry.name.zh, entry.prefecture) == (row["name"], row["city_adcode"])
        assert counties.zone_of(entry.code, date(2026, 1, 1)).label.zh == row["zone"]


def test_clock() -> None:
    still = clock.FixedClock(datetime(2026, 1, 5, 0, 30, tzinfo=clock.SHANGHAI))
    assert still.now() == datetime(2026, 1, 4, 16, 30, tzinfo=UTC)
    assert clock.shanghai_day(still.now()) == date(2026, 1, 5)
    still.advance(timedelta(hours=24))
    assert clock.shanghai_day(still.now()) == date(2026, 1, 6)
    assert clock.SystemClock().now().utcoffset() == timedelta(0)
    assert clock.at_shanghai(date(2026, 1, 5), 8).isoformat() == "2026-01-05T00:00:00+00:00"
    assert clock.day_in_chinese(date(2026, 1, 5)) == "2026年1月5日"
    with pytest.raises(Problem):
        clock.as_utc(datetime(2026, 1, 5))  # noqa: DTZ001


def test_batch_report_keeps_every_fault_and_the_good_rows() -> None:
    report = BatchReport()
    report.accept(1, "lot-1")
    report.repeat(2)
    report.accept(3)
    report.refuse(3, invalid("gln", "1", "shape", "格式不对", "wrong form"))
    report.refuse(3, [Fault("milk_kg", -1, "range", Text("不能为负", "negative"))])
    assert (report.total, list(report.accepted), report.is_clean) == (3, [1], False)
    assert [(fault.row, fault.field) for fault in report.faults] == [(3, "gln"), (3, "milk_kg")]
    document = report.as_document("en")
    assert json.loads(json.dumps(document))["rows"][0]["errors"][1]["message"] == "negative"
