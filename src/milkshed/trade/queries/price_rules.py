"""The rule rows of the reference price, read into what its science takes."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from milkshed.kernel.money import Rounding
from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import rule, rules_under
from milkshed.trade.science.reference_price.ballot import BallotRules
from milkshed.trade.science.reference_price.cost_sheet import Bounds
from milkshed.trade.science.reference_price.determination import DataRules, read_rules
from milkshed.trade.science.reference_price.formulas import CorridorRules
from milkshed.trade.science.reference_price.sampling import SizeClass

PREFIX = "trade.price."
STRATA: Mapping[str, Text] = {
    "small": Text("小型牧场", "Small farms"),
    "medium": Text("中型牧场", "Medium farms"),
    "large": Text("大型牧场", "Large farms"),
}
_ROUNDINGS = {
    1: Rounding.HALF_UP,
    2: Rounding.HALF_EVEN,
    3: Rounding.DOWN,
    4: Rounding.UP,
}
_KG_PER_TONNE = 1000


def price_rules(day: date) -> dict[str, Rule]:
    """All rows of the reference price in force on a day, by the key without its beginning."""
    return {key.removeprefix(PREFIX): row for key, row in rules_under(PREFIX, day).items()}


def value_of(key: str, day: date) -> Decimal:
    """The value of one row. Raises a problem where the row or its value is missing."""
    row = rule(f"{PREFIX}{key}", day)
    if row.value is None:
        message = Text(f"规则 {row.key} 没有数值", f"Rule {row.key} has no value")
        raise Problem(CONFLICT, message)
    return row.value


def data_rules(day: date) -> DataRules:
    """What data must be at least."""
    return read_rules({name: str(value_of(f"data.{name}", day)) for name in DataRules.__slots__})


def ballot_rules(day: date) -> BallotRules:
    """Quorum and majorities."""
    return BallotRules(**{name: value_of(f"vote.{name}", day) for name in BallotRules.__slots__})


def corridor_rules(day: date) -> CorridorRules:
    """Floor, cap and how each is rounded."""

    def rounding(name: str) -> Rounding:
        return _ROUNDINGS[int(value_of(f"rounding.{name}", day))]

    return CorridorRules(
        value_of("floor_share", day),
        value_of("cap_share", day),
        rounding("central"),
        rounding("floor"),
        rounding("cap"),
    )


def sheet_ranges(day: date) -> dict[str, Bounds]:
    """What the figures of a cost sheet may be, by name."""
    rows = rules_under(f"{PREFIX}sheet.", day)
    return {
        key.removeprefix(f"{PREFIX}sheet."): Bounds(row.low, row.high)
        for key, row in rows.items()
        if row.low is not None or row.high is not None
    }


def size_classes(day: date) -> list[SizeClass]:
    """The strata by milk sold a day, in kg."""
    found = []
    for code in STRATA:
        row = rule(f"{PREFIX}stratum.{code}", day)
        found.append(
            SizeClass(
                code,
                None if row.low is None else row.low * _KG_PER_TONNE,
                None if row.high is None else row.high * _KG_PER_TONNE,
            )
        )
    return found


def as_documents(rows: Mapping[str, Rule]) -> list[dict[str, str]]:
    """Rows as they are stored and published with a price."""

    def text(value: Decimal | None) -> str:
        return "" if value is None else f"{value.normalize():f}"

    return [
        {
            "key": key,
            "zh": row.title_zh,
            "en": row.title_en,
            "value": text(row.value),
            "low": text(row.low),
            "high": text(row.high),
            "unit": row.unit,
            "source": row.source,
            "status": row.status,
            "valid_from": row.valid_from.isoformat(),
            "note": row.note,
        }
        for key, row in sorted(rows.items())
    ]
