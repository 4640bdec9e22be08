"""What a load must be before it leaves its station: papers, mass, cold chain, seals, no hold."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from milkshed.collection.actions.seals import check_seals
from milkshed.collection.actions.withheld import load_faults
from milkshed.collection.models import HandoverSheet, Station, Tanker
from milkshed.collection.queries import limits_on, station_licensed, tanker_permitted
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import INVALID, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.ledger.facade import require_available
from milkshed.platform.models import Place
from milkshed.platform.rule_book import find_rule


@dataclass(frozen=True, slots=True)
class Loading:
    """What the station writes on a sheet; kg, ℃, minutes from milking to 4 ℃."""

    tanker: Tanker
    plant: Place
    load_lot: str
    shipped_kg: Decimal
    departure_temperature_c: Decimal
    cooling_minutes: int | None
    seals: tuple[str, ...]
    loaded_at: datetime


def check_loading(
    station: Station, loading: Loading, *, corrects: HandoverSheet | None = None
) -> None:
    """Raise a problem naming everything for which a load may not leave its station."""
    day = shanghai_day(loading.loaded_at)
    faults: list[Fault] = []

    def fault(name: str, value: object, rule: str, zh: str, en: str) -> None:
        faults.append(Fault(name, value, rule, Text(zh, en)))

    if not station_licensed(station, day):
        fault("station", str(station), "licence", "收购许可证当日无效", "No valid station licence")
    if not tanker_permitted(loading.tanker, day):
        fault("tanker", loading.tanker.plate, "permit", "准运证明当日无效", "No valid permit")
    if loading.plant.kind != "plant":
        fault("plant", loading.plant.name_zh, "kind", "目的地不是加工厂", "No processing plant")
    if not loading.shipped_kg > 0:
        fault("shipped_kg", loading.shipped_kg, "positive", "数量须大于零", "Must be above zero")
    elif loading.shipped_kg > loading.tanker.capacity_kg:
        fault(
            "shipped_kg", loading.shipped_kg, "capacity",
            f"超过核定载重{loading.tanker.capacity_kg:g}公斤", "Above the tanker's capacity",
        )  # fmt: skip
    limits = limits_on(day)
    if loading.cooling_minutes is not None and loading.cooling_minutes > limits.cooling_minutes:
        fault(
            "cooling_minutes", loading.cooling_minutes, "art-18",
            "挤奶后2小时内未降温，不得销售（第十八条）",
            "Not cooled within 2 h of milking: it must not be sold (art. 18)",
        )  # fmt: skip
    if not limits.storage_low_c <= loading.departure_temperature_c <= limits.storage_high_c:
        fault(
            "departure_temperature_c", loading.departure_temperature_c, "art-25",
            f"离站奶温应为{limits.storage_low_c:g}—{limits.storage_high_c:g}℃（第二十五条）",
            f"Must be {limits.storage_low_c:g} to {limits.storage_high_c:g} °C (art. 25)",
        )  # fmt: skip
    if not loading.seals:
        fault("seals", "", "required", "请填写铅封号", "The seal numbers are required")
    if not loading.load_lot.startswith("https://id.gs1.org/01/"):
        fault("load_lot", loading.load_lot, "digital-link", "装车批应为GS1链接", "A GS1 link")
    faults += check_seals(station, loading.seals, loading.loaded_at, carried_by=corrects)
    faults += load_faults(station, loading.loaded_at)
    if faults:
        raise Problem(INVALID, None, faults)
    refuse_held(loading.load_lot, loading.loaded_at)


def refuse_held(load_lot: str, at: datetime) -> None:
    """Raise a conflict naming the hold when the load, or milk it was drawn from, is held."""
    row = find_rule("collection.hold.upstream_steps", shanghai_day(at))
    steps = int(row.value) if row is not None and row.value is not None else 0
    require_available([load_lot], "load_lot", upstream=steps)


def check_shared(loading: Loading, *, corrects: HandoverSheet | None = None) -> None:
    """Raise a problem unless the load's sheets go to different plants and fit the tanker together.

    The caller holds the station's lock.
    """
    others = (
        HandoverSheet.objects.filter(load_lot=loading.load_lot)
        .exclude(state="replaced")
        .exclude(pk=corrects.pk if corrects is not None else 0)
    )
    shared = list(others.values_list("number", "plant_id", "tanker_id", "shipped_kg", "outcome"))
    # what was refused elsewhere may be shipped again
    counted = [row for row in shared if row[4] != "refused"]
    if any(plant == loading.plant.pk for _, plant, _, _, _ in counted):
        number = next(row[0] for row in counted if row[1] == loading.plant.pk)
        raise invalid(
            "load_lot", loading.load_lot, "one-sheet",
            f"该装车批已有发往本厂的交接单{number}",
            f"Sheet {number} takes this load to the same plant already",
        )  # fmt: skip
    total = loading.shipped_kg + sum((row[3] for row in counted), Decimal(0))
    if counted and total > loading.tanker.capacity_kg:
        raise invalid(
            "shipped_kg", loading.shipped_kg, "split-capacity",
            f"同一装车批各单合计{total:g}公斤，超过核定载重{loading.tanker.capacity_kg:g}公斤",
            f"The sheets of this load add up to {total:g} kg, above the tanker's capacity",
        )  # fmt: skip
