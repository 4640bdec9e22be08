"""The plan's own numbers worked out again, to stand beside what it states."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from milkshed.kernel.text import Text

HERD_2023 = Decimal(92)
MILK_2023 = Decimal("430.6")
YIELD_2023_T = Decimal("9.7")
DAIRY_PER_HEAD_KG = Decimal("41.3")
GUIDELINE_KG = (Decimal(110), Decimal(183))
GUIDELINE_STATED = (Decimal("23.0"), Decimal("35.1"))
LARGE_FARMS = Decimal(327)
TRACED_PLANTS, PLANTS = Decimal(24), Decimal(26)


@dataclass(frozen=True, slots=True)
class Check:
    """One sum: what it is, how it goes, what is stated and what comes out, and whether they agree.

    ``stated`` None means that the plan states nothing to compare with.
    """

    contradiction: str
    title: Text
    working: str
    stated: str | None
    worked_out: str
    agrees: bool | None


def guideline_shares() -> tuple[Decimal, Decimal]:
    """Dairy eaten per head as a share of the dietary guideline's high and low end, per cent."""
    low, high = GUIDELINE_KG
    return DAIRY_PER_HEAD_KG / high * 100, DAIRY_PER_HEAD_KG / low * 100


def checks(targets: Mapping[str, Decimal]) -> tuple[Check, ...]:
    """All sums for the plan's targets by indicator code (万头, 万吨, 吨/头, 万亩, 万吨/日)."""
    t = targets
    low_share, high_share = guideline_shares()
    return (
        _sum(
            "C4", Text("分区存栏之和（万头）", "Herd of the zones (10⁴)"), t, "T1.1", "T1.3", "K1"
        ),
        _sum(
            "C4", Text("分区奶量之和（万吨）", "Milk of the zones (10⁴ t)"), t, "T1.2", "T1.4", "K2"
        ),
        _ratio("C6", Text("双核每头奶量（吨）", "Twin core: t a head"), t["T1.2"], t["T1.1"], 2),
        _ratio("C6", Text("两翼每头奶量（吨）", "Two wings: t a head"), t["T1.4"], t["T1.3"], 2),
        _ratio(
            "C7",
            Text("2023隐含成母牛（万头）", "Adult cows implied, 2023 (10⁴)"),
            MILK_2023,
            YIELD_2023_T,
            1,
        ),
        _ratio(
            "C7",
            Text("2027隐含成母牛（万头）", "Adult cows implied, 2027 (10⁴)"),
            t["K2"],
            t["G1"],
            1,
        ),
        _adult_share(
            Text("2023隐含成母牛占比（%）", "Adult share implied, 2023 (%)"),
            MILK_2023,
            YIELD_2023_T,
            HERD_2023,
        ),
        _adult_share(
            Text("2027隐含成母牛占比（%）", "Adult share implied, 2027 (%)"),
            t["K2"],
            t["G1"],
            t["K1"],
        ),
        _share("C9", Text("追溯覆盖（%）", "Tracing coverage (%)"), TRACED_PLANTS, PLANTS),
        Check(
            "C11",
            Text("处理能力全年合计（万吨）", "Capacity over a year (10⁴ t)"),
            f"{t['T5.1']} × 365",
            f"{t['K2']}",
            f"{t['T5.1'] * 365:.1f}",
            agrees=t["T5.1"] * 365 == t["K2"],
        ),
        _share("C12", Text("智慧牧场占比（%）", "Smart farms (%)"), t["T4.1"], LARGE_FARMS),
        Check(
            "C24",
            Text("占膳食指南上限的比例（%）", "Share of the guideline's high end (%)"),
            "41.3 ÷ 183",
            f"{GUIDELINE_STATED[0]}",
            f"{low_share:.1f}",
            agrees=round(low_share, 1) == GUIDELINE_STATED[0],
        ),
        Check(
            "C24",
            Text("占膳食指南下限的比例（%）", "Share of the guideline's low end (%)"),
            "41.3 ÷ 110",
            f"{GUIDELINE_STATED[1]}",
            f"{high_share:.1f}",
            agrees=round(high_share, 1) == GUIDELINE_STATED[1],
        ),
        _ratio("C40", Text("青贮亩产（吨）", "Silage, t per mu"), t["T2.2"], t["T2.1"], 2),
        _ratio("C40", Text("苜蓿亩产（吨）", "Lucerne, t per mu"), t["T2.4"], t["T2.3"], 3),
        _ratio("C40", Text("禾草亩产（吨）", "Grasses, t per mu"), t["T2.6"], t["T2.5"], 2),
        _ratio("C40", Text("复种亩产（吨）", "Double crop, t per mu"), t["B1.2"], t["B1.1"], 2),
    )


def _sum(
    code: str, title: Text, t: Mapping[str, Decimal], first: str, second: str, whole: str
) -> Check:
    total = t[first] + t[second]
    return Check(
        code, title, f"{t[first]} + {t[second]}", f"{t[whole]}", f"{total}", total == t[whole]
    )


def _ratio(code: str, title: Text, over: Decimal, under: Decimal, places: int) -> Check:
    return Check(code, title, f"{over} ÷ {under}", None, f"{over / under:.{places}f}", None)


def _share(code: str, title: Text, part: Decimal, whole: Decimal) -> Check:
    return Check(code, title, f"{part} ÷ {whole}", None, f"{part / whole * 100:.1f}", None)


def _adult_share(title: Text, milk: Decimal, yield_t: Decimal, herd: Decimal) -> Check:
    """The share of adult cows in the herd that milk and yield per adult cow imply."""
    share = milk / yield_t / herd * 100
    return Check("C7", title, f"{milk} ÷ {yield_t} ÷ {herd}", None, f"{share:.1f}", None)
