"""Credit files, one unit's file, a case with its steps and papers, and the public list."""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.documents.word import MEDIA_TYPE as WORD
from milkshed.platform.models import Organisation, Person
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.entries import day_entry, tell, whole_entry, word
from milkshed.platform.web.pages import may_open, page
from milkshed.platform.web.people import person_of
from milkshed.trade.actions.credit_entries import (
    Defence,
    Proposal,
    decide_entry,
    may_take,
    propose_entry,
    publish_entry,
    serve_notice,
    state_defence,
    withdraw_entry,
)
from milkshed.trade.actions.credit_lists import COLUMNS, import_statutory
from milkshed.trade.actions.credit_requests import (
    Plea,
    answer_repair,
    ask_repair,
    file_appeal,
    hear_appeal,
)
from milkshed.trade.actions.credit_signals import NotedFact, note_signal, withdraw_signal
from milkshed.trade.credit_papers import PAPERS, as_pdf, as_word, has_paper
from milkshed.trade.models.credit import ENTRY_STANDINGS, CreditEntry, CreditSignal
from milkshed.trade.queries.credit import (
    entries_for,
    files_of,
    history,
    inside_entries,
    listed_organisations,
    points_table,
    public_entries,
    signals_for,
    statutory_for,
)
from milkshed.trade.science.credit import DECIDED_LAYERS, LAYERS, SIGNALS, VERSION

_PER_PAGE = 30
TAGS = {
    "proposed": "info", "noticed": "warn", "decided": "warn", "published": "bad",
    "dismissed": "none", "withdrawn": "none", "repaired": "ok", "annulled": "none",
    "expired": "none",
}  # fmt: skip


def _synthetic() -> bool:
    return Organisation.objects.filter(synthetic=True).exists()


def _standing(entry: CreditEntry, today: date) -> tuple[Text, str]:
    code = entry.standing(today)
    return ENTRY_STANDINGS[code], TAGS[code]


@require_GET
@page("trade.see_credit")
def files(request: HttpRequest) -> HttpResponse:
    """Units with a credit file, the most points first, and the cases under way."""
    person, today = person_of(request), timezone.localdate()
    search = request.GET.get("q", "").strip()
    signals = signals_for(person).select_related("subject")
    if search:
        signals = signals.filter(subject__name_zh__icontains=search)
    listed = listed_organisations(today)
    found = [
        (one, one.subject.pk in listed, [SIGNALS[t.fact.kind] for t in one.score.reasons()])
        for one in files_of(signals, today)
    ]
    cases = (
        entries_for(person, today)
        .filter(state__in=["proposed", "noticed", "decided", "published"])
        .select_related("subject", "office")
        .order_by("-pk")
    )
    return render(
        request,
        "trade/credit_files.html",
        {
            "page_obj": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
            "cases": [(entry, *_standing(entry, today)) for entry in cases[:50]],
            "q": search,
            "may_import": may(person, "trade.import_statutory"),
        },
    )


@require_GET
@page("trade.see_credit")
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit's file: every point with its fact, the cases, and what may be done."""
    person, today = person_of(request), timezone.localdate()
    subject = get_visible(Organisation.objects.all(), scope_of(person), pk=pk)
    signals = list(
        signals_for(person)
        .filter(subject=subject)
        .select_related("subject", "evidence", "noted_by")
        .order_by("-happened_on", "-pk")
    )
    read = next(iter(files_of(signals, today)), None)
    terms = {t.fact.record: t for t in read.score.terms} if read else {}
    layers = [code for code in DECIDED_LAYERS if may(person, f"trade.propose_{code}_entry")]
    return render(
        request,
        "trade/credit_file.html",
        {
            "subject": subject,
            "score": read.score if read else None,
            "lines": [
                (
                    signal,
                    terms.get(signal.source),
                    signal.url if signal.url and may_open(person, signal.url) else "",
                )
                for signal in signals
            ],
            "cases": [
                (entry, *_standing(entry, today))
                for entry in entries_for(person, today).filter(subject=subject).order_by("-pk")
            ],
            "statutory": statutory_for(person).filter(subject=subject),
            "kinds": SIGNALS,
            "layers": [(code, LAYERS[code]) for code in layers],
            "may_note": may(person, "trade.note_signal"),
            "today": today,
            "unconfirmed": any(not row.confirmed for row in points_table(today).values()),
            "version": VERSION,
        },
    )


