"""The laboratories' work of the played region: plans, control charts, comparisons, a dispute.

All of it goes through the verbs that people use. What signals or is found (a drifting method, a
finding that the retest does not confirm) is played only where anomalies are.
"""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np
from django.utils import timezone

from milkshed.platform.alarms import handle_alarm
from milkshed.platform.models import Alarm, Person
from milkshed.quality.actions.cases import propose_decision
from milkshed.quality.actions.comparison import Round, close_round, open_round, report_values
from milkshed.quality.actions.control import Material, open_series, record_reading
from milkshed.quality.actions.custody import countersign_taking
from milkshed.quality.actions.judging import Measurement
from milkshed.quality.actions.objections import (
    conclude_objection,
    grant_objection,
    raise_objection,
)
from milkshed.quality.actions.plans import (
    Drafting,
    Stratum,
    commit_plan,
    draft_plan,
    draw_plan,
)
from milkshed.quality.actions.registry import MethodLine, enter_methods
from milkshed.quality.actions.samples import (
    Taking,
    receive_sample,
    record_results,
    review_report,
    seal_sample,
    take_sample,
)
from milkshed.quality.importers import bring_file
from milkshed.quality.models import ContrabandCase, Laboratory, Sample
from milkshed.region.play import uris
from milkshed.region.play.facts import Flow, moment

_ACCREDITED = (
    ("fat", "GB 5009.6-2016", None, None, "0.02"),
    ("protein", "GB 5009.5-2016", None, None, "0.02"),
    ("solids_not_fat", "GB 5413.39-2010", None, None, "0.02"),
    ("acidity", "GB 5009.239-2016", None, None, "0.04"),
    ("freezing_point", "GB 5413.38-2016", None, None, "0.01"),
    ("total_count", "GB 4789.2-2022", None, None, "0.3"),
    ("aflatoxin_m1", "GB 5009.24-2016", "0.005", "0.015", "0.2"),
    ("melamine", "GB/T 22388-2008", "0.01", "0.03", "0.15"),
)
_READINGS = 24
_DRIFTS_FROM = 17
_MOST_DRAWN = 6
_COMPARED = 8
_REPLICATES = 2


def play_laboratory(flow: Flow, laboratories: list[Laboratory], *, anomalies: bool) -> None:
    """Play what the laboratories and the offices that use them have done lately."""
    benches = [
        stored
        for stored, laboratory in zip(laboratories, flow.world.laboratories, strict=True)
        if laboratory.kind == "third-party"
    ]
    generator = np.random.default_rng([flow.world.seed, 9])
    _control(flow, benches[0], generator, drifts=anomalies)
    _compare(flow, laboratories, generator)
    _plan(flow)
    _wait_for_a_look(flow, benches[0])
    if anomalies and len(benches) > 1:
        _dispute(flow, benches[0], benches[1])


def enter_scope(laboratories: list[Laboratory], flow: Flow, first_day: date) -> None:
    """What the third-party laboratories are accredited for."""
    for stored, laboratory in zip(laboratories, flow.world.laboratories, strict=True):
        if laboratory.kind == "third-party":
            enter_methods(
                stored,
                [
                    MethodLine(
                        analyte,
                        method,
                        first_day,
                        first_day + timedelta(days=1500),
                        None if low is None else Decimal(low),
                        None if quantified is None else Decimal(quantified),
                        Decimal(share),
                    )
                    for analyte, method, low, quantified, share in _ACCREDITED
                ],
            )


def _staff(flow: Flow, laboratory: Laboratory, role: str) -> Person:
    return flow.furniture.people(laboratory.place.organisation_id, role)[0]


def _control(
    flow: Flow, bench: Laboratory, generator: np.random.Generator, *, drifts: bool
) -> None:
    analyst = _staff(flow, bench, "lab_analyst")
    now = moment(flow.now)
    for analyte, method, target, sd, moves in (
        ("fat", "GB 5009.6-2016", 3.60, 0.02, drifts),
        ("protein", "GB 5009.5-2016", 3.20, 0.02, False),
    ):
        series = open_series(
            analyst,
            bench,
            Material(
                code=f"DEMO-GBW-{analyte}",
                analyte=analyte,
                method=method,
                instrument="FT-1",
                target=Decimal(f"{target:.2f}"),
                sd=Decimal(f"{sd:.2f}"),
                valid_to=timezone.localdate(now) + timedelta(days=300),
            ),
        )
        # within one sd a method in control gives no signal
        scores = np.tile([0.6, -0.7, 0.2, -0.4, 0.9, -0.3], _READINGS)[:_READINGS]
        scores = scores + generator.uniform(-0.1, 0.1, _READINGS)
        if moves:
            scores[_DRIFTS_FROM:] += 1.6
        for n, score in enumerate(scores.tolist()):
            record_reading(
                analyst,
                series,
                at=now - timedelta(days=_READINGS - n),
                value=Decimal(f"{target + sd * score:.3f}"),
            )


