"""A bulletin as an official paper in Word (GB/T 9704) and as Excel tables with the same numbers."""

from collections.abc import Iterator
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


def bulletin_paper(bulletin: Bulletin) -> Paper:
    """The bulletin as a paper; before it is issued it has neither number nor day."""
    content = bulletin.content
    office = bulletin.office.name_zh
    blocks: list[Block] = []
    for section in bulletin.wording:
        blocks.append(Heading(1, section["heading"]))
        blocks += [NotedBody(list(_noted(text, content))) for text in section["paragraphs"]]
        blocks += [_grid(content["tables"][key], content) for key in section["tables"]]
    edition = f"（第{bulletin.edition}版，更正）" if bulletin.edition > 1 else ""
    return Paper(
        title=f"{bulletin.title}{edition}",
        issuer=office,
        number=bulletin.number,
        blocks=blocks,
        signed_by=office,
        signed_on=bulletin.issued_on,
        printed_by=office if bulletin.issued_on else "",
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


def bulletin_word(bulletin: Bulletin, *, synthetic: bool) -> bytes:
    """The bulletin as ``.docx``."""
    return write_word(bulletin_paper(bulletin), synthetic=synthetic)


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


def bulletin_sheet(bulletin: Bulletin, *, synthetic: bool) -> bytes:
    """The bulletin's tables, all its data and their methods as ``.xlsx``."""
    content = bulletin.content
    number = f"{bulletin.number} " if bulletin.number else ""
    head = (f"{number}{bulletin.title}", f"数据摘要（SHA-256）：{bulletin.content_sha256}")
    sheets = [
        _table_sheet(table, head)
        for section in bulletin.wording
        for key in section["tables"]
        for table in (content["tables"][key],)
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
    return write_excel(sheets, synthetic=synthetic)


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
