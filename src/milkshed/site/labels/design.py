"""How a label looks: where code and words stand on it, in millimetres.

One design is drawn twice, as SVG for screens and as PDF for printers. The code keeps its quiet
zone of four modules (ISO/IEC 18004); the words stand to its right, cut where they would not fit.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from milkshed.kernel.text import Text
from milkshed.platform.documents.marks import SYNTHETIC
from milkshed.site.labels.subjects import Label


@dataclass(frozen=True, slots=True)
class Layout:
    """Labels of one size on a page; all lengths in mm."""

    code: str
    name: Text
    page: tuple[float, float]
    columns: int
    rows: int
    width: float
    height: float
    left: float = 0.0
    top: float = 0.0
    gap: float = 0.0

    @property
    def per_page(self) -> int:
        """How many labels a page holds."""
        return self.columns * self.rows

    def corner(self, place: int) -> tuple[float, float]:
        """The upper left corner of a label on its page, counted in rows."""
        row, column = divmod(place % self.per_page, self.columns)
        return self.left + column * (self.width + self.gap), self.top + row * self.height


A4 = (210.0, 297.0)
LAYOUTS = {
    layout.code: layout
    for layout in (
        Layout(
            "8", Text("A4 每页8张（99×68）", "A4, 8 labels"), A4, 2, 4, 99.1, 67.7, 4.65, 13.1, 2.5
        ),
        Layout("24", Text("A4 每页24张（64×34）", "A4, 24"), A4, 3, 8, 63.5, 33.9, 7.2, 12.9, 2.5),
        Layout("single", Text("单张（100×60）", "Single labels"), (100.0, 60.0), 1, 1, 100.0, 60.0),
    )
}
"""Common sheets of self-adhesive labels, and one label per page for roll printers."""


class Tone(StrEnum):
    """How a line is set off."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Line:
    """Words on one line: left end of the baseline from the upper left corner, height of type."""

    x: float
    y: float
    size: float
    words: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Design:
    """A label ready to be drawn: the square of the code and the lines beside it."""

    width: float
    height: float
    content: str
    code_x: float
    code_y: float
    code_size: float
    lines: tuple[Line, ...]


_PADDING = 2.5
_LEADING = 1.35
_BREAKS = " -/"


def design(label: Label, layout: Layout, root: str, language: str) -> Design:
    """Lay a label out; ``root`` is the address of the resolver that its code leads to."""
    unit = layout.height / 16
    size = min(layout.height - 2 * _PADDING, 0.46 * layout.width)
    left = _PADDING + size + 0.6 * _PADDING
    room = layout.width - left - _PADDING

    def broken(words: str, height: float, tone: Tone, most: int) -> list[tuple[str, float, Tone]]:
        return [(part, height, tone) for part in _broken(words, room / height, most)]

    top = [
        *broken(label.kind.in_language(language), 0.85 * unit, Tone.QUIET, 1),
        *broken(label.name.in_language(language), 1.3 * unit, Tone.STRONG, 2),
    ]
    bottom = [
        part
        for ai, value in (label.link.key, *label.link.qualifiers)
        for part in broken(f"({ai}){value}", 0.95 * unit, Tone.PLAIN, 3)
    ]
    if label.is_synthetic:
        bottom += broken(SYNTHETIC.in_language(language), unit, Tone.WARNING, 1)
    # what is only good to know gives way to the identifier
    free = layout.height - 2 * _PADDING - _height(top) - _height(bottom)
    details: list[tuple[str, float, Tone]] = []
    for detail in label.details:
        more = broken(detail.in_language(language), 0.9 * unit, Tone.PLAIN, 2)
        if _height(details) + _height(more) <= free:
            details += more
    stacked = [*top, *details, *bottom]
    y = (layout.height - _height(stacked)) / 2
    lines = []
    for words, height, tone in stacked:
        y += height * _LEADING
        lines.append(Line(left, y - 0.25 * height, height, words, tone))
    return Design(
        layout.width,
        layout.height,
        root + label.link.path,
        _PADDING,
        (layout.height - size) / 2,
        size,
        tuple(lines),
    )


def _height(lines: Sequence[tuple[str, float, Tone]]) -> float:
    return sum(height for _, height, _ in lines) * _LEADING


def _breadth(words: str) -> float:
    """The width of words in heights of type, a little on the safe side."""
    return sum(1.0 if unicodedata.east_asian_width(one) in "WF" else 0.6 for one in words)


def _cut(words: str, breadth: float) -> Iterator[str]:
    """Cut words into stretches that fit a breadth, between words where that wastes little."""
    while _breadth(words) > breadth:
        end = 1
        while _breadth(words[: end + 1]) <= breadth:
            end += 1
        better = _between_words(words, end)
        end = better if better > end // 2 else end
        yield words[:end].rstrip()
        words = words[end:].lstrip()
    if words:
        yield words


def _between_words(words: str, end: int) -> int:
    """The last place up to ``end`` that is behind a space or hyphen, or beside Chinese."""
    for at in range(end, 0, -1):
        before, after = words[at - 1], words[at]
        if before in _BREAKS or after == " " or not (before.isascii() and after.isascii()):
            return at
    return 0


def _broken(words: str, breadth: float, most: int) -> list[str]:
    """At most so many lines; what is left out is shown by an ellipsis."""
    lines = list(_cut(words, breadth))
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][:-1] + "…"]
    return lines
