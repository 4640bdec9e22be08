"""Files of any layout: what is guessed and asked, what a person confirms, and the fate of rows."""

import csv
import io
import zipfile
from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.rows import AnimalRow
from milkshed.herd.exchange.tables import exports
from milkshed.herd.exchange.tables.columns import typed_table
from milkshed.herd.exchange.tables.fields import FIELDS, field_of
from milkshed.herd.exchange.tables.files import pack, read_file, read_table, unpack
from milkshed.herd.exchange.tables.guess import (
    ColumnReading,
    Scales,
    guess_unit,
    likeliest_kind,
    understand,
    unit_in_header,
)
from milkshed.herd.importers import (
    confirm_import,
    import_table,
    import_test_days,
    preview_file,
    refused_rows,
    understanding_of,
)
from milkshed.herd.models import Animal, AnimalEvent, ColumnMapping, FarmDay, ImportBatch, TestDay
from milkshed.herd.science.delimited import RawTable, read_delimited
from milkshed.herd.tests.conftest import Farms
from milkshed.kernel.identifiers import build_ear_tag
from milkshed.kernel.problems import Problem
from tests.cast import Cast
from tests.reference_data import reference_path

TODAY = timezone.localdate()
LAB = (
    "吴忠市DHI实验室检测报告\n"
    "牛号,采样日期,胎次,泌乳天数,产奶量,乳脂率,蛋白率,乳糖率,体细胞,尿素氮\n"
    "001,2026/3/5,2,45,38.5,3.91,3.22,4.95,182,14.2\n"
    "002,2026/3/5,1,90,31.0,4.02,3.35,5.01,95,13.1\n"
    "003,2026/3/5,3,120,12x,4.02,3.35,5.01,95,13.1\n"
)


def cows(farms: Farms, count: int = 3, calved: date | None = None, **more: Any) -> None:
    register_animals(
        [
            AnimalRow(
                farms.own.code,
                "F",
                date(2021, 1, 1),
                on_farm=f"{n + 1:03d}",
                ear_tag=build_ear_tag("640302", n + 1),
                parity=2,
                last_calving_date=calved or TODAY - timedelta(days=200),
                **more,
            )
            for n in range(count)
        ]
    )


def test_the_real_file_of_pounds_is_seen_through() -> None:
    """The help page of this data set says kilograms; its milk is in pounds."""
    content = reference_path("herd/pedigreemm-milk/milk.csv").read_bytes()
    asked = {
        one.key: one for one in understand(read_table(content), "test-days", Scales()).questions
    }
    milk = asked["unit:milk_kg"]
    assert (milk.guess, milk.must_ask) == ("lb", True)
    assert "11,628 kg if pounds" in milk.evidence.en  # mean of the set: 25,632 lb = 11,626 kg


def test_units_are_read_from_headers_and_guessed_from_numbers() -> None:
    def milk(header: str, *numbers: float) -> tuple[str, bool]:
        table = RawTable((header,), tuple((2, (f"{n}",)) for n in numbers), "utf-8", ",")
        (one,) = understand(table, "test-days", Scales()).questions
        return one.guess, one.must_ask

    assert milk("Milk", 31, 35, 28) == ("kg", False)
    assert milk("Milk", 70, 80, 65) == ("lb", True)
    assert milk("Milk (lb)", 70, 80, 65) == ("lb", False)
    assert milk("Milk (kg)", 70, 80, 65) == ("lb", True)  # a header has been wrong before
    assert milk("产奶量（公斤）", 31, 35) == ("kg", False)
    assert milk("产奶量（斤）", 62, 70) == ("jin", False)
    cells = field_of("test-days", "scc_per_ml")
    for middle, unit, asks in (
        (182_000, "per-ml", False),
        (182, "thousand", True),
        (18, "wan", True),
        (3.2, "score", True),
    ):
        guess, _, must_ask = guess_unit(cells, middle, Scales())
        assert (guess.key, must_ask) == (unit, asks)
    assert unit_in_header("体细胞（万/毫升）", cells.units).key == "wan"
    fat = field_of("test-days", "fat_pct")
    assert [guess_unit(fat, m, Scales())[0].key for m in (3.9, 0.039, 39)] == [
        "pct",
        "share",
        "g-per-kg",
    ]


