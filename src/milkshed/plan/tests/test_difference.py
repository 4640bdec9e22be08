"""What changed between two versions, told apart."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from milkshed.plan.science.difference import difference


def test_kinds_of_change() -> None:
    before = [
        ("K1", "存栏", {"target": Decimal("90.0000"), "quote_zh": "稳定在90万头左右"}),
        ("K2", "产量", {"target": Decimal(450), "quote_zh": "450"}),
        ("K3", "产值", {"target": Decimal(870), "quote_zh": "870亿元"}),
        ("K7", "粪污", {"target": Decimal(95), "quote_zh": "95"}),
    ]
    after = [
        ("K1", "存栏", {"target": Decimal(90), "quote_zh": "稳定在90万头"}),
        ("K2", "产量", {"target": Decimal(460), "quote_zh": "450"}),
        ("K3", "产值", {"target": Decimal(900), "quote_zh": "达到900亿元"}),
        ("K8", "新指标", {"target": Decimal(1)}),
    ]
    found = {one.code: one for one in difference(before, after)}
    assert {code: one.kind for code, one in found.items()} == {
        "K1": "wording", "K2": "numbers", "K3": "both", "K7": "dropped", "K8": "added",
    }  # fmt: skip
    (change,) = found["K2"].changes
    assert (change.field, change.before, change.after) == ("target", "450", "460")
    assert [one.field for one in found["K1"].changes] == ["quote_zh"]


_ENTRIES = st.lists(
    st.tuples(
        st.sampled_from("ABCDE"),
        st.text(max_size=4),
        st.dictionaries(
            st.sampled_from("xyz"), st.one_of(st.none(), st.integers(0, 9), st.text(max_size=2))
        ),
    ),
    unique_by=lambda row: row[0],
)  # fmt: skip


@given(_ENTRIES)
def test_a_version_does_not_differ_from_itself(
    entries: list[tuple[str, str, dict[str, object]]],
) -> None:
    assert difference(entries, entries) == ()


@given(_ENTRIES, _ENTRIES)
def test_both_ways_tell_of_the_same_entries(
    one: list[tuple[str, str, dict[str, object]]], other: list[tuple[str, str, dict[str, object]]]
) -> None:
    there, back = difference(one, other), difference(other, one)
    assert {change.code for change in there} == {change.code for change in back}
    assert sum(c.kind == "added" for c in there) == sum(c.kind == "dropped" for c in back)
