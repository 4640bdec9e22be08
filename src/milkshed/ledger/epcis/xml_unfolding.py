"""EPCIS 1.x XML made alike to 2.0: wrappers opened, fields in the order of the 2.0 binding.

EPCIS 1.1 and 1.2 put what they added to 1.0 into ``extension`` and ``baseExtension`` elements, one
inside the other (EPCIS 1.2 section 9.5); 2.0 dropped these wrappers. The order of the fields of an
event carries no meaning and is not judged here.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from lxml import etree

from milkshed.ledger.epcis.vocabulary import COMMON_FIELDS, EVENT_FIELDS
from milkshed.ledger.epcis.xml_reading import EPCIS_NAMESPACES, Element

_WRAPPERS = ("extension", "baseExtension")
_LAST = 1000
_POSITIONS: Mapping[str, Mapping[str, int]] = MappingProxyType(
    {
        event_type: MappingProxyType(
            {field.name: place for place, field in enumerate((*COMMON_FIELDS, *fields))}
        )
        for event_type, fields in EVENT_FIELDS.items()
    }
)


def unfold(event_list: Element) -> None:
    """Bring the events of an ``EventList`` into the form of EPCIS 2.0, in place.

    Elements keep the line they stood on, so that faults still lead to them.
    """
    _open_wrappers(event_list)
    for event in event_list:
        _unqualify(event)
        for structure in list(_own_structures(event)):
            _open_wrappers(structure)
        positions = _POSITIONS.get(str(event.tag), {})
        event[:] = sorted(event, key=lambda child: positions.get(str(child.tag), _LAST))


def _open_wrappers(element: Element) -> None:
    children = list(_opened(element))
    if children != list(element):
        element[:] = children


def _opened(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag in _WRAPPERS:
            yield from _opened(child)
        else:
            yield child


def _unqualify(element: Element) -> None:
    """Take away the EPCIS namespace, which its events and their fields do not bear."""
    for found in element.iter():
        name = etree.QName(found)
        if name.namespace in EPCIS_NAMESPACES:
            found.tag = name.localname


def _own_structures(element: Element) -> Iterator[Element]:
    """Go through an element and what it holds, leaving out the user's extensions."""
    yield element
    for child in element:
        if not str(child.tag).startswith("{"):
            yield from _own_structures(child)
