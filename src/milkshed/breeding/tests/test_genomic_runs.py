"""Genomic values of a run: from accepted samples to values that are compared and repeated."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from milkshed.breeding.actions.evaluation.snapshot import freeze, read_snapshot
from milkshed.breeding.actions.evaluation.stages import evaluate, repeat
from milkshed.breeding.actions.runs import open_run
from milkshed.breeding.actions.samples import load_genotypes, move_samples, order_sample
from milkshed.breeding.models import EvaluationRun, GenomicValue, GenotypeSample
from milkshed.breeding.queries import catalogue
from milkshed.breeding.science.genotype_files import LaboratoryGenotypes
from milkshed.breeding.science.simulation import crossing_over, gametes
from milkshed.breeding.tests.furniture import BULLS, Scene, published, scene
from milkshed.breeding.tests.test_pages import browser
from milkshed.platform.jobs import Cancelled
from milkshed.platform.models import Rule
from tests.cast import Cast

MARKERS = 300
DAUGHTERS = 24
# the last daughters are typed on a chip with every third marker
SPARSE, EVERY = 4, 3
CHROMOSOMES = [str(1 + k * 3 // MARKERS) for k in range(MARKERS)]
CENTIMORGANS = np.arange(MARKERS) % 100 * 0.6 + 1.0
ANCESTRAL = 8
LIMITS = {"fewest": 20, "phenotyped": 20, "markers": 100, "validation_fewest": 5}


@pytest.fixture
def made(cast: Cast, tmp_path: Path, settings: Any) -> Scene:
    settings.VAR = tmp_path
    return scene(cast, cows=36)


def handed_down(tags: tuple[str, ...]) -> dict[str, NDArray[np.int8]]:
    """Counts of the bulls and of some of their daughters, handed down as the scene's book says."""
    random = np.random.default_rng(7)
    p = random.uniform(0.2, 0.8, MARKERS)
    pool = (random.random((ANCESTRAL, MARKERS)) < p).astype(np.uint8)
    crossing = np.concatenate([crossing_over(part) for part in np.split(CENTIMORGANS, 3)])
    pairs = {number: pool[random.integers(0, ANCESTRAL, 2)] for number in BULLS}
    pairs[BULLS[5]][0] = gametes(pairs[BULLS[0]], crossing, random)
    # every third is the daughter of the next but one
    for k in sorted(range(DAUGHTERS), key=lambda k: k % 3 == 0):
        dam = pairs[tags[k + 2]] if k % 3 == 0 else pool[random.integers(0, ANCESTRAL, 2)]
        parents = np.stack([pairs[BULLS[k % len(BULLS)]], dam])
        pairs[tags[k]] = gametes(parents, crossing, random)
    return {name: pairs[name].sum(0).astype(np.int8) for name in (*BULLS, *tags[:DAUGHTERS])}


def accepted(made: Scene) -> None:
    """Samples of the bulls and daughters ordered, received, loaded and accepted."""
    genes = handed_down(made.tags)
    samples = []
    for n, identity in enumerate(genes):
        sample = order_sample(
            made.officer, barcode=f"G{n}", identity=identity, tissue="hair", chip="50K"
        )
        samples.append(sample)
    keys = [one.pk for one in samples]
    for step in ("collect", "send", "receive"):
        assert move_samples(made.officer, keys, step).is_clean
    assert len(move_samples(made.officer, keys, "send").refused) == len(keys)  # they are received
    counts = np.stack(list(genes.values()))
    for rows, every in ((slice(0, -SPARSE), 1), (slice(-SPARSE, None), EVERY)):
        markers = range(0, MARKERS, every)
        content = LaboratoryGenotypes(
            tuple(one.barcode for one in samples[rows]), tuple(f"m{k}" for k in markers),
            tuple(CHROMOSOMES[k] for k in markers), (("A", "B"),) * len(markers),
            ("",) * len(samples[rows]), counts[rows, ::every],
            tuple(round(1e6 * CENTIMORGANS[k]) for k in markers),
        )  # fmt: skip
        load_genotypes(
            made.officer, content, file_name="chip.vcf", digest=str(every) * 64,
            laboratory_format="vcf",
        )  # fmt: skip
    assert move_samples(made.officer, keys, "accept").is_clean


def lower_limits() -> None:
    """Limits that some tens of animals keep."""
    for name, low in LIMITS.items():
        Rule.objects.filter(key=f"breeding.genomic.{name}").update(low=low)
    Rule.objects.filter(key="breeding.imputation.reference").update(low=20)
    Rule.objects.filter(key="breeding.imputation.concordance").update(low=0.8)


def opened(made: Scene) -> EvaluationRun:
    return open_run(made.cast.organisations["breeding_centre"], made.today, person=made.officer)


