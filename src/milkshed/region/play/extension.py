"""Straws and embryos of the demonstration: quotas, batches, a farm's receipts, plan, claims.

The showcase's farm has received straws, served some cows with them and claimed; one service names
another bull than its batch and one row was claimed twice. An embryo batch waits for approval;
embryos of the farm's best cow are planned with the straws.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from milkshed.breeding.actions.batches import (
    BatchRow,
    approve_allocation,
    propose_allocation,
    receive_allocation,
    register_batch,
    register_donor,
    set_quota,
)
from milkshed.breeding.actions.claims import draw_statement, submit_claim, used_rows, verify_claim
from milkshed.breeding.actions.mating_plans.plan import plan_farm
from milkshed.breeding.actions.matings import Wishes, accept_plan
from milkshed.breeding.models import Batch, Bull, BullValue, CowValue, EvaluationRun
from milkshed.breeding.queries import catalogue
from milkshed.herd import facade as herd
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.rows import EventRow
from milkshed.herd.facade import AnimalFacts
from milkshed.kernel.clock import at_shanghai
from milkshed.kernel.day_numbers import day_of
from milkshed.platform.models import Person, Place
from milkshed.region.play.accounts import Showcase
from milkshed.region.play.facts import Flow

_SOURCE = "演示：良种推广任务分解表"
_STRAWS, _EMBRYOS = 20_000, 800
_LOTS = 4
_RECEIVED_EACH = 30
_EMBRYOS_EACH = 8
_SERVED = 14
_HOUR = 9


def play_extension(flow: Flow, showcase: Showcase, today: int) -> None:
    """Quotas, batches, allocations, a mating plan in use, a claim settled and one waiting."""
    run = catalogue.published_run()
    if run is None:
        return
    world, furniture, day = flow.world, flow.furniture, day_of(today)
    centre = furniture.offices["breeding"]
    (officer,) = furniture.people(centre.pk, "breeding_officer")
    (approver,) = furniture.people(centre.pk, "breeding_approver")
    region = furniture.people(furniture.offices["region"].pk, "region_officer")[0]
    position = max(world.stations[showcase.station].farms, key=lambda i: world.farms[i].head)
    farm = furniture.farms[position]
    county = world.farms[position].site.county
    county_officer = furniture.people(furniture.offices[county].pk, "county_officer")[0]
    (manager,) = furniture.people(farm.organisation_id, "farm_manager")
    for kind, pieces in (("straw", _STRAWS), ("embryo", _EMBRYOS)):
        set_quota(region, year=day.year, county=county, kind=kind, pieces=pieces, source=_SOURCE,
                  synthetic=True)  # fmt: skip
    valued = BullValue.objects.filter(run=run, score__isnull=False).order_by("-score")
    bulls = [one.bull for one in valued.select_related("bull")[:_LOTS]]
    if not bulls:
        return
    code = world.farms[position].code
    batches = _batches(officer, bulls, day)
    for batch in batches:
        one = propose_allocation(officer, batch.number, code, _RECEIVED_EACH)
        approve_allocation(county_officer, one.pk)
        receive_allocation(manager, one.pk, _RECEIVED_EACH, day - timedelta(days=70))
    _embryos(officer, bulls, code, day)
    _own_embryos((officer, county_officer, manager), run, bulls, farm, code, day)
    cows = [one for one in herd.animals_at(farm.pk) if one.sex == "F" and one.parity > 0]
    _serve(code, cows, batches, day)
    _claim(officer, approver, manager, code, day)
    plan = plan_farm(manager, code, Wishes(max_share_pct=Decimal(50)))
    accept_plan(manager, plan.pk)


def _batches(officer: Person, bulls: Sequence[Bull], day: date) -> list[Batch]:
    """One batch of each bull, every second one sexed."""
    return [
        register_batch(
            officer,
            BatchRow(
                number=f"DJ{bull.number[-8:]}-{n + 1:02d}",
                kind="straw",
                bull=bull.number,
                pieces=2000,
                made_on=day - timedelta(days=100 + n),
                price_yuan=Decimal("165.00") if n % 2 == 0 else Decimal("45.00"),
                sexed=n % 2 == 0,
                synthetic=True,
            ),
        )
        for n, bull in enumerate(bulls)
    ]


def _embryos(officer: Person, bulls: Sequence[Bull], code: str, day: date) -> None:
    entered = day - timedelta(days=300)
    register_donor(officer, "HOUSA000099000001", entered, remark="进口胚胎后代", synthetic=True)
    batch = register_batch(
        officer,
        BatchRow(
            number="PT-DEMO-01", kind="embryo", bull=bulls[0].number, pieces=9, sexed=True,
            made_on=day - timedelta(days=40), price_yuan=Decimal("1800.00"),
            donor="HOUSA000099000001", method="in-vitro", recovered=21, synthetic=True,
        ),
    )  # fmt: skip
    propose_allocation(officer, batch.number, code, 6)


def _own_embryos(
    people: tuple[Person, Person, Person], run: EvaluationRun, bulls: Sequence[Bull], farm: Place,
    code: str, day: date,
) -> None:  # fmt: skip
    """Embryos of the farm's best cow, received and waiting for recipients."""
    officer, county_officer, manager = people
    valued = CowValue.objects.filter(run=run, place=farm, score__isnull=False, parity__gt=0)
    best = valued.order_by("-score").first()
    if best is None:
        return
    donor = register_donor(
        officer, best.identity, day - timedelta(days=200), remark="场内指数最高", synthetic=True
    )
    batch = register_batch(
        officer,
        BatchRow(
            number="PT-DEMO-02", kind="embryo", bull=bulls[-1].number, pieces=_EMBRYOS_EACH,
            sexed=True, made_on=day - timedelta(days=60), price_yuan=Decimal("1500.00"),
            donor=donor.identity, method="in-vitro", recovered=19, synthetic=True,
        ),
    )  # fmt: skip
    one = propose_allocation(officer, batch.number, code, _EMBRYOS_EACH)
    approve_allocation(county_officer, one.pk)
    receive_allocation(manager, one.pk, _EMBRYOS_EACH, day - timedelta(days=30))


def _serve(code: str, cows: Sequence[AnimalFacts], batches: Sequence[Batch], day: date) -> None:
    """Services of some cows with the straws; one of them tells another bull than the straw's."""
    rows = []
    for n, cow in enumerate(cows[:_SERVED]):
        batch = batches[0] if n % 3 else batches[-1]
        bull = batches[1].bull.number if n == 4 else batch.bull.number
        at = at_shanghai(day - timedelta(days=50 - n), _HOUR)
        rows.append(
            EventRow(
                code, cow.identity, "insemination", at,
                details={"bull_number": bull, "straw_batch": batch.number,
                         "straw_sexed": batch.sexed, "technician": "马工"},
                source="play",
            )
        )  # fmt: skip
    record_events(rows)


def _claim(officer: Person, approver: Person, manager: Person, code: str, day: date) -> None:
    """Half the services claimed and settled, the rest claimed with a row that was paid before."""
    rows = [
        (row.cow, row.served_on, row.batch)
        for row in used_rows(manager, code, "straw", day - timedelta(days=60), day)
    ]
    half = len(rows) // 2
    if not half:
        return
    first = submit_claim(manager, code, "straw", rows[:half])
    if first.accepted:
        verify_claim(approver, first.pk)
        draw_statement(officer, first.place.county)
    submit_claim(manager, code, "straw", [*rows[half:], rows[min(1, half - 1)]])
