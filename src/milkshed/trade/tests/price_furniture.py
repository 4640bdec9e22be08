"""Farms, members and a round for the tests of the reference price."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from milkshed.platform.models import Membership, Organisation, Person, Place, Rule
from milkshed.trade.actions.reference_price.committee import seat_member
from milkshed.trade.actions.reference_price.survey import (
    FrameFarm,
    close_survey,
    compute_again,
    open_round,
    review_sheet,
    submit_sheet,
)
from milkshed.trade.actions.reference_price.talks import (
    close_motion,
    enter_market_figure,
    propose,
    put_motion,
    vote,
)
from milkshed.trade.models import PriceMotion, PriceRound, PriceSeat, SampleFarm
from milkshed.trade.rule_rows.reference_price import ROWS
from milkshed.trade.science.reference_price.cost_sheet import SheetFigures
from tests.cast import Cast

FARMS = 8
_TONNES = (8, 10, 12, 20, 25, 30, 60, 70)
MARKET = {
    "feed_index": "101", "feed_index_before": "100", "powder_usd_t": "3800",
    "yuan_per_usd": "7.1", "import_cost": "1.2", "making_cost": "3.4", "haulage": "0.1",
    "product_revenue": "7.8", "traded": "3.12",
}  # fmt: skip


@dataclass(slots=True)
class Scene:
    """The people of a price committee and the farms that are asked."""

    cast: Cast
    secretary: Person
    officer: Person
    farms: list[Place] = field(default_factory=list)
    managers: list[Person] = field(default_factory=list)
    seats: dict[str, PriceSeat] = field(default_factory=dict)

    def manager_of(self, sample: SampleFarm) -> Person:
        """Who fills in a farm's sheet."""
        return self.managers[[farm.pk for farm in self.farms].index(sample.farm_id)]


def store_rules() -> None:
    """The rows of the reference price, all at once."""
    rows = (
        Rule(
            key=row.key, title_zh=row.title.zh, title_en=row.title.en, low=row.low, high=row.high,
            value=row.value, unit=row.unit, source=row.source, status=row.status,
            valid_from=row.valid_from, valid_to=row.valid_to, note=row.note,
        )
        for row in ROWS
    )  # fmt: skip
    Rule.objects.bulk_create(rows, ignore_conflicts=True)


def person_of(name: str, organisation: Organisation, *roles: str) -> Person:
    """Somebody new who works somewhere in some roles."""
    made = Person.objects.create_person(name, None, name_zh=name, synthetic=True)
    for role in roles:
        Membership.objects.create(person=made, organisation=organisation, role=role)
    return made


def set_scene(cast: Cast) -> Scene:
    """Eight farms of three sizes, two members a side and two independent ones, one the chair."""
    store_rules()
    scene = Scene(cast, cast.people["association_secretary"], cast.people["region_officer"])
    for serial in range(FARMS):
        firm = Organisation.objects.create(
            kind="farm", name_zh=f"第{serial}牧场", county="640302", gln=f"99{serial:011d}"
        )
        scene.farms.append(
            Place.objects.create(
                kind="farm", name_zh=firm.name_zh, organisation=firm, county="640302",
                gln=f"98{serial:011d}",
            )
        )  # fmt: skip
        scene.managers.append(person_of(f"manager-{serial}", firm, "farm_manager"))
    plants = [cast.organisations["plant"], cast.organisations["other_plant"]]
    buyers = [person_of(f"buyer-{i}", plant, "plant_buyer") for i, plant in enumerate(plants)]
    held = [
        ("f1", scene.managers[0], scene.farms[0].organisation, "farm"),
        ("f2", scene.managers[1], scene.farms[1].organisation, "farm"),
        ("p1", buyers[0], plants[0], "processor"),
        ("p2", buyers[1], plants[1], "processor"),
        ("i1", cast.people["lab_reviewer"], cast.organisations["laboratory"], "independent"),
        ("i2", cast.people["county_officer"], cast.organisations["litong"], "independent"),
    ]
    today = timezone.localdate()
    for key, member, organisation, side in held:
        scene.seats[key] = seat_member(
            scene.officer,
            member=member,
            organisation=organisation,
            side=side,
            valid_from=today - timedelta(days=200),
            valid_to=today + timedelta(days=365),
            is_chair=key == "i2",
        )
    return scene


def quarter_of(day: date) -> str:
    """The code of a day's quarter."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def opened(scene: Scene, code: str = "") -> PriceRound:
    """A round whose whole frame is the sample."""
    frame = [
        FrameFarm(farm, Decimal(tonnes * 1000), farm.gln)
        for farm, tonnes in zip(scene.farms, _TONNES, strict=True)
    ]
    return open_round(scene.secretary, code or quarter_of(timezone.localdate()), frame)


def figures(milk_t: Decimal = Decimal(2000), factor: Decimal = Decimal(1)) -> SheetFigures:
    """A plausible sheet: 3.05 yuan per kg by the survey's definition, times ``factor``."""
    kg = milk_t * 1000
    per_kg = {
        "concentrate": "1.15", "forage": "0.85", "labour": "0.26", "vet": "0.06", "energy": "0.09",
        "repair": "0.05", "young_stock": "0.30", "interest": "0.08", "overhead": "0.06",
        "depreciation": "0.45", "land": "0.03", "calves": "0.10", "culls": "0.20",
    }  # fmt: skip
    lines = {
        code: (Decimal(y) * kg * factor).quantize(Decimal("0.01")) for code, y in per_kg.items()
    }
    total = sum(y for code, y in lines.items() if code not in ("calves", "culls"))
    return SheetFigures(
        kg, int(milk_t * 1000 / 2400), Decimal("3.90"), Decimal("3.30"), lines, Decimal(total)
    )


def surveyed(scene: Scene, round_of: PriceRound, *, leave_out: int = 0) -> None:
    """All farms but some answer, and the secretary takes every sheet."""
    samples = list(round_of.sample.order_by("pk").select_related("round"))
    for serial, sample in enumerate(samples[: len(samples) - leave_out]):
        sheet = submit_sheet(
            scene.manager_of(sample),
            sample,
            figures(sample.daily_kg * 92 / 1000, Decimal(97 + serial) / 100),
        )
        review_sheet(scene.secretary, sheet, "accept")


def negotiated(scene: Scene, round_of: PriceRound) -> PriceMotion:
    """Survey closed, market figures and proposals in, a motion on the table."""
    surveyed(scene, round_of)
    for code, value in MARKET.items():
        enter_market_figure(
            scene.secretary, round_of, code=code, value=Decimal(value), source="演示"
        )
    close_survey(scene.secretary, round_of)
    for key, central in (("f1", "3.45"), ("p1", "3.05")):
        propose(scene.seats[key].person, round_of, central=Decimal(central), reason="见附件测算")
    compute_again(scene.secretary, round_of)
    return put_motion(scene.secretary, round_of, formula="cost_plus")


def decided(
    scene: Scene, round_of: PriceRound, choices: Mapping[str, str] | None = None
) -> PriceMotion:
    """A motion voted on by everybody (yes unless said otherwise) and counted."""
    motion = negotiated(scene, round_of)
    for key, seat in scene.seats.items():
        vote(seat.person, motion, choice=(choices or {}).get(key, "yes"))
    return close_motion(scene.secretary, motion)
