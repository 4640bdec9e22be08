"""The dated rules of trade; each subject keeps its rows in its own file of ``rule_rows``."""

from milkshed.platform.rule_book import RuleRow
from milkshed.trade.rule_rows import complaints, contracts, settlements

ROWS: tuple[RuleRow, ...] = (*contracts.ROWS, *complaints.ROWS, *settlements.ROWS)