def test_days_and_months_that_can_be_either_are_asked() -> None:
    def order(*days: str) -> tuple[str, bool]:
        table = RawTable(("Date",), tuple((2, (day,)) for day in days), "utf-8", ",")
        (one,) = understand(table, "events", Scales()).questions
        return one.guess, one.must_ask

    assert order("1/5/2026", "2/6/2026") == ("dmy", True)
    assert order("1/5/2026", "25/6/2026") == ("dmy", False)
    assert order("1/5/2026", "6/25/2026") == ("mdy", False)
    assert order("2026-05-01") == ("ymd", False)


def test_kinds_and_layouts_are_told_by_headers() -> None:
    assert likeliest_kind(("ID", "Event", "Date")) == "events"
    assert likeliest_kind(("耳标号", "性别", "出生日期", "品种")) == "animals"
    assert likeliest_kind(("日期", "存栏", "成母牛", "泌乳牛", "产奶量")) == "farm-days"
    assert likeliest_kind(("牛号", "采样日期", "产奶量", "乳脂率")) == "test-days"
    table = read_delimited(b"ID,Event,Date,Remark,R\n7,BRED,1/5/26,7HO1,P\n")
    understood = understand(table, "events", Scales())
    assert understood.preset is not None
    assert understood.preset.key == "dairycomp-events"
    assert understood.preset.status == "recalled"
    assert (understood.open_questions[0].key, understood.open_questions[0].guess) == (
        "order:happened_on",
        "mdy",
    )


def test_a_file_is_previewed_confirmed_and_remembered(farms: Farms, cast: Cast) -> None:
    cows(farms)
    manager = cast.people["farm_manager"]
    (batch,) = preview_file(LAB.encode(), file_name="DHI.csv", farm=farms.own, person=manager)
    assert (batch.kind, batch.state, batch.rows) == ("test-days", "previewed", 0)
    assert not TestDay.objects.exists()
    understood = understanding_of(batch)
    assert [one.key for one in understood.open_questions] == ["unit:scc_per_ml"]
    mapping = understood.mapping
    with pytest.raises(Problem):
        confirm_import(batch, ColumnReading(mapping.columns, {}, mapping.orders), person=manager)
    batch.refresh_from_db()
    assert batch.state == "previewed"
    done = confirm_import(batch, understood.mapping, person=manager)
    assert (done.rows, done.accepted, done.refused) == (3, 2, 1)
    assert [(f["row"], f["field"], f["rule"]) for f in done.faults] == [(5, "milk_kg", "number")]
    first = TestDay.objects.order_by("row")[0]
    assert (first.scc_per_ml, first.row, float(first.fat_pct or 0)) == (182_000, 3, 3.91)
    header, rows = refused_rows(done)
    assert header[0] == "牛号"
    assert rows[0][:2] == (5, LAB.splitlines()[4].split(","))
    again = confirm_import(batch, understood.mapping, person=manager)
    assert (again.accepted, TestDay.objects.count()) == (2, 2)
    (same,) = preview_file(LAB.encode(), file_name="x.csv", farm=farms.own, person=manager)
    assert same == batch
    assert ColumnMapping.objects.count() == 1
    (next_,) = preview_file(
        LAB.replace("2026/3/5", "2026/4/5").encode(),
        file_name="next.csv",
        farm=farms.own,
        person=manager,
    )
    remembered = understanding_of(next_)
    assert remembered.remembered
    assert not remembered.open_questions


def test_pounds_are_converted_once_confirmed(farms: Farms, cast: Cast) -> None:
    cows(farms)
    manager = cast.people["farm_manager"]
    day = TODAY - timedelta(days=100)
    text = f"CowNumber,TestDate,Milk\n001,{day},70.5\n002,{day},81\n"
    (batch,) = preview_file(text.encode(), file_name="a.csv", farm=farms.own, person=manager)
    understood = understanding_of(batch)
    assert [one.key for one in understood.open_questions] == ["unit:milk_kg"]
    done = confirm_import(batch, understood.mapping, person=manager)
    assert done.accepted == 2
    stored = {str(one.milk_kg) for one in TestDay.objects.all()}
    assert stored == {"32.0", "36.7"}  # 70.5 and 81 lb at 0.45359237 kg
    first = TestDay.objects.order_by("pk")[0]
    assert (first.days_in_milk, first.parity) == (100, 2)  # from the register
    assert [w["rule"] for w in done.warnings] == ["converted"]


