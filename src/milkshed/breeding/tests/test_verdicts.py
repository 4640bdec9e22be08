"""The colour that a run's validation is given, from its figures and the rule rows."""

from typing import Any

import pytest

from milkshed.breeding.actions.evaluation.genomic_validation import verdict
from milkshed.breeding.rule_rows import PREFIX, ROWS
from milkshed.breeding.rules import BreedingRules
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
