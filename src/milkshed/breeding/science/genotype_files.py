"""Genotype files of laboratories, read line by line: FinalReport, PLINK .bed and .ped, VCF.

Every reader answers with :class:`LaboratoryGenotypes`: counts of allele B (or of the second, or
the alternate allele) by sample and marker, with each marker's alleles and chromosome. A line that
cannot be read is named with its number. Nothing larger than one line and the counts is held.

Formats: Illumina GenomeStudio FinalReport ([Header], [Data], one line a sample and marker, or a
matrix); PLINK 1 .bed (SNP-major) with .bim and .fam; PLINK .ped with .map; VCF 4 (GT field).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from milkshed.breeding.science.arrays import held

MISSING: Final = -1
_BED_MAGIC: Final = b"\x6c\x1b\x01"
_NO_CALL: Final = frozenset({"-", "0", ".", "", "N", "--"})
_MALE_WORDS: Final = {"1": "M", "2": "F"}


class UnreadableFile(ValueError):
    """A file that is not what it should be; says the line and what was expected there."""

    def __init__(self, line: int, zh: str, en: str) -> None:
        self.line, self.zh, self.en = line, zh, en
        super().__init__(f"line {line}: {en}")


@dataclass(frozen=True, slots=True, eq=False)
class LaboratoryGenotypes:
    """What a file holds.

    ``counts`` (samples, markers) int8: copies of allele B, −1 where not called. ``alleles``
    (A, B) of each marker, empty texts where the file does not tell; ``chromosomes`` likewise.
    ``sexes``: M, F or empty, as the file tells. ``positions``: base pairs on the chromosome, 0
    where the file does not tell; empty where it tells none.
    """

    samples: tuple[str, ...]
    markers: tuple[str, ...]
    chromosomes: tuple[str, ...]
    alleles: tuple[tuple[str, str], ...]
    sexes: tuple[str, ...]
    counts: NDArray[np.int8]
    positions: tuple[int, ...] = ()


def read_final_report(lines: Iterable[str]) -> LaboratoryGenotypes:
    """Read an Illumina FinalReport: columns SNP Name, Sample ID, Allele1 - AB, Allele2 - AB.

    Alleles in Forward or Top coding are taken where AB is not given: the alphabetically first
    allele seen of a marker counts as A. Columns may stand in any order, separated by tabs or
    commas. Raises :class:`UnreadableFile`.
    """
    rows = _data_rows(lines)
    number, header = next(rows, (0, []))
    columns = {_plain(name): place for place, name in enumerate(header)}
    marker, sample = columns.get("snpname"), columns.get("sampleid")
    pair = next(
        (
            (columns[f"allele1{kind}"], columns[f"allele2{kind}"])
            for kind in ("ab", "forward", "top", "plus")
            if f"allele1{kind}" in columns and f"allele2{kind}" in columns
        ),
        None,
    )
    if marker is None or sample is None or pair is None:
        raise UnreadableFile(
            number,
            "需要列 SNP Name、Sample ID、Allele1 - AB、Allele2 - AB",
            "columns SNP Name, Sample ID, Allele1 - AB, Allele2 - AB are needed",
        )
    chromosome = columns.get("chr", columns.get("chromosome"))
    position = columns.get("position", columns.get("mapinfo"))
    widest = max(filter(None, (marker, sample, *pair)), default=0)
    samples: dict[str, int] = {}
    markers: dict[str, int] = {}
    where: dict[int, str] = {}
    stands: dict[int, int] = {}
    calls: dict[tuple[int, int], tuple[str, str]] = {}
    for number, cells in rows:
        if len(cells) <= widest:
            raise UnreadableFile(number, f"只有{len(cells)}列", f"{len(cells)} columns are too few")
        row = samples.setdefault(cells[sample].strip(), len(samples))
        column = markers.setdefault(cells[marker].strip(), len(markers))
        if chromosome is not None and chromosome < len(cells):
            where.setdefault(column, cells[chromosome].strip())
        if position is not None and position < len(cells):
            stands.setdefault(column, _base_pairs(cells[position]))
        if (row, column) in calls:
            raise UnreadableFile(
                number,
                f"样本{cells[sample]}的标记{cells[marker]}出现两次",
                f"marker {cells[marker]} of sample {cells[sample]} stands twice",
            )
        calls[row, column] = (cells[pair[0]].strip(), cells[pair[1]].strip())
    return _from_calls(samples, markers, where, stands, calls)


def _base_pairs(text: str) -> int:
    """A position as files write it; 0 where it is none, or one that says to leave it out."""
    plain = text.strip()
    return int(plain) if plain.isascii() and plain.isdigit() else 0


def _from_calls(
    samples: dict[str, int],
    markers: dict[str, int],
    where: dict[int, str],
    stands: dict[int, int],
    calls: dict[tuple[int, int], tuple[str, str]],
) -> LaboratoryGenotypes:
    seen: list[set[str]] = [set() for _ in markers]
    for (_, column), pair in calls.items():
        seen[column].update(allele for allele in pair if allele not in _NO_CALL)
    names = list(markers)
    alleles = [_pair_of(names[column], seen[column]) for column in range(len(names))]
    counts = np.full((len(samples), len(markers)), MISSING, dtype=np.int8)
    for (row, column), (one, two) in calls.items():
        if one not in _NO_CALL and two not in _NO_CALL:
            second = alleles[column][1]
            counts[row, column] = (one == second) + (two == second)
    return LaboratoryGenotypes(
        tuple(samples),
        tuple(names),
        tuple(where.get(column, "") for column in range(len(names))),
        tuple(alleles),
        ("",) * len(samples),
        held(counts),
        tuple(stands.get(column, 0) for column in range(len(names))) if stands else (),
    )


def _pair_of(marker: str, seen: set[str]) -> tuple[str, str]:
    if len(seen) > 2:
        raise UnreadableFile(
            0,
            f"标记{marker}有多于两个等位基因：{'、'.join(sorted(seen))}",
            f"marker {marker} has more than two alleles: {', '.join(sorted(seen))}",
        )
    if seen <= {"A", "B"}:
        return "A", "B"
    first, *rest = sorted(seen)
    return first, rest[0] if rest else ""


def _data_rows(lines: Iterable[str]) -> Iterator[tuple[int, list[str]]]:
    """Lines after [Data], split; a file without sections is read from its first line."""
    inside, separator = False, ""
    for number, line in enumerate(lines, start=1):
        text = line.rstrip("\r\n")
        if not inside:
            if text.strip().lower().startswith("[header]"):
                continue
            if text.strip().lower().startswith("[data]"):
                inside = True
                continue
            if "snp name" not in text.lower():
                continue
            inside = True
        if not text.strip():
            continue
        separator = separator or ("\t" if "\t" in text else ",")
        yield number, text.split(separator)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def read_bed(bed: bytes, bim: str, fam: str) -> LaboratoryGenotypes:
    """Read PLINK 1 binary genotypes; counts are of A2, the second allele of the .bim.

    Raises :class:`UnreadableFile` where the magic number or the size is wrong.
    """
    markers, chromosomes, positions, alleles = [], [], [], []
    for number, line in enumerate(bim.splitlines(), start=1):
        cells = line.split()
        if not cells:
            continue
        if len(cells) != 6:
            raise UnreadableFile(number, ".bim应有6列", "a .bim line has 6 columns")
        chromosomes.append(cells[0])
        markers.append(cells[1])
        positions.append(_base_pairs(cells[3]))
        alleles.append((cells[4], cells[5]))
    samples, sexes = [], []
    for number, line in enumerate(fam.splitlines(), start=1):
        cells = line.split()
        if not cells:
            continue
        if len(cells) < 5:
            raise UnreadableFile(number, ".fam应有6列", "a .fam line has 6 columns")
        samples.append(cells[1])
        sexes.append(_MALE_WORDS.get(cells[4], ""))
    stride = (len(samples) + 3) // 4
    if not bed.startswith(_BED_MAGIC):
        raise UnreadableFile(0, "不是SNP-major的PLINK .bed文件", "no SNP-major PLINK .bed file")
    if len(bed) != 3 + stride * len(markers):
        raise UnreadableFile(
            0,
            f".bed长度{len(bed)}与{len(samples)}个样本、{len(markers)}个标记不符",
            f"{len(bed)} bytes do not fit {len(samples)} samples and {len(markers)} markers",
        )
    packed = np.frombuffer(bed, np.uint8, offset=3).reshape(len(markers), stride)
    code = np.stack([(packed >> shift) & 3 for shift in (0, 2, 4, 6)], axis=2)
    plain = code.reshape(len(markers), -1)[:, : len(samples)]
    # 00 both first alleles, 01 missing, 10 one of each, 11 both second
    counts = np.array([0, MISSING, 1, 2], dtype=np.int8)[plain].T
    return LaboratoryGenotypes(
        tuple(samples), tuple(markers), tuple(chromosomes), tuple(alleles), tuple(sexes),
        held(np.ascontiguousarray(counts)), tuple(positions),
    )  # fmt: skip


def read_ped(ped: Iterable[str], map_text: str) -> LaboratoryGenotypes:
    """Read PLINK text genotypes; of each marker the alphabetically first allele counts as A.

    Raises :class:`UnreadableFile` naming the line that has too many or too few columns.
    """
    markers, chromosomes, positions = [], [], []
    for number, line in enumerate(map_text.splitlines(), start=1):
        cells = line.split()
        if not cells:
            continue
        if len(cells) not in (3, 4):
            raise UnreadableFile(number, ".map应有3或4列", "a .map line has 3 or 4 columns")
        chromosomes.append(cells[0])
        markers.append(cells[1])
        positions.append(_base_pairs(cells[-1]))
    samples, sexes, rows = [], [], []
    seen: list[set[str]] = [set() for _ in markers]
    for number, line in enumerate(ped, start=1):
        cells = line.split()
        if not cells or cells[0].startswith("#"):
            continue
        if len(cells) != 6 + 2 * len(markers):
            raise UnreadableFile(
                number,
                f"有{len(cells)}列，应为{6 + 2 * len(markers)}列（6列加每标记2列）",
                f"{len(cells)} columns, {6 + 2 * len(markers)} are expected",
            )
        samples.append(cells[1])
        sexes.append(_MALE_WORDS.get(cells[4], ""))
        pairs = list(zip(cells[6::2], cells[7::2], strict=True))
        for column, pair in enumerate(pairs):
            seen[column].update(allele for allele in pair if allele not in _NO_CALL)
        rows.append(pairs)
    alleles = [_pair_of(name, own) for name, own in zip(markers, seen, strict=True)]
    counts = np.full((len(samples), len(markers)), MISSING, dtype=np.int8)
    for row, pairs in enumerate(rows):
        for column, (one, two) in enumerate(pairs):
            if one not in _NO_CALL and two not in _NO_CALL:
                second = alleles[column][1]
                counts[row, column] = (one == second) + (two == second)
    return LaboratoryGenotypes(
        tuple(samples), tuple(markers), tuple(chromosomes), tuple(alleles), tuple(sexes),
        held(counts), tuple(positions),
    )  # fmt: skip


def read_vcf(lines: Iterable[str]) -> LaboratoryGenotypes:
    """Read the GT field of a VCF; counts are of the alternate allele, B.

    Markers with several alternate alleles are left out, as an array has two. Raises
    :class:`UnreadableFile` where the header, FORMAT or the number of columns is wrong.
    """
    samples: tuple[str, ...] = ()
    markers, chromosomes, positions, alleles, columns = [], [], [], [], []
    for number, line in enumerate(lines, start=1):
        text = line.rstrip("\r\n")
        if text.startswith("##") or not text:
            continue
        cells = text.split("\t")
        if text.startswith("#CHROM"):
            samples = tuple(cells[9:])
            continue
        if not samples:
            raise UnreadableFile(number, "缺少#CHROM表头行", "the #CHROM line is missing")
        if len(cells) != 9 + len(samples):
            raise UnreadableFile(
                number,
                f"有{len(cells)}列，应为{9 + len(samples)}列",
                f"{len(cells)} columns, {9 + len(samples)} are expected",
            )
        if "," in cells[4]:
            continue
        fields = cells[8].split(":")
        if "GT" not in fields:
            raise UnreadableFile(number, "FORMAT中没有GT", "FORMAT has no GT")
        place = fields.index("GT")
        chromosomes.append(cells[0])
        positions.append(_base_pairs(cells[1]))
        markers.append(cells[2] if cells[2] != "." else f"{cells[0]}:{cells[1]}")
        alleles.append((cells[3], cells[4]))
        columns.append([_dosage(cell.split(":"), place) for cell in cells[9:]])
    counts = np.array(columns, dtype=np.int8).reshape(len(markers), len(samples)).T
    return LaboratoryGenotypes(
        samples, tuple(markers), tuple(chromosomes), tuple(alleles), ("",) * len(samples),
        held(np.ascontiguousarray(counts)), tuple(positions),
    )  # fmt: skip


def _dosage(fields: list[str], place: int) -> int:
    if place >= len(fields):
        return MISSING
    alleles = re.split(r"[/|]", fields[place])
    if len(alleles) != 2 or any(allele not in ("0", "1") for allele in alleles):
        return MISSING
    return int(alleles[0]) + int(alleles[1])
