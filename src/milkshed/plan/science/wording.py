"""Running text with data in it: numbers are fields that people cannot type over.

A field is written ``{22.01万头|K1.value}``: what is read, a bar, and the key of the stored datum.
Around fields the text is free, but it holds no numbers of its own, for a number without a field
would have no source. Days, months and years, numbers of papers, codes of indicators and of tasks,
and ordinals (第3、表1) are no data and may stand in the text.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from milkshed.kernel.text import Text

_FIELD = re.compile(r"\{([^{}|]*)\|([A-Za-z0-9_.\-]+)\}")
_SPARED = re.compile(
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?"
    r"|\d{1,2}月(?:\d{1,2}日)?"
    r"|\d{4}-\d{2}(?:-\d{2})?"
    r"|\d{4}[—–-]\d{4}年?"
    r"|〔\d{4}〕\d+号"
    r"|[A-Z]{1,2}\d{1,4}(?:[.\-]\d{1,4})?"
    r"|第\d{1,2}|表\d{1,2}(?![\d.．万亿%％])|(?:专栏|附件)\d{1,2}"
)
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1b\ud800-\udfff\ufffe\uffff]")
_DIGITS = re.compile(r"[\d０-９][\d０-９.,，．%％]*")


@dataclass(frozen=True, slots=True)
class Field:
    """One datum in a text: what is read there, what it is, and the key of its footnote."""

    text: str
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; ``key`` names the field it shows, empty for words."""

    text: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Slip:
    """What is wrong with an edited paragraph: the rule, the value found, and why."""

    rule: str
    value: str
    message: Text


def written(key: str, text: str) -> str:
    """A field as it stands in a text; its own braces and bars become full-width ones."""
    return f"{{{text.translate(_FULL_WIDTH)}|{key}}}"


_FULL_WIDTH = str.maketrans("{|}", "｛｜｝")


def clean(text: str) -> str:
    """A text in one line without characters that no document can hold (XML 1.0, 2.2)."""
    return " ".join(_UNWRITABLE.sub("", text).split())


def pieces(text: str) -> tuple[Piece, ...]:
    """A text cut into words and fields, in order."""
    found: list[Piece] = []
    end = 0
    for match in _FIELD.finditer(text):
        if match.start() > end:
            found.append(Piece(text[end : match.start()]))
        found.append(Piece(match[1], match[2]))
        end = match.end()
    if end < len(text):
        found.append(Piece(text[end:]))
    return tuple(found)


def plain_text(text: str) -> str:
    """A text as it is read, without the keys of its fields."""
    return "".join(piece.text for piece in pieces(text))


def keys_in(texts: Iterable[str]) -> tuple[str, ...]:
    """The keys of the fields in texts, each once, in order."""
    return tuple(dict.fromkeys(p.key for text in texts for p in pieces(text) if p.key))


def numbers_in(words: str) -> tuple[str, ...]:
    """The numbers in words that are neither a date nor a code nor an ordinal."""
    return tuple(_DIGITS.findall(_SPARED.sub("", words)))


def slips(text: str, fields: Mapping[str, Field]) -> tuple[Slip, ...]:
    """What an edited paragraph breaks: fields altered or unknown, and numbers typed as words."""
    found: list[Slip] = []
    for piece in pieces(text):
        if piece.key:
            found += _slip_of_field(piece, fields)
            continue
        if set("{}|") & set(piece.text):
            message = Text(
                "数据字段的花括号或竖线不完整，请撤销对字段的改动",
                "A brace or bar of a field is missing: undo what was done to the field",
            )
            found.append(Slip("field-broken", piece.text.strip()[:60], message))
            continue
        for number in numbers_in(piece.text):
            message = Text(
                f"“{number}”不是数据字段，没有出处；正文中的数字只能用已有的数据字段",
                f"“{number}” is typed and has no source: only the fields may show numbers",
            )
            found.append(Slip("number-without-source", number, message))
    return tuple(found)


def _slip_of_field(piece: Piece, fields: Mapping[str, Field]) -> list[Slip]:
    field = fields.get(piece.key)
    if field is None:
        message = Text(
            f"没有数据字段“{piece.key}”", f"There is no field “{piece.key}” in this bulletin"
        )
        return [Slip("field-unknown", piece.key, message)]
    if piece.text != field.text:
        message = Text(
            f"“{field.label}”是数据字段，应为{field.text}，不能改写为{piece.text or '空'}；"
            "数据有误的，请更正数据后重新起草",
            f"“{field.label}” is a field and reads {field.text}, not {piece.text or 'nothing'}; "
            "where the datum is wrong, mend it and draw the bulletin up again",
        )
        return [Slip("number-field", piece.text, message)]
    return []
