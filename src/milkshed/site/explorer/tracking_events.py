"""The critical tracking events of a reading with their key data elements, in order of time.

One row for each lot's making and, for a tanker load, one for its shipping and one for its
receiving. The elements are those that authorities ask for within 24 hours: lot code, quantity and
unit, description, where from and where to, place, time, document (21 CFR 1.1340 lists them for
shipping; order 536 art. 24 asks for them on the handover sheet).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from milkshed.collection.facade import SheetFacts, sheets_of_load
from milkshed.factory.facade import product_lots_by_uri
from milkshed.kernel.text import Text
from milkshed.site.explorer.reading import Exploration, Lot, Side

_MADE = Text("生成", "Made")
_SHIPPED = Text("发运", "Shipped")
_RECEIVED = Text("接收", "Received")


@dataclass(frozen=True, slots=True)
class TrackingEvent:
    """One row of the 24-hour pack; places are names, ``gln`` is that of the place of the event."""

    at: datetime
    what: Text
    lot: Lot
    description: Text
    kg: float | None
    inputs: str
    place: Text
    gln: str
    origin: Text
    destination: Text
    document: str
    event_id: str


def tracking_events(found: Exploration) -> tuple[TrackingEvent, ...]:
    """All rows that the reader may see."""
    lots = [lot for lot in found.lots if lot.is_open]
    names = _descriptions(lots)
    inputs = _inputs(found)
    loads = [lot.node.uri for lot in lots if lot.node.kind.code == "tanker_load"]
    sheets = sheets_of_load(loads)
    rows: list[TrackingEvent] = []
    for lot in lots:
        if lot.node.made_at is not None:
            rows.append(_made(lot, names[lot.node.uri], inputs.get(lot.node.uri, "")))
        for sheet in sheets.get(lot.node.uri, ()):
            rows += _hauled(lot, names[lot.node.uri], sheet)
    return tuple(sorted(rows, key=lambda row: row.at))


def _descriptions(lots: list[Lot]) -> Mapping[str, Text]:
    products = product_lots_by_uri(lot.node.uri for lot in lots)
    return {
        lot.node.uri: products[lot.node.uri].product.name
        if lot.node.uri in products
        else lot.node.kind.name
        for lot in lots
    }


def _inputs(found: Exploration) -> dict[str, str]:
    """For each lot what went into it, ``lot kg`` parted by semicolons."""
    parts: dict[str, list[str]] = {}
    lots = {lot.node.uri: lot for lot in found.lots}
    for link in found.links:
        if lots[link.source].is_open and lots[link.target].is_open:
            mass = "" if link.mass_kg is None else f" {link.mass_kg:,.1f}"
            parts.setdefault(link.target, []).append(lots[link.source].number + mass)
    return {uri: "; ".join(dict.fromkeys(listed)) for uri, listed in parts.items()}


_NONE = Text("", "")


def _made(lot: Lot, description: Text, inputs: str) -> TrackingEvent:
    assert lot.node.made_at is not None
    what = lot.hops[0].reason if lot.hops and lot.side is Side.AFTER else _MADE
    return TrackingEvent(
        at=lot.node.made_at,
        what=what,
        lot=lot,
        description=description,
        kg=lot.mass_kg,
        inputs=inputs,
        place=lot.place_name,
        gln=lot.place.gln if lot.place else "",
        origin=_NONE,
        destination=_NONE,
        document="",
        event_id=lot.event_id,
    )


def _hauled(lot: Lot, description: Text, sheet: SheetFacts) -> Iterator[TrackingEvent]:
    ends = (
        (_SHIPPED, sheet.departed_at, sheet.shipped_kg, sheet.station, sheet.station_uri),
        (_RECEIVED, sheet.settled_at, sheet.received_kg, sheet.plant, sheet.plant_uri),
    )
    for what, at, kg, place, place_uri in ends:
        if at is not None:
            yield TrackingEvent(
                at=at,
                what=what,
                lot=lot,
                description=description,
                kg=None if kg is None else float(kg),
                inputs="",
                place=place,
                gln=place_uri.rpartition("/")[2],
                origin=sheet.station,
                destination=sheet.plant,
                document=sheet.number,
                event_id="",
            )
