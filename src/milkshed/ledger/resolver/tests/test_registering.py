"""Who may register which links, what is refused, and that nothing is ever overwritten."""

from dataclasses import replace

import pytest

from milkshed.kernel.problems import CONFLICT, INVALID, NOT_ALLOWED, NOT_SIGNED_IN, Problem
from milkshed.ledger.facade import capture_document
from milkshed.ledger.gs1.digital_link import DigitalLink
from milkshed.ledger.models import ResolverLink
from milkshed.ledger.resolver.finding import find_entries
from milkshed.ledger.resolver.registering import (
    LinkDraft,
    may_edit_links,
    register_link,
    withdraw_link,
)
from milkshed.ledger.resolver.resolution import read_identifier
from milkshed.ledger.tests import chain
from tests.cast import Cast

DRAFT = LinkDraft("gs1:recipeInfo", "https://brand.example/recipes", "食谱")
PRODUCT = read_identifier(f"/01/{chain.GTIN}")
ROOT = "https://milk.example"


def _lot(name: str) -> DigitalLink:
    return read_identifier(chain.lot(name))


def _refusal(*arguments: object) -> Problem:
    with pytest.raises(Problem) as caught:
        register_link(*arguments)  # type: ignore[arg-type]
    return caught.value


def test_a_plant_registers_for_what_it_alone_makes(cast: Cast) -> None:
    own, other = cast.places["plant"].uri, cast.places["other_plant"].uri
    capture_document(
        chain.document(
            [
                chain.milking("OWN", 1.0, place=own),
                chain.milking("OTHER", 1.0, place=other),
                chain.mixing("packing", {"OTHER": 1.0}, {"MADE": 1.0}, place=own),
            ]
        )
    )
    person = cast.people["plant_quality"]
    assert may_edit_links(person, _lot("OWN"))
    assert may_edit_links(person, _lot("MADE"))
    assert not may_edit_links(person, _lot("OTHER"))  # only used there
    assert not may_edit_links(person, PRODUCT)  # others make lots of it as well
    assert not may_edit_links(person, _lot("NEVER"))
    assert may_edit_links(person, read_identifier(own))
    assert may_edit_links(person, read_identifier(f"{own}/254/SILO-1"))
    assert not may_edit_links(person, read_identifier(other))
    assert _refusal(person, PRODUCT, DRAFT).kind is NOT_ALLOWED
    assert may_edit_links(cast.people["administrator"], PRODUCT)
    assert register_link(person, _lot("OWN"), DRAFT).anchor == f"/01/{chain.GTIN}/10/OWN"


def test_a_product_of_one_plant_is_its_own(cast: Cast) -> None:
    capture_document(chain.document([chain.milking("A", 1.0, place=cast.places["plant"].uri)]))
    assert may_edit_links(cast.people["plant_quality"], PRODUCT)
    # a name that only begins alike is no part of it
    assert not may_edit_links(cast.people["plant_quality"], _lot("A1"))


@pytest.mark.parametrize("role", ["farm_manager", "lab_analyst", "inspector", "auditor"])
def test_other_roles_do_not_edit(cast: Cast, role: str) -> None:
    assert _refusal(cast.people[role], PRODUCT, DRAFT).kind is NOT_ALLOWED


def test_nobody_edits_without_signing_in(db: None) -> None:
    from django.contrib.auth.models import AnonymousUser

    assert _refusal(AnonymousUser(), PRODUCT, DRAFT).kind is NOT_SIGNED_IN


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("link_type", {"link_type": "recipes"}),
        ("link_type", {"link_type": "gs1:defaultLink"}),
        ("link_type", {"link_type": "https://www.gs1.org/voc/handledBy"}),
        ("target", {"target": "javascript:alert(1)"}),
        ("target", {"target": "https://a.cn/\r\nSet-Cookie: x"}),
        ("target", {"target": "//brand.example"}),
        ("target", {"target": "https://a.cn/" + "x" * 2000}),
        ("title_zh", {"title_zh": "  "}),
        ("title_zh", {"title_zh": "字" * 121}),
        ("title_en", {"title_en": "x" * 121}),
        ("media_type", {"media_type": "html"}),
        ("languages", {"languages": ["中文"]}),
        ("languages", {"languages": ["zh"] * 30}),
        ("contexts", {"contexts": ["a b"]}),
    ],
)
def test_a_wrong_value_is_named(cast: Cast, field: str, change: dict[str, object]) -> None:
    problem = _refusal(cast.people["administrator"], PRODUCT, replace(DRAFT, **change))  # type: ignore[arg-type]
    assert problem.kind is INVALID
    assert problem.faults[0].field == field
    assert not ResolverLink.objects.exists()


def test_the_same_link_and_a_second_default_are_refused(cast: Cast) -> None:
    person = cast.people["administrator"]
    first = register_link(person, PRODUCT, replace(DRAFT, is_default=True))
    assert _refusal(person, PRODUCT, DRAFT).kind is CONFLICT
    other = replace(DRAFT, target="https://brand.example/other", is_default=True)
    assert "默认" in _refusal(person, PRODUCT, other).detail.zh
    withdraw_link(person, first, PRODUCT)
    register_link(person, PRODUCT, other)
    assert register_link(person, PRODUCT, DRAFT).pk != first.pk
    first.refresh_from_db()
    assert (first.withdrawn_by, ResolverLink.objects.count()) == (person, 3)


def test_withdrawing_twice_keeps_the_first_time(cast: Cast) -> None:
    person = cast.people["administrator"]
    link = register_link(person, PRODUCT, DRAFT)
    withdraw_link(person, link, PRODUCT)
    link.refresh_from_db()
    first = link.withdrawn_at
    withdraw_link(cast.people["region_officer"], link, PRODUCT)
    link.refresh_from_db()
    assert (link.withdrawn_at, link.withdrawn_by) == (first, person)


def test_a_registered_default_takes_the_place_of_the_house(cast: Cast) -> None:
    capture_document(chain.document(chain.day_of_milk()))
    (entry,) = find_entries(_lot("P1"), ROOT)
    assert entry.default is not None
    assert entry.default.shown_here
    draft = replace(DRAFT, is_default=True)
    register_link(cast.people["administrator"], _lot("P1"), draft)
    (entry,) = find_entries(_lot("P1"), ROOT)
    assert [offer.href for offer in entry.offers if offer.is_default] == [DRAFT.target]
    assert any(offer.shown_here for offer in entry.offers)
    register_link(cast.people["administrator"], PRODUCT, draft)
    assert [entry.link.path for entry in find_entries(_lot("NEVER"), ROOT)] == [PRODUCT.path]
