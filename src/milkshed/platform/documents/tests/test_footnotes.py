"""Footnotes of Word files: numbered as they come, printed once, and read back."""

from io import BytesIO

from docx import Document
from docx.oxml.ns import qn

from milkshed.platform.documents.footnotes import notes_of
from milkshed.platform.documents.word import Body, Grid, Noted, NotedBody, Paper, write_word

HERD, MILK = "K1 存栏：截至2026年10月31日", "K2 产奶：<近12个月> & 交接单"


def test_notes_are_numbered_as_they_come_and_printed_once() -> None:
    paper = Paper(
        "通报",
        [
            NotedBody(["存栏", Noted("90万头", HERD), "，产奶", Noted("450万吨", MILK), "。"]),
            Body("没有数字。"),
            Grid(("指标", "本期"), [("存栏", Noted("90", HERD)), ("合计", 2)]),
        ],
    )
    document = Document(BytesIO(write_word(paper, synthetic=False)))
    assert notes_of(document) == {1: HERD, 2: MILK}
    body = document.element.body
    marks = [one.get(qn("w:id")) for one in body.iter(qn("w:footnoteReference"))]
    assert marks == ["1", "2"]
    assert "存栏90万头，产奶450万吨。" in [paragraph.text for paragraph in document.paragraphs]
    cell = document.tables[0].cell(1, 1).paragraphs[0]
    assert [(run.text, bool(run.font.superscript)) for run in cell.runs] == [
        ("90", False),
        ("1", True),
    ]


def test_a_paper_without_notes_has_no_part_for_them() -> None:
    document = Document(BytesIO(write_word(Paper("函", [Body("正文")]), synthetic=True)))
    assert notes_of(document) == {}
