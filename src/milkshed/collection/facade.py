"""What other rooms may ask of collection."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate

from milkshed.collection.facts import LoadSample, tell_samples_with
from milkshed.collection.models import HandoverSheet, Licence, Purchase, Station, Tanker
from milkshed.collection.queries import standing_on
from milkshed.kernel.clock import SHANGHAI, shanghai_day, start_of_day
from milkshed.kernel.text import Text
from milkshed.platform.models import Place
from milkshed.platform.scope import EVERYTHING, Scope, visible

__all__ = [
    "FlowRow",
    "Load",
    "LoadSample",
    "RefusedLoad",
    "SheetFacts",
    "StationFacts",
    "TankerFacts",
    "accepted_kg",
    "bought_by_farm",
    "bought_from_farms",
    "farm_lots",
    "flow_of_day",
    "open_sheets",
    "refused_loads",
    "settled_loads",
    "sheet_by_gdti",
    "sheets_of_load",
    "sheets_seen",
    "sheets_to_plant",
    "stations_by_uri",
    "stations_licensed",
    "stations_of",
    "stations_selling",
    "suppliers_of",
    "tankers_by_uri",
    "tell_samples_with",
]


@dataclass(frozen=True, slots=True)
class StationFacts:
    """A station: its key, its place's key and Digital Link, name and county."""

    key: int
    place_id: int
    uri: str
    name: Text
    county: str
    organisation_id: int
    active: bool


@dataclass(frozen=True, slots=True)
class TankerFacts:
    """A tanker: key, Digital Link, plate, carrier and capacity in kg."""

    key: int
    uri: str
    plate: str
    carrier: Text
    capacity_kg: Decimal


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """A handover sheet as a trace shows it; masses in kg, temperatures in ℃."""

    number: str
    uri: str
    load_lot: str
    station: Text
    station_uri: str
    plate: str
    tanker_uri: str
    plant: Text
    plant_uri: str
    shipped_kg: Decimal
    received_kg: Decimal | None
    departure_temperature_c: Decimal
    arrival_temperature_c: Decimal | None
    departed_at: datetime | None
    arrived_at: datetime | None
    settled_at: datetime | None
    outcome: str
    state: Text
    signatures: int
    url: str


@dataclass(frozen=True, slots=True)
class FlowRow:
    """Milk of one day from farms of a county over stations of a county to a plant, in kg."""

    source_county: str
    station_county: str
    plant_id: int
    plant: Text
    plant_county: str
    kg: float


@dataclass(frozen=True, slots=True)
class Load:
    """A settled load of a station to a plant; keys are those of the places, masses in kg.

    ``day`` is the Chinese day of loading; ``received_kg`` is None for a refused load.
    """

    number: str
    lot_uri: str
    station_place_id: int
    plant_place_id: int
    day: date
    shipped_kg: Decimal
    received_kg: Decimal | None
    outcome: str
    refusal_reason: str
    settled_at: datetime
    url: str
    arrival_temperature_c: Decimal | None = None


def stations_by_uri(uris: Iterable[str]) -> Mapping[str, StationFacts]:
    """Stations by the Digital Link of their place (``/414/{gln}``); unknown links are left out."""
    glns = [uri.rsplit("/", 1)[-1] for uri in uris]
    found = Station.objects.filter(place__gln__in=glns).select_related("place")
    return {
        s.uri: StationFacts(
            s.pk,
            s.place_id,
            s.uri,
            s.place.name,
            s.place.county,
            s.place.organisation_id,
            s.active,
        )
        for s in found
    }


def tankers_by_uri(uris: Iterable[str]) -> Mapping[str, TankerFacts]:
    """Tankers by Digital Link (``/8003/{grai}``); unknown links are left out."""
    grais = [uri.rsplit("/", 1)[-1] for uri in uris]
    found = Tanker.objects.filter(grai__in=grais).select_related("carrier")
    return {t.uri: TankerFacts(t.pk, t.uri, t.plate, t.carrier.name, t.capacity_kg) for t in found}


