"""An independent, straightforward program for statements: long decimals and lists.

It shares no code with the product, reads the document form of a grid and follows the wording of
the room's README. Eighty digits decide every rounding: denominators here have fewer than twenty.
"""

from datetime import date
from decimal import (
    ROUND_DOWN,
    ROUND_HALF_EVEN,
    ROUND_HALF_UP,
    ROUND_UP,
    Decimal,
    localcontext,
)
from itertools import pairwise
from typing import Any

from milkshed.trade.science.pricing.plain import Account

F = Decimal
MODES = {
    "half-up": ROUND_HALF_UP,
    "half-even": ROUND_HALF_EVEN,
    "down": ROUND_DOWN,
    "up": ROUND_UP,
}
PLACES = {
    "fat": 2, "protein": 2, "solids_not_fat": 2, "total_solids": 2, "total_count": 0,
    "somatic_cells": 0, "freezing_point": 3, "residue": 0, "temperature": 1, "volume": 0,
    "month": 0, "distance": 0,
}  # fmt: skip
COUNTS = ("total_count", "somatic_cells")
FACTS = ("temperature", "distance")
WINDOW_BEGINS = {2: date(2026, 9, 1), 3: date(2026, 8, 1)}
"""First days of the windows that end on 31 October 2026."""


class NoValueError(Exception):
    pass


def rounded(x: F, places: int, rule: str) -> F:
    return x.quantize(F(1).scaleb(-places), rounding=MODES[rule])


def root_mean(counts: list[int], rule: str) -> F:
    counts = [max(1, c) for c in counts]
    n, power = len(counts), 1
    for c in counts:
        power *= c
    low, high = 1, max(counts) + 1
    while high - low > 1:  # the largest whole number whose n-th power does not exceed it
        middle = (low + high) // 2
        low, high = (middle, high) if middle**n <= power else (low, middle)
    if low**n == power or rule == "down":
        return F(low)
    if rule == "up":
        return F(low + 1)
    return F(low + 1) if (2 * low + 1) ** n <= 2**n * power else F(low)


