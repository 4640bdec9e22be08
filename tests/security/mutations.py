"""Random damage to documents: to their structure and to their bytes, the same for a seed."""

import copy
from collections.abc import Callable, Sequence
from random import Random
from typing import Any

import orjson
from lxml import etree

_VALUES: Sequence[Any] = (
    None,
    True,
    0,
    -1,
    1e308,
    2**63,
    -(2**64),
    0.1,
    "",
    " ",
    "\u0000",
    "\ud7ff",
    "é" * 3,
    "𝕏",
    "a" * 5_000,
    "' OR 1=1 --",
    "%s%n{0}",
    "</script>",
    "2026-02-30T25:61:61Z",
    "9999-12-31T23:59:60+14:00",
    "urn:epc:id:sgtin:1.2.3",
    "https://id.gs1.org/01/00000000000000/10/%00",
    "https://id.gs1.org/01/1/21/" + "9" * 300,
    [],
    {},
    [[]],
    [None],
    {"": ""},
    {"@context": []},
    {"type": "ObjectEvent"},
)
_KEYS = ("", "type", "@context", "@id", "eventID", "ilmd", "x:y", "epcList", "sensorReport", "é\n")


def _places(value: Any, found: list[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """All (container, key) pairs in a JSON value."""
    if isinstance(value, dict):
        for key, inner in value.items():
            found.append((value, key))
            _places(inner, found)
    elif isinstance(value, list):
        for key, inner in enumerate(value):
            found.append((value, key))
            _places(inner, found)
    return found


def _damage_value(document: Any, random: Random) -> None:
    places = _places(document, [])
    if not places:
        return
    container, key = random.choice(places)
    kind = random.randrange(6)
    if kind == 0:
        del container[key]
    elif kind == 1:
        container[key] = copy.deepcopy(random.choice(_VALUES))
    elif kind == 2:
        other, other_key = random.choice(places)
        container[key] = copy.deepcopy(other[other_key])
    elif kind == 3 and isinstance(container, dict):
        container[random.choice(_KEYS)] = container.pop(key)
    elif kind == 4 and isinstance(container, list):
        container.extend(copy.deepcopy(container[key]) for _ in range(random.randrange(1, 4)))
    else:
        container[key] = [copy.deepcopy(container[key])]


def damaged_json(body: bytes, random: Random) -> bytes:
    """The document with one to three values, names or lists changed."""
    document = orjson.loads(body)
    for _ in range(random.randrange(1, 4)):
        _damage_value(document, random)
    try:
        return orjson.dumps(document)
    except (TypeError, orjson.JSONEncodeError):
        # numbers beyond 64 bits are JSON too
        return str(document).replace("'", '"').encode("utf-8", "replace")


def damaged_xml(body: bytes, random: Random) -> bytes:
    """The document with one to three elements or attributes changed."""
    root = etree.fromstring(body)
    for _ in range(random.randrange(1, 4)):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        element = random.choice(elements)
        parent = element.getparent()
        kind = random.randrange(6)
        if kind == 0 and parent is not None:
            parent.remove(element)
        elif kind == 1:
            element.text = random.choice(["", "x", "-1", "2026", "9" * 400, "é𝕏", "urn:epc:id:"])
        elif kind == 2:
            element.tag = random.choice(elements).tag
        elif kind == 3:
            element.append(copy.deepcopy(random.choice(elements)))
        elif kind == 4:
            element.set(random.choice(["type", "id", "{urn:x}y", "value"]), random.choice("a1-"))
        elif parent is not None:
            parent.append(copy.deepcopy(element))
    return etree.tostring(root)


def damaged_bytes(body: bytes, random: Random) -> bytes:
    """The document with bytes flipped, cut off, doubled or put in."""
    damaged = bytearray(body)
    for _ in range(random.randrange(1, 5)):
        place = random.randrange(len(damaged)) if damaged else 0
        kind = random.randrange(4)
        if kind == 0 and damaged:
            damaged[place] ^= 1 << random.randrange(8)
        elif kind == 1:
            del damaged[place:]
        elif kind == 2:
            damaged[place:place] = damaged[place : place + random.randrange(1, 200)]
        else:
            damaged[place:place] = random.randbytes(random.randrange(1, 9))
    return bytes(damaged)


Damage = Callable[[bytes, Random], bytes]
