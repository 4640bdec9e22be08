"""The plan is loaded whole, to the letter, and a second loading changes nothing."""

import csv
from decimal import Decimal

import pytest
from django.apps import apps

from milkshed.plan.actions.loading import load_plan
from milkshed.plan.facts.reading import contradiction_facts, indicator_facts, outline
from milkshed.plan.models import Contradiction, Indicator, Milestone, TargetClaim
from milkshed.plan.queries.board import arithmetic
from tests.reference_data import reference_path


def test_the_quotes_are_those_of_the_reference_inventory() -> None:
    with reference_path("china/plan_indicators.csv").open(encoding="utf-8") as file:
        reference = list(csv.DictReader(file))
    ours = indicator_facts()
    assert len(reference) == 58
    assert [(r["id"], r["name_zh"], r["section"], r["quote_zh"], r["unit"]) for r in reference] == [
        (f["code"], f["name_zh"], f["section"], f["quote_zh"], f["unit"]) for f in ours
    ]
    for row, fact in zip(reference, ours, strict=True):
        if fact["operator"] == "range":
            assert (fact["low"], fact["high"]) == (row["target_low"], row["target_high"])
        else:
            assert fact["target"] == row["target_2027"]


def test_the_facts_are_whole() -> None:
    codes = {fact["code"] for fact in indicator_facts()}
    assert len(codes) == 58
    assert [f["code"] for f in contradiction_facts()] == [f"C{n}" for n in range(1, 43)]
    named = {code for f in contradiction_facts() for code in f["indicators"]}
    shown = {code for box in outline().boxes for p in box.projects for code in p.indicators}
    assert named | shown <= codes
    assert (len(outline().tasks), len(outline().safeguards), len(outline().boxes)) == (11, 4, 6)
    for fact in (*indicator_facts(), *contradiction_facts()):
        for key, value in fact.items():
            if key.endswith("_en"):
                assert value, (fact["code"], key)
                assert value.isascii() or not any("\u4e00" <= c <= "\u9fff" for c in value)


@pytest.mark.django_db
def test_loading_twice_changes_nothing() -> None:
    load_plan()
    counts = [m.objects.count() for m in (Indicator, TargetClaim, Milestone, Contradiction)]
    assert counts[0] == 58
    assert counts[3] == 42
    load_plan()
    assert counts == [m.objects.count() for m in (Indicator, TargetClaim, Milestone, Contradiction)]
    history = [m for m in apps.get_app_config("plan").get_models() if "Event" in m.__name__]
    assert history
    assert not any(m._default_manager.exists() for m in history)


@pytest.mark.django_db
def test_both_targets_of_manure_use_stand_side_by_side() -> None:
    load_plan()
    claims = Indicator.objects.get(code="K7").claims.values_list("value", "kind")
    assert list(claims) == [(Decimal(95), "binding"), (Decimal(90), "unstated")]


@pytest.mark.django_db
def test_known_sums_of_the_plan() -> None:
    """63 + 27 = 90 and 327 + 123 = 450 exactly; the guideline shares do not agree."""
    load_plan()
    found = [(c.contradiction, c.working, c.worked_out, c.agrees) for c in arithmetic()]
    assert ("C4", "63 + 27", "90", True) in found
    assert ("C4", "327 + 123", "450", True) in found
    assert ("C6", "327 ÷ 63", "5.19", None) in found
    assert ("C6", "123 ÷ 27", "4.56", None) in found
    assert ("C7", "430.6 ÷ 9.7", "44.4", None) in found
    assert ("C7", "450 ÷ 10", "45.0", None) in found
    assert ("C7", "430.6 ÷ 9.7 ÷ 92", "48.3", None) in found
    assert ("C7", "450 ÷ 10 ÷ 90", "50.0", None) in found
    assert ("C9", "24 ÷ 26", "92.3", None) in found
    assert ("C11", "1.5 × 365", "547.5", False) in found
    assert ("C12", "200 ÷ 327", "61.2", None) in found
    assert ("C24", "41.3 ÷ 183", "22.6", False) in found
    assert ("C24", "41.3 ÷ 110", "37.5", False) in found
    assert ("C40", "1000 ÷ 270", "3.70", None) in found
