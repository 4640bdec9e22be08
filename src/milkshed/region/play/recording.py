"""Milk recording of the demonstration: farms enrolled, one test day walked through to a report.

The largest farm of the showcase is tested today by its own people and the centre: tubes, sampling
list, laboratory file, release, month, report. Something is wrong with a few tubes, as ever. The
other recorded farms have a visit planned, and one its samples at the laboratory.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from django.utils import timezone

from milkshed.kernel.day_numbers import day_of
from milkshed.kernel.periods import Month
from milkshed.platform.models import Organisation, Person
from milkshed.recording.actions.advice import propose_advice
from milkshed.recording.actions.months import compute_month, fit_region_population
from milkshed.recording.actions.plan import enrol_farm, plan_month, plan_visit
from milkshed.recording.actions.reports import draft_report, issue_report
from milkshed.recording.actions.results import release_visit
from milkshed.recording.actions.standards import record_standard
from milkshed.recording.actions.tubes import (
    SamplingRow,
    prepare_tubes,
    receive_samples,
    record_sampling,
)
from milkshed.recording.importers import import_lab_file
from milkshed.recording.models import Enrolment, SampleTube, TestVisit
from milkshed.recording.science.weighing import Milking
from milkshed.region.play.accounts import Showcase
from milkshed.region.play.facts import Flow
from milkshed.region.science.herd import Herd
from milkshed.region.science.milk import DAG_PER_KG, simulate_milk
from milkshed.region.science.recording import TestDay, record_day

_SHARES = (("am", 0.36), ("noon", 0.33))
_SKIPPED = 3
_FIT_LACTATIONS, _FIT_ITERATIONS = 300, 8


def play_recording(flow: Flow, herds: Sequence[Herd], showcase: Showcase, today: int) -> None:
    """Enrol the recorded farms and play the present month of recording."""
    world, furniture = flow.world, flow.furniture
    centre = next(
        place.organisation
        for laboratory, place in zip(world.laboratories, furniture.laboratories, strict=True)
        if laboratory.kind == "dhi"
    )
    (technician,) = furniture.people(centre.pk, "dhi_technician")
    (reviewer,) = furniture.people(centre.pk, "dhi_reviewer")
    shown_farm = max(
        (world.farms[i] for i in world.stations[showcase.station].farms), key=lambda f: f.head
    )
    day = day_of(today)
    enrolled = {}
    for herd in herds:
        enrolled[herd.farm.code] = enrol_farm(
            reviewer,
            farm_code=herd.farm.code,
            centre=centre,
            started_on=day_of(herd.start),
            sampled_by="farm",
            scheme="every",
            milkings_per_day=3,
        )
    shown = next(herd for herd in herds if herd.farm is shown_farm)
    position = world.farms.index(shown_farm)
    (manager,) = furniture.people(furniture.farms[position].organisation_id, "farm_manager")
    visit = _sampled(technician, manager, enrolled[shown_farm.code], shown, day, world.seed)
    _analysed(technician, centre, visit, shown, day, world.seed)
    release_visit(reviewer, visit.pk)
    _standards(technician, centre, day)
    month = Month.of(day)
    fit_region_population(day.year, most=_FIT_LACTATIONS, iterations=_FIT_ITERATIONS)
    compute_month(month)
    report = draft_report(technician, shown_farm.code, month)
    issue_report(reviewer, report.pk)
    plan_month(technician, day + timedelta(days=1), day + timedelta(days=40))
    propose_advice(technician, month)


def _sampled(
    technician: Person,
    manager: Person,
    enrolment: Enrolment,
    herd: Herd,
    day: date,
    seed: int,
) -> TestVisit:
    """A visit planned, its tubes filled but for a few, one of them for nobody's number."""
    visit = plan_visit(technician, enrolment.pk, day)
    prepare_tubes(technician, visit.pk)
    found = _yields(herd, day, seed)
    rows = [
        SamplingRow(tube.tube, milkings=_milkings(found[tube.number][0]))
        for tube in visit.tubes.order_by("position")
        if tube.number in found
    ]
    rows = rows[:-_SKIPPED] if len(rows) > 2 * _SKIPPED else rows
    rows.append(SamplingRow(f"{herd.farm.code}9", "99999", _milkings(30.0)))
    record_sampling(manager, visit.pk, day, rows)
    return receive_samples(technician, visit.pk, timezone.now())


def _milkings(milk_kg: float) -> tuple[Milking, ...]:
    parts = [Milking(part, round(milk_kg * share, 1)) for part, share in _SHARES]
    return (*parts, Milking("pm", round(milk_kg - sum(m.kg for m in parts), 1)))


def _analysed(
    technician: Person, centre: Organisation, visit: TestVisit, herd: Herd, day: date, seed: int
) -> None:
    """The laboratory's file of the visit, with one row that repeats a tube."""
    found = _yields(herd, day, seed)
    urea = np.random.default_rng([seed, 31]).normal(23, 4.5, len(found) + 1).clip(8, 45)
    lines = ["样品管号,乳脂率,乳蛋白率,乳糖率,尿素(mg/dL),体细胞数(千/mL)"]
    tubes: list[SampleTube] = list(visit.tubes.filter(state="sampled").order_by("position"))
    for at, tube in enumerate(tubes):
        _, fat, protein, lactose, cells = found.get(tube.number, (0.0, 3.9, 3.3, 4.9, 200))
        lines.append(f"{tube.tube},{fat},{protein},{lactose},{urea[at % len(urea)]:.1f},{cells}")
    lines.append(lines[1])
    import_lab_file(technician, centre, "\n".join(lines).encode(), file_name="FT-1.csv")


def _yields(herd: Herd, day: date, seed: int) -> dict[str, tuple[float, float, float, float, int]]:
    """Milk, fat, protein, lactose and thousand cells of a day by on-farm number."""
    cows, farm_days = simulate_milk(herd, seed)
    column = (day - day_of(herd.start)).days + herd.start
    test: TestDay = record_day(herd, cows, farm_days, column, seed)
    return {
        f"{animal + 1:05d}": (milk, fat, protein, lactose, cells)
        for animal, milk, fat, protein, lactose, cells in zip(
            test.animal.tolist(),
            (test.milk_dag / DAG_PER_KG).tolist(),
            test.fat_pct.tolist(),
            test.protein_pct.tolist(),
            test.lactose_pct.tolist(),
            (test.cells_per_ml // 1000).tolist(),
            strict=True,
        )
        if milk >= 1
    }


def _standards(technician: Person, centre: Organisation, day: date) -> None:
    for component, reference, values in (
        ("fat_pct", "3.60", ("3.61", "3.62", "3.60")),
        ("protein_pct", "3.25", ("3.24", "3.25", "3.25")),
        ("scc_per_ml", "250000", ("255000", "248000", "252000")),
    ):
        record_standard(
            technician,
            centre,
            instrument="FT-1",
            material=f"S{day:%y%m}",
            component=component,
            reference=Decimal(reference),
            values=[Decimal(value) for value in values],
            measured_on=day,
        )
