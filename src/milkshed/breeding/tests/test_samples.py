"""Genotype samples: custody, quality control, a swap that is named, files that are refused."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from milkshed.breeding.actions.register import EntryRow, register_entries
from milkshed.breeding.actions.samples import move_sample, order_sample
from milkshed.breeding.importers import import_genotypes
from milkshed.breeding.models import GenotypeFile, GenotypeSample
from milkshed.breeding.science.chromosomes import Kind, kind_of
from milkshed.breeding.tests.furniture import BULLS, Scene, scene
from milkshed.kernel.problems import Problem
from milkshed.platform.models import Transition
from tests.cast import Cast

MARKERS = 400
X = range(40)


@pytest.fixture
def made(cast: Cast, tmp_path: Path, settings: Any) -> Scene:
    settings.VAR = tmp_path
    made = scene(cast, cows=9, entered=False)
    rows = [EntryRow(made.tags[k], BULLS[k]) for k in range(3)]
    assert register_entries(made.officer, rows).is_clean
    return made


def founders(seed: int) -> NDArray[np.int8]:
    """Genotypes of three bulls and their daughters by unrelated dams: (6, markers)."""
    random = np.random.default_rng(seed)
    p = random.uniform(0.2, 0.8, MARKERS)
    alleles = random.random((6, 2, MARKERS)) < p
    bulls = alleles[:3]
    bulls[:, 1, list(X)] = bulls[:, 0, list(X)]
    gametes = np.where(random.random((3, MARKERS)) < 0.5, bulls[:, 0], bulls[:, 1])
    daughters = np.stack([gametes, alleles[3:, 1]], axis=1)
    return np.concatenate([bulls, daughters]).sum(axis=1).astype(np.int8)


def vcf(names: list[str], counts: NDArray[np.int8], *, swap: int = 0) -> bytes:
    """A VCF of the counts; the first ``swap`` markers written with their alleles swapped."""
    calls = {-1: "./.", 0: "0/0", 1: "0/1", 2: "1/1"}
    lines = ["#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t" + "\t".join(names)]
    for k, column in enumerate(counts.T.tolist()):
        ref, alt = ("T", "C") if k < swap else ("C", "T")
        dosages = [2 - d if k < swap and d >= 0 else d for d in column]
        chromosome = "X" if k in X else "1"
        lines.append(
            f"{chromosome}\t{k}\tm{k}\t{ref}\t{alt}\t.\t.\t.\tGT\t"
            + "\t".join(calls[d] for d in dosages)
        )
    return "\n".join(lines).encode()


def received(made: Scene, code: str, identity: str) -> GenotypeSample:
    sample = order_sample(made.officer, barcode=code, identity=identity, tissue="hair", chip="50K")
    for step in ("collect", "send", "receive"):
        move_sample(made.officer, sample.pk, step)
    return sample


def all_received(made: Scene) -> list[str]:
    names = [f"B{k}" for k in range(3)] + [f"D{k}" for k in range(3)]
    for k in range(3):
        received(made, f"B{k}", BULLS[k])
        received(made, f"D{k}", made.tags[k])
    return names


def test_a_sample_is_handed_on_and_taken(made: Scene) -> None:
    names = all_received(made)
    sample = GenotypeSample.objects.get(barcode="D0")
    steps = Transition.objects.filter(subject="breeding.sample", subject_id=sample.pk)
    assert [one.target for one in steps.order_by("pk")] == [
        "ordered", "collected", "sent", "received"
    ]  # fmt: skip
    counts = founders(1)
    kept = import_genotypes(made.officer, {"run.vcf": vcf([*names, "NOBODY"], np.vstack(
        [counts, counts[:1]]))})  # fmt: skip
    assert (kept.samples, kept.accepted, kept.refused) == (7, 6, 1)
    assert kept.faults[0]["value"] == "NOBODY"
    assert kept.results.get(barcode="D1").findings == []
    assert kept.results.get(barcode="B1").call_rate == 1.0
    same = import_genotypes(made.officer, {"again.vcf": vcf([*names, "NOBODY"], np.vstack(
        [counts, counts[:1]]))})  # fmt: skip
    assert same == kept
    move_sample(made.officer, sample.pk, "accept")
    with pytest.raises(Problem, match="conflict"):
        move_sample(made.officer, sample.pk, "accept")


def test_two_samples_swapped_in_the_tube_rack_are_named(made: Scene) -> None:
    names = all_received(made)
    counts = founders(2)
    counts[[3, 4]] = counts[[4, 3]]
    import_genotypes(made.officer, {"run.vcf": vcf(names, counts)})
    first = GenotypeSample.objects.get(barcode="D0")
    rules = {one["rule"]: one for one in first.findings}
    assert rules["genotype.sire_conflict"]["others"][:2] == [BULLS[0], BULLS[1]]
    assert rules["genotype.swap"]["others"] == ["D1", made.tags[1]]
    assert "D1" in rules["genotype.swap"]["zh"]
    with pytest.raises(Problem, match="D1"):
        move_sample(made.officer, first.pk, "accept")
    move_sample(made.officer, first.pk, "refuse", "与D1对调，重新采样")
    assert GenotypeSample.objects.get(barcode="D2").findings == []


def test_wrong_sex_low_call_rate_and_one_animal_twice_are_found(made: Scene) -> None:
    names = all_received(made)
    counts = founders(3)
    counts[3] = counts[0]  # a daughter's tube holds her sire
    counts[5, 100:200] = -1
    import_genotypes(made.officer, {"run.vcf": vcf(names, counts)})
    found = {
        one.barcode: {finding["rule"] for finding in one.findings}
        for one in GenotypeSample.objects.all()
    }
    assert {"genotype.identical", "genotype.sex"} <= found["D0"]
    assert "genotype.call_rate" in found["D2"]
    assert found["D1"] == set()


def test_swapped_alleles_are_turned_and_too_many_refused(made: Scene) -> None:
    names = all_received(made)
    counts = founders(4)
    import_genotypes(made.officer, {"run.vcf": vcf(names[:3], counts[:3])})
    for k in range(3):
        move_sample(made.officer, GenotypeSample.objects.get(barcode=f"B{k}").pk, "accept")
    few = import_genotypes(made.officer, {"few.vcf": vcf(names[3:], counts[3:], swap=10)})
    assert sum(note["rule"] == "swapped" for note in few.faults) == 10
    assert all(one.findings == [] for one in few.results.all())
    with pytest.raises(Problem, match="swapped") as refused:
        import_genotypes(made.officer, {"many.vcf": vcf(names[3:], counts[3:], swap=200)})
    assert refused.value.faults[0].rule == "genotype.swapped"
    assert GenotypeFile.objects.count() == 2


def test_files_that_are_none_and_samples_of_nobody_are_refused(made: Scene) -> None:
    for files, words in (
        ({"a.bed": b"x"}, ".bim"),
        ({"a.ped": b"x"}, ".map"),
        ({"a.vcf": b"1\t2"}, "CHROM"),
        ({"a.txt": b"x", "b.txt": b"y"}, "choose"),
        ({"a.csv": b"hello"}, "SNP Name"),
    ):
        with pytest.raises(Problem, match="malformed") as refused:
            import_genotypes(made.officer, files)
        assert words in refused.value.detail.en
    with pytest.raises(Problem, match="not-found"):
        order_sample(made.officer, barcode="Z", identity="NOBODY", tissue="hair")
    with pytest.raises(Problem, match="not-found"):
        order_sample(made.cast.people["farm_manager"], barcode="Z", identity=made.tags[-1],
                     tissue="hair")  # fmt: skip
    own = order_sample(made.cast.people["farm_manager"], barcode="Z", identity=made.tags[0],
                       tissue="hair")  # fmt: skip
    assert own.place == made.place()
    with pytest.raises(Problem, match="conflict"):
        order_sample(made.officer, barcode="Z", identity=made.tags[1], tissue="hair")


def test_the_twenty_third_autosome_of_cattle_tells_no_sex() -> None:
    # cattle have 29 autosomes: X is written X or 30, while 23 is X only in man
    assert kind_of("x") is kind_of("30") is Kind.X
    assert kind_of("23") is Kind.AUTOSOME