def _facts(sheet: HandoverSheet, signatures: int) -> SheetFacts:
    return SheetFacts(
        number=sheet.number,
        uri=sheet.uri,
        load_lot=sheet.load_lot,
        station=sheet.station.place.name,
        station_uri=sheet.station.uri,
        plate=sheet.tanker.plate,
        tanker_uri=sheet.tanker.uri,
        plant=sheet.plant.name,
        plant_uri=sheet.plant.uri,
        shipped_kg=sheet.shipped_kg,
        received_kg=sheet.received_kg,
        departure_temperature_c=sheet.departure_temperature_c,
        arrival_temperature_c=sheet.arrival_temperature_c,
        departed_at=sheet.departed_at,
        arrived_at=sheet.arrived_at,
        settled_at=sheet.settled_at,
        outcome=sheet.outcome,
        state=sheet.state_text,
        signatures=signatures,
        url=f"/collection/sheets/{sheet.number}",
    )


def sheets_of_load(
    uris: Iterable[str], scope: Scope = EVERYTHING
) -> Mapping[str, tuple[SheetFacts, ...]]:
    """The sheets in force (corrected ones left out) of each load lot that has any in the scope."""
    sheets = (
        visible(HandoverSheet.objects.filter(load_lot__in=list(uris)), scope)
        .exclude(state="replaced")
        .select_related("station__place", "tanker", "plant")
        .annotate(signed=Count("signatures"))
        .order_by("loaded_at")
    )
    found: dict[str, list[SheetFacts]] = defaultdict(list)
    for sheet in sheets:
        found[sheet.load_lot].append(_facts(sheet, sheet.signed))
    return {lot: tuple(entries) for lot, entries in found.items()}


def sheets_to_plant(place_id: int, since: datetime) -> tuple[SheetFacts, ...]:
    """Sheets in force bound for a plant's place: those still open, and those settled since."""
    sheets = (
        HandoverSheet.objects.filter(
            Q(settled_at__isnull=True) | Q(settled_at__gte=since), plant_id=place_id
        )
        .exclude(state__in=["draft", "replaced"])
        .select_related("station__place", "tanker", "plant")
        .annotate(signed=Count("signatures"))
        .order_by("loaded_at")
    )
    return tuple(_facts(sheet, sheet.signed) for sheet in sheets)


def sheet_by_gdti(gdti: str) -> SheetFacts | None:
    """The sheet with this GDTI (what stands behind ``/253/`` in its Digital Link)."""
    sheet = (
        HandoverSheet.objects.filter(gdti=gdti)
        .select_related("station__place", "tanker", "plant")
        .first()
    )
    return None if sheet is None else _facts(sheet, sheet.signatures.count())


def flow_of_day(day: date) -> list[FlowRow]:
    """Milk accepted from sheets loaded on a day, by county of the farms, of the station, and plant.

    A station's milk is shared over the counties of its farms in the proportion of what it bought
    that day; without purchases it counts as milk of the station's own county.
    """
    first, last = start_of_day(day), start_of_day(day + timedelta(days=1))
    sources: dict[int, dict[str, float]] = defaultdict(dict)
    bought = (
        Purchase.objects.filter(received_at__gte=first, received_at__lt=last)
        .values("station_id", "farm__county")
        .annotate(kg=Sum("kg"))
    )
    for row in bought:
        sources[row["station_id"]][row["farm__county"]] = float(row["kg"])
    shipped = (
        HandoverSheet.objects.filter(loaded_at__gte=first, loaded_at__lt=last, outcome="accepted")
        .exclude(state="replaced")
        .values("station_id", "station__place__county", "plant_id")
        .annotate(kg=Sum("received_kg"))
    )
    sums: dict[tuple[str, str, int], float] = defaultdict(float)
    for sent in shipped:
        county = sent["station__place__county"]
        shares = sources.get(sent["station_id"]) or {county: 1.0}
        whole = sum(shares.values())
        for source, kg in shares.items():
            sums[source, county, sent["plant_id"]] += float(sent["kg"]) * kg / whole
    plants = Place.objects.in_bulk({plant for _, _, plant in sums})
    return [
        FlowRow(source, county, plant, plants[plant].name, plants[plant].county, kg)
        for (source, county, plant), kg in sorted(sums.items())
    ]


