"""The first example of the library's page does what the page says."""

import numpy as np
import pytest

from tests.examples import run_example


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_example_runs(language: str) -> None:
    milk = run_example(language, "lactation.md")["prediction"].trait("milk")
    assert np.isfinite(milk).tolist() == [True, True, False]
    assert milk[0] < milk[1]
