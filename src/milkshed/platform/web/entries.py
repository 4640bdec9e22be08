"""Reading what people typed into a form, told apart from nonsense, and telling what was done."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import get_language

from milkshed.kernel.clock import SHANGHAI
from milkshed.kernel.problems import invalid
from milkshed.kernel.text import Text


def word(request: HttpRequest, name: str) -> str:
    """The trimmed text of a field; empty when it is not there."""
    return request.POST.get(name, "").strip()


def decimal_entry(request: HttpRequest, name: str) -> Decimal:
    """A required number."""
    typed = word(request, name)
    try:
        value = Decimal(typed)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise invalid(name, typed, "number", "请填写数字", "A number is expected")
    return value


def whole_entry(request: HttpRequest, name: str) -> int | None:
    """A whole number, or None when the field was left empty."""
    typed = word(request, name)
    if not typed:
        return None
    if not typed.isascii() or not typed.isdigit():
        raise invalid(name, typed, "whole-number", "请填写整数", "A whole number is expected")
    return int(typed)


def moment_entry(request: HttpRequest, name: str) -> datetime:
    """A required ``datetime-local`` value, read as Chinese civil time."""
    typed = word(request, name)
    try:
        return datetime.fromisoformat(typed).replace(tzinfo=SHANGHAI)
    except ValueError:
        raise invalid(
            name, typed, "moment", "请填写日期和时间", "A day and time are expected"
        ) from None


def day_entry(request: HttpRequest, name: str) -> date:
    """A required day of a posted form."""
    typed = word(request, name)
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise invalid(name, typed, "day", "请填写日期", "A day is expected") from None


def day_asked(request: HttpRequest, name: str) -> date | None:
    """A day of the address's query, or None when it is missing or unreadable."""
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def tell(request: HttpRequest, zh: str, en: str) -> None:
    """Show the person on the next page what was done."""
    messages.success(request, Text(zh, en).in_language(get_language() or "zh"))
