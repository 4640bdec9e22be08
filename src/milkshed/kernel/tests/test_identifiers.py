"""Identifier schemes: published examples, and that a changed digit is caught."""

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.kernel import identifiers as ids
from milkshed.kernel.problems import Problem
from tests.reference_data import reference_path

DIGITS = "0123456789"
CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
CSET82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text(DIGITS, min_size=length, max_size=length)


@pytest.mark.parametrize("scheme", ids.SCHEMES.values(), ids=lambda scheme: scheme.key)
def test_every_scheme_accepts_its_example_and_explains_itself(scheme: ids.Scheme) -> None:
    assert scheme.parse(scheme.example) is not None
    assert scheme.parse(f"  {scheme.example} ") == scheme.parse(scheme.example)
    assert scheme.source
    for wrong in ("", None, 12, "?!§"):
        fault = scheme.fault(wrong, "row.number", row=3)
        assert fault is not None
        assert (fault.field, fault.row) == ("row.number", 3)
        assert fault.message.zh != fault.message.en


def test_registry_finds_by_key_and_refuses_unknown_keys() -> None:
    assert ids.scheme("gln") is ids.GLN
    with pytest.raises(Problem) as caught:
        ids.scheme("isbn")
    assert caught.value.faults[0].rule == "known-scheme"


def test_gs1_check_digit() -> None:
    """GS1's worked example, "How to calculate a check digit": 629104150021 gives 3."""
    assert ids.gs1_check_digit("629104150021") == "3"
    assert ids.with_check_digit("10614141234567890") == "106141412345678908"
    assert ids.has_check_digit("6291041500213")
    for wrong in ("", "12a", "１２"):
        with pytest.raises(Problem):
            ids.gs1_check_digit(wrong)


def test_published_gs1_examples() -> None:
    assert ids.GTIN.parse("6291041500213") == "06291041500213"
    assert ids.SSCC.is_valid("106141412345678908")  # GS1 EPC Tag Data Standard 1.x, SSCC example
    assert ids.GLN.is_valid("0614141123452")  # GS1 EPC Tag Data Standard 1.x, SGLN example


@pytest.mark.parametrize(
    ("scheme", "body", "tail"),
    [
        (ids.GTIN_8, 7, ""),
        (ids.GTIN_12, 11, ""),
        (ids.GTIN_13, 12, ""),
        (ids.GTIN_14, 13, ""),
        (ids.GTIN, 13, ""),
        (ids.GLN, 12, ""),
        (ids.SSCC, 17, ""),
        (ids.GSRN, 17, ""),
        (ids.GDTI, 12, "J1"),
    ],
    ids=lambda value: value.key if isinstance(value, ids.Scheme) else str(value),
)
@given(data=st.data())
def test_gs1_keys_accept_right_and_refuse_any_changed_digit(
    scheme: ids.Scheme, body: int, tail: str, data: st.DataObject
) -> None:
    right = ids.with_check_digit(data.draw(digits(body)))
    assert scheme.parse(right + tail) == right + tail
    place = data.draw(st.integers(0, body))
    other = data.draw(st.sampled_from([d for d in DIGITS if d != right[place]]))
    fault = scheme.fault(right[:place] + other + right[place + 1 :] + tail)
    assert fault is not None
    assert fault.rule == "check-digit"


@given(digits(12), st.text(CSET82, max_size=16), st.integers(1, 13), st.integers(1, 9))
def test_grai_keeps_its_serial_and_refuses_any_changed_digit(
    body: str, serial: str, place: int, shift: int
) -> None:
    right = "0" + ids.with_check_digit(body)
    assert ids.GRAI.parse(right + serial) == right + serial
    wrong = right[:place] + str((int(right[place]) + shift) % 10) + right[place + 1 :]
    assert not ids.GRAI.is_valid(wrong + serial)


