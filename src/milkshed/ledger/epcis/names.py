"""Names of extension fields, made independent of the prefixes a document chose.

A JSON-LD context is compiled once into the namespaces of its prefixes. Contexts given by URL are
never fetched: the prefixes of the EPCIS context, under whatever URL it is named, are known here,
and any other URL adds nothing.
"""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import orjson

STANDARD_PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "cbv": "https://ref.gs1.org/cbv/",
        "cbvmda": "urn:epcglobal:cbv:mda",
        "dcterms": "http://purl.org/dc/terms/",
        "epcis": "https://ref.gs1.org/epcis/",
        "gs1": "https://gs1.org/voc/",
        "owl": "http://www.w3.org/2002/07/owl#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Prefixes that hold without being declared.

``cbvmda`` is the namespace of the XML binding (CBV 2.0 section 9.2); the JSON-LD context writes
it with a colon at its end, which would let one event hash differently in the two bindings.
"""

_COMPILED_CONTEXTS = 1024
_XMLNS = "@xmlns:"


class Names:
    """What the prefixes of one context stand for; ``prefixes`` maps each to its namespace."""

    __slots__ = ("prefixes",)

    def __init__(self, prefixes: Mapping[str, str]) -> None:
        self.prefixes = prefixes

    def expanded(self, name: str) -> str:
        """Return a prefixed name or a web URI as ``{namespace}local``, other names as they stand.

        The namespace of a web URI ends with its last ``/`` or ``#``.
        """
        prefix, colon, local = name.partition(":")
        if not colon:
            return name
        namespace = self.prefixes.get(prefix)
        if namespace is not None:
            return f"{{{namespace}}}{local}"
        if local.startswith("//"):
            end = max(name.rfind("/"), name.rfind("#")) + 1
            return f"{{{name[:end]}}}{name[end:]}"
        return name

    def within(self, members: Mapping[str, Any]) -> "Names":
        """Return the names that hold inside an object, which may declare prefixes of its own."""
        own = {
            key.removeprefix(_XMLNS): value
            for key, value in members.items()
            if key.startswith(_XMLNS) and isinstance(value, str)
        }
        own |= _declared(members.get("@context"))
        return Names({**self.prefixes, **own}) if own else self


def is_declaration(name: str) -> bool:
    """Say whether a member of an object declares prefixes instead of telling something."""
    return name == "@context" or name.startswith(_XMLNS)


def names_of(context: object) -> Names:
    """Return the names of a JSON-LD context: a URL, an object, a list of them or None.

    Declarations that name no namespace (keywords, terms with a definition other than ``@id``) are
    passed over.
    """
    return _compiled(orjson.dumps(context))


@lru_cache(maxsize=_COMPILED_CONTEXTS)
def _compiled(context: bytes) -> Names:
    return Names({**STANDARD_PREFIXES, **_declared(orjson.loads(context))})


def _declared(context: object) -> dict[str, str]:
    if isinstance(context, list):
        found: dict[str, str] = {}
        for part in context:
            found |= _declared(part)
        return found
    if not isinstance(context, dict):
        return {}
    namespaces = {}
    for prefix, definition in context.items():
        namespace = definition.get("@id") if isinstance(definition, dict) else definition
        if isinstance(namespace, str) and not prefix.startswith("@"):
            namespaces[prefix] = namespace
    return namespaces
