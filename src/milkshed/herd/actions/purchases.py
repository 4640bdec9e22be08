"""Animals bought from outside: registered, and their arrival with its certificate, in one go."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.events import event_limits, record_events
from milkshed.herd.actions.rows import AnimalRow, EventRow
from milkshed.herd.models import Animal, Farm
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import INVALID, Problem, invalid
from milkshed.platform.models import Person
from milkshed.platform.permissions import require


@dataclass(frozen=True, slots=True)
class Purchase:
    """An animal as it came: its tag, where from, and its quarantine certificate."""

    ear_tag: str
    sex: str
    birth_date: date | None
    arrived_at: datetime
    from_farm: str
    quarantine_certificate: str
    on_farm: str = ""
    parity: int = 0
    last_calving_date: date | None = None
    due_on: date | None = None


def buy_animal(farm: Farm, bought: Purchase, *, person: Person | None = None) -> Animal:
    """Register an animal from outside the register with its arrival; all or nothing.

    One that is in the register leaves its farm by a departure and comes by an arrival instead.
    Raises a problem with every broken rule.
    """
    if person is not None:
        require(person, "herd.register_animals")
    if bought.birth_date is None:
        raise invalid("birth_date", "", "date", "应为日期", "A date is expected")
    day = shanghai_day(bought.arrived_at)
    if event_limits(day).certificate_needed and not bought.quarantine_certificate:
        raise invalid(
            "quarantine_certificate",
            "",
            "herd.quarantine.needed",
            "从外场转入须填动物检疫证明编号",
            "An arrival from outside needs its quarantine certificate",
        )
    row = AnimalRow(
        farm_code=farm.code,
        sex=bought.sex,
        birth_date=bought.birth_date,
        ear_tag=bought.ear_tag or None,
        on_farm=bought.on_farm or None,
        entered_on=day,
        parity=bought.parity,
        last_calving_date=bought.last_calving_date,
        due_on=bought.due_on,
        synthetic=farm.synthetic,
    )
    with transaction.atomic():
        told = register_animals([row])
        if told.faults:
            raise Problem(INVALID, told.faults[0].message, told.faults)
        if told.repeated:
            raise invalid("ear_tag", bought.ear_tag, "once", "该牛已在本场登记", "Registered here")
        scheme = "ear-tag" if bought.ear_tag else "on-farm"
        arrival = EventRow(
            farm_code=farm.code,
            number=bought.ear_tag or bought.on_farm,
            scheme=scheme,
            kind="arrival",
            happened_at=bought.arrived_at,
            details={
                "from_farm": bought.from_farm,
                "quarantine_certificate": bought.quarantine_certificate,
            },
            source="page",
        )
        report = record_events([arrival])
        if report.faults:
            raise Problem(INVALID, report.faults[0].message, report.faults)
    return Animal.objects.get(pk=int(told.accepted[1]))
