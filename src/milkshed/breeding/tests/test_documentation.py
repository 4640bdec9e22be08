"""The first example of the library's page does what the page says."""

import re
from pathlib import Path
from typing import Any

import pytest

from milkshed.breeding.science import library

PAGES = Path(__file__).resolve().parents[4] / "docs"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_runs(language: str) -> None:
    text = (PAGES / language / "breeding.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert found
    names: dict[str, object] = {}
    exec(found.group(1), names)
    values = names["run"].by_level("animal")  # type: ignore[attr-defined]
    assert set(values) == {"A1", "A2", "A3", "A4", "A5", "S1", "S2"}
    assert values["A4"] > values["A3"]


def test_every_name_of_the_library_is_there() -> None:
    for name in library.__all__:
        found = getattr(library, name)
        assert found.__name__ == name
        assert found.__doc__


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_model_runs_as_printed(language: str) -> None:
    text = (PAGES / language / "breeding-models.md").read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", text, re.DOTALL):
        exec(block, names)
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
    text = (PAGES / language / "mating.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(found.group(1), names)
    assert names["found"].share == pytest.approx([0.4, 0.1, 0.5])
    assert names["plan"].lot.tolist() == [0, 1, 0, 1]
    assert names["plan"].total == pytest.approx(9 + 7 + 7 + 6)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_of_filling_runs(language: str) -> None:
    text = (PAGES / language / "breeding.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n([^`]*measure_accuracy.*?)```", text, re.DOTALL)
    assert found
    names: dict[str, Any] = {}
    exec(found.group(1), names)
    assert names["made"].filled.left == 0
    told = names["measure_accuracy"](
        names["counts"], names["places"], names["hidden"], **names["kin"]
    )
    assert told.whole.concordance > 0.85 > told.whole.guessed
