"""Digital Links back to EPC URNs, where the length of the company prefix is known."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.ledger.gs1.epc import canonical_uri
from milkshed.ledger.gs1.epc_urn import epc_urn, known_prefixes
from tests.conformance.tally import Count, note
from tests.reference_data import reference_path

PREFIX = known_prefixes(["9521321", "9521234", "4012345"])
URNS = [
    "urn:epc:id:sgtin:9521234.054321.S1",
    "urn:epc:id:sgtin:9521234.054321.a%2Fb%25%22!'(c)",
    "urn:epc:class:lgtin:9521234.054321.L%2F1",
    "urn:epc:idpat:sgtin:9521234.054321.*",
    "urn:epc:id:upui:9521234.054321.x%3C",
    "urn:epc:id:itip:4012345.012345.01.02.987",
    "urn:epc:idpat:itip:4012345.012345.01.02.*",
    "urn:epc:id:sscc:9521321.0000000001",
    "urn:epc:id:sgln:9521321.00001.0",
    "urn:epc:id:sgln:9521321.00001.TANK-1",
    "urn:epc:id:pgln:9521321.00001",
    "urn:epc:id:grai:9521321.00003.T0001",
    "urn:epc:idpat:grai:9521321.00003.*",
    "urn:epc:id:giai:9521321.TANK0007",
    "urn:epc:id:gsrn:9521321.0000000001",
    "urn:epc:id:gsrnp:9521321.0000000001",
    "urn:epc:id:gdti:9521321.00010.J1",
    "urn:epc:idpat:gdti:9521321.00010.*",
    "urn:epc:id:sgcn:9521321.00010.12",
    "urn:epc:id:cpi:9521321.A%23.12",
    "urn:epc:idpat:cpi:9521321.A%23.*",
    "urn:epc:id:ginc:9521321.xyz%2F1",
    "urn:epc:id:gsin:9521321.000000001",
]


def test_pairs_on_which_independent_libraries_agree() -> None:
    path = reference_path("traceability/identifier-vectors/epc_to_digital_link.json")
    pairs = json.loads(path.read_text())
    assert len(pairs) == 300
    wrong = []
    for pair in pairs:
        prefix = pair["epc"].split(":")[4].split(".")[0]
        back = epc_urn(pair["digital_link"], known_prefixes([prefix]))
        if back != pair["epc"]:
            wrong.append((pair, back))
        if canonical_uri(pair["epc"]) != pair["digital_link"]:
            wrong.append((pair, canonical_uri(pair["epc"])))
    note(
        Count(
            "digital-link",
            "EPC URN与数字链接互换",
            "EPC URNs and Digital Links, there and back",
            2 * len(pairs),
            2 * len(pairs) - len(wrong),
            "300 pairs on which independent libraries agree",
            "the way back is given the length of the company prefix",
        )
    )
    assert wrong == []


@pytest.mark.parametrize("urn", URNS)
def test_there_and_back(urn: str) -> None:
    assert canonical_uri(urn).startswith("https://id.gs1.org/")
    assert epc_urn(canonical_uri(urn), PREFIX) == urn


@pytest.mark.parametrize(
    "uri",
    [
        "https://id.gs1.org/01/09521111543211/10/L",
        "https://id.gs1.org/01/09521234543219/10/L",
        "https://id.gs1.org/8006/040123451234560102/10/L",
        "https://id.gs1.org/8004/9521321",
        "https://id.gs1.org/8013/9521321ABC",
        "https://id.gs1.org/415/9521321000018/8020/1",
        "https://id.gs1.org/",
        "https://id.gs1.org/01",
        "https://example.org/herd/7",
        "urn:epc:id:sgln:9521321.00001.0",
        "urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301",
        "",
    ],
)
def test_what_has_no_urn_stays(uri: str) -> None:
    assert epc_urn(uri, PREFIX) == uri


def test_a_link_on_any_domain_and_the_longest_prefix() -> None:
    prefixes = known_prefixes(["952132", "9521321"])
    assert (
        epc_urn("https://a.cn/x/417/9521321000018?a=b", prefixes) == "urn:epc:id:pgln:9521321.00001"
    )


@given(
    st.sampled_from(["00", "01", "253", "255", "401", "402", "414", "417", "8003", "8004", "8010"]),
    st.text("0123456789AZ/%.", max_size=24),
    st.sampled_from(["", "/21/S%2F", "/10/L", "/254/x", "/235/y", "/8011/9"]),
    st.integers(0, 30),
)
def test_going_back_never_fails_and_keeps_the_name(
    ai: str, value: str, finer: str, length: int
) -> None:
    uri = f"https://id.gs1.org/{ai}/{value}{finer}"
    back = epc_urn(uri, lambda _digits: length)
    assert back == uri or canonical_uri(back) == canonical_uri(uri)
