"""The user's own fields as XML: elements and attributes of their own namespaces.

In a nested object a bare name with a simple value is an attribute, one with an object or a list an
element, and ``#text`` the element's text, as the reader has it (:mod:`..xml_reading`).
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import quote

from lxml import etree

from milkshed.ledger.epcis.names import Names, is_declaration
from milkshed.ledger.epcis.xml_reading import Element
from milkshed.ledger.epcis.xml_writing.values import local_name, text_of

_OWN_TEXT = ("#text", "@value")
_URI_CHARACTERS = ":/?#[]@!$&'()*+,;=%"


def write_fields(parent: Element, members: Mapping[str, Any], names: Names) -> None:
    """Write fields below an element, one element per field and per element of a list."""
    for name, value in members.items():
        if not is_declaration(name):
            _write(parent, tag_of(name, names), value, names.within(members))


def write_attributes(element: Element, members: Mapping[str, Any], names: Names) -> None:
    """Write the user's fields of a sensor element: attributes, elements where XML needs them."""
    for name, value in members.items():
        tag = tag_of(name, names)
        if isinstance(value, list | dict):
            _write(element, tag, value, names)
        elif value is not None:
            element.set(tag, text_of(value))


def tag_of(name: str, names: Names) -> str:
    """Return the name of an element or attribute as lxml has it, ``{namespace}local``.

    A prefix that was never declared stands for itself (``x:`` is the namespace of ``x:field``).
    """
    expanded = names.expanded(name.removeprefix("@"))
    if expanded.startswith("{"):
        namespace, _, local = expanded[1:].rpartition("}")
    else:
        prefix, colon, local = expanded.rpartition(":")
        namespace = prefix + colon
    return f"{{{namespace_uri(namespace)}}}{local_name(local)}" if namespace else local_name(local)


@lru_cache(maxsize=1024)
def namespace_uri(text: str) -> str:
    """Return a namespace as a URI that XML accepts; what is none becomes ``urn:text:…``."""
    uri = quote(text_of(text), safe=_URI_CHARACTERS)
    try:
        etree.SubElement(etree.Element("probe"), f"{{{uri}}}probe")
    except ValueError:
        return f"urn:text:{quote(text_of(text), safe='')}"
    return uri


def _write(parent: Element, tag: str, value: Any, names: Names) -> None:
    if isinstance(value, list):
        for entry in value:
            _write(parent, tag, entry, names)
    elif isinstance(value, dict):
        _write_object(etree.SubElement(parent, tag), value, names.within(value))
    elif value is not None:
        etree.SubElement(parent, tag).text = text_of(value)


def _write_object(element: Element, members: Mapping[str, Any], names: Names) -> None:
    for name, value in members.items():
        if name in _OWN_TEXT:
            element.text = text_of(value)
        elif is_declaration(name) or value is None:
            continue
        elif ":" in name or isinstance(value, list | dict):
            _write(element, tag_of(name, names), value, names)
        else:
            element.set(tag_of(name, names), text_of(value))
