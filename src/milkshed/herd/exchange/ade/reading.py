"""Reading ICAR ADE messages as they come: what can be read is read, and every slip is named.

A message that keeps the standard gives no finding. One that breaks it in a way that leaves no
doubt about what was meant (no ``resourceType``, ``null`` for a text, ``begin-date`` for
``beginDate``, a number written as text) is read with warnings; only what stays doubtful is an
error.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from milkshed.herd.exchange.ade.findings import ERROR, Finding
from milkshed.herd.exchange.ade.kinds import Choice, Kind, Many, Plain, Shape, plain_name
from milkshed.herd.exchange.ade.shapes import BY_RESOURCE_TYPE, MESSAGES, RESOURCE, VIEW
from milkshed.kernel.clock import SHANGHAI

_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})(?:[Tt ](\d{2}:\d{2}(?::\d{2})?)(\.\d+)?(Z|z|[+-]\d{2}:?\d{2})?)?"
)
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_KIND_NAMES = {
    Plain.TEXT: "text",
    Plain.INTEGER: "integer",
    Plain.NUMBER: "number",
    Plain.BOOLEAN: "boolean",
    Plain.MOMENT: "date-time",
    Plain.OBJECT: "object",
}
_DEEPEST = 40


@dataclass(frozen=True, slots=True)
class Message:
    """One message as read: its place, its shape, its members under their right names.

    ``content`` holds no nulls; moments are texts in UTC with ``Z``. Findings with severity
    ``Error`` mean that the message must not be used.
    """

    path: str
    shape: Shape | None
    content: dict[str, Any]
    findings: tuple[Finding, ...]

    @property
    def is_usable(self) -> bool:
        """Whether it was read without error."""
        return all(one.severity != ERROR for one in self.findings)


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as read: its messages, and what was found outside them."""

    messages: tuple[Message, ...]
    findings: tuple[Finding, ...]

    @property
    def all_findings(self) -> tuple[Finding, ...]:
        """Findings of the document and of its messages, in order of place."""
        return (*self.findings, *(one for message in self.messages for one in message.findings))


def read_document(content: bytes | str, expected: Shape | None = None) -> Reading:
    """Read a JSON document: a collection with ``member``, a list of messages, or one message.

    ``expected`` is the shape that its place gives the messages; without it the resource type
    decides, or, where that is missing, the members that are there.
    """
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
        document = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        return Reading((), (Finding("", "json", error),))
    return read_value(document, expected)


def read_value(document: object, expected: Shape | None = None) -> Reading:
    """Read a document that is parsed already; see :func:`read_document`."""
    if isinstance(document, list):
        messages = _read_many(document, "", expected)
        return Reading(messages, (Finding("", "bare-list"),))
    if not isinstance(document, dict):
        return Reading((), (Finding("", "no-messages"),))
    names = {plain_name(name): name for name in document}
    member = document[names["member"]] if "member" in names else None
    named = str(document[names["resourcetype"]]) if "resourcetype" in names else ""
    is_set = plain_name(named) == plain_name("icarAnimalSetResource")
    if isinstance(member, list) and not is_set and "id" not in names:
        findings: list[Finding] = []
        if names["member"] != "member":
            findings.append(Finding("/" + names["member"], "member-name", None, "member"))
        for name, value in document.items():
            if plain_name(name) == "view":
                _read_shape(value, VIEW, "/view", findings, 0)
            elif plain_name(name) != "member":
                findings.append(Finding("/" + name, "unknown-member"))
        return Reading(_read_many(member, "/member", expected), tuple(findings))
    if expected is None and "resourcetype" not in names and _guess(document) is None:
        return Reading((), (Finding("", "no-messages"),))
    return Reading((read_message(document, "", expected),), ())


def _read_many(items: Sequence[object], path: str, expected: Shape | None) -> tuple[Message, ...]:
    return tuple(read_message(one, f"{path}/{n}", expected) for n, one in enumerate(items))


def read_message(value: object, path: str, expected: Shape | None = None) -> Message:
    """Read one message at a JSON pointer."""
    findings: list[Finding] = []
    if not isinstance(value, dict):
        findings.append(Finding(path, "kind", value, "object"))
        return Message(path, expected, {}, tuple(findings))
    named = next((v for k, v in value.items() if plain_name(k) == "resourcetype"), None)
    found = BY_RESOURCE_TYPE.get(str(named)) if named is not None else None
    if found is None and named is not None:
        lowered = str(named).lower()
        found = next((s for n, s in BY_RESOURCE_TYPE.items() if n.lower() == lowered), None)
        if found is None and expected is None:
            findings.append(Finding(f"{path}/resourceType", "unknown-type", named))
            return Message(path, None, {}, tuple(findings))
    if expected is not None and named is not None and found is not expected:
        findings.append(Finding(f"{path}/resourceType", "other-type", named, expected.name))
    wanted = expected or found or _guess(value)
    if wanted is None:
        findings.append(Finding(path, "type-unclear"))
        return Message(path, None, {}, tuple(findings))
    content = _read_shape(value, wanted, path, findings, 0)
    return Message(path, wanted, content or {}, tuple(findings))


