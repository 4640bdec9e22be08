"""How long a name may be: an index holds every name once, and holds no endless ones."""

from collections.abc import Iterable

from milkshed.kernel.problems import Fault
from milkshed.kernel.text import Text
from milkshed.ledger.capture.fact import Fact
from milkshed.ledger.capture.query_index import names_of

LONGEST_NAME_BYTES = 2_000
"""PostgreSQL takes at most 2,704 bytes into an entry of a B-tree of 8 KiB pages."""

_SURELY_SHORT = LONGEST_NAME_BYTES // 4  # a character has at most four bytes
_MOST_BYTES_OF_A_CHARACTER = 3  # a percent-encoded one; a name is no longer than its event's bytes


def endless_names(fact: Fact, pointer: str) -> list[Fault]:
    """The fault of an event with a name that is too long to be kept; none for all others."""
    if len(fact.body) * _MOST_BYTES_OF_A_CHARACTER <= LONGEST_NAME_BYTES:
        return []
    if not fact.fields.values and _is_surely_short(fact):
        return []
    names = names_of(fact)
    names.update(part.uri for part in fact.parts)
    names.update(part.kind for part in fact.parts if part.kind is not None)
    if fact.error_reason is not None:
        names.add(fact.error_reason)
    return endless_among(names, pointer)


def _is_surely_short(fact: Fact) -> bool:
    """Say at once of nearly every event without fields that none of its names is too long."""
    for name in (fact.biz_step, fact.disposition, fact.read_point, fact.biz_location):
        if name is not None and len(name) > _SURELY_SHORT:
            return False
    if fact.error_reason is not None:
        return False
    longest = max([len(part.uri) for part in fact.parts], default=0)
    return longest <= _SURELY_SHORT and not any(part.kind for part in fact.parts)


def endless_among(names: Iterable[str], pointer: str) -> list[Fault]:
    """A fault when one of the names is too long."""
    for name in names:
        if len(name) > _SURELY_SHORT and len(name.encode()) > LONGEST_NAME_BYTES:
            message = Text(
                f"标识超过{LONGEST_NAME_BYTES}字节",
                f"An identifier is longer than {LONGEST_NAME_BYTES} bytes",
            )
            return [Fault(pointer, name[:200], "name-too-long", message)]
    return []
