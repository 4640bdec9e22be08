"""The page on which data sets are proposed, decided and ended."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.problems import invalid
from milkshed.plan.actions.publishing import (
    PublicationWish,
    decide_publication,
    end_publication,
    propose_publication,
)
from milkshed.plan.models import BREAKDOWNS, LICENCES, DataEdition, Indicator, Publication
from milkshed.plan.queries.open_data import LEAST, last_month_over
from milkshed.platform.permissions import may
from milkshed.platform.rule_book import find_rule
from milkshed.platform.web.entries import day_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of


@require_GET
@page("plan.see")
def publications(request: HttpRequest) -> HttpResponse:
    """All data sets ever proposed with their state and newest edition."""
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
            "own": person_of(request).pk,
            "indicators": indicators.values(),
            "breakdowns": BREAKDOWNS.items(),
            "licences": LICENCES.items(),
            "last_month": last_month_over(timezone.localdate()).replace(day=1),
            "least": find_rule(LEAST, timezone.localdate()),
            "may_propose": may(request.user, "plan.propose_publication"),
            "may_decide": may(request.user, "plan.publish"),
        },
    )


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
    person, revision = person_of(request), whole_entry(request, "revision") or 0
    opinion = word(request, "words")
    if step in ("publish", "refuse"):
        decide_publication(
            person, pk, publish=step == "publish", opinion=opinion, revision=revision
        )
    elif step == "end":
        end_publication(person, pk, opinion=opinion, revision=revision)
    else:
        raise invalid("step", step, "choice", "没有该步骤", "There is no such step")
    if step == "publish":
        tell(request, "已公开，第一版已生成", "Published, with its first edition")
    elif step == "refuse":
        tell(request, "未批准公开", "Refused")
    else:
        tell(request, "已停止公开", "Ended")
    return redirect("plan:publications")
