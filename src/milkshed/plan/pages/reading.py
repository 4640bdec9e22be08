"""A bulletin as it is read on a page: sections in pieces, with footnotes numbered as on paper."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from milkshed.plan.science.wording import pieces

Document = Mapping[str, Any]


def reading(wording: Sequence[Document], content: Document) -> dict[str, Any]:
    """What the template ``plan/bulletins/reading.html`` shows of a wording and its data."""
    numbers = _numbered(wording, content)
    return {
        "sections": list(_sections(wording, content, numbers)),
        "notes": [(number, content["notes"][key]) for key, number in numbers.items()],
    }


def _numbered(wording: Sequence[Document], content: Document) -> dict[str, int]:
    """The footnotes' numbers, in the order in which text and tables first name them."""
    numbers: dict[str, int] = {}
    for section in wording:
        keys = [
            content["fields"][piece.key]["note"]
            for text in section["paragraphs"]
            for piece in pieces(text)
            if piece.key
        ]
        keys += [
            cell["note"]
            for key in section["tables"]
            for row in content["tables"][key]["rows"]
            for cell in row
            if cell["note"]
        ]
        for key in keys:
            numbers.setdefault(key, len(numbers) + 1)
    return numbers


def _sections(
    wording: Sequence[Document], content: Document, numbers: Mapping[str, int]
) -> Iterator[dict[str, Any]]:
    """The sections: text in pieces with the numbers of their footnotes, and the text to edit."""
    fields = content["fields"]
    for section in wording:
        yield {
            "code": section["code"],
            "heading": section["heading"],
            "text": "\n".join(section["paragraphs"]),
            "paragraphs": [
                [
                    (piece.text, numbers[fields[piece.key]["note"]] if piece.key else 0)
                    for piece in pieces(text)
                ]
                for text in section["paragraphs"]
            ],
            "tables": [_table(content["tables"][key], numbers) for key in section["tables"]],
        }


def _table(table: Document, numbers: Mapping[str, int]) -> dict[str, Any]:
    return {
        "caption": table["caption"],
        "header": table["header"],
        "rows": [
            [
                (cell["text"], numbers[cell["note"]] if cell["note"] else 0, title)
                for cell, title in zip(row, table["header"], strict=True)
            ]
            for row in table["rows"]
        ],
    }
