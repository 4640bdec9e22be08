"""Reads of milk recording. Every list starts from what a scope may see."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median

import numpy as np
from django.db.models import Count, F, Max, Q, QuerySet
from django.utils import timezone

from milkshed.herd import facade as herd
from milkshed.kernel.day_numbers import day_number
from milkshed.kernel.periods import Month
from milkshed.numerics.comparison import algorithm_a, light_of, z_score
from milkshed.numerics.precision import Precision, precision
from milkshed.platform.models import Organisation
from milkshed.platform.scope import Scope, visible
from milkshed.recording.models import (
    AdvisoryVisit,
    Enrolment,
    FarmReport,
    LabFile,
    LactationFigure,
    StandardReading,
    StoredPopulation,
    TestVisit,
)
from milkshed.recording.rules import RecordingRules
from milkshed.recording.science.improvement import Change, ranks, yearly_change
from milkshed.recording.science.population import Population
from milkshed.recording.science.recorded_days import Float, Int
from milkshed.recording.science.reference_population import european_population
from milkshed.recording.science.somatic_cells import bulk_count_thousand, udder_dynamics

REGION = "宁夏"
_YEAR = timedelta(days=370)
_FEWEST_LABORATORIES = 3


def enrolments(scope: Scope, *, county: str = "") -> QuerySet[Enrolment]:
    """Farms in recording now that the scope reaches, in order of code."""
    found = visible(Enrolment.objects.filter(ended_on__isnull=True), scope)
    if county:
        found = found.filter(place__county=county)
    return found.select_related("place__organisation", "centre").order_by("farm_code")


def visits(scope: Scope, *, state: str = "") -> QuerySet[TestVisit]:
    """Visits in reach, the youngest first."""
    found = visible(TestVisit.objects.all(), scope)
    if state:
        found = found.filter(state=state)
    return found.select_related("enrolment__place", "enrolment__centre", "sampler").order_by(
        "-planned_on", "pk"
    )


def lab_files(scope: Scope) -> QuerySet[LabFile]:
    """Result files in reach, the youngest first."""
    found = LabFile.objects.select_related("centre", "brought_by").defer("faults")
    return visible(found, scope).order_by("-brought_at")


def reports(scope: Scope, *, farm_code: str = "") -> QuerySet[FarmReport]:
    """Reports in reach, the youngest month first."""
    found = visible(FarmReport.objects.select_related("place", "centre"), scope)
    if farm_code:
        found = found.filter(
            place__in=Enrolment.objects.filter(farm_code=farm_code).values("place")
        )
    return found.order_by("-month", "-version")


def advice(scope: Scope) -> QuerySet[AdvisoryVisit]:
    """Advisers' visits in reach, open ones first."""
    found = visible(AdvisoryVisit.objects.select_related("place", "centre"), scope)
    return found.order_by("-month", "state", "farm_code")


@dataclass(frozen=True, slots=True)
class DueFarm:
    """When a farm should be tested next, after its last test or planned visit."""

    enrolment: Enrolment
    last: date | None
    earliest: date | None
    latest: date | None
    planned: date | None

    @property
    def late(self) -> bool:
        """Whether the next test is overdue and none is planned."""
        return self.latest is not None and self.latest < timezone.localdate() and not self.planned


