"""Reference prices that other regions published, quoted as facts with their source."""

from dataclasses import dataclass
from decimal import Decimal

from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Precedent:
    """One published price in yuan per kg; parts that were not published are None."""

    region: Text
    period: Text
    central: Decimal | None
    floor: Decimal | None
    cap: Decimal | None
    form: Text
    source: str


def _one(
    region: Text, period: Text, central: str, floor: str, cap: str, form: Text, source: str
) -> Precedent:
    def number(text: str) -> Decimal | None:
        return Decimal(text) if text else None

    return Precedent(region, period, number(central), number(floor), number(cap), form, source)


_HEILONGJIANG = Text("黑龙江", "Heilongjiang")
_QUARTERLY = Text("季度；价格协调委员会，成本调查加协商", "quarterly; committee, survey and talks")


def _quarter(year: int, quarter: int) -> Text:
    return Text(f"{year}年第{quarter}季度", f"Q{quarter} {year}")


PRECEDENTS: tuple[Precedent, ...] = (
    _one(_HEILONGJIANG, _quarter(2012, 2), "3.32", "2.99", "3.81", _QUARTERLY,
         "黑龙江省2012年第二季度参考价通知（转引，待核实）"),
    _one(_HEILONGJIANG, _quarter(2015, 1), "3.60", "3.24", "", _QUARTERLY,
         "xtshb.cn/indus/20150409/1786512"),
    _one(_HEILONGJIANG, _quarter(2015, 2), "3.45", "3.10", "4.80", _QUARTERLY,
         "xtshb.cn/indus/20150409/1786512"),
    _one(_HEILONGJIANG, _quarter(2016, 4), "3.30", "2.99", "", _QUARTERLY,
         "95315.org/news/3323"),
    _one(Text("上海", "Shanghai"), Text("2017年上半年", "first half of 2017"), "3.78", "", "",
         Text("半年；奶农代表与乳企两轮协商", "half-yearly; two rounds of bargaining"),
         "soolun.net/periodical/87ab6d3eedb4ae7e18c5636b823a6813"),
    _one(Text("河北", "Hebei"), _quarter(2023, 1), "3.85", "", "",
         Text("季度；价格协调委员会", "quarterly; committee"),
         "河北省2023年第一季度参考价（转引，待核实）"),
    _one(Text("山东", "Shandong"), _quarter(2025, 3), "", "3.00", "3.45",
         Text("季度；奶业协会组织，公布区间", "quarterly; association, a range only"),
         "山东省2025年第三季度通知〔2025〕3号（转引，待核实）"),
)  # fmt: skip
