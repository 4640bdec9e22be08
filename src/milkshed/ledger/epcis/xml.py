"""EPCIS XML documents, 2.0 and 1.x, as JSON-LD of EPCIS 2.0.

Structure is judged as the standard's XML schema judges it: namespaces, unknown elements, order,
what must be there, types of values. What comes out still has to pass
:mod:`milkshed.ledger.epcis.validation` with ``from_xml``: the XML schema knows no words, units,
URI syntax or rules across fields.

Documents of EPCIS 1.1 and 1.2 are brought into the form of 2.0 before they are read
(:mod:`.xml_unfolding`); the order of an event's fields is not judged in them.

Narrower than the XML schema by intent: in a 2.0 document ``extension`` and ``baseExtension``
elements (left over from EPCIS 1.x, their content has no namespace and thus no name in JSON-LD), an
``errorDeclaration`` without its time and sensor values INF and NaN are refused.

Wider by intent: metadata and reports of sensors may hold elements of the user's namespaces, since
the JSON binding lets fields of theirs be lists and objects, which no attribute can hold.

Parsing is safe (:mod:`.xml_parsing`).
"""

from dataclasses import dataclass
from typing import Any

from lxml import etree

from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.epcis.vocabulary import CONTEXT_URL, EVENT_FIELDS
from milkshed.ledger.epcis.xml_events import read_event
from milkshed.ledger.epcis.xml_messages import MESSAGES, read_message
from milkshed.ledger.epcis.xml_parsing import parse_safely
from milkshed.ledger.epcis.xml_reading import (
    EPCIS_NAMESPACES,
    OLD_EPCIS_NAMESPACE,
    OLD_QUERY_NAMESPACE,
    QUERY_NAMESPACE,
    QUERY_NAMESPACES,
    Children,
    Element,
    Reading,
    content,
)
from milkshed.ledger.epcis.xml_unfolding import unfold
from milkshed.ledger.epcis.xml_values import decimal, time_stamp

SCHEMA_VERSION = "2.0"
"""The version of what comes out, whatever was read."""

_SBDH = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"

_DOCUMENT = content("EPCISHeader? EPCISBody", others=True)
_BUSINESS_HEADER = f"{{{_SBDH}}}StandardBusinessDocumentHeader"
_HEADER = content(f"{_BUSINESS_HEADER}? extension? EPCISMasterData?", others=True)
_HEADER_EXTENSION = content("EPCISMasterData?")
_MASTER_DATA = content("VocabularyList")
_VOCABULARY_LIST = content("Vocabulary*")
_VOCABULARY = content("VocabularyElementList?", others=True)
_VOCABULARY_ELEMENTS = content("VocabularyElement+")
_VOCABULARY_ELEMENT = content("attribute* children?", others=True)
_IDENTIFIERS = content("id*")
_BODY = content("EventList?", others=True)
_RESULTS = content("queryName subscriptionID? resultsBody", others=True)
_RESULTS_BODY = content("EventList?|VocabularyList?")

_NOT_EPCIS = Text(
    "根元素应为EPCIS 2.0或1.2的EPCISDocument或EPCISQueryDocument",
    "The root must be EPCISDocument or EPCISQueryDocument of EPCIS 2.0 or 1.2",
)
_NO_EVENTS = Text("文档只含查询消息，没有事件", "The document carries a query message, no events")


@dataclass(frozen=True, slots=True)
class XmlDocument:
    """A document read from XML.

    ``document`` is the JSON-LD document, None when the XML is a query message without events.
    ``envelope_faults`` are those outside events, ``event_faults`` has one list per event in the
    order of the document's list; ``Fault.field`` is an XPath.
    """

    document: dict[str, Any] | None
    envelope_faults: list[Fault]
    event_faults: list[list[Fault]]

    @property
    def faults(self) -> list[Fault]:
        """Return all faults, those of the envelope first."""
        return [*self.envelope_faults, *(fault for faults in self.event_faults for fault in faults)]


