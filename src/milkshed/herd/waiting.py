"""The voluntary waiting period of a farm: its own where its manager set one, else the rules'."""

from collections.abc import Mapping
from datetime import date

from milkshed.herd.models import Farm, FarmWaitingPeriod
from milkshed.herd.science.pregnancy_rate import WaitingPeriod
from milkshed.platform.models import Rule


def own_waiting_period(farm: Farm, on: date) -> FarmWaitingPeriod | None:
    """The waiting period that the farm set, in force on a day."""
    found = FarmWaitingPeriod.objects.filter(farm=farm, valid_from__lte=on)
    return found.order_by("-valid_from", "-pk").first()


def waiting_period_of(farm: Farm, on: date, rules: Mapping[str, Rule]) -> WaitingPeriod:
    """Days after calving before which the farm does not inseminate, for lists and figures alike.

    ``rules``: the rows under ``herd.waiting.`` in force on that day, by key.
    """
    own = own_waiting_period(farm, on)
    if own is not None:
        return WaitingPeriod(own.first_days, own.later_days)
    default = WaitingPeriod()

    def days(key: str, otherwise: int) -> int:
        row = rules.get(key)
        return otherwise if row is None or row.value is None else int(row.value)

    return WaitingPeriod(
        days("herd.waiting.first", default.first), days("herd.waiting.later", default.later)
    )
