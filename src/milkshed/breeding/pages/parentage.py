"""Parents beside genotypes: entries that may be verified, those that genotypes contradict."""

from collections.abc import Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from milkshed.breeding.actions.parentage import VERB, verify_entries
from milkshed.breeding.models import ENTRY_STATES
from milkshed.breeding.queries.parentage import (
    CONFIRMED,
    REFUTED,
    Link,
    genotyped_entries,
    links_of_entries,
)
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.words import SIDES, STATE_KINDS, VERDICTS
from milkshed.platform.permissions import may
from milkshed.platform.scope import scope_of
from milkshed.platform.web.entries import as_whole, tell, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 60
_FAULTS_SHOWN = 5


@require_http_methods(["GET", "POST"])
@page("breeding.see")
def parentage(request: HttpRequest) -> HttpResponse:
    """Genotyped entries nobody has verified yet, with what the markers say of their parents."""
    if request.method == "POST":
        keys = [key for text in request.POST.getlist("entry") if (key := as_whole(text))]
        report = verify_entries(person_of(request), keys)
        tell(
            request,
            f"已核实{len(report.accepted)}头，{len(report.refused)}头未核实",
            f"{len(report.accepted)} verified, {len(report.refused)} not",
        )
        for fault in report.faults[:_FAULTS_SHOWN]:
            tell(request, fault.message.zh, fault.message.en)
        return redirect(f"{request.path}?page={as_whole(word(request, 'page')) or 1}")
    rules = BreedingRules.on(timezone.localdate())
    page_obj = Paginator(genotyped_entries(scope_of(request.user)), _PER_PAGE).get_page(
        request.GET.get("page")
    )
    links = links_of_entries(page_obj, rules)
    lines = [
        {
            "entry": one,
            "state": ENTRY_STATES[one.state],
            "kind": STATE_KINDS[one.state],
            "links": shown_links(links.get(one.identity, ())),
            "verifiable": verifiable(links.get(one.identity, ())),
        }
        for one in page_obj
    ]
    return render(
        request,
        "breeding/parentage.html",
        {
            "page_obj": page_obj,
            "lines": lines,
            "verifiable": sum(bool(line["verifiable"]) for line in lines),
            "refuted": sum(any(one.verdict == REFUTED for one in told) for told in links.values()),
            "limit": rules.high("genotype.conflict"),
            "least": rules.low("genotype.markers"),
            "may_verify": may(request.user, VERB),
            "synthetic": any(one.synthetic for one in page_obj),
        },
    )


def verifiable(links: Iterable[Link]) -> bool:
    """Whether genotypes confirm a parent and refute none."""
    verdicts = {one.verdict for one in links}
    return CONFIRMED in verdicts and REFUTED not in verdicts


def shown_links(links: Iterable[Link]) -> list[dict[str, object]]:
    """Links with their words."""
    return [
        {
            "link": one,
            "side": SIDES[one.side],
            "kind": VERDICTS[one.verdict][0],
            "words": VERDICTS[one.verdict][1],
        }
        for one in links
    ]
