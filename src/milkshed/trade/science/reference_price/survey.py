"""From farms' costs to one cost of the region: weights, spread, outliers, influence, silence.

The mean is a post-stratified ratio estimate (Cochran 1977, *Sampling Techniques*, 5A.9): each
stratum counts by the milk of all farms in its frame, each farm within by the milk it sold.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

_ZERO, _ONE = Decimal(0), Decimal(1)
_MAD_TO_SIGMA = Decimal("1.4826")


@dataclass(frozen=True, slots=True)
class FarmCost:
    """One farm of the survey: its key, group of ownership, stratum, kg sold and yuan per kg."""

    key: str
    group: str
    stratum: str
    milk_kg: Decimal
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Stratum:
    """A part of the frame: how many farms it has and how much milk they sell, in kg."""

    code: str
    farms: int
    milk_kg: Decimal


@dataclass(frozen=True, slots=True)
class Estimate:
    """A weighted mean with its spread; yuan per kg.

    ``coverage`` is the milk of the farms surveyed ÷ that of the frame, ``effective_farms`` Kish's
    1 ÷ Σw² (Kish 1965): how many equal farms would count as much.
    """

    mean: Decimal
    deviation: Decimal
    lower_quartile: Decimal
    median: Decimal
    upper_quartile: Decimal
    farms: int
    groups: int
    milk_kg: Decimal
    coverage: Decimal
    effective_farms: Decimal


def weighted_mean(values: Sequence[Decimal], weights: Sequence[Decimal]) -> Decimal:
    """Σwx ÷ Σw. Raises ValueError without values or with weights that do not sum above zero."""
    whole = sum(weights, _ZERO)
    if not values or whole <= 0:
        raise ValueError("there is nothing to average")
    return sum((w * x for x, w in zip(values, weights, strict=True)), _ZERO) / whole


def weighted_quantile(
    values: Sequence[Decimal], weights: Sequence[Decimal], share: Decimal
) -> Decimal:
    """The smallest value up to which ``share`` of the weight lies; midway where it is exact."""
    if not values:
        raise ValueError("there is nothing to order")
    ordered = sorted(zip(values, weights, strict=True))
    aim = share * sum(weights, _ZERO)
    reached = _ZERO
    for position, (value, weight) in enumerate(ordered):
        reached += weight
        if reached > aim:
            return value
        if reached == aim and position + 1 < len(ordered):
            return (value + ordered[position + 1][0]) / 2
    return ordered[-1][0]


def weights_of(farms: Sequence[FarmCost], strata: Iterable[Stratum]) -> list[Decimal]:
    """What each farm counts, together 1: the stratum's milk × the farm's part in its stratum.

    A stratum without any farm cannot speak; the others share its weight in proportion.
    """
    frame = {one.code: one.milk_kg for one in strata}
    sold: dict[str, Decimal] = defaultdict(Decimal)
    for farm in farms:
        sold[farm.stratum] += farm.milk_kg
    heard = sum((frame[code] for code in sold), _ZERO)
    if heard <= 0:
        raise ValueError("the frame holds no milk")
    return [frame[farm.stratum] / heard * (farm.milk_kg / sold[farm.stratum]) for farm in farms]


def estimate(farms: Sequence[FarmCost], strata: Sequence[Stratum]) -> Estimate:
    """The region's cost from the farms surveyed. Raises ValueError where there are none."""
    weights, values = weights_of(farms, strata), [farm.cost for farm in farms]
    mean = weighted_mean(values, weights)
    variance = sum((w * (x - mean) ** 2 for x, w in zip(values, weights, strict=True)), _ZERO)
    sold = sum((farm.milk_kg for farm in farms), _ZERO)
    return Estimate(
        mean=mean,
        deviation=variance.sqrt(),
        lower_quartile=weighted_quantile(values, weights, Decimal("0.25")),
        median=weighted_quantile(values, weights, Decimal("0.5")),
        upper_quartile=weighted_quantile(values, weights, Decimal("0.75")),
        farms=len(farms),
        groups=len({farm.group for farm in farms}),
        milk_kg=sold,
        coverage=sold / sum((one.milk_kg for one in strata), _ZERO),
        effective_farms=_ONE / sum((w * w for w in weights), _ZERO),
    )


def median_of(values: Sequence[Decimal]) -> Decimal:
    """The plain median. Raises ValueError without values."""
    if not values:
        raise ValueError("there is nothing to order")
    ordered, half = sorted(values), len(values) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def robust_scores(values: Sequence[Decimal]) -> list[Decimal | None]:
    """|x − median| ÷ (1.4826 × MAD) of each value (Hampel 1974); None where the MAD is zero."""
    if not values:
        return []
    middle = median_of(values)
    spread = median_of([abs(x - middle) for x in values]) * _MAD_TO_SIGMA
    return [abs(x - middle) / spread if spread else None for x in values]


def tukey_fences(values: Sequence[Decimal], factor: Decimal) -> tuple[Decimal, Decimal]:
    """Quartiles widened by ``factor`` times their distance (Tukey 1977)."""
    equal = [_ONE] * len(values)
    low = weighted_quantile(values, equal, Decimal("0.25"))
    high = weighted_quantile(values, equal, Decimal("0.75"))
    return low - factor * (high - low), high + factor * (high - low)


