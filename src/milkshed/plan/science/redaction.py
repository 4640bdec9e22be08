"""A bulletin as the public may read it: what rests on too few holders is not told.

A bulletin tells a figure in a sentence, in a table, among its data and in a footnote, and the
movement of a sum county by county. A figure that is secret leaves all of these: its sentences give
way to one that says so, its cells and data read 不公布, and its footnote keeps only the name. Where
a county's part of a movement is secret, the whole sentence with the parts goes, since the parts add
up to a change that is told, and whoever knows all but one knows that one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from milkshed.plan.science.wording import Piece, keys_in, pieces, written

WITHHELD = "不公布"
_OPEN_PARTS = ("name", "target")
_OPEN_COLUMNS = ("指标", "单位", "目标", "红绿灯")
_END = "。"

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Secrets:
    """Codes of indicators whose figure is secret, and of those whose parts by county are.

    ``least`` is the number of holders from which on a figure may be told.
    """

    figures: frozenset[str]
    splits: frozenset[str]
    least: int

    def hides(self, key: str, note: str) -> bool:
        """Whether a datum is secret; ``note`` names its indicator."""
        part = key.removeprefix(f"{note}.")
        if note in self.figures:
            return part not in _OPEN_PARTS
        return note in self.splits and part.startswith("part.")


@dataclass(frozen=True, slots=True)
class Public:
    """A bulletin's data and wording for everybody, and whether anything was taken out."""

    content: Document
    wording: list[Document]
    is_extract: bool


def redacted(
    content: Mapping[str, Any],
    wording: Sequence[Mapping[str, Any]],
    secrets: Secrets,
    *,
    left_out: Collection[str] = (),
    before: Mapping[str, Mapping[str, str]] | None = None,
) -> Public:
    """The public form of a bulletin's stored content and wording.

    ``left_out`` names sections that are not published; ``before`` are the fields of the edition
    that this one corrects, told in a table of its own. Only what the sections left show is kept.
    """
    fields: Mapping[str, Mapping[str, str]] = content["fields"]
    hidden = {key for key, one in fields.items() if secrets.hides(key, one["note"])}
    labels = {fields[key]["label"] for key in hidden}
    labels |= {
        one["label"] for key, one in (before or {}).items() if secrets.hides(key, one["note"])
    }
    sections = [
        {
            **section,
            "paragraphs": [
                _without(text, hidden, fields, secrets) for text in section["paragraphs"]
            ],
        }
        for section in wording
        if section["code"] not in left_out
    ]
    tables = {
        key: _table(content["tables"][key], secrets, labels)
        for section in sections
        for key in section["tables"]
    }
    shown = keys_in(text for section in sections for text in section["paragraphs"])
    kept = {key: dict(fields[key]) for key in shown}
    noted = {one["note"] for one in kept.values()}
    noted |= {cell["note"] for one in tables.values() for row in one["rows"] for cell in row}
    changed = any(tables[key] != content["tables"][key] for key in tables)
    return Public(
        {
            "fields": kept,
            "notes": {
                key: _note(key, text, secrets)
                for key, text in content["notes"].items()
                if key in noted
            },
            "tables": tables,
            "as_of": content["as_of"],
            "template": content["template"],
        },
        sections,
        bool(hidden) or changed or len(sections) < len(wording),
    )


def _without(
    text: str,
    hidden: Collection[str],
    fields: Mapping[str, Mapping[str, str]],
    secrets: Secrets,
) -> str:
    """A paragraph in which sentences with secret data give way to one that says so."""
    found: list[str] = []
    for sentence in _sentences(text):
        secret = next((piece.key for piece in sentence if piece.key in hidden), "")
        said = _said(sentence) if not secret else _notice(fields[secret], secrets)
        if not secret or said not in found:
            found.append(said)
    return "".join(found)


def _sentences(text: str) -> Iterator[list[Piece]]:
    sentence: list[Piece] = []
    for piece in pieces(text):
        if piece.key:
            sentence.append(piece)
            continue
        *ended, rest = piece.text.split(_END)
        for words in ended:
            yield [*sentence, Piece(words + _END)]
            sentence = []
        if rest:
            sentence.append(Piece(rest))
    if sentence:
        yield sentence


def _said(sentence: Sequence[Piece]) -> str:
    return "".join(written(one.key, one.text) if one.key else one.text for one in sentence)


def _notice(field: Mapping[str, str], secrets: Secrets) -> str:
    why = f"涉及主体不足{secrets.least}家"
    if field["note"] in secrets.figures:
        name = field["label"].rpartition("（")[0] or field["label"]
        return f"{name}{why}，数值不公布。"
    return f"分县变动{why}，不公布。"


def _table(table: Mapping[str, Any], secrets: Secrets, labels: Collection[str]) -> Document:
    """A table with its secret cells closed; a row of corrections is known by its label."""
    header = table["header"]
    return {
        **table,
        "rows": [
            [
                {**cell, "text": WITHHELD}
                if at and _closed(cell, header[at], row[0]["text"], secrets, labels)
                else dict(cell)
                for at, cell in enumerate(row)
            ]
            for row in table["rows"]
        ],
    }


def _closed(
    cell: Mapping[str, str],
    title: str,
    label: str,
    secrets: Secrets,
    labels: Collection[str],
) -> bool:
    if label in labels:
        return True
    return cell["note"] in secrets.figures and title not in _OPEN_COLUMNS


def _note(key: str, text: str, secrets: Secrets) -> str:
    if key not in secrets.figures:
        return text
    return f"{text.partition('；')[0]}；涉及主体不足{secrets.least}家，数值和依据不公布"
