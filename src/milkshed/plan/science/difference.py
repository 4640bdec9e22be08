"""What changed between two versions of the plan: added, dropped, other words, other numbers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from milkshed.kernel.text import Text

Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """One field of an entry that differs."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class EntryChange:
    """One entry that differs; ``kind`` is added, dropped, wording, numbers or both."""

    code: str
    title: str
    kind: str
    changes: tuple[Change, ...] = ()

    @property
    def kind_text(self) -> Text:
        """The kind in words."""
        return KINDS_OF_CHANGE[self.kind]


KINDS_OF_CHANGE: dict[str, Text] = {
    "added": Text("新增", "Added"),
    "dropped": Text("删除", "Dropped"),
    "wording": Text("改文字", "Wording"),
    "numbers": Text("改数字", "Numbers"),
    "both": Text("文字和数字都改", "Wording and numbers"),
}


def _as_written(value: object) -> str:
    """A value as a reader sees it: numbers without needless zeros, lists parted by commas."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"
    if isinstance(value, (list, tuple)):
        return "、".join(str(one) for one in value)
    return str(value)


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def difference(
    before: Sequence[tuple[str, str, Fields]], after: Sequence[tuple[str, str, Fields]]
) -> tuple[EntryChange, ...]:
    """Entries that differ, each given as ``(code, title, fields)`` and matched by its code.

    Dropped and changed entries stand in the order of ``before``, added ones follow in the order
    of ``after``. A field counts as a number where both sides, or the one that is not empty, read
    as one.
    """
    old = {code: (title, fields) for code, title, fields in before}
    new = {code: (title, fields) for code, title, fields in after}
    found: list[EntryChange] = []
    for code, (title, fields) in old.items():
        if code not in new:
            found.append(EntryChange(code, title, "dropped"))
            continue
        changes = _changes(fields, new[code][1])
        if changes:
            numbers = sum(_of_numbers(change) for change in changes)
            kind = "numbers" if numbers == len(changes) else "both" if numbers else "wording"
            found.append(EntryChange(code, new[code][0], kind, changes))
    found += [
        EntryChange(code, title, "added") for code, (title, _) in new.items() if code not in old
    ]
    return tuple(found)


def _changes(before: Fields, after: Fields) -> tuple[Change, ...]:
    pairs = (
        (name, _as_written(before.get(name)), _as_written(after.get(name)))
        for name in dict.fromkeys((*before, *after))
    )
    return tuple(Change(name, old, new) for name, old, new in pairs if old != new)


def _of_numbers(change: Change) -> bool:
    return all(_is_number(text) for text in (change.before, change.after) if text)
