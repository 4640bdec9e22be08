"""Digital Links: vectors of the GS1 syntax engine, own cases, and building undone by reading."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.kernel.identifiers import with_check_digit
from milkshed.kernel.problems import Problem
from milkshed.ledger.gs1.application_identifiers import APPLICATION_IDENTIFIERS, KEYS
from milkshed.ledger.gs1.checks import CHECKS, CSET_82, check_character_pair
from milkshed.ledger.gs1.digital_link import CANONICAL_STEM, build, elements_of, parse
from milkshed.ledger.gs1.element import value_fault
from tests.reference_data import reference_path

GTIN = "09521234543213"
GLN = "9521321000018"


def _vectors(name: str) -> list[dict[str, Any]]:
    try:
        path = reference_path(f"traceability/digital-link-vectors/{name}.json")
    except pytest.skip.Exception:
        return []
    rows: list[dict[str, Any]] = json.loads(path.read_text())
    return rows


@pytest.mark.parametrize("row", _vectors("parse_vectors_with_engine_verdict"))
def test_reading_agrees_with_the_engine(row: dict[str, Any]) -> None:
    if row["valid"] and row["engine_full_validation"]:
        assert parse(row["uri"]).message("^") == row["ai_data"]
    else:
        with pytest.raises(Problem) as caught:
            parse(row["uri"])
        assert all(fault.message.zh and fault.message.en for fault in caught.value.faults)


@pytest.mark.parametrize("row", _vectors("generate_vectors"))
def test_building_agrees_with_the_engine(row: dict[str, Any]) -> None:
    elements = elements_of(row["element_string"])
    stem = row["stem"] or CANONICAL_STEM
    unknown = row["valid"] and any(ai not in APPLICATION_IDENTIFIERS for ai, _ in elements)
    if row["valid"]:
        assert build(elements, stem, permit_unknown=unknown).uri() == row["uri"]
    else:
        with pytest.raises(Problem):
            build(elements, stem)


@pytest.mark.parametrize(
    ("uri", "elements"),
    [
        (
            f"https://id.example.cn/t/01/{GTIN}/10/NX1?17=270101&lang=zh",
            "(01)09521234543213(10)NX1(17)270101",
        ),
        ("https://id.gs1.org/00/095213210000000018", "(00)095213210000000018"),
        (f"https://id.gs1.org/414/{GLN}/254/TANK-1", "(414)9521321000018(254)TANK-1"),
        (f"https://id.gs1.org/417/{GLN}", "(417)9521321000018"),
        ("https://id.gs1.org/8003/09521321000032T0001", "(8003)09521321000032T0001"),
        ("https://id.gs1.org/8004/9521321TANK0007", "(8004)9521321TANK0007"),
        ("https://id.gs1.org/253/9521321000100J1", "(253)9521321000100J1"),
        ("https://id.gs1.org/8018/952132100000000014", "(8018)952132100000000014"),
        (f"https://id.gs1.org/01/{GTIN}/22/V/10/L/21/S", f"(01){GTIN}(22)V(10)L(21)S"),
    ],
)
def test_keys_of_a_milk_chain(uri: str, elements: str) -> None:
    link = parse(uri)
    assert link.element_string() == elements
    assert link.uri() == uri
    assert build(elements_of(elements), link.stem).elements == link.elements
    assert parse(link.canonical).qualifiers == link.qualifiers


@pytest.mark.parametrize(
    ("uri", "rule"),
    [
        ("id.gs1.org/01/09521234543213", "scheme"),
        ("https://id.gs1.org", "no-path"),
        ("https://id.gs1.org/milk", "no-key"),
        ("https://id.gs1.org/01/09521234543214", "check-digit"),
        ("https://id.gs1.org/01/9521234543213", "too-short"),
        ("https://id.gs1.org/01/095212345432130", "too-long"),
        ("https://id.gs1.org/01/0952123454321X", "character"),
        ("https://id.gs1.org/414/9521321000019", "check-digit"),
        (f"https://id.gs1.org/01/{GTIN}/21/S/10/L", "qualifier-order"),
        (f"https://id.gs1.org/01/{GTIN}/254/L", "qualifier-order"),
        (f"https://id.gs1.org/01/{GTIN}?17=261301", "date"),
        (f"https://id.gs1.org/01/{GTIN}?10=L", "belongs-in-path"),
        (f"https://id.gs1.org/01/{GTIN}?8200=x", "no-attribute"),
        (f"https://id.gs1.org/01/{GTIN}?15=270101&15=270101", "repeated"),
        (f"https://id.gs1.org/01/{GTIN}?888=1", "unknown-identifier"),
        (f"https://id.gs1.org/417/{GLN}?3103=000195", "companion-missing"),
        (f"https://id.gs1.org/01/{GTIN}?3103=000195&3102=000195", "companion-refused"),
        ("https://id.gs1.org/01/牛奶", "illegal-character"),
    ],
)
def test_what_is_wrong_is_named(uri: str, rule: str) -> None:
    with pytest.raises(Problem) as caught:
        parse(uri)
    assert rule in [fault.rule for fault in caught.value.faults]


def test_dates_may_leave_the_day_open() -> None:
    assert value_fault("17", "270200") is None
    assert value_fault("17", "270230") is not None
    assert value_fault("7007", "270228270301") is None


def test_check_characters_of_a_model_number() -> None:
    """The example of the GS1 General Specifications, section 7.9.5."""
    assert check_character_pair("1987654Ad4X4bL5ttr2310c") == "2K"
    assert value_fault("8013", "1987654Ad4X4bL5ttr2310c2K") is None
    assert value_fault("8013", "1987654Ad4X4bL5ttr2310c2L") is not None


def test_the_table_is_whole() -> None:
    assert len(KEYS) == 16
    for entry in APPLICATION_IDENTIFIERS.values():
        assert entry.components
        for order in entry.qualifiers or ():
            assert set(order) <= set(APPLICATION_IDENTIFIERS)


def test_every_check_is_known_or_a_foreign_list() -> None:
    named = {
        check
        for entry in APPLICATION_IDENTIFIERS.values()
        for component in entry.components
        for check in component.checks
    }
    assert named - set(CHECKS) == {
        "iso3166",
        "iso3166999",
        "iso4217",
        "packagetype",
        "mediatype",
        "couponcode",
        "couponposoffer",
    }


_digits = st.text("0123456789", min_size=13, max_size=13)
_text = st.text(CSET_82, min_size=1, max_size=20)


@given(_digits, st.none() | _text, st.none() | _text, st.none() | _text)
def test_reading_undoes_building(
    body: str, variant: str | None, lot: str | None, serial: str | None
) -> None:
    qualifiers = {"22": variant, "10": lot, "21": serial}
    elements = [("01", with_check_digit(body))]
    elements += [(ai, value) for ai, value in qualifiers.items() if value is not None]
    link = build(reversed(elements))
    assert list(link.elements) == elements
    assert parse(link.uri()) == link


@given(st.text(max_size=60) | st.from_regex(r"\Ahttps://a/[0-9]{2,4}/[0-9A-Z%/?&=]{0,40}\Z"))
def test_reading_never_fails_otherwise(text: str) -> None:
    try:
        link = parse(text)
    except Problem:
        return
    assert parse(link.uri()).elements == link.elements


def test_unknown_identifiers_only_on_wish() -> None:
    uri = f"https://id.gs1.org/01/{GTIN}?89=ABC"
    assert parse(uri, permit_unknown=True).attributes == (("89", "ABC"),)
    with pytest.raises(Problem):
        parse(uri)


@given(st.sampled_from(sorted(APPLICATION_IDENTIFIERS)), st.text(CSET_82, max_size=40))
def test_any_value_is_judged(ai: str, value: str) -> None:
    fault = value_fault(ai, value)
    assert fault is None or fault.value == value
