"""Certificates and sheets as PDF: small blocks, put one below the other.

A block is a ReportLab flowable; :func:`write_pdf` adds margins, page numbers, the footer with
the address where the paper can be verified, and the mark of demonstration data. The same blocks
give the same bytes, so a file can be known by its hash.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Any

from reportlab.lib import colors
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4, A5, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from milkshed.platform.documents.fonts import chinese_font, showable
from milkshed.platform.documents.marks import SYNTHETIC, SYNTHETIC_NOTICE
from milkshed.platform.documents.qr import qr_modules

PAGE_A4 = A4
PAGE_A4_LANDSCAPE = landscape(A4)
PAGE_A5_LANDSCAPE = landscape(A5)

_MARGIN = 18 * mm
_FOOTER_HEIGHT = 16 * mm
_LINE = colors.HexColor("#4a4a4a")
_SHADE = colors.HexColor("#f0f2f4")
_QUIET = colors.HexColor("#555555")
_WARNING = colors.HexColor("#b3261e")


@dataclass(frozen=True, slots=True)
class Footer:
    """What stands at the foot of every page.

    ``verification`` is the address under which anybody can check the paper; ``issued`` names
    issuer and day.
    """

    issued: str = ""
    verification: str = ""


def _style(size: float, *, align: int = 0, color: Any = colors.black) -> ParagraphStyle:
    return ParagraphStyle(
        f"s{size}-{align}",
        fontName=chinese_font(),
        fontSize=size,
        leading=size * 1.45,
        alignment=align,
        textColor=color,
        wordWrap="CJK",
    )


def _words(value: object, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(showable(str(value))).replace("\n", "<br/>"), style)


def title(text: str, below: str = "") -> list[Flowable]:
    """The paper's name in the middle, with a smaller line (a number, a county) below it."""
    blocks: list[Flowable] = [_words(text, _style(20, align=TA_CENTER))]
    if below:
        blocks.append(_words(below, _style(10.5, align=TA_CENTER, color=_QUIET)))
    return [*blocks, Spacer(1, 5 * mm)]


def heading(text: str) -> list[Flowable]:
    """The name of a section."""
    return [Spacer(1, 3 * mm), _words(text, _style(12.5)), Spacer(1, 1.5 * mm)]


def paragraph(text: str, *, quiet: bool = False) -> list[Flowable]:
    """Running text; ``quiet`` for notes in small grey."""
    style = _style(9, color=_QUIET) if quiet else _style(10.5)
    return [_words(text, style), Spacer(1, 2 * mm)]


def pairs(
    entries: Sequence[tuple[str, object]], width_mm: float = 174, columns: int = 2
) -> list[Flowable]:
    """A ruled table of names and values, so many pairs side by side."""
    label, value = _style(9.5, color=_QUIET), _style(10.5)
    rows: list[list[Any]] = []
    for start in range(0, len(entries), columns):
        row: list[Any] = []
        for name, content in entries[start : start + columns]:
            row += [_words(name, label), _words(content, value)]
        rows.append(row + [""] * (2 * columns - len(row)))
    if not rows:
        return []
    pair = width_mm / columns
    widths = [pair * 0.3 * mm, pair * 0.7 * mm] * columns
    shades = [("BACKGROUND", (2 * i, 0), (2 * i, -1), _SHADE) for i in range(columns)]
    return [_ruled(rows, widths, shades), Spacer(1, 4 * mm)]


def rows_table(
    header: Sequence[str],
    rows: Sequence[Sequence[object]],
    width_mm: float = 174,
    shares: Sequence[float] | None = None,
    numeric: Sequence[int] = (),
) -> list[Flowable]:
    """A table with a header that is repeated on every page.

    ``shares`` are the columns' parts of the width (alike without them), ``numeric`` the columns
    set to the right.
    """
    parts = shares or [1.0] * len(header)
    widths = [width_mm * mm * part / sum(parts) for part in parts]
    left, right = _style(9.5), _style(9.5, align=TA_RIGHT)
    body = [[_words(name, right if i in numeric else left) for i, name in enumerate(header)]]
    body += [
        [_words(cell, right if i in numeric else left) for i, cell in enumerate(row)]
        for row in rows
    ]
    return [_ruled(body, widths, [("BACKGROUND", (0, 0), (-1, 0), _SHADE)], 1), Spacer(1, 4 * mm)]


