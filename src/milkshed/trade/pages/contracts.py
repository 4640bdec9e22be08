"""Pages of contracts: the list and one contract."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.pages import page
from milkshed.trade.models import CONTRACT_STATES, Contract

_PER_PAGE = 30


@require_GET
@page("trade.see_contracts")
def contract_list(request: HttpRequest) -> HttpResponse:
    """Contract versions in reach, the youngest first."""
    found = visible(Contract.objects.all(), scope_of(request.user))
    state = request.GET.get("state", "")
    if state in CONTRACT_STATES:
        found = found.filter(state=state)
    shown = found.select_related("seller", "buyer", "delivery_place").order_by("-pk")
    page_obj = Paginator(shown, _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "trade/contracts.html",
        {"page_obj": page_obj, "states": CONTRACT_STATES, "state": state},
    )


@require_GET
@page("trade.see_contracts")
def contract_page(request: HttpRequest, key: int) -> HttpResponse:
    """One version of a contract."""
    contracts = Contract.objects.select_related("seller", "buyer", "delivery_place", "form")
    contract = get_visible(contracts, scope_of(request.user), pk=key)
    return render(request, "trade/contract.html", {"contract": contract})
