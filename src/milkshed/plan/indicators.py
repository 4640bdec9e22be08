"""What the registers contribute to the plan's own figures: counts by dated rules."""

from functools import partial

from milkshed.kernel.text import Text
from milkshed.plan.facts.reading import indicator_facts
from milkshed.plan.models import COUNTED
from milkshed.plan.queries.projects import counted_on
from milkshed.plan.science.counting import Mode
from milkshed.platform.figures import (
    NO_HOLDERS,
    Contribution,
    Figure,
    FigureInput,
    FigureRequest,
)


def contributions() -> tuple[Contribution, ...]:
    """Every indicator that a register answers."""
    units = {fact["code"]: fact["unit"] for fact in indicator_facts()}
    return tuple(Contribution(code, partial(_count, code, units[code])) for code in sorted(COUNTED))


def _count(indicator: str, unit: str, request: FigureRequest) -> Figure:
    """Confirmed entries that count on the day; None where nothing was confirmed yet.

    How many stand in a public register tells of none of them; amounts added tell of whose they
    are.
    """
    found = counted_on(indicator, request.as_of, request.counties)
    address = f"/plan/registers/{COUNTED[indicator]}?on={request.as_of.isoformat()}&for={indicator}"
    rule = found.rule
    return Figure(
        value=found.counted.value if found.entered else None,
        unit=unit,
        as_of=request.as_of,
        method=Text(
            found.base.note if rule is None or not rule.note else rule.note,
            f"Confirmed entries counted by the dated rule: {found.base.title.en}",
        ),
        version="register-1",
        inputs=(
            FigureInput(
                Text("计入的登记（条）", "Entries that count"),
                len(found.counted.keys),
                f"{address}&counts=yes",
            ),
            FigureInput(Text("已确认登记（条）", "Entries confirmed"), found.entered, address),
        ),
        note=None
        if found.entered
        else Text("登记簿中还没有已确认的登记", "No entry of the register is confirmed yet"),
        unconfirmed_rules=() if rule is None or rule.confirmed else (rule.key,),
        holders=len(found.counted.keys) if found.base.mode is Mode.AMOUNT else NO_HOLDERS,
    )