def _guess(value: dict[str, Any]) -> Shape | None:
    """The one shape whose own members the object has, None where several or none fit."""
    names = {plain_name(name) for name in value}
    common = set(RESOURCE.by_plain_name) | {"id", "animal", "eventdatetime", "responsible"}
    common |= {"traitlabel", "contemporarygroup", "remark"}
    scores = []
    for one in MESSAGES.values():
        if names - set(one.by_plain_name):
            continue
        if {plain_name(r) for r in one.required - {"resourceType"}} - names:
            continue
        scores.append((len(names & (set(one.by_plain_name) - common)), one))
    scores = [(score, one) for score, one in scores if score]
    best = max((score for score, _ in scores), default=0)
    fitting = [one for score, one in scores if score == best]
    return fitting[0] if len(fitting) == 1 else None


def _read(value: object, kind: Kind, path: str, findings: list[Finding], depth: int) -> Any:
    if isinstance(kind, Shape):
        return _read_shape(value, kind, path, findings, depth + 1)
    if isinstance(kind, Many):
        return _read_list(value, kind, path, findings, depth)
    if isinstance(kind, Choice):
        return _read_choice(value, kind, path, findings)
    return _read_plain(value, kind, path, findings)


def _read_shape(
    value: object, wanted: Shape, path: str, findings: list[Finding], depth: int
) -> dict[str, Any] | None:
    if not isinstance(value, dict) or depth > _DEEPEST:
        findings.append(Finding(path, "kind", value, "object"))
        return None
    content: dict[str, Any] = {}
    broken: set[str] = set()
    for name, given in value.items():
        place = f"{path}/{name.replace('~', '~0').replace('/', '~1')}"
        right = name if name in wanted.members else wanted.by_plain_name.get(plain_name(name))
        if right is None:
            findings.append(Finding(place, "unknown-member", name))
            continue
        if right != name:
            findings.append(Finding(place, "member-name", name, right))
            if right in value:
                continue
        if given is None:
            if right not in wanted.nullable:
                findings.append(Finding(place, "null-value"))
            continue
        read = _read(given, wanted.members[right], place, findings, depth)
        if read is None:
            broken.add(right)
        else:
            content[right] = read
    for name in sorted(wanted.required - set(content) - broken):
        place = f"{path}/{name}"
        if name == "resourceType":
            findings.append(Finding(place, "missing-resource-type", None, wanted.name))
            content["resourceType"] = wanted.name
        else:
            findings.append(Finding(place, "required", None, name))
    return content


def _read_list(
    value: object, kind: Many, path: str, findings: list[Finding], depth: int
) -> list[Any]:
    if not isinstance(value, list):
        findings.append(Finding(path, "one-for-many"))
        value = [value]
    read = []
    for number, one in enumerate(value):
        if one is None:
            findings.append(Finding(f"{path}/{number}", "null-value"))
            continue
        item = _read(one, kind.of, f"{path}/{number}", findings, depth + 1)
        if item is not None:
            read.append(item)
    return read


def _read_choice(value: object, kind: Choice, path: str, findings: list[Finding]) -> str | None:
    if isinstance(value, str):
        if value in kind.values:
            return value
        plain = plain_name(value.replace(" ", ""))
        for one in kind.values:
            if one.lower() == plain:
                findings.append(Finding(path, "choice-case", value, one))
                return one
    findings.append(Finding(path, "choice", value, kind.name))
    return None


def _read_plain(value: object, kind: Plain, path: str, findings: list[Finding]) -> Any:
    if kind is Plain.MOMENT:
        return _read_moment(value, path, findings)
    if kind is Plain.OBJECT and isinstance(value, dict):
        return value
    if kind is Plain.TEXT:
        if isinstance(value, str):
            return value
        if isinstance(value, int | float) and not isinstance(value, bool):
            findings.append(Finding(path, "text-as-number", value))
            return str(value)
    if kind is Plain.BOOLEAN:
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in ("true", "false"):
            findings.append(Finding(path, "boolean-as-text", value))
            return value.lower() == "true"
    if kind in (Plain.INTEGER, Plain.NUMBER):
        number = _as_number(value, path, findings)
        if number is not None and kind is Plain.INTEGER and number == int(number):
            return int(number)
        if number is not None and kind is Plain.NUMBER:
            return number
    findings.append(Finding(path, "kind", value, _KIND_NAMES[kind]))
    return None


def _as_number(value: object, path: str, findings: list[Finding]) -> int | float | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        findings.append(Finding(path, "number-as-text", value))
        return float(value)
    return None


def _read_moment(value: object, path: str, findings: list[Finding]) -> str | None:
    match = _MOMENT.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        findings.append(Finding(path, "moment", value))
        return None
    day, clock, fraction, zone = match.groups()
    try:
        found = datetime.fromisoformat(
            f"{day}T{clock or '00:00'}{(fraction or '')[:7]}"
            f"{(zone or '').upper().replace('Z', '+00:00')}"
        )
    except ValueError:
        findings.append(Finding(path, "moment", value))
        return None
    if zone is None:
        findings.append(Finding(path, "date-only" if clock is None else "no-zone", value))
        found = found.replace(tzinfo=SHANGHAI)
    try:
        return as_moment(found)
    except OverflowError:
        findings.append(Finding(path, "moment", value))
        return None


def as_moment(when: datetime) -> str:
    """An aware datetime as the standard writes it: UTC with ``Z``, fractions where there are."""
    return when.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _no_number(name: str) -> object:
    raise ValueError(name)
