"""Genomic values of a run: from accepted samples to values that are compared and repeated."""

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray

from milkshed.breeding.actions.evaluation.genomic_samples import taking_part
from milkshed.breeding.actions.evaluation.population import checked_population, observations
from milkshed.breeding.actions.evaluation.snapshot import folder_of, freeze, read_snapshot
from milkshed.breeding.actions.evaluation.stages import evaluate, repeat
from milkshed.breeding.actions.runs import open_run
from milkshed.breeding.actions.samples import load_genotypes, move_samples, order_sample
from milkshed.breeding.models import EvaluationRun, GenomicValue, GenotypeSample
from milkshed.breeding.queries import catalogue
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.genotype_files import LaboratoryGenotypes
from milkshed.breeding.science.simulation import crossing_over, gametes
from milkshed.breeding.tests.furniture import BULLS, Scene, published, scene
from milkshed.breeding.tests.test_pages import browser
from milkshed.platform.jobs import Cancelled
from milkshed.platform.models import Rule
from tests.cast import Cast

DAY = date(2026, 11, 20)
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
    return scene(cast, cows=36, today=DAY)


def handed_down(tags: tuple[str, ...]) -> dict[str, NDArray[np.int8]]:
    """Counts of the bulls, the last the son of the first, and of some cows by registered parents.

    Every third cow is the daughter of the next but one, as the scene enters them.
    """
    random = np.random.default_rng(7)
    p = random.uniform(0.2, 0.8, MARKERS)
    pool = (random.random((ANCESTRAL, MARKERS)) < p).astype(np.uint8)
    crossing = np.concatenate([crossing_over(part) for part in np.split(CENTIMORGANS, 3)])
    pairs = {number: pool[random.integers(0, ANCESTRAL, 2)] for number in BULLS}
    pairs[BULLS[-1]][0] = gametes(pairs[BULLS[0]], crossing, random)
    for k in sorted(range(DAUGHTERS), key=lambda k: k % 3 == 0):
        dam = pairs[tags[k + 2]] if k % 3 == 0 else pool[random.integers(0, ANCESTRAL, 2)]
        parents = np.stack([pairs[BULLS[k % len(BULLS)]], dam])
        pairs[tags[k]] = gametes(parents, crossing, random)
    return {name: pairs[name].sum(0).astype(np.int8) for name in (*BULLS, *tags[:DAUGHTERS])}


