"""Files from outside: pedigrees, type scores, genotypes."""

import hashlib
import io
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePath

from milkshed.breeding.actions.register import EntryRow, register_entries
from milkshed.breeding.actions.samples import load_genotypes
from milkshed.breeding.actions.types import TypeRow, record_classifications
from milkshed.breeding.models import GenotypeFile, LaboratoryFormat
from milkshed.breeding.science.genotype_files import (
    LaboratoryGenotypes,
    UnreadableFile,
    read_bed,
    read_final_report,
    read_ped,
    read_vcf,
)
from milkshed.breeding.science.type_scores import TRAIT_TITLES, TRAITS
from milkshed.herd.facade import read_foreign_table
from milkshed.kernel.problems import MALFORMED, TOO_LARGE, Fault, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.models import Person

_LARGEST_FILE_BYTES = 20 * 1024 * 1024
_LARGEST_GENOTYPES_BYTES = 400 * 1024 * 1024
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


TYPE_COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("Animal", "Number", "登记号", "耳标", "牛号"),
    "scored_on": ("Date", "Scored", "鉴定日期", "日期"),
    "defects": ("Defects", "缺陷"),
    **{trait: (trait, TRAIT_TITLES[trait].zh, TRAIT_TITLES[trait].en) for trait in TRAITS},
}


def import_classifications(person: Person, content: bytes) -> BatchReport:
    """Take in type scores: one row a cow with the twenty linear traits; see ``TYPE_COLUMNS``."""
    if len(content) > _LARGEST_FILE_BYTES:
        raise Problem(TOO_LARGE, Text("文件超过20MB", "The file is larger than 20 MB"))
    table = read_foreign_table(content, TYPE_COLUMNS)
    missing = [name for name in ("number", "scored_on") if name not in table.columns]
    if missing:
        message = Text("需要登记号和鉴定日期列", "Columns of number and date are needed")
        raise Problem(MALFORMED, message, [Fault(missing[0], "", "column-missing", message)])
    rows, lines = [], []
    report = BatchReport()
    for line, cells in table.rows:
        row, faults = _type_row(cells)
        if row is None:
            report.refuse(line, faults)
        else:
            rows.append(row)
            lines.append(line)
    taken = record_classifications(person, rows)
    for number, line in enumerate(lines, start=1):
        if number in taken.accepted:
            report.accept(line, taken.accepted[number])
        elif number in taken.repeated:
            report.repeat(line, taken.repeated[number])
        else:
            report.refuse(line, taken.refused[number])
    return report


def _type_row(cells: Mapping[str, str]) -> tuple[TypeRow | None, list[Fault]]:
    faults = []
    scored_on = _day(cells.get("scored_on", "").strip())
    if scored_on is None:
        message = Text("日期无法识别", "This is no date")
        faults.append(Fault("scored_on", cells.get("scored_on", "")[:20], "day", message))
    traits = {}
    for trait in TRAITS:
        typed = cells.get(trait, "").strip()
        if not typed:
            continue
        if typed.isascii() and typed.isdigit() and len(typed) < 4:
            traits[trait] = int(typed)
        else:
            message = Text("应为整数", "A whole number is expected")
            faults.append(Fault(f"traits.{trait}", typed[:20], "whole-number", message))
    if faults or scored_on is None:
        return None, faults
    return TypeRow(
        cells.get("number", ""), scored_on, traits, defects_in(cells.get("defects", ""))
    ), []


def defects_in(text: str) -> list[str]:
    """Defects written one after another, parted by commas or their Chinese likes."""
    for mark in "，、；;":
        text = text.replace(mark, ",")
    return [part.strip() for part in text.split(",") if part.strip()]


def import_genotypes(person: Person, files: Mapping[str, bytes]) -> GenotypeFile:
    """Take in a laboratory's file by its endings: one FinalReport or VCF, or PLINK's two or three.

    ``files`` maps names to contents. Raises a problem naming the line where a file is not what it
    should be, or which file of a set is missing.
    """
    if sum(map(len, files.values())) > _LARGEST_GENOTYPES_BYTES:
        raise Problem(TOO_LARGE, Text("文件超过400MB", "The files are larger than 400 MB"))
    by_ending = {PurePath(name).suffix.lower(): name for name in files}
    name = next(iter(files), "")
    digest = hashlib.sha256()
    for one in sorted(files):
        digest.update(hashlib.sha256(files[one]).digest())
    try:
        content, kind, name = _read_genotypes(files, by_ending)
    except UnreadableFile as error:
        message = Text(
            f"第{error.line}行：{error.zh}" if error.line else error.zh,
            f"Line {error.line}: {error.en}" if error.line else error.en,
        )
        fault = Fault("file", name, "unreadable", message, error.line or None)
        raise Problem(MALFORMED, message, [fault]) from error
    return load_genotypes(
        person, content, file_name=name, digest=digest.hexdigest(), laboratory_format=kind
    )


def _read_genotypes(
    files: Mapping[str, bytes], by_ending: Mapping[str, str]
) -> tuple[LaboratoryGenotypes, str, str]:
    def text(ending: str) -> str:
        if ending not in by_ending:
            raise UnreadableFile(
                0, f"还需要{ending}文件（与主文件一起选择）", f"the {ending} file is needed too"
            )
        return files[by_ending[ending]].decode("utf-8-sig", errors="replace")

    if ".bed" in by_ending:
        name = by_ending[".bed"]
        content = read_bed(files[name], text(".bim"), text(".fam"))
        return content, LaboratoryFormat.PLINK_BED, name
    if ".ped" in by_ending:
        name = by_ending[".ped"]
        return read_ped(_lines(files[name]), text(".map")), LaboratoryFormat.PLINK_PED, name
    if ".vcf" in by_ending:
        name = by_ending[".vcf"]
        return read_vcf(_lines(files[name])), LaboratoryFormat.VCF, name
    if len(files) == 1:
        name = next(iter(files))
        return read_final_report(_lines(files[name])), LaboratoryFormat.FINAL_REPORT, name
    raise UnreadableFile(
        0,
        "请选择一个FinalReport或VCF，或PLINK的.bed/.bim/.fam、.ped/.map",
        "choose one FinalReport or VCF, or PLINK's .bed/.bim/.fam or .ped/.map",
    )


def _lines(content: bytes) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(content), encoding="utf-8-sig", errors="replace")
