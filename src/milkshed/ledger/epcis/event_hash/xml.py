"""Event hashes of XML documents, read as liberally as a hash permits.

Documents of all versions are taken, also where the standard's schema would refuse them: the order
of elements, wrappers of EPCIS 1.x and the envelope have no part in an event's hash.
"""

from typing import Any

from lxml import etree

from milkshed.ledger.epcis.event_hash.hashing import identifier_of
from milkshed.ledger.epcis.event_hash.prehash import pre_hash_of
from milkshed.ledger.epcis.names import names_of
from milkshed.ledger.epcis.vocabulary import CONTEXT_URL, EVENT_FIELDS
from milkshed.ledger.epcis.xml_events import read_event
from milkshed.ledger.epcis.xml_parsing import parse_safely
from milkshed.ledger.epcis.xml_reading import Element, Reading
from milkshed.ledger.epcis.xml_unfolding import unfold


def xml_pre_hashes(data: bytes) -> list[str]:
    """Return the pre-hash string of every event of an XML document, or of one bare event.

    An element ``ignoreFields`` of any namespace names fields of events to leave out. Raises
    :class:`Problem` when the bytes are no well-formed XML.
    """
    root = parse_safely(data)
    reading = Reading()
    events: list[dict[str, Any]] = []
    for event_list in _event_lists(root):
        unfold(event_list)
        events += [read_event(reading, event) for event in event_list if event.tag in EVENT_FIELDS]
    ignored = frozenset(
        str(field.tag)
        for fields in root.iter("{*}ignoreFields")
        for field in fields
        if etree.QName(field).namespace
    )
    names = names_of(reading.context(CONTEXT_URL))
    return [pre_hash_of(event, names, ignored) for event in events]


def _event_lists(root: Element) -> list[Element]:
    if etree.QName(root).localname not in EVENT_FIELDS:
        return list(root.iter("EventList"))
    event_list = etree.Element("EventList")
    event_list.append(root)
    return [event_list]


def xml_hashes(data: bytes) -> list[str]:
    """Return the hash of every event, in the order of the document (see above)."""
    return [identifier_of(text) for text in xml_pre_hashes(data)]