class Hand:
    def __init__(self, document: dict[str, Any], account: Account) -> None:
        self.d, self.a = document, account
        self.rule = document["rounding"]
        self.missing = document["missing"]["rule"]
        self.back = document["missing"]["look_back_days"]
        self.defaults = {
            t["measure"]: F(t["default"]) for t in document["terms"] if t["default"] is not None
        }
        self.paid = [F(d.kg) for d in account.deliveries]

    def amount(self) -> tuple[F, F]:
        with localcontext() as context:
            context.prec = 80
            return self.worked_out()

    def worked_out(self) -> tuple[F, F]:
        for term in self.d["terms"]:
            if term["unit"] == "mass":
                for i, delivery in enumerate(self.a.deliveries):
                    share = self.rate(term, self.value(term["measure"], i))
                    lost = rounded(F(delivery.kg) * share, 1, self.rule["mass"])
                    self.paid[i] -= min(max(lost, F(0)), self.paid[i])
        kg = sum(self.paid)
        total = self.fen(rounded(F(self.d["base_price"]), 4, self.rule["rate"]) * kg)
        if not kg:
            return total, F(kg)
        for term in self.d["terms"]:
            unit, measure = term["unit"], term["measure"]
            if unit == "mass":
                continue
            if measure == "grade":
                rate = self.grade(term)
                total += self.fen((rate - 1) * total if unit == "factor" else rate * kg)
            elif term["average"] == "each":
                for i, own in enumerate(self.paid):
                    if own:
                        v = self.value(measure, i)
                        part = own * v / 100 if unit == "per_component" else own
                        total += self.fen(self.rate(term, v) * part)
            else:
                v = self.mean(measure, term["window_months"])
                rate = self.rate(term, v)
                if unit == "factor":
                    total += self.fen((rate - 1) * total)
                elif unit == "per_component":
                    total += self.fen(rate * kg * v / 100)
                else:
                    total += self.fen(rate * kg)
        return total, F(kg)

    def fen(self, x: F) -> F:
        return rounded(F(x), 2, self.rule["amount"])

    def read(self, measure: str, x: Any) -> F:
        return rounded(F(x), PLACES[measure], self.rule["mean"])

    def own(self, measure: str, i: int) -> F | None:
        d = self.a.deliveries[i]
        source = d.facts if measure in FACTS else (d.test.values if d.test else {})
        return self.read(measure, source[measure]) if measure in source else None

    def value(self, measure: str, i: int) -> F:
        own = self.own(measure, i)
        if own is not None:
            return own
        d = self.a.deliveries[i]
        if self.missing == "last" and measure not in FACTS:
            tests = [t for t in self.a.earlier if measure in t.values]
            pairs = [(t.day, t.values[measure]) for t in tests]
            for j in range(i):
                other = self.a.deliveries[j]
                if other.test and measure in other.test.values:
                    pairs.append((other.day, other.test.values[measure]))
            pairs = [p for p in pairs if (d.day - p[0]).days <= self.back]
            if pairs:
                return self.read(measure, pairs[-1][1])
        if self.missing == "mean" and measure != "residue":
            known = [
                (F(self.a.deliveries[j].kg), v)
                for j in range(len(self.a.deliveries))
                if (v := self.own(measure, j)) is not None
            ]
            if known and measure in COUNTS:
                return root_mean([int(v) for _, v in known], self.rule["mean"])
            if known:
                return self.read(measure, sum(k * v for k, v in known) / sum(k for k, _ in known))
            last = self.before(measure)
            if last is not None:
                return last
        if measure in self.defaults:
            return self.read(measure, self.defaults[measure])
        if measure == "residue":
            return F(0)
        raise NoValueError(measure)

    def before(self, measure: str) -> F | None:
        pairs = [
            t.values[measure]
            for t in self.a.earlier
            if measure in t.values and (self.a.first - t.day).days <= self.back
        ]
        return self.read(measure, pairs[-1]) if pairs else None

    def mean(self, measure: str, months: int) -> F:
        if measure == "volume":
            days = (self.a.last - self.a.first).days + 1
            return rounded(F(sum(self.paid)) / days, 0, self.rule["mean"])
        if measure == "month":
            return F(self.a.last.month)
        if measure in COUNTS:
            samples = {}
            for t in self.a.earlier:
                if months > 1 and measure in t.values and t.day >= WINDOW_BEGINS[months]:
                    samples[t.sample] = int(self.read(measure, t.values[measure]))
            for d in self.a.deliveries:
                if d.test and measure in d.test.values:
                    samples[d.test.sample] = int(self.read(measure, d.test.values[measure]))
            if samples:
                return root_mean(list(samples.values()), self.rule["mean"])
        else:
            parts = []
            for i, kg in enumerate(self.paid):
                if kg and (self.missing != "mean" or self.own(measure, i) is not None):
                    parts.append((kg, self.value(measure, i)))
            if parts:
                return self.read(measure, sum(k * v for k, v in parts) / sum(k for k, _ in parts))
        if self.missing != "default" and measure not in FACTS:
            last = self.before(measure)
            if last is not None:
                return last
        if measure in self.defaults:
            return self.read(measure, self.defaults[measure])
        raise NoValueError(measure)

    def grade(self, term: dict[str, Any]) -> F:
        rows = term["shape"]["rows"]
        looked = {c for row in rows for c in row["bounds"]}
        values = {c: self.mean(c, term["window_months"]) for c in looked}
        for row in rows:
            good = True
            for c, ends in row["bounds"].items():
                if ends["low"] is not None and values[c] < F(ends["low"]):
                    good = False
                if ends["high"] is not None and values[c] > F(ends["high"]):
                    good = False
            if good:
                return rounded(F(row["rate"]), 4, self.rule["rate"])
        raise AssertionError

    def rate(self, term: dict[str, Any], v: F) -> F:
        shape, rule = term["shape"], self.rule["rate"]
        if shape["kind"] == "steps":
            for band in shape["bands"]:
                low = None if band["low"] is None else F(band["low"])
                high = None if band["high"] is None else F(band["high"])
                if shape["closed"] == "left":
                    inside = (low is None or v >= low) and (high is None or v < high)
                else:
                    inside = (low is None or v > low) and (high is None or v <= high)
                if inside:
                    return rounded(F(band["rate"]), 4, rule)
            raise AssertionError
        if shape["kind"] == "line":
            if shape["starts"] is not None and v <= F(shape["starts"]):
                return F(0)
            held = v
            if shape["low"] is not None and held < F(shape["low"]):
                held = F(shape["low"])
            if shape["high"] is not None and held > F(shape["high"]):
                held = F(shape["high"])
            distance, step = held - F(shape["reference"]), F(shape["step"])
            if shape["whole_steps"]:
                return rounded(F(int(distance / step)) * F(shape["rate"]), 4, rule)
            return rounded(distance * F(shape["rate"]) / step, 4, rule)  # divide once, at the end
        points = [(F(p["value"]), F(p["rate"])) for p in shape["points"]]
        if v <= points[0][0]:
            return rounded(points[0][1], 4, rule)
        for (x0, y0), (x1, y1) in pairwise(points):
            if x0 <= v <= x1:
                return rounded(y0 + (y1 - y0) * (v - x0) / (x1 - x0), 4, rule)
        return rounded(points[-1][1], 4, rule)
