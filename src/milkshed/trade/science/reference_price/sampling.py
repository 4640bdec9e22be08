"""Which farms are asked: drawn by a seed that anyone can repeat, not chosen."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class SizeClass:
    """A stratum by milk sold a day in kg: from ``low`` on and below ``high`` (None: open)."""

    code: str
    low: Decimal | None
    high: Decimal | None

    def holds(self, daily_kg: Decimal) -> bool:
        """Whether a farm of that size belongs here."""
        above = self.low is None or daily_kg >= self.low
        return above and (self.high is None or daily_kg < self.high)


def size_class(classes: Iterable[SizeClass], daily_kg: Decimal) -> SizeClass:
    """The class of a farm. Raises ValueError where the classes leave a gap."""
    for one in classes:
        if one.holds(daily_kg):
            return one
    raise ValueError(f"no size class holds {daily_kg} kg a day")


def draw(frame: Sequence[tuple[str, str]], per_stratum: int, seed: str) -> frozenset[str]:
    """Draw up to ``per_stratum`` keys of each stratum from ``(key, stratum)`` pairs.

    The order is that of SHA-256 over seed and key: fixed for a published seed, independent of the
    order of the frame, and like a simple random draw without replacement.
    """
    parts: dict[str, list[str]] = defaultdict(list)
    for key, stratum in frame:
        parts[stratum].append(key)
    return frozenset(
        key
        for keys in parts.values()
        for key in sorted(keys, key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).digest())[
            :per_stratum
        ]
    )
