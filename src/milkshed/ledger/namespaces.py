"""The full names of extension fields, as one text each, by which queries find them."""

from collections.abc import Mapping
from types import MappingProxyType

from milkshed.ledger.epcis.names import STANDARD_PREFIXES, names_of

EPCIS_NAMESPACE = STANDARD_PREFIXES["epcis"]

IN_THE_EPCIS_CONTEXT: Mapping[str, str] = MappingProxyType(
    {**STANDARD_PREFIXES, "cbvmda": "urn:epcglobal:cbv:mda:"}
)
"""Prefixes that hold without being declared, as the JSON-LD context of EPCIS 2.0 has them."""

URI_SCHEMES = frozenset({"http", "https", "urn", "ni", "tag", "did"})
"""What stands before the colon of a full URI, and is therefore no prefix."""


def declared_prefixes(context: object, event: Mapping[str, object] | None = None) -> dict[str, str]:
    """Return the namespaces by prefix that a context declares, and an event's own upon it."""
    names = names_of(context).within(event or {})
    return {
        prefix: namespace
        for prefix, namespace in names.prefixes.items()
        if STANDARD_PREFIXES.get(prefix) != namespace
    }


def expanded(name: str, prefixes: Mapping[str, str]) -> str:
    """Return the full URI of a prefixed name; a name with an unknown prefix stays as it is."""
    prefix, colon, local = name.partition(":")
    if not colon:
        return name
    namespace = prefixes.get(prefix) or IN_THE_EPCIS_CONTEXT.get(prefix)
    return name if namespace is None else namespace + local


def local_name(uri: str) -> str:
    """What stands behind the last ``#``, ``/`` or ``:`` of a name."""
    return uri[max(uri.rfind(mark) for mark in "#/:") + 1 :]