def signatures(entries: Sequence[tuple[str, str, str]], width_mm: float = 174) -> list[Flowable]:
    """Boxes for signatures in a row: who signs, the name (empty: to be written), the time."""
    label, name = _style(9, color=_QUIET), _style(12)
    cells = [
        [_words(role, label), _words(signer or " ", name), _words(when or " ", label)]
        for role, signer, when in entries
    ]
    widths = [width_mm * mm / len(entries)] * len(entries)
    return [_ruled([cells], widths, [("VALIGN", (0, 0), (-1, -1), "TOP")]), Spacer(1, 4 * mm)]


def qr(content: str, caption: str = "", size_mm: float = 32) -> list[Flowable]:
    """A QR code at the right with a caption beside it."""
    words = [_words(caption, _style(9, color=_QUIET)), _words(content, _style(8, color=_QUIET))]
    table = Table(
        [[words, _QrCode(content, size_mm * mm)]],
        colWidths=[None, (size_mm + 2) * mm],
        style=TableStyle([("VALIGN", (0, 0), (-1, -1), "MIDDLE")]),
    )
    return [table, Spacer(1, 3 * mm)]


def write_pdf(
    blocks: Sequence[Sequence[Flowable]],
    name: str,
    footer: Footer | None = None,
    *,
    synthetic: bool,
    page: tuple[float, float] = PAGE_A4,
) -> bytes:
    """Return the PDF of the blocks in order; ``name`` becomes the file's title.

    ``synthetic`` marks every page as demonstration data. Pages are numbered; on A4 the free
    width is 174 mm (210 minus two margins of 18).
    """
    chinese_font()
    foot = footer or Footer()
    buffer = BytesIO()
    document = SimpleDocTemplate(
        buffer,
        pagesize=page,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN + _FOOTER_HEIGHT,
        title=name,
        author="Milkshed",
        lang="zh-CN",
        invariant=1,
    )

    def decorate(canvas: Canvas, _document: object) -> None:
        _draw_frame(canvas, page, foot, synthetic)

    document.build(
        [flowable for block in blocks for flowable in block],
        onFirstPage=decorate,
        onLaterPages=decorate,
    )
    return buffer.getvalue()


def _ruled(
    rows: list[list[Any]], widths: list[float], extra: list[Any], repeated: int = 0
) -> Table:
    style = [
        ("GRID", (0, 0), (-1, -1), 0.5, _LINE),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        *extra,
    ]
    return Table(rows, colWidths=widths, style=TableStyle(style), repeatRows=repeated)


class _QrCode(Flowable):  # type: ignore[misc]
    """The modules of a QR code as one filled path."""

    def __init__(self, content: str, size: float) -> None:
        super().__init__()
        self.modules = qr_modules(content)
        self.width = self.height = size

    def draw(self) -> None:
        """Paint onto the canvas that ReportLab has set."""
        step = self.width / len(self.modules)
        path = self.canv.beginPath()
        for row, modules in enumerate(self.modules):
            for column, dark in enumerate(modules):
                if dark:
                    path.rect(column * step, self.height - (row + 1) * step, step, step)
        self.canv.setFillColor(colors.black)
        self.canv.drawPath(path, stroke=0, fill=1)


def _draw_frame(canvas: Canvas, page: tuple[float, float], footer: Footer, synthetic: bool) -> None:
    width, height = page
    font = chinese_font()
    canvas.saveState()
    canvas.setFont(font, 8.5)
    canvas.setFillColor(_QUIET)
    base = _MARGIN + 3 * mm
    canvas.setStrokeColor(_LINE)
    canvas.line(_MARGIN, base + 9 * mm, width - _MARGIN, base + 9 * mm)
    canvas.drawString(_MARGIN, base + 4 * mm, showable(footer.issued))
    if footer.verification:
        canvas.drawString(_MARGIN, base, f"查验地址：{footer.verification}")
    canvas.drawRightString(width - _MARGIN, base + 4 * mm, f"— {canvas.getPageNumber()} —")
    if synthetic:
        canvas.setFillColor(_WARNING)
        canvas.drawString(_MARGIN, height - 12 * mm, SYNTHETIC_NOTICE.zh)
        canvas.setFillColor(_WARNING, alpha=0.09)
        canvas.setFont(font, min(width, height) / 7)
        canvas.translate(width / 2, height / 2)
        canvas.rotate(35)
        canvas.drawCentredString(0, 0, SYNTHETIC.zh)
    canvas.restoreState()