def parse_document(data: bytes) -> XmlDocument:
    """Return what an XML document holds together with everything wrong in it.

    Raises :class:`Problem` (malformed) when the bytes are no well-formed XML or declare a
    document type. Wrong EPCIS does not raise: see the faults.
    """
    root = parse_safely(data)
    reading = _DocumentReading()
    name = etree.QName(root)
    document: dict[str, Any] | None
    if name.namespace in (OLD_EPCIS_NAMESPACE, OLD_QUERY_NAMESPACE):
        for event_list in root.iter("EventList"):
            unfold(event_list)
    if name.namespace in EPCIS_NAMESPACES and name.localname == "EPCISDocument":
        document = reading.capture_document(root)
    elif name.namespace in QUERY_NAMESPACES and name.localname == "EPCISQueryDocument":
        document = reading.query_document(root)
    else:
        fault = Fault(f"/{root.tag}", None, "not-an-epcis-document", _NOT_EPCIS)
        if root.tag in EVENT_FIELDS:
            read_event(reading, root)
        return XmlDocument(None, [fault, *reading.faults], [])
    return XmlDocument(document, reading.faults, reading.event_faults)


def read_document(data: bytes) -> dict[str, Any]:
    """Return an XML document as JSON-LD.

    Raises :class:`Problem` with every fault when anything in it is wrong, and when it carries a
    query message instead of events.
    """
    found = parse_document(data)
    if found.faults:
        raise Problem(INVALID, found.faults[0].message, found.faults)
    if found.document is None:
        raise Problem(INVALID, _NO_EVENTS, [Fault("/", None, "no-events", _NO_EVENTS)])
    return found.document


