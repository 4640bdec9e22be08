"""Reading the details of an event from a form: one entry for each field of its kind."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from django.http import QueryDict

from milkshed.herd.detail_words import CODES, TITLES
from milkshed.herd.diagnoses import DIAGNOSES
from milkshed.herd.event_details import KINDS, Calf, Disposal, Entry
from milkshed.herd.worklist_rules import DISEASES
from milkshed.kernel.text import Text

_MOST_CALVES = 2
_PROPOSALS: Mapping[str, tuple[tuple[str, Text], ...]] = {
    "diagnosis": tuple((code, one.title) for code, one in DIAGNOSES.items()),
    "disease": tuple(DISEASES.items()),
}


@dataclass(frozen=True, slots=True)
class FormField:
    """One entry of a form: ``type`` as of an HTML input, or ``select`` with its options."""

    name: str
    title: Text
    type: str
    options: tuple[tuple[str, Text], ...] = ()
    low: float | None = None
    high: float | None = None
    step: str = ""
    proposals: tuple[tuple[str, Text], ...] = ()


def form_fields(kind: str) -> tuple[FormField, ...]:
    """The entries of a kind of event, calves and disposal opened out."""
    shape = KINDS.get(kind)
    if shape is None:
        return ()
    found: list[FormField] = []
    for item in fields(shape):
        if item.name == "protocol_step":
            continue
        entry: Entry = item.metadata["entry"]
        if entry.type is Calf:
            for number in range(1, _MOST_CALVES + 1):
                found += [_field(f, f"calf{number}_{f.name}", number) for f in fields(Calf)]
        elif entry.type is Disposal:
            found += [_field(f, f"disposal_{f.name}") for f in fields(Disposal)]
        else:
            found.append(_field(item, item.name))
    return tuple(found)


def _field(item: object, name: str, calf: int = 0) -> FormField:
    entry: Entry = item.metadata["entry"]  # type: ignore[attr-defined]
    own = str(item.name)  # type: ignore[attr-defined]
    title = TITLES.get(name) or TITLES.get(own) or Text(own, own)
    if calf:
        title = Text(f"犊牛{calf} {title.zh}", f"Calf {calf}: {title.en.lower()}")
    if entry.codes:
        options = tuple((code, CODES.get(code, Text(code, code))) for code in entry.codes)
        return FormField(name, title, "select", options)
    if entry.type is bool:
        return FormField(name, title, "checkbox")
    if entry.type in (int, float):
        step = "1" if entry.type is int else f"{entry.step:g}" if entry.step else "any"
        return FormField(name, title, "number", (), entry.low, entry.high, step)
    return FormField(name, title, "text", proposals=_PROPOSALS.get(own, ()))


def details_from(kind: str, given: QueryDict | Mapping[str, str]) -> dict[str, object]:
    """The details that a form holds for a kind; what was left empty is left out."""
    details: dict[str, object] = {}
    calves: dict[int, dict[str, object]] = {}
    disposal: dict[str, object] = {}
    for one in form_fields(kind):
        value = str(given.get(one.name, "")).strip()
        if not value:
            continue
        if one.name.startswith("calf"):
            number, _, name = one.name[4:].partition("_")
            calves.setdefault(int(number), {})[name] = value
        elif one.name.startswith("disposal_"):
            disposal[one.name.removeprefix("disposal_")] = value
        else:
            details[one.name] = value
    if calves:
        details["calves"] = [calves[number] for number in sorted(calves)]
    if disposal:
        details["disposal"] = disposal
    note = str(given.get("note", "")).strip()[:200]
    if note:
        details["note"] = note
    return details
