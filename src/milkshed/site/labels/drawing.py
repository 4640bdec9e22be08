"""Labels as SVG and as PDF."""

from collections.abc import Sequence
from html import escape
from io import BytesIO

from reportlab.lib import colors
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from milkshed.platform.documents.fonts import chinese_font, showable
from milkshed.platform.documents.qr import qr_modules
from milkshed.site.labels.design import Design, Layout, Tone

_COLOURS = {
    Tone.PLAIN: "#000000",
    Tone.STRONG: "#000000",
    Tone.QUIET: "#444444",
    Tone.WARNING: "#b3261e",
}
_FONTS = "'WenQuanYi Micro Hei','Noto Sans CJK SC','Microsoft YaHei','PingFang SC',sans-serif"


def svg(label: Design) -> str:
    """Return a label as an SVG image of its size in mm."""
    modules = qr_modules(label.content)
    step = label.code_size / len(modules)
    path = "".join(
        f"M{start} {row}h{length}v1h-{length}z"
        for row, line in enumerate(modules)
        for start, length in _runs(line)
    )
    words = "".join(
        f'<text x="{line.x:.2f}" y="{line.y:.2f}" font-size="{line.size:.2f}"'
        f' fill="{_COLOURS[line.tone]}"{_weight(line.tone)}>{escape(line.words)}</text>'
        for line in label.lines
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{label.width}mm"'
        f' height="{label.height}mm" viewBox="0 0 {label.width} {label.height}" role="img">'
        f"<title>{escape(label.content)}</title>"
        f'<rect width="{label.width}" height="{label.height}" fill="#ffffff"/>'
        f'<path transform="translate({label.code_x:.3f} {label.code_y:.3f}) scale({step:.5f})"'
        f' shape-rendering="crispEdges" d="{path}"/>'
        f'<g font-family="{_FONTS}">{words}</g></svg>'
    )


def _weight(tone: Tone) -> str:
    return ' font-weight="700"' if tone in (Tone.STRONG, Tone.WARNING) else ""


def _runs(line: Sequence[bool]) -> list[tuple[int, int]]:
    """Dark stretches of a row of modules: start and length."""
    runs: list[tuple[int, int]] = []
    start = None
    for at, dark in enumerate((*line, False)):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            runs.append((start, at - start))
            start = None
    return runs


def pdf(labels: Sequence[Design], layout: Layout, name: str) -> bytes:
    """Return the labels on pages of the layout; the same labels give the same bytes."""
    font = chinese_font()
    buffer = BytesIO()
    page_width, page_height = layout.page
    canvas = Canvas(buffer, pagesize=(page_width * mm, page_height * mm), invariant=1)
    canvas.setTitle(name)
    canvas.setAuthor("Milkshed")
    for place, label in enumerate(labels):
        if place and place % layout.per_page == 0:
            canvas.showPage()
        left, top = layout.corner(place)
        canvas.saveState()
        # from here on as on paper: mm from the label's upper left corner, y downwards
        canvas.translate(left * mm, (page_height - top) * mm)
        canvas.scale(mm, mm)
        _paint(canvas, label, font)
        canvas.restoreState()
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def _paint(canvas: Canvas, label: Design, font: str) -> None:
    modules = qr_modules(label.content)
    step = label.code_size / len(modules)
    path = canvas.beginPath()
    for row, line in enumerate(modules):
        y = -(label.code_y + (row + 1) * step)
        for start, length in _runs(line):
            path.rect(label.code_x + start * step, y, length * step, step)
    canvas.setFillColor(colors.black)
    canvas.drawPath(path, stroke=0, fill=1)
    for words in label.lines:
        canvas.setFillColor(colors.HexColor(_COLOURS[words.tone]))
        canvas.setFont(font, words.size)
        canvas.drawString(words.x, -words.y, showable(words.words))
