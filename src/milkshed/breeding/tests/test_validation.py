"""Method LR on best predictors with a known joint distribution."""

import numpy as np
import pytest

from milkshed.breeding.science.validation import difference_of_abilities, validate_lr


def test_best_predictors_pass_and_inflated_ones_do_not() -> None:
    """û with reliability r²: var(û) = r² σ², cov(partial, whole) = var(partial)."""
    random = np.random.default_rng(9)
    partial = random.normal(0, np.sqrt(0.3 * 20), 20_000)
    whole = partial + random.normal(0, np.sqrt((0.7 - 0.3) * 20), 20_000)
    good = validate_lr(partial, whole, variance_animal=20.0)
    assert good.bias == pytest.approx(0, abs=0.1)
    assert good.dispersion == pytest.approx(1, abs=0.03)
    assert good.ratio_of_accuracies == pytest.approx(np.sqrt(0.3 / 0.7), abs=0.02)
    assert good.reliability == pytest.approx(0.3, abs=0.02)
    inflated = validate_lr(1.5 * partial + 2, whole)
    assert inflated.dispersion == pytest.approx(1 / 1.5, abs=0.03)
    assert inflated.bias == pytest.approx(2, abs=0.1)
    assert np.isnan(inflated.reliability)
    assert "20000 头" in good.summary.zh
    with pytest.raises(ValueError, match="do not vary"):
        validate_lr([1, 1, 1], [1, 2, 3])
    with pytest.raises(ValueError, match="three animals"):
        validate_lr([1, 2], [1, 2])


def test_a_loss_of_ability_is_real_only_with_animals_enough() -> None:
    """Under no difference t keeps to Student's distribution; a true one is found."""
    random = np.random.default_rng(4)
    found = []
    for _ in range(400):
        later = random.normal(size=30)
        both = random.normal(size=(2, 30)) + 0.5 * later + random.normal(size=30)
        found.append(difference_of_abilities(both[0], both[1], later))
    assert np.mean(np.abs(found) > 2.05) == pytest.approx(0.05, abs=0.03)
    later = random.normal(size=500)
    worse, better = later + 3 * random.normal(size=500), later + random.normal(size=500)
    assert difference_of_abilities(worse, better, later) < -4
    assert difference_of_abilities(better, better, later) == 0.0
    assert difference_of_abilities(np.ones(500), better, later) == 0.0
    with pytest.raises(ValueError, match="four at least"):
        difference_of_abilities([1, 2, 3], [2, 1, 3], [1, 3, 2])
