"""Computing a month: populations fitted and stored, figures of every present lactation."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pyarrow as pa
from django.db import connection, transaction
from django.utils import timezone
from numpy.typing import NDArray

from milkshed.herd import facade as herd
from milkshed.herd.facade import CowColumns, TestDayColumns
from milkshed.kernel.day_numbers import day_number, day_of
from milkshed.kernel.periods import Month
from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text
from milkshed.platform.bulk import copy_columns
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.recording.models import Enrolment, LactationFigure, MonthlyRun, StoredPopulation
from milkshed.recording.queries import REGION, population_for, population_of
from milkshed.recording.rules import RecordingRules
from milkshed.recording.science import (
    circumstances,
    interval_method,
    mature_equivalent,
    monthly,
    random_regression,
)
from milkshed.recording.science.contemporaries import fit_with_levels
from milkshed.recording.science.monthly import (
    Lactations,
    MonthFigures,
    contemporaries,
    lactations_of,
    month_figures,
)
from milkshed.recording.science.population import TRAITS, Population
from milkshed.recording.science.recorded_days import Float, Int, Limits

# two lactations of a cow and the dry period between
_LOOK_BACK = timedelta(days=900)
MOST_LACTATIONS = 4_000
_FEWEST = 50
_SEED = 20_260_101
_TABLE = LactationFigure._meta.db_table  # noqa: SLF001 - Django's public name for it


@dataclass(frozen=True, slots=True)
class Done:
    """What a run came to."""

    run: MonthlyRun
    lactations: Lactations
    figures: MonthFigures


def recorded_places(place_ids: Collection[int] | None = None) -> list[int]:
    """Places of farms in recording now, all or among these."""
    farms = Enrolment.objects.filter(ended_on__isnull=True)
    if place_ids is not None:
        farms = farms.filter(place__in=place_ids)
    return sorted(farms.values_list("place_id", flat=True))


def compute_month(
    month: Month, place_id: int | None = None, *, person: Person | None = None
) -> Done:
    """Compute a month's figures of all recorded farms or of one, and store them with the run.

    Figures of the same farms and month are replaced. Raises a problem where no farm is recorded.
    """
    if person is not None:
        require(person, "recording.compute_month")
    places = recorded_places(None if place_id is None else [place_id])
    if not places:
        raise Problem(CONFLICT, Text("没有参加测定的牧场", "No farm is recorded"))
    last = min(month.last_day, timezone.localdate())
    tests = herd.test_day_columns(places, last - _LOOK_BACK, last)
    cows = herd.cow_columns(places)
    return compute(tests, cows, month, place_id)


def compute(tests: TestDayColumns, cows: CowColumns, month: Month, place_id: int | None) -> Done:
    """The figures of these columns as of a month, stored by COPY in one transaction."""
    rules = RecordingRules.on(month.last_day)
    lactations = as_lactations(tests, cows, rules.limits)
    stored = population_for(month.first_day.year)
    population = population_of(month.first_day.year)
    last = min(day_number(month.last_day), int(tests.day.max(initial=0)))
    figures = month_figures(lactations, population, since=last - int(rules.value("present.within")))
    with transaction.atomic():
        run = MonthlyRun.objects.create(
            month=month.first_day,
            place_id=place_id,
            population=stored,
            methods=methods_of(population, stored, figures),
            inputs=_inputs(tests),
            rules={"unconfirmed": list(rules.unconfirmed)},
            lactations=len(figures.of),
            unusable=int((figures.status != 0).sum()),
        )
        _replace(run, np.unique(lactations.place[figures.of]))
        copy_columns(_TABLE, _as_table(run, lactations, figures))
    return Done(run, lactations, figures)


def as_lactations(tests: TestDayColumns, cows: CowColumns, limits: Limits) -> Lactations:
    """Test days grouped into lactations; one that was dried off ends on that day."""
    at = np.searchsorted(cows.animal, tests.animal)
    at = np.minimum(at, max(len(cows.animal) - 1, 0))
    dried = np.full(len(tests.animal), -1, dtype=np.int64)
    born = dried
    if len(cows.animal):
        held = cows.animal[at] == tests.animal
        born = np.where(held, cows.birth[at], -1)
        known = held & (cows.parity[at] == tests.parity)
        ended = np.where(cows.dry[at] >= 0, cows.dry[at], cows.left[at])
        dried = np.where(known, ended, -1)
    return lactations_of(
        tests.animal,
        tests.parity,
        tests.place,
        tests.day,
        tests.dim,
        tests.milk_kg,
        fat_pct=tests.fat_pct,
        protein_pct=tests.protein_pct,
        scc_per_ml=tests.scc_per_ml,
        dried=dried,
        born=born,
        limits=limits,
    )


def fit_region_population(
    year: int,
    *,
    person: Person | None = None,
    until: date | None = None,
    most: int = MOST_LACTATIONS,
    iterations: int = 60,
) -> StoredPopulation:
    """Fit the region's population of a year from the recorded farms' test days and store it.

    All four traits, with the levels of herds and calving years; of many lactations a sample of
    ``most`` a parity group, drawn with a fixed seed; EM stops after ``iterations``, which the
    manifest tells. Parity groups with too few lactations are joined with the one before.
    Raises a problem where even all parities together are too few.
    """
    if person is not None:
        require(person, "recording.compute_month")
    last = min(until or timezone.localdate(), date(year, 12, 31))
    places = recorded_places()
    tests = herd.test_day_columns(places, last - _LOOK_BACK, last)
    cows = herd.cow_columns(places)
    lactations = as_lactations(tests, cows, RecordingRules.on(last).limits)
    return store_population(
        lactations, year, source=f"DHI {last.isoformat()}", most=most, iterations=iterations
    )


def store_population(
    lactations: Lactations,
    year: int,
    *,
    source: str,
    most: int = MOST_LACTATIONS,
    iterations: int = 60,
) -> StoredPopulation:
    """Fit a population to lactations and keep it under its digest; see the function above."""
    usable = lactations.days.usable & (lactations.days.tests >= 3)
    chosen = _sample(usable, lactations.days.parity, most)
    groups = _parity_groups(lactations.days.parity[chosen])
    if not groups:
        raise Problem(
            CONFLICT,
            Text(
                f"可用泌乳期{len(chosen)}个，少于{_FEWEST}个，不能估计群体参数",
                f"{len(chosen)} usable lactations are fewer than {_FEWEST}: nothing to fit",
            ),
        )
    days = lactations.days.select(chosen)
    try:
        fit, levels = fit_with_levels(
            days,
            contemporaries(lactations)[chosen],
            region=REGION,
            year=str(year),
            source=source,
            traits=TRAITS,
            parity_groups=groups,
            iterations=iterations,
        )
    except ValueError as error:
        raise Problem(
            CONFLICT, Text(f"不能估计群体参数：{error}", f"Nothing to fit: {error}")
        ) from error
    manifest = {
        "method": "population-fitting",
        "engine": random_regression.VERSION,
        "lactations": int(usable.sum()),
        "sampled": len(chosen),
        "tests": int(days.tests.sum()),
        "seed": _SEED,
        "levels": len(levels.values),
        "parity_groups": list(groups),
        "converged": fit.converged,
        "convergence": [
            {"zh": group.summary.zh, "en": group.summary.en} for group in fit.convergence
        ],
    }
    stored, _ = StoredPopulation.objects.get_or_create(
        version=fit.population.version,
        defaults={
            "region": REGION,
            "year": year,
            "document": fit.population.to_json(),
            "manifest": manifest,
        },
    )
    return stored


def _sample(usable: NDArray[np.bool_], parity: Int, most: int) -> Int:
    """At most so many lactations of each parity group, drawn with a fixed seed, in order."""
    generator = np.random.default_rng(_SEED)
    parts = []
    for chosen in (parity == 1, parity == 2, parity >= 3):
        held = np.flatnonzero(usable & chosen)
        if len(held) > most:
            held = generator.choice(held, most, replace=False)
        parts.append(held)
    return np.sort(np.concatenate(parts))


def _parity_groups(parity: Int) -> tuple[int, ...]:
    """Lowest parities of the groups that are large enough; none where all together are not."""
    first, second, later = ((parity == 1).sum(), (parity == 2).sum(), (parity >= 3).sum())
    if min(first, second, later) >= _FEWEST:
        return (1, 2, 3)
    if min(first, second + later) >= _FEWEST:
        return (1, 2)
    return (1,) if first + second + later >= _FEWEST else ()


def methods_of(
    population: Population, stored: StoredPopulation | None, figures: MonthFigures
) -> dict[str, object]:
    """Each method with its version, and what the predictions rest on."""
    return {
        "official": f"{interval_method.METHOD} {interval_method.VERSION}",
        "prediction": f"{random_regression.METHOD} {random_regression.VERSION}",
        "figures": f"{monthly.METHOD} {monthly.VERSION}",
        "mature": f"{mature_equivalent.METHOD} {mature_equivalent.VERSION}",
        "population": population.version,
        "population_region": population.region,
        "population_year": population.year,
        "own_population": stored is not None,
        "carry_over_pairs": figures.carry_over_pairs,
        "circumstances": f"{circumstances.METHOD} {circumstances.VERSION}",
        "circumstances_from": figures.circumstances_from,
        "mature_from": figures.mature_from,
    }


def _inputs(tests: TestDayColumns) -> dict[str, object]:
    """How many test days went in, of which days, and a hash of all of them."""
    digest = hashlib.sha256()
    for column in (tests.animal, tests.day, tests.milk_kg, tests.fat_pct, tests.scc_per_ml):
        digest.update(np.ascontiguousarray(column).tobytes())
    return {
        "test_days": len(tests.animal),
        "animals": len(np.unique(tests.animal)),
        "first": _iso(tests.day.min()) if len(tests.day) else None,
        "last": _iso(tests.day.max()) if len(tests.day) else None,
        "sha256": digest.hexdigest(),
    }


def _iso(day: np.int64) -> str:
    return day_of(int(day)).isoformat()


def _replace(run: MonthlyRun, places: Int) -> None:
    """Remove what earlier runs stored of these farms and this month."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {connection.ops.quote_name(_TABLE)}"
            " WHERE month = %s AND place_id = ANY(%s)",
            [run.month, places.tolist()],
        )


