"""Whatever is typed into an address or a form, the answer is a page or a reason, never a 5xx."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html

from tests.security.two_counties import Persona

pytestmark = pytest.mark.django_db

PAGE = {"Accept": "text/html,*/*;q=0.8"}
HOSTILE = (
    "", "'", "-1", "9" * 40, "1e999", "NaN", "²", "0001-01-01", "9999-12-31T23:59", "2026-99",
    "\x01\u202e", "长" * 3000, "[]", "{{7*7}}", "../../etc/passwd",
)  # fmt: skip
_PAGES = 100
_OF_A_SHAPE = 1
_NOT_THESE = re.compile(r"^/(sign-out|language|static)")


@dataclass(frozen=True, slots=True)
class Form:
    """A form as found on a page: what a browser would send if nothing were typed."""

    method: str
    action: str
    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    @property
    def shape(self) -> tuple[str, str, frozenset[str]]:
        """Forms of one shape run the same code."""
        names = frozenset(name for name, _ in self.fields) | set(self.files)
        return self.method, re.sub(r"\d+|[0-9a-f-]{32,}", "#", urlsplit(self.action).path), names


def _forms(path: str, page: html.HtmlElement) -> Iterator[Form]:
    for form in page.forms:
        fields = [
            (name, str(value))
            for name, value in form.form_values()
            if name != "csrfmiddlewaretoken"
        ]
        named = dict(fields)
        for element in form.inputs:
            if element.name and element.name not in named and element.tag == "select":
                fields += [(element.name, element.value_options[0])] * bool(element.value_options)
            elif element.name and element.name not in named and element.get("type") != "file":
                fields.append((element.name, element.get("value") or ""))
        fields += [
            (button.get("name"), button.get("value") or "")
            for button in form.iter("button")
            if button.get("name")
        ]
        files = tuple(e.name for e in form.inputs if e.get("type") == "file" and e.name)
        yield Form(
            form.method.upper(),
            form.get("action") or path,
            tuple(dict(fields).items()),
            files,
        )


def _look_round(client: Client) -> tuple[list[str], list[Form]]:
    """One address of each shape, and every form met on the way."""
    queue = deque(["/"])
    shapes: dict[str, int] = {}
    seen: list[str] = []
    forms: dict[tuple[str, str, frozenset[str]], Form] = {}
    while queue and len(seen) < _PAGES:
        path = queue.popleft()
        shape = re.sub(r"\d+|[0-9a-f-]{32,}", "#", path)
        if _NOT_THESE.match(path) or shapes.get(shape, 0) >= _OF_A_SHAPE:
            continue
        shapes[shape] = 1
        answer = client.get(path, headers=PAGE)
        if answer.status_code in (301, 302):
            queue.append(answer.headers["Location"])
        if "text/html" not in answer.headers.get("Content-Type", "") or not answer.content:
            continue
        seen.append(path)
        page = html.fromstring(answer.text)
        for form in _forms(path, page):
            if not _NOT_THESE.match(form.action):
                forms.setdefault(form.shape, form)
        queue.extend(
            str(link) for link in page.xpath("//@href | //@hx-get") if str(link)[:1] == "/"
        )
    return seen, list(forms.values())


@pytest.fixture(scope="module")
def looked_round(
    region: list[Persona], django_db_blocker: Any
) -> dict[Persona, tuple[list[str], list[Form]]]:
    """What one person of each role is shown."""
    found = {}
    with django_db_blocker.unblock():
        for persona in {persona.role: persona for persona in reversed(region)}.values():
            client = Client()
            client.force_login(persona.person)
            found[persona] = _look_round(client)
    return found


def _fearless(persona: Persona) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(persona.person)
    return client


def test_no_address_breaks_on_a_senseless_question(
    looked_round: dict[Persona, tuple[list[str], list[Form]]],
) -> None:
    broken: list[str] = []
    asked: set[tuple[str, str]] = set()
    for persona, (pages, forms) in looked_round.items():
        client = _fearless(persona)
        questions = [(urlsplit(p).path, dict(parse_qsl(urlsplit(p).query))) for p in pages]
        questions += [
            (urlsplit(form.action).path, dict(form.fields))
            for form in forms
            if form.method == "GET"
        ]
        for path, parameters in questions:
            shape = re.sub(r"\d+|[0-9a-f-]{32,}", "#", path)
            for name in {*parameters, "page"}:
                if (shape, name) in asked:
                    continue
                asked.add((shape, name))
                for value in _third(len(asked)):
                    address = f"{path}?{urlencode({**parameters, name: value[:1000]})}"
                    status = client.get(address, headers=PAGE).status_code
                    if status >= 500:
                        broken.append(f"{persona.role}: {status} {address[:200]}")
    assert not broken, "\n".join(broken)
    assert len(asked) > 40


def test_no_form_breaks_on_senseless_values(
    looked_round: dict[Persona, tuple[list[str], list[Form]]],
) -> None:
    broken: list[str] = []
    sent: set[object] = set()
    for persona, (_, forms) in looked_round.items():
        client = _fearless(persona)
        for form in forms:
            if form.method != "POST" or form.shape in sent:
                continue
            sent.add(form.shape)
            for name, value in _mistakes(form):
                filled: dict[str, object] = {**dict(form.fields), name: value}
                for file in form.files:
                    filled.setdefault(file, SimpleUploadedFile("表.xlsx", b"PK\x03\x04 no book"))
                status = client.post(form.action, filled, headers=PAGE).status_code
                if status >= 500:
                    broken.append(
                        f"{persona.role}: {status} {form.action} {name}={str(value)[:60]!r}"
                    )
    assert not broken, "\n".join(broken)
    assert len(sent) > 10


def _third(place: int) -> tuple[str, ...]:
    """A third of the values, another at each place: fields alike stand on many pages."""
    return HOSTILE[place % 3 :: 3]


def _mistakes(form: Form) -> Iterator[tuple[str, object]]:
    alike: set[str] = set()
    for place, (name, _) in enumerate(form.fields):
        shape = re.sub(r"\d+", "#", name)  # one field a cow, say, is one field to try
        if shape in alike:
            continue
        alike.add(shape)
        for value in _third(place):
            yield name, value
    for name in form.files:
        for content in (b"", b"\x00\xff", b"a,b\n1,2\n", b"PK\x05\x06" + b"\0" * 18):
            yield name, SimpleUploadedFile("x.xlsx", content)
            yield name, SimpleUploadedFile("x.csv", content)
