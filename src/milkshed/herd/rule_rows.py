"""How rule rows of the herd are written."""

from functools import partial

from milkshed.platform.rule_book import rule_row

row = partial(rule_row, "herd.")
