"""A recorded farm with a few cows and past test days, and the path of a visit."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.utils import timezone

from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.farms import register_farm
from milkshed.herd.actions.rows import AnimalRow, TestDayRow
from milkshed.herd.actions.test_days import record_test_days
from milkshed.herd.rules import ROWS as HERD_ROWS
from milkshed.platform.rule_book import load_rules
from milkshed.recording.actions.plan import enrol_farm, plan_visit
from milkshed.recording.actions.tubes import (
    SamplingRow,
    prepare_tubes,
    receive_samples,
    record_sampling,
)
from milkshed.recording.models import Enrolment, SampleTube, TestVisit
from milkshed.recording.rules import ROWS
from milkshed.recording.science.weighing import Milking
from tests.cast import Cast

CODE = "6403020001"
STEP = 31  # so that no two test days fall into one month


@dataclass(frozen=True, slots=True)
class Scene:
    """The recording of the cast's farm, and the day everything is looked at."""

    cast: Cast
    enrolment: Enrolment
    today: date

    def plan(self) -> TestVisit:
        """A visit planned for today."""
        return plan_visit(self.cast.people["dhi_technician"], self.enrolment.pk, self.today)

    def sampled(self, *, leave_out: int = 0) -> TestVisit:
        """A visit whose tubes were filled but for the last few, now at the laboratory."""
        technician, visit = self.cast.people["dhi_technician"], self.plan()
        prepare_tubes(technician, visit.pk)
        tubes = list(visit.tubes.order_by("position"))
        rows = [filled(tube) for tube in tubes[: len(tubes) - leave_out]]
        report = record_sampling(technician, visit.pk, self.today, rows)
        assert report.is_clean
        return receive_samples(technician, visit.pk, timezone.now())


def filled(tube: SampleTube) -> SamplingRow:
    """A tube with three milkings of 10, 9 and 8 kg."""
    return SamplingRow(
        tube.tube, milkings=(Milking("am", 10), Milking("noon", 9), Milking("pm", 8))
    )


def scene(cast: Cast, *, cows: int = 6, tests: int = 4) -> Scene:
    """Cows 101… of parities 1, 2, 3 in turn, in milk for 100 days and more, tested before.

    Cow 101 is dry. Test days lie 31 days apart, the last one 31 days ago.
    """
    load_rules((*HERD_ROWS, *ROWS))
    today = timezone.localdate()
    register_farm(
        place=cast.places["farm"],
        code=CODE,
        declared_head=300,
        filed_on=date(2020, 1, 1),
        synthetic=True,
    )
    calved = [today - timedelta(days=STEP * tests + 12 + at % 7) for at in range(cows)]
    report = register_animals(
        [
            AnimalRow(
                CODE,
                "F",
                calved[at] - timedelta(days=730 + 400 * (at % 3)),
                on_farm=str(101 + at),
                parity=at % 3 + 1,
                last_calving_date=calved[at],
                dry_on=today - timedelta(days=5) if at == 0 else None,
            )
            for at in range(cows)
        ]
    )
    assert report.is_clean
    random = np.random.default_rng(5)
    rows = []
    for number in range(tests):
        day = today - timedelta(days=STEP * (tests - number))
        for at in range(cows):
            dim = (day - calved[at]).days
            rows.append(
                TestDayRow(
                    CODE,
                    day,
                    dim,
                    at % 3 + 1,
                    round(28 + 3 * (at % 3) - 0.04 * dim + float(random.normal()), 1),
                    number=str(101 + at),
                    scheme="on-farm",
                    fat_pct=round(3.8 + 0.2 * float(random.normal()), 2),
                    protein_pct=round(3.3 + 0.1 * float(random.normal()), 2),
                    scc_per_ml=int(80_000 + 20_000 * (at % 5)),
                )
            )
    assert record_test_days(rows).is_clean
    enrolment = enrol_farm(
        cast.people["dhi_reviewer"],
        farm_code=CODE,
        centre=cast.organisations["dhi_centre"],
        started_on=today - timedelta(days=200),
        sampled_by="farm",
        scheme="every",
        milkings_per_day=3,
    )
    return Scene(cast, enrolment, today)


def lab_rows(visit: TestVisit, **changed: str) -> bytes:
    """A laboratory file for the visit's filled tubes; ``changed`` adds whole lines."""
    lines = ["样品管号,乳脂率,乳蛋白率,乳糖率,尿素,体细胞数(千/mL)"]
    lines += [
        f"{tube.tube},3.95,3.31,4.9,22.5,{150 + tube.position}"
        for tube in visit.tubes.filter(state="sampled").order_by("position")
    ]
    return "\n".join([*lines, *changed.values()]).encode()
