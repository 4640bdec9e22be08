"""Messages of the query interface in XML (EPCIS 2.0 section 11): what they ask or answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from lxml import etree

from milkshed.kernel.problems import INVALID, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.epcis.xml_parsing import parse_safely
from milkshed.ledger.epcis.xml_reading import (
    QUERY_NAMESPACES,
    Children,
    Content,
    Element,
    Reading,
    content,
)

_PARAMETERS = content("param*")
_PARAMETER = content("name value")
_POLL = content("queryName params")
_SUBSCRIBE = content("queryName params dest controls subscriptionID")
_ONE_REASON = content("reason severity? queryName? subscriptionID?")
_STRINGS = content("string*")
_NOTHING = content("")
_CONTROLS = content("schedule? trigger? initialRecordTime? reportIfEmpty", others=True)
_SCHEDULE = content("second? minute? hour? dayOfMonth? month? dayOfWeek?", others=True)
_NO_MESSAGE = Text(
    "应为EPCISQueryDocument，其EPCISBody中恰有一个查询消息",
    "An EPCISQueryDocument is expected whose EPCISBody holds exactly one query message",
)

MESSAGES: Mapping[str, Content | None] = MappingProxyType(
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


@dataclass(frozen=True, slots=True)
class QueryMessage:
    """A message of the query interface that asks for something.

    ``kind`` is the name of its element (``Poll``, ``Subscribe``, ``Unsubscribe``, …). A parameter's
    value is a text, or a list of texts where the message gives an array. ``schedule`` has the
    fields ``second``, ``minute``, ``hour``, ``dayOfMonth``, ``month`` and ``dayOfWeek`` as far as
    they were given.
    """

    kind: str
    query_name: str | None = None
    parameters: Mapping[str, str | list[str]] = field(default_factory=dict)
    destination: str | None = None
    subscription_id: str | None = None
    schedule: Mapping[str, str] = field(default_factory=dict)
    trigger: str | None = None
    initial_record_time: str | None = None
    report_if_empty: bool = False


def read_message(reading: Reading, message: Element) -> QueryMessage:
    """Return a message of the query interface; what is wrong in it is noted in the reading."""
    kind = etree.QName(message).localname
    model = MESSAGES[kind]
    if model is None:
        reading.text(message)
        return QueryMessage(kind)
    children = reading.children(message, model, str(etree.QName(message).namespace))
    parameters: dict[str, str | list[str]] = {}
    if (found := children.first("params")) is not None:
        for entry in reading.children(found, _PARAMETERS).all("param"):
            parts = reading.children(entry, _PARAMETER)
            name, value = parts.first("name"), parts.first("value")
            if name is not None and value is not None:
                parameters[str(reading.text(name))] = _parameter_value(reading, value)
    controls: dict[str, str] = {}
    schedule: dict[str, str] = {}
    if (found := children.first("controls")) is not None:
        inner = reading.children(found, _CONTROLS)
        controls = _texts(reading, inner, ("trigger", "initialRecordTime", "reportIfEmpty"))
        if (times := inner.first("schedule")) is not None:
            schedule = _texts(reading, reading.children(times, _SCHEDULE), _SCHEDULE.order)
    texts = _texts(reading, children, ("queryName", "dest", "subscriptionID"))
    return QueryMessage(
        kind,
        texts.get("queryName"),
        parameters,
        texts.get("dest"),
        texts.get("subscriptionID"),
        schedule,
        controls.get("trigger"),
        controls.get("initialRecordTime"),
        controls.get("reportIfEmpty") in ("true", "1"),
    )


def read_query_message(data: bytes) -> QueryMessage:
    """Return the message that an ``EPCISQueryDocument`` in XML asks with.

    Raises :class:`Problem` with every fault when it is no right message, and when it carries
    results or events instead.
    """
    root = parse_safely(data)
    reading = Reading()
    name = etree.QName(root)
    body = root.find("EPCISBody")
    if name.namespace not in QUERY_NAMESPACES or name.localname != "EPCISQueryDocument":
        reading.fault(root, "not-a-query-document", _NO_MESSAGE.zh, _NO_MESSAGE.en)
    elif body is None or len(body) != 1 or etree.QName(body[0]).localname not in MESSAGES:
        reading.fault(root, "no-query-message", _NO_MESSAGE.zh, _NO_MESSAGE.en)
    else:
        message = read_message(reading, body[0])
        if not reading.faults:
            return message
    raise Problem(INVALID, reading.faults[0].message, reading.faults)


def _parameter_value(reading: Reading, value: Element) -> str | list[str]:
    if not len(value):
        return str(reading.text(value))
    return [str(reading.text(entry)) for entry in reading.children(value, _STRINGS).all("string")]


def _texts(reading: Reading, children: Children, names: Iterable[str]) -> dict[str, str]:
    return {
        name: str(reading.text(found))
        for name in names
        if (found := children.first(name)) is not None
    }
