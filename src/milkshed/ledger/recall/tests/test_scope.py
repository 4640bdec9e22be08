"""Recall scopes of a silo that keeps a heel: three models, changes, bad input."""

from datetime import timedelta

import numpy as np
import pytest

from milkshed.kernel.problems import Problem
from milkshed.ledger.facade import (
    CleaningAt,
    MadeAfter,
    Model,
    capture_document,
    composition,
    recall_scope,
    recall_scopes,
    residue_threshold,
    what_if,
)
from milkshed.ledger.tests import chain
from milkshed.ledger.tests.chain import MORNING, PLANT

HOUR = timedelta(hours=1)
SILO = f"{PLANT}/254/Z1"


def _days_of_a_silo() -> list[chain.Event]:
    """Load A, then load B onto its heel of 1 t, then load C onto a heel of 1 t."""
    events = [
        chain.milking("A", 10_000.0),
        chain.milking("B", 9_000.0, MORNING + HOUR),
        chain.milking("C", 9_000.0, MORNING + 2 * HOUR),
    ]
    heel: dict[str, float | None] = {}
    for place, load in enumerate("ABC"):
        at = MORNING + (10 + 2 * place) * HOUR
        held: dict[str, float | None] = {load: 10_000.0 - 1_000.0 * bool(heel), **heel}
        state, batch, pack = f"Z{load}", f"B{load}", f"P{load}"
        events += [
            chain.mixing("unloading", held, {state: 10_000.0}, at, PLANT, SILO),
            chain.mixing(
                "creating_class_instance", {state: 9_000.0}, {batch: 9_000.0}, at + HOUR / 2, PLANT
            ),
            chain.mixing("packing", {batch: 9_000.0}, {pack: 9_000.0}, at + HOUR, PLANT),
        ]
        heel = {state: 1_000.0}
    for event in events:
        if event.get("bizStep") == "packing":
            event["outputQuantityList"].append(
                {"epcClass": event["outputQuantityList"][0]["epcClass"], "quantity": 9_000}
            )
    return events


def _names(lots: tuple[object, ...]) -> list[str]:
    return [each.node.uri.rpartition("/")[2] for each in lots]  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_three_scopes_of_a_heel_by_hand() -> None:
    assert capture_document(chain.document(_days_of_a_silo())).success
    conservative, by_mass, plug = recall_scopes([chain.lot("A")], threshold=0.0)
    assert _names(conservative.products) == ["PA", "PB", "PC"]
    assert conservative.product_kg == 27_000.0
    assert conservative.suspect_kg is None
    assert conservative.packs == 27_000
    # 1 t of A is the heel below B, hence 10 % of PB, and 10 % of that 10 % of PC
    concentrations = {each.node.uri: each.concentration for each in by_mass.products}
    assert concentrations == pytest.approx(
        {chain.lot("PA"): 1.0, chain.lot("PB"): 0.1, chain.lot("PC"): 0.01}
    )
    assert by_mass.suspect_kg == pytest.approx(9_000 + 900 + 90)
    # first in, first out: the heel of A leaves whole with the first draw of the next batch
    assert {each.node.uri: each.suspect_kg for each in plug.products} == pytest.approx(
        {chain.lot("PA"): 9_000.0, chain.lot("PB"): 1_000.0}
    )
    assert not (*by_mass.uncertain, *plug.uncertain)
    heel = next(each for each in by_mass.lots if each.node.uri == chain.lot("ZB"))
    assert "余奶" in heel.reason.zh
    assert "Z1" in heel.reason.en
    assert heel.event_ids


