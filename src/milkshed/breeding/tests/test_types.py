"""Type classification: parts, total and grade; what is refused."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.breeding.actions.types import TypeRow, record_classifications
from milkshed.breeding.importers import import_classifications
from milkshed.breeding.models import TypeClassification
from milkshed.breeding.science.type_scores import PARTS, TRAITS, TypeRules, classify
from milkshed.breeding.tests.furniture import scene
from tests.cast import Cast

RULES = TypeRules(
    weights={
        "body_capacity": 18, "rump": 10, "feet_legs": 20, "mammary_system": 42,
        "dairy_character": 10,
    },
    ideals=dict.fromkeys(TRAITS, (7.0, 9.0)),
    grades={"EX": 90, "VG": 85, "GP": 80, "G": 75, "F": 65},
    score=(1, 9),
    step=5,
    defect=1.5,
)  # fmt: skip
IDEAL = dict.fromkeys(TRAITS, 8)


def test_there_are_twenty_traits_in_five_parts() -> None:
    assert len(TRAITS) == len(set(TRAITS)) == 20
    assert len(PARTS) == 5


def test_by_hand() -> None:
    assert classify(IDEAL, (), RULES).total == Decimal("100.0")
    # the udder two steps short in every trait: 90, weighted 42 %
    udder = IDEAL | dict.fromkeys(PARTS["mammary_system"], 5)
    result = classify(udder, (), RULES)
    assert result.parts["mammary_system"] == Decimal("90.0")
    assert (result.total, result.grade) == (Decimal("95.8"), "EX")
    assert classify(udder, ("a", "b", "a"), RULES).total == Decimal("92.8")
    worst = classify(dict.fromkeys(TRAITS, 1), (), RULES)
    assert (worst.total, worst.grade) == (Decimal("70.0"), "F")


@given(
    st.fixed_dictionaries({trait: st.integers(1, 9) for trait in TRAITS}),
    st.sampled_from(TRAITS),
)
def test_a_step_towards_the_ideal_never_lowers_the_total(
    traits: dict[str, int], trait: str
) -> None:
    before = classify(traits, (), RULES)
    nearer = traits | {trait: min(traits[trait] + 1, 8) if traits[trait] < 8 else 8}
    after = classify(nearer, (), RULES)
    assert 0 <= before.total <= after.total <= 100


@pytest.mark.parametrize("bad", [{"stature": 10}, {"stature": 0}, {"horns": 5}])
def test_scores_off_the_scale_are_refused(bad: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="linear scores"):
        classify(IDEAL | bad, (), RULES)
    with pytest.raises(ValueError, match="add up"):
        classify(IDEAL, (), TypeRules(**{
            name: getattr(RULES, name) for name in RULES.__slots__ if name != "weights"
        }, weights={"rump": 50}))  # fmt: skip


def test_cows_are_classified_and_bad_rows_told(cast: Cast) -> None:
    made = scene(cast, cows=6, entered=False)
    officer, day = made.officer, made.today
    rows = [
        TypeRow(made.tags[0], day, IDEAL, ["winged shoulder"]),
        TypeRow(made.tags[1], day, IDEAL),  # parity 2
        TypeRow(made.tags[3], day + timedelta(days=1), IDEAL),
        TypeRow(made.tags[3], day, IDEAL | {"stature": 11}),
        TypeRow("64000000000", day, IDEAL),
    ]
    report = record_classifications(officer, rows)
    assert list(report.accepted) == [1]
    told = {row: {fault.rule for fault in faults} for row, faults in report.refused.items()}
    assert told[2] == {"type.parity"}
    assert "day" in told[3]
    assert told[4] == {"type.score"}
    assert told[5] == {"known"}
    one = TypeClassification.objects.get()
    assert one.rules["breeding.type.weight.mammary_system"]["value"] == 42
    assert one.total < 100
    assert list(record_classifications(officer, rows[:1]).repeated) == [1]
    other = record_classifications(officer, [TypeRow(made.tags[0], day, IDEAL | {"stature": 5})])
    assert [fault.rule for fault in other.faults] == ["once-a-day"]


def test_a_file_of_scores_is_taken_row_by_row(cast: Cast) -> None:
    made = scene(cast, cows=6, entered=False)
    header = "登记号,鉴定日期," + ",".join(TRAITS)
    good = f"{made.tags[0]},{made.today},{','.join(['7'] * 20)}"
    bad = f"{made.tags[3]},{made.today},{','.join(['7'] * 19)},高"
    report = import_classifications(made.officer, "\n".join([header, good, bad]).encode())
    assert list(report.accepted) == [2]
    assert report.refused[3][0].rule == "whole-number"
