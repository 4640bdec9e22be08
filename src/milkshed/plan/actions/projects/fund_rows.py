"""A row of a file of funds: its columns, and what it says once it is right by itself."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone

from milkshed.kernel.counties import county_by_name
from milkshed.kernel.money import format_yuan
from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.plan.actions.projects.funds import FundWish, MoveWish, wrong_line, wrong_move
from milkshed.plan.actions.projects.places import own_county
from milkshed.plan.models import FUND_SOURCES, MOVE_KINDS, RegisterEntry, ResponsibleUnit
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.models import Person
from milkshed.platform.scope import scope_of, visible

_SOURCE_BY_WORD = {word.zh: code for code, word in FUND_SOURCES.items()}
_KIND_BY_WORD = {word.zh: code for code, word in MOVE_KINDS.items()}
_YUAN, _WAN = "元", "万元"

COLUMNS: tuple[Column, ...] = (
    Column("number", Text("资金编号", "Number of the line"), width=14,
           note="已登记的资金填编号（如ZJ2026-0003），其余资金列可空"),
    Column("title", Text("资金名称", "Money"), width=34,
           note="新资金必填；本年名称等相同的算同一条"),
    Column("source", Text("资金来源", "Source"), choices=tuple(_SOURCE_BY_WORD), aliases=("来源",)),
    Column("unit", Text("主管单位", "Unit"), width=24, note="成员单位或市县专班的名称或编号"),
    Column("part", Text("专栏项目编号", "Project of the box"), aliases=("专栏项目",)),
    Column("county", Text("县（市、区）", "County"), note="区级可空", aliases=("县区", "县")),
    Column("entry", Text("支持的登记编号", "Entry it pays for"), width=16,
           note="如DJ2026-0012，可空"),
    Column("kind", Text("收支类别", "Move"), choices=tuple(_KIND_BY_WORD), aliases=("类别",),
           note="不填收支的行只登记资金"),
    Column("on", Text("日期", "Day"), Kind.DATE),
    Column("amount", Text("金额", "Amount"), Kind.DECIMAL, places=2, width=16),
    Column("amount_unit", Text("金额单位", "Unit of the amount"), choices=(_YUAN, _WAN)),
    Column("document", Text("文号或凭证号", "Document"), width=24, aliases=("文号", "凭证号")),
    Column("receiver", Text("收款单位", "Receiver"), width=24),
)  # fmt: skip
"""The columns of a file of funds, in and out."""
_OF_A_MOVE = ("kind", "on", "amount", "amount_unit", "document")
_TITLES = {column.key: column.title for column in COLUMNS}


@dataclass(frozen=True, slots=True)
class LineKey:
    """What tells a line of money from others in a file: its number, or all of the rest."""

    number: str = ""
    title: str = ""
    source: str = ""
    unit: str = ""
    part: str = ""
    county: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that passed the rules it can break alone; ``kind`` is empty where it has no move.

    ``named`` is the title typed, ``entry`` the key of the entry that the line pays for.
    """

    line: LineKey
    named: str
    entry: int | None
    kind: str = ""
    on: date | None = None
    yuan: Decimal | None = None
    document: str = ""
    receiver: str = ""

    @property
    def told(self) -> str:
        """The row in words."""
        name = self.named or self.line.number
        if not self.kind or self.yuan is None:
            return name
        return f"{name} {MOVE_KINDS[self.kind].zh}{format_yuan(self.yuan)}元"


def units_by_name() -> dict[str, ResponsibleUnit]:
    """The units in force today, by code and by Chinese name."""
    today = timezone.localdate()
    found = [unit for unit in ResponsibleUnit.objects.all() if unit.in_force(today)]
    return {name: unit for unit in found for name in (unit.code, unit.name_zh)}


def prepared(person: Person, values: dict[str, Any], units: dict[str, ResponsibleUnit]) -> Row:
    """A row that is right by itself, or a problem with all that is wrong."""
    faults: list[Fault] = []
    entry = _entry(person, values["entry"], faults)
    part = values["part"] or (entry.part if entry else "")
    line = _line_key(person, values, part, units, faults)
    move = _move(values, faults)
    if faults:
        raise Problem(INVALID, None, faults)
    named = (values["title"] or "").strip()
    if move is None:
        return Row(line, named, entry.pk if entry else None)
    return Row(
        line,
        named,
        entry.pk if entry else None,
        move.kind,
        move.on,
        move.yuan,
        move.document.strip(),
        move.receiver.strip(),
    )


def _line_key(
    person: Person,
    values: dict[str, Any],
    part: str,
    units: dict[str, ResponsibleUnit],
    faults: list[Fault],
) -> LineKey:
    number = (values["number"] or "").upper()
    if number:
        return LineKey(number=number)
    for name in ("title", "source", "unit"):
        if not values[name]:
            title = _TITLES[name]
            message = Text(
                f"没有填资金编号的行须填{title.zh}",
                f"A row without the number of a line needs: {title.en}",
            )
            faults.append(Fault(name, None, "required", message))
    unit = units.get(values["unit"] or "")
    if values["unit"] and unit is None:
        message = Text(
            f"“{values['unit']}”不是本规划的成员单位或市县专班",
            f"{values['unit']!r} is neither a member unit nor a task force of the plan",
        )
        faults.append(Fault("unit", values["unit"], "member-unit", message))
    county = ""
    try:
        county = county_by_name(values["county"]).code if values["county"] else own_county(person)
    except Problem as problem:
        faults += problem.faults
    wish = FundWish(
        title=values["title"] or "",
        source=_SOURCE_BY_WORD.get(values["source"] or "", ""),
        unit=unit.code if unit else "",
        part=part,
        county=county,
    )
    held = {fault.field for fault in faults}
    faults += [one for one in wrong_line(person, wish, county) if one.field not in held]
    return LineKey(
        title=wish.title.strip(),
        source=wish.source,
        unit=wish.unit,
        part=wish.part,
        county=county,
    )


def _entry(person: Person, typed: str | None, faults: list[Fault]) -> RegisterEntry | None:
    if not typed:
        return None
    year, _, serial = typed.upper().removeprefix("DJ").partition("-")
    found = None
    if year.isdecimal() and serial.isdecimal() and len(year) == 4 and len(serial) < 10:
        reached = visible(RegisterEntry.objects.all(), scope_of(person))
        found = reached.filter(year=int(year), serial=int(serial)).first()
    if found is None:
        message = Text(f"没有登记{typed}", f"There is no entry {typed}")
        faults.append(Fault("entry", typed, "known", message))
    return found


def _move(values: dict[str, Any], faults: list[Fault]) -> MoveWish | None:
    """The move of a row; None where it has none, or is not whole."""
    given = [name for name in _OF_A_MOVE if values[name] is not None]
    if not given:
        return None
    missing = [name for name in _OF_A_MOVE if name not in given]
    for name in missing:
        title = _TITLES[name]
        message = Text(f"登记收支的行须填{title.zh}", f"A row with a move needs: {title.en}")
        faults.append(Fault(name, None, "required", message))
    if missing:
        return None
    wish = MoveWish(
        kind=_KIND_BY_WORD.get(values["kind"], ""),
        on=values["on"],
        amount=values["amount"],
        document=values["document"],
        in_wan=values["amount_unit"] == _WAN,
        receiver=values["receiver"] or "",
    )
    wrong = wrong_move(wish)
    faults += wrong
    return None if wrong else wish
