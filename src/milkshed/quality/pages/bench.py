"""The laboratory's bench: what waits, taking samples in, entering and reviewing results."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.problems import INVALID, NOT_FOUND, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import may
from milkshed.platform.scope import scope_of, visible
from milkshed.platform.web.entries import as_decimal, tell, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.quality.actions.judging import Measurement
from milkshed.quality.actions.samples import (
    receive_sample,
    record_results,
    review_report,
    seal_sample,
)
from milkshed.quality.models import SAMPLE_STATES, Laboratory, Sample
from milkshed.quality.pages.samples import sample_of
from milkshed.quality.queries import as_limit, is_blind_for, limit_rules
from milkshed.quality.science.analytes import ANALYTES
from milkshed.quality.science.verdict import Verdict, judge, judge_presence

_QUEUE = ("sealed", "received", "testing")


def laboratory_of(person: Person) -> Laboratory | None:
    """The laboratory where the person works, if any."""
    own = [o.pk for o in person.organisations()]
    return Laboratory.objects.filter(place__organisation__in=own).select_related("place").first()


def _waiting(request: HttpRequest, laboratory: Laboratory | None) -> QuerySet[Sample]:
    """What is on its way to this bench or stands on it."""
    samples = visible(Sample.objects.all(), scope_of(request.user))
    if laboratory is not None:
        samples = samples.filter(Q(laboratory=laboratory) | Q(laboratory__isnull=True))
    return samples.select_related("place", "laboratory__place").order_by("sampled_at")


@require_GET
@page("quality.see_bench")
def bench(request: HttpRequest) -> HttpResponse:
    """The queue of samples by what they wait for."""
    person = person_of(request)
    laboratory = laboratory_of(person)
    waiting = [
        (sample, is_blind_for(person, sample))
        for sample in _waiting(request, laboratory).filter(state__in=_QUEUE)[:200]
    ]
    groups = [
        (code, SAMPLE_STATES[code], [entry for entry in waiting if entry[0].state == code])
        for code in _QUEUE
    ]
    reported = _waiting(request, laboratory).filter(state__in=["reported", "retest"])
    recent = [
        (sample, is_blind_for(person, sample)) for sample in reported.order_by("-reported_at")[:15]
    ]
    return render(
        request,
        "quality/bench.html",
        {
            "laboratory": laboratory,
            "groups": groups,
            "recent": recent,
            "may_receive": may(person, "quality.receive_sample"),
        },
    )


@require_POST
@page("quality.receive_sample")
def receive(request: HttpRequest) -> HttpResponse:
    """Take a sample in by the scanned or typed number."""
    person = person_of(request)
    number = word(request, "barcode")
    receive_sample(
        person,
        number,
        laboratory=laboratory_of(person),
        intact=word(request, "intact") == "yes",
    )
    tell(request, f"已收样：{number}", f"Received: {number}")
    return redirect("quality:sample", number=number)


@require_GET
@page("quality.record_results")
def check(request: HttpRequest, analyte: str) -> HttpResponse:
    """The verdict on one value while it is typed, as a fragment."""
    if analyte not in ANALYTES:
        raise Problem(NOT_FOUND)
    typed = request.GET.get(f"value-{analyte}", "").strip()
    limit = as_limit(analyte, limit_rules(timezone.localdate()).get(analyte))
    verdict: Verdict | None = None
    readable = True
    if typed:
        if ANALYTES[analyte].qualitative:
            verdict = judge_presence(typed == "yes", limit)
        else:
            value = as_decimal(typed)
            readable = value is not None
            if value is not None:
                verdict = judge(value, ANALYTES[analyte].unit, limit)
    return render(request, "quality/_verdict.html", {"verdict": verdict, "readable": readable})


@require_POST
@page("quality.record_results")
def enter(request: HttpRequest, number: str) -> HttpResponse:
    """Enter the results of a sample; empty fields were not measured."""
    sample = sample_of(request, number)
    record_results(person_of(request), sample, _measurements(request))
    tell(request, "结果已录入，待另一人复核", "Entered; another person reviews it")
    return redirect("quality:sample", number=number)


def _measurements(request: HttpRequest) -> list[Measurement]:
    entries: list[Measurement] = []
    faults: list[Fault] = []
    for code, analyte in ANALYTES.items():
        typed = word(request, f"value-{code}")
        if not typed:
            continue
        if analyte.qualitative:
            entries.append(Measurement(code, found=typed == "yes"))
            continue
        value = as_decimal(typed)
        if value is not None:
            entries.append(Measurement(code, value))
        else:
            message = Text(f"{analyte.name.zh}须为数字", f"{analyte.name.en} must be a number")
            faults.append(Fault(code, typed, "number", message))
    if faults:
        raise Problem(INVALID, None, faults)
    return entries


@require_POST
@page("quality.review_report")
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Review and report a sample."""
    review_report(person_of(request), sample_of(request, number), opinion=word(request, "opinion"))
    tell(request, "报告已出具", "Reported")
    return redirect("quality:sample", number=number)


@require_POST
@page("quality.seal_sample")
def seal(request: HttpRequest, number: str) -> HttpResponse:
    """Seal a sample."""
    seal_sample(person_of(request), sample_of(request, number), seal=word(request, "seal"))
    tell(request, "已封样", "Sealed")
    return redirect("quality:sample", number=number)
