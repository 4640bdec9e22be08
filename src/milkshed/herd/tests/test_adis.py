"""ADIS (ISO 11787): lines, implied decimals, null fills, faults of single lines, round trips."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.herd.exchange.adis.dictionary import ENTITIES
from milkshed.herd.exchange.adis.records import (
    HEADER,
    Definition,
    Item,
    read_adis,
    read_definition,
    read_value,
    write_adis,
    write_value,
)
from milkshed.herd.exchange.adis.tables import adis_tables, looks_like_adis

VENDOR_HEADER = "DH000000000000000800020168124000201575080"
LKV = "\r\n".join(
    [
        VENDOR_HEADER,
        "VH000000????????Milchviehbetrieb Ost    20260301",
        "CN Kommentar",
        "DN880005009000801500090005308000800111010",
        "VN880005276000312312345202001052",
        "VN880005276000312312346|||||||||",
        "DN8800120090008015000900028080",
        "VN88001227600031231234520251201",
        "DN8800060090008015000900032080008000440310090007703200800046032",
        "VN88000627600031231234520260301285391335",
        "VN88000627600031231234620260301xx5391335",
        "VN880006276000312312347202603013",
        "XN880006",
        "VN990001123",
        "EN",
        "ZN",
        "",
    ]
)


def test_the_header_that_devices_send() -> None:
    header = read_definition(VENDOR_HEADER)
    assert header.items == (
        Item("00000000", 8, 0),
        Item("00201681", 24, 0),
        Item("00201575", 8, 0),
    )
    assert header.is_header
    assert header.written() == VENDOR_HEADER == HEADER.written()


def test_a_file_with_bad_lines_gives_all_its_good_ones() -> None:
    content = LKV.encode()
    tables, lost = adis_tables(content)
    assert set(tables) == {"animals", "events", "test-days"}
    assert [cells[:5] for _, cells in tables["test-days"].rows] == [
        ("276000312312345", "2026-03-01", "28.5", "3.91", "3.35")
    ]
    assert tables["test-days"].rows[0][1][7] == "2025-12-01"  # the calving of the same file
    assert tables["events"].rows[0][1][:3] == ("276000312312345", "calving", "2025-12-01")
    assert [cells for _, cells in tables["animals"].rows][1] == ("276000312312346", "", "F")
    assert {(one["row"], one["rule"]) for one in lost} == {
        (11, "number"),
        (12, "cut-line"),
        (13, "line-type"),
        (14, "undefined"),
    }


@pytest.mark.parametrize(
    ("part", "decimals", "value"),
    [
        ("00285", 1, "28.5"),
        ("  285", 1, "28.5"),
        ("-0285", 1, "-28.5"),
        ("????", 1, None),
        ("||||", 0, None),
        ("    ", 0, None),
        ("abc ", 0, "abc"),
        ("05", 2, "0.05"),
        ("x5", 2, None),
    ],
)
def test_implied_decimals_and_null_fills(part: str, decimals: int, value: str | None) -> None:
    assert read_value(part, Item("00800044", len(part), decimals)) == value


@pytest.mark.parametrize(
    "line", ["DN88", "DN8800061", "DN880006" + "0" * 10, "DN88000600900080000"]
)
def test_wrong_definitions_are_refused(line: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the reader words it for people)
        read_definition(line)


def test_values_after_a_wrong_definition_are_not_read_with_the_old_one() -> None:
    content = "DN88000500900080150\r\nVN880005276000312312345\r\nDN880005x\r\nVN8800051\r\nZN\r\n"
    document = read_adis(content.encode())
    assert len(list(document.of("880005"))) == 1
    assert [fault.rule for fault in document.faults] == ["definition", "undefined"]
    assert document.is_complete
    assert "no-end" in {fault.rule for fault in read_adis(content[:30].encode()).faults}


def test_values_that_do_not_fit_are_named() -> None:
    for value, item in (
        ("1000.0", Item("00800044", 3, 1)),
        ("too long", Item("00900045", 4)),
        ("??", Item("00900045", 4)),
        ("a\nb", Item("00900045", 4)),
        ("abc", Item("00800044", 3, 1)),
    ):
        with pytest.raises(ValueError, match=item.number):
            write_value(value, item)


items = st.builds(
    Item,
    st.integers(0, 99_999_999).map(lambda n: f"{n:08d}"),
    st.integers(4, 20),
    st.integers(0, 3),
)


@st.composite
def filled(draw: st.DrawFn) -> tuple[Definition, list[dict[str, str | None]]]:
    held = tuple(
        {item.number: item for item in draw(st.lists(items, min_size=1, max_size=5))}.values()
    )
    definition = Definition(f"{draw(st.integers(1, 999_999)):06d}", held)

    def value(item: Item) -> st.SearchStrategy[str | None]:
        if item.decimals:
            most = 10 ** min(item.length - 1, 9) - 1
            return st.none() | st.integers(-most, most).map(
                lambda n: f"{Decimal(n).scaleb(-item.decimals):.{item.decimals}f}"
            )
        letters = st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="?|")
        return st.none() | st.text(letters, min_size=1, max_size=item.length)

    rows = draw(st.lists(st.fixed_dictionaries({i.number: value(i) for i in held}), max_size=4))
    return definition, rows


@given(filled(), st.sampled_from(["utf-8", "cp850"]))
def test_what_is_written_is_read_again(
    part: tuple[Definition, list[dict[str, str | None]]], encoding: str
) -> None:
    definition, rows = part
    content = write_adis([(definition, rows)], header={"00201681": "x"}, encoding=encoding)
    assert content.endswith(b"EN\r\nZN\r\n")
    assert looks_like_adis(content)
    document = read_adis(content)
    assert document.faults == []
    read = [dict(entry.values) for entry in document.of(definition.entity)]
    assert [{k: None if v is None else _plain(v) for k, v in row.items()} for row in read] == [
        {k: None if v is None else _plain(v) for k, v in row.items()} for row in rows
    ]


def _plain(value: str) -> str:
    return value.replace("-0.", "0.", 1) if not value.strip("-0.") else value


@given(st.binary(max_size=200))
def test_any_bytes_are_read_line_by_line(content: bytes) -> None:
    document = read_adis(content)
    assert all(fault.rule for fault in document.faults)


def test_the_dictionary_defines_what_is_written() -> None:
    assert set(ENTITIES) == {"880003", "880005", "880006", "880012", "880028"}
    for entity in ENTITIES.values():
        assert read_definition(entity.definition.written()) == entity.definition