def test_genotyped_animals_get_genomic_values_and_the_run_says_how_good_they_are(
    made: Scene,
) -> None:
    accepted(made)
    few = opened(made)
    evaluate(few)
    told = few.manifest["genomic"]
    assert (told["published"], told["genotyped"]) == (False, 30)
    assert "少于100" in told["zh"]
    assert "少于50" in told["imputation"]["zh"]
    assert not GenomicValue.objects.exists()
    EvaluationRun.objects.filter(pk=few.pk).update(state="rejected")

    lower_limits()
    run = opened(made)
    stages: list[str] = []

    def stop(stage: str) -> None:
        stages.append(stage)
        if stage == "genomic:yields" and stages.count(stage) == 1:
            raise Cancelled

    with pytest.raises(Cancelled):
        evaluate(run, keep=stop)
    run = EvaluationRun.objects.get(pk=run.pk)
    solved = run.manifest["genomic"]["blocks"]["yields"]["solutions"]
    evaluate(run, keep=stop)  # goes on with what was solved
    run = EvaluationRun.objects.get(pk=run.pk)
    told = run.manifest["genomic"]
    assert told["blocks"]["yields"]["solutions"] == solved
    assert told["blocks"]["yields"]["convergence"]["converged"]
    assert (told["genotyped"], told["reference"]) == (30, 30)
    assert {"samples", "markers", "genotypes"} <= set(run.extract["files"])
    filled = told["imputation"]
    assert (filled["used"], filled["reference"], filled["sparse"]) == (True, 26, SPARSE)
    assert told["markers"] == filled["markers"] > MARKERS // 2
    assert filled["accuracy"]["concordance"] > 0.85 > filled["accuracy"]["guessed"]
    assert filled["accuracy"]["chip"] < filled["markers"]
    counted = filled["filled"]
    assert counted["from_haplotypes"] + counted["from_parents"] == filled["gaps"]

    summary = run.summary["genomic"]
    assert summary["published"]
    assert summary["valued"] == 30
    assert summary["imputation"]["accuracy"] == filled["accuracy"]
    assert "refuted" not in summary["imputation"]
    assert summary["reliability"] >= summary["pedigree_reliability"]
    validation = summary["validation"]
    assert validation["focal"] >= 5
    assert 0 < validation["genomic"]["ratio"] <= 1
    assert validation["genomic"]["ratio"] != validation["pedigree"]["ratio"]
    current = next(one for one in summary["indices"] if one["current"])
    assert current["code"] == "CN-GCPI-2021"
    assert current["missing"] == ["type_total", "mammary_system", "feet_legs"]

    values = {one.identity: one for one in GenomicValue.objects.filter(run=run)}
    assert len(values) == 30
    bull, cow = values[BULLS[5]], values[made.tags[5]]
    assert (bull.sex, bull.bull.number if bull.bull else "", bull.daughters) == ("M", BULLS[5], 12)
    assert (cow.sex, cow.place, cow.records) == ("F", made.place(), 1)
    assert bull.score is None  # type traits were not recorded
    assert bull.milk_kg is not None
    by_pedigree = catalogue.bull_value(bull.bull, run) if bull.bull else None
    assert by_pedigree is not None
    assert bull.pedigree_milk_kg == by_pedigree.milk_kg
    assert values[BULLS[5]].milk_kg > values[BULLS[0]].milk_kg + 300
    assert all(repeat(run).values())
    assert "genomic:yields" in repeat(run)

    # the next run is held against it, genomic values too
    published(made, run)
    following = opened(made)
    evaluate(following)
    compared = EvaluationRun.objects.get(pk=following.pk).comparison["genomic"]
    assert compared["animals"] == 30
    assert compared["correlation"] > 0.99


def test_the_best_of_two_samples_of_an_animal_is_frozen(made: Scene) -> None:
    accepted(made)
    again = GenotypeSample.objects.get(barcode="G0")
    again.pk, again.barcode, again.call_rate, again.row = None, "G0-2", 0.5, 3
    again.save()
    run = opened(made)
    run.extract = freeze(run)
    held = read_snapshot(run).genotypes
    assert held is not None
    assert "G0-2" not in held.samples["barcode"].to_pylist()
    genes = handed_down(made.tags)
    counts = held.store.counts()
    for at, identity in enumerate(held.store.animals):
        order = np.argsort([f"m{k}" for k in range(MARKERS)])
        here = genes[identity][order]
        if identity in made.tags[DAUGHTERS - SPARSE : DAUGHTERS]:
            here = np.where(order % EVERY == 0, here, -1)
        assert np.array_equal(counts[:, at], here)
    places = held.places(1.0)
    assert places is not None
    assert places.centimorgans == pytest.approx(CENTIMORGANS[order])
    assert held.moved == 0


def test_pages_papers_and_programs_show_which_values_are_genomic(made: Scene) -> None:
    accepted(made)
    lower_limits()
    run = opened(made)
    evaluate(run)
    published(made, EvaluationRun.objects.get(pk=run.pk))
    officer = browser(made.cast, "breeding_officer")
    told = officer.get(f"/breeding/runs/{run.pk}").content.decode()
    assert "参与评估" in told
    assert "合并求解" in told
    assert "缺少：体型总分" in told
    assert "低密度芯片个体" in told
    assert "个已知基因型后填充" in told
    listed = officer.get("/breeding/genomic?animals=bulls").content.decode()
    assert all(number in listed for number in BULLS)
    for address in (f"/breeding/bulls/{BULLS[5]}", f"/breeding/cows/{cow_key(made)}"):
        shown = officer.get(address).content.decode()
        assert "基因组育种值" in shown
        assert "性状不全" in shown
    assert "GCPI" in officer.get(f"/breeding/farms/{made.place().pk}").content.decode()
    for file in ("bulls.xlsx", "bulls.pdf", f"farms/{made.place().pk}/excel"):
        assert officer.get(f"/breeding/{file}").status_code == 200
    # a farm reads its own animals, and no bull's that stands in no herd
    manager = browser(made.cast, "farm_manager")
    # the herd's page of the cow leads to her breeding values
    beside = f'href="/breeding/cows/{cow_key(made)}"'
    assert beside in manager.get(f"/herd/animals/{cow_key(made)}").content.decode()
    own = manager.get("/breeding/genomic").content.decode()
    assert made.place().name_zh in own
    assert f"/breeding/bulls/{BULLS[0]}" not in own


def cow_key(made: Scene) -> int:
    """The herd register's key of a genotyped cow."""
    found = GenomicValue.objects.get(identity=made.tags[0])
    assert found.animal_key is not None
    return found.animal_key
