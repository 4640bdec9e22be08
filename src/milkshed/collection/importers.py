"""The register of papers from an Excel file: looked through first, then taken in row by row."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from milkshed.collection.actions.registry import Term, grant_licence
from milkshed.collection.models import Licence, LicenceKind, Station, Tanker
from milkshed.kernel.problems import Fault, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import read_excel
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import scope_of, visible

COLUMNS = (
    Column(
        "kind",
        Text("证件类型", "Kind"),
        required=True,
        choices=tuple(title for _, title in LicenceKind.choices),
        width=20,
    ),
    Column("number", Text("证号", "Number"), required=True, width=24),
    Column(
        "subject",
        Text("收购站或车牌", "Station or plate"),
        required=True,
        note="收购站填全称或全球位置码，运输车填车牌",
        width=24,
    ),
    Column("valid_from", Text("有效期起", "Valid from"), Kind.DATE, required=True),
    Column("valid_to", Text("有效期止", "Valid to"), Kind.DATE, required=True),
)
_KINDS = {title: code for code, title in LicenceKind.choices}


@dataclass(frozen=True, slots=True)
class LicenceImport:
    """What a file held: the rows as read, and the fate of each by its row in the file."""

    rows: list[tuple[int, dict[str, Any]]]
    report: BatchReport


class _OnlyLooked(Exception):
    """Ends a look through, so that nothing stays written."""


def import_licences(person: Person, content: bytes, *, keep: bool) -> LicenceImport:
    """Take the papers of a file into the register, or (``keep`` False) only say what would happen.

    Every row is accepted, there already, or refused with field, value and rule; a bad row stops
    no other. Raises Problem when the file cannot be read at all.
    """
    require(person, "collection.import_licences")
    table = read_excel(content, COLUMNS)
    stations = visible(Station.objects.select_related("place__organisation"), scope_of(person))
    tankers = visible(Tanker.objects.select_related("carrier"), scope_of(person))
    subjects: dict[tuple[str, str], list[Station | Tanker]] = {}
    for station in stations:
        for name in {station.place.name_zh, station.place.gln}:
            subjects.setdefault((LicenceKind.STATION, name), []).append(station)
    for tanker in tankers:
        subjects.setdefault((LicenceKind.TANKER, tanker.plate), []).append(tanker)
    try:
        with transaction.atomic():
            for number, row in table.rows:
                _take(person, number, row, subjects, table.report)
            if not keep:
                raise _OnlyLooked
    except _OnlyLooked:
        pass
    return LicenceImport(table.rows, table.report)


def _take(
    person: Person,
    number: int,
    row: dict[str, Any],
    subjects: dict[tuple[str, str], list[Station | Tanker]],
    report: BatchReport,
) -> None:
    kind = _KINDS[row["kind"]]
    named = subjects.get((kind, row["subject"]), [])
    if len(named) != 1:
        message = (
            Text("有多个同名收购站，请填全球位置码", "Several stations bear the name: give the GLN")
            if named
            else Text("辖区内没有此收购站或车牌", "No such station or plate in your reach")
        )
        report.refuse(number, Fault("subject", row["subject"], "known", message))
        return
    subject = named[0]
    held = Licence.objects.filter(number=row["number"]).first()
    if held is not None:
        if _is_same(held, subject, row["valid_from"], row["valid_to"]):
            report.repeat(number, held.number)
        else:
            message = Text("该证号已登记且内容不同", "The number is on file with other content")
            report.refuse(number, Fault("number", row["number"], "number-taken", message))
        return
    try:
        with transaction.atomic():
            made = grant_licence(
                person,
                subject,
                number=row["number"],
                term=Term(row["valid_from"], row["valid_to"]),
            )
    except Problem as problem:
        report.refuse(number, problem)
    else:
        report.accept(number, made.number)


def _is_same(held: Licence, subject: Station | Tanker, first: date, last: date) -> bool:
    of = held.station if isinstance(subject, Station) else held.tanker
    return of == subject and (held.valid_from, held.valid_to) == (first, last)
