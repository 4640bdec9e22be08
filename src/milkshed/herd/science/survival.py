"""Survival by the product-limit estimate (Kaplan & Meier 1958)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from milkshed.herd.science.cow_records import Float, Int
from milkshed.herd.science.measures import Z95


@dataclass(frozen=True, slots=True, eq=False)
class Survival:
    """The share to whom nothing has happened, after each time at which something happened.

    ``time`` (times,) ascending; ``at_risk`` and ``events`` at each; ``share`` S(t) from just
    after it, ``low`` and ``high`` its 95 % bounds.
    """

    time: Int
    at_risk: Int
    events: Int
    share: Float
    low: Float
    high: Float

    @property
    def median(self) -> int | None:
        """The first time at which half or fewer remain; None while more than half do."""
        below = np.flatnonzero(self.share <= 0.5 + 1e-12)
        return int(self.time[below[0]]) if len(below) else None

    def at(self, time: int) -> float:
        """The share that remains at a time."""
        before = int(np.searchsorted(self.time, time, side="right"))
        return float(self.share[before - 1]) if before else 1.0


def kaplan_meier(time: ArrayLike, happened: ArrayLike) -> Survival:
    """The product-limit estimate from times (units,) and whether each ended with the event.

    Units that only stopped being watched (censored) at a time count as at risk there. Bounds
    are those of log(-log S) with Greenwood's (1926) variance, which keep within 0 and 1
    (Kalbfleisch & Prentice 1980); both are S itself where S is 0 or 1. Times must not be
    negative.
    """
    when = np.asarray(time, np.int64)
    event = np.asarray(happened, np.bool_)
    if when.shape != event.shape:
        raise ValueError(f"times {when.shape} and events {event.shape} must be alike")
    if len(when) and when.min() < 0:
        raise ValueError("a time is negative")
    times, events = np.unique(when[event], return_counts=True)
    at_risk = len(when) - np.searchsorted(np.sort(when), times, side="left")
    share: Float = np.cumprod(1 - events / np.maximum(at_risk, 1), dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(events / (at_risk * (at_risk - events)))
        log_share = np.log(share)
        spread = Z95 * np.sqrt(greenwood) / np.abs(log_share)
        low, high = share ** np.exp(spread), share ** np.exp(-spread)
    plain = (share <= 0) | (share >= 1)
    return Survival(
        times,
        at_risk,
        events,
        share,
        np.where(plain, share, low),
        np.where(plain, share, high),
    )
