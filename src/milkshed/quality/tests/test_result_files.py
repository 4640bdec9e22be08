from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from milkshed.kernel.problems import Problem
from milkshed.quality.importers import (
    bring_file,
    change_fields,
    drop_file,
    guesses_of,
    layouts_of,
    take_file,
)
from milkshed.quality.models import Laboratory, Result, ResultFile, ResultLayout
from milkshed.quality.science.instrument_files import Field, layout_of, read_cell, unit_of
from milkshed.quality.science.layouts import LAYOUTS
from milkshed.quality.tests.furniture import furnish
from milkshed.quality.tests.laboratory_scene import received
from tests.cast import Cast

CSV = """样品编号,脂肪(%),蛋白质(%),体细胞数,三聚氰胺（mg/kg）
S1,3.85,3.30,175,<0.05
S2,3.70,3.25,210,0.01
S9,3.60,3.10,190,0.01
S3,38.5,abc,160,0.01
,3.5,3.1,200,0.01
S1,3.85,3.30,175,<0.05
""".encode("gb18030")

INFRARED = b"""Exported 2026-11-20;;;;;;
Sample ID;Instrument;Fat;Protein;Lactose;SNF;FPD
S1;FT-1;3,85;3,30;4,90;8,75;525
"""
FIXED = "# run 7\n" + "S1".ljust(14) + "  3.85  3.30  4.90  8.75   175\n"
BLOCKS = "Lab print\nSample: S1\nF=3.85 %\nP=3.30 %\nS=8.75\nL=4.90\nFP=-0.525 C\n"
XML = (
    '<Run><Sample id="S1" instrument="X-2"><Result name="Fat" value="3.85"/>'
    "<Protein>3.30</Protein><SCC>175</SCC></Sample></Run>"
)


def bench(cast: Cast, *barcodes: str) -> Laboratory:
    laboratory = furnish(cast)
    for barcode in barcodes:
        received(cast, laboratory, barcode)
    return laboratory


def bring(cast: Cast, laboratory: Laboratory, content: bytes, layout: str = "guess") -> ResultFile:
    return bring_file(
        cast.people["lab_analyst"], laboratory, content, file_name="run.csv", layout_code=layout
    )


def test_a_table_is_guessed_confirmed_and_taken_with_every_row_told(cast: Cast) -> None:
    laboratory, analyst = bench(cast, "S1", "S2", "S3"), cast.people["lab_analyst"]
    kept = bring(cast, laboratory, CSV)
    assert not Result.objects.exists()
    (guess,) = guesses_of(kept)
    assert (guess.field.field, guess.suggested.unit) == ("somatic_cells", "10³/mL")
    fields = [
        guess.suggested if field.field == "somatic_cells" else field
        for field in layout_of(kept.layout).fields
    ]
    kept = change_fields(analyst, kept, fields, decimal=".", name="本室分析仪")
    taken = take_file(analyst, kept)
    assert (taken.accepted, taken.repeated, taken.refused) == (2, 0, 4)
    told = {(one["row"], one["field"], one["rule"]) for one in taken.faults}
    assert told == {
        (4, "barcode", "known"),
        (5, "protein", "number"),
        (6, "barcode", "required"),
        (7, "barcode", "twice"),
    }
    cells = Result.objects.get(sample__barcode="S1", analyte="somatic_cells")
    assert cells.value == 175_000
    melamine = Result.objects.get(sample__barcode="S1", analyte="melamine")
    assert (melamine.below, melamine.value, melamine.verdict) == ("lod", Decimal("0.05"), "pass")
    # the layout is remembered, the file is not taken twice, and its rows are repeats elsewhere
    assert ResultLayout.objects.get().name == "本室分析仪"
    assert bring(cast, laboratory, CSV).pk == taken.pk
    code = next(iter(layouts_of(laboratory)))
    again = take_file(analyst, bring(cast, laboratory, CSV + b"\n", code))
    assert (again.accepted, again.repeated, again.refused) == (0, 2, 4)
    other = CSV.replace(b"3.85", b"3.95") + b"\n"
    third = take_file(analyst, bring(cast, laboratory, other, code))
    assert (1, "other-results") in {(f["row"] - 1, f["rule"]) for f in third.faults}