@dataclass(frozen=True, slots=True)
class Suspect:
    """A farm whose cost stands apart: its robust score, and whether it leaves Tukey's fences."""

    key: str
    cost: Decimal
    score: Decimal | None
    outside_fences: bool


def suspects(
    farms: Sequence[FarmCost], score_limit: Decimal, fence_factor: Decimal
) -> list[Suspect]:
    """Farms to be looked at by a person: a score above the limit. Nothing is removed here.

    Where more than half of the farms say the same cost there is no score, and the fences decide.
    """
    values = [farm.cost for farm in farms]
    if not values:
        return []
    low, high = tukey_fences(values, fence_factor)
    found = []
    for farm, score in zip(farms, robust_scores(values), strict=True):
        outside = not low <= farm.cost <= high
        if (score is None and outside) or (score is not None and score > score_limit):
            found.append(Suspect(farm.key, farm.cost, score, outside))
    return found


@dataclass(frozen=True, slots=True)
class Influence:
    """What one farm or group does: its weight, the mean without it, and how far it moves it.

    ``without`` and ``shift`` (mean − without) are None where nobody else is left.
    """

    key: str
    weight: Decimal
    without: Decimal | None
    shift: Decimal | None


def influences(
    farms: Sequence[FarmCost], strata: Sequence[Stratum], *, by_group: bool = False
) -> list[Influence]:
    """Leave one out: the whole estimate anew without each farm, or without each group.

    The largest shift first. Strata keep their weight as long as one farm speaks for them.
    """
    weights = weights_of(farms, strata)
    mean = weighted_mean([farm.cost for farm in farms], weights)
    parts: dict[str, list[int]] = defaultdict(list)
    for position, farm in enumerate(farms):
        parts[farm.group if by_group else farm.key].append(position)
    totals = _Totals(farms, strata)
    found = []
    for key, positions in parts.items():
        without = totals.mean_without([farms[i] for i in positions])
        weight = sum((weights[i] for i in positions), _ZERO)
        shift = None if without is None else mean - without
        found.append(Influence(key, weight, without, shift))
    return sorted(found, key=lambda one: (-abs(one.shift or _ZERO), one.key))


class _Totals:
    """Sums by stratum, from which a farm can be taken off without going through all again."""

    def __init__(self, farms: Iterable[FarmCost], strata: Iterable[Stratum]) -> None:
        self._frame = {one.code: one.milk_kg for one in strata}
        self._kg: dict[str, Decimal] = defaultdict(Decimal)
        self._yuan: dict[str, Decimal] = defaultdict(Decimal)
        self._farms: dict[str, int] = defaultdict(int)
        for farm in farms:
            self._kg[farm.stratum] += farm.milk_kg
            self._yuan[farm.stratum] += farm.milk_kg * farm.cost
            self._farms[farm.stratum] += 1

    def mean_without(self, left_out: Sequence[FarmCost]) -> Decimal | None:
        """The estimate without some farms; None when none is left."""
        kg, yuan, farms = dict(self._kg), dict(self._yuan), dict(self._farms)
        for farm in left_out:
            kg[farm.stratum] -= farm.milk_kg
            yuan[farm.stratum] -= farm.milk_kg * farm.cost
            farms[farm.stratum] -= 1
        heard = [code for code in kg if farms[code]]
        if not heard:
            return None
        return weighted_mean(
            [yuan[code] / kg[code] for code in heard], [self._frame[code] for code in heard]
        )


def concentration(shares: Iterable[Decimal]) -> Decimal:
    """The Herfindahl–Hirschman index Σs² of shares that sum to 1, on the scale of 0 to 10,000."""
    return sum((share * share for share in shares), _ZERO) * 10_000


@dataclass(frozen=True, slots=True)
class Cell:
    """What may be told of a part: the mean and number of farms, or why it is kept back."""

    code: str
    farms: int
    mean: Decimal | None
    kept_back: str


def publishable_cells(
    farms: Sequence[FarmCost], least_firms: int, most_share: Decimal
) -> list[Cell]:
    """Means by stratum that do not give any farm away.

    A cell of fewer than ``least_firms`` groups, or with one above ``most_share`` of its milk, is
    kept back (``few``, ``dominated``); where that leaves just one, it could be reckoned from the
    whole, so that the next smallest goes too (``complement``). See Hundepool et al. 2012,
    *Statistical Disclosure Control*, ch. 4.
    """
    parts: dict[str, list[FarmCost]] = defaultdict(list)
    for farm in farms:
        parts[farm.stratum].append(farm)
    reasons = {code: _reason(part, least_firms, most_share) for code, part in parts.items()}
    hidden = [code for code, reason in reasons.items() if reason]
    shown = [code for code, reason in reasons.items() if not reason]
    if len(hidden) == 1 and shown:
        smallest = min(shown, key=lambda code: (sum(f.milk_kg for f in parts[code]), code))
        reasons[smallest] = "complement"
    return [
        Cell(
            code,
            len(part),
            None
            if reasons[code]
            else weighted_mean([f.cost for f in part], [f.milk_kg for f in part]),
            reasons[code],
        )
        for code, part in sorted(parts.items())
    ]


def _reason(part: Sequence[FarmCost], least_firms: int, most_share: Decimal) -> str:
    sold: dict[str, Decimal] = defaultdict(Decimal)
    for farm in part:
        sold[farm.group] += farm.milk_kg
    if len(sold) < least_firms:
        return "few"
    return "dominated" if max(sold.values()) > most_share * sum(sold.values()) else ""
