"""Checking ICAR ADE messages of anyone: files, folders, and running servers.

Without the official schemas the tables in ``shapes`` decide; with them, every message is held
against both. Works without a database and without the rest of the house.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from milkshed.herd.exchange.ade.findings import ERROR, INFORMATION, WARNING, Finding
from milkshed.herd.exchange.ade.kinds import Shape
from milkshed.herd.exchange.ade.official import OfficialSchemas
from milkshed.herd.exchange.ade.reading import Message, Reading, read_document
from milkshed.herd.exchange.ade.shapes import MESSAGES

_MOST_PAGES = 50
_PAGE_SIZE = 100
_WAIT_S = 30.0
_NO_SUCH_LOCATION = "no-such-location"

Get = Callable[[str, dict[str, str]], tuple[int, str, bytes]]
"""Asks an address with query parameters: status, content type, body."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found in one file, or in one message of a server."""

    name: str
    messages: int
    usable: int
    findings: tuple[Finding, ...]

    @property
    def conforms(self) -> bool:
        """Whether it keeps the standard: no error and no warning."""
        return all(one.severity == INFORMATION for one in self.findings)

    def count(self, severity: str) -> int:
        """How many findings of a severity there are."""
        return sum(one.severity == severity for one in self.findings)

    def as_document(self) -> dict[str, Any]:
        """For JSON: counts, and every finding with path, rule and severity."""
        return {
            "name": self.name,
            "conforms": self.conforms,
            "messages": self.messages,
            "usable": self.usable,
            "rules": dict(sorted(Counter(one.rule for one in self.findings).items())),
            "findings": [one.as_document() for one in self.findings],
        }


@dataclass(slots=True)
class Report:
    """Everything that was checked."""

    checked: list[Checked] = field(default_factory=list)

    @property
    def conforms(self) -> bool:
        """Whether all of it keeps the standard, and there was something to check."""
        return bool(self.checked) and all(one.conforms for one in self.checked)

    def as_document(self) -> dict[str, Any]:
        """The report for JSON."""
        return {
            "standard": "ICAR ADE 1.3",
            "conforms": self.conforms,
            "errors": sum(one.count(ERROR) for one in self.checked),
            "warnings": sum(one.count(WARNING) for one in self.checked),
            "checked": [one.as_document() for one in self.checked],
        }

    def lines(self, most: int = 20) -> Iterator[str]:
        """The report for people, in Chinese and English, at most ``most`` findings each."""
        for one in self.checked:
            mark = "√" if one.conforms else "×"
            yield (
                f"{mark} {one.name}：{one.messages} 条报文，可读 {one.usable} 条 · "
                f"{one.messages} messages, {one.usable} usable"
            )
            for finding in one.findings[:most]:
                yield (
                    f"    [{finding.severity}] {finding.path or '/'} {finding.rule}："
                    f"{finding.message.zh} · {finding.message.en}"
                )
            if len(one.findings) > most:
                yield f"    … {len(one.findings) - most}"


def check_path(path: Path, message: str = "", schemas: OfficialSchemas | None = None) -> Report:
    """Check a JSON file, or every JSON file below a folder.

    ``message`` names the kind of message (``heats``) where neither the messages nor the name of
    the file tell it.
    """
    files = sorted(path.rglob("*.json")) if path.is_dir() else [path]
    report = Report()
    for one in files:
        expected = MESSAGES.get(message) or shape_in_name(one.stem)
        name = str(one.relative_to(path)) if path.is_dir() else one.name
        try:
            content = one.read_bytes()
        except OSError as error:
            report.checked.append(Checked(name, 0, 0, (Finding("", "unreachable", error),)))
            continue
        report.checked.append(_checked(name, read_document(content, expected), schemas, content))
    return report


def shape_in_name(name: str) -> Shape | None:
    """The kind of message that a file's name speaks of, the longest where several fit."""
    plain = re.sub(r"[^a-z]", "", name.lower())
    fitting = [
        (len(core), shape)
        for message, shape in MESSAGES.items()
        for core in (
            re.sub(r"^icar(Repro|Milking|Movement)?|(Event)?Resource$", "", shape.name).lower(),
            message.replace("-", ""),
        )
        if core in plain
    ]
    return max(fitting, key=lambda one: one[0])[1] if fitting else None


def _checked(
    name: str, reading: Reading, schemas: OfficialSchemas | None, content: bytes | None = None
) -> Checked:
    findings = list(reading.all_findings)
    if schemas is not None and content is not None and reading.messages:
        findings += _official(content, reading.messages, schemas)
    return Checked(
        name,
        len(reading.messages),
        sum(one.is_usable for one in reading.messages),
        tuple(findings),
    )


