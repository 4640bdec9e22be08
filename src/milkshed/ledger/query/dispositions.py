"""What lasts about a lot: persistent dispositions that an event set and none took back.

A lot on hold is ``unavailable``, a recalled one ``recalled`` (CBV 2.0, 7.2). The event that set it
may name a document (``bizTransactionList``), which is how a door can say which hold it obeys.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from milkshed.kernel.problems import CONFLICT, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.models import Role
from milkshed.ledger.steps import step_name

STOPPING: frozenset[str] = frozenset({"unavailable", "recalled"})
"""Dispositions with which milk may not be moved on or used."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A disposition that stands on a lot: since when, by which event, under which document."""

    lot_uri: str
    word: str
    since: datetime
    event_id: str
    document: str


_LAST = """
SELECT DISTINCT ON (lot.uri, word.uri)
    lot.uri, word.uri, d.role, e.event_time, e.event_id,
    (SELECT t.uri FROM ledger_link b JOIN ledger_term t ON t.id = b.term_id
     WHERE b.event_id = e.seq AND b.role = %s ORDER BY b.position LIMIT 1)
FROM ledger_term lot
JOIN ledger_link l ON l.term_id = lot.id AND l.role IN (1, 2)
JOIN ledger_event e ON e.seq = l.event_id AND NOT e.declares_error
JOIN ledger_link d ON d.event_id = e.seq AND d.role IN (%s, %s)
JOIN ledger_term word ON word.id = d.term_id
WHERE lot.uri = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM ledger_errordeclaration x WHERE x.event_key = e.event_key)
ORDER BY lot.uri, word.uri, e.event_time DESC, e.seq DESC
"""

_UPSTREAM = """
WITH RECURSIVE above(root, lot, steps) AS (
    SELECT id, id, 0 FROM ledger_term WHERE uri = ANY(%s)
    UNION
    SELECT a.root, f.source_id, a.steps + 1
    FROM above a JOIN ledger_flow f ON f.target_id = a.lot
    WHERE a.steps < %s
)
SELECT DISTINCT root.uri, t.uri FROM above a
JOIN ledger_term root ON root.id = a.root JOIN ledger_term t ON t.id = a.lot
"""


def standing_dispositions(
    uris: Iterable[str], *, upstream: int = 0
) -> Mapping[str, tuple[Standing, ...]]:
    """What stands now on each lot, or on lots that flowed into it at most ``upstream`` steps back.

    Lots on which nothing stands are left out.
    """
    asked = sorted(set(uris))
    if upstream <= 0:
        return _standing_on(asked)
    with connection.cursor() as cursor:
        cursor.execute(_UPSTREAM, [asked, upstream])
        pairs = cursor.fetchall()
    standing = _standing_on(sorted({lot for _, lot in pairs}))
    found: dict[str, tuple[Standing, ...]] = {}
    for root, lot in sorted(pairs):
        if lot in standing:
            found[root] = (*found.get(root, ()), *standing[lot])
    return found


def _standing_on(lots: Sequence[str]) -> Mapping[str, tuple[Standing, ...]]:
    roles = (Role.TRANSACTION.value, Role.PERSISTENT_SET.value, Role.PERSISTENT_UNSET.value)
    found: dict[str, tuple[Standing, ...]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [*roles, list(lots)])
        for lot, word, role, at, event_id, document in cursor.fetchall():
            if role == Role.PERSISTENT_SET:
                bare = word.rsplit("/", 1)[-1].rsplit("-", 1)[-1]
                one = Standing(lot, bare, at, event_id, document or "")
                found[lot] = (*found.get(lot, ()), one)
    return found


def require_available(uris: Iterable[str], field: str, *, upstream: int = 0) -> None:
    """Raise a conflict naming the hold when milk of the lots may not be moved or used.

    ``upstream`` is how many steps back the lots that flowed into them are looked at too.
    """
    standing = standing_dispositions(uris, upstream=upstream)
    stops = [one for lot in sorted(standing) for one in standing[lot] if one.word in STOPPING]
    if not stops:
        return
    faults = [Fault(field, one.lot_uri, "held", _words(one)) for one in stops]
    raise Problem(CONFLICT, faults[0].message, faults)


def _words(one: Standing) -> Text:
    number = one.document.rsplit("/", 1)[-1] or one.event_id
    lot = one.lot_uri.rsplit("/", 1)[-1]
    if one.word == "recalled":
        return Text(
            f"批次{lot}已被召回（{number}），不得装运、接收或使用",
            f"Lot {lot} is recalled ({number}): it must not be moved, accepted or used",
        )
    return Text(
        f"批次{lot}已被扣留（{number}），不得装运、接收或使用",
        f"Lot {lot} is on hold ({number}): it must not be moved, accepted or used",
    )


@dataclass(frozen=True, slots=True)
class LotMove:
    """An event that moved a lot on or used it: when, in which step, where, recorded by whom."""

    lot_uri: str
    event_id: str
    at: datetime
    step: Text
    place_uri: str
    person_id: int | None


_OF_MOVING = frozenset(
    {
        "accepting", "arriving", "departing", "loading", "receiving", "shipping", "transporting",
        "unloading",
    }
)  # fmt: skip
"""Business steps (CBV 2.0, 7.1) in which a named lot changes its place or its holder."""
_OF_USE = frozenset(
    {Role.CHILD_EPC, Role.CHILD_CLASS, Role.INPUT_EPC, Role.INPUT_CLASS}
)  # fmt: skip

_NAMED_IN = """
SELECT lot.uri, l.role, e.event_id, e.event_time, e.type, step.uri, place.uri, e.person_id
FROM ledger_term lot
JOIN ledger_link l ON l.term_id = lot.id AND l.role = ANY(%s)
JOIN ledger_event e ON e.seq = l.event_id AND NOT e.declares_error
LEFT JOIN ledger_term step ON step.id = e.biz_step_id
LEFT JOIN ledger_term place ON place.id = e.biz_location_id
WHERE lot.uri = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM ledger_errordeclaration x WHERE x.event_key = e.event_key)
ORDER BY e.event_time, e.seq
"""


def moves_since(since: Mapping[str, datetime]) -> tuple[LotMove, ...]:
    """The events after an instant that moved each lot on or used it, in time order.

    Being the input of a transformation, being packed, and the steps of loading, transport and
    receiving count; being seen, sampled, tested, held or destroyed does not.
    """
    roles = [Role.EPC.value, Role.EPC_CLASS.value, *(role.value for role in _OF_USE)]
    with connection.cursor() as cursor:
        cursor.execute(_NAMED_IN, [roles, sorted(since)])
        rows = cursor.fetchall()
    return tuple(
        LotMove(lot, event_id, at, step_name(kind, step), place or "", person)
        for lot, role, event_id, at, kind, step, place, person in rows
        if at > since[lot]
        and (role in _OF_USE or (step or "").rpartition("/")[2].rpartition("-")[2] in _OF_MOVING)
    )
