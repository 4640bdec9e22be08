"""Template words shared by all pages."""

from django import template
from django.utils.translation import get_language

from milkshed.kernel.text import Text

register = template.Library()


@register.simple_tag
def t(zh: str, en: str) -> str:
    """Show the wording of the reader's language: ``{% t "牧场" "Farm" %}``."""
    return Text(zh, en).in_language(get_language() or "zh")


@register.filter
def text(value: object) -> str:
    """Show a :class:`Text` in the reader's language."""
    if isinstance(value, Text):
        return value.in_language(get_language() or "zh")
    return "" if value is None else str(value)