def test_gs1_serials_are_case_sensitive_and_limited() -> None:
    assert ids.GRAI.parse("09521321000032t1") != ids.GRAI.parse("09521321000032T1")
    assert not ids.GRAI.is_valid("09521321000032" + "1" * 17)
    assert not ids.GDTI.is_valid("9521321000100" + "1" * 18)
    assert not ids.GIAI.is_valid("TANK7")
    assert not ids.GIAI.is_valid("9521321" + "1" * 24)
    assert not ids.LOT.is_valid("批次1")


@given(st.integers(0, 99999), st.integers(0, 9))
def test_builders_make_valid_keys(number: int, extension: int) -> None:
    prefix = "9521234"
    assert ids.GLN.is_valid(ids.build_gln(prefix, number))
    assert ids.GTIN_14.is_valid(ids.build_gtin14(prefix, number, extension))
    assert ids.SSCC.is_valid(ids.build_sscc(prefix, number, extension))
    assert ids.GSRN.is_valid(ids.build_gsrn(prefix, number))
    assert ids.GRAI.is_valid(ids.build_grai(prefix, number, f"T{number}"))
    assert ids.GDTI.is_valid(ids.build_gdti(prefix, number, f"J{number}"))


def test_builder_refuses_a_reference_without_room() -> None:
    with pytest.raises(Problem):
        ids.build_gln("9521234", 100_000)


def test_vectors_of_epc_to_digital_link() -> None:
    """300 keys that two independent libraries agree on."""
    vectors: list[dict[str, Any]] = json.loads(
        reference_path("traceability/identifier-vectors/epc_to_digital_link.json").read_text()
    )
    by_ai = {
        "01": ids.GTIN,
        "00": ids.SSCC,
        "414": ids.GLN,
        "417": ids.GLN,
        "8003": ids.GRAI,
        "8004": ids.GIAI,
        "8018": ids.GSRN,
        "253": ids.GDTI,
    }
    seen = set()
    for vector in vectors:
        match = re.match(r"https://id\.gs1\.org/([0-9]+)/([^/]+)", vector["digital_link"])
        assert match
        ai, value = match.groups()
        assert by_ai[ai].parse(value) == value
        seen.add(ai)
    assert len(seen) >= 7


def test_credit_code_known_answers() -> None:
    assert ids.CREDIT_CODE.parse("91110000600037341l") == "91110000600037341L"
    assert ids.credit_code_check("91110000600037341") == "L"
    assert ids.organisation_code_check("60003734") == "1"
    assert ids.organisation_code_check("D2143569") == "X"  # example in GB 11714-1997


@given(st.sampled_from("159ANY"), digits(6), st.text(CREDIT_ALPHABET, min_size=9, max_size=9))
def test_credit_code_refuses_any_changed_character(first: str, division: str, body: str) -> None:
    first_17 = first + "1" + division + body
    right = first_17 + ids.credit_code_check(first_17)
    assert ids.CREDIT_CODE.parse(right) == right
    for place in range(18):
        for other in CREDIT_ALPHABET:
            if other != right[place]:
                assert not ids.CREDIT_CODE.is_valid(right[:place] + other + right[place + 1 :])


@given(digits(8))
def test_built_credit_codes_are_valid(first_8: str) -> None:
    try:
        code = ids.build_credit_code("640302", first_8)
    except Problem:
        pytest.fail("a numeric organisation code always builds")
    assert ids.CREDIT_CODE.is_valid(code)


def test_credit_code_refuses_letters_that_look_like_digits() -> None:
    for letter in "IOSVZ":
        fault = ids.CREDIT_CODE.fault("9111000060003734" + letter + "L")
        assert fault is not None
        assert fault.rule == "shape"


def test_ear_tag_names_the_broken_part() -> None:
    assert ids.EAR_TAG.parse("2 640302 00000017") == "264030200000017"
    assert ids.build_ear_tag("640302", 17) == "264030200000017"
    pig = ids.EAR_TAG.fault("164030200000017")
    nowhere = ids.EAR_TAG.fault("299030200000017")
    assert pig is not None
    assert pig.rule == "shape"
    assert nowhere is not None
    assert nowhere.rule == "province"


