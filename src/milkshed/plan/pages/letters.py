"""Pages of supervision letters: the list, one letter with its paper, and its steps."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.problems import invalid
from milkshed.plan.actions.items import item_for
from milkshed.plan.actions.letters import (
    LetterWish,
    answer_letter,
    draft_letter,
    issue_letter,
    letter_for,
    withdraw_letter,
)
from milkshed.plan.flow import LETTER_FLOW
from milkshed.plan.letter_paper import letter_word
from milkshed.plan.models import LETTER_STATES
from milkshed.plan.queries.ledger import deliveries_for, letters_for, steps_of
from milkshed.platform.attachments import path_of
from milkshed.platform.documents.word import MEDIA_TYPE as WORD
from milkshed.platform.models import Organisation
from milkshed.platform.permissions import may
from milkshed.platform.web.entries import day_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 30
DEFAULT_SHORT = "宁奶办督"


@require_GET
@page("plan.see_ledger")
def letters(request: HttpRequest) -> HttpResponse:
    """Letters in reach, the youngest first."""
    state = request.GET.get("state", "")
    found = letters_for(request.user)
    if state in LETTER_STATES:
        found = found.filter(state=state)
    return render(
        request,
        "plan/letters.html",
        {
            "page_obj": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
            "state": state,
            "states": LETTER_STATES.items(),
        },
    )


@require_GET
@page("plan.see_ledger")
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: its words, who sent it, who confirmed it, and what was answered."""
    found = letter_for(person_of(request), pk)
    own = {o.pk for o in person_of(request).organisations()}
    drafted_here = found.drafted_by_id == person_of(request).pk
    return render(
        request,
        "plan/letter.html",
        {
            "letter": found,
            "told": deliveries_for(request.user).filter(letter=found),
            "own": own,
            "steps": steps_of(LETTER_FLOW, found),
            "may_draft": may(request.user, "plan.draft_letter") and found.state == "draft",
            "may_issue": may(request.user, "plan.issue_letter") and found.state == "proposed",
            "drafted_here": drafted_here,
            "may_withdraw": may(request.user, "plan.withdraw_letter")
            and found.state in ("draft", "proposed"),
            "may_answer": found.state == "issued"
            and may(request.user, "plan.answer_letter")
            and found.unit.organisation_id in own,
            "default_short": DEFAULT_SHORT,
            "today": timezone.localdate(),
        },
    )


@require_GET
@page("plan.see_ledger")
def letter_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter as Word: the frozen copy once it is issued, a draft before."""
    found = letter_for(person_of(request), pk)
    if found.copy is not None:
        content = path_of(found.copy.sha256).read_bytes()
    else:
        synthetic = Organisation.objects.filter(synthetic=True).exists()
        content = letter_word(found, synthetic=synthetic)
    answer = HttpResponse(content, content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="letter-{found.pk}.docx"'
    return answer


@require_POST
@page("plan.draft_letter")
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose a letter about a task."""
    person = person_of(request)
    made = draft_letter(person, item_for(person, pk), _wish(request))
    tell(request, "已送签，由另一人签发", "Proposed; another person issues it")
    return redirect("plan:letter", pk=made.pk)


def _wish(request: HttpRequest) -> LetterWish:
    return LetterWish(
        word(request, "matter"), word(request, "demand"), day_entry(request, "reply_by")
    )


@require_POST
@page("plan.see_ledger")
def letter_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Take up the platform's draft, issue, withdraw or answer."""
    person, revision = person_of(request), whole_entry(request, "revision") or 0
    words = word(request, "words")
    if step == "propose":
        found = letter_for(person, pk)
        draft_letter(person, found.item, _wish(request), letter=found)
        tell(request, "已送签，由另一人签发", "Proposed; another person issues it")
    elif step == "issue":
        done = issue_letter(
            person, pk, issuer_short=word(request, "issuer_short"), opinion=words,
            revision=revision,
        )  # fmt: skip
        tell(request, f"已签发：{done.number}", f"Issued: {done.number}")
    elif step == "withdraw":
        withdraw_letter(person, pk, opinion=words, revision=revision)
        tell(request, "已撤回", "Withdrawn")
    elif step == "answer":
        answer_letter(person, pk, words=words, revision=revision)
        tell(request, "已回复", "Answered")
    else:
        raise invalid("step", step, "choice", "没有该步骤", "There is no such step")
    return redirect("plan:letter", pk=pk)
