"""A pay grid as data: base price, terms, rounding and what happens without a test.

Pure: no I/O, no clock. The document form is JSON with numbers as text, so that nothing is lost.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from milkshed.kernel.money import Rounding
from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.trade.science.pricing.measures import MEASURES, Average, Direction, Measure
from milkshed.trade.science.pricing.shapes import Band, BrokenLine, Grade, Grades, Line, Steps

KG_PLACES = 1
MONEY_PLACES = 2
GRADE = "grade"
"""The measure of a term that looks at several measures at once."""


class Unit(StrEnum):
    """What a term's rate is multiplied with."""

    PER_KG = "per_kg"
    """Yuan per kilogram of milk."""
    PER_COMPONENT = "per_component"
    """Yuan per kilogram of what is measured in g/100 g (per %·kg x 100)."""
    FACTOR = "factor"
    """A factor on the sum of all lines above; 1 changes nothing."""
    MASS = "mass"
    """A share of a delivery's kilograms that is not paid, 0 to 1."""


UNIT_WORDS: Mapping[Unit, Text] = {
    Unit.PER_KG: Text("元/kg", "yuan/kg"),
    Unit.PER_COMPONENT: Text("元/kg成分", "yuan/kg of component"),
    Unit.FACTOR: Text("系数（乘以上各项小计）", "factor on the lines above"),
    Unit.MASS: Text("扣量比例", "share of kg not paid"),
}


class Missing(StrEnum):
    """What a delivery without a test is priced by."""

    MEAN = "mean"
    """The period's mean of the tested deliveries."""
    LAST = "last"
    """The last test before it, not older than the look-back."""
    DEFAULT = "default"
    """The value that the contract names."""


@dataclass(frozen=True, slots=True)
class Term:
    """One reason why the price goes up or down.

    ``measure`` is a code of :data:`MEASURES`, or ``grade`` with a shape of :class:`Grades`.
    ``window_months`` widens a geometric mean over the months before; ``default`` is the value
    without any test.
    """

    code: str
    title: Text
    measure: str
    average: Average
    unit: Unit
    shape: Steps | Line | BrokenLine | Grades
    direction: Direction
    window_months: int = 1
    default: Decimal | None = None

    @property
    def of(self) -> Measure | None:
        """The measure; None for grades."""
        return MEASURES.get(self.measure)


@dataclass(frozen=True, slots=True)
class Rules:
    """How figures are rounded, and what stands in for a missing test."""

    mean: Rounding = Rounding.HALF_UP
    rate: Rounding = Rounding.HALF_UP
    amount: Rounding = Rounding.HALF_UP
    mass: Rounding = Rounding.HALF_UP
    rate_places: int = 4
    missing: Missing = Missing.MEAN
    look_back_days: int = 31


@dataclass(frozen=True, slots=True)
class Grid:
    """A base price in yuan per kg and its terms, priced in their order."""

    base_price: Decimal
    terms: tuple[Term, ...]
    rules: Rules = Rules()


def read_grid(document: Mapping[str, Any]) -> Grid:
    """Read the document form; raises Problem with every place that cannot be read."""
    reader = _Reader()
    grid = reader.grid(document)
    if reader.faults or grid is None:
        raise Problem(
            INVALID, Text("计价表有无法读取之处", "The grid cannot be read"), reader.faults
        )
    return grid


def as_document(grid: Grid) -> dict[str, Any]:
    """The document form of a grid."""
    return {
        "base_price": str(grid.base_price),
        "rounding": {
            "mean": grid.rules.mean.value,
            "rate": grid.rules.rate.value,
            "amount": grid.rules.amount.value,
            "mass": grid.rules.mass.value,
            "rate_places": grid.rules.rate_places,
        },
        "missing": {
            "rule": grid.rules.missing.value,
            "look_back_days": grid.rules.look_back_days,
        },
        "terms": [_term_document(term) for term in grid.terms],
    }