def _as_table(run: MonthlyRun, lactations: Lactations, figures: MonthFigures) -> pa.Table:
    of, count = figures.of, len(figures.of)
    days = lactations.days

    def real(values: Float, places: int) -> pa.Array:
        return pa.array(np.round(values, places), pa.float64(), mask=~np.isfinite(values))

    def day(values: Int) -> pa.Array:
        return pa.array(values.astype(np.int32), pa.int32()).cast(pa.date32())

    interval = figures.interval
    columns: Mapping[str, pa.Array] = {
        "run_id": pa.array(np.full(count, run.pk)),
        "month": day(np.full(count, day_number(run.month))),
        "place_id": pa.array(lactations.place[of]),
        "animal_key": pa.array(lactations.animal[of]),
        "parity": pa.array(days.parity[of].astype(np.int16)),
        "calved_on": day(lactations.calved[of]),
        "tests": pa.array(days.tests[of].astype(np.int16)),
        "last_tested_on": day(lactations.last_test[of]),
        "days_in_milk": pa.array((lactations.last_test - lactations.calved)[of].astype(np.int16)),
        "status": pa.array(figures.status.astype(np.int16)),
        "tim_days": pa.array(interval.to_day.astype(np.int16)),
        "tim_milk_kg": real(interval.milk_kg, 1),
        "tim_fat_kg": real(interval.fat_kg, 2),
        "tim_protein_kg": real(interval.protein_kg, 2),
        "milk_305_kg": real(figures.milk_kg, 0),
        "fat_305_kg": real(figures.fat_kg, 1),
        "protein_305_kg": real(figures.protein_kg, 1),
        "score_305": real(figures.score, 2),
        "reliability": real(figures.reliability, 3),
        "peak_kg": real(figures.peak_kg, 1),
        "peak_day": pa.array(
            figures.peak_day.astype(np.int16), pa.int16(), mask=figures.peak_day == 0
        ),
        "persistency": real(figures.persistency, 2),
        "mature_kg": real(figures.mature_kg, 0),
    }
    return pa.table(dict(columns))
