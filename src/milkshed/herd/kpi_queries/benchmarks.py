"""Where a farm stands among like farms, none of which is named, and among its own past."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from milkshed.herd.kpi_queries.records import whole_rule
from milkshed.herd.models import Farm, FarmFigure
from milkshed.herd.science.kpis import BY_CODE, VERSION
from milkshed.kernel.text import Text

_WORDS = (
    Text("领先四分之一", "leading quarter"),
    Text("中上", "above the middle"),
    Text("中下", "below the middle"),
    Text("落后四分之一", "lagging quarter"),
)
_PLAIN = Text("无优劣", "no better or worse")
_TONES = ("ok", "info", "none", "warn")


@dataclass(frozen=True, slots=True)
class Position:
    """A farm's figure among those of like farms at a month's end.

    ``p10`` to ``p90`` percentiles of the others and its own together, as shown (percent for
    shares); ``share_below`` 0 to 100 of the others below it. ``word`` says how it stands.
    """

    last_day: date
    farms: int
    value: float
    p10: float
    p25: float
    p50: float
    p75: float
    p90: float
    share_below: float
    word: Text
    tone: str
    group: Text

    @property
    def strip(self) -> dict[str, float]:
        """Where percentiles and own figure lie on a strip from 2 to 98."""
        low, high = min(self.p10, self.value), max(self.p90, self.value)
        width = (high - low) or 1.0
        named = {"p10": self.p10, "p25": self.p25, "p50": self.p50, "p75": self.p75}
        named |= {"p90": self.p90, "own": self.value}
        at = {name: round(2 + 96 * (one - low) / width, 1) for name, one in named.items()}
        return {**at, "box": at["p75"] - at["p25"]}


def size_class(adults: int, on: date) -> int:
    """The class of a herd by adult cows: 0, 1 or 2, edges by rule."""
    edges = [
        whole_rule("herd.benchmark.size.1", on, 500),
        whole_rule("herd.benchmark.size.2", on, 2000),
    ]
    return sum(adults >= edge for edge in edges)


def class_name(number: int, on: date) -> Text:
    """What a size class is called."""
    first = whole_rule("herd.benchmark.size.1", on, 500)
    second = whole_rule("herd.benchmark.size.2", on, 2000)
    return (
        Text(f"成母牛不足{first}头", f"under {first} adult cows"),
        Text(f"成母牛{first}–{second - 1}头", f"{first} to {second - 1} adult cows"),
        Text(f"成母牛{second}头及以上", f"{second} adult cows and more"),
    )[number]


def positions(farm: Farm, on: date) -> dict[str, Position]:
    """How the farm's stored figures stand among farms of its size class in the region.

    The last month's end on or before ``on`` that has figures of this farm; codes with fewer
    farms than the rule wants are left out, so that nobody can be recognised.
    """
    latest = (
        FarmFigure.objects.filter(farm=farm, last_day__lte=on, version=VERSION)
        .order_by("-last_day")
        .values_list("last_day", flat=True)
        .first()
    )
    if latest is None:
        return {}
    adults = _adults(latest)
    own_class = size_class(adults.get(farm.pk, 0), latest)
    like = {key for key, count in adults.items() if size_class(count, latest) == own_class}
    least = whole_rule("herd.benchmark.min_farms", latest, 5)
    held: dict[str, dict[int, float]] = {}
    rows = FarmFigure.objects.filter(
        last_day=latest, version=VERSION, farm__in={*like, farm.pk}
    ).values_list("code", "farm", "numerator", "denominator")
    for code, key, numerator, denominator in rows:
        held.setdefault(code, {})[key] = numerator / denominator
    found = {}
    for code, values in held.items():
        if farm.pk in values and code in BY_CODE and len(values) >= least:
            found[code] = _position(code, values, farm.pk, latest, class_name(own_class, latest))
    return found


def _adults(last_day: date) -> dict[int, int]:
    """Mean adult cows of every farm that has figures of a day: what its cull rate is out of."""
    rates = FarmFigure.objects.filter(
        last_day=last_day, version=VERSION, code="adult_cull_rate"
    ).values_list("farm", "denominator")
    return {farm: round(adults) for farm, adults in rates}


def _position(
    code: str, values: dict[int, float], own: int, last_day: date, group: Text
) -> Position:
    kpi = BY_CODE[code]
    scale = kpi.scale
    every = np.array(list(values.values())) * scale
    value = values[own] * scale
    others = np.array([one * scale for key, one in values.items() if key != own])
    below = 100 * float(np.mean(others < value) + np.mean(others == value) / 2)
    p10, p25, p50, p75, p90 = (float(p) for p in np.percentile(every, (10, 25, 50, 75, 90)))
    if kpi.better == "":
        word, tone = _PLAIN, "none"
    else:
        good = below if kpi.better == "high" else 100 - below
        rank = 0 if good >= 75 else 1 if good >= 50 else 2 if good >= 25 else 3
        word, tone = _WORDS[rank], _TONES[rank]
    return Position(last_day, len(values), value, p10, p25, p50, p75, p90, below, word, tone, group)


def history(farm: Farm, code: str, *, most: int = 24) -> Sequence[FarmFigure]:
    """The farm's stored figures of one code, oldest first."""
    found = FarmFigure.objects.filter(farm=farm, code=code, version=VERSION)
    return list(found.order_by("-last_day")[:most])[::-1]
