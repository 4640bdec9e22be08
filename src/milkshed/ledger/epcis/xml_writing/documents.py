"""JSON-LD events as documents of the EPCIS 2.0 XML binding.

What :mod:`milkshed.ledger.epcis.xml` reads from these documents is the same event with the same
hash: standard words come back bare, simple values of the user's own fields as text, since XML does
not tell a number from its digits. Events are expected to be right by
:mod:`milkshed.ledger.epcis.validation`.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from lxml import etree

from milkshed.ledger.epcis.names import Names, names_of
from milkshed.ledger.epcis.xml_reading import EPCIS_NAMESPACE, QUERY_NAMESPACE, Element
from milkshed.ledger.epcis.xml_writing.events import append_event

EventInContext = tuple[Mapping[str, Any], object]
"""An event and the JSON-LD context of the document it came from."""

_PREFIXES_IN_VALUES = {"gs1": "https://gs1.org/voc/", "cbv": "https://ref.gs1.org/cbv/"}


def write_document(events: Sequence[EventInContext], *, created_at: datetime) -> bytes:
    """Return an ``EPCISDocument`` of the events, in their order."""
    root = _root("epcis", EPCIS_NAMESPACE, "EPCISDocument", created_at)
    _append_events(etree.SubElement(root, "EPCISBody"), events)
    return _bytes(root)


def write_query_document(
    events: Sequence[EventInContext],
    *,
    query_name: str,
    created_at: datetime,
    subscription_id: str | None = None,
) -> bytes:
    """Return an ``EPCISQueryDocument`` whose results are the events, in their order."""
    root = _root("epcisq", QUERY_NAMESPACE, "EPCISQueryDocument", created_at)
    body = etree.SubElement(root, "EPCISBody")
    results = etree.SubElement(body, f"{{{QUERY_NAMESPACE}}}QueryResults")
    etree.SubElement(results, "queryName").text = query_name
    if subscription_id is not None:
        etree.SubElement(results, "subscriptionID").text = subscription_id
    _append_events(etree.SubElement(results, "resultsBody"), events)
    return _bytes(root)


def write_event(event: Mapping[str, Any], context: object) -> bytes:
    """Return one event as an XML document of its own."""
    carrier = etree.Element("EventList", nsmap=_prefixes([names_of(context).within(event)]))
    element = append_event(carrier, event, names_of(context))
    carrier.remove(element)
    return _bytes(element)


def _root(prefix: str, namespace: str, name: str, created_at: datetime) -> Element:
    root = etree.Element(f"{{{namespace}}}{name}", nsmap={prefix: namespace})
    root.set("schemaVersion", "2.0")
    root.set("creationDate", created_at.isoformat())
    return root


def _append_events(parent: Element, events: Sequence[EventInContext]) -> None:
    named = [(event, names_of(context)) for event, context in events]
    event_list = etree.SubElement(
        parent, "EventList", nsmap=_prefixes([names.within(event) for event, names in named])
    )
    for event, names in named:
        append_event(event_list, event, names)


def _prefixes(found: Sequence[Names]) -> dict[str, str]:
    """Return the prefixes to declare; of two namespaces under one prefix the first one has it."""
    declared: dict[str, str] = dict(_PREFIXES_IN_VALUES)
    for names in dict.fromkeys(found):
        for prefix, namespace in names.prefixes.items():
            if _is_declarable(prefix, namespace):
                declared.setdefault(prefix, namespace)
    return declared


def _is_declarable(prefix: str, namespace: str) -> bool:
    try:
        etree.Element("probe", nsmap={prefix: namespace})
        etree.QName(namespace, "probe")
    except ValueError:
        return False
    return bool(namespace) and prefix.isascii() and not prefix.startswith(("xml", "ns"))


def _bytes(element: Element) -> bytes:
    etree.cleanup_namespaces(element, keep_ns_prefixes=list(_PREFIXES_IN_VALUES))
    return etree.tostring(element, encoding="UTF-8", xml_declaration=True)