def _compare(flow: Flow, laboratories: list[Laboratory], generator: np.random.Generator) -> None:
    office = flow.furniture.offices["region"]
    officer = flow.furniture.people(office.pk, "region_officer")[0]
    chosen = laboratories[:_COMPARED]
    today = timezone.localdate()
    for title, analyte, reports in (
        ("乳蛋白质能力比对（演示）", "protein", True),
        ("三聚氰胺能力比对（演示）", "melamine", False),
    ):
        round_ = open_round(
            officer,
            office,
            Round(
                title,
                analyte,
                today + timedelta(days=14),
                tuple(laboratory.pk for laboratory in chosen),
            ),
        )
        if not reports:
            continue
        for n, laboratory in enumerate(chosen):
            bias = 0.12 if n == len(chosen) - 1 else float(generator.normal(0, 0.02))
            values = 3.25 + bias + generator.normal(0, 0.008, _REPLICATES)
            report_values(
                _staff(flow, laboratory, "lab_analyst"),
                round_,
                values=[Decimal(f"{value:.3f}") for value in values.tolist()],
                uncertainty=Decimal("0.06"),
                method="GB 5009.5-2016",
            )
        close_round(officer, round_)


def _plan(flow: Flow) -> None:
    """A plan that is drawn, and one that waits for its witness."""
    furniture = flow.furniture
    county = furniture.stations[0].county
    office = furniture.offices[county]
    officer = furniture.people(office.pk, "county_officer")[0]
    witness = furniture.people(office.pk, "inspector")[0]
    samplers = [
        *furniture.people(office.pk, "sampler"),
        *furniture.people(office.pk, "inspector")[1:],
    ]
    here = sum(place.county == county for place in furniture.stations)
    today = timezone.localdate()
    for title, kind, method, drawn in (
        ("生鲜乳收购站双随机抽检（演示）", "official", "random", True),
        ("违禁物质专项监测（演示）", "contraband", "risk", False),
    ):
        plan = draft_plan(
            officer,
            office,
            Drafting(
                title=title,
                kind=kind,
                method=method,
                analytes=("melamine", "fat", "protein", "total_count"),
                first_day=today,
                last_day=today + timedelta(days=14),
                strata=(Stratum(county, "station", min(_MOST_DRAWN, here)),),
                officers=tuple(person.pk for person in samplers),
                avoids={samplers[0].pk: [furniture.stations[0].organisation_id]},
            ),
        )
        commit_plan(officer, plan)
        if drawn:
            draw_plan(witness, plan, word="塞上江南好牛奶")


def _wait_for_a_look(flow: Flow, bench: Laboratory) -> None:
    """A file of the bench's instrument that nobody has confirmed yet."""
    waiting = Sample.objects.filter(laboratory=bench, state="received").order_by("sampled_at")[:5]
    lines = ["Sample ID;Instrument;Fat;Protein;Lactose;SNF;FPD"]
    lines += [
        f"{sample.blind_number or sample.barcode};FT-1;3,8{n};3,3{n};4,90;8,7{n};525"
        for n, sample in enumerate(waiting)
    ]
    lines.append("MY-UNKNOWN;FT-1;3,70;3,20;4,88;8,60;524")
    bring_file(
        _staff(flow, bench, "lab_analyst"),
        bench,
        "\n".join(lines).encode(),
        file_name="DEMO-FT1.csv",
        layout_code="infrared-csv",
    )


def _dispute(flow: Flow, bench: Laboratory, other: Laboratory) -> None:
    """Melamine reported at a station; the retest elsewhere does not confirm it."""
    loads, furniture = flow.collection.loads, flow.furniture
    sound = (loads.milk_share == 1) & ~loads.tests.antibiotic_positive
    load = int(np.flatnonzero((loads.departed_at <= flow.now) & sound)[-1])
    serial = flow.load_serial(load)
    place = furniture.stations[int(loads.station[load])]
    office = furniture.offices[place.county].pk
    first, second = furniture.people(office, "sampler")[:2]
    officer = furniture.people(office, "county_officer")[0]
    sample = take_sample(
        first,
        Taking(
            kind="contraband",
            lot_uri=uris.load_lot(serial),
            place=place,
            sampled_at=moment(int(loads.loaded_at[load])),
            barcode=f"W{serial}",
            second_sampler=second,
            portions=3,
            laboratory=bench,
        ),
    )
    countersign_taking(second, sample)
    seal_sample(first, sample, seal=f"FW{serial}")
    _tested(flow, bench, sample.barcode, "2.9")
    sample.refresh_from_db()
    manager = furniture.people(place.organisation_id, "station_manager")[0]
    objection = raise_objection(manager, sample, reason="同批留样自检未检出，申请复检")
    retest = grant_objection(officer, objection, laboratory=other, barcode=f"W{serial}-R")
    _tested(flow, other, retest.barcode, "0.004")
    conclude_objection(officer, objection)
    case = ContrabandCase.objects.get(sample=sample)
    inspector = furniture.people(office, "inspector")[1]
    propose_decision(inspector, case, outcome="unfounded", basis="复检未检出，初检结论被替代")
    for alarm in Alarm.objects.filter(key=f"quality.contraband:{sample.barcode}"):
        handle_alarm(alarm, officer, handling="复检未检出，排除", dismissed=True)


def _tested(flow: Flow, laboratory: Laboratory, barcode: str, melamine: str) -> None:
    received = receive_sample(
        _staff(flow, laboratory, "lab_analyst"), barcode, laboratory=laboratory, intact=True
    )
    record_results(
        _staff(flow, laboratory, "lab_analyst"),
        received,
        [Measurement("melamine", Decimal(melamine))],
    )
    review_report(_staff(flow, laboratory, "lab_reviewer"), received, opinion="数据完整，同意签发")
