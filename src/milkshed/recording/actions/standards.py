"""Readings of standard samples."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person
from milkshed.platform.permissions import require
from milkshed.recording.actions.results import COMPONENTS
from milkshed.recording.models import StandardReading

_MOST = 20


def record_standard(
    person: Person,
    centre: Organisation,
    *,
    instrument: str,
    material: str,
    component: str,
    reference: Decimal,
    values: Sequence[Decimal],
    measured_on: date,
) -> StandardReading:
    """Keep the replicate readings of a standard sample; once an instrument, material and day."""
    require(person, "recording.read_standards")
    if centre.pk not in {one.pk for one in person.organisations()}:
        raise Problem(CONFLICT, Text("只能登记本中心的读数", "Only readings of your own centre"))
    if component not in COMPONENTS:
        raise invalid("component", component, "choice", "请选择成分", "Choose a component")
    for name, given in (("instrument", instrument), ("material", material)):
        if not 0 < len(given) <= 40:
            raise invalid(name, given[:40], "length", "请填写，至多40字", "1 to 40 characters")
    if not 2 <= len(values) <= _MOST:
        raise invalid(
            "values",
            len(values),
            "replicates",
            "重复读数须2至20个",
            "2 to 20 replicates are needed",
        )
    if reference <= 0 or any(value < 0 for value in values):
        raise invalid("values", "", "range", "定值和读数应为正数", "Values must be positive")
    if measured_on > timezone.localdate():
        raise invalid("measured_on", measured_on, "day", "日期晚于今天", "The day is in the future")
    try:
        with transaction.atomic():
            return StandardReading.objects.create(
                centre=centre,
                instrument=instrument,
                material=material,
                component=component,
                reference=reference,
                values=[float(value) for value in values],
                measured_on=measured_on,
                recorded_by=person,
                synthetic=centre.synthetic,
            )
    except IntegrityError as error:
        raise Problem(
            CONFLICT, Text("该标准样当天已登记", "This standard was read that day already")
        ) from error
