"""Master data in the header of a document: things with attributes, and things within things."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import orjson

from milkshed.ledger.gs1.epc import canonical_uri
from milkshed.ledger.namespaces import local_name


class Element(NamedTuple):
    """One element of a vocabulary: attributes as pairs of name and text, and its children.

    ``children`` is None where the document does not speak of them.
    """

    uri: str
    attributes: Sequence[tuple[str, str]]
    children: Sequence[str] | None


def elements_of(document: Mapping[str, Any]) -> list[Element]:
    """Return the vocabulary elements in the header of a right document."""
    header = document.get("epcisHeader")
    master_data = header.get("epcisMasterData") if isinstance(header, dict) else None
    vocabularies = master_data.get("vocabularyList") if isinstance(master_data, dict) else None
    return [
        Element(
            canonical_uri(entry["id"]),
            [
                (attribute["id"], _text(attribute.get("attribute")))
                for attribute in entry.get("attributes") or ()
            ],
            None
            if entry.get("children") is None
            else [canonical_uri(child) for child in entry["children"]],
        )
        for vocabulary in vocabularies or ()
        for entry in vocabulary.get("vocabularyElementList") or ()
    ]


def _text(value: object) -> str:
    text = value if isinstance(value, str) else orjson.dumps(value).decode()
    return text.replace("\0", "")


def names_in(elements: Iterable[Element]) -> set[str]:
    """Every name that must be interned before the elements can be stored."""
    names: set[str] = set()
    for element in elements:
        names.add(element.uri)
        names.update(name for name, _ in element.attributes)
        names.update(element.children or ())
    return names


def store_master_data(cursor: Any, elements: Sequence[Element], number: Mapping[str, int]) -> None:
    """Replace what was said before about the same attributes and the same things' children."""
    attributes: dict[tuple[int, int], tuple[str, list[str]]] = {}
    children: dict[int, list[int]] = {}
    for element in elements:
        stated: dict[str, list[str]] = {}
        for name, text in element.attributes:
            stated.setdefault(name, []).append(text)
        for name, texts in stated.items():
            attributes[number[element.uri], number[name]] = (local_name(name), texts)
        if element.children is not None:
            children[number[element.uri]] = [number[child] for child in element.children]
    if attributes:
        _replace_attributes(cursor, attributes)
    if children:
        _replace_children(cursor, children)


def _replace_attributes(
    cursor: Any, attributes: Mapping[tuple[int, int], tuple[str, list[str]]]
) -> None:
    cursor.execute(
        "DELETE FROM ledger_masterdataattribute a"
        " USING unnest(%s::bigint[], %s::bigint[]) AS n(element_id, name_id)"
        " WHERE a.element_id = n.element_id AND a.name_id = n.name_id",
        [[element for element, _ in attributes], [name for _, name in attributes]],
    )
    rows = [
        (element, name, position, local, text)
        for (element, name), (local, texts) in attributes.items()
        for position, text in enumerate(texts)
    ]
    cursor.execute(
        "INSERT INTO ledger_masterdataattribute"
        " (element_id, name_id, position, local_name, text)"
        " SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::int[], %s::text[], %s::text[])",
        [list(column) for column in zip(*rows, strict=True)],
    )


def _replace_children(cursor: Any, children: Mapping[int, list[int]]) -> None:
    cursor.execute(
        "DELETE FROM ledger_containment WHERE parent_id = ANY(%s::bigint[])", [list(children)]
    )
    pairs = [(parent, child) for parent, found in children.items() for child in found]
    cursor.execute(
        "INSERT INTO ledger_containment (parent_id, child_id)"
        " SELECT * FROM unnest(%s::bigint[], %s::bigint[]) ON CONFLICT DO NOTHING",
        [[parent for parent, _ in pairs], [child for _, child in pairs]],
    )
