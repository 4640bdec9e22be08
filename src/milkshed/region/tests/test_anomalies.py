"""Planted anomalies: all there, all told, nothing else changed."""

import json

import numpy as np
import pytest

from milkshed.region.science.flow import Flow, simulate
from milkshed.region.science.world import make_world

KINDS = {
    "watered",
    "warm",
    "broken-seal",
    "overshipped",
    "diverted",
    "residue-late",
    "residue-refused",
    "forged-sheet",
    "expired-licence",
    "wrong-ear-tag",
}


def _load(flow: Flow, kind: str) -> int:
    found = next(p for p in flow.key.planted if p.kind == kind).load
    assert found is not None
    return found


def test_a_clean_region_has_no_key(clean: Flow) -> None:
    assert not clean.key.planted
    assert "没有植入异常" in clean.key.as_markdown()


def test_every_kind_is_planted_once(spoiled: Flow) -> None:
    assert sorted(p.kind for p in spoiled.key.planted) == sorted(KINDS)
    loads = [p.load for p in spoiled.key.planted if p.load is not None]
    assert len(set(loads)) == len(loads)


def test_the_key_can_be_read_by_people_and_programs(spoiled: Flow) -> None:
    document = json.loads(json.dumps(spoiled.key.as_document(), ensure_ascii=False))
    assert document["synthetic"] is True
    assert len(document["planted"]) == len(KINDS)
    page = spoiled.key.as_markdown()
    assert all(p.title.zh in page and p.finding.en in page for p in spoiled.key.planted)


def test_the_watered_load(spoiled: Flow) -> None:
    loads, row = spoiled.collection.loads, _load(spoiled, "watered")
    assert loads.tests.freezing_point_c[row] == pytest.approx(-0.480, abs=0.005)
    assert loads.arrived_dag[row] > 1.05 * loads.mass_dag[row]
    assert loads.net_kg[row] > 1.05 * loads.mass_dag[row] / 100
    assert loads.tests.density[row] < 1.0300


def test_the_warm_load_and_the_broken_seal(spoiled: Flow) -> None:
    loads = spoiled.collection.loads
    assert loads.arrival_temperature_c[_load(spoiled, "warm")] == 9.0
    assert (loads.arrival_temperature_c > 6).sum() == 1
    assert not loads.seal_intact[_load(spoiled, "broken-seal")]
    assert (~loads.seal_intact).sum() == 1


def test_the_station_that_shipped_too_much(spoiled: Flow) -> None:
    lots, loads = spoiled.collection.station_lots, spoiled.collection.loads
    row = _load(spoiled, "overshipped")
    gap = lots.shipped_dag + lots.heel_out_dag - lots.total_dag
    assert np.argwhere(gap).tolist() == [[loads.station[row], loads.day[row]]]
    assert gap.max() == 500_000


def test_the_diverted_milk(spoiled: Flow) -> None:
    loads, row = spoiled.collection.loads, _load(spoiled, "diverted")
    assert loads.arrived_dag[row] == loads.mass_dag[row] - 240_000
    assert loads.net_kg[row] == pytest.approx(loads.mass_dag[row] / 100, rel=0.005)


def test_residues_lead_to_a_farm(spoiled: Flow) -> None:
    loads, world = spoiled.collection.loads, spoiled.world
    late, refused = _load(spoiled, "residue-late"), _load(spoiled, "residue-refused")
    assert loads.tests.antibiotic_positive[[late, refused]].all()
    assert not loads.strip_positive[late]
    assert loads.strip_positive[refused]
    assert loads.refused[refused]
    assert late in spoiled.processing.states.load
    assert refused not in spoiled.processing.states.load
    for row, (farm, day) in zip((late, refused), spoiled.key.residue_farm_lots, strict=True):
        assert farm in world.stations[int(loads.station[row])].farms
        assert day == loads.day[row]
    positive = np.flatnonzero(loads.tests.antibiotic_positive)
    for row in positive:
        assert any(
            farm in world.stations[int(loads.station[row])].farms and day == loads.day[row]
            for farm, day in spoiled.key.residue_farm_lots
        )


def test_the_forged_sheet_is_signed_by_a_stranger(spoiled: Flow) -> None:
    (sheet,) = spoiled.key.forged_sheets
    stations = spoiled.world.stations
    assert stations[sheet.station].firm != stations[sheet.signer_station].firm
    assert sheet.loaded_at < sheet.departed_at < sheet.arrived_at < sheet.settled_at


def test_the_expired_station_went_on(spoiled: Flow) -> None:
    loads, key = spoiled.collection.loads, spoiled.key
    assert key.expired_station is not None
    assert key.expired_on is not None
    after = loads.day[loads.station == key.expired_station] + spoiled.table.start > key.expired_on
    assert after.any()


def test_all_else_is_as_in_the_clean_region(clean: Flow, spoiled: Flow) -> None:
    touched = {p.load for p in spoiled.key.planted}
    rows = [
        i
        for i in range(len(clean.collection.loads))
        if i not in touched and not spoiled.collection.loads.tests.antibiotic_positive[i]
    ]
    for name in ("mass_dag", "arrived_dag", "net_kg", "arrival_temperature_c", "seal_intact"):
        before, after = (getattr(f.collection.loads, name)[rows] for f in (clean, spoiled))
        assert (before == after).all(), name


def test_a_small_world_gets_what_fits() -> None:
    flow = simulate(make_world("farm", 3), 20_500, 30)
    kinds = {p.kind for p in flow.key.planted}
    assert "wrong-ear-tag" in kinds
    assert "forged-sheet" not in kinds
    assert kinds <= KINDS
