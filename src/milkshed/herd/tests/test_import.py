"""Files of test days: what is read, what is refused, and that nothing is half-written."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from milkshed.herd import facade
from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.rows import AnimalRow
from milkshed.herd.importers import import_test_days
from milkshed.herd.models import ImportBatch, TestDay
from milkshed.herd.science.delimited import day_order, read_day, read_delimited, read_number
from milkshed.herd.science.lactation_curve import mean_curve
from milkshed.herd.tests.conftest import Farms
from milkshed.kernel.problems import Problem
from tests.cast import Cast
from tests.reference_data import reference_path

HEADER = "BirthDate,DaysInMilk,Parity,MilkingYield,TestDate,TestId"
MIXED = "\n".join(
    [
        HEADER,
        "26-8-2017,27,1,23.6,20-8-2019,3781",
        "26-8-2017,64,1,23.1,26-9-2019,3781",
        "26-8-2017,64,1,23.1,26-9-2019,3781",
        "26-8-2017,98,1,0,30-10-2019,3781",
        "26-8-2017,132,1,120,3-12-2019,3781",
        "26-8-2017,-3,1,25.9,14-1-2020,3781",
        "26-8-2017,209,16,25.4,18-2-2020,3781",
        "26-8-2021,244,1,24.8,24-3-2020,3781",
        "26-8-2017,279,1,,28-4-2020,3781",
        "26-8-2017,abc,1,22.8,31-2-2020,3781",
        "26-8-2017,400,1,22.8,1-9-2018,3781",
        "26-8-2017,30,1,22.8,1-9-2020,",
        "",
        "26-8-2017,27,2,35.1,18-9-2020,3782",
    ]
)


def test_every_row_is_accepted_or_told(farms: Farms) -> None:
    batch = import_test_days(MIXED.encode(), file_name="a.csv", farm=farms.own)
    told = {(f["row"], f["field"], f["rule"]) for f in batch.faults}
    assert told == {
        (4, "test_date", "repeated-row"),
        (5, "milk_kg", "range"),
        (6, "milk_kg", "range"),
        (7, "days_in_milk", "range"),
        (8, "parity", "range"),
        (9, "test_date", "after-birth"),
        (10, "milk_kg", "required"),
        (11, "days_in_milk", "number"),
        (11, "test_date", "date"),
        (12, "days_in_milk", "age-at-calving"),
        (13, "lactation_key", "required"),
    }
    assert (batch.rows, batch.accepted, batch.refused) == (13, 3, 10)
    first = TestDay.objects.order_by("row")[0]
    assert (first.test_date, first.row) == (date(2019, 8, 20), 2)


def test_the_same_file_is_taken_in_once(farms: Farms) -> None:
    first = import_test_days(MIXED.encode(), file_name="a.csv", farm=farms.own)
    again = import_test_days(MIXED.encode(), file_name="b.csv", farm=farms.own)
    assert first == again
    assert TestDay.objects.count() == 3
    longer = import_test_days(
        (MIXED + "\n26-8-2017,61,2,38.8,22-10-2020,3782").encode(), file_name="c", farm=farms.own
    )
    assert (longer.accepted, longer.repeated) == (1, 3)


def test_chinese_semicolons_gb18030_and_decimal_commas(farms: Farms) -> None:
    register_animals([AnimalRow(farms.own.code, "F", date(2019, 1, 1), ear_tag="264030200000001")])
    text = (
        "耳标号;测定日期;泌乳天数;胎次;日产奶量（公斤）;乳脂率（%）;体细胞数\r\n"
        "264030200000001;2024年3月5日;45;2;38,5;3,91;182000\r\n"
        "264030200000002;2024年3月5日;45;2;38,5;3,91;182000\r\n"
    )
    batch = import_test_days(text.encode("gb18030"), file_name="测定.csv", farm=farms.own)
    assert batch.layout["encoding"] == "gb18030"
    assert [(f["row"], f["rule"]) for f in batch.faults] == [(3, "known")]
    test = TestDay.objects.get()
    assert float(test.milk_kg) == 38.5
    assert test.animal is not None


def test_an_excel_workbook(farms: Farms) -> None:
    book = Workbook()
    page = book.active
    page.append(["TestId", "TestDate", "DIM", "胎次", "MilkYield"])
    page.append([3781, date(2024, 3, 5), 45, 1, 31.25])
    buffer = BytesIO()
    book.save(buffer)
    batch = import_test_days(buffer.getvalue(), file_name="a.xlsx", farm=farms.own)
    assert (batch.accepted, batch.refused) == (1, 0)
    assert TestDay.objects.get().lactation_key == "3781"


def test_pounds_are_suspected(farms: Farms) -> None:
    rows = [HEADER] + [f"1-1-2020,{30 * n},1,{70 + n},{n + 1}-6-2023,9" for n in range(1, 9)]
    batch = import_test_days("\n".join(rows).encode(), file_name="lb.csv", farm=farms.own)
    assert [w["rule"] for w in batch.warnings] == ["pounds"]


@pytest.mark.parametrize("content", [b"", b"a,b,c\n1,2,3", b"PK\x03\x04nothing", b"\xff\xff\xff"])
def test_what_is_no_table_of_test_days_is_a_problem(farms: Farms, content: bytes) -> None:
    with pytest.raises(Problem):
        import_test_days(content, file_name="x", farm=farms.own)
    assert not ImportBatch.objects.exists()


def test_people_import_only_for_farms_they_see(farms: Farms, cast: Cast) -> None:
    manager = cast.people["farm_manager"]
    with pytest.raises(Problem) as caught:
        import_test_days(MIXED.encode(), file_name="a", farm=farms.other, person=manager)
    assert caught.value.kind.status == 404
    with pytest.raises(Problem):
        import_test_days(
            MIXED.encode(), file_name="a", farm=farms.own, person=cast.people["farm_vet"]
        )


def test_the_command_line_names_the_farm_or_takes_the_only_one(
    farms: Farms, cast: Cast, tmp_path: Path
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(MIXED)
    with pytest.raises(Problem):
        facade.import_test_day_file(file)
    outcome = facade.import_test_day_file(file, username="farm_manager")
    assert (outcome.accepted, outcome.refused) == (3, 10)
    named = facade.import_test_day_file(file, farm_code=farms.other.place.gln)
    assert named.url != outcome.url


def test_the_real_file(farms: Farms) -> None:
    path = reference_path("herd/testday-bovi/mr_test_file.csv")
    batch = import_test_days(path, file_name=path.name, farm=farms.own)
    # 684 rows of the file repeat an earlier row exactly; counted with awk over (TestId, TestDate)
    assert (batch.rows, batch.accepted, batch.refused) == (28_002, 27_318, 684)
    assert {f["rule"] for f in batch.faults} == {"repeated-row"}
    assert batch.layout["dates"] == {"birth_date": "dmy", "test_date": "dmy"}
    assert TestDay.objects.values("lactation_key").distinct().count() == 3_727


days = st.dates(date(1999, 1, 1), date(2030, 12, 31))


@given(st.lists(days, min_size=40, max_size=60, unique=True), st.sampled_from("-/."))
def test_the_order_of_dates_is_found(values: list[date], mark: str) -> None:
    if not any(day.day > 12 for day in values):
        return
    for order, write in (
        ("ymd", lambda d: f"{d.year}{mark}{d.month}{mark}{d.day}"),
        ("dmy", lambda d: f"{d.day}{mark}{d.month}{mark}{d.year}"),
        ("mdy", lambda d: f"{d.month}{mark}{d.day}{mark}{d.year}"),
    ):
        written = [write(day) for day in values]
        assert day_order(written) == order
        assert [read_day(text, order) for text in written] == values


@given(st.text(max_size=30))
def test_reading_any_text_answers_or_says_no(text: str) -> None:
    assert read_number(text) is None or isinstance(read_number(text), float)
    for order in ("ymd", "dmy", "mdy"):
        assert read_day(text, order) is None or isinstance(read_day(text, order), date)


@given(st.binary(min_size=1, max_size=200))
def test_reading_any_bytes_answers_or_is_a_problem(content: bytes) -> None:
    try:
        table = read_delimited(content)
    except Problem:
        return
    assert all(any(cells) for _, cells in table.rows)


def test_the_mean_curve_of_known_tests() -> None:
    curve = mean_curve([1, 10, 11, 305, 306], [20.0, 22.0, 30.0, 15.0, 99.0])
    assert curve.days_in_milk.tolist() == [5.5, 15.5, 303.0]
    assert curve.milk_kg.tolist() == [21.0, 30.0, 15.0]
    assert curve.tests.tolist() == [2, 1, 1]
    assert curve.peak == (15.5, 30.0)
    assert mean_curve([], []).peak is None
