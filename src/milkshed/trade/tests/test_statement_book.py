"""The workbook, worked out by its own formulas, gives the statement."""

from io import BytesIO
from random import Random

from openpyxl import load_workbook

from milkshed.kernel.problems import Problem
from milkshed.trade.science.pricing.grid import read_grid
from milkshed.trade.science.pricing.plain import price
from milkshed.trade.statement_book import statement_book
from milkshed.trade.tests.grids import COMMON
from milkshed.trade.tests.random_cases import random_account, random_grid
from milkshed.trade.tests.sheets import Sheets


def _sum(content: bytes) -> float:
    book = load_workbook(BytesIO(content))
    last = book["结算"].max_row
    assert book["结算"].cell(last, 1).value == "合计"
    return float(Sheets(book).cell("结算", last, 6))


def test_live_formulas_give_the_statement_of_random_accounts() -> None:
    random = Random(5)
    tried = 0
    for _ in range(30):
        grid, account = random_grid(random), random_account(random)
        try:
            priced = price(grid, account)
        except Problem:
            continue
        content = statement_book(grid, account, "试算", (), synthetic=True)
        assert round(_sum(content), 2) == float(priced.amount)
        tried += 1
    assert tried > 25


def test_a_changed_reading_changes_the_sum() -> None:
    random, grid = Random(8), read_grid(COMMON)
    accounts = (random_account(random) for _ in range(50))
    account = next(one for one in accounts if all(d.test for d in one.deliveries))
    book = load_workbook(BytesIO(statement_book(grid, account, "试算", (), synthetic=False)))
    last = book["结算"].max_row
    before = Sheets(book).cell("结算", last, 6)
    kg = book["交奶"].cell(2, 3)
    kg.value = float(kg.value) + 1000  # type: ignore[arg-type]
    assert Sheets(book).cell("结算", last, 6) > before + 1000
