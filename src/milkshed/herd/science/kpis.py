"""The herd's key figures: what each counts, by whose definition, and how to compute it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from milkshed.herd.science import exits
from milkshed.herd.science import recorded_days as tests
from milkshed.herd.science import reproduction as repro
from milkshed.herd.science.conception import Clocks, Reproduction, reproduction
from milkshed.herd.science.cow_records import CULLED, DEAD, SOLD, HerdRecords
from milkshed.herd.science.measures import Measure
from milkshed.herd.science.pregnancy_rate import (
    WaitingPeriod,
    Windows,
    cycle_pregnancy_rate,
    windows,
)
from milkshed.kernel.text import Text

VERSION = "1"
"""Version of the methods; stored with every figure, raised when any definition changes."""


class Group(StrEnum):
    """What a figure tells about."""

    PREGNANCY = "pregnancy"
    INTERVALS = "intervals"
    CALVING = "calving"
    TRANSITION = "transition"
    EXITS = "exits"
    MILK = "milk"


GROUPS: dict[Group, Text] = {
    Group.PREGNANCY: Text("受胎", "Getting pregnant"),
    Group.INTERVALS: Text("间隔与日龄", "Intervals and ages"),
    Group.CALVING: Text("产犊", "Calving"),
    Group.TRANSITION: Text("围产期", "Transition"),
    Group.EXITS: Text("离群与健康", "Leaving and health"),
    Group.MILK: Text("产奶", "Milk"),
}


class RestsOn(StrEnum):
    """Of what records a figure needs at least one, so that zero means zero."""

    WHAT_IT_COUNTS = "counted"
    CASES = "cases"
    ABORTIONS = "abortions"
    EXITS = "exits"


@dataclass(frozen=True, slots=True)
class Parameters:
    """What the rules of the day and the farm set for the figures."""

    waiting: WaitingPeriod = field(default_factory=WaitingPeriod)
    clocks: Clocks = field(default_factory=Clocks)
    unsettled: int = 42
    early_exit: int = 60
    fresh: int = 60
    non_return: int = 56


@dataclass(frozen=True, slots=True, eq=False)
class Herd:
    """A farm ready for its figures over a period, what several of them need computed once."""

    reproduction: Reproduction
    first: int
    last: int
    parameters: Parameters
    windows: Windows

    @property
    def records(self) -> HerdRecords:
        """The records beneath."""
        return self.reproduction.records

    @property
    def span(self) -> tuple[Reproduction, int, int]:
        """Arguments of the figures of reproduction."""
        return self.reproduction, self.first, self.last

    @property
    def stretch(self) -> tuple[HerdRecords, int, int]:
        """Arguments of the figures of leaving, transition and test days."""
        return self.records, self.first, self.last


@dataclass(frozen=True, slots=True)
class Kpi:
    """One figure of the herd.

    ``unit`` is ``%`` for shares (held as shares, shown times 100), ``d``, ``months``, ``kg``,
    ``per_100``, or empty. ``better`` is ``high``, ``low``, or empty where neither is.
    ``numerator`` and ``denominator`` say what is counted, ``source`` whose definition it is,
    ``each`` what one counted unit is.
    """

    code: str
    title: Text
    group: Group
    unit: str
    better: str
    numerator: Text
    denominator: Text
    source: Text
    each: Text
    compute: Callable[[Herd], Measure]
    rests_on: RestsOn = RestsOn.WHAT_IT_COUNTS

    @property
    def is_share(self) -> bool:
        """Whether it is shown in percent."""
        return self.unit == "%"

    @property
    def scale(self) -> int:
        """What the figure is multiplied by for showing."""
        return 100 if self.unit in ("%", "per_100") else 1

    def is_told(self, herd: Herd) -> bool:
        """Whether the farm tells of what the figure rests on at all.

        No case, loss or leaving in a whole period means that they are not recorded, which is no
        figure of zero.
        """
        records, (_, first, last) = herd.records, herd.stretch
        days = {
            RestsOn.CASES: records.cases.day,
            RestsOn.ABORTIONS: records.abortions.day,
            RestsOn.EXITS: records.cows.left,
        }.get(self.rests_on)
        return days is None or bool(((days >= first) & (days <= last)).any())


def prepare(
    records: HerdRecords, first: int, last: int, parameters: Parameters | None = None
) -> Herd:
    """Judge services and windows of a farm once, for all figures over ``first`` to ``last``."""
    parameters = parameters or Parameters()
    judged = reproduction(records, parameters.clocks)
    found = windows(judged, first, last, parameters.waiting, unsettled=parameters.unsettled)
    return Herd(judged, first, last, parameters, found)


def compute_all(herd: Herd) -> dict[str, Measure]:
    """Every figure by its code."""
    return {kpi.code: kpi.compute(herd) for kpi in KPIS}


_BREDSUM = Text(
    "窗口法：牧场管理软件繁殖汇总（BREDSUM）口径", "Window form: breeding summary of herd programs"
)
_CYCLE = Text(
    "周期法：加州口径，按每头牛21天周期计", "Cycle form: Californian, by each cow's cycles"
)
_USUAL = Text("繁殖管理通用口径", "Usual definition in reproduction management")
_ICAR = Text("ICAR 指南通用口径", "Usual definition of the ICAR guidelines")
_CHINA = Text("中国奶业行业统计口径", "Definition of the Chinese dairy industry")
_DLQ = Text("德国 DLQ 1.15 牛群报告口径", "German herd report, DLQ 1.15")

_SERVICE, _CALVING, _COW = (
    Text("配种", "service"),
    Text("产犊", "calving"),
    Text("牛", "cow"),
)
_WINDOW = Text("牛×21天窗口", "cow in a 21-day window")
_ELIGIBLE = Text(
    "窗口开始时已过自愿等待期、未孕、未禁配、整个窗口在同一胎次的牛次",
    "Cows past the waiting period, open and not barred at the window's start, in one lactation"
    " throughout",
)
_CALVINGS = Text("期内产犊次数", "Calvings in the period")
_COW_YEARS = Text("成母牛累计头日 ÷ 365（即日均成母牛头数）", "Adult cow-days ÷ 365")


def _fresh(*codes: str) -> Callable[[Herd], Measure]:
    return lambda herd: exits.fresh_case_rate(*herd.stretch, codes, within=herd.parameters.fresh)


KPIS: tuple[Kpi, ...] = (
    Kpi(
        "pregnancy_rate",
        Text("21天怀孕率（窗口法）", "21-day pregnancy rate (windows)"),
        Group.PREGNANCY,
        "%",
        "high",
        Text("窗口内受胎的牛次", "Cows that conceived within the window"),
        _ELIGIBLE,
        _BREDSUM,
        _WINDOW,
        lambda herd: herd.windows.pregnancy_rate,
    ),
    Kpi(
        "cycle_pregnancy_rate",
        Text("21天怀孕率（周期法）", "21-day pregnancy rate (cycles)"),
        Group.PREGNANCY,
        "%",
        "high",
        Text("已受胎的胎次数", "Lactations with a conception"),
        Text(
            "等待期后的周期数：已孕牛向上取整，空怀牛四舍五入",
            "Cycles after the waiting period: rounded up when pregnant, to the nearest when open",
        ),
        _CYCLE,
        Text("胎次", "lactation"),
        lambda herd: cycle_pregnancy_rate(*herd.span, herd.parameters.waiting),
    ),
    Kpi(
        "service_rate",
        Text("21天参配率", "21-day service rate"),
        Group.PREGNANCY,
        "%",
        "high",
        Text("窗口内有配种的牛次", "Cows served within the window"),
        _ELIGIBLE,
        _BREDSUM,
        _WINDOW,
        lambda herd: herd.windows.service_rate,
    ),
    Kpi(
        "heat_detection_rate",
        Text("21天发情揭发率", "21-day heat detection rate"),
        Group.PREGNANCY,
        "%",
        "high",
        Text("窗口内观察到发情或配种的牛次", "Cows seen in heat or served within the window"),
        _ELIGIBLE,
        _USUAL,
        _WINDOW,
        lambda herd: herd.windows.heat_detection_rate,
    ),
    Kpi(
        "conception_rate",
        Text("成母牛情期受胎率", "Conception rate of cows"),
        Group.PREGNANCY,
        "%",
        "high",
        Text("受胎的配种次数", "Services that conceived"),
        Text("结果已知的配种次数（成母牛）", "Services of cows with a known outcome"),
        _USUAL,
        _SERVICE,
        lambda herd: repro.conception_rate(*herd.span),
    ),
    Kpi(
        "heifer_conception_rate",
        Text("青年牛情期受胎率", "Conception rate of heifers"),
        Group.PREGNANCY,
        "%",
        "high",
        Text("受胎的配种次数", "Services that conceived"),
        Text("结果已知的配种次数（青年牛）", "Services of heifers with a known outcome"),
        _USUAL,
        _SERVICE,
        lambda herd: repro.conception_rate(*herd.span, heifers=True),
    ),
    Kpi(
        "services_per_conception",
        Text("配妊次数", "Services per conception"),
        Group.PREGNANCY,
        "",
        "low",
        Text("结果已知的配种次数（成母牛）", "Services of cows with a known outcome"),
        Text("其中受胎的次数", "Conceptions among them"),
        _USUAL,
        _SERVICE,
        lambda herd: repro.services_per_conception(*herd.span),
    ),
    Kpi(
        "non_return_56",
        Text("56天不返情率", "Non-return rate, 56 days"),
        Group.PREGNANCY,
        "%",
        "high",
        Text("56天内未再配的首次配种", "First services not repeated within 56 days"),
        Text(
            "满56天的首次配种（含青年牛）", "First services at least 56 days old, heifers included"
        ),
        _ICAR,
        _SERVICE,
        lambda herd: repro.non_return_rate(*herd.span, within=herd.parameters.non_return),
    ),
    Kpi(
        "abortion_rate",
        Text("流产率（42–260天）", "Abortions, day 42 to 260"),
        Group.PREGNANCY,
        "%",
        "low",
        Text("记录为流产的妊娠", "Pregnancies lost by a recorded abortion"),
        Text("期内满42天的妊娠", "Pregnancies whose day 42 lies in the period"),
        _ICAR,
        Text("妊娠", "pregnancy"),
        lambda herd: repro.abortion_rate(*herd.span),
        RestsOn.ABORTIONS,
    ),
    Kpi(
        "days_open",
        Text("空怀天数", "Days open"),
        Group.INTERVALS,
        "d",
        "low",
        Text("产犊至受胎的天数之和", "Sum of days from calving to conception"),
        Text(
            "期内受胎的胎次（取该胎末次受胎）",
            "Lactations with their last conception in the period",
        ),
        _USUAL,
        Text("胎次", "lactation"),
        lambda herd: repro.days_open(*herd.span),
    ),
    Kpi(
        "first_service_days",
        Text("产后首配天数", "Days to first service"),
        Group.INTERVALS,
        "d",
        "low",
        Text("产犊至首次配种的天数之和", "Sum of days from calving to first service"),
        Text("期内首次配种的成母牛", "Cows first served in the period"),
        _USUAL,
        _SERVICE,
        lambda herd: repro.days_to_first_service(*herd.span),
    ),
    Kpi(
        "calving_interval",
        Text("产犊间隔", "Calving interval"),
        Group.INTERVALS,
        "d",
        "low",
        Text("相邻两次产犊的间隔之和", "Sum of days between consecutive calvings"),
        Text("期内第二胎及以上的产犊", "Calvings of the period that have one before"),
        _ICAR,
        _CALVING,
        lambda herd: repro.calving_interval(*herd.span),
    ),
    Kpi(
        "first_service_age",
        Text("青年牛首配月龄", "Age at first service"),
        Group.INTERVALS,
        "months",
        "low",
        Text("首配月龄之和", "Sum of ages"),
        Text("期内首次配种的青年牛", "Heifers first served in the period"),
        _USUAL,
        _SERVICE,
        lambda herd: repro.age_at_first_service(*herd.span),
    ),
    Kpi(
        "first_calving_age",
        Text("初产月龄", "Age at first calving"),
        Group.INTERVALS,
        "months",
        "low",
        Text("初产月龄之和", "Sum of ages"),
        Text("期内初产的牛", "First calvings of the period"),
        _ICAR,
        _CALVING,
        lambda herd: repro.age_at_first_calving(*herd.span),
    ),
    Kpi(
        "stillbirth_rate",
        Text("死胎率", "Stillbirths"),
        Group.CALVING,
        "%",
        "low",
        Text("死胎犊牛数", "Stillborn calves"),
        Text("期内报告的全部犊牛", "Calves told in the period"),
        _ICAR,
        Text("犊牛", "calf"),
        lambda herd: repro.stillbirth_rate(*herd.span),
    ),
    Kpi(
        "twin_rate",
        Text("双胎率", "Twins"),
        Group.CALVING,
        "%",
        "",
        Text("产犊两头及以上的次数", "Calvings of two calves or more"),
        Text("报告了犊牛的产犊次数", "Calvings whose calves were told"),
        _ICAR,
        _CALVING,
        lambda herd: repro.twin_rate(*herd.span),
    ),
    Kpi(
        "early_exit_rate",
        Text("产后60天内死淘率", "Dead or culled within 60 days"),
        Group.TRANSITION,
        "%",
        "low",
        Text("产后60天内死亡或淘汰", "Dead or culled within 60 days of calving"),
        Text("期内产犊且已满60天或已死淘", "Calvings of the period old enough to know"),
        _USUAL,
        _CALVING,
        lambda herd: exits.early_exit_rate(*herd.stretch, within=herd.parameters.early_exit),
        RestsOn.EXITS,
    ),
    Kpi(
        "milk_fever_rate",
        Text("产后瘫痪发生率", "Milk fever"),
        Group.TRANSITION,
        "%",
        "low",
        Text("产后发生产后瘫痪", "Calvings followed by milk fever"),
        _CALVINGS,
        _USUAL,
        _CALVING,
        _fresh("milk_fever"),
        RestsOn.CASES,
    ),
    Kpi(
        "ketosis_rate",
        Text("酮病发生率", "Ketosis"),
        Group.TRANSITION,
        "%",
        "low",
        Text("产后发生酮病", "Calvings followed by ketosis"),
        _CALVINGS,
        _USUAL,
        _CALVING,
        _fresh("ketosis"),
        RestsOn.CASES,
    ),
    Kpi(
        "retained_placenta_rate",
        Text("胎衣不下发生率", "Retained placenta"),
        Group.TRANSITION,
        "%",
        "low",
        Text("产后胎衣不下", "Calvings followed by a retained placenta"),
        _CALVINGS,
        _USUAL,
        _CALVING,
        _fresh("retained_placenta"),
        RestsOn.CASES,
    ),
    Kpi(
        "high_fpr_rate",
        Text("产后100天内脂蛋比>1.5", "Fat to protein above 1.5, first 100 days"),
        Group.TRANSITION,
        "%",
        "low",
        Text("乳脂率 ÷ 乳蛋白率 > 1.5 的测定", "Tests with fat ÷ protein above 1.5"),
        Text("期内泌乳100天以内且两项俱全的测定", "Tests of the period up to 100 days in milk"),
        _DLQ,
        Text("测定", "test"),
        lambda herd: tests.high_fat_protein_rate(*herd.stretch),
    ),
    Kpi(
        "adult_cull_rate",
        Text("成母牛年淘汰率", "Yearly cull rate of adult cows"),
        Group.EXITS,
        "%",
        "low",
        Text("期内死亡与淘汰的成母牛", "Adult cows dead or culled"),
        _COW_YEARS,
        _CHINA,
        _COW,
        lambda herd: exits.adult_cull_rate(*herd.stretch),
        RestsOn.EXITS,
    ),
    Kpi(
        "adult_death_rate",
        Text("成母牛年死亡率", "Yearly death rate of adult cows"),
        Group.EXITS,
        "%",
        "low",
        Text("期内死亡的成母牛", "Adult cows dead"),
        _COW_YEARS,
        _CHINA,
        _COW,
        lambda herd: exits.adult_exit_rate(*herd.stretch, DEAD),
        RestsOn.EXITS,
    ),
    Kpi(
        "adult_turnover_rate",
        Text("成母牛年更新率（含出售）", "Yearly turnover of adult cows, sales included"),
        Group.EXITS,
        "%",
        "",
        Text("期内离群的成母牛", "Adult cows that left"),
        _COW_YEARS,
        _USUAL,
        _COW,
        lambda herd: exits.adult_exit_rate(*herd.stretch, CULLED, DEAD, SOLD),
        RestsOn.EXITS,
    ),
    Kpi(
        "mastitis_rate",
        Text("临床乳房炎", "Clinical mastitis"),
        Group.EXITS,
        "per_100",
        "low",
        Text("期内记录的乳房炎病例", "Cases of mastitis"),
        _COW_YEARS,
        _USUAL,
        Text("病例", "case"),
        lambda herd: exits.case_rate(*herd.stretch, ("mastitis",)),
        RestsOn.CASES,
    ),
    Kpi(
        "test_day_milk",
        Text("测定日头均产奶", "Test-day milk"),
        Group.MILK,
        "kg",
        "high",
        Text("测定日产奶量之和", "Sum of test-day yields"),
        Text("期内测定的牛次", "Tests of the period"),
        _ICAR,
        Text("测定", "test"),
        lambda herd: tests.mean_milk(*herd.stretch),
    ),
)

BY_CODE: dict[str, Kpi] = {kpi.code: kpi for kpi in KPIS}
