"""Genotype samples: ordered, handed on, genotyped, decided; laboratory files and their fate."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.breeding.actions.samples import STEPS, move_sample, move_samples, order_sample
from milkshed.breeding.flow import SAMPLE_FLOW
from milkshed.breeding.importers import import_genotypes
from milkshed.breeding.models import SAMPLE_STATES, GenotypeFile, GenotypeSample, PedigreeEntry
from milkshed.breeding.queries import book, genomic
from milkshed.breeding.words import FORMATS, SEXES, STATE_KINDS, TISSUES
from milkshed.kernel.problems import INVALID, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Transition
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import as_whole, tell, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 40
_FILES_SHOWN = 8
_MOST_FILES = 3
_FAULTS_SHOWN = 5


@require_http_methods(["GET", "POST"])
@page("breeding.see")
def samples(request: HttpRequest) -> HttpResponse:
    """Samples in reach; ordered here, and the laboratory's files are brought here."""
    if request.method == "POST":
        if word(request, "what") == "file":
            uploads = request.FILES.getlist("file")[:_MOST_FILES]
            if not uploads:
                raise Problem(INVALID, Text("请选择文件", "Choose a file"))
            files = {str(one.name): one.read() for one in uploads}
            kept = import_genotypes(person_of(request), files)
            tell(
                request,
                f"{kept.samples}个样本，{kept.accepted}个对应到样品",
                f"{kept.samples} samples, {kept.accepted} matched",
            )
            return redirect("breeding:genotype-file", pk=kept.pk)
        if word(request, "what") == "step":
            step = word(request, "step")
            keys = [key for text in request.POST.getlist("sample") if (key := as_whole(text))]
            report = move_samples(person_of(request), keys, step, word(request, "opinion"))
            tell(
                request,
                f"{len(report.accepted)}个样品已办理，{len(report.refused)}个未办理",
                f"{len(report.accepted)} samples moved, {len(report.refused)} not",
            )
            for fault in report.faults[:_FAULTS_SHOWN]:
                tell(request, fault.message.zh, fault.message.en)
            return redirect(f"{reverse('breeding:samples')}?state={word(request, 'state')}")
        made = order_sample(
            person_of(request),
            barcode=word(request, "barcode"),
            identity=word(request, "identity"),
            tissue=word(request, "tissue"),
            chip=word(request, "chip"),
        )
        tell(request, f"样品{made.barcode}已下单", f"Sample {made.barcode} is ordered")
        return redirect("breeding:sample", pk=made.pk)
    scope = scope_of(request.user)
    state = request.GET.get("state", "")
    search = request.GET.get("q", "").strip()[:40]
    found = book.samples(scope, state=state if state in SAMPLE_STATES else "", search=search)
    page_obj = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "breeding/samples.html",
        {
            "page_obj": page_obj,
            "lines": [
                (one, SAMPLE_STATES[one.state], STATE_KINDS[one.state], TISSUES[one.tissue])
                for one in page_obj
            ],
            "files": [
                (one, FORMATS[one.format]) for one in book.genotype_files(scope)[:_FILES_SHOWN]
            ],
            "q": search,
            "state": state,
            "states": SAMPLE_STATES.items(),
            "tissues": TISSUES.items(),
            "steps": _steps_from(request, state),
            "may_order": may(request.user, "breeding.order_genotypes"),
            "may_load": may(request.user, "breeding.load_genotypes"),
            "synthetic": any(one.synthetic for one in page_obj),
        },
    )


def _steps_from(request: HttpRequest, state: str) -> list[tuple[str, Text]]:
    """Steps that the person may take with all samples of a state together, without words."""
    if state not in SAMPLE_STATES:
        return []
    verbs = {verb: step for step, verb in STEPS.items() if step not in ("refuse", "cancel")}
    return [
        (verbs[move.verb], move.title)
        for move in SAMPLE_FLOW.moves_from(state)
        if move.verb in verbs and may(request.user, move.verb)
    ]


@require_GET
@page("breeding.see")
def sample(request: HttpRequest, pk: int) -> HttpResponse:
    """One sample: whose it is, its custody step by step, and what quality control says."""
    scope = scope_of(request.user)
    one = get_visible(GenotypeSample.objects.select_related("place", "file"), scope, pk=pk)
    possible = {move.verb: move.title for move in SAMPLE_FLOW.moves_from(one.state)}
    entry = visible(PedigreeEntry.objects.filter(identity=one.identity), scope).first()
    return render(
        request,
        "breeding/sample.html",
        {
            "sample": one,
            "state": SAMPLE_STATES[one.state],
            "kind": STATE_KINDS[one.state],
            "tissue": TISSUES[one.tissue],
            "sex": SEXES[one.sex],
            "entry": entry,
            "findings": [(Text(f["zh"], f["en"]), f["blocks"], f["rule"]) for f in one.findings],
            "left_out": genomic.left_out(scope, one.barcode),
            "may_see_runs": may(request.user, "breeding.see_runs"),
            "steps": [
                (step, possible[verb], step in ("refuse", "cancel"))
                for step, verb in STEPS.items()
                if verb in possible and may(request.user, verb)
            ],
            "history": Transition.objects.filter(
                subject=SAMPLE_FLOW.subject, subject_id=one.pk
            ).select_related("person"),
            "states": SAMPLE_STATES.items(),
            "may_see_file": one.file is not None
            and visible(GenotypeFile.objects.filter(pk=one.file.pk), scope).exists(),
        },
    )


@require_POST
@page("breeding.see")
def sample_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Hand a sample on, or decide about its genotype."""
    one = get_visible(GenotypeSample.objects.all(), scope_of(request.user), pk=pk)
    move_sample(person_of(request), one.pk, step, word(request, "opinion"))
    tell(request, "已办理", "Done")
    return redirect("breeding:sample", pk=pk)


@require_GET
@page("breeding.see")
def genotype_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A laboratory's file: its samples with what quality control said, and what was not taken."""
    found = GenotypeFile.objects.select_related("centre", "brought_by")
    one = get_visible(found, scope_of(request.user), pk=pk)
    return render(
        request,
        "breeding/genotype_file.html",
        {
            "file": one,
            "format": FORMATS[one.format],
            "results": [
                (result, SAMPLE_STATES[result.state], STATE_KINDS[result.state],
                 [Text(f["zh"], f["en"]) for f in result.findings])
                for result in one.results.order_by("row")
            ],
            "faults": [(fault, Text(fault["zh"], fault["en"])) for fault in one.faults],
        },
    )  # fmt: skip