def digest_of(document: Mapping[str, Any]) -> str:
    """SHA-256 of a document in canonical JSON: sorted keys, no blanks."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _term_document(term: Term) -> dict[str, Any]:
    return {
        "code": term.code,
        "title_zh": term.title.zh,
        "title_en": term.title.en,
        "measure": term.measure,
        "average": term.average.value,
        "unit": term.unit.value,
        "direction": term.direction.value,
        "window_months": term.window_months,
        "default": _text(term.default),
        "shape": _shape_document(term.shape),
    }


def _shape_document(shape: Steps | Line | BrokenLine | Grades) -> dict[str, Any]:
    if isinstance(shape, Steps):
        return {
            "kind": "steps",
            "closed": shape.closed,
            "bands": [
                {"low": _text(b.low), "high": _text(b.high), "rate": str(b.rate)}
                for b in shape.bands
            ],
        }
    if isinstance(shape, Line):
        return {
            "kind": "line",
            **{
                name: _text(getattr(shape, name))
                for name in ("reference", "step", "rate", "low", "high", "starts")
            },
            "whole_steps": shape.whole_steps,
        }
    if isinstance(shape, BrokenLine):
        return {
            "kind": "points",
            "points": [{"value": str(x), "rate": str(y)} for x, y in shape.points],
        }
    return {
        "kind": "grades",
        "rows": [
            {
                "name": row.name,
                "rate": str(row.rate),
                "bounds": {
                    code: {"low": _text(low), "high": _text(high)}
                    for code, (low, high) in row.bounds.items()
                },
            }
            for row in shape.rows
        ],
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


class _Reader:
    """Reads a document and collects what is wrong with it, by its path."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []

    def fault(self, path: str, value: object, rule: str, zh: str, en: str) -> None:
        self.faults.append(Fault(path, value, rule, Text(zh, en)))

    def grid(self, document: Mapping[str, Any]) -> Grid | None:
        base = self.number(document, "base_price", "base_price")
        rules = self.rules(document)
        terms = [
            self.term(one, f"terms.{index}")
            for index, one in enumerate(self.rows(document, "terms", "terms"))
        ]
        if base is None or rules is None:
            return None
        return Grid(base, tuple(term for term in terms if term is not None), rules)

    def rules(self, document: Mapping[str, Any]) -> Rules | None:
        usual = Rules()
        rounding = self.mapping(document.get("rounding"), "rounding")
        missing = self.mapping(document.get("missing"), "missing")
        modes = {
            name: self.choice(
                Rounding, rounding.get(name, getattr(usual, name)), f"rounding.{name}"
            )
            for name in ("mean", "rate", "amount", "mass")
        }
        stand_in = self.choice(Missing, missing.get("rule", usual.missing), "missing.rule")
        places = self.whole(rounding.get("rate_places", usual.rate_places), "rounding.rate_places")
        back = self.whole(
            missing.get("look_back_days", usual.look_back_days), "missing.look_back_days"
        )
        if None in modes.values() or stand_in is None or places is None or back is None:
            return None
        return Rules(
            **modes,
            rate_places=places,
            missing=stand_in,
            look_back_days=back,
        )

    def term(self, given: object, path: str) -> Term | None:
        document = self.mapping(given, path)
        code = str(document.get("code") or "").strip()
        measure = str(document.get("measure") or "")
        if measure not in MEASURES and measure != GRADE:
            self.fault(
                f"{path}.measure", measure, "measure",
                f"没有“{measure}”这个计价指标", f"There is no measure {measure!r}",
            )  # fmt: skip
            return None
        known = MEASURES.get(measure)
        average = self.choice(
            Average,
            document.get("average") or (known.averages[0] if known else Average.WEIGHTED),
            f"{path}.average",
        )
        unit = self.choice(Unit, document.get("unit", Unit.PER_KG), f"{path}.unit")
        direction = self.choice(
            Direction,
            document.get("direction") or (known.direction if known else Direction.FREE),
            f"{path}.direction",
        )
        window = self.whole(document.get("window_months", 1), f"{path}.window_months")
        default = self.number(document, "default", f"{path}.default", required=False)
        shape = self.shape(self.mapping(document.get("shape"), f"{path}.shape"), f"{path}.shape")
        if not code:
            self.fault(f"{path}.code", code, "required", "计价项须有代号", "A term needs a code")
        if average is None or unit is None or direction is None or window is None or shape is None:
            return None
        if isinstance(shape, Grades) != (measure == GRADE):
            self.fault(
                f"{path}.shape", document.get("shape"), "shape",
                "等级表只用于“等级”计价项", "A table of grades belongs to the measure 'grade' only",
            )  # fmt: skip
            return None
        zh = str(document.get("title_zh") or (known.name.zh if known else "质量等级"))[:60]
        en = str(document.get("title_en") or (known.name.en if known else "Grade"))[:80]
        return Term(
            code, Text(zh, en), measure, average, unit, shape, direction, window, default
        )  # fmt: skip

    def shape(
        self, document: Mapping[str, Any], path: str
    ) -> Steps | Line | BrokenLine | Grades | None:
        kind = document.get("kind")
        before = len(self.faults)
        found: Steps | Line | BrokenLine | Grades | None = None
        if kind == "steps":
            found = self.steps(document, path)
        elif kind == "line":
            found = self.line(document, path)
        elif kind == "points":
            rows = self.rows(document, "points", f"{path}.points")
            points = [
                (
                    self.number(one, "value", f"{path}.points.{i}.value"),
                    self.number(one, "rate", f"{path}.points.{i}.rate"),
                )
                for i, one in enumerate(rows)
            ]
            found = BrokenLine(tuple((x, y) for x, y in points if x is not None and y is not None))
        elif kind == "grades":
            found = self.grades(document, path)
        else:
            self.fault(
                f"{path}.kind", kind, "kind",
                "形式应为 steps、line、points 或 grades", "Must be steps, line, points or grades",
            )  # fmt: skip
        return found if len(self.faults) == before else None

    def steps(self, document: Mapping[str, Any], path: str) -> Steps:
        closed = str(document.get("closed") or "left")
        if closed not in ("left", "right"):
            self.fault(
                f"{path}.closed", closed, "closed",
                "closed 应为 left 或 right", "closed must be left or right",
            )  # fmt: skip
        bands = []
        for i, one in enumerate(self.rows(document, "bands", f"{path}.bands")):
            at = f"{path}.bands.{i}"
            low = self.number(one, "low", f"{at}.low", required=False)
            high = self.number(one, "high", f"{at}.high", required=False)
            bands.append(Band(low, high, self.number(one, "rate", f"{at}.rate") or Decimal(0)))
        return Steps(tuple(bands), closed)

    def line(self, document: Mapping[str, Any], path: str) -> Line:
        def needed(name: str) -> Decimal:
            return self.number(document, name, f"{path}.{name}") or Decimal(0)

        def more(name: str) -> Decimal | None:
            return self.number(document, name, f"{path}.{name}", required=False)

        return Line(
            needed("reference"),
            needed("step"),
            needed("rate"),
            more("low"),
            more("high"),
            more("starts"),
            whole_steps=document.get("whole_steps") is True,
        )

    def grades(self, document: Mapping[str, Any], path: str) -> Grades:
        rows = []
        for i, one in enumerate(self.rows(document, "rows", f"{path}.rows")):
            at = f"{path}.rows.{i}"
            bounds = {}
            for code, ends in self.mapping(one.get("bounds"), f"{at}.bounds").items():
                if code not in MEASURES:
                    self.fault(
                        f"{at}.bounds.{code}", code, "measure",
                        f"没有“{code}”这个计价指标", f"There is no measure {code!r}",
                    )  # fmt: skip
                    continue
                pair = self.mapping(ends, f"{at}.bounds.{code}")
                bounds[code] = (
                    self.number(pair, "low", f"{at}.bounds.{code}.low", required=False),
                    self.number(pair, "high", f"{at}.bounds.{code}.high", required=False),
                )
            rate = self.number(one, "rate", f"{at}.rate") or Decimal(0)
            rows.append(Grade(str(one.get("name") or "")[:30], bounds, rate))
        return Grades(tuple(rows))

    def mapping(self, given: object, path: str) -> Mapping[str, Any]:
        if given is None:
            return {}
        if not isinstance(given, Mapping):
            self.fault(path, given, "object", "应为对象", "Must be an object")
            return {}
        return given

    def rows(self, document: Mapping[str, Any], name: str, path: str) -> list[Mapping[str, Any]]:
        given = document.get(name)
        if not isinstance(given, Sequence) or isinstance(given, str):
            self.fault(path, given, "list", "应为列表", "Must be a list")
            return []
        return [self.mapping(one, f"{path}.{i}") for i, one in enumerate(given)]

    def number(
        self, document: Mapping[str, Any], name: str, path: str, *, required: bool = True
    ) -> Decimal | None:
        given = document.get(name)
        if given is None or given == "":
            if required:
                self.fault(path, given, "required", "须填写数字", "A number is required")
            return None
        try:
            number = Decimal(str(given).strip().replace(",", ""))
        except InvalidOperation:
            number = Decimal("NaN")
        exponent = number.as_tuple().exponent
        if isinstance(given, bool) or not isinstance(exponent, int) or abs(number) >= 10**12:
            self.fault(path, given, "number", f"“{given}”不是数字", f"{given!r} is not a number")
            return None
        return number if exponent <= 0 else number.quantize(Decimal(1))

    def whole(self, given: object, path: str) -> int | None:
        try:
            return int(str(given))
        except ValueError:
            self.fault(path, given, "whole", "应为整数", "A whole number is expected")
            return None

    def choice(self, kind: type[Any], given: object, path: str) -> Any:
        try:
            return kind(given)
        except ValueError:
            listed = "、".join(one.value for one in kind)
            self.fault(path, given, "choice", f"只能是：{listed}", f"Must be one of: {listed}")
            return None
