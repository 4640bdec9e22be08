"""The first example of the library's page does what the page says."""

import re
from pathlib import Path
from typing import Any

import pytest

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
