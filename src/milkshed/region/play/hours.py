"""Hours of days of which the last has only just begun."""

from datetime import date, datetime

from django.utils import timezone

from milkshed.kernel.clock import at_shanghai


def hour_of(day: date, hour: int) -> datetime:
    """An hour of a day in China; the present moment where that hour has not come yet.

    The region is played up to now, at any hour of the night.
    """
    return min(at_shanghai(day, hour), timezone.now())
