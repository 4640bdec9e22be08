"""The resolver description file, ``/.well-known/gs1resolver`` (GS1-Conformant Resolver 1.2)."""

from typing import Any

from milkshed.ledger.gs1.application_identifiers import KEYS
from milkshed.ledger.resolver.link_types import PREFIXES

CONTEXT_PATH = "/.well-known/linkset-context.jsonld"


def description(root: str) -> dict[str, Any]:
    """Return the description of the resolver at ``root`` (an address without a final slash)."""
    return {
        "resolverRoot": root,
        "name": "Milkshed 奶业追溯解析服务",
        "supportedPrimaryKeys": list(KEYS),
        "supportedLinkType": [
            {"namespace": namespace, "prefix": f"{prefix}:"}
            for prefix, namespace in PREFIXES.items()
        ],
        "linkTypeDefaultCanBeLinkset": False,
        "validatesAIcombinations": True,
        "supportedContextValuesExternal": [
            {
                "nameOfList": "ISO 3166-1 alpha-2",
                "url": "https://www.iso.org/iso-3166-country-codes.html",
            }
        ],
        "jsonLdContextLocation": root + CONTEXT_PATH,
    }
