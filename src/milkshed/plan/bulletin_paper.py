"""A bulletin as an official paper in Word (GB/T 9704) and as Excel tables with the same numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from milkshed.kernel.text import Text
from milkshed.plan.models import Bulletin
from milkshed.plan.science.wording import pieces
from milkshed.platform.documents.columns import Column
from milkshed.platform.documents.excel import Sheet, write_excel
from milkshed.platform.documents.word import (
    Block,
    Grid,
    Heading,
    Noted,
    NotedBody,
    Paper,
    write_word,
)


@dataclass(frozen=True, slots=True)
class Script:
    """What is printed of a bulletin: as it was issued, or what everybody may read of it.

    ``digest`` is over the data; ``issued_on`` is None before it is issued.
    """

    title: str
    office: str
    number: str
    edition: int
    issued_on: date | None
    content: dict[str, Any]
    wording: Sequence[dict[str, Any]]
    digest: str
    synthetic: bool


def script_of(bulletin: Bulletin) -> Script:
    """The bulletin itself; before it is issued it has neither number nor day."""
    return Script(
        title=bulletin.title,
        office=bulletin.office.name_zh,
        number=bulletin.number,
        edition=bulletin.edition,
        issued_on=bulletin.issued_on,
        content=bulletin.content,
        wording=bulletin.wording,
        digest=bulletin.content_sha256,
        synthetic=bulletin.office.synthetic,
    )


def bulletin_paper(script: Script) -> Paper:
    """The paper with a footnote to every number."""
    blocks: list[Block] = []
    for section in script.wording:
        blocks.append(Heading(1, section["heading"]))
        blocks += [NotedBody(list(_noted(text, script.content))) for text in section["paragraphs"]]
        blocks += [
            _grid(script.content["tables"][key], script.content) for key in section["tables"]
        ]
    edition = f"（第{script.edition}版，更正）" if script.edition > 1 else ""
    return Paper(
        title=f"{script.title}{edition}",
        issuer=script.office,
        number=script.number,
        blocks=blocks,
        signed_by=script.office,
        signed_on=script.issued_on,
        printed_by=script.office if script.issued_on else "",
    )


def _noted(text: str, content: dict[str, Any]) -> Iterator[str | Noted]:
    for piece in pieces(text):
        if piece.key:
            yield Noted(piece.text, content["notes"][content["fields"][piece.key]["note"]])
        else:
            yield piece.text


def _grid(table: dict[str, Any], content: dict[str, Any]) -> Grid:
    return Grid(
        table["header"],
        [
            [
                Noted(cell["text"], content["notes"][cell["note"]])
                if cell["note"]
                else cell["text"]
                for cell in row
            ]
            for row in table["rows"]
        ],
        table["caption"],
    )


def bulletin_word(script: Script) -> bytes:
    """The bulletin as ``.docx``."""
    return write_word(bulletin_paper(script), synthetic=script.synthetic)


_FIELDS = (
    Column("key", Text("字段", "Field"), width=22),
    Column("label", Text("项目", "What"), width=36),
    Column("text", Text("数值", "Value"), width=24),
    Column("note", Text("口径编号", "Note"), width=14),
)
_METHODS = (
    Column("note", Text("口径编号", "Note"), width=14),
    Column("text", Text("口径、方法、版本、依据、覆盖率、时点", "Method"), width=120),
)


def bulletin_sheet(script: Script) -> bytes:
    """The bulletin's tables, all its data and their methods as ``.xlsx``."""
    content = script.content
    number = f"{script.number} " if script.number else ""
    head = (f"{number}{script.title}", f"数据摘要（SHA-256）：{script.digest}")
    sheets = [
        _table_sheet(content["tables"][key], head)
        for section in script.wording
        for key in section["tables"]
    ]
    sheets.append(
        Sheet(
            "正文数据",
            _FIELDS,
            [{"key": key, **one} for key, one in content["fields"].items()],
            head,
        )
    )
    sheets.append(
        Sheet(
            "口径与方法",
            _METHODS,
            [{"note": key, "text": text} for key, text in content["notes"].items()],
            head,
        )
    )
    return write_excel(sheets, synthetic=script.synthetic)


def _table_sheet(table: dict[str, Any], head: tuple[str, ...]) -> Sheet:
    columns = [
        Column(f"c{n}", Text(title, title), width=20) for n, title in enumerate(table["header"])
    ]
    columns.append(Column("notes", Text("口径编号", "Note"), width=14))
    return Sheet(
        table["caption"],
        columns,
        [
            {
                **{f"c{n}": cell["text"] for n, cell in enumerate(row)},
                "notes": "、".join(dict.fromkeys(c["note"] for c in row if c["note"])),
            }
            for row in table["rows"]
        ],
        head,
    )
