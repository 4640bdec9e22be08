"""Reading what people typed into a form, told apart from nonsense, and telling what was done."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import get_language

from milkshed.kernel.clock import SHANGHAI
from milkshed.kernel.problems import invalid
from milkshed.kernel.text import Text

_FIRST_DAY, _LAST_DAY = date(2000, 1, 1), date(2100, 12, 31)
_LARGEST = Decimal(10**12)
_MOST_DIGITS = 18


def as_day(text: str | None) -> date | None:
    """The day that a text names, of this century; None when it names none."""
    try:
        day = date.fromisoformat(text or "")
    except ValueError:
        return None
    return day if _FIRST_DAY <= day <= _LAST_DAY else None


def as_whole(text: str | None) -> int | None:
    """The whole number that a text writes, without a sign; None when it writes none."""
    digits = text or ""
    readable = digits.isascii() and digits.isdigit() and len(digits) <= _MOST_DIGITS
    return int(digits) if readable else None


def as_decimal(text: str | None) -> Decimal | None:
    """The number that a text writes, smaller than a million million; None when it writes none."""
    try:
        value = Decimal(text or "")
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < _LARGEST else None


def word(request: HttpRequest, name: str) -> str:
    """The trimmed text of a field; empty when it is not there."""
    return request.POST.get(name, "").strip()


def decimal_entry(request: HttpRequest, name: str) -> Decimal:
    """A required number."""
    typed = word(request, name)
    value = as_decimal(typed)
    if value is None:
        raise invalid(name, typed, "number", "请填写数字", "A number is expected")
    return value


def decimal_or_none(request: HttpRequest, name: str) -> Decimal | None:
    """A number, or None when the field was left empty."""
    return decimal_entry(request, name) if word(request, name) else None


def whole_entry(request: HttpRequest, name: str) -> int | None:
    """A whole number, or None when the field was left empty."""
    typed = word(request, name)
    if not typed:
        return None
    value = as_whole(typed)
    if value is None:
        raise invalid(name, typed, "whole-number", "请填写整数", "A whole number is expected")
    return value


def as_moment(text: str | None) -> datetime | None:
    """The instant that a ``datetime-local`` value names in China; None when it names none."""
    try:
        moment = datetime.fromisoformat(text or "").replace(tzinfo=SHANGHAI)
    except ValueError:
        return None
    return moment if _FIRST_DAY <= moment.date() <= _LAST_DAY else None


def moment_entry(request: HttpRequest, name: str) -> datetime:
    """A required ``datetime-local`` value, read as Chinese civil time."""
    typed = word(request, name)
    moment = as_moment(typed)
    if moment is None:
        raise invalid(name, typed, "moment", "请填写日期和时间", "A day and time are expected")
    return moment


def day_entry(request: HttpRequest, name: str) -> date:
    """A required day of a posted form."""
    typed = word(request, name)
    day = as_day(typed)
    if day is None:
        raise invalid(name, typed, "day", "请填写日期", "A day is expected")
    return day


def day_or_none(request: HttpRequest, name: str) -> date | None:
    """A day, or None when the field was left empty."""
    return day_entry(request, name) if word(request, name) else None


def day_asked(request: HttpRequest, name: str) -> date | None:
    """A day of the address's query, or None when it is missing or unreadable."""
    return as_day(request.GET.get(name))


def tell(request: HttpRequest, zh: str, en: str) -> None:
    """Show the person on the next page what was done."""
    messages.success(request, Text(zh, en).in_language(get_language() or "zh"))
