"""Filing farms, and taking what they declare day by day."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db import connection, transaction
from django.utils import timezone

from milkshed.herd.actions.rows import FarmDayRow
from milkshed.herd.models import DaySource, Farm, FarmDay
from milkshed.herd.rules import within
from milkshed.kernel.identifiers import FARM_CODE
from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Place, PlaceKind
from milkshed.platform.permissions import require
from milkshed.platform.scope import EVERYTHING, scope_of, visible

_SESSIONS_TOLERANCE = 0.005
_FIRST_DAY = date(2000, 1, 1)


def farms_by_code(codes: Iterable[str], person: Person | None) -> dict[str, Farm]:
    """The farms with these codes that the person may see (all of them without a person)."""
    scope = scope_of(person) if person is not None else EVERYTHING
    farms = visible(Farm.objects.select_related("place", "organisation"), scope)
    return {farm.code: farm for farm in farms.filter(code__in=set(codes))}


def register_farm(
    *,
    place: Place,
    code: str,
    declared_head: int,
    breed: str = "荷斯坦",
    is_nucleus: bool = False,
    filed_on: date | None = None,
    synthetic: bool = False,
    person: Person | None = None,
) -> Farm:
    """File the farm that stands at a place.

    ``code`` is the ten-digit farm code, its first six digits the county of the place;
    ``declared_head`` the scale filed. Raises a problem with every broken rule.
    """
    if person is not None:
        require(person, "herd.register_farm")
        if not visible(Place.objects.filter(pk=place.pk), scope_of(person)).exists():
            raise Problem(INVALID, Text("场所不在您的管辖范围", "The place is out of your reach"))
    faults = []
    fault = FARM_CODE.fault(code, "code")
    if fault is not None:
        faults.append(fault)
    elif FARM_CODE.normalise(code)[:6] != place.county:
        message = Text(
            "养殖场代码的前6位应为所在县代码", "A farm code begins with the county of the farm"
        )
        faults.append(Fault("code", code, "county", message))
    if place.kind != PlaceKind.FARM:
        message = Text("该场所不是奶牛场", "The place is no dairy farm")
        faults.append(Fault("place", place.kind, "kind", message))
    if declared_head <= 0:
        message = Text("备案规模应大于0", "The scale must be above zero")
        faults.append(Fault("declared_head", declared_head, "range", message))
    if faults:
        raise Problem(INVALID, None, faults)
    code = FARM_CODE.normalise(code)
    if Farm.objects.filter(code=code).exists() or Farm.objects.filter(place=place).exists():
        raise Problem(
            CONFLICT,
            Text("该代码或场所已备案", "The code or the place is already filed"),
            [Fault("code", code, "unique", Text("已备案", "Already filed"))],
        )
    return Farm.objects.create(
        organisation=place.organisation,
        place=place,
        code=code,
        breed=breed,
        declared_head=declared_head,
        is_nucleus=is_nucleus,
        filed_on=filed_on or timezone.localdate(),
        synthetic=synthetic,
    )


def record_farm_days(rows: Sequence[FarmDayRow], *, person: Person | None = None) -> BatchReport:
    """Take farms' daily declarations; bad rows are refused, the rest goes in together.

    A day declared again replaces the earlier declaration (whose content stays in the history);
    an equal one counts as repeated.
    """
    if person is not None:
        require(person, "herd.record_farm_days")
    report = BatchReport()
    farms = farms_by_code((row.farm_code for row in rows), person)
    today = timezone.localdate()
    taken: dict[tuple[int, date], int] = {}
    days: list[tuple[object, ...]] = []
    for number, row in enumerate(rows, start=1):
        faults = farm_day_faults(row, farms, today, number)
        farm = farms.get(row.farm_code)
        if farm is not None and (farm.pk, row.day) in taken:
            message = Text("同一批次中该日重复出现", "The day stands in an earlier row")
            faults.append(Fault("day", row.day, "repeated-in-batch", message, number))
        if faults or farm is None:
            report.refuse(number, faults)
            continue
        taken[(farm.pk, row.day)] = number
        days.append(_as_stored(farm, row))
    with transaction.atomic():
        written = _upsert_days(days)
    for key, number in taken.items():
        if key in written:
            report.accept(number, str(written[key]))
        else:
            report.repeat(number)
    return report


def farm_day_faults(
    row: FarmDayRow, farms: Mapping[str, Farm], today: date, number: int
) -> list[Fault]:
    """Everything wrong with one declared day."""
    faults: list[Fault] = []

    def refuse(field: str, value: object, rule: str, zh: str, en: str) -> None:
        faults.append(Fault(field, value, rule, Text(zh, en), number))

    if row.farm_code not in farms:
        refuse("farm_code", row.farm_code, "known", "没有该养殖场", "There is no such farm")
    if row.day < _FIRST_DAY:
        refuse("day", row.day, "range", "日期过早", "The day is too long ago")
    if row.day > today:
        refuse("day", row.day, "not-in-future", "日期不能晚于今天", "The day is in the future")
    if not 0 <= row.milking_head <= row.adult_head <= row.head:
        refuse(
            "milking_head",
            f"{row.milking_head} / {row.adult_head} / {row.head}",
            "order",
            "应满足 泌乳牛 ≤ 成母牛 ≤ 存栏",
            "Milking cows ≤ adult cows ≤ head must hold",
        )
    if not 0 <= row.milk_kg < 1e8:
        refuse("milk_kg", row.milk_kg, "range", "产奶量不能为负", "Milk is not negative")
    elif row.milk_kg > 0 and row.milking_head == 0:
        refuse("milk_kg", row.milk_kg, "needs-cows", "没有泌乳牛却有产奶", "Milk without cows")
    elif row.milking_head and row.milk_kg / row.milking_head > 99.9:
        refuse("milk_kg", row.milk_kg, "per-cow", "头均日产超过99.9公斤", "Over 99.9 kg per cow")
    if row.session_milk_kg:
        total = sum(row.session_milk_kg)
        if not abs(total - row.milk_kg) <= max(1.0, _SESSIONS_TOLERANCE * row.milk_kg):
            refuse(
                "session_milk_kg",
                round(total, 1),
                "sum",
                "各班次之和与日产奶量不符",
                "The milkings do not add up to the day's milk",
            )
    for field, value, low, high in (
        ("fat_pct", row.fat_pct, 1.5, 9.0),
        ("protein_pct", row.protein_pct, 1.0, 7.0),
        ("scc_per_ml", row.scc_per_ml, 1_000, 9_999_000),
    ):
        if value is not None and not within(value, low, high):
            refuse(field, value, "range", f"应在{low}至{high}之间", f"Between {low} and {high}")
    if row.source not in DaySource.values:
        refuse("source", row.source, "choice", "来源不明", "Unknown source")
    return faults


def _as_stored(farm: Farm, row: FarmDayRow) -> tuple[object, ...]:
    return (
        farm.pk,
        row.day,
        row.head,
        row.adult_head,
        row.milking_head,
        _rounded(row.milk_kg, 1),
        list(row.session_milk_kg),
        _rounded(row.fat_pct, 2),
        _rounded(row.protein_pct, 2),
        row.scc_per_ml,
        row.source,
        row.synthetic,
    )


def _rounded(value: float | None, places: int) -> Decimal | None:
    return None if value is None else Decimal(f"{value:.{places}f}")


_DAY_COLUMNS = (
    "farm_id, day, head, adult_head, milking_head, milk_kg, session_milk_kg, fat_pct,"
    " protein_pct, scc_per_ml, source, synthetic"
)
_CONTENT = [name.strip() for name in _DAY_COLUMNS.split(",")][2:]


def _upsert_days(days: Sequence[tuple[object, ...]]) -> dict[tuple[int, date], int]:
    """Write new and changed days; returns keys by (farm, day), unchanged days left out."""
    table = FarmDay._meta.db_table  # noqa: SLF001 - Django's public name for it
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TEMP TABLE farm_days_in ON COMMIT DROP AS"
            f" SELECT {_DAY_COLUMNS} FROM {table} WITH NO DATA"
        )
        with cursor.copy(f"COPY farm_days_in ({_DAY_COLUMNS}) FROM STDIN") as copy:
            for day in days:
                copy.write_row(day)
        cursor.execute(
            f"INSERT INTO {table} AS held ({_DAY_COLUMNS}) SELECT * FROM farm_days_in"
            " ON CONFLICT (farm_id, day) DO UPDATE SET "
            + ", ".join(f"{name} = EXCLUDED.{name}" for name in _CONTENT)
            + " WHERE ("
            + ", ".join(f"held.{name}" for name in _CONTENT)
            + ") IS DISTINCT FROM ("
            + ", ".join(f"EXCLUDED.{name}" for name in _CONTENT)
            + ") RETURNING held.farm_id, held.day, held.id"
        )
        written = {(farm, day): key for farm, day, key in cursor.fetchall()}
        cursor.execute("DROP TABLE farm_days_in")
    return written
