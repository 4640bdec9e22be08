"""Files from outside: pedigrees."""

from collections.abc import Mapping
from datetime import date, datetime

from milkshed.breeding.actions.register import EntryRow, register_entries
from milkshed.herd.facade import read_foreign_table
from milkshed.kernel.problems import MALFORMED, TOO_LARGE, Fault, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.models import Person

_LARGEST_FILE_BYTES = 20 * 1024 * 1024
ENTRY_COLUMNS: dict[str, tuple[str, ...]] = {
    "identity": ("Animal", "Id", "Number", "登记号", "牛号", "耳标", "个体号"),
    "sire": ("Sire", "Father", "父号", "父亲", "父"),
    "dam": ("Dam", "Mother", "母号", "母亲", "母"),
    "sex": ("Sex", "性别"),
    "born_on": ("Born", "BirthDate", "出生日期", "出生"),
    "country": ("Country", "国家"),
    "breed": ("Breed", "品种"),
}
_SEXES = {
    "F": "F", "母": "F", "FEMALE": "F", "2": "F", "雌": "F",
    "M": "M", "公": "M", "MALE": "M", "1": "M", "雄": "M", "": "",
}  # fmt: skip
_MISSING = {"0", ".", "NA", "-", "未知"}
_DAYS = ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S")


def import_entries(person: Person, content: bytes) -> BatchReport:
    """Take in a pedigree file: CSV, delimited text or Excel, one row an animal.

    Rows are told by their line in the file; one with an unreadable sex or date is refused with
    the others. Raises a problem where the bytes are no table or the column of numbers is missing.
    """
    if len(content) > _LARGEST_FILE_BYTES:
        raise Problem(TOO_LARGE, Text("文件超过20MB", "The file is larger than 20 MB"))
    table = read_foreign_table(content, ENTRY_COLUMNS)
    if "identity" not in table.columns:
        names = " / ".join(ENTRY_COLUMNS["identity"])
        raise Problem(
            MALFORMED,
            Text("文件缺少登记号列", "The column of animal numbers is missing"),
            [
                Fault(
                    "identity",
                    "",
                    "column-missing",
                    Text(f"需要列“登记号”，可写作 {names}", f"A column {names} is needed"),
                )
            ],
        )
    rows, lines = [], []
    unreadable: dict[int, list[Fault]] = {}
    for line, cells in table.rows:
        row, faults = _read(cells)
        if faults:
            unreadable[line] = faults
        else:
            rows.append(row)
            lines.append(line)
    taken = register_entries(person, rows)
    report = BatchReport()
    for number, line in enumerate(lines, start=1):
        if number in taken.accepted:
            report.accept(line, taken.accepted[number])
        elif number in taken.repeated:
            report.repeat(line, taken.repeated[number])
        else:
            report.refuse(line, taken.refused[number])
    for line, faults in unreadable.items():
        report.refuse(line, faults)
    return report


def _read(held: Mapping[str, str]) -> tuple[EntryRow, list[Fault]]:
    faults = []
    sex = _SEXES.get(held.get("sex", "").strip().upper())
    if sex is None:
        message = Text("性别应为公或母", "The sex is M or F")
        faults.append(Fault("sex", held["sex"][:20], "choice", message))
    born, typed = None, held.get("born_on", "").strip()
    if typed and typed not in _MISSING:
        born = _day(typed)
        if born is None:
            message = Text("日期无法识别", "This is no date")
            faults.append(Fault("born_on", typed[:20], "day", message))
    sire, dam = ("" if (v := held.get(k, "").strip()) in _MISSING else v for k in ("sire", "dam"))
    country = held.get("country", "").strip().upper()[:2] or "CN"
    return (
        EntryRow(
            held.get("identity", ""), sire, dam, sex=sex or "", born_on=born,
            breed=held.get("breed", "").strip()[:30], country=country,
        ),
        faults,
    )  # fmt: skip


def _day(text: str) -> date | None:
    for shape in _DAYS:
        try:
            return datetime.strptime(text, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    return None
