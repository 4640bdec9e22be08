"""The pages on which data sets and bulletins are proposed for everybody, decided and ended."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.plan.actions.bulletins.releasing import (
    BulletinWish,
    decide_public_bulletin,
    end_public_bulletin,
    propose_public_bulletin,
)
from milkshed.plan.actions.publishing import (
    PublicationWish,
    decide_publication,
    end_publication,
    propose_publication,
)
from milkshed.plan.facts.templates import section_headings
from milkshed.plan.flow import PUBLIC_BULLETIN_FLOW
from milkshed.plan.models import BREAKDOWNS, LICENCES, DataEdition, Indicator, Publication
from milkshed.plan.pages.reading import reading
from milkshed.plan.queries.bulletins.secrets import least_holders
from milkshed.plan.queries.bulletins.shelf import bulletins_for
from milkshed.plan.queries.ledger import steps_of
from milkshed.plan.queries.open_bulletins import proposed_bulletins, unpublished_bulletins
from milkshed.plan.queries.open_data import last_month_over
from milkshed.plan.rules import LEAST_HOLDERS
from milkshed.platform.permissions import may
from milkshed.platform.rule_book import find_rule
from milkshed.platform.web.entries import day_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_DONE = {
    "publish": Text("已公开", "Published"),
    "refuse": Text("未批准公开", "Refused"),
    "end": Text("已停止公开", "Ended"),
}


@require_GET
@page("plan.see")
def publications(request: HttpRequest) -> HttpResponse:
    """All data sets and bulletins ever proposed, with their state."""
    found = list(Publication.objects.select_related("proposed_by", "decided_by"))
    indicators = {one.code: one for one in Indicator.objects.filter(version__current=True)}
    newest = {
        one.publication_id: one
        for one in DataEdition.objects.order_by("publication_id", "-number").distinct(
            "publication_id"
        )
    }
    return render(
        request,
        "plan/publications.html",
        {
            "rows": [(one, indicators.get(one.indicator), newest.get(one.pk)) for one in found],
            "bulletins": proposed_bulletins(request.user),
            "offered": unpublished_bulletins(bulletins_for(request.user)),
            "sections": _offered_sections().items(),
            "own": person_of(request).pk,
            "indicators": indicators.values(),
            "breakdowns": BREAKDOWNS.items(),
            "licences": LICENCES.items(),
            "last_month": last_month_over(timezone.localdate()).replace(day=1),
            "least": find_rule(LEAST_HOLDERS, timezone.localdate()),
            "may_propose": may(request.user, "plan.propose_publication"),
            "may_decide": may(request.user, "plan.publish"),
        },
    )


def _offered_sections() -> dict[str, str]:
    """The sections that may be left out: all but what a correction says of itself."""
    return {code: words for code, words in section_headings().items() if code != "correction"}


@require_POST
@page("plan.propose_publication")
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a data set."""
    propose_publication(
        person_of(request),
        PublicationWish(
            indicator=word(request, "indicator"),
            breakdown=word(request, "breakdown"),
            since=day_entry(request, "since"),
            licence=word(request, "licence"),
            note=word(request, "note"),
        ),
    )
    tell(request, "已提出，由另一人批准", "Proposed; another person decides")
    return redirect("plan:publications")


@require_POST
@page("plan.publish")
def publication_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Publish, refuse or end."""
    _take_step(request, pk, step, decide_publication, end_publication)
    published = Text("已公开，第一版已生成", "Published, with its first edition")
    done = published if step == "publish" else _DONE[step]
    tell(request, done.zh, done.en)
    return redirect("plan:publications")


def _take_step(
    request: HttpRequest,
    pk: int,
    step: str,
    decide: Callable[..., object],
    end: Callable[..., object],
) -> None:
    person, revision = person_of(request), whole_entry(request, "revision") or 0
    opinion = word(request, "words")
    if step in ("publish", "refuse"):
        decide(person, pk, publish=step == "publish", opinion=opinion, revision=revision)
    elif step == "end":
        end(person, pk, opinion=opinion, revision=revision)
    else:
        raise invalid("step", step, "choice", "没有该步骤", "There is no such step")


@require_POST
@page("plan.propose_publication")
def propose_bulletin(request: HttpRequest) -> HttpResponse:
    """Propose an issued bulletin, with the sections that were ticked."""
    ticked = set(request.POST.getlist("section"))
    made = propose_public_bulletin(
        person_of(request),
        BulletinWish(
            bulletin=whole_entry(request, "bulletin") or 0,
            left_out=[code for code in _offered_sections() if code not in ticked],
            licence=word(request, "licence"),
            note=word(request, "note"),
        ),
    )
    tell(
        request,
        "已提出，请核对公开的内容，由另一人批准",
        "Proposed: read what everybody would; another person decides",
    )
    return redirect("plan:public-bulletin", pk=made.pk)


@require_GET
@page("plan.see")
def bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """What everybody reads of a proposed or public bulletin, what is withheld, and what to do."""
    found = proposed_bulletins(request.user).filter(pk=pk).first()
    if found is None:
        raise Problem(NOT_FOUND, Text("没有该公开通报", "There is no such public bulletin"))
    person = person_of(request)
    return render(
        request,
        "plan/public_bulletin.html",
        {
            "public": found,
            "bulletin": found.bulletin,
            **reading(found.wording, found.content),
            "steps": steps_of(PUBLIC_BULLETIN_FLOW, found),
            "least": least_holders(found.bulletin),
            "left_out": [section_headings()[code] for code in found.left_out],
            "own": found.proposed_by_id == person.pk,
            "reachable": bulletins_for(person).filter(pk=found.bulletin_id).exists(),
            "may_decide": may(request.user, "plan.publish"),
        },
    )


@require_POST
@page("plan.publish")
def bulletin_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Publish, refuse or end a bulletin."""
    _take_step(request, pk, step, decide_public_bulletin, end_public_bulletin)
    done = _DONE[step]
    tell(request, done.zh, done.en)
    return redirect("plan:public-bulletin", pk=pk)
