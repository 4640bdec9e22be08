"""The examples of the library's pages do what the pages say."""

import pytest

from milkshed.breeding.science import library
from tests.examples import run_example, run_examples


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_runs(language: str) -> None:
    values = run_example(language, "breeding.md")["run"].by_level("animal")
    assert set(values) == {"A1", "A2", "A3", "A4", "A5", "S1", "S2"}
    assert values["A4"] > values["A3"]


def test_every_name_of_the_library_is_there() -> None:
    for name in library.__all__:
        found = getattr(library, name)
        assert found.__name__ == name
        assert found.__doc__


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_model_runs_as_printed(language: str) -> None:
    names = run_examples(language, "breeding-models.md")
    assert names["run"].convergence.converged
    assert names["again"].same
    assert names["found"].converged
    assert 0 < names["heritability"] < 1
    assert len(names["lactation"]) == len(names["pedigree"])
    assert sorted(names["files"]) == [
        "blupf90.par", "data.txt", "levels.txt", "manifest.json", "pedigree.txt"
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_of_matings_runs(language: str) -> None:
    names = run_example(language, "mating.md")
    assert names["found"].share == pytest.approx([0.4, 0.1, 0.5])
    assert names["plan"].lot.tolist() == [0, 1, 0, 1]
    assert names["plan"].total == pytest.approx(9 + 7 + 7 + 6)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_of_filling_runs(language: str) -> None:
    names = run_example(language, "breeding.md", containing="measure_accuracy")
    assert names["made"].filled.left == 0
    told = names["measure_accuracy"](
        names["counts"], names["places"], names["hidden"], **names["kin"]
    )
    assert told.whole.concordance > 0.85 > told.whole.guessed
