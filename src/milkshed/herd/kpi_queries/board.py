"""The board of a farm's key figures, each with its bounds, its warning and what is behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from milkshed.herd.diagnoses import DIAGNOSES
from milkshed.herd.kpi_queries.benchmarks import Position, positions
from milkshed.herd.kpi_queries.records import (
    parameters_of,
    records_of,
    whole_rule,
)
from milkshed.herd.models import Animal, AnimalIdentifier, Farm
from milkshed.herd.science import exits, kpis, reproduction
from milkshed.herd.science.cow_records import CULLED, DEAD, SOLD
from milkshed.herd.science.kpis import GROUPS, KPIS, Group, Herd, Kpi
from milkshed.herd.science.measures import Measure
from milkshed.kernel.day_numbers import day_number, day_of
from milkshed.kernel.text import Text
from milkshed.platform.models import Rule

_WAYS = {CULLED: Text("淘汰", "culled"), DEAD: Text("死亡", "dead"), SOLD: Text("出售", "sold")}
_BY_TITLES = {
    "number": Text("按配次", "By service number"),
    "parity": Text("按胎次", "By parity"),
    "technician": Text("按配种员", "By technician"),
    "bull": Text("按公牛", "By bull"),
}
_NOT_TOLD = Text("未填", "not told")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure on the board.

    ``is_told`` is False where the farm records nothing of the kind, so that zero says nothing.
    """

    kpi: Kpi
    measure: Measure
    is_small: bool
    is_told: bool
    position: Position | None

    @property
    def scale(self) -> int:
        """What values are multiplied by for showing."""
        return self.kpi.scale

    @property
    def value(self) -> float | None:
        """The figure as shown."""
        return None if self.measure.value is None else self.measure.value * self.scale

    @property
    def low(self) -> float | None:
        """Its lower bound as shown."""
        return None if self.measure.low is None else max(self.measure.low * self.scale, 0.0)

    @property
    def high(self) -> float | None:
        """Its upper bound as shown."""
        return None if self.measure.high is None else self.measure.high * self.scale


@dataclass(frozen=True, slots=True)
class Board:
    """All figures of a farm over a period, by group, with the rules behind them."""

    farm: Farm
    first: date
    last: date
    herd: Herd
    groups: Sequence[tuple[Text, Sequence[Line]]]
    unconfirmed: Sequence[Rule]
    few: int

    def line(self, code: str) -> Line:
        """The line of one figure; raises StopIteration for a code that is none."""
        return next(line for _, lines in self.groups for line in lines if line.kpi.code == code)


def herd_of(farm: Farm, last: date, *, span_days: int | None = None) -> tuple[Herd, list[Rule]]:
    """The farm's records judged over the days up to ``last``, with the unconfirmed rules used."""
    days = span_days or whole_rule("herd.kpi.span", last, 365)
    first = last - timedelta(days=days - 1)
    parameters, unconfirmed = parameters_of(farm, last)
    records = records_of(farm, first, last)
    herd = kpis.prepare(records, day_number(first), day_number(last), parameters)
    return herd, unconfirmed


def board(farm: Farm, last: date, *, span_days: int | None = None) -> Board:
    """Every key figure of the farm over the period that ends on ``last``."""
    herd, unconfirmed = herd_of(farm, last, span_days=span_days)
    few = whole_rule("herd.kpi.few", last, 20)
    compared = positions(farm, last)
    lines = {
        kpi.code: Line(
            kpi,
            measure,
            measure.denominator < few,
            kpi.is_told(herd),
            compared.get(kpi.code),
        )
        for kpi in KPIS
        for measure in (kpi.compute(herd),)
    }
    groups = [
        (GROUPS[group], [line for line in lines.values() if line.kpi.group == group])
        for group in Group
    ]
    return Board(farm, day_of(herd.first), last, herd, groups, unconfirmed, few)


@dataclass(frozen=True, slots=True)
class Part:
    """A figure of some of its units, under the name of the part."""

    name: Text
    measure: Measure
    is_small: bool


