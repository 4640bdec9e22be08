"""Taking over lists that other authorities decided by law; they are shown, never altered."""

import csv
import io
from collections.abc import Iterator

from django.db import transaction

from milkshed.kernel.credit_code import CREDIT_CODE
from milkshed.kernel.problems import MALFORMED, Fault, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person
from milkshed.platform.permissions import require
from milkshed.platform.web.entries import as_day
from milkshed.trade.models.credit import StatutoryListing

COLUMNS = (
    "credit_code", "name", "list_name", "authority", "decision_number", "listed_on", "until",
)  # fmt: skip
MAX_ROWS = 20_000
_REQUIRED = COLUMNS[:-1]
_LENGTHS = {"name": 160, "list_name": 120, "authority": 120, "decision_number": 80}


def import_statutory(person: Person, content: bytes, source: str) -> BatchReport:
    """Take over a CSV of listings; good rows are stored, every refused row says why.

    Columns are those of :data:`COLUMNS`; UTF-8 or GB 18030. A row that is there already counts
    as repeated. Raises a problem when the file cannot be read at all.
    """
    require(person, "trade.import_statutory")
    report = BatchReport()
    known = dict(Organisation.objects.exclude(credit_code=None).values_list("credit_code", "pk"))
    with transaction.atomic():
        for number, row in enumerate(_rows(content), start=1):
            faults = _faults(row)
            if faults:
                report.refuse(number, faults)
                continue
            code, listed_on = row["credit_code"].upper(), as_day(row["listed_on"])
            assert listed_on is not None
            listing, created = StatutoryListing.objects.get_or_create(
                credit_code=code,
                list_name=row["list_name"],
                decision_number=row["decision_number"],
                defaults={
                    "name": row["name"],
                    "subject_id": known.get(code),
                    "authority": row["authority"],
                    "listed_on": listed_on,
                    "until": as_day(row["until"]),
                    "source": source[:200],
                    "imported_by": person,
                },
            )
            (report.accept if created else report.repeat)(number, str(listing.pk))
    return report


def _rows(content: bytes) -> Iterator[dict[str, str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("gb18030", errors="replace")
    reader = csv.DictReader(io.StringIO(text.replace("\0", "")))
    missing = [name for name in _REQUIRED if name not in (reader.fieldnames or ())]
    if missing:
        message = Text(
            f"缺少列：{'、'.join(missing)}；应有 {', '.join(COLUMNS)}",
            f"Missing columns: {', '.join(missing)}; wanted {', '.join(COLUMNS)}",
        )
        raise Problem(MALFORMED, message, [Fault("file", missing[0], "columns", message)])
    for number, row in enumerate(reader, start=1):
        if number > MAX_ROWS:
            message = Text(f"一次最多{MAX_ROWS}行", f"At most {MAX_ROWS} rows at once")
            raise Problem(MALFORMED, message, [Fault("file", number, "max-rows", message)])
        yield {name: (row.get(name) or "").strip() for name in COLUMNS}


def _faults(row: dict[str, str]) -> list[Fault]:
    found = [
        Fault(name, "", "required", Text("不能为空", "Must not be empty"))
        for name in _REQUIRED
        if not row[name]
    ]
    if row["credit_code"]:
        try:
            CREDIT_CODE.parse(row["credit_code"].upper(), "credit_code")
        except Problem as problem:
            found += problem.faults
    for name in ("listed_on", "until"):
        if row[name] and as_day(row[name]) is None:
            found.append(
                Fault(
                    name, row[name], "day",
                    Text("日期应写作2026-01-31", "Write days as 2026-01-31"),
                )
            )  # fmt: skip
    for name, most in _LENGTHS.items():
        if len(row[name]) > most:
            found.append(
                Fault(
                    name, row[name], "max-length",
                    Text(f"不超过{most}字", f"At most {most} characters"),
                )
            )  # fmt: skip
    return found
