"""The first example of the library's page does what the page says."""

import re
from pathlib import Path

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
