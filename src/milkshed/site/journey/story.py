"""The journey of a lot as the public reads it: where from, by which stages, with which tests.

People's names and licence plates never appear. Farms are named only to those who may read
their facts or where every farm is made up; others read the county.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from milkshed.factory.models import ProductLot
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.text import Text
from milkshed.ledger.facade import Trace, trace_backward
from milkshed.platform.models import Place
from milkshed.site.journey import records
from milkshed.site.journey.stages import Crossing, Stage, stages, unknown_share

SMALLEST_SHARE = 0.0005
_PLACES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Part:
    """A place or county and the share of the milk that came by way of it."""

    name: Text
    share: float
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line under a stage; ``good`` is None where nothing is judged."""

    title: Text
    value: Text
    good: bool | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """One stage of the journey as shown; ``same_places`` as the stage before it."""

    code: str
    title: Text
    first_at: datetime | None
    last_at: datetime | None
    parts: tuple[Part, ...]
    others: int
    others_share: float
    same_places: bool
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map."""

    name: Text
    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Story:
    """Everything the page tells about one lot; ``event_id`` is the fact that made it."""

    title: Text
    lot: ProductLot | None
    made_by: Text | None
    event_id: str | None
    stops: tuple[Stop, ...]
    counties: tuple[tuple[str, Part], ...]
    unknown_share: float
    residual_share: float
    unknown_reasons: tuple[Text, ...]
    findings: records.Findings
    points: tuple[Point, ...]
    farms: int
    facts_behind: int
    is_cut: bool
    conservative: bool


def tell(uri: str, *, named: Callable[[Place], bool]) -> Story | None:
    """The story of a lot or pallet, None when the ledger never heard of it.

    ``named`` says whether a farm is shown by its name or by its county.
    """
    trace = trace_backward(uri)
    return None if trace is None else _told(trace, named)


def _told(trace: Trace, named: Callable[[Place], bool]) -> Story:
    found = stages(trace, SMALLEST_SHARE)
    places = _places(c.place_uri for stage in found for c in stage.crossings)
    of_kind = {stage.kind.code: stage for stage in found}
    lot = _lot_of(trace, of_kind)
    origins = of_kind.get("milking") or of_kind.get("farm_tank")
    counties = _county_shares(origins, places)
    unknown = unknown_share(trace)
    maker = lot.product.plant.place if lot else places.get(trace.start.place_uri or "")
    return Story(
        title=lot.product.name if lot else trace.start.kind.name,
        lot=lot,
        made_by=maker.name if maker else None,
        event_id=trace.start.event_id,
        stops=_stops(found, places, named, lot),
        counties=counties,
        unknown_share=unknown,
        residual_share=max(0.0, 1.0 - unknown - sum(part.share for _, part in counties)),
        unknown_reasons=tuple({part.reason.zh: part.reason for part in trace.unknown}.values()),
        findings=records.tests(
            _lots(of_kind, ("station_tank", "tanker_load", "silo_state", "batch", "product"))
            | {trace.start.uri}
        ),
        points=_points(places.values()),
        farms=len(origins.crossings) if origins else 0,
        facts_behind=len({hop.event_id for hop in trace.hops}),
        is_cut=trace.is_cut,
        conservative=trace.conservative,
    )


def _lot_of(trace: Trace, of_kind: Mapping[str, Stage]) -> ProductLot | None:
    candidates = [trace.start.uri, *(of_kind["product"].lots if "product" in of_kind else ())]
    return next((lot for uri in candidates if (lot := records.product_lot(uri))), None)


def _lots(of_kind: Mapping[str, Stage], kinds: Iterable[str]) -> set[str]:
    return {lot for kind in kinds if kind in of_kind for lot in of_kind[kind].lots}


def _places(uris: Iterable[str | None]) -> dict[str, Place]:
    glns = {uri.partition("/414/")[2].split("/")[0] for uri in uris if uri and "/414/" in uri}
    return {place.uri: place for place in Place.objects.filter(gln__in=glns)}


def _county_shares(
    origins: Stage | None, places: Mapping[str, Place]
) -> tuple[tuple[str, Part], ...]:
    shares: dict[str, float] = defaultdict(float)
    for crossing in origins.crossings if origins else ():
        place = places.get(crossing.place_uri or "")
        if place is not None and place.county in COUNTIES:
            shares[place.county] += crossing.share
    ranked = sorted(shares.items(), key=lambda item: -item[1])
    return tuple((code, Part(COUNTIES[code].name, share)) for code, share in ranked)


def _points(places: Iterable[Place]) -> tuple[Point, ...]:
    """Plants only: where a farm or a station lies is nobody else's business."""
    return tuple(
        Point(place.name, place.longitude, place.latitude)
        for place in places
        if place.kind == "plant" and place.longitude is not None and place.latitude is not None
    )


