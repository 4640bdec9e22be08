"""Choosing among links: what the request says decides, in a stated order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.kernel.text import Text
from milkshed.ledger.resolver.choice import Wish, best, fits_positively, read_wish
from milkshed.ledger.resolver.offers import Offer

TITLE = Text("链接", "Link")


def _offer(href: str, **more: object) -> Offer:
    return Offer("https://ref.gs1.org/voc/pip", href, TITLE, **more)  # type: ignore[arg-type]


def _wish(accept: str = "", languages: str = "", **query: list[str]) -> Wish:
    return read_wish(query, accept, languages)


@pytest.mark.parametrize(
    ("header", "wished"),
    [
        ("", ()),
        ("*/*", ()),
        ("text/html,*/*;q=0.8", (("text/html", 1.0),)),
        ("text/html;q=0.2, application/pdf", (("text/html", 0.2), ("application/pdf", 1.0))),
        ("text/html;q=0", ()),
        ("text/html;q=2, a;b, ;;, text", ()),
        ("TEXT/HTML ; level=1 ; q=0.5", (("text/html", 0.5),)),
    ],
)
def test_accept_is_read(header: str, wished: tuple[tuple[str, float], ...]) -> None:
    assert _wish(header).media_types == wished


@given(st.text(max_size=200), st.text(max_size=200))
def test_nonsense_is_passed_over(accept: str, languages: str) -> None:
    wish = _wish(accept, languages)
    assert all(0 < weight <= 1 for _, weight in (*wish.media_types, *wish.languages))


def test_the_query_goes_before_the_headers() -> None:
    wish = _wish("text/html", "zh", mediaType=["application/pdf"], lang=["en"], context=["CN"])
    assert wish == Wish((("application/pdf", 1.0),), (("en", 1.0),), ("CN",))


PLAIN = _offer("plain")
HTML = _offer("html", media_type="text/html")
PDF = _offer("pdf", media_type="application/pdf")
PDF_EN = _offer("pdf-en", media_type="application/pdf", languages=("en",))
PDF_EN_LK = _offer("lk", media_type="application/pdf", languages=("en",), contexts=("LK",))
ZH = _offer("zh", languages=("zh",))


@pytest.mark.parametrize(
    ("offers", "wish", "chosen"),
    [
        ([HTML, PDF], _wish("application/pdf"), [PDF]),
        ([HTML, PDF], _wish(), [HTML, PDF]),
        ([PDF, PDF_EN, PDF_EN_LK], _wish(mediaType=["application/pdf"]), [PDF]),
        ([PDF, PDF_EN, PDF_EN_LK], _wish(mediaType=["application/pdf"], lang=["en"]), [PDF_EN]),
        ([PDF, PDF_EN, PDF_EN_LK], _wish(lang=["en"], context=["LK"]), [PDF_EN_LK]),
        ([PLAIN, ZH], _wish(languages="fr"), [PLAIN]),
        ([PLAIN, ZH], _wish(languages="zh-CN,en;q=0.5"), [ZH]),
        ([HTML, ZH], _wish("text/html", "zh"), [HTML]),
        ([PLAIN], _wish("application/pdf", "fr"), [PLAIN]),
        ([], _wish(), []),
    ],
)
def test_the_best_links(offers: list[Offer], wish: Wish, chosen: list[Offer]) -> None:
    assert list(best(offers, wish)) == chosen


@given(
    st.lists(st.sampled_from([PLAIN, HTML, PDF, PDF_EN, PDF_EN_LK, ZH]), max_size=6),
    st.sampled_from(["", "text/html", "application/*", "application/pdf;q=0.3,text/html"]),
    st.sampled_from(["", "en", "zh-CN", "en-GB,zh;q=0.1"]),
)
def test_something_is_always_chosen_and_order_is_no_matter(
    offers: list[Offer], accept: str, languages: str
) -> None:
    wish = _wish(accept, languages)
    chosen = best(offers, wish)
    assert bool(chosen) == bool(offers)
    assert set(chosen) == set(best(offers[::-1], wish))
    assert set(best(chosen, wish)) == set(chosen)


def test_a_variant_of_the_default_needs_a_reason() -> None:
    assert fits_positively(ZH, _wish(languages="zh"))
    assert not fits_positively(ZH, _wish())
    assert not fits_positively(ZH, _wish(languages="en"))
    assert not fits_positively(PDF_EN, _wish("text/html", "en"))
