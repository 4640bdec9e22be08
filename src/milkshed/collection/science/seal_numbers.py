"""Numbers of seals: a prefix and digits, and the ranges they come from. Pure."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_NUMBER = re.compile(r"^([A-Z0-9\-]*?)([0-9]{1,12})$")
_LONGEST = 30


@dataclass(frozen=True, slots=True)
class SealNumber:
    """A seal's number taken apart; ``digits`` is how many places its serial is stamped with."""

    prefix: str
    serial: int
    digits: int

    def __str__(self) -> str:
        return f"{self.prefix}{self.serial:0{self.digits}d}"


@dataclass(frozen=True, slots=True)
class Roll:
    """A range of seals with both ends, and the key of the station that was issued it."""

    station: int
    prefix: str
    first: int
    last: int
    digits: int

    def holds(self, number: SealNumber) -> bool:
        """Whether a seal comes from this roll."""
        return (
            number.prefix == self.prefix
            and number.digits == self.digits
            and self.first <= number.serial <= self.last
        )


def read_seal(text: str) -> SealNumber | None:
    """The number that a text writes; None when it is no seal's number.

    The serial is the longest run of digits at the end, at most 12 of them.
    """
    written = text.strip().upper()
    found = _NUMBER.match(written) if len(written) <= _LONGEST else None
    return SealNumber(found[1], int(found[2]), len(found[2])) if found else None


def owner_of(number: SealNumber, rolls: Iterable[Roll]) -> int | None:
    """The key of the station that was issued the seal; None when nobody was."""
    return next((roll.station for roll in rolls if roll.holds(number)), None)