def _stops(
    found: Iterable[Stage],
    places: Mapping[str, Place],
    named: Callable[[Place], bool],
    lot: ProductLot | None,
) -> tuple[Stop, ...]:
    stops: list[Stop] = []
    before: tuple[Part, ...] = ()
    for stage in found:
        parts = _parts(stage.crossings, places, named)
        same = len(parts) > 1 and {p.name.zh for p in parts} == {p.name.zh for p in before}
        title, facts_of = _STAGES.get(stage.kind.code, (stage.kind.name, _no_facts))
        facts = list(facts_of(stage))
        if stage.kind.code == "product" and lot is not None:
            facts += _lot_facts(lot)
        stops.append(
            Stop(
                code=stage.kind.code,
                title=title,
                first_at=stage.first_at,
                last_at=stage.last_at,
                parts=() if same else parts[:_PLACES_SHOWN],
                others=0 if same else max(0, len(parts) - _PLACES_SHOWN),
                others_share=sum(part.share for part in parts[_PLACES_SHOWN:]),
                same_places=same,
                facts=tuple(facts),
            )
        )
        before = parts
    return tuple(stops)


def _lot_facts(lot: ProductLot) -> Iterable[Fact]:
    yield Fact(Text("包装数", "Packs"), Text(f"{lot.packs:,}", f"{lot.packs:,}"))
    category = lot.batch.category_text if lot.batch else None
    if category is not None:
        yield Fact(Text("类别", "Kind"), category)


def _parts(
    crossings: Iterable[Crossing],
    places: Mapping[str, Place],
    named: Callable[[Place], bool],
) -> tuple[Part, ...]:
    shares: dict[tuple[str, str], float] = defaultdict(float)
    for crossing in crossings:
        name = _shown_name(places.get(crossing.place_uri or ""), named)
        shares[name.zh, name.en] += crossing.share
    ranked = sorted(shares.items(), key=lambda item: -item[1])
    return tuple(Part(Text(*name), share) for name, share in ranked)


def _shown_name(place: Place | None, named: Callable[[Place], bool]) -> Text:
    if place is None:
        return Text("未登记的场所", "A place not on record")
    if place.kind == "farm" and place.county in COUNTIES and not named(place):
        county = COUNTIES[place.county].name
        return Text(f"{county.zh}的牧场", f"Farms in {county.en}")
    return place.name


def _no_facts(_: Stage) -> Iterable[Fact]:
    return ()


def _milking_facts(stage: Stage) -> Iterable[Fact]:
    count = len(stage.lots)
    yield Fact(Text("挤奶批次", "Milkings"), Text(f"{count} 批", f"{count}"))


def _station_facts(stage: Stage) -> Iterable[Fact]:
    yield Fact(
        Text("收购站", "Stations"),
        Text(f"{len(stage.crossings)} 个", f"{len(stage.crossings)}"),
    )


def _farm_tank_facts(stage: Stage) -> Iterable[Fact]:
    yield from _temperature(
        Text("交收购站时奶温", "Temperature when handed over"),
        records.intake_temperature(stage.lots),
    )


def _load_facts(stage: Stage) -> Iterable[Fact]:
    haul = records.haul(stage.lots)
    loads = len(stage.lots)
    yield Fact(Text("车次", "Loads"), Text(f"{loads} 车", f"{loads}"))
    yield from _temperature(Text("离站奶温", "Temperature at departure"), haul.temperature_out)
    yield from _temperature(Text("到厂奶温", "Temperature at arrival"), haul.temperature_in)
    if haul.sheets:
        broken = haul.seals_broken
        yield Fact(
            Text("铅封", "Seals"),
            Text(f"{broken} 车破损", f"{broken} broken") if broken else Text("完好", "Intact"),
            good=not broken,
        )
    missing = loads - haul.sheets
    if missing > 0:
        yield Fact(
            Text("交接单", "Handover sheets"),
            Text(f"{missing} 车未见交接单", f"{missing} loads without a sheet"),
            good=False,
        )


def _silo_facts(stage: Stage) -> Iterable[Fact]:
    yield from _temperature(
        Text("入仓奶温", "Temperature into the silo"), records.silo_temperature(stage.lots)
    )
    silos = len({vessel for crossing in stage.crossings for vessel in crossing.vessels})
    if silos:
        yield Fact(Text("奶仓", "Silos"), Text(f"{silos} 个", f"{silos}"))


def _temperature(title: Text, span: records.Range | None) -> Iterable[Fact]:
    if span is None:
        return
    low, high = span
    shown = f"{low:.1f} ℃" if low == high else f"{low:.1f}–{high:.1f} ℃"
    yield Fact(title, Text(shown, shown))


_STAGES: Mapping[str, tuple[Text, Callable[[Stage], Iterable[Fact]]]] = {
    "milking": (Text("牧场挤奶", "Milked on the farm"), _milking_facts),
    "farm_tank": (Text("牧场冷藏", "Cooled in the farm tank"), _farm_tank_facts),
    "station_tank": (Text("收购站收奶", "Taken in at the station"), _station_facts),
    "tanker_load": (Text("冷链运输", "Hauled by tanker"), _load_facts),
    "silo_state": (Text("到厂入仓", "Into the plant's silo"), _silo_facts),
    "batch": (Text("杀菌加工", "Processed"), _no_facts),
    "product": (Text("灌装成品", "Packed"), _no_facts),
    "pallet": (Text("码托入库", "Palletised"), _no_facts),
}