def test_people_confirm_only_what_they_may(farms: Farms, cast: Cast) -> None:
    vet, officer = cast.people["farm_vet"], cast.people["county_officer"]
    day = TODAY - timedelta(days=3)
    events = f"耳标号,事件,日期\n{build_ear_tag('640302', 1)},发情,{day}\n".encode()
    with pytest.raises(Problem):
        preview_file(LAB.encode(), file_name="a", farm=farms.own, person=vet)
    preview_file(events, file_name="a", farm=farms.own, person=vet)
    with pytest.raises(Problem):
        preview_file(events, file_name="a", farm=farms.own, person=officer)
    with pytest.raises(Problem) as caught:
        preview_file(LAB.encode(), file_name="a", farm=farms.other, person=officer)
    assert caught.value.kind.status == 404


def test_animals_events_and_farm_days(farms: Farms) -> None:
    tags = [build_ear_tag("640302", n) for n in range(1, 4)]
    animals = "\n".join(
        [
            "耳标号,场内牛号,性别,出生日期,父号,胎次,最近产犊日期",
            f"{tags[0]},001,母,2021-01-01,41119257,2,{TODAY - timedelta(days=150)}",
            f"{tags[1]},002,公,2024-01-01,,,",
            f"{tags[2]},003,雌雄,2021-01-01,,,",
            "12345,004,母,2021-01-01,,,",
        ]
    )
    batch = import_table(animals.encode(), kind="animals", file_name="a", farm=farms.own)
    assert (batch.accepted, batch.refused) == (2, 2)
    assert {(f["row"], f["field"]) for f in batch.faults} == {(4, "sex"), (5, "ear_tag")}
    assert Animal.objects.get(sex="F").sire_number == "41119257"
    near, late = TODAY - timedelta(days=60), TODAY - timedelta(days=20)
    events = "\n".join(
        [
            "牛号,事件,日期,孕检结果,公牛号,体重（斤）,体况评分,备注",
            f"001,发情,{near},,,,,",
            f"001,配种,{near},,41119257,,,第一次",
            f"001,孕检,{late},阳性,,,,",
            f"001,称重,{late},,,1280,,",
            f"001,体况评分,{late},,,,3.25,",
            f"001,跳舞,{late},,,,,",
            f"009,发情,{late},,,,,",
            "001,发情,昨天,,,,,",
        ]
    )
    batch = import_table(events.encode(), kind="events", file_name="e", farm=farms.own)
    assert (batch.accepted, batch.refused) == (5, 3), batch.faults
    assert {(f["row"], f["rule"]) for f in batch.faults} >= {
        (7, "choice"),
        (8, "known"),
        (9, "date"),
    }
    held = {one.kind: one.details for one in AnimalEvent.objects.all()}
    assert held["insemination"] == {"method": "ai", "bull_number": "41119257", "note": "第一次"}
    assert held["weight"]["weight_kg"] == 640.0
    assert held["pregnancy_check"]["result"] == "pregnant"
    assert Animal.objects.get(sex="F").pregnant
    again = import_table(events.encode() + b"\n", kind="events", file_name="e", farm=farms.own)
    assert (again.accepted, again.repeated) == (0, 5)
    days = f"日期,存栏,成母牛,泌乳牛,产奶量（吨）\n{late},900,450,400,12.5\n{late},9,450,400,1\n"
    batch = import_table(days.encode(), kind="farm-days", file_name="d", farm=farms.own)
    assert (batch.accepted, batch.refused) == (1, 1)
    assert float(FarmDay.objects.get().milk_kg) == 12_500