@given(st.integers(0, 10**8 - 1), st.integers(0, 14))
def test_ear_tag_refuses_a_lost_digit(serial: int, place: int) -> None:
    right = ids.build_ear_tag("640181", serial)
    assert not ids.EAR_TAG.is_valid(right[:place] + right[place + 1 :])


def test_herd_book_and_bull_numbers() -> None:
    assert ids.HERD_BOOK.parse("64ab12230007") == "64AB12230007"
    assert not ids.HERD_BOOK.is_valid("990001230007")
    assert ids.BULL.is_valid("11116678")
    assert not ids.BULL.is_valid("1111667")


def test_transponder_known_answer() -> None:
    """999123456789012, from the documentation of an R package for ISO 11784, recomputed."""
    code = ids.transponder_from_digits("999123456789012")
    assert code.dotted_hex == "3E7.1CBE991A14"
    assert code.hex_first_bit_left == "8000F9DCBE991A14"
    assert code.hex_as_sent == "2858997D3B9F0001"
    assert code.digits == "999123456789012"


@given(
    st.builds(
        ids.Transponder,
        country=st.integers(0, 999),
        national=st.integers(0, 2**38 - 1),
        is_animal=st.booleans(),
        has_data_block=st.booleans(),
        reserved=st.integers(0, 2**14 - 1),
    )
)
def test_transponder_round_trips(code: ids.Transponder) -> None:
    assert ids.transponder_from_bits(code.bits) == code
    assert ids.transponder_from_bits_as_sent(int(code.hex_as_sent, 16)) == code
    assert ids.ISO_11784.is_valid(code.digits) == (code.country > 0)


def test_transponder_refuses_numbers_beyond_38_bits() -> None:
    assert ids.ISO_11784.is_valid("156274877906943")
    fault = ids.ISO_11784.fault("156274877906944")
    assert fault is not None
    assert fault.rule == "range"


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("宁A·12345", "宁A12345"),
        ("宁c1234挂", "宁C1234挂"),
        ("宁AD12345", "宁AD12345"),
        ("宁A12345D", "宁A12345D"),
        ("蒙K F012Q", "蒙KF012Q"),
    ],
)
def test_plates(typed: str, normal: str) -> None:
    assert ids.PLATE.parse(typed) == normal


@pytest.mark.parametrize(
    "wrong", ["宁A1234", "宁A1234I", "宁O12345", "宁F12345", "A12345", "使A12345"]
)
def test_wrong_plates(wrong: str) -> None:
    assert not ids.PLATE.is_valid(wrong)


def test_licences_in_any_bracket() -> None:
    normal = "宁640302(2026)001"
    for typed in ("宁640302（2026）001号", "宁640302〔2026〕第001号", " 宁640302[2026]001 "):
        assert ids.STATION_LICENCE.parse(typed) == normal
    assert ids.build_licence_number(ids.STATION_LICENCE, "640302", 2026, 1) == normal
    fault = ids.TANKER_PERMIT.fault("宁620302(2026)0001")
    assert fault is not None
    assert fault.rule == "province"


def test_farm_code_and_phone() -> None:
    assert ids.build_farm_code("640221", 22) == "6402210022"
    assert not ids.FARM_CODE.is_valid("9902210022")
    assert ids.PHONE.parse("+86 138-1234-5678") == "13812345678"
    assert ids.PHONE.parse("（0951）5012345") == "0951-5012345"
    assert ids.PHONE.parse("09515012345") == "0951-5012345"
    assert ids.PHONE.parse("010-62345678-12") == "010-62345678-12"
    assert not ids.PHONE.is_valid("12812345678")
    assert not ids.PHONE.is_valid("5012345")
