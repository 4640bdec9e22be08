"""EPCIS 2.0 XML documents as JSON-LD.

Structure is judged as the standard's XML schema judges it: namespaces, unknown elements, order,
what must be there, types of values. What comes out still has to pass
:mod:`milkshed.ledger.epcis.validation` with ``from_xml``: the XML schema knows no words, units,
URI syntax or rules across fields.

Narrower than the XML schema by intent: ``extension`` and ``baseExtension`` elements (left over
from EPCIS 1.x, their content has no namespace and thus no name in JSON-LD), an
``errorDeclaration`` without its time and sensor values INF and NaN are refused.

The parser resolves no entities, reaches no network and refuses document type declarations.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from lxml import etree

from milkshed.kernel.problems import INVALID, MALFORMED, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.epcis.vocabulary import CONTEXT_URL, EVENT_FIELDS
from milkshed.ledger.epcis.xml_events import read_event
from milkshed.ledger.epcis.xml_reading import (
    EPCIS_NAMESPACE,
    QUERY_NAMESPACE,
    Children,
    Content,
    Element,
    Reading,
    content,
)
from milkshed.ledger.epcis.xml_values import decimal, time_stamp

_SBDH = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"

_DOCUMENT = content("EPCISHeader? EPCISBody", others=True)
_BUSINESS_HEADER = f"{{{_SBDH}}}StandardBusinessDocumentHeader"
_HEADER = content(f"{_BUSINESS_HEADER}? extension? EPCISMasterData?")
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

_PARAMETERS = content("param*")
_PARAMETER = content("name value")
_POLL = content("queryName params")
_SUBSCRIBE = content("queryName params dest controls subscriptionID")
_ONE_REASON = content("reason severity? queryName? subscriptionID?")
_STRINGS = content("string*")
_NOTHING = content("")

_QUERY_MESSAGES: Mapping[str, Content | None] = MappingProxyType(
    {
        "GetQueryNames": _NOTHING,
        "GetQueryNamesResult": _STRINGS,
        "Subscribe": _SUBSCRIBE,
        "SubscribeResult": _NOTHING,
        "Unsubscribe": content("subscriptionID"),
        "UnsubscribeResult": _NOTHING,
        "GetSubscriptionIDs": content("queryName"),
        "GetSubscriptionIDsResult": _STRINGS,
        "Poll": _POLL,
        "GetStandardVersion": _NOTHING,
        "GetStandardVersionResult": None,
        "GetVendorVersion": _NOTHING,
        "GetVendorVersionResult": None,
        "DuplicateNameException": _ONE_REASON,
        "InvalidURIException": _ONE_REASON,
        "NoSuchNameException": _ONE_REASON,
        "NoSuchSubscriptionException": _ONE_REASON,
        "DuplicateSubscriptionException": _ONE_REASON,
        "QueryParameterException": _ONE_REASON,
        "QueryTooLargeException": _ONE_REASON,
        "QueryTooComplexException": _ONE_REASON,
        "SubscriptionControlsException": _ONE_REASON,
        "SubscribeNotPermittedException": _ONE_REASON,
        "SecurityException": _ONE_REASON,
        "ValidationException": _ONE_REASON,
        "ImplementationException": _ONE_REASON,
    }
)
"""Messages of the query interface other than results; None stands for plain text."""

_NOT_XML = Text("不是格式良好的XML", "This is not well-formed XML")
_NO_DOCTYPE = Text("不接受文档类型声明（DOCTYPE）", "A document type declaration is not accepted")
_NOT_EPCIS = Text(
    "根元素应为EPCIS 2.0的EPCISDocument或EPCISQueryDocument",
    "The root must be EPCISDocument or EPCISQueryDocument of EPCIS 2.0",
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


def _parse(data: bytes) -> Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        detail = Text(f"{_NOT_XML.zh}：{error}", f"{_NOT_XML.en}: {error}")
        raise Problem(MALFORMED, detail, [Fault("/", None, "not-well-formed", detail)]) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Problem(MALFORMED, _NO_DOCTYPE, [Fault("/", None, "doctype", _NO_DOCTYPE)])
    return root


def parse_document(data: bytes) -> XmlDocument:
    """Return what an XML document holds together with everything wrong in it.

    Raises :class:`Problem` (malformed) when the bytes are no well-formed XML or declare a
    document type. Wrong EPCIS does not raise: see the faults.
    """
    root = _parse(data)
    reading = _DocumentReading()
    document: dict[str, Any] | None
    if root.tag == f"{{{EPCIS_NAMESPACE}}}EPCISDocument":
        document = reading.capture_document(root)
    elif root.tag == f"{{{QUERY_NAMESPACE}}}EPCISQueryDocument":
        document = reading.query_document(root)
    else:
        fault = Fault(f"/{root.tag}", None, "not-an-epcis-document", _NOT_EPCIS)
        return XmlDocument(None, [fault], [])
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
        children = self.children(root, _DOCUMENT, QUERY_NAMESPACE)
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
        if name.namespace != QUERY_NAMESPACE or (
            name.localname != "QueryResults" and name.localname not in _QUERY_MESSAGES
        ):
            self._unexpected(message)
            return None
        if name.localname == "QueryResults":
            return message
        model = _QUERY_MESSAGES[name.localname]
        if model is None:
            self.text(message)
        else:
            children = self.children(message, model, QUERY_NAMESPACE)
            if (parameters := children.first("params")) is not None:
                for entry in self.children(parameters, _PARAMETERS).all("param"):
                    self.children(entry, _PARAMETER)
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
        if master_data is not None:
            found = self.children(master_data, _MASTER_DATA).first("VocabularyList")
            vocabularies = [] if found is None else self._vocabulary_list(found)
            members["epcisHeader"] = {"epcisMasterData": {"vocabularyList": vocabularies}}
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