@pytest.mark.django_db
def test_a_threshold_and_changes_make_a_recall_smaller() -> None:
    capture_document(chain.document(_days_of_a_silo()))
    suspects = [chain.lot("A")]
    small = recall_scope(suspects, model=Model.MASS_FRACTION, threshold=0.05)
    assert _names(small.products) == ["PA", "PB"]
    cleaned = what_if(
        suspects,
        model=Model.CONSERVATIVE,
        changes=[CleaningAt(SILO, MORNING + 11 * HOUR)],
    )
    assert _names(cleaned.after.products) == ["PA"]
    assert cleaned.saved_kg == 18_000.0
    assert cleaned.saved_lots == 6
    assert cleaned.saved_packs == 18_000
    elsewhere = CleaningAt(f"{PLANT}/254/Z2", MORNING + 11 * HOUR)
    assert what_if(suspects, model=Model.CONSERVATIVE, changes=[elsewhere]).saved_kg == 0
    stopped = recall_scope(
        suspects, model=Model.MASS_FRACTION, changes=[MadeAfter(MORNING + 12 * HOUR)]
    )
    assert _names(stopped.products) == ["PA"]


@pytest.mark.django_db
def test_several_suspects_add_up() -> None:
    capture_document(chain.document(_days_of_a_silo()))
    both = recall_scope([chain.lot("A"), chain.lot("B")], model=Model.MASS_FRACTION)
    assert {each.node.uri: each.concentration for each in both.products} == pytest.approx(
        {chain.lot("PA"): 1.0, chain.lot("PB"): 1.0, chain.lot("PC"): 0.1}
    )


@pytest.mark.django_db
def test_what_cannot_be_a_recall_is_refused() -> None:
    with pytest.raises(Problem) as unknown:
        recall_scope([chain.lot("NEVER")], model=Model.CONSERVATIVE)
    assert unknown.value.faults[0].rule == "known-lot"
    with pytest.raises(Problem):
        recall_scope([], model=Model.CONSERVATIVE)
    capture_document(chain.document(_days_of_a_silo()))
    with pytest.raises(Problem) as threshold:
        recall_scopes([chain.lot("A")], threshold=float("nan"))
    assert threshold.value.faults[0].field == "threshold"


@pytest.mark.django_db
def test_composition_of_several_lots_as_a_matrix() -> None:
    capture_document(chain.document(_days_of_a_silo()))
    packs = [chain.lot("PB"), chain.lot("PC")]
    mixed = composition(packs)
    assert [source.uri for source in mixed.sources] == [chain.lot(name) for name in "ABC"]
    assert mixed.shares == pytest.approx(np.array([[0.1, 0.9, 0.0], [0.01, 0.09, 0.9]]))
    assert mixed.shares.sum(axis=1) + mixed.unknown == pytest.approx(np.ones(2))
    plug = composition(packs, Model.PLUG_FLOW)
    assert plug.shares == pytest.approx(np.array([[1 / 9, 8 / 9, 0.0], [0.0, 1 / 9, 8 / 9]]))
    with pytest.raises(Problem):
        composition(packs, Model.CONSERVATIVE)
    with pytest.raises(Problem):
        composition([])


@pytest.mark.django_db
def test_packs_are_counted_where_events_count_them_and_nowhere_else() -> None:
    capture_document(chain.document(chain.day_of_milk()))
    suspects = [chain.lot("B1")]
    assert recall_scope(suspects, model=Model.CONSERVATIVE).packs is None
    onto = chain.pallet({"P2": None}, MORNING + 10 * HOUR, chain.PALLET[:-1] + "5")
    onto["childQuantityList"][0]["quantity"] = 240
    off = onto | {"action": "DELETE", "eventID": "urn:test:off"}
    off["childQuantityList"] = [{"epcClass": chain.lot("P2"), "quantity": 40}]
    assert capture_document(chain.document([onto, off])).success
    assert recall_scope(suspects, model=Model.CONSERVATIVE).packs == 200


def test_threshold_of_a_residue() -> None:
    # penicillin at 40 µg/kg against a limit of 4 µg/kg: from a tenth of suspect milk on
    assert residue_threshold(40.0, 4.0) == 0.1
    assert residue_threshold(2.0, 4.0) == 1.0
    for concentration, limit in ((0.0, 4.0), (4.0, float("inf")), (-1.0, 4.0)):
        with pytest.raises(Problem):
            residue_threshold(concentration, limit)
