"""What a run decides by the rule rows: the colour of its validation, the form it is solved in."""

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from milkshed.breeding.actions.evaluation import genomic_form
from milkshed.breeding.actions.evaluation.genomic_form import chosen_form, free_memory
from milkshed.breeding.actions.evaluation.genomic_samples import Taking
from milkshed.breeding.actions.evaluation.genomic_validation import verdict
from milkshed.breeding.rule_rows import PREFIX, ROWS
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.marker_store import MarkerStore
from milkshed.kernel.text import Text
from milkshed.platform.models import Rule

RULES = BreedingRules(
    {
        row.key: Rule(
            key=row.key, source=row.source, status=row.status, low=row.low, high=row.high,
            value=row.value,
        )
        for row in ROWS
        if row.key.startswith(f"{PREFIX}genomic.")
    }
)  # fmt: skip


def figures(**changed: float | None) -> dict[str, Any]:
    good = {"bias_sd": 0.1, "dispersion": 1.0, "ability": 0.4}
    t = changed.pop("gain_t", -3.0)
    return {"genomic": good | changed, "pedigree": {"ability": 0.3}, "gain_t": t}


@pytest.mark.parametrize(
    ("changed", "kind", "words"),
    [
        ({}, "ok", "偏高0.10"),
        ({"bias_sd": -0.2}, "ok", "偏低0.20"),
        ({"bias_sd": 0.3}, "warn", "偏高0.30"),
        ({"bias_sd": -0.5}, "bad", "偏低0.50"),
        ({"dispersion": 0.8}, "warn", "被夸大"),
        ({"dispersion": 1.4}, "bad", "被缩小"),
        ({"ability": 0.27}, "warn", "仅用系谱0.30"),
        ({"ability": 0.2}, "bad", "预测能力0.20"),
        ({"ability": 0.2, "gain_t": -1.0}, "warn", "差别不显著"),
        ({"ability": None}, "ok", "离散度1.00，预测的差距与后来相符"),
        ({"bias_sd": 0.3, "dispersion": 2.0}, "bad", "偏高0.30"),
    ],
)
def test_the_worst_part_gives_the_colour(
    changed: dict[str, float | None], kind: str, words: str
) -> None:
    told: Any = verdict(figures(**changed), RULES)
    assert told["kind"] == kind
    assert any(words in part["zh"] for part in told["parts"])
    assert {rule["status"] for rule in told["rules"]} == {"assumed"}


def test_without_figures_there_is_no_colour() -> None:
    told = verdict(figures(bias_sd=None, dispersion=None, ability=None), RULES)
    assert (told["kind"], told["parts"]) == ("none", [])


@pytest.mark.parametrize(
    ("genotyped", "free", "name", "words"),
    [
        (100, 2**34, "dense", "不超过8000头"),
        (9_000, 2**34, "markers", "多于8000头"),
        (4_000, 2**28, "markers", "可用内存0.2 GiB"),
        (4_000, 2**20, "", "请换用内存更大的机器"),
        (9_000, 2**20, "", "可用1.0 MiB"),
    ],
)
def test_the_form_fits_the_machine(
    monkeypatch: pytest.MonkeyPatch, genotyped: int, free: int, name: str, words: str
) -> None:
    monkeypatch.setattr(genomic_form, "free_memory", lambda: free)
    packed = np.zeros((10, -(-genotyped // 4)), dtype=np.uint8)
    animals, markers = tuple(map(str, range(genotyped))), tuple(map(str, range(10)))
    taking = Taking(np.arange(genotyped), MarkerStore(animals, markers, packed))
    population: Any = SimpleNamespace(pedigree=range(20_000))
    found = chosen_form(taking, population, 4, RULES)
    if isinstance(found, Text):
        assert name == ""
        assert words in found.zh
    else:
        assert found["name"] == name
        assert words in str(found["zh"])


def test_free_memory_is_known() -> None:
    assert free_memory() > 2**20
