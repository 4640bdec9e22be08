"""Ten thousand random statements, to the last fen the same as an independent program's."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from milkshed.kernel.problems import Problem
from milkshed.trade.science.pricing.account_columns import columns_of
from milkshed.trade.science.pricing.checks import faults_of
from milkshed.trade.science.pricing.columns import price_many
from milkshed.trade.science.pricing.grid import as_document
from milkshed.trade.science.pricing.plain import price
from milkshed.trade.tests.by_hand import Hand, NoValueError
from milkshed.trade.tests.random_cases import random_account, random_grid

GRIDS, ACCOUNTS = 200, 50


def test_ten_thousand_statements_agree_to_the_last_fen() -> None:
    random = Random(20261101)
    unpriced = 0
    for number in range(GRIDS):
        grid = random_grid(random)
        assert not faults_of(grid), [fault.message.en for fault in faults_of(grid)]
        document = as_document(grid)
        accounts = [random_account(random) for _ in range(ACCOUNTS)]
        many = price_many(grid, columns_of(accounts, grid.rules.mean))
        for index, account in enumerate(accounts):
            where = f"grid {number}, account {index}"
            try:
                amount, paid = Hand(document, account).amount()
                nowhere = None
            except NoValueError as missing:
                nowhere = str(missing)
            assert many.unpriced.get(index) == nowhere, where
            if nowhere is not None:
                unpriced += 1
                continue
            assert Decimal(int(many.amount[index])).scaleb(-2) == amount, where
            assert Decimal(int(many.payable_kg[index])).scaleb(-1) == paid, where
    assert 10 < unpriced < GRIDS * ACCOUNTS // 4


def test_where_nobody_delivered_nothing_is_due() -> None:
    random = Random(11)
    empty = [replace(random_account(random), deliveries=(), earlier=()) for _ in range(3)]
    for _ in range(40):
        grid = random_grid(random)
        many = price_many(grid, columns_of(empty, grid.rules.mean))
        assert many.amount.tolist() == many.payable_kg.tolist() == [0, 0, 0]


def test_one_by_one_and_many_at_once_agree_line_by_line() -> None:
    random = Random(7)
    lines = 0
    for _ in range(40):
        grid = random_grid(random)
        accounts = [random_account(random) for _ in range(10)]
        many = price_many(grid, columns_of(accounts, grid.rules.mean))
        by_code = {line.code: line for line in many.lines}
        for index, account in enumerate(accounts):
            if index in many.unpriced:
                with pytest.raises(Problem):
                    price(grid, account)
                continue
            priced = price(grid, account)
            assert priced.amount * 100 == int(many.amount[index])
            for line in priced.lines:
                other = by_code[line.code]
                assert line.amount * 100 == int(other.amount[index])
                assert line.quantity.scaleb(other.quantity_places) == int(other.quantity[index])
                if line.rate is not None and other.rate is not None:
                    assert line.rate.scaleb(grid.rules.rate_places) == int(other.rate[index])
                assert line.tests == other.tests[index]
                lines += 1
    assert lines > 1500
