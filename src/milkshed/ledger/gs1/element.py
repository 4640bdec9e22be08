"""Whether the value of one application identifier is right, and whether several go together."""

from collections.abc import Container, Iterable, Sequence

from milkshed.kernel.problems import Fault
from milkshed.kernel.text import Text
from milkshed.ledger.gs1.application_identifiers import (
    APPLICATION_IDENTIFIERS,
    ApplicationIdentifier,
    Component,
)
from milkshed.ledger.gs1.checks import ALPHABETS, CHECKS, MESSAGES

Element = tuple[str, str]
"""An application identifier and its value."""

_CONTENT = ("content", Text("内容不符合该标识符的规定", "the content is wrong"))


def _fault(ai: str, value: str, rule: str, zh: str, en: str) -> Fault:
    return Fault(f"({ai})", value, rule, Text(f"应用标识符({ai})：{zh}", f"AI ({ai}): {en}"))


def _shortest(components: Iterable[Component]) -> int:
    return sum(part.shortest for part in components if not part.optional)


def value_fault(ai: str, value: str) -> Fault | None:
    """Return what is wrong with the value of a known application identifier, None when right."""
    identifier = APPLICATION_IDENTIFIERS[ai]
    if not value:
        return _fault(ai, value, "empty", "值为空", "the value is empty")
    if len(value) < _shortest(identifier.components):
        return _fault(ai, value, "too-short", "值太短", "the value is too short")
    position = 0
    for component in identifier.components:
        stretch = value[position : position + component.longest]
        if not stretch and component.optional:
            break
        position += len(stretch)
        fault = _stretch_fault(ai, value, component, stretch)
        if fault:
            return fault
    if position < len(value):
        return _fault(ai, value, "too-long", "值太长", "the value is too long")
    return None


def _stretch_fault(ai: str, value: str, component: Component, stretch: str) -> Fault | None:
    if len(stretch) < component.shortest:
        return _fault(ai, value, "too-short", "值太短", "the value is too short")
    if not ALPHABETS[component.alphabet].fullmatch(stretch):
        return _fault(
            ai, value, "character", "含有不允许的字符", "a character is not permitted there"
        )
    for check in component.checks:
        holds = CHECKS.get(check)
        if holds and not holds(stretch):
            rule, message = MESSAGES.get(check, _CONTENT)
            return _fault(ai, value, rule, message.zh, message.en)
    return None


def _matches(pattern: str, ai: str) -> bool:
    return len(pattern) == len(ai) and all(
        wanted in ("n", digit) for wanted, digit in zip(pattern, ai, strict=True)
    )


def _is_present(pattern: str, present: Iterable[str]) -> bool:
    return any(_matches(pattern, ai) for ai in present)


def pairing_faults(elements: Sequence[Element], qualifiers: Container[str] = ()) -> list[Fault]:
    """Return which identifiers lack a companion they need or stand with one they exclude.

    ``qualifiers`` are identifiers in the path behind a key that they may follow: the key is their
    companion. (The dictionary lets 22 follow 8006 and yet asks for 01 beside 22.)
    """
    present = [ai for ai, _ in elements]
    faults = []
    for ai, value in elements:
        identifier = APPLICATION_IDENTIFIERS.get(ai)
        if identifier is None:
            continue
        others = [other for other in present if other != ai]
        lonely = identifier.needs and not _has_companion(identifier, others)
        if lonely and ai not in qualifiers:
            wanted = " / ".join("+".join(group) for group in identifier.needs)
            faults.append(
                _fault(
                    ai,
                    value,
                    "companion-missing",
                    f"须与以下之一同时出现：{wanted}",
                    f"it needs one of {wanted} beside it",
                )
            )
        for pattern in identifier.excludes:
            clashing = [other for other in others if _matches(pattern, other)]
            if clashing:
                faults.append(
                    _fault(
                        ai,
                        value,
                        "companion-refused",
                        f"不能与({clashing[0]})同时出现",
                        f"it may not stand with ({clashing[0]})",
                    )
                )
    return faults


def _has_companion(identifier: ApplicationIdentifier, others: Sequence[str]) -> bool:
    return any(all(_is_present(pattern, others) for pattern in group) for group in identifier.needs)
