"""What makes one test day acceptable."""

from dataclasses import dataclass
from datetime import date

from milkshed.herd.actions.rows import TestDayRow
from milkshed.kernel.problems import Fault
from milkshed.kernel.text import Text

Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class TestDayLimits:
    """Possible values on a day: bounds inclusive, in the unit each name carries."""

    __test__ = False

    today: date
    days_in_milk: Bounds
    parity: Bounds
    milk_kg: Bounds
    fat_pct: Bounds
    protein_pct: Bounds
    lactose_pct: Bounds
    urea_mg_per_dl: Bounds
    scc_per_ml: Bounds
    min_calving_age_days: float


_NAMES = {
    "days_in_milk": Text("泌乳天数", "Days in milk"),
    "parity": Text("胎次", "Parity"),
    "milk_kg": Text("日产奶量", "Yield"),
    "fat_pct": Text("乳脂率", "Fat content"),
    "protein_pct": Text("乳蛋白率", "Protein content"),
    "lactose_pct": Text("乳糖率", "Lactose content"),
    "urea_mg_per_dl": Text("尿素", "Urea"),
    "scc_per_ml": Text("体细胞数", "Somatic cells"),
}


def faults_of_test_day(row: TestDayRow, limits: TestDayLimits, number: int) -> list[Fault]:
    """Every rule that a test day breaks."""
    faults: list[Fault] = []
    for field, value, (low, high) in (
        ("days_in_milk", row.days_in_milk, limits.days_in_milk),
        ("parity", row.parity, limits.parity),
        ("milk_kg", row.milk_kg, limits.milk_kg),
        ("fat_pct", row.fat_pct, limits.fat_pct),
        ("protein_pct", row.protein_pct, limits.protein_pct),
        ("lactose_pct", row.lactose_pct, limits.lactose_pct),
        ("urea_mg_per_dl", row.urea_mg_per_dl, limits.urea_mg_per_dl),
        ("scc_per_ml", row.scc_per_ml, limits.scc_per_ml),
    ):
        if value is not None and not low <= value <= high:
            name = _NAMES[field]
            message = Text(
                f"{name.zh}应在{low:g}至{high:g}之间",
                f"{name.en} lies between {low:g} and {high:g}",
            )
            faults.append(Fault(field, value, "range", message, number))
    if not row.number and not row.lactation_key:
        message = Text("须有牛号或泌乳期编号", "A cow number or a lactation key is required")
        faults.append(Fault("lactation_key", "", "required", message, number))
    if row.test_date > limits.today:
        message = Text("测定日期晚于今天", "The test day is in the future")
        faults.append(Fault("test_date", row.test_date, "not-in-future", message, number))
    if row.birth_date is not None:
        faults.extend(_age_faults(row, row.birth_date, limits, number))
    return faults


def _age_faults(
    row: TestDayRow, birth_date: date, limits: TestDayLimits, number: int
) -> list[Fault]:
    age = (row.test_date - birth_date).days
    if age <= 0:
        message = Text("测定日期早于出生日期", "The test lies before the birth")
        return [Fault("test_date", row.test_date, "after-birth", message, number)]
    age_at_calving = age - row.days_in_milk
    if age_at_calving < limits.min_calving_age_days:
        message = Text(
            f"推算产犊时仅{age_at_calving}日龄", f"Only {age_at_calving} days old at calving"
        )
        return [Fault("days_in_milk", row.days_in_milk, "age-at-calving", message, number)]
    return []
