"""Daily milk on disk: the same rows as in memory, whatever the number of processes."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.dataset as ds

from milkshed.kernel.day_numbers import day_number, day_of
from milkshed.kernel.identifiers import EAR_TAG
from milkshed.region.cow_days import SCHEMA, months_of, write_cow_days
from milkshed.region.science.farm_table import make_farm_table
from milkshed.region.science.world import make_world

START = day_number(np.datetime64("2025-12-20").item())


def test_months_cover_the_stretch() -> None:
    months = months_of(START, 60)
    assert [m[0] for m in months] == [
        "year=2025/month=12",
        "year=2026/month=01",
        "year=2026/month=02",
    ]
    assert months[0][1:] == (0, 12)
    assert months[-1][2] == 60
    assert day_of(START + months[1][1]).day == 1


def test_files_hold_every_cow_day(tmp_path: Path) -> None:
    world = make_world("farm", 11)
    told: list[tuple[int, int]] = []
    year = write_cow_days(
        world, START, 40, tmp_path, lambda done, total: told.append((done, total))
    )
    table = make_farm_table(world, START, 40)
    assert (year.table.milk_dag == table.milk_dag).all()
    assert told == [(1, 1)]
    data = ds.dataset(tmp_path, partitioning="hive").to_table()
    assert data.num_rows == year.rows
    assert set(SCHEMA.names) <= set(data.column_names)
    day = data["day"].cast("int32").to_numpy() - START
    milk = np.bincount(day, weights=data["milk_dag"].to_numpy(), minlength=40)
    assert (milk == table.milk_dag[0]).all()
    pairs = data["ear_tag"].to_numpy() % 10**8 * 1000 + day
    assert len(np.unique(pairs)) == len(pairs)
    for tag in data["ear_tag"].to_pylist()[:50]:
        EAR_TAG.parse(str(tag))
    assert data["farm_code"].unique().to_pylist() == [world.farms[0].code]


def test_several_processes_write_the_same(tmp_path: Path) -> None:
    county = make_world("county", 11)
    world = replace(county, farms=county.farms[:5])
    alone = write_cow_days(world, START, 20, tmp_path / "alone")
    together = write_cow_days(world, START, 20, tmp_path / "together", processes=2)
    assert together.rows == alone.rows
    assert (together.table.milk_dag == alone.table.milk_dag).all()
    first, second = (
        ds.dataset(tmp_path / name, partitioning="hive")
        .to_table()
        .sort_by([("ear_tag", "ascending"), ("day", "ascending")])
        for name in ("alone", "together")
    )
    for name in first.column_names:
        assert first[name].to_pylist() == second[name].to_pylist(), name
