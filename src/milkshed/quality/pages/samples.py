"""Samples: the list, one sample with its custody and results, taking one; and the limits."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.collection.facade import SheetFacts, sheet_by_gdti, sheets_of_load
from milkshed.kernel.clock import in_shanghai, shanghai_day, start_of_day
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import INVALID, NOT_FOUND, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Place, Rule, RuleStatus, Transition
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import day_asked, moment_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.quality.actions.samples import Taking, order_retest, take_sample
from milkshed.quality.facade import limit_words, open_holds
from milkshed.quality.flow import SAMPLE_FLOW
from milkshed.quality.models import SAMPLE_STATES, Laboratory, Sample, SampleKind
from milkshed.quality.queries import (
    custody_gaps,
    is_blind_for,
    laboratories_offered,
    limit_rules,
    measured,
)
from milkshed.quality.science.analytes import ANALYTES, CONTRABAND, ROUTINE, Analyte

_PER_PAGE = 30
_LIMIT = "quality.limit."
_VERDICTS = {
    "pass": Text("合格", "Passed"),
    "fail": Text("不合格", "Failed"),
    "undecided": Text("未判定", "Undecided"),
}
_STEPS = ("taken", "sealed", "received", "testing", "reported")


def sample_of(request: HttpRequest, number: str) -> Sample:
    """The sample of an address by barcode or blind number, if the person may see it."""
    samples = Sample.objects.select_related(
        "place__organisation", "laboratory__place", "sampler", "second_sampler", "analyst",
        "reviewer", "retest_of",
    )  # fmt: skip
    scope = scope_of(request.user)
    found = visible(samples, scope).filter(Q(barcode=number) | Q(blind_number=number)).first()
    if found is None:
        raise Problem(NOT_FOUND, Text("没有该样品", "There is no such sample"))
    return found


@require_GET
@page("quality.see_samples")
def sample_list(request: HttpRequest) -> HttpResponse:
    """Samples in reach, newest first."""
    asked, person = request.GET, person_of(request)
    samples = visible(Sample.objects.all(), scope_of(request.user))
    if asked.get("kind") in SampleKind.values:
        samples = samples.filter(kind=asked["kind"])
    if asked.get("verdict") in _VERDICTS:
        samples = samples.filter(verdict=asked["verdict"])
    if asked.get("county") in COUNTIES:
        samples = samples.filter(place__county=asked["county"])
    if asked.get("q", "").strip():
        search = asked["q"].strip()
        samples = samples.filter(Q(barcode__istartswith=search) | Q(blind_number=search))
    first, last = day_asked(request, "first"), day_asked(request, "last")
    if first:
        samples = samples.filter(sampled_at__gte=start_of_day(first))
    if last:
        samples = samples.filter(sampled_at__lt=start_of_day(last + timedelta(days=1)))
    counts = samples.aggregate(
        n=Count("pk"),
        passed=Count("pk", filter=Q(verdict="pass")),
        failed=Count("pk", filter=Q(verdict="fail")),
    )
    shown = samples.select_related("place", "laboratory__place").order_by("-sampled_at", "-pk")
    page_obj = Paginator(shown, _PER_PAGE).get_page(request.GET.get("page"))
    decided = counts["passed"] + counts["failed"]
    return render(
        request,
        "quality/samples.html",
        {
            "page_obj": page_obj,
            "lines": [
                (sample, is_blind_for(person, sample), _failed(sample)) for sample in page_obj
            ],
            "counts": counts,
            "share": counts["passed"] / decided if decided else None,
            "kinds": SampleKind.choices,
            "verdicts": _VERDICTS,
            "counties": COUNTIES.values(),
            "asked": asked,
            "may_take": may(person, "quality.take_sample")
            or may(person, "quality.take_own_sample"),
        },
    )


def _failed(sample: Sample) -> list[Text]:
    return [ANALYTES[code].name for code in sample.failed]


@require_GET
@page("quality.see_samples")
def sample_page(request: HttpRequest, number: str) -> HttpResponse:
    """One sample: its custody, its results against the limits, and the next step."""
    sample, person = sample_of(request, number), person_of(request)
    blind = is_blind_for(person, sample)
    limits = limit_rules(shanghai_day(sample.sampled_at))
    moves = {move.verb for move in SAMPLE_FLOW.moves_from(sample.state) if may(person, move.verb)}
    own = {o.pk for o in person.organisations()}
    at_bench = sample.laboratory is None or sample.laboratory.place.organisation_id in own
    return render(
        request,
        "quality/sample.html",
        {
            "sample": sample,
            "number": number,
            "blind": blind,
            "steps": _steps_of(sample),
            "results": [(m, _words_of(m.analyte, m.limit)) for m in measured(sample)],
            "entries": [
                (analyte, limits.get(analyte.code), _words_of(analyte, limits.get(analyte.code)))
                for analyte in _asked_of(sample)
            ],
            "moves": Transition.objects.filter(
                subject="quality.sample", subject_id=sample.pk
            ).select_related("person").order_by("at"),
            "move_titles": {move.verb: move.title for move in SAMPLE_FLOW.moves},
            "may_seal": "quality.seal_sample" in moves,
            "may_enter": "quality.record_results" in moves and at_bench,
            "may_review": "quality.review_report" in moves
            and at_bench
            and sample.analyst_id != person.pk,
            "may_retest": "quality.order_retest" in moves,
            "laboratories": laboratories_offered(scope_of(person)).exclude(
                pk=sample.laboratory_id or 0
            ),
            "retested_by": Sample.objects.filter(retest_of=sample).first(),
            "seen": set(
                visible(
                    Sample.objects.filter(Q(retest_of=sample) | Q(retested_by=sample)),
                    scope_of(person),
                ).values_list("barcode", flat=True)
            ),
            "sheet": None if blind else _sheet(sample),
            "may_see_sheet": may(person, "collection.see_sheets"),
            "failed": _failed(sample),
            "verdict": _VERDICTS[sample.verdict],
            "custody_needed": sample.kind != SampleKind.INCOMING,
            "custody_whole": not any(gap.is_break for gap in custody_gaps(sample)),
            "hold": None
            if blind
            else open_holds([sample.lot_uri], scope_of(person)).get(sample.lot_uri),
            "may_see_holds": may(person, "quality.see_holds"),
            "may_seek_origin": not blind
            and sample.verdict == "fail"
            and may(person, "ledger.query"),
        },
    )  # fmt: skip


def _steps_of(sample: Sample) -> list[tuple[Text, str]]:
    """The custody with the class that shows how far it is; a routine test at the door has none."""
    if sample.kind == SampleKind.INCOMING and sample.reported_at is not None:
        return []
    here = _STEPS.index(sample.state) if sample.state in _STEPS else len(_STEPS)
    if sample.reported_at is not None:
        here = len(_STEPS)
    return [
        (SAMPLE_STATES[code], "is-done" if i < here else "is-current" if i == here else "")
        for i, code in enumerate(_STEPS)
    ]


def _words_of(analyte: Analyte, rule: Rule | None) -> Text:
    return limit_words(
        rule.low if rule else None,
        rule.high if rule else None,
        absent=analyte.qualitative and rule is not None,
    )


def _asked_of(sample: Sample) -> list[Analyte]:
    """The analytes that the bench enters for a kind of sample, the usual ones first."""
    first = CONTRABAND if sample.kind == "contraband" else ROUTINE
    others = [code for code in ANALYTES if code not in first]
    return [ANALYTES[code] for code in (*first, *others)]


def _sheet(sample: Sample) -> SheetFacts | None:
    if sample.sheet_gdti:
        return sheet_by_gdti(sample.sheet_gdti)
    found = sheets_of_load([sample.lot_uri]).get(sample.lot_uri, ())
    return found[0] if found else None


@require_http_methods(["GET", "POST"])
@page("quality.see_samples")
def new_sample(request: HttpRequest) -> HttpResponse:
    """Take a sample."""
    person = person_of(request)
    found: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            sample = take_sample(person, _taking(request))
        except Problem as problem:
            if problem.kind is not INVALID:
                raise
            found = problem.faults
        else:
            tell(request, f"样品 {sample.barcode} 已登记，请封样", "Recorded; seal it now")
            return redirect("quality:sample", number=sample.barcode)
    typed = request.POST.dict()
    if request.method != "POST":
        now = in_shanghai(timezone.now())
        typed = {
            "sampled_at": f"{now:%Y-%m-%dT%H:%M}",
            "portions": "3",
            "lot_uri": request.GET.get("lot", ""),
        }
    scope = scope_of(request.user)
    return render(
        request,
        "quality/sample_form.html",
        {
            "places": visible(
                Place.objects.filter(kind__in=["station", "plant", "farm"]), scope
            ).order_by("kind", "name_zh"),
            "kinds": SampleKind.choices,
            "people": _partners(person),
            "laboratories": laboratories_offered(scope),
            "typed": typed,
            "faults": {fault.field: fault for fault in found},
        },
        status=422 if found else 200,
    )  # fmt: skip


def _partners(person: Person) -> list[Person]:
    """People of the same organisations who may take samples too."""
    own = [o.pk for o in person.organisations()]
    found = Person.objects.filter(
        memberships__organisation__in=own, memberships__role__in=["sampler", "inspector"]
    )
    return list(found.exclude(pk=person.pk).distinct().order_by("name_zh")[:50])


def _taking(request: HttpRequest) -> Taking:
    place = get_visible(
        Place.objects.all(), scope_of(request.user), pk=whole_entry(request, "place") or 0
    )
    partner = whole_entry(request, "second_sampler")
    partners = {p.pk: p for p in _partners(person_of(request))}
    return Taking(
        kind=word(request, "kind"),
        lot_uri=word(request, "lot_uri"),
        place=place,
        sampled_at=moment_entry(request, "sampled_at"),
        barcode=word(request, "barcode"),
        blind_number=word(request, "blind_number"),
        second_sampler=partners.get(partner) if partner is not None else None,
        portions=whole_entry(request, "portions") or 1,
        laboratory=_laboratory(request),
    )


def _laboratory(request: HttpRequest) -> Laboratory | None:
    """The laboratory chosen, among those the person was offered."""
    offered = laboratories_offered(scope_of(request.user))
    return offered.filter(pk=whole_entry(request, "laboratory") or 0).first()


@require_POST
@page("quality.order_retest")
def retest(request: HttpRequest, number: str) -> HttpResponse:
    """Grant an objection: the retained portion goes to another laboratory."""
    sample, laboratory = sample_of(request, number), _laboratory(request)
    if laboratory is None:
        raise Problem(NOT_FOUND, Text("没有该实验室", "There is no such laboratory"))
    new = order_retest(
        person_of(request),
        sample,
        laboratory=laboratory,
        barcode=word(request, "barcode"),
        reason=word(request, "reason"),
    )
    tell(request, f"已转复检：{new.barcode}", f"Sent to retest: {new.barcode}")
    return redirect("quality:sample", number=new.barcode)


@require_GET
@page("quality.see_limits")
def limit_list(request: HttpRequest) -> HttpResponse:
    """All limits and clocks of quality with their days in force, source and standing."""
    today = timezone.localdate()
    rows = Rule.objects.filter(key__startswith="quality.").order_by("key", "-valid_from")
    lines = []
    for row in rows:
        is_limit = row.key.startswith(_LIMIT)
        analyte = ANALYTES.get(row.key.removeprefix(_LIMIT)) if is_limit else None
        bound = (
            _words_of(analyte, row)
            if analyte
            else Text(f"{row.value.normalize():f}", f"{row.value.normalize():f}")
            if row.value is not None
            else limit_words(row.low, row.high, absent=False)
        )
        in_force = row.valid_from <= today and (row.valid_to is None or row.valid_to >= today)
        lines.append((row, analyte, bound, in_force))
    return render(
        request,
        "quality/limits.html",
        {
            "limits": sorted(
                (line for line in lines if line[1] is not None),
                key=lambda line: list(ANALYTES).index(line[0].key.removeprefix(_LIMIT)),
            ),
            "others": [line for line in lines if line[1] is None],
            "unconfirmed": sum(line[0].status == RuleStatus.RECALLED for line in lines),
            "today": today,
        },
    )
