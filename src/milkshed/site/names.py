"""What people call the places, vessels, parties and tankers that the ledger knows by URI."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from milkshed.collection.models import Tanker
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Place

_ROOT = "https://id.gs1.org"
_PLACE, _VESSEL, _PARTY, _TANKER = "/414/", "/254/", "/417/", "/8003/"

TANKER_KIND = "tanker"


@dataclass(frozen=True, slots=True)
class Named:
    """A name, with the county and the kind of place where they are known."""

    uri: str
    name: Text
    vessel: Text | None = None
    county: str = ""
    kind: str = ""
    gln: str = ""


def place_part(uri: str) -> str:
    """The place of a vessel inside it; any other URI stays as it is."""
    return uri.partition(_VESSEL)[0]


def names_of(uris: Iterable[str | None]) -> Mapping[str, Named]:
    """A name for every URI; one that nobody registered is called by its number."""
    wanted = {uri for uri in uris if uri}
    places = {
        place.gln: place
        for place in Place.objects.filter(gln__in={_number(place_part(u), _PLACE) for u in wanted})
    }
    parties = {
        party.gln: party
        for party in Organisation.objects.filter(gln__in={_number(u, _PARTY) for u in wanted})
    }
    tankers = {
        tanker.grai: tanker
        for tanker in Tanker.objects.select_related("carrier").filter(
            grai__in={_number(u, _TANKER) for u in wanted}
        )
    }

    def named(uri: str) -> Named:
        site, _, extension = uri.partition(_VESSEL)
        vessel = Text(extension, extension) if extension else None
        if place := places.get(_number(site, _PLACE)):
            return Named(uri, place.name, vessel, place.county, place.kind, place.gln)
        if party := parties.get(_number(uri, _PARTY)):
            return Named(uri, party.name, county=party.county)
        if tanker := tankers.get(_number(uri, _TANKER)):
            plate = Text(f"奶车{tanker.plate}", f"Tanker {tanker.plate}")
            return Named(uri, plate, county=tanker.carrier.county, kind=TANKER_KIND)
        plain = uri.removeprefix(_ROOT)
        return Named(uri, Text(plain, plain), vessel)

    return {uri: named(uri) for uri in wanted}


def _number(uri: str, scheme: str) -> str:
    return uri.removeprefix(_ROOT + scheme) if uri.startswith(_ROOT + scheme) else ""


def page_of(uri: str) -> str:
    """The address here of what a Digital Link names; empty for other names."""
    return uri.removeprefix(_ROOT) if uri.startswith(_ROOT + "/") else ""
