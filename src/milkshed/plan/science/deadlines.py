"""At which stage of its deadline a task stands, counted in working days."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stage:
    """A unit is reminded of what is ``soon``, ``today`` or ``overdue`` (``step`` counts these)."""

    kind: str
    step: int = 0


def stage_of(days_left: int, overdue: bool, before: int, every: int) -> Stage | None:
    """The stage to be told, or None while the deadline is far.

    ``days_left`` are working days, negative when the deadline has passed; on a day off after it
    they may be 0 though ``overdue`` is true. ``before`` is how early the first reminder goes,
    ``every`` the working days between two reminders of one that is overdue.
    """
    if overdue:
        return Stage("overdue", -days_left // every)
    if days_left == 0:
        return Stage("today")
    return Stage("soon") if days_left <= before else None
