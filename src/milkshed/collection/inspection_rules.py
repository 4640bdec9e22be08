"""The dated rules of supervision: points of the risk score, classes, how often to visit."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from milkshed.collection.science.risk import KINDS
from milkshed.kernel.text import Text
from milkshed.platform.rule_book import RuleRow

_FROM = date(2024, 1, 1)
_OURS = "风险分级监管的通行做法（平台设定，待主管部门确认）"

# points and the most that one kind may give
_POINTS: dict[str, tuple[int, int]] = {
    "no_paper": (40, 40),
    "unlicensed_load": (15, 45),
    "warm_tanker": (4, 24),
    "warm_loading": (3, 18),
    "slow_cooling": (6, 24),
    "broken_seal": (10, 30),
    "weight_mismatch": (3, 18),
    "refused_load": (6, 24),
    "forged_sheet": (20, 40),
    "sheet_without_load": (15, 45),
    "failed_test": (20, 60),
    "imbalance": (5, 25),
    "visit_findings": (8, 24),
    "remedy_overdue": (15, 30),
    "credit_listing": (25, 50),
}
_CLASSES = {"high": (40, 90), "medium": (15, 182), "low": (0, 365)}


def _row(key: str, title: Text, unit: str, value: int, **more: object) -> RuleRow:
    return RuleRow(
        key=f"collection.risk.{key}",
        title=title,
        unit=unit,
        source=_OURS,
        status="assumed",
        valid_from=_FROM,
        value=Decimal(value),
        **more,  # type: ignore[arg-type]
    )


def _rows() -> Iterator[RuleRow]:
    for kind, (points, cap) in _POINTS.items():
        title = KINDS[kind]
        yield _row(
            f"points.{kind}",
            Text(f"风险分：{title.zh}", f"Risk points: {title.en}"),
            "分",
            points,
            high=Decimal(cap),
            note="value 为每项事实的分值，high 为该类合计上限",
        )
    yield _row("half_life_days", Text("风险分半衰期", "Half-life of risk points"), "天", 90)
    yield _row("lapse_days", Text("风险分失效期", "Risk points lapse after"), "天", 365)
    yield _row(
        "half_life_days.failed_test",
        Text("风险分半衰期：检测不合格", "Half-life of points: failed test"),
        "天",
        180,
    )
    for code, (least, interval) in _CLASSES.items():
        names = {"high": ("高", "high"), "medium": ("中", "medium"), "low": ("低", "low")}[code]
        if least:
            yield _row(
                f"class.{code}",
                Text(f"{names[0]}风险起点分", f"Least points of {names[1]} risk"),
                "分",
                least,
            )
        yield _row(
            f"interval_days.{code}",
            Text(f"{names[0]}风险最长检查间隔", f"Longest time between visits, {names[1]} risk"),
            "天",
            interval,
        )
    yield _row(
        "draw_base",
        Text("双随机抽取的基础权重", "Base weight in a draw"),
        "分",
        10,
        note="保证零风险对象也有机会被抽中",
    )
    yield _row(
        "window_days",
        Text("监管一张图的统计窗口", "Window of the supervision board"),
        "天",
        30,
    )


INSPECTION_ROWS: tuple[RuleRow, ...] = tuple(_rows())
