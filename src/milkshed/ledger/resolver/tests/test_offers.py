"""Levels of an identifier, link types, and reading what people type."""

import pytest

from milkshed.kernel.problems import Problem
from milkshed.ledger.resolver.link_types import (
    GS1,
    LINK_TYPES,
    MILK,
    curie_of,
    name_of,
    uri_of,
)
from milkshed.ledger.resolver.offers import describe, levels_of
from milkshed.ledger.resolver.resolution import read_identifier, read_link

GTIN = "09521234543213"


@pytest.mark.parametrize(
    ("path", "levels"),
    [
        (f"/01/{GTIN}", [f"/01/{GTIN}"]),
        (f"/01/{GTIN}/10/L", [f"/01/{GTIN}/10/L", f"/01/{GTIN}"]),
        (
            f"/01/{GTIN}/22/V/10/L/21/S",
            [
                f"/01/{GTIN}/22/V/10/L/21/S",
                f"/01/{GTIN}/10/L/21/S",
                f"/01/{GTIN}/22/V/21/S",
                f"/01/{GTIN}/22/V/10/L",
                f"/01/{GTIN}/21/S",
                f"/01/{GTIN}/10/L",
                f"/01/{GTIN}/22/V",
                f"/01/{GTIN}",
            ],
        ),
        ("/8003/09521321000032T0001", ["/8003/09521321000032T0001", "/8003/09521321000032"]),
        ("/253/9521321000100J1", ["/253/9521321000100J1", "/253/9521321000100"]),
        ("/253/9521321000100", ["/253/9521321000100"]),
        (
            "/8004/9521321TANK0007/7040/1ABC",
            ["/8004/9521321TANK0007/7040/1ABC", "/8004/9521321TANK0007"],
        ),
    ],
)
def test_levels_from_fine_to_coarse(path: str, levels: list[str]) -> None:
    link = read_link(path, "17=270101&foo=1") if path.startswith("/01") else read_link(path)
    assert [level.path for level in levels_of(link)] == levels
    assert not any(level.attributes or level.parameters for level in levels_of(link))


def test_levels_in_words() -> None:
    assert describe(read_link(f"/01/{GTIN}/10/L1")).zh == f"批次 L1（产品 {GTIN}）"
    assert describe(read_link("/414/9521321000018")).en == "Place 9521321000018"
    assert describe(read_link(f"/01/{GTIN}/22/V")).zh == f"(22) V（产品 {GTIN}）"


@pytest.mark.parametrize(
    ("given", "uri"),
    [
        ("gs1:pip", f"{GS1}pip"),
        ("milk:origin", f"{MILK}origin"),
        ("https://gs1.org/voc/pip", f"{GS1}pip"),
        ("http://www.gs1.org/voc/pip", f"{GS1}pip"),
        ("https://example.org/rel.x", "https://example.org/rel.x"),
        ("pip", None),
        ("gs1:", None),
        ("gs1:pip?x", None),
        ("https://example.org/a-b", None),
        ("javascript:alert", None),
        ("", None),
    ],
)
def test_names_of_link_types(given: str, uri: str | None) -> None:
    assert uri_of(given) == uri
    if uri:
        assert uri_of(curie_of(uri)) == uri


def test_link_types_have_words() -> None:
    assert len({one.uri for one in LINK_TYPES}) == len(LINK_TYPES)
    assert all(one.name.zh and one.name.en and uri_of(one.curie) == one.uri for one in LINK_TYPES)
    assert name_of("https://example.org/x").zh == "https://example.org/x"


@pytest.mark.parametrize(
    "typed",
    [
        f"(01){GTIN}(10)L1",
        f"/01/{GTIN}/10/L1",
        f" https://milk.example/01/{GTIN}/10/L1/ ",
        "urn:epc:class:lgtin:9521234.054321.L1",
    ],
)
def test_what_people_type_names_a_lot(typed: str) -> None:
    assert read_identifier(typed).canonical == f"https://id.gs1.org/01/{GTIN}/10/L1"


@pytest.mark.parametrize(
    "typed", ["", "/", "/01", "L1", "urn:epc:nothing", f"(01){GTIN}x(", "https://a.cn/", "/01/1/2"]
)
def test_what_names_nothing_is_refused_in_words(typed: str) -> None:
    with pytest.raises(Problem) as caught:
        read_identifier(typed)
    assert caught.value.faults


@pytest.mark.parametrize("path", [f"/01/{GTIN}/AQnYUc1gmiCN", "/01"])
def test_compressed_paths_are_told_apart(path: str) -> None:
    with pytest.raises(Problem) as caught:
        read_link(path)
    assert caught.value.faults[0].rule == "uncompressed"
