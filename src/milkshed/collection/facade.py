"""What other rooms may ask of collection."""

from collections.abc import Iterable, Mapping

from milkshed.collection.models import Station, Tanker


def stations_by_uri(uris: Iterable[str]) -> Mapping[str, Station]:
    """Stations by the Digital Link of their place (``/414/{gln}``); unknown links are left out."""
    glns = [uri.rsplit("/", 1)[-1] for uri in uris]
    found = Station.objects.filter(place__gln__in=glns).select_related("place__organisation")
    return {station.uri: station for station in found}


def tankers_by_uri(uris: Iterable[str]) -> Mapping[str, Tanker]:
    """Tankers by Digital Link (``/8003/{grai}``); unknown links are left out."""
    grais = [uri.rsplit("/", 1)[-1] for uri in uris]
    return {t.uri: t for t in Tanker.objects.filter(grai__in=grais).select_related("carrier")}