def parts(board_: Board, kpi: Kpi) -> list[tuple[Text, list[Part]]]:
    """A figure taken apart: conception by number, parity, technician, bull; exits by cause, DIM."""
    herd, few = board_.herd, board_.few

    def part(name: Text, measure: Measure) -> Part:
        return Part(name, measure, measure.denominator < few)

    if kpi.code == "conception_rate":
        return [
            (
                title,
                [
                    part(Text(name, name) if name else _NOT_TOLD, measure)
                    for name, measure in reproduction.conception_by(*herd.span, by)
                ],
            )
            for by, title in _BY_TITLES.items()
        ]
    if kpi.code in ("adult_cull_rate", "adult_turnover_rate"):
        causes = [
            part(
                Text(
                    f"{cause_name(cause).zh}（{_WAYS[way].zh}）",
                    f"{cause_name(cause).en} ({_WAYS[way].en})",
                ),
                measure,
            )
            for cause, way, measure in exits.exits_by_cause(*herd.stretch)
            if kpi.code == "adult_turnover_rate" or way != SOLD
        ]
        stages = [
            part(
                Text(f"{low}天以上", f"from day {low}")
                if high > 10_000
                else Text(f"{low}–{high}天", f"day {low}–{high}"),
                measure,
            )
            for (low, high), measure in exits.exits_by_stage(*herd.stretch)
        ]
        return [
            (Text("按原因", "By cause"), causes),
            (Text("按离群时泌乳天数", "By days in milk"), stages if causes else []),
        ]
    return []


def cause_name(code: str) -> Text:
    """What people call a cause of leaving; an unknown code stays as it was told."""
    if not code:
        return _NOT_TOLD
    if code in DIAGNOSES:
        return DIAGNOSES[code].title
    return _CAUSES.get(code, Text(code, code))


_CAUSES: dict[str, Text] = {
    "infertility": Text("繁殖障碍", "Infertility"),
    "low_yield": Text("低产", "Low yield"),
    "age": Text("老龄", "Age"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """One counted unit: the cow, its number, the day, and what it added."""

    animal: int
    number: str
    day: date
    amount: float


def counted(measure: Measure, herd: Herd, start: int, size: int) -> list[Counted]:
    """Some of the units behind a figure, those that make the numerator first."""
    order = sorted(range(measure.units), key=lambda i: (-measure.amount[i], -measure.day[i]))
    chosen = order[start : start + size]
    keys = [int(herd.records.cows.key[measure.cow[i]]) for i in chosen]
    numbers = numbers_of(keys)
    return [
        Counted(key, numbers.get(key, str(key)), day_of(measure.day[i]), float(measure.amount[i]))
        for i, key in zip(chosen, keys, strict=True)
    ]


def numbers_of(animals: Sequence[int]) -> dict[int, str]:
    """The number people know each animal by."""
    held: dict[int, dict[str, str]] = {}
    found = AnimalIdentifier.objects.filter(animal__in=animals, valid_to__isnull=True)
    for animal, scheme, value in found.values_list("animal", "scheme", "value"):
        held.setdefault(animal, {})[scheme] = value
    return {
        animal: numbers.get("on-farm") or numbers.get("ear-tag") or str(animal)
        for animal, numbers in held.items()
    }


def due_by_week(farm: Farm, today: date, *, weeks: int = 14) -> list[tuple[date, int, int]]:
    """Calvings expected, by week from today: first day, of cows, of heifers."""
    due = Animal.objects.filter(
        farm=farm, status="alive", due_on__range=(today, today + timedelta(days=7 * weeks - 1))
    ).values_list("due_on", "parity")
    cows, heifers = [0] * weeks, [0] * weeks
    for day, parity in due:
        if day is not None:
            (heifers if parity == 0 else cows)[(day - today).days // 7] += 1
    return [(today + timedelta(days=7 * n), cows[n], heifers[n]) for n in range(weeks)]