def accepted(
    made: Scene,
    genes: dict[str, NDArray[np.int8]] | None = None,
    on_x: int = 0,
    *,
    misplaced: bool = False,
) -> None:
    """Samples of the bulls and daughters ordered, received, loaded and accepted, on two chips.

    ``on_x``: how many of the markers, the last ones, stand on X. ``misplaced``: whether the
    sparser chip's file moves its first marker by a base and puts its second one on X.
    """
    genes = handed_down(made.tags) if genes is None else genes
    size = len(next(iter(genes.values())))
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
    chromosomes = [*CHROMOSOMES, *("X",) * on_x]
    at = [*(1e6 * CENTIMORGANS), *(1e6 * np.arange(1, on_x + 1))]
    counts = np.stack(list(genes.values()))
    for rows, every in ((slice(0, -SPARSE), 1), (slice(-SPARSE, None), EVERY)):
        markers = range(0, size, every)
        if misplaced and every == EVERY:
            at[0], chromosomes[EVERY] = at[0] + 1, "X"
        content = LaboratoryGenotypes(
            tuple(one.barcode for one in samples[rows]), tuple(f"m{k}" for k in markers),
            tuple(chromosomes[k] for k in markers), (("A", "B"),) * len(markers),
            ("",) * len(samples[rows]), counts[rows, ::every],
            tuple(round(at[k]) for k in markers),
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
    accepted(made, misplaced=True)
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
    # of a marker moved along its chromosome the file with more markers is believed
    names = np.array(held.store.markers)
    assert names[places.chromosome == ""].tolist() == ["m3"]
    expected = np.where(names == "m3", np.nan, CENTIMORGANS[order])
    assert places.centimorgans == pytest.approx(expected, nan_ok=True)
    assert held.moved == 2


def with_x_and_a_stranger(tags: tuple[str, ...]) -> dict[str, NDArray[np.int8]]:
    """The genes with forty markers on X, one bull heterozygous there, one cow of nobody."""
    genes, random = handed_down(tags), np.random.default_rng(3)
    p = random.uniform(0.3, 0.7, 40)
    for number, counts in genes.items():
        drawn = random.random((2, 40)) < p
        mine = 2 * drawn[0] if number in BULLS else drawn.sum(axis=0)
        genes[number] = np.concatenate([counts, mine.astype(np.int8)])
    genes[BULLS[1]][-1] = 1
    genes[tags[0]][:MARKERS] = (random.random((2, MARKERS)) < 0.5).sum(axis=0)
    return genes


def test_a_run_puts_x_apart_leaves_out_who_contradicts_and_solves_in_the_form_that_fits(
    made: Scene,
) -> None:
    accepted(made, with_x_and_a_stranger(made.tags), on_x=40)
    lower_limits()
    dense = opened(made)
    evaluate(dense)
    dense = EvaluationRun.objects.get(pk=dense.pk)
    told = dense.manifest["genomic"]
    assert told["form"]["name"] == "dense"
    assert dense.extract["format"] == 2
    by_kind = {one["en"]: (one["count"], one["related"]) for one in told["chromosomes"]}
    assert by_kind == {"Autosomes": (300, True), "X chromosome": (40, False)}
    assert told["markers"] <= 300
    (bull,) = told["x"]["males_listed"]
    assert (bull["identity"], bull["heterozygous"], bull["above"]) == (BULLS[1], 1, False)
    (stranger,) = told["conflicts"]
    assert stranger["identity"] == made.tags[0]
    assert BULLS[0] in stranger["zh"]
    assert made.tags[2] in stranger["zh"]
    assert told["genotyped"] == 29
    # only the genotypes of those who stay are filled, and none of X
    assert told["imputation"]["used"]
    assert told["imputation"]["reference"] == 25
    assert told["markers"] == told["imputation"]["markers"] <= 300
    assert not GenomicValue.objects.filter(run=dense, identity=made.tags[0]).exists()

    # few equations: exact reliabilities stand beside, for every trait
    assert set(told["reliability_error"]) == {"milk_kg", "fat_kg", "protein_kg", "scs"}
    # sires stand in step with parities here, which the approximation does not know
    for one in told["reliability_error"].values():
        assert one["animals"] == 29
        assert 0 < one["mean"] < 0.25
        assert one["mean"] < one["largest"]
    validation = told["validation"]
    assert set(validation["traits"]) == set(told["reliability_error"])
    assert validation["genomic"]["ability"] is not None
    assert validation["verdict"]["kind"] in ("ok", "warn", "bad")
    assert len(validation["verdict"]["parts"]) == 3

    page = browser(made.cast, "breeding_officer").get(f"/breeding/runs/{dense.pk}")
    shown = page.content.decode()
    sample = GenotypeSample.objects.get(identity=made.tags[0])
    assert f'href="/breeding/samples/{sample.pk}"' in shown
    assert "亲子矛盾" in shown
    back = browser(made.cast, "breeding_officer").get(f"/breeding/samples/{sample.pk}")
    assert f'href="/breeding/runs/{dense.pk}"' in back.content.decode()
    assert "稠密矩阵" in shown

    # of an extract of format 1 every marker is used alike, as it was then
    frozen = read_snapshot(dense).genotypes
    assert frozen is not None
    folder = folder_of(dense)
    old = frozen.markers.drop_columns(["chromosome", "position", "moved"])
    kept = (folder / "markers.parquet").read_bytes()
    pq.write_table(old, folder / "markers.parquet")
    files = dense.extract["files"]
    digest = hashlib.sha256((folder / "markers.parquet").read_bytes()).hexdigest()
    files = files | {"markers": files["markers"] | {"sha256": digest}}
    then = EvaluationRun(number=dense.number, extract={"files": files})
    before = read_snapshot(then)
    assert before.format == 1
    assert before.genotypes is not None
    assert set(before.genotypes.markers["chromosome"].to_pylist()) == {""}
    rules = BreedingRules.on(dense.cut_on)
    population = checked_population(then, before, rules)
    lactations = observations(before, population, rules)["lactations"][0]
    _, alike = taking_part(before, population, lactations, rules)
    assert alike["genotyped"] == 30
    # of the 100 autosomal markers that both chips have and of X
    assert int(str(alike["markers"])) > 100
    assert "conflicts" not in alike
    assert "imputation" not in alike
    (folder / "markers.parquet").write_bytes(kept)

    # more than the rule's matrices: by marker effects, to the same values
    EvaluationRun.objects.filter(pk=dense.pk).update(state="rejected")
    Rule.objects.filter(key="breeding.genomic.dense").update(high=10)
    joined = opened(made)
    evaluate(joined)
    joined = EvaluationRun.objects.get(pk=joined.pk)
    assert joined.manifest["genomic"]["form"]["name"] == "markers"
    assert "多于10" in joined.manifest["genomic"]["form"]["zh"]
    values = [
        {one.identity: one for one in GenomicValue.objects.filter(run=run)}
        for run in (dense, joined)
    ]
    assert values[0].keys() == values[1].keys()
    for identity, one in values[0].items():
        other = values[1][identity]
        assert one.milk_kg is not None
        assert other.milk_kg == pytest.approx(one.milk_kg, abs=2.0)  # of a genetic SD of some 300
        for trait, (own, plain) in one.reliabilities.items():
            assert own >= plain - 1e-9
            assert other.reliabilities[trait][0] == pytest.approx(own, abs=0.05)
    assert all(repeat(joined).values())


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
