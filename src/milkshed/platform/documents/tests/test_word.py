"""Word papers: margins, fonts and marks of GB/T 9704-2012, read back from the file."""

import re
from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.shared import Mm, Pt

from milkshed.kernel.problems import Problem
from milkshed.platform.documents import word
from milkshed.platform.documents.official_wording import (
    chinese_number,
    document_number,
    heading_mark,
)

PAPER = word.Paper(
    title="关于2026年一季度奶产业运行情况的通报",
    blocks=[
        word.Heading(1, "总体情况"),
        word.Body("一季度全区生鲜乳产量平稳。"),
        word.Heading(2, "存栏"),
        word.Heading(2, "产量"),
        word.Heading(1, "下一步"),
        word.Heading(2, "收购"),
        word.Grid(["县区", "产量（万吨）"], [["利通区", "26.40"], ["灵武市", 21.5]], "表1 产量"),
    ],
    issuer="宁夏回族自治区农业农村厅",
    number=document_number("宁农（牧）发", 2026, 12),
    addressee="各县（市、区）农业农村局",
    attachments=["产量表", "清单"],
    signed_by="自治区农业农村厅",
    signed_on=date(2026, 4, 5),
    copies_to=["自治区发展改革委", "奶业协会"],
    printed_by="自治区农业农村厅办公室",
)


@pytest.fixture(scope="module")
def opened() -> Any:
    return Document(BytesIO(word.write_word(PAPER, synthetic=True)))


def test_page_obeys_the_standard(opened: Any) -> None:
    section = opened.sections[0]
    sides = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(side.mm) for side in sides] == [37, 28, 26, 35]
    assert abs(section.page_width - Mm(210)) < Mm(0.1)
    assert 22 * word._LINE_PT <= 225 / 25.4 * 72, "22 lines fit the type area of 225 mm"


def test_title_body_and_headings(opened: Any) -> None:
    texts = {paragraph.text: paragraph for paragraph in opened.paragraphs}
    title = texts[PAPER.title].runs[0]
    body = texts["一季度全区生鲜乳产量平稳。"].runs[0]
    assert (title.font.size, title.font.name) == (Pt(22), "方正小标宋简体")
    assert (body.font.size, body.font.name) == (Pt(16), "仿宋_GB2312")
    for heading in ("一、总体情况", "（一）存栏", "（二）产量", "二、下一步", "（一）收购"):
        assert heading in texts
    assert texts["一、总体情况"].runs[0].font.name == "黑体"
    assert "宁农（牧）发〔2026〕12号" in texts
    assert "各县（市、区）农业农村局：" in texts
    assert "2026年4月5日" in texts
    assert "抄送：自治区发展改革委，奶业协会。" in texts


def test_table_and_demonstration_mark(opened: Any) -> None:
    assert [cell.text for cell in opened.tables[0].rows[2].cells] == ["灵武市", "21.5"]
    section = opened.sections[0]
    for header in (section.header, section.even_page_header):
        assert header.paragraphs[0].text.startswith("演示数据")
    plain = Document(BytesIO(word.write_word(PAPER, synthetic=False)))
    assert plain.sections[0].header.paragraphs[0].text == ""


def test_page_numbers_and_font_fallbacks() -> None:
    with ZipFile(BytesIO(word.write_word(PAPER, synthetic=False))) as archive:
        footers = [archive.read(name).decode() for name in archive.namelist() if "footer" in name]
        fonts = archive.read("word/fontTable.xml").decode()
        settings = archive.read("word/settings.xml").decode()
    assert len([f for f in footers if "PAGE" in f and "— " in f]) == 2
    assert "evenAndOddHeaders" in settings
    for name, alternatives in word.FALLBACKS.items():
        assert re.search(f'w:name="{name}"><w:altName w:val="{alternatives}"', fonts)


def test_numbers_in_words() -> None:
    assert [chinese_number(n) for n in (1, 10, 11, 20, 99)] == [
        "一",
        "十",
        "十一",
        "二十",
        "九十九",
    ]
    assert [heading_mark(level, 3) for level in (1, 2, 3, 4)] == ["三、", "（三）", "3.", "（3）"]
    for wrong in (lambda: chinese_number(100), lambda: heading_mark(5, 1)):
        with pytest.raises(Problem):
            wrong()
    with pytest.raises(Problem):
        document_number("", 2026, 1)


def test_a_short_paper_needs_no_head_or_foot() -> None:
    content = word.write_word(word.Paper("通知", [word.Body("内容")]), synthetic=False)
    texts = [paragraph.text for paragraph in Document(BytesIO(content)).paragraphs]
    assert [text for text in texts if text] == ["通知", "内容"]
