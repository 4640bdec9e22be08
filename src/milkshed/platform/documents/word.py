"""Official papers as Word files in the layout of GB/T 9704-2012.

A4, margins 37/28/35/26 mm (top, left, bottom, right), 22 lines of 28 characters; title 2号
(22 pt) 小标宋, body 3号 (16 pt) 仿宋, headings 黑体, 楷体, 仿宋; page numbers 4号 (14 pt) — 1 —,
odd pages right, even pages left, one character in. The figures were written down from working
knowledge of the standard. Its fonts are not free: they are named in the file together with
fallbacks, and the reader's machine decides.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from lxml import etree

from milkshed.kernel.clock import day_in_chinese
from milkshed.platform.documents.footnotes import Footnotes
from milkshed.platform.documents.marks import SYNTHETIC_NOTICE
from milkshed.platform.documents.official_wording import heading_mark

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

XIAO_BIAO_SONG = "方正小标宋简体"
FANG_SONG = "仿宋_GB2312"
KAI = "楷体_GB2312"
HEI = "黑体"
SONG = "宋体"

FALLBACKS = {
    XIAO_BIAO_SONG: "华文中宋,Noto Serif CJK SC,宋体",
    FANG_SONG: "仿宋,华文仿宋,Noto Serif CJK SC",
    KAI: "楷体,华文楷体,Noto Serif CJK SC",
    HEI: "Noto Sans CJK SC,文泉驿微米黑",
    SONG: "Noto Serif CJK SC",
}
_TITLE_PT, _BODY_PT, _PAGE_NUMBER_PT, _TABLE_PT, _NOTE_PT = 22, 16, 14, 12, 9
_LINE_PT = 28.95
_RED = RGBColor(0xC0, 0x00, 0x00)
_HEADING_FONTS = {1: HEI, 2: KAI, 3: FANG_SONG, 4: FANG_SONG}


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading; its mark (一、 （一） 1. （1）) is counted by the writer."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Noted:
    """Words that carry a footnote; the same note is printed once."""

    text: str
    note: str


@dataclass(frozen=True, slots=True)
class Body:
    """A paragraph of running text."""

    text: str


@dataclass(frozen=True, slots=True)
class NotedBody:
    """A paragraph of running text in pieces, some of which carry footnotes."""

    parts: Sequence[str | Noted]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a caption above it; its cells may be :class:`Noted`."""

    header: Sequence[str]
    rows: Sequence[Sequence[object]]
    caption: str = ""


Block = Heading | Body | NotedBody | Grid


@dataclass(frozen=True, slots=True)
class Paper:
    """An official paper.

    ``issuer`` gives the red head and ``number`` stands below it (see ``document_number``);
    ``addressee`` opens the text, ``signed_by`` and ``signed_on`` close it; ``copies_to`` and
    ``printed_by`` fill the foot (版记). Parts left empty are left out.
    """

    title: str
    blocks: Sequence[Block]
    issuer: str = ""
    number: str = ""
    addressee: str = ""
    attachments: Sequence[str] = ()
    signed_by: str = ""
    signed_on: date | None = None
    copies_to: Sequence[str] = ()
    printed_by: str = ""


def write_word(paper: Paper, *, synthetic: bool) -> bytes:
    """Return the ``.docx``; ``synthetic`` puts the mark of demonstration data on every page."""
    document = Document()
    _lay_out(document, synthetic)
    _name_fallbacks(document)
    if paper.issuer:
        _red_head(document, paper)
    _line(document, paper.title, XIAO_BIAO_SONG, _TITLE_PT, align="center", line_pt=33)
    _line(document, "", FANG_SONG, _BODY_PT)
    if paper.addressee:
        _line(document, f"{paper.addressee}：", FANG_SONG, _BODY_PT)
    counts = [0, 0, 0, 0]
    notes = Footnotes(FANG_SONG, _NOTE_PT)
    for block in paper.blocks:
        _write_block(document, block, counts, notes)
    notes.attach(document)
    _attachments(document, paper.attachments)
    _signature(document, paper)
    _foot(document, paper)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _write_block(document: Any, block: Block, counts: list[int], notes: Footnotes) -> None:
    if isinstance(block, Heading):
        counts[block.level - 1] += 1
        counts[block.level :] = [0] * (len(counts) - block.level)
        text = heading_mark(block.level, counts[block.level - 1]) + block.text
        paragraph = _line(document, text, _HEADING_FONTS[block.level], _BODY_PT, indent=2)
        _outline(paragraph, block.level)
    elif isinstance(block, Body):
        _line(document, block.text, FANG_SONG, _BODY_PT, indent=2, align="justify")
    elif isinstance(block, NotedBody):
        paragraph = _line(document, "", FANG_SONG, _BODY_PT, indent=2, align="justify")
        for part in block.parts:
            _noted(paragraph, part, FANG_SONG, _BODY_PT, notes)
    else:
        _grid(document, block, notes)