@require_POST
@page()
def add_signal(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a fact by hand, with its file."""
    person = person_of(request)
    subject = get_visible(Organisation.objects.all(), scope_of(person), pk=pk)
    upload = _upload(request)
    note_signal(
        person,
        subject,
        NotedFact(
            kind=word(request, "kind"),
            happened_on=day_entry(request, "happened_on"),
            words=word(request, "words"),
            file_name=upload.name or "" if upload else "",
            content=upload.file if upload else None,
        ),
    )
    tell(request, "已记入信用档案", "Noted in the file")
    return redirect("trade:credit-file", pk)


@require_POST
@page()
def drop_signal(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a wrong fact."""
    person = person_of(request)
    signal = get_visible(signals_for(person), scope_of(person), pk=pk)
    withdraw_signal(person, signal, reason=word(request, "reason"))
    tell(request, "已撤销", "Withdrawn")
    return redirect("trade:credit-file", signal.subject_id)


@require_POST
@page()
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """Propose that a unit be listed."""
    person = person_of(request)
    subject = get_visible(Organisation.objects.all(), scope_of(person), pk=pk)
    keys = [int(key) for key in request.POST.getlist("signal") if key.isdecimal() and len(key) < 10]
    signals = list(CreditSignal.objects.filter(pk__in=keys))
    entry = propose_entry(
        person,
        subject,
        signals,
        Proposal(
            layer=word(request, "layer"),
            reason=word(request, "reason"),
            basis=word(request, "basis"),
            measures=word(request, "measures"),
        ),
    )
    tell(request, "已提请，下一步送达告知书", "Proposed; the notice comes next")
    return redirect("trade:credit-entry", entry.pk)


def _entry(request: HttpRequest, pk: int) -> CreditEntry:
    person = person_of(request)
    found = entries_for(person, timezone.localdate()).select_related("subject", "office")
    return get_visible(found, scope_of(person), pk=pk)


@require_GET
@page("trade.see_credit")
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """A case: where it stands, its clock, its papers, and the steps the person may take."""
    person, today = person_of(request), timezone.localdate()
    found = _entry(request, pk)
    standing, tag = _standing(found, today)
    own = any(one.pk == found.subject_id for one in person.organisations())
    is_party = _reads_inside(person, found)
    steps = {
        step
        for step in ("serve", "withdraw", "decide", "dismiss", "publish", "repair", "hear")
        if not own and may_take(person, found, step)
    }
    defends = found.state == "noticed" and (
        (own and may(person, "trade.defend_credit"))
        or (not own and may(person, f"trade.serve_{found.layer}_entry"))
    )
    return render(
        request,
        "trade/credit_entry.html",
        {
            "entry": found,
            "standing": standing,
            "tag": tag,
            "signals": found.signals.order_by("happened_on", "pk") if is_party else (),
            "statements": found.statements.select_related("person") if is_party else (),
            "repairs": found.repairs.select_related("asked_by", "answered_by") if is_party else (),
            "appeals": found.appeals.select_related("asked_by", "answered_by") if is_party else (),
            "history": history(found) if is_party else (),
            "papers": [w for w in PAPERS if is_party and has_paper(found, w)],
            "is_party": is_party,
            "own": own and may(person, "trade.defend_credit"),
            "steps": steps,
            "defends": defends,
            "today": today,
            "clock_over": found.defence_due is not None and today > found.defence_due,
        },
    )


def _reads_inside(person: Person, found: CreditEntry) -> bool:
    """Whether the person reads more than what is public."""
    return inside_entries(person).filter(pk=found.pk).exists()


@require_POST
@page()
def step(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Take a step of a case; the flow asks for the right."""
    person, found = person_of(request), _entry(request, pk)
    if what in ("defend", "ask-repair", "appeal"):
        _ask(request, person, found, what)
    else:
        revision = whole_entry(request, "revision")
        if revision is None:
            raise invalid("revision", "", "required", "缺少版本号，请刷新页面", "Reload the page")
        _take(request, person, found, what, revision)
    tell(request, "已办理", "Done")
    return redirect("trade:credit-entry", pk)


def _ask(request: HttpRequest, person: Person, found: CreditEntry, what: str) -> None:
    upload = _upload(request)
    name, content = (upload.name or "", upload.file) if upload else ("", None)
    text = word(request, "text")
    if what == "defend":
        given = day_entry(request, "given_on")
        state_defence(person, found, Defence(text, given, name, content))
    elif what == "ask-repair":
        ask_repair(person, found, Plea(text, name, content))
    else:
        file_appeal(person, found, Plea(text, name, content))


def _take(
    request: HttpRequest, person: Person, found: CreditEntry, what: str, revision: int
) -> None:
    words = word(request, "words")
    if what == "serve":
        serve_notice(
            person,
            found,
            number=word(request, "number"),
            served_on=day_entry(request, "served_on"),
            revision=revision,
        )
    elif what in ("decide", "dismiss"):
        decide_entry(
            person,
            found,
            listed=what == "decide",
            number=word(request, "number"),
            words=words,
            revision=revision,
        )
    elif what == "publish":
        publish_entry(person, found, opinion=words, revision=revision)
    elif what == "withdraw":
        withdraw_entry(person, found, reason=words, revision=revision)
    elif what in ("repair", "hear"):
        granted = word(request, "granted") == "yes"
        asked = (found.repairs if what == "repair" else found.appeals).filter(state="open").first()
        if asked is None:
            raise Problem(NOT_FOUND, Text("没有待处理的申请", "Nothing is asked for"))
        if what == "repair":
            repair = found.repairs.get(pk=asked.pk)
            answer_repair(person, repair, granted=granted, answer=words, revision=revision)
        else:
            appeal = found.appeals.get(pk=asked.pk)
            hear_appeal(person, appeal, granted=granted, answer=words, revision=revision)
    else:
        raise Problem(NOT_FOUND, Text("没有这个步骤", "There is no such step"))


@require_GET
@page("trade.see_credit")
def paper(request: HttpRequest, pk: int, which: str, form: str) -> HttpResponse:
    """Notice or decision as Word or PDF."""
    person, found = person_of(request), _entry(request, pk)
    known = which in PAPERS and form in ("docx", "pdf")
    if not known or not has_paper(found, which) or not _reads_inside(person, found):
        raise Problem(NOT_FOUND, Text("没有这份文书", "There is no such paper"))
    write, media = (as_word, WORD) if form == "docx" else (as_pdf, "application/pdf")
    answer = HttpResponse(write(found, which, synthetic=_synthetic()), content_type=media)
    answer["Content-Disposition"] = f'attachment; filename="{which}-{found.number}.{form}"'
    return answer


@require_GET
def public(request: HttpRequest) -> HttpResponse:
    """What is published, for everybody: without sign-in, nothing else, nothing that has ended."""
    today = timezone.localdate()
    search = request.GET.get("q", "").strip()
    found = public_entries(today)
    if search:
        found = found.filter(subject__name_zh__icontains=search) | found.filter(
            subject__credit_code=search.upper()
        )
    return render(
        request,
        "trade/credit_public.html",
        {
            "page_obj": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
            "q": search,
            "today": today,
        },
    )


@require_http_methods(["GET", "POST"])
@page("trade.see_credit")
def statutory(request: HttpRequest) -> HttpResponse:
    """Lists that other authorities decided; taken over as a file, shown as they are."""
    person = person_of(request)
    report = None
    if request.method == "POST":
        upload = _upload(request)
        if upload is None:
            raise invalid("file", "", "required", "请选择文件", "Choose a file")
        report = import_statutory(
            person, upload.read(), word(request, "source") or upload.name or ""
        )
    found = statutory_for(person).order_by("-listed_on", "-pk")
    language = get_language() or "zh"
    return render(
        request,
        "trade/credit_statutory.html",
        {
            "page_obj": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
            "report": report,
            "faults": [
                (fault.row, fault.field, fault.value, fault.message.in_language(language))
                for fault in (report.faults if report else ())
            ],
            "columns": COLUMNS,
            "may_import": may(person, "trade.import_statutory"),
            "today": timezone.localdate(),
        },
    )


def _upload(request: HttpRequest) -> "UploadedFile[Any] | None":
    upload = request.FILES.get("file")
    return upload if isinstance(upload, UploadedFile) else None
