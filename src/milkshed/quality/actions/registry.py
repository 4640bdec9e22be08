"""Entering laboratories and what they are accredited for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction

from milkshed.kernel.problems import Fault, invalid
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Place, PlaceKind
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.quality.models import AccreditedMethod, Laboratory
from milkshed.quality.science.analytes import ANALYTES


def register_laboratory(
    place: Place,
    *,
    accredited: bool,
    accreditation_number: str = "",
    accredited_to: date | None = None,
    person: Person | None = None,
) -> Laboratory:
    """Enter the laboratory that stands at a place; entering it again changes its accreditation.

    An accredited laboratory (CMA) needs its certificate's number and last day.
    """
    if person is not None:
        require(person, "quality.register_laboratory")
        get_visible(Place.objects.all(), scope_of(person), pk=place.pk)
    if place.kind != PlaceKind.LABORATORY:
        raise invalid("place", place.name_zh, "kind", "该场所不是实验室", "It is no laboratory")
    if accredited and not (accreditation_number and accredited_to):
        raise invalid(
            "accreditation_number",
            accreditation_number,
            "required",
            "具备资质认定须填证书号和有效期",
            "An accreditation needs its number and last day",
        )
    laboratory, _ = Laboratory.objects.update_or_create(
        place=place,
        defaults={
            "accredited": accredited,
            "accreditation_number": accreditation_number,
            "accredited_to": accredited_to,
        },
    )
    return laboratory


@dataclass(frozen=True, slots=True)
class MethodLine:
    """A line of an accreditation as it is entered; limits in the analyte's unit."""

    analyte: str
    method: str
    valid_from: date
    valid_to: date | None = None
    detection: Decimal | None = None
    quantification: Decimal | None = None
    uncertainty_share: Decimal | None = None


def enter_methods(
    laboratory: Laboratory, lines: Sequence[MethodLine], *, person: Person | None = None
) -> BatchReport:
    """Enter lines of a laboratory's accreditation; a line that is there already is changed.

    Every line is reported; a bad one does not stop the others.
    """
    if person is not None:
        require(person, "quality.register_laboratory")
        get_visible(Laboratory.objects.all(), scope_of(person), pk=laboratory.pk)
    report = BatchReport()
    with transaction.atomic():
        for number, line in enumerate(lines, start=1):
            faults = list(_line_faults(line))
            if faults:
                report.refuse(number, faults)
                continue
            AccreditedMethod.objects.update_or_create(
                laboratory=laboratory,
                analyte=line.analyte,
                method=line.method,
                valid_from=line.valid_from,
                defaults={
                    "valid_to": line.valid_to,
                    "detection": line.detection,
                    "quantification": line.quantification,
                    "uncertainty_share": line.uncertainty_share,
                },
            )
            report.accept(number, line.analyte)
    return report


def _line_faults(line: MethodLine) -> Iterator[Fault]:
    if line.analyte not in ANALYTES:
        yield Fault("analyte", line.analyte, "known", Text("没有该检测项目", "Unknown analyte"))
    if not line.method.strip() or len(line.method) > 60:
        yield Fault("method", line.method, "required", Text("请填写方法标准", "Name the method"))
    if line.valid_to is not None and line.valid_to < line.valid_from:
        yield Fault(
            "valid_to", line.valid_to, "order", Text("截止早于起始", "It ends before it begins")
        )
    for name in ("detection", "quantification", "uncertainty_share"):
        value = getattr(line, name)
        if value is not None and not (value.is_finite() and value > 0):
            yield Fault(name, value, "positive", Text("须为大于0的数", "Must be above zero"))
    if (
        line.detection is not None
        and line.quantification is not None
        and line.quantification < line.detection
    ):
        yield Fault(
            "quantification", line.quantification, "order",
            Text("定量限不得低于检出限", "Quantification lies below detection"),
        )  # fmt: skip