def _noted(paragraph: Any, part: str | Noted, font: str, size_pt: float, notes: Footnotes) -> None:
    """Add words to a paragraph, and the mark of their footnote where they have one."""
    _run(paragraph, part if isinstance(part, str) else part.text, font, size_pt)
    if isinstance(part, Noted):
        notes.refer(paragraph, part.note)


def _lay_out(document: Any, synthetic: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(23)
    grid = section._sectPr.find(qn("w:docGrid"))  # noqa: SLF001
    if grid is None:
        grid = OxmlElement("w:docGrid")
        section._sectPr.append(grid)  # noqa: SLF001
    grid.set(qn("w:type"), "linesAndChars")
    grid.set(qn("w:linePitch"), str(round(_LINE_PT * 20)))
    grid.set(qn("w:charSpace"), str(round((156 / 25.4 * 72 / 28 - _BODY_PT) * 4096)))
    document.settings.odd_and_even_pages_header_footer = True
    for footer, align in ((section.footer, "right"), (section.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        _page_number(footer.paragraphs[0], align)
    if synthetic:
        for header in (section.header, section.even_page_header):
            header.is_linked_to_previous = False
            paragraph = header.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            _run(paragraph, SYNTHETIC_NOTICE.zh, HEI, 10.5, color=_RED)


def _name_fallbacks(document: Any) -> None:
    """Write the fonts with their alternatives into the file's font table."""
    part = next(
        relation.target_part
        for relation in document.part.rels.values()
        if relation.reltype.endswith("/fontTable")
    )
    table = etree.fromstring(part.blob)
    for name, alternatives in FALLBACKS.items():
        font = etree.SubElement(table, qn("w:font"))
        font.set(qn("w:name"), name)
        etree.SubElement(font, qn("w:altName")).set(qn("w:val"), alternatives)
        etree.SubElement(font, qn("w:charset")).set(qn("w:val"), "86")
    part._blob = etree.tostring(  # noqa: SLF001
        table, xml_declaration=True, encoding="UTF-8", standalone=True
    )


_ALIGNMENTS = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "justify": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


def _line(
    container: Any,
    text: str,
    font: str,
    size_pt: float,
    *,
    align: str = "left",
    indent: float = 0,
    right_indent: float = 0,
    line_pt: float = _LINE_PT,
    color: Any = None,
) -> Any:
    """Add a paragraph; ``indent`` (first line) and ``right_indent`` count characters."""
    paragraph = container.add_paragraph()
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(line_pt)
    shape.first_line_indent = Pt(indent * size_pt)
    shape.right_indent = Pt(right_indent * size_pt)
    paragraph.alignment = _ALIGNMENTS[align]
    _run(paragraph, text, font, size_pt, color=color)
    return paragraph


def _run(paragraph: Any, text: str, font: str, size_pt: float, *, color: Any = None) -> Any:
    run = paragraph.add_run(text)
    run.font.size = Pt(size_pt)
    run.font.name = font
    run._element.rPr.rFonts.set(qn("w:eastAsia"), font)  # noqa: SLF001
    if color is not None:
        run.font.color.rgb = color
    return run


def _outline(paragraph: Any, level: int) -> None:
    """Give a paragraph its outline level, so that the reader's navigation shows it."""
    mark = OxmlElement("w:outlineLvl")
    mark.set(qn("w:val"), str(level - 1))
    paragraph._p.get_or_add_pPr().append(mark)  # noqa: SLF001


def _rule(paragraph: Any, side: str, color: str, eighths_pt: int) -> None:
    borders = OxmlElement("w:pBdr")
    border = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths_pt)), ("space", "4")):
        border.set(qn(f"w:{name}"), value)
    border.set(qn("w:color"), color)
    borders.append(border)
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:outlineLvl"
    )