def open_sheets() -> Mapping[str, int]:
    """How many sheets stand in each state that is not yet closed."""
    counts = (
        HandoverSheet.objects.exclude(state__in=["closed", "replaced"])
        .order_by()
        .values_list("state")
        .annotate(n=Count("pk"))
    )
    return dict(counts)


def accepted_kg(first: date, last: date, counties: frozenset[str] | None = None) -> Decimal:
    """Kilograms accepted at plants over days, both included, from stations of the counties."""
    sheets = HandoverSheet.objects.filter(
        outcome="accepted",
        settled_at__gte=start_of_day(first),
        settled_at__lt=start_of_day(last + timedelta(days=1)),
    ).exclude(state="replaced")
    if counties is not None:
        sheets = sheets.filter(station__place__county__in=counties)
    return sheets.aggregate(kg=Sum("received_kg"))["kg"] or Decimal(0)


def settled_loads(
    station_place_ids: Iterable[int],
    first: date,
    last: date,
    plant_place_ids: Iterable[int] | None = None,
) -> tuple[Load, ...]:
    """Accepted and refused loads of stations, loaded on days, both included, in time order.

    Corrected sheets are left out. ``plant_place_ids`` keeps loads to these plants only.
    """
    sheets = HandoverSheet.objects.filter(
        station__place_id__in=list(station_place_ids),
        loaded_at__gte=start_of_day(first),
        loaded_at__lt=start_of_day(last + timedelta(days=1)),
        outcome__in=["accepted", "refused"],
    ).exclude(state="replaced")
    if plant_place_ids is not None:
        sheets = sheets.filter(plant_id__in=list(plant_place_ids))
    rows = sheets.order_by("loaded_at", "pk").values_list(
        "number", "load_lot", "station__place_id", "plant_id", "loaded_at", "shipped_kg",
        "received_kg", "outcome", "refusal_reason", "settled_at", "arrival_temperature_c",
    )  # fmt: skip
    return tuple(
        Load(
            number, lot, station, plant, shanghai_day(loaded), shipped,
            received if outcome == "accepted" else None, outcome, reason, settled,
            f"/collection/sheets/{number}", warmth,
        )
        for (
            number, lot, station, plant, loaded, shipped, received, outcome, reason, settled, warmth
        ) in rows
        if settled is not None
    )  # fmt: skip


def bought_by_farm(
    station_place_ids: Iterable[int], first: date, last: date
) -> Mapping[tuple[int, date], Mapping[int, Decimal]]:
    """Kilograms bought from each farm's place, by station's place and Chinese day."""
    rows = (
        Purchase.objects.filter(
            station__place_id__in=list(station_place_ids),
            received_at__gte=start_of_day(first),
            received_at__lt=start_of_day(last + timedelta(days=1)),
        )
        .annotate(day=TruncDate("received_at", tzinfo=SHANGHAI))
        .values("station__place_id", "farm_id", "day")
        .annotate(sum_kg=Sum("kg"))
    )
    found: dict[tuple[int, date], dict[int, Decimal]] = defaultdict(dict)
    for row in rows:
        found[row["station__place_id"], row["day"]][row["farm_id"]] = row["sum_kg"]
    return found