class _DocumentReading(Reading):
    """The envelope around events: attributes, header, master data, query results."""

    def __init__(self) -> None:
        super().__init__()
        self.event_faults: list[list[Fault]] = []

    def capture_document(self, root: Element) -> dict[str, Any]:
        document = self._envelope(root, "EPCISDocument")
        children = self.children(root, _DOCUMENT)
        document |= self._header(children)
        events: list[dict[str, Any]] = []
        extensions: dict[str, Any] = {}
        if (body := children.first("EPCISBody")) is not None:
            inner = self.children(body, _BODY)
            events = self._event_list(inner.first("EventList"))
            extensions = self.extensions(inner.foreign)
        document["epcisBody"] = {"eventList": events, **extensions}
        document |= self.extensions(children.foreign)
        return self._with_context(document)

    def query_document(self, root: Element) -> dict[str, Any] | None:
        document = self._envelope(root, "EPCISQueryDocument")
        children = self.children(root, _DOCUMENT, str(etree.QName(root).namespace))
        body = children.first("EPCISBody")
        if body is None:
            return None
        results = self._query_message(body)
        if results is None:
            return None
        document["epcisBody"] = {"queryResults": self._query_results(results)}
        document |= self.extensions(children.foreign)
        return self._with_context(document)

    def _envelope(self, root: Element, document_type: str) -> dict[str, Any]:
        document: dict[str, Any] = {"@context": [], "type": document_type}
        for name, read in (("schemaVersion", decimal), ("creationDate", time_stamp)):
            text = root.get(name)
            if text is None:
                self.fault(
                    root,
                    "required",
                    f"缺少属性“{name}”",
                    f"The attribute “{name}” is missing",
                    f"@{name}",
                )
            else:
                self.value(root, str(text).strip(), read, name)
                document[name] = str(text).strip()
        if etree.QName(root).namespace in (OLD_EPCIS_NAMESPACE, OLD_QUERY_NAMESPACE):
            document["schemaVersion"] = SCHEMA_VERSION
        return document | self.foreign_attributes(root)

    def _with_context(self, document: dict[str, Any]) -> dict[str, Any]:
        document["@context"] = self.context(CONTEXT_URL)
        return document

    def _event_list(self, element: Element | None) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = []
        if element is None:
            return events
        envelope_faults = self.faults
        for child in element:
            if child.tag in EVENT_FIELDS:
                self.faults = []
                events.append(read_event(self, child))
                self.event_faults.append(self.faults)
                self.faults = envelope_faults
            else:
                self._unexpected(child)
        return events

    def _query_message(self, body: Element) -> Element | None:
        """Return the results a query document carries, None for any other or no message."""
        if len(body) != 1:
            self.fault(
                body,
                "one-message",
                "EPCISBody中应恰有一个查询消息",
                "EPCISBody must hold exactly one query message",
            )
            return None
        message = body[0]
        name = etree.QName(message)
        if name.localname == "QueryResults":
            if name.namespace not in QUERY_NAMESPACES:
                self._unexpected(message)
            return message
        if name.namespace in QUERY_NAMESPACES and name.localname in MESSAGES:
            read_message(self, message)
        else:
            self._unexpected(message)
        return None

    def _query_results(self, element: Element) -> dict[str, Any]:
        children = self.children(element, _RESULTS, QUERY_NAMESPACE)
        results: dict[str, Any] = {}
        for name in ("queryName", "subscriptionID"):
            if (found := children.first(name)) is not None:
                results[name] = self.text(found)
        events: list[dict[str, Any]] = []
        body: dict[str, Any] = {}
        if (found := children.first("resultsBody")) is not None:
            inner = self.children(found, _RESULTS_BODY)
            if len(inner.own) != 1:
                self.fault(
                    found,
                    "events-or-vocabulary",
                    "resultsBody中应恰有EventList或VocabularyList之一",
                    "resultsBody must hold either an EventList or a VocabularyList",
                )
            events = self._event_list(inner.first("EventList"))
            if (vocabulary := inner.first("VocabularyList")) is not None:
                body["vocabularyList"] = self._vocabulary_list(vocabulary)
        results["resultsBody"] = {"eventList": events, **body}
        return results | self.extensions(children.foreign)

    def _header(self, children: Children) -> dict[str, Any]:
        header = children.first("EPCISHeader")
        if header is None:
            return {}
        inner = self.children(header, _HEADER)
        members: dict[str, Any] = {}
        if (business_header := inner.first(_BUSINESS_HEADER)) is not None:
            members |= _business_header(business_header)
        master_data = inner.first("EPCISMasterData")
        if (extension := inner.first("extension")) is not None:
            master_data = self.children(extension, _HEADER_EXTENSION).first("EPCISMasterData")
        kept = self.extensions(inner.foreign)
        if master_data is not None:
            found = self.children(master_data, _MASTER_DATA).first("VocabularyList")
            vocabularies = [] if found is None else self._vocabulary_list(found)
            kept["epcisMasterData"] = {"vocabularyList": vocabularies}
        if kept:
            members["epcisHeader"] = kept
        return members

    def _vocabulary_list(self, element: Element) -> list[dict[str, Any]]:
        return [
            self._vocabulary(entry)
            for entry in self.children(element, _VOCABULARY_LIST).all("Vocabulary")
        ]

    def _named(self, element: Element, attribute: str) -> dict[str, Any]:
        value = element.get(attribute)
        if value is None:
            self.fault(
                element,
                "required",
                f"缺少属性“{attribute}”",
                f"The attribute “{attribute}” is missing",
                f"@{attribute}",
            )
        return {attribute: value}

    def _vocabulary(self, element: Element) -> dict[str, Any]:
        vocabulary = self._named(element, "type")
        children = self.children(element, _VOCABULARY)
        found = children.first("VocabularyElementList")
        if found is not None:
            entries = self.children(found, _VOCABULARY_ELEMENTS).all("VocabularyElement")
            vocabulary["vocabularyElementList"] = [
                self._vocabulary_element(entry) for entry in entries
            ]
        return vocabulary | self.extensions(children.foreign)

    def _vocabulary_element(self, element: Element) -> dict[str, Any]:
        entry = self._named(element, "id")
        children = self.children(element, _VOCABULARY_ELEMENT)
        attributes = [
            {
                **self._named(attribute, "id"),
                "attribute": self.extensions(attribute)
                if len(attribute)
                else (attribute.text or "").strip(),
            }
            for attribute in children.all("attribute")
        ]
        if attributes:
            entry["attributes"] = attributes
        if (found := children.first("children")) is not None:
            entry["children"] = [
                self.text(child) for child in self.children(found, _IDENTIFIERS).all("id")
            ]
        return entry | self.extensions(children.foreign)


def _business_header(element: Element) -> dict[str, str]:
    """Return what the JSON binding keeps of a Standard Business Document Header."""
    kept = {
        "sender": "Sender/{*}Identifier",
        "receiver": "Receiver/{*}Identifier",
        "instanceIdentifier": "DocumentIdentification/{*}InstanceIdentifier",
    }
    found = {name: element.findtext("{*}" + path) for name, path in kept.items()}
    return {name: text.strip() for name, text in found.items() if text and text.strip()}
