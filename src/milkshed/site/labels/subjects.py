"""What labels are made for: tanks, silos, tankers, handover sheets, product lots and pallets.

Every list is cut to what the person may see. A label says no more than what its thing is called;
an identifier that is none of these, or out of the person's scope, is called by its number.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from milkshed.collection.models import HandoverSheet, Tanker
from milkshed.factory.models import ProductLot, Silo
from milkshed.kernel.clock import SHANGHAI
from milkshed.kernel.text import Text
from milkshed.ledger.facade import DigitalLink, describe, read_identifier, visible_events
from milkshed.ledger.query.vessels_and_pallets import latest_pallets, vessels_in
from milkshed.platform.models import Organisation, Place, PlaceKind
from milkshed.platform.scope import scope_of, visible

LISTED = 60


@dataclass(frozen=True, slots=True)
class Label:
    """What one label says: kind and name of the thing, its identifier, and a few lines more."""

    kind: Text
    name: Text
    link: DigitalLink
    details: tuple[Text, ...] = ()
    is_synthetic: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing that labels are made for.

    ``find`` lists labels that hold the words typed, ``named`` finds the label of an identifier.
    """

    code: str
    name: Text
    hint: Text
    find: Callable[[Any, str], Sequence[Label]]
    named: Callable[[Any, DigitalLink], Label | None]


def label_of(person: Any, link: DigitalLink) -> Label:
    """Return the label of an identifier."""
    for kind in KINDS.values():
        found = kind.named(person, link)
        if found is not None:
            return found
    return Label(
        describe(link),
        Text("", ""),
        link,
        is_synthetic=Organisation.objects.filter(synthetic=True).exists(),
    )


def _both(value: str) -> Text:
    return Text(value, value)


# product lots

_LOT = Text("产品批次", "Product lot")


def _lot_label(lot: ProductLot) -> Label:
    place = lot.product.plant.place
    return Label(
        _LOT,
        lot.product.name,
        read_identifier(lot.uri),
        (
            place.name,
            Text(f"生产日期 {lot.produced_on}", f"Produced {lot.produced_on}"),
            Text(f"保质期至 {lot.expires_on}", f"Best before {lot.expires_on}"),
        ),
        place.organisation.synthetic,
    )


def _lots(person: Any) -> Any:
    found = ProductLot.objects.select_related("product__plant__place__organisation")
    return visible(found, scope_of(person)).order_by("-produced_on", "-id")


def _find_lots(person: Any, words: str) -> list[Label]:
    found = _lots(person).filter(
        Q(lot__icontains=words)
        | Q(product__name_zh__icontains=words)
        | Q(product__gtin__icontains=words)
    )
    return [_lot_label(lot) for lot in found[:LISTED]]


def _named_lot(person: Any, link: DigitalLink) -> Label | None:
    lot = _lots(person).filter(uri=link.canonical).first() if link.key[0] == "01" else None
    return None if lot is None else _lot_label(lot)


# silos of plants, tanks of farms and stations

_SILO = Text("奶仓", "Silo")
_TANK = Text("储奶罐", "Milk tank")


def _silo_label(silo: Silo) -> Label:
    place = silo.plant.place
    return Label(
        _SILO,
        Text(f"{place.name.zh} {silo.extension}", f"{place.name.en} {silo.extension}"),
        read_identifier(silo.uri),
        (Text(f"容量 {silo.capacity_kg:,.0f} 公斤", f"Capacity {silo.capacity_kg:,.0f} kg"),),
        place.organisation.synthetic,
    )


def _silos(person: Any) -> Any:
    found = Silo.objects.select_related("plant__place__organisation").filter(active=True)
    return visible(found, scope_of(person)).order_by("plant__place__name_zh", "extension")


def _find_silos(person: Any, words: str) -> list[Label]:
    found = _silos(person).filter(
        Q(plant__place__name_zh__icontains=words) | Q(extension__icontains=words)
    )
    return [_silo_label(silo) for silo in found[:LISTED]]


def _vessel(link: DigitalLink) -> tuple[str, str] | None:
    """The place and number of a vessel."""
    if link.key[0] != "414" or [ai for ai, _ in link.qualifiers] != ["254"]:
        return None
    return link.key[1], link.qualifiers[0][1]


def _named_silo(person: Any, link: DigitalLink) -> Label | None:
    vessel = _vessel(link)
    if vessel is None:
        return None
    gln, extension = vessel
    silo = _silos(person).filter(plant__place__gln=gln, extension=extension).first()
    return None if silo is None else _silo_label(silo)


def _tank_label(place: Place, link: DigitalLink) -> Label:
    number = link.qualifiers[0][1]
    return Label(
        _TANK,
        Text(f"{place.name.zh} {number}", f"{place.name.en} {number}"),
        link,
        is_synthetic=place.organisation.synthetic,
    )


def _places(person: Any) -> Any:
    found = Place.objects.select_related("organisation").filter(
        kind__in=(PlaceKind.FARM, PlaceKind.STATION)
    )
    return visible(found, scope_of(person)).order_by("name_zh")