@pytest.mark.parametrize(
    ("content", "layout"),
    [
        (INFRARED, "infrared-csv"),
        (FIXED.encode(), "combined-fixed"),
        (BLOCKS.encode(), "ultrasonic-blocks"),
        (XML.encode(), "results-xml"),
    ],
)
def test_every_layout_of_the_house_reads_its_file(cast: Cast, content: bytes, layout: str) -> None:
    laboratory = bench(cast, "S1")
    taken = take_file(cast.people["lab_analyst"], bring(cast, laboratory, content, layout))
    assert (taken.accepted, taken.refused) == (1, 0), taken.faults
    values = dict(Result.objects.values_list("analyte", "value"))
    assert values["fat"] == Decimal("3.85")
    assert values["protein"] == Decimal("3.30")
    assert values.get("freezing_point", Decimal("-0.525")) == Decimal("-0.525")
    assert values.get("somatic_cells", 175_000) == 175_000


def test_a_workbook_is_read_below_its_heading(cast: Cast) -> None:
    laboratory = bench(cast, "S1")
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (["检测结果"], [], ["样品编号", "脂肪（g/100g）"], ["S1", 3.85]):
        page.append(row)
    buffer = BytesIO()
    book.save(buffer)
    taken = take_file(cast.people["lab_analyst"], bring(cast, laboratory, buffer.getvalue()))
    assert taken.accepted == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 not a workbook",
        b"a,b\n1,2\n",
        b"\x00\x01\x02",
        "样品编号,脂肪\n".encode(),
    ],
)
def test_files_that_cannot_be_read_say_so(cast: Cast, content: bytes) -> None:
    laboratory = bench(cast)
    with pytest.raises(Problem):
        bring(cast, laboratory, content)
    assert not ResultFile.objects.exists()


def test_xml_with_entities_is_refused(cast: Cast) -> None:
    laboratory = bench(cast)
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><Run><Sample id="&a;"/></Run>'
    with pytest.raises(Problem):
        bring(cast, laboratory, bomb, "results-xml")


def test_wrong_fields_are_refused_and_a_dropped_file_can_come_again(cast: Cast) -> None:
    laboratory, analyst = bench(cast, "S1"), cast.people["lab_analyst"]
    kept = bring(cast, laboratory, CSV)
    with pytest.raises(Problem) as caught:
        change_fields(
            analyst,
            kept,
            [Field("脂肪", "fat", "mg/kg"), Field("x", "fat", "g/100g"), Field("y", "gold")],
            decimal=";",
        )
    assert {f.rule for f in caught.value.faults} == {"required", "twice", "unit", "known"}
    drop_file(analyst, kept)
    with pytest.raises(Problem):
        take_file(analyst, kept)
    assert bring(cast, laboratory, CSV).state == "preview"


def test_what_cells_mean() -> None:
    below = read_cell("<0,05", ",")
    assert below is not None
    assert (below.value, below.below) == (Decimal("0.05"), True)
    found, absent = read_cell("阳性"), read_cell("ND")
    assert found is not None
    assert absent is not None
    assert (found.found, absent.found) == (True, False)
    assert read_cell("1,234.5") == read_cell("1234.5")
    assert read_cell("3.8.5") is None
    assert read_cell("") is None
    assert unit_of("SCC (1000/mL)") == "10³/mL"
    assert unit_of("Fat %") == "g/100g"
    assert unit_of("Fat") is None


@pytest.mark.parametrize("code", list(LAYOUTS))
def test_layouts_keep_through_json(code: str) -> None:
    assert layout_of(LAYOUTS[code].as_document()) == LAYOUTS[code]


def test_the_pages_of_a_file(cast: Cast) -> None:
    bench(cast, "S1", "S2", "S3")
    client = Client(headers={"Accept": "text/html"})
    client.force_login(cast.people["lab_analyst"])
    assert "还没有导入过文件" in client.get("/quality/files").text
    upload = SimpleUploadedFile("run.csv", CSV)
    address = client.post("/quality/files", {"file": upload, "layout": "guess"}).headers["Location"]
    shown = client.get(address).text
    assert "请核对单位" in shown
    assert "行有无法识别的内容" in shown
    entry = {
        "step": "fields", "count": "2", "decimal": ".",
        "source-0": "样品编号", "field-0": "barcode", "unit-0": "",
        "source-1": "脂肪(%)", "field-1": "fat", "unit-1": "g/100g",
    }  # fmt: skip
    assert client.post(f"{address}/step", entry).status_code == 302
    assert client.post(f"{address}/step", {"step": "take"}).status_code == 302
    shown = client.get(address).text
    assert "physical-range" in shown
    faults = client.get(f"{address}/refused.xlsx")
    assert faults.content.startswith(b"PK")
    assert client.post(f"{address}/step", {"step": "take"}).status_code == 409
    assert client.post("/quality/files", {"layout": "guess"}).status_code == 422
