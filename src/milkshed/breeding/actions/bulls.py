"""What changes of a registered bull: whether its semen can be had, tests, difficult births."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from milkshed.breeding.actions.register import check_bull
from milkshed.breeding.models import Bull
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import require


@dataclass(frozen=True, slots=True)
class BullChange:
    """A bull as it stands from now on; number, birth and parents stay as registered."""

    semen_status: str
    recessives: Mapping[str, str]
    calving_ease_pct: Decimal | None
    owner: str
    home_bred: bool


def change_bull(person: Person, number: str, change: BullChange) -> Bull:
    """Note what changed of a bull; the register keeps what stood before.

    Raises a problem where there is no such bull, or one naming the field that breaks a rule.
    """
    require(person, "breeding.register_bull")
    check_bull(change.semen_status, change.recessives, change.calving_ease_pct)
    with transaction.atomic():
        bull = Bull.objects.select_for_update().filter(number=number).first()
        if bull is None:
            raise Problem(NOT_FOUND, Text("没有该种公牛", "There is no such bull"))
        bull.semen_status = change.semen_status
        bull.recessives = dict(change.recessives)
        bull.calving_ease_pct = change.calving_ease_pct
        bull.owner = change.owner.strip()[:80]
        bull.home_bred = change.home_bred
        bull.save(
            update_fields=["semen_status", "recessives", "calving_ease_pct", "owner", "home_bred"]
        )
    return bull
