"""Fields in running text: what may be edited, what is refused and how it is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.plan.science.wording import (
    Field,
    keys_in,
    numbers_in,
    pieces,
    plain_text,
    slips,
    written,
)

HERD = {"K1.value": Field("22.01万头", "奶牛存栏（本期）", "K1")}


def rules(text: str) -> list[str]:
    return [slip.rule for slip in slips(text, HERD)]


def test_a_field_may_move_and_go_but_not_be_typed_over() -> None:
    assert not rules("奶牛存栏{22.01万头|K1.value}。")
    assert not rules("{22.01万头|K1.value}是期末存栏。")
    assert not rules("存栏略有增加。")
    (slip,) = slips("奶牛存栏{23万头|K1.value}。", HERD)
    assert (slip.rule, slip.value) == ("number-field", "23万头")
    assert "奶牛存栏（本期）" in slip.message.zh
    assert "22.01万头" in slip.message.zh


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("存栏{22.01万头|K9.value}", "field-unknown"),
        ("存栏{22.01万头|K1.value", "field-broken"),
        ("存栏22.01万头", "number-without-source"),
        ("存栏２２万头", "number-without-source"),
        ("增长5%", "number-without-source"),
    ],
)
def test_what_an_edit_may_not_do(text: str, rule: str) -> None:
    assert rules(text) == [rule]


def test_dates_codes_and_ordinals_are_no_data() -> None:
    text = "2026年10月31日，TZ2026-0001、K1、T1.1和宁奶办通〔2026〕3号，见表1、第2段，2024—2027年"
    assert numbers_in(text) == ()
    assert numbers_in("2026年10月增加1,234.5头") == ("1,234.5",)


@given(st.text("甲乙12.%{|}K \n", max_size=40))
def test_what_is_written_reads_back(shown: str) -> None:
    """Whatever a datum reads, its field is one piece that cannot break the text around it."""
    text = f"甲{written('K1.value', shown)}乙"
    cut = pieces(text)
    assert [piece.key for piece in cut] == ["", "K1.value", ""]
    assert keys_in([text]) == ("K1.value",)
    assert plain_text(text) == f"甲{cut[1].text}乙"
    assert not slips(text, {"K1.value": Field(cut[1].text, "存栏", "K1")})
