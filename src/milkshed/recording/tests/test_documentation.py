"""The first example of the library's page does what the page says."""

import re
from pathlib import Path

import numpy as np
import pytest

PAGES = Path(__file__).resolve().parents[4] / "docs"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_runs(language: str) -> None:
    text = (PAGES / language / "lactation.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert found
    names: dict[str, object] = {}
    exec(found.group(1), names)
    prediction = names["prediction"]
    milk = prediction.trait("milk")  # type: ignore[attr-defined]
    assert np.isfinite(milk).tolist() == [True, True, False]
    assert milk[0] < milk[1]
