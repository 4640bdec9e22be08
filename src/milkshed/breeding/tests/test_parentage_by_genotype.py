"""Parents verified by accepted genotypes: confirmed, refuted, proposed, corrected."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from milkshed.breeding.actions.parentage import verify_entries, verify_entry
from milkshed.breeding.actions.register import (
    EntryRow,
    correct_parents,
    move_entry,
    register_entries,
)
from milkshed.breeding.actions.samples import move_samples
from milkshed.breeding.importers import import_genotypes
from milkshed.breeding.models import GenotypeSample, PedigreeEntry
from milkshed.breeding.queries.parentage import (
    CONFIRMED,
    REFUTED,
    UNTYPED,
    genotyped_entries,
    links_of_entries,
    proposals,
)
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.tests.furniture import BULLS, Scene, scene
from milkshed.breeding.tests.test_samples import all_received, founders, vcf
from milkshed.kernel.problems import Problem
from milkshed.platform.models import Transition
from milkshed.platform.scope import EVERYTHING
from tests.cast import Cast


@pytest.fixture
def made(cast: Cast, tmp_path: Path, settings: Any) -> Scene:
    """Three bulls and a daughter of each genotyped; the third is entered as the first's."""
    settings.VAR = tmp_path
    made = scene(cast, cows=9, entered=False)
    sires = (BULLS[0], BULLS[1], BULLS[0])
    rows = [EntryRow(made.tags[k], sires[k]) for k in range(3)]
    rows.append(EntryRow(made.tags[4], BULLS[4]))
    assert register_entries(made.officer, rows).is_clean
    names = all_received(made)
    import_genotypes(made.officer, {"run.vcf": vcf(names, founders(5))})
    keys = list(GenotypeSample.objects.order_by("pk").values_list("pk", flat=True))
    assert move_samples(made.officer, keys, "accept").is_clean
    return made


def entry_of(made: Scene, cow: int) -> PedigreeEntry:
    return PedigreeEntry.objects.get(identity=made.tags[cow])


def test_markers_tell_which_parents_hold_and_who_fits_instead(made: Scene) -> None:
    rules = BreedingRules.on(made.today)
    entries = [entry_of(made, cow) for cow in (0, 2, 4)]
    links = links_of_entries(entries, rules)
    right, wrong, unknown = (links[one.identity] for one in entries)
    assert [one.verdict for one in right] == [CONFIRMED]
    assert (right[0].opposing, right[0].compared) == (0, 400)
    assert [one.verdict for one in wrong] == [REFUTED]
    assert wrong[0].share is not None
    assert wrong[0].share > 0.03
    assert [one.verdict for one in unknown] == [UNTYPED]
    fits = proposals(entries[1], wrong, rules)
    assert [one.parent for one in fits["sire"]] == [BULLS[2]]
    assert fits["dam"] == ()  # no other female of the farm fits, and daughters are none
    assert proposals(entries[2], unknown, rules) == {}
    waiting = genotyped_entries(EVERYTHING)
    assert [one.identity for one in waiting] == sorted(made.tags[:3])


def test_only_what_genotypes_confirm_is_verified(made: Scene) -> None:
    verified = verify_entry(made.officer, entry_of(made, 0).pk)
    assert (verified.state, verified.sire_source) == ("verified", "genotype")
    step = Transition.objects.get(subject="breeding.entry", subject_id=verified.pk)
    (kept,) = step.evidence["links"]
    assert (kept["parent"], kept["verdict"], kept["compared"]) == (BULLS[0], "confirmed", 400)
    with pytest.raises(Problem, match="oppose"):
        verify_entry(made.officer, entry_of(made, 2).pk)
    with pytest.raises(Problem, match="not-allowed"):
        verify_entry(made.cast.people["farm_manager"], entry_of(made, 1).pk)
    report = verify_entries(made.officer, [entry_of(made, cow).pk for cow in (1, 2, 4)])
    assert sorted(report.accepted) == [1]
    assert [fault.rule for fault in report.faults] == ["genotype.conflict", "compared"]
    assert entry_of(made, 2).state == "registered"


def test_a_refuted_parent_is_corrected_to_one_that_fits(made: Scene) -> None:
    entry = entry_of(made, 2)
    move_entry(made.officer, entry.pk, "question", "基因型不符")
    with pytest.raises(Problem, match="oppose"):
        correct_parents(made.approver, entry.pk, sire=BULLS[1], dam="", opinion="猜测")
    assert entry_of(made, 2).sire == BULLS[0]
    correct_parents(made.approver, entry.pk, sire=BULLS[2], dam="", opinion="基因型相符")
    mended = entry_of(made, 2)
    assert (mended.sire, mended.sire_source, mended.state) == (BULLS[2], "genotype", "registered")
    assert verify_entry(made.officer, entry.pk).state == "verified"


def test_the_page_verifies_those_confirmed(made: Scene) -> None:
    officer, manager = Client(headers={"Accept": "text/html"}), Client()
    officer.force_login(made.officer)
    manager.force_login(made.cast.people["farm_manager"])
    page = officer.get("/breeding/register/genotyped").text
    assert "核实本页相符的" in page
    assert "不符" in page
    shown = officer.get(f"/breeding/register/{entry_of(made, 2).pk}").text
    assert "基因型相符的有" in shown
    assert BULLS[2] in shown
    keys = [entry_of(made, cow).pk for cow in (0, 1)]
    assert manager.post("/breeding/register/genotyped", {"entry": keys}).status_code == 403
    assert officer.post("/breeding/register/genotyped", {"entry": keys}).status_code == 302
    assert {entry_of(made, cow).state for cow in (0, 1)} == {"verified"}
    assert "核实本页相符的" not in officer.get("/breeding/register/genotyped").text
