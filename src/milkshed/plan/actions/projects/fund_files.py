"""Funds from Excel or CSV files: every row told first, written once somebody says so, none twice.

A row names a line of money and, as a rule, one move on it. Between the two steps nothing is
stored: the rows that passed travel in a signed field, and are judged again when they are written.
Moves that wait to be confirmed count here as if they were, those of the file included, so that an
allocation and what was disbursed from it come in together; when they are confirmed the rule is
kept by what is confirmed.
"""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from milkshed.kernel.money import format_yuan
from milkshed.kernel.problems import MALFORMED, TOO_LARGE, Fault, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.plan.actions.numbering import next_serial
from milkshed.plan.actions.projects.entries import organisation_of
from milkshed.plan.actions.projects.fund_rows import (
    COLUMNS,
    LineKey,
    Row,
    prepared,
    units_by_name,
)
from milkshed.plan.actions.projects.funds import beyond
from milkshed.plan.flow import FUND_FLOW
from milkshed.plan.models import FundLine, FundMove, RegisterEntry
from milkshed.plan.science.balances import MOVES, Balance, balance
from milkshed.platform.documents.tables import read_table
from milkshed.platform.models import Person, Transition
from milkshed.platform.permissions import require
from milkshed.platform.scope import scope_of, visible

MOST_ROWS = 2000
_NUMBER = re.compile(r"ZJ(\d{4})-(\d{4,9})")
_SALT = "milkshed.plan.fund-rows"
_SECONDS = 2 * 60 * 60


@dataclass(slots=True)
class _Ledger:
    """A line as it stands while rows are judged.

    ``stored`` are its moves on record by kind and document, ``rows`` the rows of the file that
    add to it.
    """

    line: FundLine | None = None
    stored: dict[tuple[str, str], tuple[date, Decimal]] = field(default_factory=dict)
    rows: dict[tuple[str, str], int] = field(default_factory=dict)
    balance: Balance = field(default_factory=Balance)

    def holds(self, row: Row) -> bool:
        """Whether what a row says is on record already."""
        if not row.kind:
            return self.line is not None and row.named in ("", self.line.title)
        return self.stored.get((row.kind, row.document)) == (row.on, row.yuan)

    def take(self, number: int, row: Row) -> None:
        """Reckon with a row of the file."""
        if row.kind and row.yuan is not None:
            self.rows[row.kind, row.document] = number
            self.balance += balance([(row.kind, row.yuan)])


def preview(person: Person, content: bytes) -> tuple[BatchReport, str]:
    """What would become of every row, and the signed rows that may be taken; writes nothing."""
    require(person, "plan.move_fund")
    table = read_table(content, COLUMNS)
    if len(table.rows) > MOST_ROWS:
        raise Problem(
            TOO_LARGE,
            Text(f"一次最多{MOST_ROWS}行，请分批导入", f"At most {MOST_ROWS} rows at a time"),
        )
    report = table.report
    units = units_by_name()
    rows: list[tuple[int, Row]] = []
    for number, values in table.rows:
        try:
            rows.append((number, prepared(person, values, units)))
        except Problem as problem:
            report.refuse(number, problem)
    good = _judged(person, rows, report, _lines_for(person))
    plain = [[number, _plain(row)] for number, row in good]
    return report, signing.dumps([person.pk, plain], salt=_SALT, compress=True)


def take(person: Person, sealed: str) -> BatchReport:
    """Write the rows of a preview: lines are opened, moves wait for another person.

    Rows are judged again by what stands now; what stands already is told and not written twice.
    """
    require(person, "plan.move_fund")
    rows = _opened(person, sealed)
    report = BatchReport()
    today = timezone.localdate()
    with transaction.atomic():
        serial = next_serial(
            FundLine.objects.filter(year=today.year), f"plan.fund.{today.year}"
        )  # one at a time from here on
        good = _judged(person, rows, report, _lines_for(person).select_for_update(of=("self",)))
        lines = _stored_lines(person, [row for _, row in good], serial)
        _stored_moves(person, [(lines[row.line], row) for _, row in good if row.kind])
        for number, row in good:
            report.accept(number, f"{lines[row.line].number} {row.told}")
    return report


def _lines_for(person: Person) -> QuerySet[FundLine]:
    return visible(FundLine.objects.select_related("unit"), scope_of(person))


def _judged(
    person: Person,
    rows: Sequence[tuple[int, Row]],
    report: BatchReport,
    lines: QuerySet[FundLine],
) -> list[tuple[int, Row]]:
    """The rows that may be written, in their order; the others are noted in the report.

    Allocations are judged before what is disbursed from them, whatever the order in the file.
    """
    ledgers = _ledgers({row.line for _, row in rows}, lines)
    good: dict[int, Row] = {}
    for number, row in sorted(rows, key=_in_order):
        ledger = ledgers[row.line]
        if ledger.holds(row):
            report.repeat(number, row.told)
            continue
        fault = _wrong_name(row, ledger) or (_wrong_here(row, ledger) if row.kind else None)
        if fault is not None:
            report.refuse(number, fault)
            continue
        ledger.take(number, row)
        report.accept(number, row.told)
        good[number] = row
    return sorted(good.items())


def _wrong_name(row: Row, ledger: _Ledger) -> Fault | None:
    if not row.line.number:
        return None
    if ledger.line is None:
        message = Text(f"没有资金{row.line.number}", f"There is no line {row.line.number}")
        return Fault("number", row.line.number, "known", message)
    if row.named and row.named != ledger.line.title:
        message = Text(
            f"{row.line.number}的名称是“{ledger.line.title}”，与本行不同",
            f"{row.line.number} is called {ledger.line.title!r}",
        )
        return Fault("title", row.named, "differs", message)
    return None


