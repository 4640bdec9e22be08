"""The Chinese font of PDF files: an installed TrueType font, or the reader's own STSong.

An installed font is embedded (only the characters used), so that a certificate looks alike
everywhere. ReportLab takes TrueType outlines only; Noto CJK has others, so it is not in the
list. Without any of the files the PDF names STSong-Light, which common readers supply.
"""

import unicodedata
from functools import cache
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

_FALLBACK = "STSong-Light"
_EMBEDDED = "MilkshedChinese"
_CANDIDATES = (
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/wqy-microhei/wqy-microhei.ttc", 0),
    ("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc", 0),
    ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
    ("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf", 0),
    ("/System/Library/Fonts/Supplemental/Songti.ttc", 0),
    ("C:/Windows/Fonts/simsun.ttc", 0),
    ("C:/Windows/Fonts/msyh.ttc", 0),
)


@cache
def chinese_font() -> str:
    """Return the name of a registered font that has Chinese characters."""
    for path, index in _CANDIDATES:
        if not Path(path).exists():
            continue
        try:
            font = TTFont(_EMBEDDED, path, subfontIndex=index)
        except TTFError:
            continue
        pdfmetrics.registerFont(font)
        return _EMBEDDED
    pdfmetrics.registerFont(UnicodeCIDFont(_FALLBACK))
    return _FALLBACK


def showable(text: str) -> str:
    """Replace characters that the font lacks by their compatible form, such as ℃ by °C."""
    if not is_embedded():
        return text
    return "".join(
        char if char.isspace() or _has_outline(char) else unicodedata.normalize("NFKC", char)
        for char in text
    )


@cache
def _has_outline(char: str) -> bool:
    """Whether the embedded font draws the character: some fonts map ℃ to an empty glyph."""
    face = pdfmetrics.getFont(_EMBEDDED).face
    glyph = face.charToGlyph.get(ord(char))
    return glyph is not None and face.glyphPos[glyph + 1] > face.glyphPos[glyph]


def is_embedded() -> bool:
    """Say whether the font travels inside the file."""
    return chinese_font() == _EMBEDDED
