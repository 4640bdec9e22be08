"""Readings of reference material, and the alarms of methods that drift."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.alarms import raise_alarm
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.quality.bench_queries import SIGNALS, charts_of
from milkshed.quality.models import ControlReading, ControlSeries, Laboratory
from milkshed.quality.science.analytes import ANALYTES


@dataclass(frozen=True, slots=True)
class Material:
    """A reference material as it is entered: assigned value and sd in the analyte's unit."""

    code: str
    analyte: str
    method: str
    instrument: str
    target: Decimal
    sd: Decimal
    valid_to: date


def open_series(person: Person, laboratory: Laboratory, material: Material) -> ControlSeries:
    """Begin the control of a method on an instrument with a reference material."""
    require(person, "quality.record_control")
    get_visible(Laboratory.objects.all(), scope_of(person), pk=laboratory.pk)
    faults = []
    analyte = ANALYTES.get(material.analyte)
    if analyte is None or analyte.qualitative:
        faults.append(
            Fault("analyte", material.analyte, "known", Text("须为定量项目", "A measured analyte"))
        )
    if not material.code.strip() or not material.instrument.strip():
        faults.append(
            Fault("material", material.code, "required",
                  Text("请填写标准物质和仪器", "Name material and instrument"))
        )  # fmt: skip
    if not (material.sd.is_finite() and material.sd > 0):
        faults.append(
            Fault("sd", material.sd, "positive", Text("标准差须大于0", "The sd is above zero"))
        )
    if faults:
        raise Problem(INVALID, None, faults)
    with transaction.atomic():
        series, created = ControlSeries.objects.get_or_create(
            laboratory=laboratory,
            material=material.code.strip(),
            analyte=material.analyte,
            instrument=material.instrument.strip(),
            defaults={
                "method": material.method,
                "target": material.target,
                "sd": material.sd,
                "material_to": material.valid_to,
            },
        )
        if not created:
            raise Problem(CONFLICT, Text("该质控序列已存在", "The series exists already"))
    return series


def record_reading(
    person: Person, series: ControlSeries, *, at: datetime, value: Decimal
) -> ControlReading:
    """Write down a reading; a chart that signals at it raises one alarm.

    Refused for a time in the future or before the last reading, and for expired material.
    """
    require(person, "quality.record_control")
    with transaction.atomic():
        locked = get_visible(
            ControlSeries.objects.select_for_update(of=("self",)).select_related(
                "laboratory__place__organisation"
            ),
            scope_of(person),
            pk=series.pk,
        )
        last = locked.readings.order_by("-at").first()
        faults = []
        if at > timezone.now():
            faults.append(Fault("at", at, "past", Text("时间在将来", "The time is in the future")))
        if last is not None and at <= last.at:
            faults.append(
                Fault("at", at, "monotone", Text("不得早于上次测定", "Before the last reading"))
            )
        if shanghai_day(at) > locked.material_to:
            faults.append(
                Fault("material", locked.material, "expired",
                      Text(f"标准物质已于{locked.material_to}过期",
                           f"The material expired on {locked.material_to}"))
            )  # fmt: skip
        if not value.is_finite():
            faults.append(Fault("value", value, "number", Text("请填写数值", "A number, please")))
        if faults:
            raise Problem(INVALID, None, faults)
        reading = ControlReading.objects.create(
            series=locked, at=at, value=value, recorded_by=person
        )
        _raise_if_signalled(locked, reading)
    return reading


def _raise_if_signalled(series: ControlSeries, reading: ControlReading) -> None:
    chart = charts_of(series)
    if chart is None:
        return
    latest = len(chart.readings) - 1
    rules = [signal.rule for signal in chart.charts.signals if signal.at == latest]
    if not rules:
        return
    # one alarm for readings that signal in a row
    signalled = {signal.at for signal in chart.charts.signals}
    first = latest
    while first - 1 in signalled:
        first -= 1
    words = [SIGNALS[rule] for rule in rules]
    laboratory, analyte = series.laboratory, series.of
    raise_alarm(
        f"quality.drift:{series.pk}:{chart.readings[first].pk}",
        kind="quality.drift",
        severity="warning",
        title=Text(
            f"{laboratory.place.name_zh}：{analyte.name.zh}检测失控（{series.instrument}）",
            f"{analyte.name.en} is out of control on {series.instrument}",
        ),
        happened_at=reading.at,
        place=laboratory.place,
        organisations=(laboratory.place.organisation,),
        facts=[
            {"title_zh": "质控图", "title_en": "Chart", "value": str(series),
             "url": f"/quality/control/{series.pk}"},
            {"title_zh": "规则", "title_en": "Rule", "value": "、".join(w.zh for w in words),
             "url": ""},
        ],
    )  # fmt: skip
