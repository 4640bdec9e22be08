"""Optional entries of the room's forms: left empty, or what can be read, never passed over."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest

from milkshed.kernel.problems import invalid
from milkshed.platform.web.entries import as_day, as_decimal, word


def decimal_or_none(request: HttpRequest, name: str) -> Decimal | None:
    """A number, or None when the field was left empty; raises where it is none."""
    typed = word(request, name)
    if not typed:
        return None
    value = as_decimal(typed)
    if value is None:
        raise invalid(name, typed, "number", "请填写数字", "A number is expected")
    return value


def day_or_none(request: HttpRequest, name: str) -> date | None:
    """A day, or None when the field was left empty; raises where it is none."""
    typed = word(request, name)
    if not typed:
        return None
    day = as_day(typed)
    if day is None:
        raise invalid(name, typed, "day", "请填写日期", "A day is expected")
    return day


def recessives_of(request: HttpRequest) -> dict[str, str]:
    """Tests written ``HH1=carrier, CVM=free``; a name alone is a carrier."""
    found = {}
    for part in word(request, "recessives").replace("，", ",").replace("、", ",").split(","):
        name, _, state = part.strip().partition("=")
        if name.strip():
            found[name.strip().upper()[:12]] = state.strip().lower() or "carrier"
    return found
