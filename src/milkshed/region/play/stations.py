"""Filing stations and tankers with their papers, through the county officers."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from milkshed.collection.actions.registry import (
    Term,
    grant_licence,
    register_station,
    register_tanker,
)
from milkshed.kernel.day_numbers import day_of
from milkshed.platform.models import Person
from milkshed.region.play.books import CollectionKeys
from milkshed.region.play.furnish import Furniture
from milkshed.region.science.answer_key import AnswerKey

_PAPER_DAYS = 700
_LONGEST_PLAY_DAYS = 400
_ENDING_EVERY, _ENDING_D = 12, 21


@transaction.atomic
def license_stations(furniture: Furniture, first_day: date, key: AnswerKey) -> CollectionKeys:
    """File every station and tanker of the world and grant its licence or permit.

    The answer key may name a station whose licence ends amid the stretch played.
    """
    keys = CollectionKeys()
    today = timezone.localdate()
    region_officer = furniture.people(furniture.offices["region"].pk, "region_officer")[0]
    pairs = zip(furniture.world.stations, furniture.stations, strict=True)
    for position, (station, place) in enumerate(pairs):
        manager = furniture.people(place.organisation_id, "station_manager")[0]
        stored = register_station(
            region_officer,
            place,
            kind=station.operator_kind,
            daily_intake_kg=Decimal(f"{station.daily_t * 1000:.1f}"),
            manager=manager,
            farms=[furniture.farms[i] for i in station.farms],
            plants=furniture.plants,
        )
        grant_licence(
            _county_officer(furniture, place.county),
            stored,
            number=station.licence_number,
            term=(
                _ended(key)
                if position == key.expired_station
                else _ending(today)
                if station.number % _ENDING_EVERY == 0
                else _term(first_day, station.number)
            ),
        )
        keys.stations.append(stored.pk)
    for tanker in furniture.world.tankers:
        carrier = furniture.carriers[tanker.carrier]
        filed = register_tanker(
            region_officer,
            carrier,
            plate=tanker.plate,
            grai=tanker.grai,
            capacity_kg=Decimal(f"{tanker.capacity_t * 1000:.1f}"),
            compartments=tanker.compartments,
            max_haul_km=900 if tanker.long_haul else 200,
        )
        grant_licence(
            _county_officer(furniture, carrier.county),
            filed,
            number=tanker.permit_number,
            term=_term(first_day, tanker.number),
        )
        keys.tankers.append(filed.pk)
    return keys


def _county_officer(furniture: Furniture, county: str) -> Person:
    return furniture.people(furniture.offices[county].pk, "county_officer")[0]


def _term(first_day: date, number: int) -> Term:
    """Papers began at different times, and all outlast the longest stretch played."""
    begin = first_day - timedelta(days=number * 7 % (_PAPER_DAYS - _LONGEST_PLAY_DAYS))
    return Term(begin, begin + timedelta(days=_PAPER_DAYS))


def _ending(today: date) -> Term:
    """A paper to be renewed soon."""
    end = today + timedelta(days=_ENDING_D)
    return Term(end - timedelta(days=_PAPER_DAYS), end)


def _ended(key: AnswerKey) -> Term:
    end = day_of(key.expired_on or 0)
    return Term(end - timedelta(days=_PAPER_DAYS), end)
