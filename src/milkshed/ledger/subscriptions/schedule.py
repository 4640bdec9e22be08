"""When a scheduled query runs: the six fields of EPCIS 2.0 (section 8.2.5.3) in Chinese civil time.

A field is a list of numbers and ranges, ``[8-12],18`` in the standard's own spelling; ``8-12``
and the steps of cron, ``*/15`` or ``0/30``, are taken as well, since the standard's REST examples
write them. Every field given must match. Of the fields left out, those finer than the finest one
given are at their least and the others match always: ``hour=1, minute=5`` is daily at 01:05:00.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from croniter import CroniterError, croniter

from milkshed.kernel.clock import SHANGHAI
from milkshed.kernel.problems import Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.problems import SUBSCRIPTION_CONTROLS

_BOUNDS: Mapping[str, tuple[int, int]] = {
    "second": (0, 59),
    "minute": (0, 59),
    "hour": (0, 23),
    "dayOfMonth": (1, 31),
    "month": (1, 12),
    "dayOfWeek": (1, 7),  # Monday is 1
}
FIELDS: tuple[str, ...] = tuple(_BOUNDS)
_FINE_TO_COARSE = ("second", "minute", "hour", "dayOfMonth", "month")
_ELEMENT = re.compile(
    r"\[(?P<low>\d{1,2})-(?P<high>\d{1,2})\]"
    r"|(?P<start>\*|\d{1,2}(?:-\d{1,2})?)(?:/(?P<step>\d{1,2}))?"
)
_LONGEST_FIELD = 200


@dataclass(frozen=True, slots=True)
class Schedule:
    """A checked schedule; ``fields`` are as they were given."""

    fields: Mapping[str, str]
    expression: str

    def next_after(self, instant: datetime) -> datetime:
        """The first moment behind ``instant`` at which the query runs, in UTC."""
        found: datetime = croniter(
            self.expression,
            instant.astimezone(SHANGHAI),
            ret_type=datetime,
            second_at_beginning=True,
            day_or=False,
        ).get_next()
        return found.astimezone(UTC)


def read_schedule(given: Mapping[str, object], pointer: str = "schedule") -> Schedule:
    """Check the fields of a schedule; raises SubscriptionControlsException with each fault."""
    faults = [
        _fault(f"{pointer}.{name}", value, "unknown-field", *_UNKNOWN)
        for name, value in given.items()
        if name not in _BOUNDS
    ]
    wanted = {name: given[name] for name in FIELDS if given.get(name) is not None}
    parts: dict[str, str] = {}
    for name, value in wanted.items():
        part = _as_cron(name, value)
        if part is None:
            low, high = _BOUNDS[name]
            faults.append(
                _fault(
                    f"{pointer}.{name}",
                    value,
                    "schedule-field",
                    f"应为{low}–{high}之间的数字、列表或区间，例如 {low},[{low + 1}-{low + 3}]",
                    f"Numbers, lists or ranges from {low} to {high}, "
                    f"as in {low},[{low + 1}-{low + 3}]",
                )
            )
        else:
            parts[name] = part
    if not wanted and not faults:
        faults.append(_fault(pointer, dict(given), "empty-schedule", *_EMPTY))
    if faults:
        raise Problem(SUBSCRIPTION_CONTROLS, faults[0].message, faults)
    schedule = Schedule({name: str(value) for name, value in wanted.items()}, _expression(parts))
    try:
        schedule.next_after(datetime.now(UTC))
    except CroniterError as error:
        fault = _fault(pointer, dict(schedule.fields), "never", *_NEVER)
        raise Problem(SUBSCRIPTION_CONTROLS, fault.message, [fault]) from error
    return schedule


def _as_cron(name: str, value: object) -> str | None:
    """A field in cron's spelling, or None when it is not a field."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    text = str(value).replace(" ", "")
    if len(text) > _LONGEST_FIELD or not text.isascii():
        return None
    elements = [_element(name, element) for element in text.split(",")]
    return None if None in elements else ",".join(filter(None, elements))


def _element(name: str, text: str) -> str | None:
    found = _ELEMENT.fullmatch(text)
    if found is None:
        return None
    low, high = _BOUNDS[name]
    span = f"{found['low']}-{found['high']}" if found["low"] else found["start"]
    step = found["step"]
    if span == "*":
        span = f"{low}-{high}"
    numbers = [int(number) for number in span.split("-")]
    if any(not low <= number <= high for number in numbers) or numbers != sorted(numbers):
        return None
    if step is not None:
        if not 1 <= int(step) <= high:
            return None
        # 0/30 runs from its start to the end of the field
        end = numbers[1] if len(numbers) == 2 else high
        return f"{numbers[0]}-{end}/{int(step)}"
    return "-".join(str(number) for number in numbers)


def _expression(parts: Mapping[str, str]) -> str:
    finest = min(
        (_FINE_TO_COARSE.index(name) for name in parts if name in _FINE_TO_COARSE),
        default=_FINE_TO_COARSE.index("dayOfMonth"),
    )
    filled = {
        name: str(_BOUNDS[name][0]) if _FINE_TO_COARSE.index(name) < finest else "*"
        for name in _FINE_TO_COARSE
    }
    if "dayOfWeek" in parts and "dayOfMonth" not in parts:
        filled["dayOfMonth"] = "*"
    filled |= {"dayOfWeek": "*", **parts}
    return " ".join(filled[name] for name in FIELDS)


def _fault(field: str, value: object, rule: str, zh: str, en: str) -> Fault:
    return Fault(field, value, rule, Text(zh, en))


_UNKNOWN = (
    "时间表只有second、minute、hour、dayOfMonth、month、dayOfWeek",
    "A schedule has second, minute, hour, dayOfMonth, month and dayOfWeek only",
)
_EMPTY = ("时间表至少要有一项", "A schedule needs one field at least")
_NEVER = ("时间表永远不会到时", "The schedule never comes true")