def _page_number(paragraph: Any, align: str) -> None:
    paragraph.alignment = _ALIGNMENTS[align]
    if align == "right":
        paragraph.paragraph_format.right_indent = Pt(_PAGE_NUMBER_PT)
    else:
        paragraph.paragraph_format.left_indent = Pt(_PAGE_NUMBER_PT)
    _run(paragraph, "— ", SONG, _PAGE_NUMBER_PT)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = _run(paragraph, "", SONG, _PAGE_NUMBER_PT)
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = text
        run._element.append(part)  # noqa: SLF001
    _run(paragraph, " —", SONG, _PAGE_NUMBER_PT)


def _red_head(document: Any, paper: Paper) -> None:
    _line(document, paper.issuer, XIAO_BIAO_SONG, 36, align="center", line_pt=52, color=_RED)
    _line(document, "", FANG_SONG, _BODY_PT)
    number = _line(document, paper.number, FANG_SONG, _BODY_PT, align="center")
    _rule(number, "bottom", "C00000", 12)
    _line(document, "", FANG_SONG, _BODY_PT)


def _attachments(document: Any, names: Sequence[str]) -> None:
    if not names:
        return
    _line(document, "", FANG_SONG, _BODY_PT)
    for number, name in enumerate(names, start=1):
        mark = "" if len(names) == 1 else f"{number}."
        lead = "附件：" if number == 1 else "　　　"
        _line(document, f"{lead}{mark}{name}", FANG_SONG, _BODY_PT, indent=2)


def _signature(document: Any, paper: Paper) -> None:
    """Set the signer centred over the date, the date four characters from the right."""
    if not paper.signed_by:
        return
    day = day_in_chinese(paper.signed_on) if paper.signed_on else ""
    day_width = sum(0.5 if char.isascii() else 1 for char in day)
    signer_indent = max(2.0, 4 + (day_width - len(paper.signed_by)) / 2)
    for _ in range(2):
        _line(document, "", FANG_SONG, _BODY_PT)
    _line(document, paper.signed_by, FANG_SONG, _BODY_PT, align="right", right_indent=signer_indent)
    if day:
        _line(document, day, FANG_SONG, _BODY_PT, align="right", right_indent=4)


def _foot(document: Any, paper: Paper) -> None:
    lines = []
    if paper.copies_to:
        lines.append(f"抄送：{'，'.join(paper.copies_to)}。")
    if paper.printed_by:
        day = f"　　{day_in_chinese(paper.signed_on)}印发" if paper.signed_on else ""
        lines.append(f"{paper.printed_by}{day}")
    for number, text in enumerate(lines):
        if number == 0:
            _line(document, "", FANG_SONG, _BODY_PT)
        paragraph = _line(document, text, FANG_SONG, _PAGE_NUMBER_PT)
        _rule(paragraph, "top", "000000", 8 if number == 0 else 6)


def _grid(document: Any, block: Grid, notes: Footnotes) -> None:
    if block.caption:
        _line(document, block.caption, HEI, _TABLE_PT, align="center", line_pt=24)
    table = document.add_table(rows=1, cols=len(block.header))
    table.style = "Table Grid"
    for cell, text in zip(table.rows[0].cells, block.header, strict=True):
        _cell(cell, text, HEI, "center", notes)
    repeat = OxmlElement("w:tblHeader")
    table.rows[0]._tr.get_or_add_trPr().append(repeat)  # noqa: SLF001
    for row in block.rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            part = value if isinstance(value, Noted) else "" if value is None else str(value)
            text = part if isinstance(part, str) else part.text
            numeric = text.replace(",", "").replace(".", "", 1).lstrip("+-").rstrip("%").isdigit()
            _cell(cell, part, FANG_SONG, "right" if numeric else "left", notes)


def _cell(cell: Any, part: str | Noted, font: str, align: str, notes: Footnotes) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.alignment = _ALIGNMENTS[align]
    _noted(paragraph, part, font, _TABLE_PT, notes)
