"""Extension: quotas, batches, donors, allocations; one batch with what became of it."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.breeding.actions.batches import (
    BatchRow,
    approve_allocation,
    cancel_allocation,
    decline_allocation,
    propose_allocation,
    receive_allocation,
    register_batch,
    register_donor,
    retire_donor,
    set_quota,
)
from milkshed.breeding.mating_flow import ALLOCATION_FLOW
from milkshed.breeding.mating_words import ALLOCATION_KINDS, METHODS
from milkshed.breeding.models import ALLOCATION_STATES, Allocation, Batch, BatchKind, Donor
from milkshed.breeding.queries import extension as reads
from milkshed.breeding.queries.catalogue import cow_value
from milkshed.breeding.queries.reach import farms_in_reach
from milkshed.breeding.queries.stock import centre_lots
from milkshed.breeding.rules import BreedingRules
from milkshed.herd import facade as herd
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.entries import (
    as_whole,
    day_entry,
    day_or_none,
    decimal_entry,
    tell,
    whole_entry,
    word,
)
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 30
_RECIPIENTS_SHOWN = 200
_STEPS = {
    "approve": "breeding.approve_allocation",
    "decline": "breeding.decline_allocation",
    "receive": "breeding.receive_allocation",
    "cancel": "breeding.cancel_allocation",
}


def _whole(request: HttpRequest, name: str) -> int:
    value = whole_entry(request, name)
    if value is None:
        raise invalid(name, "", "required", "请填写数量", "A number is required")
    return value


@require_GET
@page("breeding.see_extension")
def extension(request: HttpRequest) -> HttpResponse:
    """The ledger: a year's quotas by county, allocations to act on, batches, donors."""
    scope, today = scope_of(request.user), timezone.localdate()
    year = as_whole(request.GET.get("year")) or today.year
    kind = request.GET.get("kind", "")
    search = request.GET.get("q", "").strip()[:30]
    rules = BreedingRules.on(date(min(max(year, 2020), 2100), 1, 1))
    lines = reads.quota_lines(scope, year)
    batches = Paginator(reads.batches(scope, kind=kind, search=search), _PER_PAGE).get_page(
        request.GET.get("page")
    )
    keys = [one.pk for one in batches]
    lots = {lot.batch.pk: lot for lot in centre_lots(Batch.objects.filter(pk__in=keys))}
    shown = list(reads.allocations(scope)[:_PER_PAGE])
    return render(
        request,
        "breeding/extension.html",
        {
            "year": year,
            "years": range(today.year + 1, today.year - 4, -1),
            "lines": [(one, reads.KINDS[one.kind], reads.UNITS[one.kind]) for one in lines],
            "totals": [
                {
                    "title": reads.KINDS[kind_],
                    "unit": reads.UNITS[kind_],
                    "region": rules.whole(f"extension.region.{kind_}"),
                    "quota": sum(one.quota or 0 for one in lines if one.kind == kind_),
                    "approved": sum(one.approved for one in lines if one.kind == kind_),
                    "received": sum(one.received for one in lines if one.kind == kind_),
                    "claimed": sum(one.claimed for one in lines if one.kind == kind_),
                }
                for kind_ in BatchKind.values
            ],
            "page_obj": batches,
            "batches": [
                (lots.get(one.pk), one, reads.KINDS[one.kind], reads.UNITS[one.kind])
                for one in batches
            ],
            "allocations": [_allocation(request, one) for one in shown],
            "donors": list(reads.donors(scope)[:_PER_PAGE]),
            "kind": kind,
            "kinds": list(reads.KINDS.items()),
            "methods": list(METHODS.items()),
            "q": search,
            "today": today,
            "counties": COUNTIES.values(),
            "farms": farms_in_reach(scope)
            if may(request.user, "breeding.propose_allocation")
            else (),
            "may_register": may(request.user, "breeding.register_batch"),
            "may_propose": may(request.user, "breeding.propose_allocation"),
            "may_set": may(request.user, "breeding.set_quota"),
            "synthetic": any(one.synthetic for one in batches)
            or any(one.synthetic for one in shown),
        },
    )


def _allocation(request: HttpRequest, one: Allocation) -> dict[str, object]:
    possible = {move.verb for move in ALLOCATION_FLOW.moves_from(one.state)}
    return {
        "one": one,
        "state": ALLOCATION_STATES[one.state],
        "kind": ALLOCATION_KINDS[one.state],
        "unit": reads.UNITS[one.batch.kind],
        "steps": [
            step for step, verb in _STEPS.items() if verb in possible and may(request.user, verb)
        ],
    }


