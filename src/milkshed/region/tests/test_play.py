"""The smallest region played in: every room holds it, and it says how to look at it."""

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from milkshed.collection.models import HandoverSheet
from milkshed.factory.models import ProductLot
from milkshed.herd.models import Animal, FarmDay, TestDay
from milkshed.kernel.text import Text
from milkshed.plan.actions.loading import load_plan
from milkshed.platform.calendar.table import fill_holidays
from milkshed.platform.models import Organisation, Person
from milkshed.platform.registry import rooms_with
from milkshed.platform.rule_book import load_rules
from milkshed.region.play.demo import DAYS, play_demo
from milkshed.region.science.world import make_world
from milkshed.region.summary import find_demo

SEED = 20260101


@pytest.mark.django_db(transaction=True)
def test_a_farm_is_played_in(tmp_path: Path, settings: Any) -> None:
    for _, module in rooms_with("rules"):
        load_rules(import_module(module).ROWS)
    fill_holidays()
    load_plan()
    settings.VAR = tmp_path
    settings.LAKE_ROOT = tmp_path / "lake"
    told: list[tuple[str, int, int]] = []

    def progress(stage: Text, done: int, total: int) -> None:
        told.append((stage.zh, done, total))

    summary = play_demo("farm", seed=SEED, progress=progress)

    (farm,) = make_world("farm", SEED).farms
    wrong_tags = 2
    # cows that left are registered too, for the story of the herd
    assert Animal.objects.filter(status="alive").count() == farm.head - wrong_tags
    assert FarmDay.objects.count() == DAYS["farm"] - 1
    assert TestDay.objects.exists()
    assert HandoverSheet.objects.filter(state="closed").exists()
    assert ProductLot.objects.exists()
    assert not Organisation.objects.filter(synthetic=False).exists()
    assert not Person.objects.filter(synthetic=False).exists()
    assert find_demo() == summary
    assert summary.qr_paths
    assert "抗生素" in Path(summary.answer_key).read_text(encoding="utf-8")
    assert all(done <= total for _, done, total in told)