def bought_from_farms(first: date, last: date) -> Mapping[int, Decimal]:
    """Kilograms that all stations bought over days, both included, by the farm's place."""
    rows = (
        Purchase.objects.filter(
            received_at__gte=start_of_day(first),
            received_at__lt=start_of_day(last + timedelta(days=1)),
        )
        .values_list("farm")
        .annotate(sum_kg=Sum("kg"))
    )
    return dict(rows)


def stations_of(place_ids: Iterable[int]) -> Mapping[int, Decimal]:
    """Daily intake in kg of the stations that stand at these places, by the place's key."""
    found = Station.objects.filter(place_id__in=list(place_ids))
    return dict(found.values_list("place_id", "daily_intake_kg"))


def stations_selling(farm_place_ids: Iterable[int]) -> Mapping[int, tuple[int, ...]]:
    """Places of the stations whose purchase area holds a farm's place, by the farm's place."""
    wanted = set(farm_place_ids)
    found: dict[int, list[int]] = defaultdict(list)
    rows = Station.objects.filter(farms__in=wanted).order_by("place_id")
    for farm, station in rows.values_list("farms", "place_id"):
        found[farm].append(station)
    return {farm: tuple(stations) for farm, stations in found.items() if farm in wanted}


def stations_licensed(place_ids: Iterable[int], day: date) -> frozenset[int]:
    """Those of the stations' places whose purchase licence stands on a day."""
    papers = Licence.objects.filter(standing_on(day), station__place_id__in=list(place_ids))
    return frozenset(papers.values_list("station__place_id", flat=True))


def sheets_seen(numbers: Iterable[str], scope: Scope) -> frozenset[str]:
    """Those of the sheets that a scope reaches, by number."""
    found = visible(HandoverSheet.objects.filter(number__in=list(numbers)), scope)
    return frozenset(found.values_list("number", flat=True))


def suppliers_of(plant_place_ids: Iterable[int]) -> frozenset[int]:
    """Places of stations that have sent loads to the plants, and of the farms they buy from."""
    stations = Station.objects.filter(sheets__plant__in=list(plant_place_ids))
    own = set(stations.values_list("place_id", flat=True))
    farms = Station.objects.filter(place_id__in=own, farms__isnull=False)
    return frozenset(own | set(farms.values_list("farms", flat=True)))


def farm_lots(
    station_place_ids: Iterable[int], first: date, last: date
) -> Mapping[tuple[int, date, int], tuple[str, ...]]:
    """The farms' tank lots bought, by station's place, Chinese day and farm's place."""
    rows = Purchase.objects.filter(
        station__place_id__in=list(station_place_ids),
        received_at__gte=start_of_day(first),
        received_at__lt=start_of_day(last + timedelta(days=1)),
    ).order_by("received_at", "pk")
    found: dict[tuple[int, date, int], list[str]] = defaultdict(list)
    for station, received_at, farm, lot in rows.values_list(
        "station__place_id", "received_at", "farm_id", "farm_lot"
    ):
        found[station, shanghai_day(received_at), farm].append(lot)
    return {key: tuple(lots) for key, lots in found.items()}


@dataclass(frozen=True, slots=True)
class RefusedLoad:
    """A load that a plant refused: its sheet, the unit that runs the station, why, and the day."""

    number: str
    organisation_id: int
    day: date
    reason: str
    url: str


def refused_loads(first: date, last: date) -> tuple[RefusedLoad, ...]:
    """Loads refused on days, both included, in time order; corrected sheets are left out."""
    rows = (
        HandoverSheet.objects.filter(
            outcome="refused",
            settled_at__gte=start_of_day(first),
            settled_at__lt=start_of_day(last + timedelta(days=1)),
        )
        .exclude(state="replaced")
        .order_by("settled_at", "pk")
        .values_list("number", "station__place__organisation_id", "settled_at", "refusal_reason")
    )
    return tuple(
        RefusedLoad(number, unit, shanghai_day(settled), reason, f"/collection/sheets/{number}")
        for number, unit, settled, reason in rows
        if settled is not None
    )
