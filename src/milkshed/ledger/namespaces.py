"""What the prefix of an extension field means: namespaces declared in JSON-LD contexts."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

import orjson

EPCIS_NAMESPACE = "https://ref.gs1.org/epcis/"

IN_THE_EPCIS_CONTEXT: Mapping[str, str] = MappingProxyType(
    {
        "epcis": EPCIS_NAMESPACE,
        "cbv": "https://ref.gs1.org/cbv/",
        "cbvmda": "urn:epcglobal:cbv:mda:",
        "gs1": "https://ref.gs1.org/voc/",
        "dcterms": "http://purl.org/dc/terms/",
        "owl": "http://www.w3.org/2002/07/owl#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)
"""Prefixes that the EPCIS 2.0 context itself declares."""

URI_SCHEMES = frozenset({"http", "https", "urn", "ni", "tag", "did"})
"""What stands before the colon of a full URI, and is therefore no prefix."""


@lru_cache(maxsize=256)
def _declared_in(context: bytes) -> Mapping[str, str]:
    found: dict[str, str] = {}
    said = orjson.loads(context)
    for part in said if isinstance(said, list) else [said]:
        if not isinstance(part, dict):
            continue
        for prefix, meaning in part.items():
            namespace = meaning.get("@id") if isinstance(meaning, dict) else meaning
            if isinstance(namespace, str) and not prefix.startswith("@"):
                found[prefix] = expanded(namespace, found)
    return MappingProxyType(found)


def declared_prefixes(*contexts: object) -> dict[str, str]:
    """Return the namespaces by prefix that the contexts declare; later ones prevail."""
    prefixes: dict[str, str] = {}
    for context in contexts:
        if context is not None and not isinstance(context, str):
            prefixes.update(_declared_in(orjson.dumps(context)))
    return prefixes


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
