"""One fact in words: what, how much, who, when, where and why; read from its own bytes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from milkshed.kernel.text import Text
from milkshed.ledger.facade import LotKind, StoredEvent, lot_kinds, step_name
from milkshed.ledger.models import ErrorDeclaration, Event
from milkshed.platform.models import Person
from milkshed.site.names import Named, names_of, page_of

# Lists of an event, in the order people read them, with what their things are to the event.
_QUANTITIES = (
    ("inputQuantityList", Text("投入", "In")),
    ("outputQuantityList", Text("产出", "Out")),
    ("quantityList", Text("对象", "Object")),
    ("childQuantityList", Text("装入", "Child")),
)
_THINGS = (
    ("inputEPCList", Text("投入", "In")),
    ("outputEPCList", Text("产出", "Out")),
    ("epcList", Text("对象", "Object")),
    ("childEPCs", Text("装入", "Child")),
)
_ACTIONS = {
    "ADD": Text("新增", "Added"),
    "OBSERVE": Text("观察", "Observed"),
    "DELETE": Text("注销", "Ended"),
}
_TYPES = {
    "ObjectEvent": (1, Text("对象事件", "Object event")),
    "AggregationEvent": (2, Text("聚合事件", "Aggregation event")),
    "TransactionEvent": (3, Text("交易事件", "Transaction event")),
    "TransformationEvent": (4, Text("转化事件", "Transformation event")),
    "AssociationEvent": (5, Text("关联事件", "Association event")),
}
_DISPOSITIONS = {
    "in_transit": Text("运输中", "In transit"),
    "in_progress": Text("进行中", "In progress"),
    "active": Text("有效", "Active"),
    "conformant": Text("合格", "Conformant"),
    "non_conformant": Text("不合格", "Not conformant"),
    "recalled": Text("已召回", "Recalled"),
    "destroyed": Text("已销毁", "Destroyed"),
}
_DOCUMENTS = {
    "bol": Text("交接单", "Handover sheet"),
    "testres": Text("检验报告", "Test report"),
    "desadv": Text("发货通知", "Despatch advice"),
    "po": Text("订单", "Order"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A thing that took part: its role, what it is called, its kind, its page and its mass."""

    role: Text
    number: str
    kind: Text | None
    page: str
    quantity: float | None = None
    unit: str = ""


@dataclass(frozen=True, slots=True)
class FactStory:
    """One fact, ready to show."""

    title: Text
    type_name: Text
    action: Text | None
    disposition: Text | None
    happened_at: datetime
    recorded_at: datetime
    recorder: Text | None
    place: Named | None
    vessel: Named | None
    parts: tuple[Part, ...]
    from_parties: tuple[Named, ...]
    to_parties: tuple[Named, ...]
    documents: tuple[tuple[Text, str], ...]
    readings: tuple[tuple[str, str], ...]
    declared_wrong_at: datetime | None
    event_id: str
    tidy: str
    verbatim: str

    @property
    def input_kg(self) -> float:
        """The kilograms that went in."""
        return self._sum("投入")

    @property
    def output_kg(self) -> float:
        """The kilograms that came out."""
        return self._sum("产出")

    def _sum(self, role: str) -> float:
        return sum(p.quantity or 0 for p in self.parts if p.role.zh == role and p.unit == "KGM")


def tell_fact(event: StoredEvent) -> FactStory:
    """Read an event as people would tell it."""
    said: dict[str, Any] = orjson.loads(event.body)
    place, vessel = _id(said.get("bizLocation")), _id(said.get("readPoint"))
    sources, targets = _ids(said, "source"), _ids(said, "destination")
    names = names_of([place, vessel, *sources, *targets])
    stored = Event.objects.only("seq", "person_id", "event_key").get(pk=event.seq)
    wrong = ErrorDeclaration.objects.filter(event_key=stored.event_key).first()
    number, type_name = _TYPES.get(str(said.get("type")), (0, Text("事件", "Event")))
    disposition = said.get("disposition")
    return FactStory(
        title=step_name(number, said.get("bizStep")),
        type_name=type_name,
        action=_ACTIONS.get(said.get("action", "")),
        disposition=_DISPOSITIONS.get(disposition, Text(disposition, disposition))
        if disposition
        else None,
        happened_at=event.event_time,
        recorded_at=event.record_time,
        recorder=_recorder(stored.person_id),
        place=names.get(place or ""),
        vessel=names.get(vessel or ""),
        parts=tuple(_parts(said)),
        from_parties=tuple(names[uri] for uri in sources),
        to_parties=tuple(names[uri] for uri in targets),
        documents=tuple(_documents(said)),
        readings=tuple(_readings(said)),
        declared_wrong_at=wrong.declared_at if wrong else None,
        event_id=event.event_id,
        tidy=orjson.dumps(said, option=orjson.OPT_INDENT_2).decode(),
        verbatim=event.body.decode(),
    )


def _id(value: Any) -> str | None:
    return value.get("id") if isinstance(value, Mapping) else None


def _ids(said: Mapping[str, Any], end: str) -> list[str]:
    return [one[end] for one in said.get(f"{end}List", ()) if one.get(end)]


def _recorder(person_id: int | None) -> Text | None:
    person = Person.objects.filter(pk=person_id).first() if person_id else None
    return person.name if person else None


def _parts(said: Mapping[str, Any]) -> Iterator[Part]:
    quantities: Sequence[tuple[Text, Mapping[str, Any]]] = [
        (role, one) for name, role in _QUANTITIES for one in said.get(name, ())
    ]
    things = [(role, uri) for name, role in _THINGS for uri in said.get(name, ())]
    if said.get("parentID"):
        things.insert(0, (Text("容纳于", "Parent"), said["parentID"]))
    kinds = lot_kinds([*(one["epcClass"] for _, one in quantities), *(uri for _, uri in things)])
    for role, one in quantities:
        uri = one["epcClass"]
        yield Part(
            role,
            *_shown(uri, kinds),
            quantity=one.get("quantity"),
            unit=one.get("uom", ""),
        )
    for role, uri in things:
        yield Part(role, *_shown(uri, kinds))


def _shown(uri: str, kinds: Mapping[str, LotKind]) -> tuple[str, Text | None, str]:
    kind = kinds[uri].name if uri in kinds else None
    return uri.rpartition("/")[2] or uri, kind, page_of(uri) if kind else ""


def _documents(said: Mapping[str, Any]) -> Iterator[tuple[Text, str]]:
    for one in said.get("bizTransactionList", ()):
        name = _DOCUMENTS.get(one.get("type", ""), Text("单据", "Document"))
        yield name, str(one.get("bizTransaction", "")).rpartition("/")[2]


def _readings(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for element in said.get("sensorElementList", ()):
        for report in element.get("sensorReport", ()):
            name = str(report.get("type") or "").rpartition("/")[2]
            value = next(
                (report[key] for key in _VALUES if report.get(key) is not None),
                "",
            )
            yield name, f"{value} {report.get('uom', '')}".strip()


_VALUES = ("value", "stringValue", "booleanValue", "hexBinaryValue", "uriValue")
