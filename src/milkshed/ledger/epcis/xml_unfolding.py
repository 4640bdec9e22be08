"""EPCIS 1.x XML made alike to 2.0: wrappers opened, fields in the order of the 2.0 binding.

EPCIS 1.1 and 1.2 put what they added to 1.0 into ``extension`` and ``baseExtension`` elements, one
inside the other (EPCIS 1.2 section 9.5); 2.0 dropped these wrappers. The order of the fields of an
event carries no meaning and is not judged here.
"""

from collections.abc import Mapping
from types import MappingProxyType

from lxml import etree

from milkshed.ledger.epcis.vocabulary import COMMON_FIELDS, EVENT_FIELDS
from milkshed.ledger.epcis.xml_reading import EPCIS_NAMESPACES, Element

_WRAPPERS = ("extension", "baseExtension")
_QUALIFIED = tuple(f"{{{namespace}}}*" for namespace in EPCIS_NAMESPACES)
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
    for wrapper in [child for child in event_list if child.tag in _WRAPPERS]:
        _open(wrapper)
    _unqualify(event_list)
    for event in event_list:
        # listed first: opening one moves those inside it
        for wrapper in list(event.iter(*_WRAPPERS)):
            if _is_own(wrapper, event):
                _open(wrapper)
        positions = _POSITIONS.get(str(event.tag), {})
        places = [positions.get(str(child.tag), _LAST) for child in event]
        if places != sorted(places):
            event[:] = sorted(event, key=lambda child: positions.get(str(child.tag), _LAST))


def _open(wrapper: Element) -> None:
    """Put what a wrapper holds in its place, wrappers directly inside it likewise."""
    outer = wrapper.getparent()
    if outer is None:
        return
    place = outer.index(wrapper)
    inside = list(wrapper)
    outer[place : place + 1] = inside
    for child in inside:
        if child.tag in _WRAPPERS:
            _open(child)


def _unqualify(event_list: Element) -> None:
    """Take away the EPCIS namespace, which events and their fields do not bear."""
    for found in list(event_list.iterdescendants(*_QUALIFIED)):
        found.tag = etree.QName(found).localname


def _is_own(element: Element, event: Element) -> bool:
    """Whether an element belongs to the event itself, not to an extension of the user's."""
    outer = element.getparent()
    while outer is not None and outer is not event:
        if str(outer.tag).startswith("{"):
            return False
        outer = outer.getparent()
    return outer is event
