"""Official sampling: two samplers at the station, a blind number, a third-party laboratory."""

from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from milkshed.platform.models import Person
from milkshed.quality.actions.custody import countersign_taking
from milkshed.quality.actions.judging import Measurement
from milkshed.quality.actions.portions import retain_portion
from milkshed.quality.actions.registry import register_laboratory
from milkshed.quality.actions.samples import (
    Taking,
    receive_sample,
    record_results,
    review_report,
    seal_sample,
    take_sample,
)
from milkshed.quality.models import Laboratory, Sample
from milkshed.region.play import uris
from milkshed.region.play.facts import Flow, kg, moment

_SAMPLES = {"farm": 6, "county": 24, "region": 120}
# The youngest samples stay on the way: two to be received, two to be tested, two to be reviewed.
_STAYS_SEALED, _STAYS_RECEIVED, _STAYS_TESTED = 2, 4, 6
_PORTIONS = 3


def open_laboratories(flow: Flow, first_day: date) -> list[Laboratory]:
    """Enter every laboratory; those that test for others are accredited."""
    return [
        register_laboratory(
            place,
            accredited=laboratory.kind != "plant",
            accreditation_number=(
                f"DEMO-CMA-{laboratory.number:04d}" if laboratory.kind != "plant" else ""
            ),
            accredited_to=first_day + timedelta(days=1500) if laboratory.kind != "plant" else None,
        )
        for laboratory, place in zip(
            flow.world.laboratories, flow.furniture.laboratories, strict=True
        )
    ]


def sample_officially(flow: Flow, laboratories: list[Laboratory]) -> None:
    """Draw loads of the last days by lot and sample them; a wrong load may be among them.

    The draw is that of a seed, so that it can be repeated.
    """
    loads, world = flow.collection.loads, flow.world
    bench = next(
        stored
        for stored, laboratory in zip(laboratories, world.laboratories, strict=True)
        if laboratory.kind == "third-party"
    )
    generator = np.random.default_rng([world.seed, 8, flow.collection.start])
    sound = (loads.milk_share == 1) & ~loads.tests.antibiotic_positive
    drawn_from = np.flatnonzero((loads.departed_at <= flow.now) & sound)[-4000:]
    wanted = min(_SAMPLES[world.scale], len(drawn_from))
    chosen = np.sort(generator.choice(drawn_from, wanted, replace=False)).tolist()
    for position, load in enumerate(chosen):
        _sample(flow, bench, load, left=len(chosen) - position)


def _sample(flow: Flow, bench: Laboratory, load: int, left: int) -> None:
    loads = flow.collection.loads
    place = flow.furniture.stations[int(loads.station[load])]
    first, second = flow.furniture.people(flow.furniture.offices[place.county].pk, "sampler")[:2]
    serial = flow.load_serial(load)
    sample = take_sample(
        first,
        Taking(
            kind="official",
            lot_uri=uris.load_lot(serial),
            place=place,
            sampled_at=moment(int(loads.loaded_at[load])),
            barcode=f"C{serial}",
            blind_number=f"MY{load * 7919 % 1_000_000:06d}",
            second_sampler=second,
            portions=_PORTIONS,
            base_kg=Decimal(f"{kg(int(loads.mass_dag[load])):.1f}"),
            tanker_uri=uris.tanker_uri(flow.world.tankers[int(loads.tanker[load])].grai),
            sheet_gdti=uris.sheet_gdti(serial),
            laboratory=bench,
        ),
    )
    countersign_taking(second, sample)
    seal_sample(first, sample, seal=f"F{serial}")
    retain_portion(first, sample, place, shelf=f"冷库 {load % 9 + 1}-{load % 5 + 1}")
    if left > _STAYS_SEALED:
        _test(flow, bench, sample, load, left)


def _test(flow: Flow, bench: Laboratory, sample: Sample, load: int, left: int) -> None:
    organisation = bench.place.organisation_id
    analyst = flow.furniture.people(organisation, "lab_analyst")[0]
    reviewer = flow.furniture.people(organisation, "lab_reviewer")[0]
    received = receive_sample(analyst, sample.barcode, laboratory=bench, intact=True)
    if left <= _STAYS_RECEIVED:
        return
    record_results(analyst, received, _measurements(flow, load))
    if left > _STAYS_TESTED:
        _report(reviewer, received)


def _report(reviewer: Person, sample: Sample) -> None:
    review_report(reviewer, sample, opinion="数据完整，同意签发")


def _measurements(flow: Flow, load: int) -> list[Measurement]:
    tests = flow.collection.loads.tests

    def value(column: np.ndarray[tuple[int], np.dtype[np.float64]], places: int) -> Decimal:
        return Decimal(f"{float(column[load]):.{places}f}")

    return [
        Measurement("fat", value(tests.fat_pct, 2)),
        Measurement("protein", value(tests.protein_pct, 2)),
        Measurement("solids_not_fat", value(tests.snf_pct, 2)),
        Measurement("acidity", value(tests.acidity_t, 1)),
        Measurement("freezing_point", value(tests.freezing_point_c, 3)),
        Measurement("total_count", Decimal(int(tests.bacteria_per_ml[load]))),
        Measurement("aflatoxin_m1", value(tests.aflatoxin_m1_ug_per_kg, 3)),
        Measurement("antibiotics", found=False),
        Measurement("melamine", Decimal("0.000")),
    ]
