"""EPC URNs and Digital Links of one thing get one name."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.ledger.gs1.application_identifiers import KEYS
from milkshed.ledger.gs1.digital_link import parse
from milkshed.ledger.gs1.epc import _CANONICAL_ALREADY, KEY_SHAPES, _from_link, canonical_uri
from tests.reference_data import reference_path


def test_pairs_on_which_independent_libraries_agree() -> None:
    path = reference_path("traceability/identifier-vectors/epc_to_digital_link.json")
    pairs = json.loads(path.read_text())
    assert len(pairs) == 300
    wrong = [pair for pair in pairs if canonical_uri(pair["epc"]) != pair["digital_link"]]
    assert wrong == []


@pytest.mark.parametrize(
    ("uri", "name"),
    [
        ("urn:epc:id:sgtin:9521234.054321.S1", "/01/09521234543213/21/S1"),
        ("urn:epc:class:lgtin:9521234.054321.L%2F1", "/01/09521234543213/10/L%2F1"),
        ("urn:epc:idpat:sgtin:9521234.054321.*", "/01/09521234543213"),
        ("urn:epc:id:sscc:9521321.0000000001", "/00/095213210000000018"),
        ("urn:epc:id:sgln:9521321.00001.0", "/414/9521321000018"),
        ("urn:epc:id:sgln:9521321.00001.TANK-1", "/414/9521321000018/254/TANK-1"),
        ("urn:epc:id:pgln:9521321.00001", "/417/9521321000018"),
        ("urn:epc:id:grai:9521321.00003.T0001", "/8003/09521321000032T0001"),
        ("urn:epc:idpat:grai:9521321.00003.*", "/8003/09521321000032"),
        ("urn:epc:id:giai:9521321.TANK0007", "/8004/9521321TANK0007"),
        ("urn:epc:id:gsrn:9521321.0000000001", "/8018/952132100000000014"),
        ("urn:epc:id:gdti:9521321.00010.J1", "/253/9521321000100J1"),
        ("urn:epc:id:cpi:9521321.A%23.12", "/8010/9521321A%23/8011/12"),
        ("urn:epc:id:itip:4012345.012345.01.02.987", "/8006/040123451234560102/21/987"),
        ("https://a.cn/01/09521234543213/22/V/10/L/21/S?17=270101#x", "/01/09521234543213/21/S"),
        ("https://a.cn/x/y/01/09521234543213/10/L?lang=zh", "/01/09521234543213/10/L"),
        ("http://a.cn/01/9521234543213", "/01/09521234543213"),
        ("https://a.cn/417/9521321000018/7040/1ABC", "/417/9521321000018"),
        ("https://a.cn/01/09521234543213/10/%4C!1", "/01/09521234543213/10/L%211"),
    ],
)
def test_names(uri: str, name: str) -> None:
    assert canonical_uri(uri) == f"https://id.gs1.org{name}"


@pytest.mark.parametrize(
    "uri",
    [
        "urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "urn:epc:id:sgtin:9521234.54321.S1",
        "urn:epc:id:sgtin:9521234.054321",
        "urn:epc:id:sgtin:9521234.054321.*",
        "urn:epc:idpat:sgtin:9521234.*.*",
        "urn:epc:id:nothing:1.2.3",
        "https://example.org/farms/7",
        "https://example.org/01/12",
        "https://id.gs1.org/01/09521234543213/milk/white",
        "https://www.ncbi.nlm.nih.gov/taxonomy/1126011",
        "farm 7",
        "",
    ],
)
def test_anything_else_stays(uri: str) -> None:
    assert canonical_uri(uri) == uri


def test_every_key_has_a_shape() -> None:
    assert set(KEY_SHAPES) == set(KEYS)


def test_a_wrong_check_digit_is_still_the_name_on_the_label() -> None:
    assert canonical_uri("https://a.cn/01/09521234543219/10/L") == (
        "https://id.gs1.org/01/09521234543219/10/L"
    )


@given(
    st.text(max_size=60)
    | st.from_regex(
        r"\Ahttps://a/(01|414|8003|00)/[0-9]{8,18}(/[0-9]{2,4}/[0-9A-Za-z%]{1,9}){0,2}\Z"
    )
    | st.from_regex(r"\Aurn:epc:(id|class|idpat):(sgtin|lgtin|sgln|grai|sscc):[0-9.*A-Z%]{1,30}\Z")
)
def test_naming_never_fails_and_is_final(uri: str) -> None:
    name = canonical_uri(uri)
    assert canonical_uri(name) == name


@given(st.integers(0, 10**12 - 1), st.text("ABC0123456789-", min_size=1, max_size=20))
def test_a_canonical_lot_is_a_right_link(number: int, lot: str) -> None:
    digits = f"{number:012d}"
    name = canonical_uri(f"urn:epc:class:lgtin:{digits[:7]}.0{digits[7:]}.{lot}")
    assert parse(name).canonical == name


@given(st.from_regex(_CANONICAL_ALREADY, fullmatch=True))
def test_the_short_cut_takes_only_what_is_final(uri: str) -> None:
    assert _from_link(uri) == uri