@require_POST
@page("breeding.see_extension")
def enter(request: HttpRequest) -> HttpResponse:
    """Take one of the ledger's forms: a donor, a batch, a quota, an allocation."""
    person, what = person_of(request), word(request, "what")
    if what == "donor":
        donor = register_donor(
            person,
            word(request, "identity"),
            day_entry(request, "entered_on"),
            remark=word(request, "remark"),
        )
        tell(request, f"供体{donor.identity}已登记", f"Donor {donor.identity} is entered")
    elif what == "batch":
        batch = register_batch(
            person,
            BatchRow(
                number=word(request, "number"),
                kind=word(request, "kind"),
                bull=word(request, "bull"),
                pieces=_whole(request, "pieces"),
                made_on=day_entry(request, "made_on"),
                price_yuan=decimal_entry(request, "price_yuan"),
                sexed=word(request, "sexed") == "1",
                donor=word(request, "donor"),
                method=word(request, "method"),
                recovered=whole_entry(request, "recovered"),
            ),
        )
        tell(request, f"批次{batch.number}已登记", f"Batch {batch.number} is entered")
    elif what == "quota":
        set_quota(
            person,
            year=_whole(request, "year"),
            county=word(request, "county"),
            kind=word(request, "kind"),
            pieces=_whole(request, "pieces"),
            source=word(request, "source"),
        )
        tell(request, "指标已下达", "The quota is set")
    elif what == "allocation":
        propose_allocation(
            person, word(request, "batch"), word(request, "farm"), _whole(request, "pieces")
        )
        tell(request, "已提出，待另一人批准", "Proposed; another person approves")
    else:
        raise invalid("what", what, "choice", "没有这种登记", "There is no such form")
    return redirect("breeding:extension")


@require_POST
@page("breeding.see_extension")
def allocation_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Approve, decline, receive or cancel an allocation."""
    person, opinion = person_of(request), word(request, "opinion")
    one = get_visible(Allocation.objects.all(), scope_of(person), pk=pk)
    if step == "approve":
        approve_allocation(person, one.pk, opinion)
    elif step == "decline":
        decline_allocation(person, one.pk, opinion)
    elif step == "cancel":
        cancel_allocation(person, one.pk, opinion)
    elif step == "receive":
        receive_allocation(
            person, one.pk, _whole(request, "pieces"), day_or_none(request, "received_on")
        )
    else:
        raise Problem(NOT_FOUND)
    tell(request, "已办理", "Done")
    return redirect("breeding:extension")


@require_http_methods(["GET", "POST"])
@page("breeding.see_extension")
def donor(request: HttpRequest, pk: int) -> HttpResponse:
    """One donor: her embryos batch by batch, what they came to; the centre notes that she left."""
    scope = scope_of(request.user)
    one = get_visible(Donor.objects.select_related("place", "centre"), scope, pk=pk)
    if request.method == "POST":
        retire_donor(person_of(request), one.pk, day_entry(request, "left_on"))
        tell(request, f"供体{one.identity}已退出", f"{one.identity} is no donor any more")
        return redirect("breeding:donor", pk=one.pk)
    return render(
        request,
        "breeding/donor.html",
        {
            "donor": one,
            "found": reads.donor_yield(one, scope),
            "value": cow_value(scope, one.animal_key),
            "may_retire": one.left_on is None and may(request.user, "breeding.register_donor"),
            "today": timezone.localdate(),
        },
    )


@require_http_methods(["GET"])
@page("breeding.see_extension")
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: where it went, and what its services came to."""
    scope = scope_of(request.user)
    one = get_visible(Batch.objects.select_related("bull", "donor", "centre"), scope, pk=pk)
    outcome = reads.outcome_of(one, scope)
    animals = herd.animals_by_id(
        [animal for animal, _, _, _ in outcome.recipients[:_RECIPIENTS_SHOWN]], scope
    )
    allocations = reads.allocations(scope).filter(batch=one)
    (lot,) = centre_lots(Batch.objects.filter(pk=one.pk))
    return render(
        request,
        "breeding/batch.html",
        {
            "batch": one,
            "today": timezone.localdate(),
            "lot": lot,
            "title": reads.KINDS[one.kind],
            "unit": reads.UNITS[one.kind],
            "method": METHODS.get(one.method),
            "outcome": outcome,
            "donor_key": one.donor_id
            if one.donor_id is not None and reads.donors(scope).filter(pk=one.donor_id).exists()
            else None,
            "services": [
                (animals[animal], day, conceived, calved)
                for animal, day, conceived, calved in outcome.recipients[:_RECIPIENTS_SHOWN]
                if animal in animals
            ],
            "allocations": [_allocation(request, row) for row in allocations[:_PER_PAGE]],
        },
    )
