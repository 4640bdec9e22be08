"""The three lists: who answers for what, targets split by place, and official milestones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from milkshed.kernel.counties import COUNTIES, PREFECTURES
from milkshed.kernel.problems import INVALID, NOT_FOUND, Fault, Problem, invalid
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.plan.actions.carrying import draw_anew
from milkshed.plan.models import (
    WORK_KINDS,
    Duty,
    Indicator,
    Milestone,
    PlanPart,
    ResponsibleUnit,
    TargetSplit,
)
from milkshed.plan.science.lights import FIRST_DAY, LAST_DAY
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

NOT_ADDITIVE = frozenset({"%", "吨/头"})
"""Units whose regional value is no sum of its counties' values."""


def unit_by_code(code: str, on: date, field: str = "unit") -> ResponsibleUnit:
    """A responsible unit in force on a day; a unit that is not a member is refused."""
    found = ResponsibleUnit.objects.filter(code=code).first()
    if found is None:
        raise invalid(
            field, code, "member-unit",
            f"“{code}”不是本规划的成员单位或市县专班",
            f"{code!r} is neither a member unit nor a task force of the plan",
        )  # fmt: skip
    if not found.in_force(on):
        raise invalid(
            field, code, "member-unit",
            f"“{found.name_zh}”在{on}不在名单中（{found.valid_from}至{found.valid_to or '今'}）",
            f"{found.name_en} is not on the list on {on}",
        )  # fmt: skip
    return found


def set_duty(
    person: Person, part_code: str, unit_code: str, role: str, *, on: date, document: str = ""
) -> Duty:
    """Let a unit lead or support a piece of key work from a day on.

    A new lead ends the present one the day before; the same unit's other duty in the same work
    ends likewise. A duty that begins before the one it would end is refused.
    """
    require(person, "plan.set_duty")
    if role not in ("lead", "support"):
        raise invalid("role", role, "choice", "分工只能是牵头或配合", "Lead or support")
    part = PlanPart.objects.filter(
        version__current=True, code=part_code, kind__in=WORK_KINDS
    ).first()
    if part is None:
        raise Problem(NOT_FOUND, Text("没有该项重点工作", "There is no such key work"))
    unit = unit_by_code(unit_code, on)
    with transaction.atomic():
        present = part.duties.select_for_update(of=("self",)).filter(valid_to__isnull=True)
        for duty in present:
            if duty.unit_id != unit.pk and not (role == duty.role == "lead"):
                continue
            if duty.unit_id == unit.pk and duty.role == role:
                raise invalid(
                    "unit", unit_code, "already", "该单位已承担此分工", "It has this duty already"
                )
            if duty.valid_from >= on:
                raise invalid(
                    "valid_from", on.isoformat(), "after-present",
                    f"起始日期须晚于现有分工的{duty.valid_from}",
                    f"The day lies after {duty.valid_from}, when the present duty began",
                )  # fmt: skip
            duty.valid_to = on - timedelta(days=1)
            duty.save(update_fields=["valid_to"])
        return Duty.objects.create(
            part=part,
            unit=unit,
            role=role,
            document=document.strip()[:120],
            valid_from=on,
            set_by=person,
        )


@dataclass(frozen=True, slots=True)
class SplitRow:
    """One line of a split as it was typed: a place and its value in the indicator's unit."""

    division: str
    value: str


def split_target(
    person: Person,
    indicator: Indicator,
    rows: Sequence[SplitRow],
    *,
    valid_from: date,
    basis: str,
    document: str = "",
) -> BatchReport:
    """Split a target by city and county from a day on; good rows are taken, bad ones reported.

    A newer row of the same place ends the older one. The sum need not be the target: what is left
    is shown as the rest.
    """
    require(person, "plan.split_target")
    if indicator.unit in NOT_ADDITIVE or indicator.operator == "range":
        raise invalid(
            "indicator", indicator.code, "additive",
            f"{indicator.name_zh}（{indicator.unit}）不是各地相加得出的量，不能分解",
            f"{indicator.name_en} is not a sum over places and cannot be split",
        )  # fmt: skip
    if basis not in ("document", "assumed"):
        raise invalid("basis", basis, "choice", "请选择依据", "Choose the basis")
    if basis == "document" and not document.strip():
        raise invalid("document", document, "required", "请写明下达文件", "Name the document")
    report = BatchReport()
    with transaction.atomic():
        for number, row in enumerate(rows, start=1):
            try:
                value = _split_value(row)
                _write_split(person, indicator, row.division, value, valid_from, basis, document)
            except Problem as problem:
                report.refuse(number, problem)
            else:
                report.accept(number, row.division)
    return report


def _split_value(row: SplitRow) -> Decimal:
    if row.division not in COUNTIES and row.division not in PREFECTURES:
        raise invalid(
            "division", row.division, "known-division",
            f"“{row.division}”不是宁夏的市或县（市、区）代码",
            f"{row.division!r} is no city or county of Ningxia",
        )  # fmt: skip
    try:
        value = Decimal(row.value)
    except ArithmeticError:
        value = Decimal("NaN")
    if not value.is_finite() or not 0 <= value < 10**8:
        raise invalid(
            "value", row.value, "number", "请填写不小于0的数", "A number from 0 on is expected"
        )
    return round(value, 4)


def _write_split(
    person: Person,
    indicator: Indicator,
    division: str,
    value: Decimal,
    valid_from: date,
    basis: str,
    document: str,
) -> None:
    before = TargetSplit.objects.filter(
        indicator=indicator, division=division, valid_to__isnull=True
    ).first()
    if before is not None:
        if before.valid_from >= valid_from:
            raise invalid(
                "valid_from", valid_from.isoformat(), "after-present",
                f"{division}自{before.valid_from}起已有分解，新的须晚于该日",
                f"{division} has a share from {before.valid_from}; a new one begins later",
            )  # fmt: skip
        before.valid_to = valid_from - timedelta(days=1)
        before.save(update_fields=["valid_to"])
    TargetSplit.objects.create(
        indicator=indicator,
        division=division,
        value=value,
        basis=basis,
        document=document.strip()[:120],
        valid_from=valid_from,
        entered_by=person,
    )


def set_milestone(
    person: Person, indicator: Indicator, on: date, value: Decimal, document: str
) -> Milestone:
    """Replace our interpolated point of a day by an official one; our other points follow it.

    Points of ours between official ones are drawn anew on the straight line between them.
    """
    require(person, "plan.set_milestone")
    faults = []
    if not FIRST_DAY <= on <= LAST_DAY:
        message = Text("节点须在规划期内", "The day lies within the plan")
        faults.append(Fault("on", on.isoformat(), "within-plan", message))
    if not value.is_finite() or value < 0:
        message = Text("数值不能为负", "The value is not negative")
        faults.append(Fault("value", value, "not-negative", message))
    if not document.strip():
        message = Text("请写明下达文件", "Name the document")
        faults.append(Fault("document", document, "required", message))
    if faults:
        raise Problem(INVALID, None, faults)
    with transaction.atomic():
        Indicator.objects.select_for_update().get(pk=indicator.pk)
        made, _ = Milestone.objects.update_or_create(
            indicator=indicator,
            on=on,
            defaults={
                "value": round(value, 4),
                "basis": "official",
                "document": document.strip()[:120],
            },
        )
        draw_anew(indicator)
        made.refresh_from_db()
    return made
