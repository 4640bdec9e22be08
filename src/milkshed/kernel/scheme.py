"""An identifier scheme: how a value is written, and which rules make it right."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text


def compact(value: str) -> str:
    """Return the value in half-width characters without any white space."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", value))


def compact_upper(value: str) -> str:
    """Return the value in half-width capitals without white space or hyphens."""
    return compact(value).replace("-", "").upper()


@dataclass(frozen=True, slots=True)
class Check:
    """One rule beyond the shape: a slug, the test and what is told when it fails."""

    rule: str
    holds: Callable[[str], bool]
    message: Text


@dataclass(frozen=True, slots=True)
class Scheme:
    """A way to number things, with its rules.

    ``key`` is stored beside every value, ``shape`` must match the whole normal form,
    ``shape_message`` says in words what a right value looks like, ``checks`` run in order once
    the shape is right, ``normalise`` brings what people type into the normal form and ``source``
    names the standard or regulation.
    """

    key: str
    name: Text
    shape: re.Pattern[str]
    shape_message: Text
    example: str
    source: str
    checks: tuple[Check, ...] = ()
    normalise: Callable[[str], str] = field(default=compact)

    def fault(
        self, value: object, field_name: str | None = None, row: int | None = None
    ) -> Fault | None:
        """Return the first broken rule, or None when the value is right.

        ``field_name`` is the place in the input (the scheme's key without it), ``row`` the
        1-based row of a batch. Only text is accepted: a number may have lost leading zeros.
        """
        place = field_name or self.key
        if value is None or value == "":
            message = Text("{name}不能为空", "{name} is required")
            return Fault(place, value, "required", self._named(message), row)
        if not isinstance(value, str):
            message = Text("{name}必须按文本填写", "{name} must be given as text")
            return Fault(place, value, "text", self._named(message), row)
        normal = self.normalise(value)
        if not self.shape.fullmatch(normal):
            message = Text("{name}格式不对：", "{name} has the wrong form: ")
            return Fault(
                place, value, "shape", _joined(self._named(message), self.shape_message), row
            )
        for check in self.checks:
            if not check.holds(normal):
                message = Text("{name}有误：", "{name} is wrong: ")
                return Fault(
                    place, value, check.rule, _joined(self._named(message), check.message), row
                )
        return None

    def parse(self, value: object, field_name: str | None = None) -> str:
        """Return the normal form; raise :class:`Problem` with one fault when a rule is broken."""
        fault = self.fault(value, field_name)
        if fault is not None:
            raise Problem(INVALID, fault.message, [fault])
        return self.normalise(str(value))

    def is_valid(self, value: object) -> bool:
        """Say whether the value keeps every rule of the scheme."""
        return self.fault(value) is None

    def _named(self, message: Text) -> Text:
        return Text(
            message.zh.format(name=self.name.zh),
            message.en.format(name=self.name.en),
        )


def _joined(first: Text, second: Text) -> Text:
    return Text(first.zh + second.zh, first.en + second.en)
