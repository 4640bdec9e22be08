"""Where an identifier leads: the list for everybody, and registering links for those who may."""

from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.facade import (
    DigitalLink,
    Entry,
    describe,
    link_types,
    read_identifier,
)
from milkshed.ledger.http.resolver import root_of
from milkshed.ledger.models import ResolverLink
from milkshed.ledger.resolver.finding import find_entries
from milkshed.ledger.resolver.registering import (
    LinkDraft,
    may_edit_links,
    register_link,
    withdraw_link,
)
from milkshed.platform.documents.qr import qr_svg
from milkshed.platform.web.entries import as_whole, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.site.pages.reader import tell

_LATEST = 30
MEDIA_TYPES = ("text/html", "application/pdf", "application/json", "image/jpeg", "video/mp4")
LANGUAGES = (("zh", Text("中文", "Chinese")), ("en", Text("英文", "English")))


def links_page(request: HttpRequest, uri: str, entries: Sequence[Entry]) -> HttpResponse:
    """The links of an identifier as the public sees them, or those among which to choose."""
    return render(
        request,
        "site/links_public.html",
        {"uri": uri, "levels": [_level(entry) for entry in entries]},
    )


def _level(entry: Entry) -> dict[str, object]:
    """A level as the templates show it, the default first."""
    offers = sorted(entry.offers, key=lambda offer: (not offer.is_default, offer.link_type))
    return {
        "name": describe(entry.link),
        "path": entry.link.path,
        "offers": [
            {"offer": offer, "kind": link_types.name_of(offer.link_type)} for offer in offers
        ],
    }


@require_GET
@page("ledger.query")
def links(request: HttpRequest) -> HttpResponse:
    """The links of one identifier, or those registered last."""
    typed = request.GET.get("q", "").strip()
    if not typed:
        latest = ResolverLink.objects.filter(withdrawn_at__isnull=True).order_by("-id")[:_LATEST]
        return render(request, "site/links.html", {"latest": [(one, _kind(one)) for one in latest]})
    link = _bare(read_identifier(typed))
    root = root_of(request)
    stored = ResolverLink.objects.filter(anchor=link.path).order_by("-id")
    return render(
        request,
        "site/links.html",
        {
            "q": typed,
            "link": link,
            "name": describe(link),
            "address": root + link.path,
            "qr": mark_safe(qr_svg(root + link.path)),
            "levels": [_level(entry) for entry in find_entries(link, root)],
            "registered": [(one, _kind(one)) for one in stored if one.withdrawn_at is None],
            "withdrawn": [(one, _kind(one)) for one in stored if one.withdrawn_at is not None],
            "may_edit": may_edit_links(person_of(request), link),
            "link_types": link_types.LINK_TYPES,
            "media_types": MEDIA_TYPES,
            "languages": LANGUAGES,
        },
    )


def _bare(link: DigitalLink) -> DigitalLink:
    """The identifier alone, without what else stood in the link."""
    return replace(link, attributes=(), parameters=())


def _kind(one: ResolverLink) -> Text:
    return link_types.name_of(one.link_type)


def _to_links(link: DigitalLink) -> HttpResponse:
    return redirect(f"{reverse('links')}?{urlencode({'q': link.path})}")


@require_POST
@page("ledger.edit_links")
def register(request: HttpRequest) -> HttpResponse:
    """Register a link of an identifier."""
    link = _bare(read_identifier(word(request, "q")))
    register_link(
        person_of(request),
        link,
        LinkDraft(
            link_type=word(request, "other_type") or word(request, "link_type"),
            target=word(request, "target"),
            title_zh=word(request, "title_zh"),
            title_en=word(request, "title_en"),
            media_type=word(request, "media_type"),
            languages=request.POST.getlist("languages"),
            contexts=word(request, "contexts").replace(",", " ").replace("，", " ").split(),
            is_default=word(request, "default") == "always",
            is_default_multi=word(request, "default") == "by_reader",
            forwards_query=word(request, "forwards_query") == "yes",
        ),
    )
    tell(request, Text("链接已登记", "The link is registered"))
    return _to_links(link)


@require_POST
@page("ledger.edit_links")
def withdraw(request: HttpRequest) -> HttpResponse:
    """Withdraw a registered link; it stays on record."""
    number = as_whole(word(request, "link"))
    found = ResolverLink.objects.filter(pk=number).first() if number is not None else None
    if found is None:
        raise Problem(NOT_FOUND, Text("没有这条链接", "There is no such link"))
    link = read_identifier(found.anchor)
    withdraw_link(person_of(request), found, link)
    tell(request, Text("链接已撤回", "The link is withdrawn"))
    return _to_links(link)
