"""ADIS (ISO 11787): definition lines, value lines, headers and ends, read and written.

Every line begins with its type and its status: ``D`` defines the items of an entity, ``V`` holds
their values at fixed widths, ``E`` ends a logical file, ``Z`` the physical file, ``C`` is a
comment; ``S``, ``R``, ``F``, ``T``, ``O`` and ``I`` belong to dialogues with devices. Status ``H``
marks the header, ``N`` normal data, ``F`` a faulty entry, ``D`` one to be deleted. Numbers have
their decimals implied by the definition; a field filled with ``?`` or ``|`` or blanks holds
nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from milkshed.kernel.problems import Fault
from milkshed.kernel.text import Text

LINE_TYPES = frozenset("DVEZCSRFTOI")
STATUSES = frozenset("HNFDS?")
_ITEM = 11
_ENTITY = 6
_NOTHING = "?"
_LONGEST_FIELD = 99
_ENCODINGS = ("utf-8", "cp850", "latin-1")
Value = str | None


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a definition: its number in the dictionary, width and implied decimals."""

    number: str
    length: int
    decimals: int = 0

    def written(self) -> str:
        """The item as it stands in a definition line."""
        return f"{self.number}{self.length:02d}{self.decimals}"


@dataclass(frozen=True, slots=True)
class Definition:
    """The items of an entity's value lines, in order. The header's entity is ``000000``."""

    entity: str
    items: tuple[Item, ...]
    is_header: bool = False

    def written(self) -> str:
        """The definition line, without its end."""
        status = "H" if self.is_header else "N"
        return f"D{status}{self.entity}{''.join(item.written() for item in self.items)}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One value line: what it holds by item number; None where nothing is said.

    ``line`` counts from 1; ``status`` is the line's own (``N`` normal, ``D`` delete, ``F`` faulty).
    """

    entity: str
    values: Mapping[str, Value]
    line: int = 0
    status: str = "N"
    is_header: bool = False


@dataclass(slots=True)
class Document:
    """A file as read: entries in order, the definitions in force last, comments, and faults."""

    entries: list[Entry] = field(default_factory=list)
    definitions: dict[str, Definition] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    encoding: str = "utf-8"
    is_complete: bool = False

    def of(self, entity: str) -> Iterator[Entry]:
        """The normal entries of an entity."""
        return (e for e in self.entries if e.entity == entity and not e.is_header)


def read_definition(line: str) -> Definition:
    """Read a definition line; raises ValueError saying what is wrong.

    >>> read_definition("DH000000000000000800020168124000201575080").items[1]
    Item(number='00201681', length=24, decimals=0)
    """
    entity, rest = line[2 : 2 + _ENTITY], line[2 + _ENTITY :].rstrip()
    if not (entity.isdecimal() and len(entity) == _ENTITY):
        raise ValueError("entity")
    if not rest or len(rest) % _ITEM:
        raise ValueError("items")
    items = []
    for start in range(0, len(rest), _ITEM):
        part = rest[start : start + _ITEM]
        if not part.isdecimal() or not part.isascii():
            raise ValueError("items")
        items.append(Item(part[:8], int(part[8:10]), int(part[10])))
    if any(item.length == 0 for item in items):
        raise ValueError("length")
    return Definition(entity, tuple(items), line[1] == "H")


def read_adis(content: bytes) -> Document:
    """Read a file; every line that cannot be read is a fault of its own, the others go on."""
    document = Document()
    text = ""
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        document.encoding = encoding
        break
    # a line separator inside a value is no end of line here
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if raw.strip("\x1a \t"):
            _read_line(raw, number, document)
    if not document.is_complete:
        message = Text(
            "文件没有结束行（Z），可能没有传完",
            "There is no end line (Z): the file may be cut short",
        )
        document.faults.append(Fault("file", "", "no-end", message))
    return document


def _read_line(raw: str, number: int, document: Document) -> None:
    kind, status = raw[:1].upper(), raw[1:2].upper()

    def refuse(field_name: str, rule: str, zh: str, en: str) -> None:
        document.faults.append(Fault(field_name, raw[:40], rule, Text(zh, en), number))

    if kind not in LINE_TYPES:
        refuse("line", "line-type", "不认识的行类型", "The type of the line is not known")
    elif kind == "Z":
        document.is_complete = True
    elif kind == "C":
        document.comments.append(raw[2:].strip())
    elif kind == "D":
        try:
            found = read_definition(raw)
        except ValueError as error:
            refuse(
                "definition",
                "definition",
                f"定义行有误（{error}）",
                f"The definition line is wrong ({error})",
            )
            # values that follow must not be read with the definition that stood before
            document.definitions.pop(raw[2:8] + ("H" if status == "H" else ""), None)
            return
        document.definitions[_key(found.entity, found.is_header)] = found
    elif kind == "V":
        _read_values(raw, number, status, document)


def _key(entity: str, is_header: bool) -> str:
    return entity + ("H" if is_header else "")


def _read_values(raw: str, number: int, status: str, document: Document) -> None:
    entity, is_header = raw[2 : 2 + _ENTITY], status == "H"
    definition = document.definitions.get(_key(entity, is_header))

    def refuse(field_name: str, value: str, rule: str, zh: str, en: str) -> None:
        document.faults.append(Fault(field_name, value, rule, Text(zh, en), number))

    if definition is None:
        refuse("entity", entity, "undefined", "该实体没有定义行", "The entity has no definition")
        return
    width = sum(item.length for item in definition.items)
    body = raw[2 + _ENTITY :]
    if len(body.rstrip()) > width:
        refuse("line", raw[:40], "too-long", "值行比定义长", "The line is longer than defined")
        return
    start, values = 0, {}
    for item in definition.items:
        part = body[start : start + item.length]
        start += item.length
        # only text may lack the blanks at the end of a line
        cut = len(part) < item.length and part.strip()
        if cut and (item.decimals or part.strip().isdecimal()):
            refuse(item.number, part, "cut-line", "值行中断", "The line breaks off")
            return
        value = read_value(part, item)
        if value is None and part.strip("?| "):
            refuse(item.number, part, "number", "不是数字", "This is no number")
            return
        values[item.number] = value
    document.entries.append(Entry(entity, values, number, status or "N", is_header))


def read_value(part: str, item: Item) -> Value:
    """What a field holds: text without blanks around it, numbers with their point; None if empty.

    >>> read_value("00285", Item("00800044", 5, 1))
    '28.5'
    """
    plain = part.strip()
    if not plain or not plain.strip("?|"):
        return None
    if not item.decimals:
        return plain
    sign = "-" if plain.startswith("-") else ""
    digits = plain.lstrip("+-").strip()
    if "." in digits:
        try:
            return str(Decimal(plain))
        except InvalidOperation:
            return None
    if not digits.isdecimal() or not digits.isascii():
        return None
    digits = digits.rjust(item.decimals + 1, "0")
    whole = digits[: -item.decimals].lstrip("0") or "0"
    return f"{sign}{whole}.{digits[-item.decimals :]}"


def write_value(value: Value, item: Item) -> str:
    """A value at its width; raises ValueError where it does not fit.

    Numbers of items with decimals are rounded half up to them and filled with zeros, texts stand
    left, whole digits of items without decimals right.
    """
    if value is None or value == "":
        return _NOTHING * item.length
    if item.decimals:
        try:
            exact = Decimal(value)
        except InvalidOperation:
            raise ValueError(f"{item.number}: {value!r}") from None
        scaled = int((exact * 10**item.decimals).quantize(Decimal(1), rounding="ROUND_HALF_UP"))
        sign = "-" if scaled < 0 else ""
        written = sign + str(abs(scaled)).rjust(item.length - len(sign), "0")
    elif value.isdecimal() and value.isascii():
        written = value.rjust(item.length)
    else:
        written = value.ljust(item.length)
    if len(written) != item.length or not value.isprintable() or not value.strip("?| "):
        raise ValueError(f"{item.number}: {value!r}")
    return written


def write_adis(
    parts: Sequence[tuple[Definition, Sequence[Mapping[str, Value]]]],
    *,
    header: Mapping[str, Value] | None = None,
    header_definition: Definition | None = None,
    encoding: str = "utf-8",
) -> bytes:
    """Write definitions, their value lines and the ends, with CR LF.

    ``parts`` are entities with their values by item number. Raises ValueError naming the item
    and the value that does not fit.
    """
    lines: list[str] = []
    if header is not None:
        definition = header_definition or HEADER
        lines += [definition.written(), _value_line(definition, header)]
    for definition, rows in parts:
        lines.append(definition.written())
        lines += [_value_line(definition, row) for row in rows]
    lines += ["EN", "ZN"]
    return "".join(f"{line}\r\n" for line in lines).encode(encoding)


def _value_line(definition: Definition, values: Mapping[str, Value]) -> str:
    status = "H" if definition.is_header else "N"
    body = "".join(write_value(values.get(item.number), item) for item in definition.items)
    return f"V{status}{definition.entity}{body}"


HEADER = Definition(
    "000000",
    (Item("00000000", 8), Item("00201681", 24), Item("00201575", 8)),
    is_header=True,
)
"""The header that devices send: an empty item, the name of the sender, the day of the file."""


def adis_day(value: Value) -> date | None:
    """A day as ``yyyymmdd``; None where it is none."""
    if value is None or not value.isdecimal() or len(value) != len("20260105"):
        return None
    try:
        return date(int(value[:4]), int(value[4:6]), int(value[6:]))
    except ValueError:
        return None
