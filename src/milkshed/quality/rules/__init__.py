"""The dated rows of quality: limits and clocks, and what the laboratory's work goes by."""

from milkshed.platform.rule_book import RuleRow
from milkshed.quality.rules.laboratory import ROWS as _LABORATORY
from milkshed.quality.rules.limits import ROWS as _LIMITS

ROWS: tuple[RuleRow, ...] = (*_LIMITS, *_LABORATORY)
