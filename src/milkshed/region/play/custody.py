"""Rolls of seals, weighbridges, and holds decided on: played by the people whose work it is."""

from datetime import date, timedelta

from milkshed.collection.actions.seals import issue_seals
from milkshed.collection.actions.weighing import register_weighbridge
from milkshed.collection.models import Station
from milkshed.platform.models import Place
from milkshed.quality.actions.holds import place_hold, release_hold
from milkshed.quality.models import Hold
from milkshed.region.play.books import CollectionKeys
from milkshed.region.play.facts import Flow
from milkshed.region.play.furnish import Furniture

_ROLLS = 3
_ROLL = 500
_CALIBRATED_DAYS = 365


def furnish_custody(
    furniture: Furniture, keys: CollectionKeys, today: date, *, without_roll: int
) -> None:
    """Every plant has a calibrated weighbridge, one an old one besides; some stations have rolls.

    The station ``without_roll`` gets none, so that a visitor may write any numbers there.
    """
    for number, plant in enumerate(furniture.plants, start=1):
        _weighbridge(furniture, plant, f"DB-{number:02d}", today - timedelta(days=40))
    if furniture.plants:
        last_year = today - timedelta(days=_CALIBRATED_DAYS + 30)
        _weighbridge(furniture, furniture.plants[0], "DB-01-旧", last_year)
    officer = furniture.people(furniture.offices["region"].pk, "region_officer")[0]
    chosen = [key for place, key in enumerate(keys.stations) if place != without_roll][:_ROLLS]
    for turn, key in enumerate(chosen):
        first = 10_000_001 + turn * _ROLL
        station = Station.objects.get(pk=key)
        issue_seals(officer, station, f"YS{first}", f"YS{first + _ROLL - 1}")


def _weighbridge(furniture: Furniture, plant: Place, code: str, calibrated_on: date) -> None:
    quality = furniture.people(plant.organisation_id, "plant_quality")[0]
    register_weighbridge(
        quality,
        plant,
        code=code,
        certificate=f"演示检字{calibrated_on:%Y}-{code}",
        calibrated_on=calibrated_on,
        calibrated_to=calibrated_on + timedelta(days=_CALIBRATED_DAYS - 1),
    )


def decide_holds(flow: Flow) -> None:
    """Of the holds that failed samples propose, the latest is placed, one before it released."""
    furniture = flow.furniture
    region = furniture.people(furniture.offices["region"].pk, "region_officer")[0]
    proposed = Hold.objects.filter(state="proposed").select_related("place")
    for turn, hold in enumerate(proposed.order_by("-sample__sampled_at")[:2]):
        officer = furniture.people(furniture.offices[hold.place.county].pk, "county_officer")[0]
        place_hold(officer, hold, reason="检验不合格，证据充分，先行扣留")
        if turn == 1:
            release_hold(region, hold, reason="该批已按规程无害化处理，见处理记录")
