"""The three lists: duties by day, splits that add up or show their rest, official milestones."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from milkshed.kernel.problems import Problem
from milkshed.plan.actions.lists import SplitRow, set_duty, set_milestone, split_target
from milkshed.plan.actions.loading import load_plan
from milkshed.plan.facts.reading import part_facts, unit_facts
from milkshed.plan.models import Indicator, PlanPart, PlanVersion
from milkshed.plan.queries.document import document_tree
from milkshed.plan.queries.lists import split_table, unit_rows, work_rows
from milkshed.plan.science.lights import FIRST_DAY, LAST_DAY, redrawn
from tests.cast import Cast
from tests.reference_data import reference_path

pytestmark = pytest.mark.django_db
START = date(2026, 1, 1)


def test_the_document_is_whole() -> None:
    kinds = [part["kind"] for part in part_facts()]
    counts = {kind: kinds.count(kind) for kind in set(kinds)}
    assert counts == {
        "section": 9, "task": 11, "safeguard": 4, "box": 6, "project": 19, "mechanism": 47,
        "unit": 18,
    }  # fmt: skip
    assert [p["code"] for p in part_facts() if p["kind"] == "mechanism"] == [
        f"S{n}" for n in range(1, 48)
    ]
    known = {part["code"] for part in part_facts()}
    assert len(known) == len(kinds)
    assert all(p["parent"] in known for p in part_facts() if p["kind"] != "section")
    assert all(p["quote_zh"] for p in part_facts() if p["kind"] in ("mechanism", "unit"))
    assert unit_facts()[0]["name_zh"] == "发展改革委"
    assert unit_facts()[17]["name_zh"] == "宁夏证监局"


def test_every_indicator_stands_somewhere_in_the_document() -> None:
    version = load_plan()
    shown: set[str] = set()
    waiting = list(document_tree(version))
    parts = 0
    while waiting:
        node = waiting.pop()
        parts += 1
        shown |= {indicator.code for indicator in node.indicators}
        waiting += node.below
        if node.part.code == "N2":
            assert {"K1", "K7", "G1"} <= {indicator.code for indicator in node.indicators}
    assert parts == 114
    assert len(shown) == 58


def test_the_county_table_adds_up_to_the_plan(cast: Cast) -> None:
    """Herd 63.0 + 27.0 = 90.0 and milk 327.0 + 123.0 = 450.0: nothing is left over."""
    load_plan()
    with reference_path("china/ningxia_county_reference.csv").open(encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    for code, column, whole in (("K1", "herd_2027_wan", 90), ("K2", "milk_2027_wt", 450)):
        indicator = Indicator.objects.get(code=code)
        report = split_target(
            cast.people["region_officer"],
            indicator,
            [SplitRow(row["adcode"], row[column]) for row in table],
            valid_from=START,
            basis="assumed",
        )
        assert report.is_clean
        found = split_table(indicator, START)
        assert found is not None
        assert (found.total, found.rest) == (whole, 0)
        assert split_table(indicator, date(2025, 12, 31)) is None


def test_a_split_reports_every_row_and_shows_the_rest(cast: Cast) -> None:
    load_plan()
    officer, herd = cast.people["region_officer"], Indicator.objects.get(code="K1")
    report = split_target(
        officer,
        herd,
        [
            SplitRow("640302", "22.3"),
            SplitRow("640381", "7"),
            SplitRow("640300", "30"),
            SplitRow("110000", "1"),
            SplitRow("640181", "-1"),
            SplitRow("640181", "many"),
            SplitRow("640302", "5"),
        ],
        valid_from=START,
        basis="assumed",
    )
    assert set(report.accepted) == {1, 2, 3}
    assert {row: {f.rule for f in faults} for row, faults in report.refused.items()} == {
        4: {"known-division"}, 5: {"number"}, 6: {"number"}, 7: {"after-present"},
    }  # fmt: skip
    found = split_table(herd, START)
    assert found is not None
    (wuzhong,) = found.cities
    assert (wuzhong.own, wuzhong.total, wuzhong.agrees) == (30, 30, False)
    assert found.rest == 60
    split_target(
        officer, herd, [SplitRow("640300", "29.3")], valid_from=date(2026, 7, 1), basis="assumed"
    )
    later = split_table(herd, date(2026, 7, 1))
    assert later is not None
    assert later.cities[0].agrees is True
    before = split_table(herd, date(2026, 6, 30))
    assert before is not None
    assert before.cities[0].own == 30


def test_what_is_no_sum_of_places_cannot_be_split(cast: Cast) -> None:
    load_plan()
    for code in ("K7", "G1", "T6.3"):
        with pytest.raises(Problem, match="cannot be split"):
            split_target(
                cast.people["region_officer"],
                Indicator.objects.get(code=code),
                [SplitRow("640302", "1")],
                valid_from=START,
                basis="assumed",
            )


def test_a_new_lead_ends_the_old_one(cast: Cast) -> None:
    load_plan()
    officer = cast.people["region_officer"]
    version = PlanVersion.objects.get(current=True)
    set_duty(officer, "S2", "U13", "lead", on=START)
    set_duty(officer, "S2", "U11", "support", on=START)
    set_duty(officer, "S2", "U11", "lead", on=date(2026, 3, 1))
    rows = {row.part.code: row for row in work_rows(version, date(2026, 2, 28))}
    assert rows["S2"].lead is not None
    assert rows["S2"].lead.unit.code == "U13"
    assert [d.unit.code for d in rows["S2"].support] == ["U11"]
    rows = {row.part.code: row for row in work_rows(version, date(2026, 3, 1))}
    assert rows["S2"].lead is not None
    assert rows["S2"].lead.unit.code == "U11"
    assert rows["S2"].support == ()
    by_unit = unit_rows(version, date(2026, 3, 1))
    leads = {row.unit.code: [p.code for p in row.leads] for row in by_unit}
    assert leads["U11"] == ["S2"]
    assert leads["U13"] == []
    assert len(work_rows(version, START)) == 66
    for unit, rule in (("U11", "already"), ("U12", "after-present")):
        with pytest.raises(Problem) as refused:
            set_duty(officer, "S2", unit, "lead", on=START)
        assert {fault.rule for fault in refused.value.faults} == {rule}
    with pytest.raises(Problem) as refused:
        set_duty(officer, "S2", "X1", "lead", on=START)
    assert {fault.rule for fault in refused.value.faults} == {"member-unit"}
    assert PlanPart.objects.get(version=version, code="S2").duties.count() == 3


def test_our_points_follow_an_official_one(cast: Cast) -> None:
    """K2 from 430.6 to 450: with 445 set for the end of 2025 the ends stay, 2024 and 2026 move."""
    load_plan()
    milk = Indicator.objects.get(code="K2")
    ends = milk.milestones.get(on=FIRST_DAY).value, milk.milestones.get(on=LAST_DAY).value
    set_milestone(
        cast.people["region_officer"], milk, date(2025, 12, 31), Decimal(445), "宁奶发〔2025〕1号"
    )
    points = {point.on.year: point for point in milk.milestones.exclude(on=FIRST_DAY)}
    assert (milk.milestones.get(on=FIRST_DAY).value, points[2027].value) == ends
    assert (points[2025].value, points[2025].basis) == (445, "official")
    assert points[2024].value == pytest.approx(Decimal("437.8"), abs=Decimal("0.02"))
    assert points[2026].value == pytest.approx(Decimal("447.5"), abs=Decimal("0.02"))
    assert points[2024].basis == points[2026].basis == "interpolated"
    with pytest.raises(Problem) as refused:
        set_milestone(cast.people["region_officer"], milk, date(2030, 1, 1), Decimal(-1), " ")
    assert {fault.rule for fault in refused.value.faults} == {
        "within-plan", "not-negative", "required",
    }  # fmt: skip


def test_points_without_any_fixed_one_stay() -> None:
    points = [(FIRST_DAY, Decimal(1)), (LAST_DAY, Decimal(5))]
    assert redrawn(points, set()) == tuple(points)
