"""Index versions: the constants give what they should, and explanations add up."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.breeding.science.selection_index import (
    IndexVersion,
    china_versions,
    compare,
    desired_gains_index,
    economic_weights_index,
    explain,
    read_versions,
    version_for,
)

VERSIONS = {version.code: version for version in china_versions()}
MEAN = {trait: 0.0 for version in VERSIONS.values() for trait in version.traits} | {"scs": 3.0}


def test_the_formulas_of_2016() -> None:
    """Constants of the 2016 standard; each value is worked out by hand from them."""
    gcpi = VERSIONS["CN-GCPI-2016"]
    assert gcpi.score(MEAN | {"milk_kg": 2748}) == pytest.approx(2141)
    one_sd = {"milk_kg": 800, "fat_pct": 0.3, "protein_pct": 0.12, "type_total": 5,
              "mammary_system": 5, "feet_legs": 5, "scs": 2.54}  # fmt: skip
    assert gcpi.score(one_sd) == pytest.approx(2080)
    assert VERSIONS["CN-CPI3-2016"].score(one_sd) == pytest.approx(2000)
    home = one_sd | {"milk_kg": 459, "fat_pct": 0.16, "protein_pct": 0.08, "scs": 2.84}
    assert VERSIONS["CN-CPI1-2016"].score(home) == pytest.approx(2000)
    assert VERSIONS["CN-CPI2-2016"].score(home) == pytest.approx(1600)


def test_a_published_index_is_explained_as_far_as_it_goes() -> None:
    """Ningjing-1: GCPI 3977 in 2020, of which only the milk proof of +2748 kg is public."""
    told = explain(VERSIONS["CN-GCPI-2016"], {"milk_kg": 2748}, published=3977)
    assert told.total - told.offset == pytest.approx(3897)
    assert [(p.trait, round(p.points)) for p in told.parts] == [("milk_kg", 2061)]
    assert round(told.unexplained) == 1836
    assert "protein_pct" in told.missing
    assert told.parts[0].title.zh.startswith("产奶量")
    with pytest.raises(ValueError, match="no value for fat_pct"):
        explain(VERSIONS["CN-GCPI-2016"], {"milk_kg": 2748})


def test_every_version_says_where_it_is_from_and_the_recalled_one_that_it_is() -> None:
    assert all(version.source.zh and version.source.en for version in VERSIONS.values())
    recalled = [code for code, version in VERSIONS.items() if not version.confirmed]
    assert recalled == ["CN-GCPI-2021", "CN-CPI1-2021", "CN-CPI2-2021", "CN-CPI3-2021"]
    shares = VERSIONS["CN-GCPI-2021"].emphasis()
    assert shares["type_total"] + shares["mammary_system"] + shares["feet_legs"] == pytest.approx(
        0.30
    )
    assert sum(VERSIONS["CN-GCPI-2016"].emphasis().values()) == pytest.approx(1)


def test_the_version_in_force_on_a_day() -> None:
    every = tuple(VERSIONS.values())

    def code(population: str, on: date) -> str | None:
        found = version_for(every, population, on)
        return found.code if found else None

    assert code("genomic", date(2020, 12, 31)) == "CN-GCPI-2016"
    assert code("genomic", date(2021, 1, 1)) == "CN-GCPI-2021"
    assert code("imported", date(2026, 1, 1)) == "CN-CPI3-2016"
    assert not VERSIONS["CN-CPI3-2021"].in_use
    assert code("genomic", date(2010, 1, 1)) is None
    assert VERSIONS["CN-GCPI-2016"].printed(2141.5) == Decimal(2142)


@given(st.data(), st.sampled_from(sorted(VERSIONS)))
def test_parts_add_up_to_the_score(data: st.DataObject, code: str) -> None:
    version: IndexVersion = VERSIONS[code]
    values = {t: data.draw(st.floats(-3000, 3000, allow_nan=False)) for t in version.traits}
    told = explain(version, values)
    assert told.unexplained == 0
    whole = told.offset + sum(part.points for part in told.parts)
    assert whole == pytest.approx(version.score(values), rel=1e-9, abs=1e-6)
    assert version.scores({t: [v] for t, v in values.items()})[0] == pytest.approx(whole)


def test_versions_are_compared_by_ranks() -> None:
    random = np.random.default_rng(3)
    values = {trait: random.normal(size=200) for trait in MEAN}
    same = compare(VERSIONS["CN-GCPI-2016"], VERSIONS["CN-GCPI-2016"], values)
    assert same.rank_correlation == pytest.approx(1)
    assert same.common_in_top(50) == 50
    other = compare(VERSIONS["CN-GCPI-2016"], VERSIONS["CN-CPI2-2016"], values)
    assert other.rank_correlation < 1
    assert sorted(other.first_rank.tolist()) == list(range(1, 201))


def test_a_faulty_document_is_refused() -> None:
    with pytest.raises(ValueError, match="not a milkshed"):
        read_versions('{"format": "other"}')


def test_an_index_of_one_trait_is_selection_on_it() -> None:
    """b = h², response h² σp and accuracy h for own performance (Falconer & Mackay 1996, 19)."""
    made = economic_weights_index([[100.0]], [[25.0]], [2.0])
    assert made.weights == pytest.approx([0.5])
    assert made.response == pytest.approx([2.5])
    assert made.accuracy == pytest.approx(0.5)


def test_desired_gains_stand_in_their_ratio_and_cost_response() -> None:
    p = np.array([[100.0, 20.0], [20.0, 50.0]])
    g = np.array([[30.0, -8.0], [-8.0, 15.0]])
    made = desired_gains_index(p, g, [2.0, 1.0])
    assert made.response[0] / made.response[1] == pytest.approx(2)
    best = economic_weights_index(p, g, [1.0, 1.0])
    assert best.response.sum() >= made.response.sum() - 1e-12
