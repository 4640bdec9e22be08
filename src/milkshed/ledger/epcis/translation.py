"""Events in the notation a client asked for: EPC URNs or Digital Links, CBV words as URN or URI.

The values are those of the headers ``GS1-EPC-Format`` and ``GS1-CBV-XML-Format`` (EPCIS 2.0
section 12.4). Only identifiers of the standard's own fields are translated; the user's fields and
the identifiers of events stay as they were recorded.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import partial
from types import MappingProxyType
from typing import Any

from milkshed.ledger.epcis.vocabulary import (
    BARE_WORDS,
    COMMON_FIELDS,
    EVENT_FIELDS,
    SENSOR_METADATA,
    SENSOR_REPORT,
    Kind,
    Value,
    Vocabulary,
)
from milkshed.ledger.gs1.epc import canonical_uri
from milkshed.ledger.gs1.epc_urn import PrefixLength, epc_urn


class EpcFormat(StrEnum):
    """How identifiers are to be written (``GS1-EPC-Format``)."""

    NO_PREFERENCE = "No_Preference"
    DIGITAL_LINK = "Always_GS1_Digital_Link"
    EPC_URN = "Always_EPC_URN"
    NEVER = "Never_Translates"


class CbvFormat(StrEnum):
    """How standard words are to be written in XML (``GS1-CBV-XML-Format``)."""

    NO_PREFERENCE = "No_Preference"
    WEB_URI = "Always_Web_URI"
    URN = "Always_URN"
    NEVER = "Never_Translates"


Rewrite = Callable[[str], str]


def no_prefix_known(_digits: str) -> None:
    """Know no company prefix: Digital Links then stay in URN notation what they are."""


def translate(
    event: Mapping[str, Any],
    epc_format: EpcFormat = EpcFormat.NO_PREFERENCE,
    cbv_format: CbvFormat = CbvFormat.NO_PREFERENCE,
    prefix_length: PrefixLength = no_prefix_known,
) -> dict[str, Any]:
    """Return an event with its identifiers and words in the notations asked for.

    To a Digital Link go EPC URNs only; a link on another domain is one already. To a URN goes what
    has one and whose company prefix ``prefix_length`` knows. ``cbv_format`` is for events that are
    then written as XML: in JSON-LD standard words are always bare.
    """
    identifier = _identifiers(epc_format, prefix_length)
    word = _words(cbv_format)
    fields = (*COMMON_FIELDS, *EVENT_FIELDS.get(event.get("type", ""), ()))
    changed = {
        field.name: _TRANSLATIONS[field.kind](event[field.name], identifier, word)
        for field in fields
        if field.kind in _TRANSLATIONS and field.name in event and field.name != "eventID"
    }
    return {**event, **changed}


def _identifiers(epc_format: EpcFormat, prefix_length: PrefixLength) -> Rewrite:
    match epc_format:
        case EpcFormat.DIGITAL_LINK:
            return lambda uri: canonical_uri(uri) if uri.lower().startswith("urn:epc:") else uri
        case EpcFormat.EPC_URN:
            return lambda uri: epc_urn(uri, prefix_length)
    return str


def _words(cbv_format: CbvFormat) -> Callable[[Vocabulary, str], str]:
    def rewritten(vocabulary: Vocabulary, value: str) -> str:
        bare = BARE_WORDS[vocabulary].get(value)
        if bare is None:
            return value
        return (vocabulary.urn if cbv_format is CbvFormat.URN else vocabulary.web) + bare

    if cbv_format in (CbvFormat.URN, CbvFormat.WEB_URI):
        return rewritten
    return lambda _vocabulary, value: value


Words = Callable[[Vocabulary, str], str]


def _uri(value: str, identifier: Rewrite, _word: Words) -> str:
    return identifier(value)


def _uris(value: list[str], identifier: Rewrite, _word: Words) -> list[str]:
    return [identifier(uri) for uri in value]


def _one_word(vocabulary: Vocabulary, value: str, _identifier: Rewrite, word: Words) -> str:
    return word(vocabulary, value)


def _member(
    name: str, value: list[dict[str, Any]], identifier: Rewrite, _word: Words
) -> list[dict[str, Any]]:
    return [{**entry, name: identifier(entry[name])} for entry in value]


def _place(value: dict[str, Any], identifier: Rewrite, _word: Words) -> dict[str, Any]:
    return {**value, "id": identifier(value["id"])}


def _typed(
    name: str,
    vocabulary: Vocabulary,
    value: list[dict[str, str]],
    identifier: Rewrite,
    word: Words,
) -> list[dict[str, str]]:
    return [
        {
            **entry,
            name: identifier(entry[name]),
            **({"type": word(vocabulary, entry["type"])} if "type" in entry else {}),
        }
        for entry in value
    ]


def _dispositions(
    value: dict[str, list[str]], _identifier: Rewrite, word: Words
) -> dict[str, list[str]]:
    return {
        change: [word(Vocabulary.DISPOSITION, entry) for entry in entries]
        for change, entries in value.items()
    }


def _declaration(value: dict[str, Any], _identifier: Rewrite, word: Words) -> dict[str, Any]:
    if "reason" not in value:
        return value
    return {**value, "reason": word(Vocabulary.ERROR_REASON, value["reason"])}


def _sensors(
    value: list[dict[str, Any]], identifier: Rewrite, _word: Words
) -> list[dict[str, Any]]:
    def attributes(members: dict[str, Any], known: Mapping[str, Value]) -> dict[str, Any]:
        return {
            name: identifier(found) if known.get(name) is Value.URI else found
            for name, found in members.items()
        }

    return [
        {
            name: attributes(found, SENSOR_METADATA)
            if name == "sensorMetadata"
            else [attributes(report, SENSOR_REPORT) for report in found]
            if name == "sensorReport"
            else found
            for name, found in element.items()
        }
        for element in value
    ]


_TRANSLATIONS: Mapping[Kind, Callable[[Any, Rewrite, Words], Any]] = MappingProxyType(
    {
        Kind.URI: _uri,
        Kind.EPCS: _uris,
        Kind.QUANTITIES: partial(_member, "epcClass"),
        Kind.BIZ_STEP: partial(_one_word, Vocabulary.BIZ_STEP),
        Kind.DISPOSITION: partial(_one_word, Vocabulary.DISPOSITION),
        Kind.PERSISTENT_DISPOSITION: _dispositions,
        Kind.PLACE: _place,
        Kind.BIZ_TRANSACTIONS: partial(_typed, "bizTransaction", Vocabulary.BIZ_TRANSACTION),
        Kind.SOURCES: partial(_typed, "source", Vocabulary.SOURCE_DESTINATION),
        Kind.DESTINATIONS: partial(_typed, "destination", Vocabulary.SOURCE_DESTINATION),
        Kind.ERROR_DECLARATION: _declaration,
        Kind.SENSORS: _sensors,
    }
)