def _official(
    content: bytes, messages: Sequence[Message], schemas: OfficialSchemas
) -> Iterator[Finding]:
    document = json.loads(content.decode("utf-8-sig"))
    for one in messages:
        value = document
        for part in one.path.split("/")[1:]:
            value = value[int(part) if isinstance(value, list) else part]
        if one.shape is not None and schemas.knows(one.shape.name):
            yield from schemas.findings(one.shape.name, value, one.path)


def ask_with(token: str, *, wait_s: float = _WAIT_S) -> Get:
    """Ask real servers, with a bearer token where there is one."""
    headers = {"Accept": "application/json"}
    if token:
        headers["Authorization"] = f"Bearer {token}"
    client = httpx.Client(headers=headers, timeout=wait_s, follow_redirects=True)

    def get(url: str, parameters: dict[str, str]) -> tuple[int, str, bytes]:
        answer = client.get(url, params=parameters or None)
        return answer.status_code, answer.headers.get("Content-Type", ""), answer.content

    return get


def check_server(
    base: str,
    location: tuple[str, str],
    get: Get,
    schemas: OfficialSchemas | None = None,
    messages: Sequence[str] = tuple(MESSAGES),
) -> Report:
    """Check what a server answers for a location: every kind of message, page by page.

    ``base`` is the address before ``/locations``, ``location`` scheme and identifier. Pages are
    followed by ``view.next``; a message that stands on two pages, and totals that do not add up,
    are findings. A location that does not exist must be refused with a list of errors.
    """
    report = Report()
    place = f"{base.rstrip('/')}/locations/{location[0]}/{location[1]}"
    for message in messages:
        name = f"GET …/{message}"
        report.checked.append(_check_list(name, f"{place}/{message}", message, get, schemas))
    report.checked.append(_check_refusal(base, messages[0], get))
    return report


def _check_list(
    name: str, url: str, message: str, get: Get, schemas: OfficialSchemas | None
) -> Checked:
    findings: list[Finding] = []
    seen: set[str] = set()
    total = usable = 0
    promised: object = None
    parameters = {"page-size": str(_PAGE_SIZE)}
    for page in range(1, _MOST_PAGES + 1):
        where = f"/page/{page}"
        try:
            status, media_type, body = get(url, parameters)
        except httpx.HTTPError as error:
            findings.append(Finding(where, "unreachable", error))
            break
        if status in (404, 405, 501) and page == 1:
            return Checked(name, 0, 0, (Finding(where, "not-offered", status),))
        if status != httpx.codes.OK or "json" not in media_type:
            findings.append(Finding(where, "status", f"{status} {media_type}"))
            break
        reading = read_document(body, MESSAGES[message])
        one = _checked(name, reading, schemas, body)
        findings += one.findings
        total += one.messages
        usable += one.usable
        for read in reading.messages:
            key = str(read.content.get("id") or read.content.get("identifier"))
            if key in seen:
                findings.append(Finding(where + read.path, "paging", f"{key} repeated"))
            seen.add(key)
        view = _view(body)
        promised = view.get("totalItems", promised)
        following = view.get("next")
        if not following:
            if isinstance(promised, int) and promised != total:
                findings.append(
                    Finding(where, "paging", f"totalItems {promised}, {total} received")
                )
            break
        url, parameters = str(following), {}
    return Checked(name, total, usable, tuple(findings))


def _view(body: bytes) -> dict[str, Any]:
    document = json.loads(body)
    view = document.get("view") if isinstance(document, dict) else None
    return view if isinstance(view, dict) else {}


def _check_refusal(base: str, message: str, get: Get) -> Checked:
    """A location that does not exist must be refused with the standard's list of errors."""
    name = "GET …/no-such-location"
    url = f"{base.rstrip('/')}/locations/{_NO_SUCH_LOCATION}/0/{message}"
    try:
        status, _, body = get(url, {})
    except httpx.HTTPError as error:
        return Checked(name, 0, 0, (Finding("", "unreachable", error),))
    if status < httpx.codes.BAD_REQUEST:
        return Checked(name, 0, 0, (Finding("", "status", status),))
    try:
        errors = _errors(body)
    except ValueError:
        return Checked(name, 0, 0, (Finding("", "json", body[:80]),))
    findings = () if errors else (Finding("/errors", "required", None, "errors"),)
    return Checked(name, 1, int(bool(errors)), findings)


def _errors(body: bytes) -> list[Any]:
    document = json.loads(body)
    errors = document.get("errors") if isinstance(document, dict) else None
    return errors if isinstance(errors, list) else []
