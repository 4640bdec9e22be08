"""Random grids and accounts, the same for a seed."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from random import Random
from typing import Any

from milkshed.trade.science.pricing.grid import Grid, read_grid
from milkshed.trade.science.pricing.measures import MEASURES, TESTED
from milkshed.trade.science.pricing.plain import Account, Delivery, Test

FIRST, LAST = date(2026, 10, 1), date(2026, 10, 31)
_ROUNDING = ("half-up", "half-even", "down", "up")
_RANGES = {
    "fat": (2.8, 4.6), "protein": (2.7, 3.7), "solids_not_fat": (7.9, 9.2),
    "total_solids": (11.0, 13.5), "total_count": (1_000, 900_000),
    "somatic_cells": (40_000, 900_000), "freezing_point": (-0.560, -0.480),
    "residue": (0, 1), "temperature": (1.0, 9.0), "volume": (0, 40_000), "month": (1, 12),
    "distance": (1, 300),
}  # fmt: skip


def random_value(random: Random, measure: str) -> Decimal:
    """A likely value of a measure with its own decimals."""
    low, high = _RANGES[measure]
    if measure == "residue":
        return Decimal(random.random() < 0.03)
    return Decimal(str(round(random.uniform(low, high), MEASURES[measure].places)))


def random_grid(random: Random) -> Grid:
    """A sound grid of up to seven terms of all kinds."""
    rule = random.choice(("mean", "last", "default"))
    codes = random.sample(list(_RANGES), random.randint(2, 7))
    terms = [_term(random, code) for code in codes]
    if rule != "default" and random.random() < 0.15:
        terms[0]["default"] = None
    if random.random() < 0.4:
        terms.insert(random.randint(0, len(terms)), _grades(random))
        looked_at = {code for row in terms for code in _looked_at(row)}
        have = {term["measure"] for term in terms}
        terms += [_term(random, code) for code in sorted(looked_at - have)]
    return read_grid(
        {
            "base_price": f"{random.uniform(2.5, 4.5):.4f}",
            "rounding": {
                **{name: random.choice(_ROUNDING) for name in ("mean", "rate", "amount", "mass")},
                "rate_places": 4,
            },
            "missing": {"rule": rule, "look_back_days": random.choice((3, 10, 31))},
            "terms": terms,
        }
    )


def _looked_at(term: dict[str, Any]) -> set[str]:
    shape = term["shape"]
    return (
        {c for row in shape["rows"] for c in row["bounds"]} if shape["kind"] == "grades" else set()
    )


def _term(random: Random, code: str) -> dict[str, Any]:
    measure = MEASURES[code]
    average = random.choice(measure.averages)
    units = ["per_kg"]
    if measure.is_share:
        units.append("per_component")
    if average.value != "each":
        units.append("factor")
    elif code in ("freezing_point", "residue", "temperature"):
        units += ["mass", "mass"]
    unit = random.choice(units)
    kind = random.choice(("steps", "points", "line"))
    if kind == "line" and unit in ("factor", "per_component"):
        kind = "steps"
    return {
        "code": code,
        "measure": code,
        "average": average.value,
        "unit": unit,
        "direction": "free",
        "window_months": random.choice((1, 2, 3)) if average.value == "geometric" else 1,
        "default": str(random_value(random, code)) if code in TESTED else None,
        "shape": _shape(random, code, unit, kind),
    }


def _rate(random: Random, unit: str) -> str:
    spread = {"per_kg": (-0.3, 0.3), "per_component": (0, 40), "factor": (0.8, 1.2), "mass": (0, 1)}
    return f"{random.uniform(*spread[unit]):.4f}"


def _shape(random: Random, code: str, unit: str, kind: str) -> dict[str, Any]:
    if kind == "line":
        reference = random_value(random, code)
        low = reference if unit == "mass" else min(reference, random_value(random, code))
        rate = abs(float(_rate(random, unit)))
        return {
            "kind": "line",
            "reference": str(reference),
            "step": str(_step(random, code)),
            "rate": f"{rate / 10:.4f}",
            "low": str(low) if unit == "mass" or random.random() < 0.5 else None,
            "high": str(max(reference, random_value(random, code))),
            "starts": str(reference) if random.random() < 0.3 else None,
            "whole_steps": random.random() < 0.4,
        }
    edges = sorted({random_value(random, code) for _ in range(random.randint(2, 7))})
    if kind == "points" and len(edges) > 1:
        points = [{"value": str(edge), "rate": _rate(random, unit)} for edge in edges]
        return {"kind": "points", "points": points}
    ends: list[Decimal | None] = [None, *edges, None]
    return {
        "kind": "steps",
        "closed": random.choice(("left", "right")),
        "bands": [
            {"low": low and str(low), "high": high and str(high), "rate": _rate(random, unit)}
            for low, high in pairwise(ends)
        ],
    }


def _step(random: Random, code: str) -> Decimal:
    low, high = (Decimal(str(end)) for end in _RANGES[code])
    places = MEASURES[code].places
    return max(round((high - low) / random.randint(5, 40), places), Decimal(1).scaleb(-places))


def _grades(random: Random) -> dict[str, Any]:
    count, cells = random.randint(20_000, 200_000), random.randint(100_000, 400_000)
    return {
        "code": "grade",
        "measure": "grade",
        "unit": random.choice(("per_kg", "factor")),
        "shape": {
            "kind": "grades",
            "rows": [
                {
                    "name": "特优",
                    "rate": "1.05",
                    "bounds": {"total_count": {"high": str(count)}, "fat": {"low": "3.60"}},
                },
                {"name": "优", "rate": "1.02", "bounds": {"somatic_cells": {"high": str(cells)}}},
                {"name": "合格", "rate": "1", "bounds": {}},
            ],
        },
    }


def random_account(random: Random) -> Account:
    """A month of a few deliveries, some untested, with tests from before."""
    number = random.randint(1, 6)
    days = sorted(random.randint(0, 30) for _ in range(number))
    share = random.choice((1.0, 0.8, 0.3, 0.0))
    deliveries: list[Delivery] = []
    for index, day in enumerate(days):
        when = FIRST + timedelta(days=day)
        test = _test(random, f"T{index}", when) if random.random() < share else None
        if index and random.random() < 0.1:
            test = deliveries[-1].test  # one sample for two deliveries
        facts = {code: random_value(random, code) for code in ("temperature", "distance")}
        kg = Decimal(random.randint(1, 300_000)).scaleb(-1)
        deliveries.append(Delivery(f"D{index}", when, kg, test, facts))
    before = sorted(random.randint(1, 75) for _ in range(random.randint(0, 3)))
    earlier = [
        _test(random, f"E{n}", FIRST - timedelta(days=ago))
        for n, ago in enumerate(reversed(before))
    ]
    return Account(FIRST, LAST, tuple(deliveries), tuple(earlier))


def _test(random: Random, name: str, day: date) -> Test:
    values = {code: random_value(random, code) for code in TESTED if random.random() < 0.9}
    return Test(name, day, values)