def _wrong_here(row: Row, ledger: _Ledger) -> Fault | None:
    """What is wrong with a move on the line as it stands: its document, or its amount."""
    key = (row.kind, row.document)
    message = None
    if key in ledger.stored:
        day, yuan = ledger.stored[key]
        message = Text(
            f"该文号已登记同类收支（{day}，{format_yuan(yuan)}元），与本行不同",
            f"The document was entered for this already ({day}, {format_yuan(yuan)} CNY)",
        )
    elif key in ledger.rows:
        before = ledger.rows[key]
        message = Text(f"与第{before}行重复", f"The same as row {before}")
    if message is not None:
        return Fault("document", row.document, "duplicate", message)
    assert row.yuan is not None  # a row with a kind has an amount
    return beyond(ledger.balance, row.kind, row.yuan)


def _in_order(numbered: tuple[int, Row]) -> tuple[int, date, int]:
    number, row = numbered
    return (MOVES.index(row.kind) if row.kind else -1, row.on or date.min, number)


def _ledgers(keys: set[LineKey], lines: QuerySet[FundLine]) -> dict[LineKey, _Ledger]:
    """How each line of a file stands; one that is named in two ways stands once."""
    this_year = timezone.localdate().year
    titled = lines.filter(title__in={key.title for key in keys if key.title}, year=this_year)
    numbers = [_year_and_serial(key.number) for key in keys if key.number]
    numbered = lines.filter(serial__in={serial for _, serial in numbers})
    known = {_key_of(line): line for line in titled.order_by("pk")}
    known |= {LineKey(number=line.number): line for line in numbered.order_by("pk")}
    standing: dict[int, _Ledger] = {}
    ledgers = {}
    for key in keys:
        line = known.get(key)
        ledgers[key] = _Ledger() if line is None else standing.setdefault(line.pk, _Ledger(line))
    moves = FundMove.objects.filter(line__in=standing).exclude(state="returned")
    for pk, kind, document, on, yuan in moves.values_list("line", "kind", "document", "on", "yuan"):
        standing[pk].stored[kind, document] = (on, yuan)
        standing[pk].balance += balance([(kind, yuan)])
    return ledgers


def _key_of(line: FundLine) -> LineKey:
    return LineKey(
        title=line.title,
        source=line.source,
        unit=line.unit.code,
        part=line.part,
        county=line.county,
    )


def _year_and_serial(number: str) -> tuple[int, int]:
    """The parts of a line's number; noughts where it is none."""
    found = _NUMBER.fullmatch(number)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _stored_lines(person: Person, rows: Sequence[Row], first: int) -> dict[LineKey, FundLine]:
    """The line of each row: those that stand, and new ones numbered from ``first`` on."""
    wanted: dict[LineKey, Row] = {}
    for row in rows:
        wanted.setdefault(row.line, row)
    held = {key: one.line for key, one in _ledgers(set(wanted), _lines_for(person)).items()}
    new = [row for key, row in wanted.items() if held[key] is None]
    lines = {key: line for key, line in held.items() if line is not None}
    if not new:
        return lines
    require(person, "plan.open_fund")
    units = units_by_name()
    organisation = organisation_of(person)
    entries = {one.pk: one for one in RegisterEntry.objects.filter(pk__in=[r.entry for r in new])}
    for serial, row in enumerate(new, start=first):
        entry = entries.get(row.entry or 0)
        lines[row.line] = FundLine(
            year=timezone.localdate().year,
            serial=serial,
            title=row.line.title,
            source=row.line.source,
            part=row.line.part,
            subject_kind=entry.kind if entry else "",
            subject=entry.subject if entry else "",
            county=row.line.county,
            unit=units[row.line.unit],
            organisation=organisation,
            opened_by=person,
        )
    FundLine.objects.bulk_create([lines[row.line] for row in new])
    return lines


def _stored_moves(person: Person, rows: Sequence[tuple[FundLine, Row]]) -> None:
    moves = FundMove.objects.bulk_create(_new_move(person, line, row) for line, row in rows)
    Transition.objects.bulk_create(
        Transition(
            subject=FUND_FLOW.subject,
            subject_id=move.pk,
            verb="plan.move_fund",
            source=FUND_FLOW.initial,
            target="submitted",
            person=person,
        )
        for move in moves
    )


def _new_move(person: Person, line: FundLine, row: Row) -> FundMove:
    assert row.on is not None  # a row with a kind has a day and an amount
    assert row.yuan is not None
    return FundMove(
        line=line,
        kind=row.kind,
        on=row.on,
        yuan=row.yuan,
        document=row.document,
        receiver=row.receiver,
        entered_by=person,
        state="submitted",
    )


def _plain(row: Row) -> dict[str, Any]:
    return {
        **asdict(row),
        "on": row.on.isoformat() if row.on else None,
        "yuan": None if row.yuan is None else str(row.yuan),
    }


def _opened(person: Person, sealed: str) -> list[tuple[int, Row]]:
    try:
        owner, plain = signing.loads(sealed, salt=_SALT, max_age=_SECONDS)
    except signing.BadSignature:
        owner, plain = None, []
    if owner != person.pk:
        raise Problem(
            MALFORMED,
            Text(
                "预览已过期或不属于您，请重新上传", "The preview is over or not yours: upload again"
            ),
        )
    return [
        (
            number,
            Row(
                **{
                    **values,
                    "line": LineKey(**values["line"]),
                    "on": date.fromisoformat(values["on"]) if values["on"] else None,
                    "yuan": None if values["yuan"] is None else Decimal(values["yuan"]),
                }
            ),
        )
        for number, values in plain
    ]
