"""A comparison round worked out: assigned value, scores, outliers, precision."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone

from milkshed.kernel.text import Text
from milkshed.numerics.comparison import (
    Robust,
    algorithm_a,
    e_n,
    hampel,
    is_negligible,
    z_prime,
    z_score,
    zeta,
)
from milkshed.numerics.precision import (
    Cell,
    OutlierTest,
    Precision,
    cochran,
    grubbs,
    h_critical,
    k_critical,
    mandel,
    precision,
)
from milkshed.platform.rule_book import rules_under
from milkshed.quality.models import ComparisonEntry, ComparisonRound

METHOD = Text(
    "ISO 13528:2015（指定值为算法A或参考值；z、z'、ζ、En），ISO 5725-2:1994（h、k、"
    "Cochran、Grubbs）",
    "ISO 13528:2015 (assigned value: Algorithm A or reference; z, z', zeta, En), ISO 5725-2:1994",
)
VERSION = "1"
_TWO = 2


@dataclass(frozen=True, slots=True)
class Score:
    """One laboratory's result in a round."""

    entry: ComparisonEntry
    values: tuple[float, ...]
    mean: float
    z: float
    zeta: float | None
    en: float | None
    light: str
    word: Text


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A round worked out; ``scores`` in the order of codes.

    ``z_is_prime`` tells that the assigned value is too uncertain for plain z.
    """

    assigned: float
    assigned_u: float
    sigma: float
    from_reference: bool
    sigma_is_given: bool
    robust: Robust | None
    other: Robust | None
    z_is_prime: bool
    warning: float
    action: float
    scores: tuple[Score, ...]
    cells: tuple[Cell, ...]
    h_limit: float | None
    k_limit: float | None
    cochran: OutlierTest | None
    grubbs: OutlierTest | None
    precision: Precision | None


_WORDS = {
    "green": Text("满意", "Satisfactory"),
    "yellow": Text("有问题", "Questionable"),
    "red": Text("不满意", "Unsatisfactory"),
}


def evaluate(round_: ComparisonRound) -> Evaluation | None:
    """Work a round out; None while too few laboratories have reported.

    Without a reference value as many results are needed as the rule row says.
    """
    entries = list(
        round_.entries.filter(reported_at__isnull=False)
        .select_related("laboratory__place")
        .prefetch_related("values")
        .order_by("code")
    )
    held = {
        entry.code: tuple(
            float(v.value) for v in sorted(entry.values.all(), key=lambda v: v.replicate)
        )
        for entry in entries
    }
    means = {code: sum(values) / len(values) for code, values in held.items()}
    rows = rules_under("quality.comparison.", timezone.localdate())

    def setting(name: str, otherwise: float) -> float:
        row = rows.get(f"quality.comparison.{name}")
        return float(row.value) if row and row.value is not None else otherwise

    enough = len(means) >= max(3, int(setting("fewest", 5)))
    robust = algorithm_a(list(means.values())) if enough else None
    other = hampel(list(means.values())) if enough else None
    if round_.reference_value is not None and round_.reference_u is not None:
        assigned, assigned_u = float(round_.reference_value), float(round_.reference_u)
    elif robust is not None:
        assigned, assigned_u = robust.mean, robust.standard_uncertainty
    else:
        return None
    sigma = float(round_.sigma) if round_.sigma is not None else robust.sd if robust else 0.0
    if not sigma > 0 or not entries:
        return None
    prime = not is_negligible(assigned_u, sigma)
    warning, action = setting("warning", 2.0), setting("action", 3.0)
    scores = tuple(
        _score(entry, held[entry.code], assigned, assigned_u, sigma, prime, (warning, action))
        for entry in entries
    )
    several = len(held) >= _TWO
    replicated = {code: values for code, values in held.items() if len(values) >= _TWO}
    counts = sorted(len(values) for values in replicated.values())
    usual = max(set(counts), key=counts.count) if counts else 0
    return Evaluation(
        assigned=assigned,
        assigned_u=assigned_u,
        sigma=sigma,
        from_reference=round_.reference_value is not None,
        sigma_is_given=round_.sigma is not None,
        robust=robust,
        other=other,
        z_is_prime=prime,
        warning=warning,
        action=action,
        scores=scores,
        cells=mandel(held) if several else (),
        h_limit=h_critical(len(held)) if len(held) > _TWO else None,
        k_limit=k_critical(len(replicated), usual) if len(replicated) >= _TWO else None,
        cochran=cochran(replicated) if len(replicated) >= _TWO else None,
        grubbs=grubbs(means) if len(means) > _TWO else None,
        precision=precision(held) if several and len(replicated) >= _TWO else None,
    )


def _score(
    entry: ComparisonEntry,
    values: Sequence[float],
    assigned: float,
    assigned_u: float,
    sigma: float,
    prime: bool,
    limits: tuple[float, float],
) -> Score:
    mean = sum(values) / len(values)
    z = z_prime(mean, assigned, sigma, assigned_u) if prime else z_score(mean, assigned, sigma)
    expanded = float(entry.uncertainty) if entry.uncertainty is not None else None
    known = expanded is not None and expanded > 0
    warning, action = limits
    light = "green" if abs(z) <= warning else "yellow" if abs(z) < action else "red"
    return Score(
        entry,
        tuple(values),
        mean,
        z,
        zeta(mean, assigned, expanded / 2, assigned_u) if known and expanded else None,
        e_n(mean, assigned, expanded, 2 * assigned_u) if known and expanded else None,
        light,
        _WORDS[light],
    )
