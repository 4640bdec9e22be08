"""Template words shared by all pages: both languages, numbers, times, lights and tags."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from milkshed.kernel.counties import COUNTIES, NINGXIA, PREFECTURES, division_name
from milkshed.kernel.money import format_yuan
from milkshed.kernel.text import Text
from milkshed.kernel.units import KG_PER_TONNE, KG_PER_WAN_TONNES, WAN
from milkshed.platform.web.wording import field_wording

register = template.Library()

_ABSENT = "–"

LIGHT_WORDS: dict[str, Text] = {
    "green": Text("正常", "On path"),
    "yellow": Text("预警", "At risk"),
    "red": Text("滞后", "Behind"),
    "grey": Text("无数据", "No data"),
    "blue": Text("已完成", "Done"),
}
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def _read(both: Text) -> str:
    return both.in_language(_language())


def _language() -> str:
    return get_language() or "zh"


@register.simple_tag
def t(zh: str, en: str) -> str:
    """Show the wording of the reader's language: ``{% t "牧场" "Farm" %}``."""
    return _read(Text(zh, en))


@register.filter
def text(value: object) -> str:
    """Show a :class:`Text` in the reader's language."""
    if isinstance(value, Text):
        return _read(value)
    return "" if value is None else str(value)


@register.filter
def field_word(field: str) -> str:
    """The name of a field of a form in the reader's language; empty where there is none."""
    return _read(field_wording(field))


def _decimal(value: object) -> Decimal | None:
    if value is None or value == "" or isinstance(value, bool):
        return None
    try:
        number_read = Decimal(str(value))
    except InvalidOperation:
        return None
    return number_read if number_read.is_finite() else None


@register.filter
def number(value: object, places: int | None = None) -> str:
    """Write a number with thousands parted; whole numbers stay whole unless places are named."""
    read = _decimal(value)
    if read is None:
        return _ABSENT
    if places is None:
        places = 0 if read == read.to_integral_value() else 2
    return f"{read:,.{int(places)}f}"


@register.filter
def tonnes(kilograms: object, places: int = 1) -> str:
    """Write kilograms as tonnes, one decimal unless told otherwise."""
    read = _decimal(kilograms)
    return _ABSENT if read is None else f"{read / KG_PER_TONNE:,.{int(places)}f}"


@register.filter
def wan(value: object, places: int = 2) -> str:
    """Write a number in 万 (10⁴), without the unit's word."""
    read = _decimal(value)
    return _ABSENT if read is None else f"{read / WAN:,.{int(places)}f}"


@register.filter
def wan_yuan(value: object) -> str:
    """Write yuan in 万元 with two places, rounded half up (四舍五入)."""
    read = _decimal(value)
    return _ABSENT if read is None else format_yuan(read / WAN)


@register.filter
def wan_tonnes(kilograms: object, places: int = 2) -> str:
    """Write kilograms as 万吨 (10⁴ t), without the unit's word."""
    read = _decimal(kilograms)
    return _ABSENT if read is None else f"{read / KG_PER_WAN_TONNES:,.{int(places)}f}"


@register.filter
def percent(share: object, places: int = 1) -> str:
    """Write a share (0.985) as a percentage (``98.5%``)."""
    read = _decimal(share)
    return _ABSENT if read is None else f"{read * 100:,.{int(places)}f}%"


@register.filter
def day(value: object) -> str:
    """Write a day as people do: 2026年1月5日, or 5 Jan 2026."""
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    if not isinstance(value, date):
        return _ABSENT
    return _read(
        Text(
            f"{value.year}年{value.month}月{value.day}日",
            f"{value.day} {_MONTHS[value.month - 1]} {value.year}",
        )
    )


@register.filter
def clock(value: object) -> str:
    """Write the time of day in Shanghai: 08:30."""
    if not isinstance(value, datetime):
        return _ABSENT
    return f"{timezone.localtime(value):%H:%M}"


@register.filter
def moment(value: object) -> str:
    """Write an instant in Shanghai: 2026年1月5日 08:30."""
    if not isinstance(value, datetime):
        return _ABSENT
    return f"{day(value)} {clock(value)}"


@register.filter
def county(code: object) -> str:
    """Write a county, prefecture or the region by its code; an unknown code stays as it is."""
    key = str(code or "")
    if key in COUNTIES or key in PREFECTURES or key == NINGXIA:
        return _read(division_name(key))
    return key


@register.simple_tag
def light(colour: str, zh: str = "", en: str = "") -> SafeString:
    """Show a light with its word; other words than the usual ones may be given."""
    shown = {"amber": "yellow", "gray": "grey"}.get(colour, colour)
    if shown not in LIGHT_WORDS:
        shown = "grey"
    word = Text(zh, en or zh) if zh else LIGHT_WORDS[shown]
    return format_html('<span class="light light--{}">{}</span>', shown, _read(word))


@register.simple_tag
def tag(kind: str, zh: object, en: str = "") -> SafeString:
    """Show a word on the colour of its meaning: ``ok``, ``warn``, ``bad``, ``info``, ``none``."""
    word = text(zh) if isinstance(zh, Text) else _read(Text(str(zh), en or str(zh)))
    return format_html('<span class="tag tag--{}">{}</span>', kind, word)


@register.simple_tag
def synthetic() -> SafeString:
    """Show the badge of demonstration data."""
    return format_html('<span class="synthetic">{}</span>', _read(Text("演示数据", "Synthetic")))


@register.filter
def plain(value: object) -> str:
    """Write a number with just the decimals it has: 0.980000 reads 0.98."""
    read = _decimal(value)
    if read is None:
        return _ABSENT
    whole = read == read.to_integral_value()
    return f"{read:,.0f}" if whole else f"{read.normalize():,f}"


@register.filter
def weekday(value: object) -> str:
    """Write the day of the week: 周一, Mon."""
    if not isinstance(value, date):
        return _ABSENT
    names = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
    english = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    return _read(Text(names[value.weekday()], english[value.weekday()]))


@register.filter
def brief(value: object) -> str:
    """Write an instant without its year, where the year is plain: 1月5日 08:30."""
    if not isinstance(value, datetime):
        return _ABSENT
    local = timezone.localtime(value)
    shown = Text(f"{local.month}月{local.day}日", f"{local.day} {_MONTHS[local.month - 1]}")
    return f"{_read(shown)} {clock(value)}"


@register.filter
def until(value: object, start: object) -> str:
    """Write the end of a span as short as it may be: the time alone on the same day."""
    if not isinstance(value, datetime) or not isinstance(start, datetime):
        return _ABSENT
    same_day = timezone.localtime(value).date() == timezone.localtime(start).date()
    return clock(value) if same_day else brief(value)


@register.filter
def unlocal(value: object) -> str:
    """Write a number for a program: no grouping, a point."""
    read = _decimal(value)
    return "" if read is None else f"{read:f}"
