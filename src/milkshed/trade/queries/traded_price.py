"""The mean price of milk traded, worked out from statements that both sides accepted."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milkshed.kernel.money import Rounding
from milkshed.kernel.text import Text
from milkshed.trade.models import PriceRound
from milkshed.trade.queries.price_rules import value_of
from milkshed.trade.queries.settlements import settled
from milkshed.trade.science.pricing.rounding import quotient

METHOD = Text(
    "调查期内截止、双方已确认的全部结算单：金额之和 ÷ 收奶量之和（含质量加扣），四舍五入到0.0001元",
    "All statements accepted by both sides that end within the days surveyed: the sum of amounts "
    "by the sum of kilograms accepted, quality included, half up to 0.0001 yuan",
)
VERSION = "1"
_PLACES = 4


@dataclass(frozen=True, slots=True)
class TradedMean:
    """The mean in yuan per kg over days, both included, and the statements that it rests on."""

    first: date
    last: date
    yuan_per_kg: Decimal
    kg: Decimal
    yuan: Decimal
    sellers: int
    statements: tuple[str, ...]

    @property
    def source(self) -> str:
        """Where the figure comes from, in words."""
        return (
            f"由{len(self.statements)}张双方确认的结算单计算（{self.first}至{self.last}，"
            f"{self.sellers}家卖方，方法第{VERSION}版）"
        )

    def as_document(self) -> dict[str, object]:
        """The figure with what it rests on, as JSON values."""
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "yuan_per_kg": str(self.yuan_per_kg),
            "kg": str(self.kg),
            "yuan": str(self.yuan),
            "sellers": self.sellers,
            "statements": list(self.statements),
            "method": METHOD.zh,
            "version": VERSION,
        }


def traded_mean(round_of: PriceRound, day: date) -> TradedMean | None:
    """The mean over the days that a round surveys.

    None where fewer sellers were paid than the rule of ``day`` asks for, so that nobody's own
    price can be read from it.
    """
    first, last = round_of.survey_first, round_of.survey_last
    rows = list(
        settled(first, last)
        .order_by("number")
        .values_list("number", "seller_id", "accepted_kg", "amount_yuan")
    )
    kg = sum((row[2] for row in rows), Decimal(0))
    yuan = sum((row[3] for row in rows), Decimal(0))
    sellers = len({row[1] for row in rows})
    if not kg or sellers < value_of("traded.least_sellers", day):
        return None
    mean = quotient(yuan, kg, _PLACES, Rounding.HALF_UP)
    return TradedMean(first, last, mean, kg, yuan, sellers, tuple(row[0] for row in rows))