def _find_tanks(person: Any, words: str) -> list[Label]:
    places = {place.gln: place for place in _places(person).filter(name_zh__icontains=words)}
    links = map(read_identifier, vessels_in([p.uri for p in places.values()], LISTED))
    return [_tank_label(places[link.key[1]], link) for link in links]


def _named_tank(person: Any, link: DigitalLink) -> Label | None:
    vessel = _vessel(link)
    place = None if vessel is None else _places(person).filter(gln=vessel[0]).first()
    return None if place is None else _tank_label(place, link)


# tankers and their handover sheets

_TANKER = Text("生鲜乳运输车", "Milk tanker")
_SHEET = Text("生鲜乳交接单", "Handover sheet")


def _tanker_label(tanker: Tanker) -> Label:
    return Label(
        _TANKER,
        _both(tanker.plate),
        read_identifier(tanker.uri),
        (
            tanker.carrier.name,
            Text(
                f"核定载重 {tanker.capacity_kg:,.0f} 公斤",
                f"Capacity {tanker.capacity_kg:,.0f} kg",
            ),
        ),
        tanker.carrier.synthetic,
    )


def _tankers(person: Any) -> Any:
    found = Tanker.objects.select_related("carrier").filter(active=True)
    return visible(found, scope_of(person)).order_by("plate")


def _find_tankers(person: Any, words: str) -> list[Label]:
    found = _tankers(person).filter(
        Q(plate__icontains=words) | Q(carrier__name_zh__icontains=words)
    )
    return [_tanker_label(tanker) for tanker in found[:LISTED]]


def _named_tanker(person: Any, link: DigitalLink) -> Label | None:
    if link.key[0] != "8003":
        return None
    tanker = _tankers(person).filter(grai=link.key[1]).first()
    return None if tanker is None else _tanker_label(tanker)


def _sheet_label(sheet: HandoverSheet) -> Label:
    day = sheet.departed_at
    station, plant = sheet.station.place.name, sheet.plant.name
    return Label(
        _SHEET,
        _both(sheet.number),
        read_identifier(sheet.uri),
        (
            Text(f"{station.zh} → {plant.zh}", f"{station.en} → {plant.en}"),
            _both(sheet.tanker.plate),
            *([_both(f"{day.astimezone(SHANGHAI):%Y-%m-%d %H:%M}")] if day else []),
        ),
        sheet.station.place.organisation.synthetic,
    )


def _sheets(person: Any) -> Any:
    found = HandoverSheet.objects.select_related("station__place__organisation", "plant", "tanker")
    return visible(found, scope_of(person)).order_by("-id")


def _find_sheets(person: Any, words: str) -> list[Label]:
    found = _sheets(person).filter(
        Q(number__icontains=words)
        | Q(tanker__plate__icontains=words)
        | Q(station__place__name_zh__icontains=words)
    )
    return [_sheet_label(sheet) for sheet in found[:LISTED]]


def _named_sheet(person: Any, link: DigitalLink) -> Label | None:
    if link.key[0] != "253":
        return None
    sheet = _sheets(person).filter(gdti=link.key[1]).first()
    return None if sheet is None else _sheet_label(sheet)


# pallets

_PALLET = Text("托盘", "Pallet")


def _pallet_label(link: DigitalLink) -> Label:
    number = link.key[1]
    spaced = f"{number[0]} {number[1:8]} {number[8:17]} {number[17]}"
    return Label(
        _PALLET,
        _both(f"SSCC {spaced}"),
        link,
        is_synthetic=Organisation.objects.filter(synthetic=True).exists(),
    )


def _find_pallets(person: Any, words: str) -> list[Label]:
    found = map(read_identifier, latest_pallets(visible_events(person), LISTED))
    return [_pallet_label(link) for link in found if words in link.key[1]]


def _named_pallet(_person: Any, link: DigitalLink) -> Label | None:
    return _pallet_label(link) if link.key[0] == "00" else None


KINDS: Mapping[str, Kind] = {
    kind.code: kind
    for kind in (
        Kind(
            "lot", _LOT, Text("批号、产品名或GTIN", "Lot, product or GTIN"), _find_lots, _named_lot
        ),
        Kind("silo", _SILO, Text("加工厂或奶仓编号", "Plant or silo"), _find_silos, _named_silo),
        Kind("tank", _TANK, Text("牧场或收购站", "Farm or station"), _find_tanks, _named_tank),
        Kind(
            "tanker",
            _TANKER,
            Text("车牌或运输单位", "Plate or carrier"),
            _find_tankers,
            _named_tanker,
        ),
        Kind(
            "sheet",
            _SHEET,
            Text("单号、车牌或收购站", "Number, plate or station"),
            _find_sheets,
            _named_sheet,
        ),
        Kind(
            "pallet", _PALLET, Text("SSCC数字", "Digits of the SSCC"), _find_pallets, _named_pallet
        ),
    )
}
"""The kinds by their codes, in the order people look for them."""