def test_half_a_file_says_so(farms: Farms) -> None:
    cows(farms)
    cut = LAB[: LAB.index(",4.02")]
    batch = import_test_days(cut.encode(), file_name="a.csv", farm=farms.own)
    assert ("row", "cut-line") in {(f["field"], f["rule"]) for f in batch.faults}
    book = Workbook()
    page = book.active
    for line in LAB.splitlines():
        page.append(line.split(","))
    buffer = BytesIO()
    book.save(buffer)
    whole = buffer.getvalue()
    with pytest.raises(Problem) as caught:
        import_test_days(whole[: len(whole) // 2], file_name="a.xlsx", farm=farms.own)
    assert "损坏" in caught.value.detail.zh
    empty = BytesIO()
    zipfile.ZipFile(empty, "w").close()
    with pytest.raises(Problem):
        import_test_days(empty.getvalue(), file_name="a.xlsx", farm=farms.own)
    with pytest.raises(Problem) as caught:
        import_test_days(b"\xd0\xcf\x11\xe0old", file_name="a.xls", farm=farms.own)
    assert ".xlsx" in caught.value.detail.zh
    assert import_test_days(whole, file_name="b.xlsx", farm=farms.own).rows == 3


def test_every_fifth_row_wrong_of_many(farms: Farms) -> None:
    lines = ["TestId,BirthDate,TestDate,DIM,胎次,MilkYield,Fat"]
    first = date(2020, 1, 1)
    for n in range(4_000):
        day = first + timedelta(days=n % 300)
        milk = "abc" if n % 5 == 4 else f"{20 + n % 25}.{n % 10}"
        lines.append(f"{n // 300},2016-01-01,{day:%d/%m/%Y},{n % 300 + 1},1,{milk},3.{n % 90:02d}")
    batch = import_test_days("\n".join(lines).encode(), file_name="m.csv", farm=farms.own)
    assert (batch.rows, batch.accepted, batch.refused) == (4_000, 3_200, 800)
    assert {f["rule"] for f in batch.faults} == {"number"}
    assert [f["row"] for f in batch.faults] == list(range(6, 4_002, 5))
    assert batch.layout["dates"]["test_date"] == "dmy"
    assert TestDay.objects.count() == 3_200


def test_format_4_becomes_test_days(farms: Farms) -> None:
    content = reference_path("herd/bestpred-usda/format4.dat").read_bytes()
    (found,) = read_file(content)
    assert (found.kind, len(found.table.rows), found.lost) == ("test-days", 7, ())
    batch = import_table(content, kind="test-days", file_name="format4.dat", farm=farms.own)
    assert (batch.accepted, batch.refused) == (7, 0), batch.faults
    first = TestDay.objects.order_by("test_date")[0]
    # 60.5 lb on day 11 after calving on 17 January 1994, 4.9 % fat, score 3.1
    assert (first.test_date, first.days_in_milk, first.parity) == (date(1994, 1, 28), 11, 1)
    assert (str(first.milk_kg), str(first.fat_pct), first.protein_pct) == ("27.4", "4.90", None)
    assert first.scc_per_ml == 107_177  # 100,000 · 2^0.1
    assert [w["rule"] for w in batch.warnings] == ["solids-not-fat", "converted"]
    cut = import_table(content[:300], kind="test-days", file_name="cut.dat", farm=farms.own)
    assert [(f["row"], f["rule"]) for f in cut.faults] == [(1, "cut-line")]


def test_what_goes_out_comes_in_again(farms: Farms, cast: Cast) -> None:
    cows(farms, calved=date(2026, 1, 19), synthetic=True)  # 45 days before the test
    import_test_days(
        LAB.replace("体细胞,", "体细胞（千/毫升）,").encode(), file_name="a", farm=farms.own
    )
    import_table(
        f"牛号,事件,日期\n001,发情,{TODAY - timedelta(days=9)}\n".encode(),
        kind="events",
        file_name="e",
        farm=farms.own,
    )
    for kind, count in (("animals", 3), ("events", 1), ("test-days", 2)):
        for content in (
            exports.as_csv(exports.export_of(farms.own, kind), "zh"),
            exports.as_excel(exports.export_of(farms.own, kind), farms.own, "zh"),
        ):
            batch = import_table(content, kind=kind, file_name=f"{kind}", farm=farms.own)
            assert (batch.accepted, batch.repeated, batch.refused) == (0, count, 0), (
                kind,
                batch.faults,
            )
    book = load_workbook(
        BytesIO(exports.as_excel(exports.export_of(farms.own, "events"), farms.own, "zh"))
    )
    assert book.sheetnames[1] == "数据字典"
    adis = exports.as_adis(farms.own)
    tests = next(one for one in read_file(adis) if one.kind == "test-days")
    assert [cells[2] for _, cells in tests.table.rows] == ["38.5", "31.0"]
    sent = import_table(adis, kind="test-days", file_name="h.ads", farm=farms.own)
    assert (sent.accepted, sent.repeated, sent.refused) == (0, 2, 0), sent.faults


def test_the_pages_lead_from_file_to_rows(farms: Farms, cast: Cast) -> None:
    cows(farms)
    client = Client(headers={"Accept": "text/html"})
    client.force_login(cast.people["farm_manager"])
    upload = BytesIO(LAB.encode())
    upload.name = "DHI.csv"
    answer = client.post("/herd/imports", {"farm": farms.own.code, "kind": "", "file": upload})
    batch = ImportBatch.objects.get()
    assert answer.headers["Location"] == f"/herd/imports/{batch.pk}"
    shown = client.get(answer.headers["Location"]).text
    assert "请确认" in shown
    form = {f"column-{at}": key for at, key in understanding_of(batch).mapping.columns.items()}
    form |= {"unit:milk_kg": "kg", "order:test_date": "ymd", "unit:scc_per_ml": ""}
    form |= {f"unit:{key}": "pct" for key in ("fat_pct", "protein_pct", "lactose_pct")}
    form |= {"unit:urea_mg_per_dl": "mg-per-dl"}
    refused = client.post(f"/herd/imports/{batch.pk}/confirm", form)
    assert refused.status_code == 422
    assert "请确认体细胞数的单位" in refused.text
    form["unit:scc_per_ml"] = "thousand"
    preview = client.post(f"/herd/imports/{batch.pk}/confirm", {**form, "again": "1"})
    assert "182,000" in preview.text
    assert not TestDay.objects.exists()
    client.post(f"/herd/imports/{batch.pk}/confirm", {**form, "take": "1"})
    assert TestDay.objects.count() == 2
    faults = client.get(f"/herd/imports/{batch.pk}/faults.xlsx")
    page = load_workbook(BytesIO(faults.content)).worksheets[0]
    assert any("12x" in str(cell.value) for row in page.iter_rows() for cell in row)
    for path in (
        "/herd/imports/template/events.xlsx",
        f"/herd/farms/{farms.own.code}/export/animals.csv",
        f"/herd/farms/{farms.own.code}/export/herd.ads",
    ):
        assert client.get(path).status_code == 200
    assert client.get(f"/herd/farms/{farms.own.code}/export/animals.exe").status_code == 404
    upload = BytesIO(LAB.replace("001", "002").encode())
    upload.name = "b.csv"
    client.post("/herd/imports", {"farm": farms.own.code, "kind": "", "file": upload})
    waiting = ImportBatch.objects.get(state="previewed")
    client.post(f"/herd/imports/{waiting.pk}/drop")
    assert ImportBatch.objects.count() == 1


cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=8)


@given(st.sampled_from(sorted(FIELDS)), st.lists(st.lists(cells, max_size=6), max_size=5))
def test_any_cells_are_typed_or_told(kind: str, rows: list[list[str]]) -> None:
    header = tuple(field.names[0] for field in FIELDS[kind][:6])
    table = RawTable(header, tuple((n, tuple(row)) for n, row in enumerate(rows, 2)), "utf-8", ",")
    assert unpack(pack(table)) == table
    typed = typed_table(table, kind, understand(table, kind, Scales()).mapping)
    assert len(typed) == len(rows)
    for one in typed.wrong:
        assert all(0 <= row < len(rows) for row in one.rows)


@given(st.lists(st.floats(0.1, 99.9).map(lambda x: round(x, 1)), min_size=1, max_size=20))
def test_numbers_in_csv_are_read_as_written(numbers: list[float]) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["TestDate", "Milk (kg)"])
    writer.writerows(["2026-01-05", number] for number in numbers)
    table = read_table(text.getvalue().encode())
    reading = ColumnReading({1: "milk_kg"}, {"milk_kg": "kg"})
    typed = typed_table(table, "test-days", reading)
    assert typed.numbers["milk_kg"].tolist() == numbers
