"""Laboratory files: four formats of the same genotypes, and files that are not what they claim."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from milkshed.breeding.science.genotype_files import (
    UnreadableFile,
    read_bed,
    read_final_report,
    read_ped,
    read_vcf,
)
from milkshed.breeding.science.genotype_quality import (
    GenotypeLimits,
    alike,
    duplicates,
    foreign_markers,
    opposing,
    swapped_markers,
    told_sex,
    turned,
)

Counts = NDArray[np.int8]
SMALL = GenotypeLimits(fewest_markers=1, fewest_x_markers=1)
genotypes = arrays(np.int8, st.tuples(st.integers(1, 7), st.integers(1, 9)),
                   elements=st.integers(-1, 2))  # fmt: skip
_AB = {-1: "--", 0: "AA", 1: "AB", 2: "BB"}


def final_report(counts: Counts) -> list[str]:
    lines = ["[Header]", "GSGT Version\t2.0.4", "[Data]",
             "SNP Name\tSample ID\tAllele1 - AB\tAllele2 - AB\tGC\tChr\tPosition"]  # fmt: skip
    for i, row in enumerate(counts.tolist()):
        for k, dosage in enumerate(row):
            one, two = _AB[dosage]
            lines.append(f"m{k}\tS{i}\t{one}\t{two}\t0.9\t{'X' if k == 0 else '1'}\t{k}")
    return lines


def ped(counts: Counts) -> tuple[list[str], str]:
    pairs = {-1: "0 0", 0: "A A", 1: "A B", 2: "B B"}
    rows = [
        f"F S{i} 0 0 2 -9 " + " ".join(pairs[d] for d in row)
        for i, row in enumerate(counts.tolist())
    ]
    return rows, "\n".join(f"1 m{k} 0 {k}" for k in range(counts.shape[1]))


def bed(counts: Counts) -> tuple[bytes, str, str]:
    code = {-1: 1, 0: 0, 1: 2, 2: 3}
    out = bytearray(b"\x6c\x1b\x01")
    for column in counts.T.tolist():
        for start in range(0, len(column), 4):
            byte = 0
            for place, dosage in enumerate(column[start : start + 4]):
                byte |= code[dosage] << (2 * place)
            out.append(byte)
    bim = "\n".join(f"1 m{k} 0 {k} A B" for k in range(counts.shape[1]))
    fam = "\n".join(f"F S{i} 0 0 1 -9" for i in range(len(counts)))
    return bytes(out), bim, fam


def vcf(counts: Counts) -> list[str]:
    calls = {-1: "./.", 0: "0/0", 1: "0|1", 2: "1/1"}
    samples = "\t".join(f"S{i}" for i in range(len(counts)))
    lines = ["##fileformat=VCFv4.2",
             f"#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t{samples}"]  # fmt: skip
    for k, column in enumerate(counts.T.tolist()):
        cells = "\t".join(f"12:{calls[d]}" for d in column)
        lines.append(f"1\t{k}\tm{k}\tA\tB\t.\t.\t.\tDP:GT\t{cells}")
    return lines


@settings(max_examples=40)
@given(genotypes)
def test_four_formats_give_the_same_counts(counts: Counts) -> None:
    for content in (
        read_final_report(final_report(counts)),
        read_bed(*bed(counts)),
        read_vcf(vcf(counts)),
    ):
        assert np.array_equal(content.counts, counts)
        assert content.samples == tuple(f"S{i}" for i in range(len(counts)))
        assert content.markers == tuple(f"m{k}" for k in range(counts.shape[1]))
        assert content.positions == tuple(range(counts.shape[1]))
    text = read_ped(*ped(counts))
    # a marker of which only B was seen counts it as its first allele
    only_b = [(column[column >= 0] == 2).all() and (column >= 0).any() for column in counts.T]
    expected = counts.copy()
    for k, turn in enumerate(only_b):
        if turn and text.alleles[k][0] == "B":
            expected[:, k] = np.where(counts[:, k] >= 0, 0, -1)
    assert np.array_equal(text.counts, expected)
    assert text.positions == tuple(range(counts.shape[1]))


def test_forward_alleles_and_commas_are_read() -> None:
    lines = ["SNP Name,Sample ID,Allele1 - Forward,Allele2 - Forward",
             "m1,S1,C,T", "m1,S2,C,C", "m1,S3,T,T", "m2,S1,-,-"]  # fmt: skip
    content = read_final_report(lines)
    assert content.alleles[0] == ("C", "T")
    assert content.counts[:, 0].tolist() == [1, 0, 2]
    assert content.counts[:, 1].tolist() == [-1, -1, -1]
    assert content.positions == ()


@pytest.mark.parametrize(
    ("read", "line", "words"),
    [
        (lambda: read_final_report(["[Data]", "SNP\tSample", "a\tb"]), 0, "SNP Name"),
        (lambda: read_final_report([*final_report(np.zeros((1, 1), np.int8)), "m1"]), 6, "too few"),
        (lambda: read_final_report([*final_report(np.zeros((1, 1), np.int8)),
                                    "m0\tS0\tA\tA\t0.9\t1"]), 6, "twice"),
        (lambda: read_bed(b"xxx", "1 m 0 1 A B", "F S 0 0 1 -9"), 0, "PLINK"),
        (lambda: read_bed(b"\x6c\x1b\x01\x00\x00", "1 m 0 1 A B", "F S 0 0 1 -9"), 0, "fit"),
        (lambda: read_bed(b"\x6c\x1b\x01", "1 m 0 1", ""), 1, ".bim"),
        (lambda: read_ped(["F S 0 0 1 -9 A"], "1 m 0 1"), 1, "8 are expected"),
        (lambda: read_ped(["F S 0 0 1 -9 A C", "F T 0 0 1 -9 G G"], "1 m 0 1"), 0, "two alleles"),
        (lambda: read_vcf(["1\t1\tm\tA\tB"]), 1, "#CHROM"),
        (lambda: read_vcf([*vcf(np.zeros((1, 1), np.int8)), "1\t2"]), 4, "columns"),
    ],
)  # fmt: skip
def test_a_bad_file_names_its_line(read: object, line: int, words: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read()  # type: ignore[operator]
    assert refused.value.line == line or not line
    assert words in str(refused.value)


def test_quality_by_hand() -> None:
    sire = np.array([0, 0, 2, 2, 1, -1, 0], np.int8)
    calf = np.array([0, 1, 1, 2, 2, 0, -1], np.int8)
    stranger = np.array([2, 2, 0, 0, 1, 0, 2], np.int8)
    assert opposing(calf, sire) == (0, 5)
    assert opposing(calf, stranger) == (2, 6)
    again = np.stack([sire, calf, sire])
    assert duplicates(again, again, SMALL, same=True) == [(0, 2, 1.0)]
    is_x = np.ones(7, bool)
    assert told_sex(np.array([0, 2, 0, 2, 0, 2, -1], np.int8), is_x, SMALL) == "M"
    assert told_sex(np.array([0, 1, 1, 2, 0, 2, -1], np.int8), is_x, SMALL) == "F"
    assert told_sex(sire, np.zeros(7, bool), SMALL) == ""


@given(st.integers(0, 10_000), st.sampled_from([0.9, 0.97, 0.99, 1.0]))
def test_duplicates_are_those_that_looking_at_all_pairs_finds(seed: int, identical: float) -> None:
    """Leaving out pairs by their first markers changes nothing."""
    random = np.random.default_rng(seed)
    counts = random.integers(-1, 3, (9, 120)).astype(np.int8)
    for copy, original, errors in ((1, 0, 0), (4, 2, 1), (6, 2, 6), (8, 5, 14)):
        counts[copy] = counts[original]
        wrong = random.choice(120, errors, replace=False)
        counts[copy, wrong] = random.integers(-1, 3, errors)
    limits = GenotypeLimits(identical=identical, fewest_markers=20)
    expected = []
    for i in range(9):
        for j in range(i + 1, 9):
            agree, both = alike(counts[i], counts[j])
            if both >= 20 and agree / both >= identical:
                expected.append((i, j, agree / both))
    assert duplicates(counts, counts, limits, same=True) == expected
    told = duplicates(counts[:3], counts[3:], limits, same=False)
    assert told == [(i, j - 3, share) for i, j, share in expected if i < 3 <= j]


def test_swapped_and_foreign_alleles_are_found_and_turned() -> None:
    mine = [("A", "B"), ("B", "A"), ("C", "T"), ("A", "B")]
    known = [("A", "B"), ("A", "B"), ("A", "G"), None]
    assert swapped_markers(mine, known).tolist() == [1]
    assert foreign_markers(mine, known).tolist() == [2]
    counts = np.array([[0, 0, 1, -1], [2, -1, 2, 2]], np.int8)
    back = turned(counts, np.array([1]))
    assert back.tolist() == [[0, 2, 1, -1], [2, -1, 2, 2]]
    assert np.array_equal(turned(back, np.array([1])), counts)