def due_farms(scope: Scope, on: date) -> list[DueFarm]:
    """Every recorded farm in reach with the days between which its next test is due."""
    low, high = RecordingRules.on(on).bounds("visit.interval")
    held = enrolments(scope).annotate(
        last=Max("visits__tested_on", filter=~Q(visits__state="cancelled"))
    )
    open_ones = dict(
        TestVisit.objects.filter(state__in=["planned", "prepared"], enrolment__in=held)
        .order_by("-planned_on")
        .values_list("enrolment", "planned_on")
    )
    found = []
    for enrolment in held:
        last: date | None = enrolment.last
        found.append(
            DueFarm(
                enrolment,
                last,
                None if last is None else last + timedelta(days=int(low)),
                None if last is None else last + timedelta(days=int(high)),
                open_ones.get(enrolment.pk),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Turnaround:
    """Days from sampling to release of the visits of some days; ``late`` are above the rule."""

    visits: int
    median_days: float | None
    longest_days: int | None
    late: int
    limit_days: float


def turnaround(scope: Scope, first: date, last: date) -> Turnaround:
    """How long released visits took, tested within days."""
    limit = RecordingRules.on(last).bounds("turnaround")[1]
    rows = visits(scope, state="released").filter(tested_on__range=(first, last))
    took = [
        (timezone.localdate(done) - tested).days
        for tested, done in rows.values_list("tested_on", "released_at")
        if tested is not None and done is not None
    ]
    return Turnaround(
        len(took),
        float(median(took)) if took else None,
        max(took, default=None),
        sum(one > limit for one in took),
        limit,
    )


def states_of(scope: Scope) -> dict[str, int]:
    """Visits in reach by state."""
    rows = visible(TestVisit.objects.all(), scope).order_by()
    return dict(rows.values_list("state").annotate(Count("pk")))


@dataclass(frozen=True, slots=True)
class FarmProgress:
    """A recorded farm's last month and its change over twelve, each with what it rests on.

    ``cells`` 1,000 per mL, ``new_infection`` and ``complete`` are shares with denominators
    ``at_risk`` and ``in_milk``; ``rank`` from 1 for the highest surely known rise in milk.
    """

    enrolment_id: int
    farm_code: str
    place_id: int
    name: str
    county: str
    synthetic: bool
    cows: int
    milk_kg: float | None
    cells: float | None
    new_infection: float | None
    at_risk: int
    complete: float | None
    in_milk: int
    milk_change: Change
    cells_change: Change
    tested_change: Change
    months: Sequence[tuple[str, int, float, float]]
    rank: int | None


def progress_of_farms(scope: Scope, month: Month) -> list[FarmProgress]:
    """Farms in reach by their change in daily yield over twelve months, the best first.

    Means per cow and test of each month; a month counts by its cows. For the change in yield the
    population's mean of each cow's parity group and day in milk is taken off, so that a herd
    further on in lactation does not count as falling. Farms with fewer than four months come
    last, without a rank.
    """
    held = list(enrolments(scope))
    last = min(month.last_day, timezone.localdate())
    tests = herd.test_day_columns([one.place_id for one in held], last - _YEAR, last)
    number = _months(tests.day)
    usual = _usual_milk(tests.parity, tests.dim, last.year)
    infected = RecordingRules.on(last).value("cells.infected")
    found = []
    for enrolment in held:
        mine = np.flatnonzero(tests.place == enrolment.place_id)
        found.append(
            _progress(
                enrolment,
                month,
                number[mine],
                tests.animal[mine],
                tests.milk_kg[mine],
                usual[mine],
                tests.scc_per_ml[mine] / 1000,
                infected,
            )
        )
    order = ranks([one.milk_change.value for one in found])
    ranked = [
        FarmProgress(**{name: getattr(one, name) for name in one.__slots__} | {"rank": rank})
        for one, rank in zip(found, order, strict=True)
    ]
    return sorted(ranked, key=lambda one: (one.rank is None, one.rank or 0, one.farm_code))


def _progress(
    enrolment: Enrolment,
    month: Month,
    number: Int,
    animal: Int,
    milk: Float,
    usual: Float,
    cells: Float,
    infected: float,
) -> FarmProgress:
    each = np.unique(number)
    rows, alike = [], []
    for one in each.tolist():
        held = number == one
        rows.append(
            (
                _month_name(one),
                int(held.sum()),
                float(milk[held].mean()),
                bulk_count_thousand(cells[held], milk[held]),
            )
        )
        alike.append(float((milk[held] - usual[held]).mean()))
    present = number == month.first_day.year * 12 + month.first_day.month - 1
    before = number == month.first_day.year * 12 + month.first_day.month - 2
    earlier = dict(zip(animal[before].tolist(), cells[before].tolist(), strict=True))
    dynamics = udder_dynamics(
        [earlier.get(key, float("nan")) for key in animal[present].tolist()],
        cells[present],
        threshold_thousand=infected,
    )
    in_milk = _in_milk(enrolment.place_id, month)
    tested = len(np.unique(animal[present]))
    counts = [row[1] for row in rows]
    return FarmProgress(
        enrolment_id=enrolment.pk,
        farm_code=enrolment.farm_code,
        place_id=enrolment.place_id,
        name=enrolment.place.name_zh,
        county=enrolment.place.county,
        synthetic=enrolment.synthetic,
        cows=tested,
        milk_kg=float(milk[present].mean()) if present.any() else None,
        cells=_known(bulk_count_thousand(cells[present], milk[present])),
        new_infection=dynamics.new_infection.share,
        at_risk=dynamics.new_infection.out_of,
        complete=min(tested / in_milk, 1.0) if in_milk and present.any() else None,
        in_milk=in_milk,
        milk_change=yearly_change(each, alike, counts),
        cells_change=yearly_change(each, [row[3] for row in rows], counts),
        tested_change=yearly_change(each, counts, np.ones(len(each))),
        months=tuple(rows),
        rank=None,
    )


def _usual_milk(parity: Int, dim: Int, year: int) -> Float:
    """The population's mean yield of each test's parity group and day in milk, kg."""
    population = population_of(year)
    milk = population.mean_daily[:, population.traits.index("milk")]
    day = np.clip(dim, 1, milk.shape[1] - 1)
    return np.asarray(milk[population.group_of(parity), day])


def population_for(year: int) -> StoredPopulation | None:
    """The newest population of the region for a year or the last one before it."""
    found = StoredPopulation.objects.filter(region=REGION, year__lte=year)
    return found.order_by("-year", "-fitted_at").first()


def population_of(year: int) -> Population:
    """The region's population of a year, or the one shipped where none was fitted yet."""
    stored = population_for(year)
    return european_population() if stored is None else Population.from_json(stored.document)


def _in_milk(place_id: int, month: Month) -> int:
    """Cows in milk at the end of a month, or today where it has not ended."""
    cows = herd.cow_columns([place_id])
    day = day_number(min(month.last_day, timezone.localdate()))
    there = (cows.calved <= day) & ((cows.dry < 0) | (cows.dry > day))
    return int((there & ((cows.left < 0) | (cows.left > day))).sum())


def _months(
    day: Int,
) -> Int:
    """Months as whole numbers: year × 12 + month − 1."""
    return day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) + 1970 * 12


def _month_name(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value


def figures(enrolment: Enrolment, month: Month) -> QuerySet[LactationFigure]:
    """Figures of a farm's present lactations of a month, the highest predicted yield first.

    Whoever reaches the farm's recording reaches them: its own people, its centre, its county.
    """
    found = LactationFigure.objects.filter(place=enrolment.place_id, month=month.first_day)
    return found.order_by(F("milk_305_kg").desc(nulls_last=True), "animal_key")


@dataclass(frozen=True, slots=True)
class StandardFigure:
    """A standard on one instrument: bias and repeatability against the value it should have."""

    reading: StandardReading
    mean: float
    bias: float
    repeatability_sd: float


def standard_figures(scope: Scope) -> list[StandardFigure]:
    """The last two hundred readings in reach with their figures."""
    rows = visible(StandardReading.objects.select_related("centre", "recorded_by"), scope)
    found = []
    for reading in rows.order_by("-measured_on", "-pk")[:200]:
        values = np.array(reading.values, dtype=np.float64)
        found.append(
            StandardFigure(
                reading,
                float(values.mean()),
                float(values.mean()) - float(reading.reference),
                float(values.std(ddof=1)),
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class Between:
    """One material and component measured by several centres: z of each, and precision.

    ``scores`` maps a centre's name to (mean, z, light).
    """

    material: str
    component: str
    scores: Sequence[tuple[str, float, float, str]]
    precision: Precision


def between_centres(scope: Scope) -> list[Between]:
    """Materials that three centres or more have measured: robust z-scores (ISO 13528), s_r and s_R.

    Centres out of reach take part without their names.
    """
    groups: dict[tuple[str, str], dict[int, list[float]]] = {}
    for reading in StandardReading.objects.order_by("-measured_on")[:2_000]:
        cell = groups.setdefault((reading.material, reading.component), {})
        cell.setdefault(reading.centre_id, []).extend(reading.values)
    centres = visible(Organisation.objects.filter(kind="dhi_centre"), scope)
    names = dict(centres.values_list("pk", "name_zh"))
    found = []
    for (material, component), cells in groups.items():
        if len(cells) < _FEWEST_LABORATORIES:
            continue
        means = {centre: float(np.mean(values)) for centre, values in cells.items()}
        robust = algorithm_a(list(means.values()))
        if robust.sd <= 0:
            continue
        scores = [
            (names.get(centre, "其他中心"), mean, z_score(mean, robust.mean, robust.sd))
            for centre, mean in means.items()
        ]
        found.append(
            Between(
                material,
                component,
                [(name, mean, z, light_of(z)) for name, mean, z in scores],
                precision({str(centre): values for centre, values in cells.items()}),
            )
        )
    return found
