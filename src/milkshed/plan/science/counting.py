"""Counting rules of registers: which entries count for an indicator on a day, and why not.

An entry is an observation: on a day, a subject (a firm, a brand, a person) stood at a stage with
an amount. Several observations of one subject follow each other; the latest on or before the day
speaks for it, so that a firm which falls out of its band no longer counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from milkshed.kernel.text import Text


class Mode(StrEnum):
    """What is counted."""

    STANDING = "standing"
    """Distinct subjects whose latest observation counts."""
    ONCE = "once"
    """Distinct subjects with any observation that counts: once trained, always trained."""
    AMOUNT = "amount"
    """The amounts of subjects whose latest observation counts, added."""


@dataclass(frozen=True, slots=True)
class Observation:
    """What an entry says; ``key`` finds the entry again."""

    key: int
    subject: str
    on: date
    stage: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Counting:
    """The rule of one indicator on a day.

    ``floor`` and ``ceiling`` bound the amount: above the floor (``strict``) or from it on, below
    the ceiling or at it where ``ceiling_counts``. ``since`` leaves out observations before a day;
    with ``newly`` a subject that met the bounds before ``since`` never counts.
    """

    mode: Mode
    floor: Decimal | None = None
    ceiling: Decimal | None = None
    strict: bool = False
    ceiling_counts: bool = True
    since: date | None = None
    newly: bool = False


RUNNING = "running"

REASONS: Mapping[str, Text] = {
    "later": Text("有更新的登记", "A later entry speaks for the subject"),
    "future": Text("晚于统计日", "After the day asked"),
    "stage": Text("尚未建成或已停止", "Not running yet, or ended"),
    "floor": Text("未达到口径下限", "Below what counts"),
    "ceiling": Text("超过口径上限，计入上一档", "Beyond the band: counted in the next one"),
    "amount": Text("未填数量", "No amount given"),
    "before": Text("早于起算日", "Before counting begins"),
    "not-new": Text("起算日前已达到，不属新培育", "Met the bounds before counting began"),
    "again": Text("同一主体只计一次", "A subject counts once"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """The value, the keys that count, and the reason for every other."""

    value: Decimal
    keys: tuple[int, ...]
    left_out: Mapping[int, str]


def count(rule: Counting, observations: Iterable[Observation], on: date) -> Counted:
    """Count observations on a day; every one is either counted or left out with a reason."""
    by_subject: dict[str, list[Observation]] = {}
    left_out: dict[int, str] = {}
    for one in sorted(observations, key=lambda o: (o.on, o.key)):
        if one.on > on:
            left_out[one.key] = "future"
        else:
            by_subject.setdefault(one.subject, []).append(one)
    keys: list[int] = []
    total = Decimal(0)
    for held in by_subject.values():
        chosen = _speaks(rule, held, left_out)
        if chosen is None:
            continue
        keys.append(chosen.key)
        total += (chosen.amount or Decimal(0)) if rule.mode is Mode.AMOUNT else 1
    return Counted(total, tuple(sorted(keys)), left_out)


def _speaks(
    rule: Counting, held: list[Observation], left_out: dict[int, str]
) -> Observation | None:
    """The observation by which a subject counts; the others are noted with their reasons."""
    if rule.newly and rule.since is not None:
        before = [one for one in held if one.on < rule.since]
        if any(not _fault(rule, one, ignore_since=True) for one in before):
            left_out.update({one.key: "not-new" for one in held})
            return None
    if rule.mode is Mode.ONCE:
        chosen = None
        for one in held:
            fault = _fault(rule, one)
            if not fault and chosen is None:
                chosen = one
            else:
                left_out[one.key] = fault or "again"
        return chosen
    *earlier, last = held
    left_out.update({one.key: "later" for one in earlier})
    fault = _fault(rule, last)
    if fault:
        left_out[last.key] = fault
        return None
    return last


def _fault(rule: Counting, one: Observation, *, ignore_since: bool = False) -> str:
    if one.stage != RUNNING:
        return "stage"
    if not ignore_since and rule.since is not None and one.on < rule.since:
        return "before"
    bounded = rule.floor is not None or rule.ceiling is not None or rule.mode is Mode.AMOUNT
    if bounded and one.amount is None:
        return "amount"
    amount = one.amount or Decimal(0)
    if rule.floor is not None and (amount < rule.floor or (rule.strict and amount == rule.floor)):
        return "floor"
    if rule.ceiling is not None and (
        amount > rule.ceiling or (amount == rule.ceiling and not rule.ceiling_counts)
    ):
        return "ceiling"
    return ""
