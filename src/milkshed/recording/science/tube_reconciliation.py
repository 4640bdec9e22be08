"""Tubes against cows: which tube belongs to no cow in milk, and which cow has no tube."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from milkshed.kernel.text import Text


class TubeFault(StrEnum):
    """What does not fit between tubes and herd."""

    UNKNOWN = "unknown-cow"
    TWICE = "cow-twice"
    GONE = "cow-gone"
    DRY = "cow-dry"
    NOT_CALVED = "not-yet-calved"
    MISSING = "cow-missing"
    NO_WEIGHT = "no-weight"

    @property
    def message(self) -> Text:
        """The finding in both languages."""
        return _MESSAGES[self]

    @property
    def blocks(self) -> bool:
        """Whether the tube's result cannot become the cow's test day."""
        return self is not TubeFault.MISSING


_MESSAGES = {
    TubeFault.UNKNOWN: Text("样品管没有对应的牛", "no cow belongs to this tube"),
    TubeFault.TWICE: Text("同一头牛有两支样品管", "two tubes of one cow"),
    TubeFault.GONE: Text("牛已离群", "the cow has left the herd"),
    TubeFault.DRY: Text("牛已干奶", "the cow is dry"),
    TubeFault.NOT_CALVED: Text("测定日早于产犊日", "tested before she calved"),
    TubeFault.MISSING: Text("泌乳牛未采样", "a cow in milk was not sampled"),
    TubeFault.NO_WEIGHT: Text("没有称量奶量", "no milk was weighed"),
}


@dataclass(frozen=True, slots=True)
class Tube:
    """A filled tube: its number, the cow's key (None unknown), whether milk was weighed."""

    tube: str
    number: str
    animal: int | None
    weighed: bool = True


@dataclass(frozen=True, slots=True)
class Cow:
    """A cow as the register knows her; days are None where there is none."""

    animal: int
    number: str
    calved_on: date
    dry_on: date | None
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit; ``tube`` is empty for a missing cow."""

    fault: TubeFault
    tube: str
    number: str
    animal: int | None


def reconcile(tubes: Sequence[Tube], cows: Iterable[Cow], tested_on: date) -> tuple[Finding, ...]:
    """Everything that does not fit between the tubes filled on a day and the herd of that day.

    Tubes come first in their order, each with every fault; then the cows in milk without a tube.
    A cow dried off or gone on the day itself still counts as in milk.
    """
    known = {cow.animal: cow for cow in cows}
    filled = Counter(tube.animal for tube in tubes if tube.animal is not None)
    found: list[Finding] = []
    for tube in tubes:
        cow = known.get(tube.animal) if tube.animal is not None else None
        found.extend(
            Finding(fault, tube.tube, tube.number, tube.animal)
            for fault in _faults(tube, cow, filled, tested_on)
        )
    found.extend(
        Finding(TubeFault.MISSING, "", cow.number, cow.animal)
        for cow in known.values()
        if cow.animal not in filled and in_milk(cow, tested_on)
    )
    return tuple(found)


def in_milk(cow: Cow, day: date) -> bool:
    """Whether a cow gives milk on a day: calved before it, not dry and not gone before it."""
    return (
        cow.calved_on < day
        and (cow.dry_on is None or cow.dry_on >= day)
        and (cow.left_on is None or cow.left_on >= day)
    )


def _faults(tube: Tube, cow: Cow | None, filled: "Counter[int]", day: date) -> Iterable[TubeFault]:
    if cow is None:
        yield TubeFault.UNKNOWN
        return
    if filled[cow.animal] > 1:
        yield TubeFault.TWICE
    if cow.left_on is not None and cow.left_on < day:
        yield TubeFault.GONE
    elif cow.calved_on >= day:
        yield TubeFault.NOT_CALVED
    elif cow.dry_on is not None and cow.dry_on < day:
        yield TubeFault.DRY
    if not tube.weighed:
        yield TubeFault.NO_WEIGHT
