"""Accounts laid out as columns of whole numbers, as :mod:`columns` prices them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from milkshed.kernel.money import Rounding
from milkshed.trade.science.pricing.grid import KG_PLACES
from milkshed.trade.science.pricing.measures import MEASURES, TESTED
from milkshed.trade.science.pricing.plain import Account
from milkshed.trade.science.pricing.rounding import Whole, quotient, scaled

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class AccountColumns:
    """Accounts as columns; rows are ordered by account, earlier tests first, then by day.

    ``first`` and ``last`` are the period's days of each account; ``account``, ``day`` (proleptic
    ordinals), ``kg`` (0.1 kg; 0 for earlier tests), ``delivered`` and ``sample`` (-1: none) have
    one entry per row. ``values`` holds a measure's readings in its smallest unit and whether
    there is one.
    """

    first: tuple[date, ...]
    last: tuple[date, ...]
    account: Whole
    day: Whole
    kg: Whole
    delivered: Mask
    sample: Whole
    values: Mapping[str, tuple[Whole, Mask]]

    @property
    def count(self) -> int:
        """The number of accounts."""
        return len(self.first)


def columns_of(accounts: Sequence[Account], rule: Rounding = Rounding.HALF_UP) -> AccountColumns:
    """Accounts as columns; readings with more decimals than a measure keeps are rounded."""
    owner: list[int] = []
    day: list[int] = []
    kg: list[int] = []
    delivered: list[bool] = []
    sample: list[int] = []
    read: dict[str, list[tuple[int, int]]] = {code: [] for code in MEASURES}
    numbers: dict[tuple[int, str], int] = {}

    def note(number: int, values: Mapping[str, Decimal], codes: Sequence[str]) -> None:
        for code in codes:
            if code in values:
                read[code].append((number, _smallest(code, values[code], rule)))

    facts = [code for code in MEASURES if code not in TESTED]
    for index, account in enumerate(accounts):
        for test in account.earlier:
            note(len(owner), test.values, TESTED)
            owner.append(index)
            day.append(test.day.toordinal())
            kg.append(0)
            delivered.append(False)
            sample.append(numbers.setdefault((index, test.sample), len(numbers)))
        for one in account.deliveries:
            if one.test is not None:
                note(len(owner), one.test.values, TESTED)
            note(len(owner), one.facts, facts)
            owner.append(index)
            day.append(one.day.toordinal())
            kg.append(scaled(one.kg, KG_PLACES))
            delivered.append(True)
            name = one.test.sample if one.test else None
            sample.append(-1 if name is None else numbers.setdefault((index, name), len(numbers)))
    values: dict[str, tuple[Whole, Mask]] = {}
    for code, entries in read.items():
        if entries:
            places = np.array([place for place, _ in entries])
            column, known = np.zeros(len(owner), np.int64), np.zeros(len(owner), bool)
            column[places] = [value for _, value in entries]
            known[places] = True
            values[code] = (column, known)
    return AccountColumns(
        tuple(account.first for account in accounts),
        tuple(account.last for account in accounts),
        np.array(owner, np.int64),
        np.array(day, np.int64),
        np.array(kg, np.int64),
        np.array(delivered, bool),
        np.array(sample, np.int64),
        values,
    )


def _smallest(code: str, value: Decimal, rule: Rounding) -> int:
    places = MEASURES[code].places
    moved = value.scaleb(places)
    whole = int(moved)
    return whole if whole == moved else scaled(quotient(value, 1, places, rule), places)
