"""Cow days in the lake."""

from pathlib import Path
from typing import Any

import pytest

from milkshed.platform.lake.store import open_dataset
from milkshed.region.cow_days import DATASET
from milkshed.region.play.lake import publish_cow_days
from milkshed.region.science.world import make_world


@pytest.mark.django_db
def test_a_farms_day_can_be_asked_from_the_lake(tmp_path: Path, settings: Any) -> None:
    settings.LAKE_ROOT = str(tmp_path / "lake")
    world = make_world("farm", 4)
    table = publish_cow_days(world, 20_454, 45)
    cows = open_dataset(DATASET)
    daily = (
        cows.filter(cows.farm_code == world.farms[0].code)
        .group_by("day")
        .aggregate(milk_dag=cows.milk_dag.sum(), cows=cows.ear_tag.nunique())
        .order_by("day")
        .to_pyarrow()
    )
    assert daily["milk_dag"].to_pylist() == table.milk_dag[0].tolist()
    assert all(
        asked <= milking
        for asked, milking in zip(daily["cows"].to_pylist(), table.milking_head[0], strict=True)
    )
    assert not list((tmp_path / "lake").glob(".cow-days-*"))
