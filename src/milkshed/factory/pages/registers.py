"""The registers: plants with their capacity, products with their numbers."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from milkshed.factory.actions.register import register_product
from milkshed.factory.indicators import PLAN_START
from milkshed.factory.models import CATEGORIES, Plant, Product
from milkshed.factory.queries.silos import capacity_t, plants_of
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import may, require
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import day_entry, whole_entry, word
from milkshed.platform.web.pages import page

_PER_PAGE = 30


@page("factory.see")
def plants(request: HttpRequest) -> HttpResponse:
    """Plants in reach with licensed capacity, silos, products, and whether they are traced."""
    found = plants_of(cast("Person", request.user))
    if request.GET.get("traced"):
        found = found.filter(traced=True)
    if request.GET.get("new"):
        found = found.filter(first_licensed_on__gte=PLAN_START)
    listed = list(
        found.annotate(
            silo_count=Count("silos", distinct=True),
            product_count=Count("products", distinct=True),
        )
    )
    traced = sum(1 for plant in listed if plant.traced)
    return render(
        request,
        "factory/plants.html",
        {
            "plants": listed,
            "capacity_t": capacity_t(found),
            "traced": traced,
            "traced_share": traced / len(listed) if listed else None,
            "plan_start": PLAN_START,
        },
    )


@require_http_methods(["GET", "POST"])
@page("factory.see")
def products(request: HttpRequest) -> HttpResponse:
    """The register of products; a plant's quality officer enters new ones."""
    if request.method == "POST":
        return _enter(request)
    search, category = request.GET.get("q", "").strip(), request.GET.get("category", "")
    found = visible(Product.objects.select_related("plant__place"), scope_of(request.user))
    if search:
        found = found.filter(name_zh__icontains=search) | found.filter(gtin__contains=search)
    if category in CATEGORIES:
        found = found.filter(category=category)
    if request.GET.get("specialty"):
        found = found.filter(specialty=True)
    if request.GET.get("new"):
        found = found.filter(launched_on__gte=PLAN_START)
    page_obj = Paginator(found.order_by("gtin"), _PER_PAGE).get_page(request.GET.get("page"))
    may_enter = may(request.user, "factory.register_product")
    return render(
        request,
        "factory/products.html",
        {
            "page_obj": page_obj,
            "q": search,
            "category": category,
            "categories": CATEGORIES.items(),
            "specialty": bool(request.GET.get("specialty")),
            "may_enter": may_enter,
            "plants": plants_of(cast("Person", request.user)) if may_enter else (),
        },
    )


def _enter(request: HttpRequest) -> HttpResponse:
    require(request.user, "factory.register_product")
    person = cast("Person", request.user)
    plant = get_visible(
        Plant.objects.all(), scope_of(person), pk=whole_entry(request, "plant") or 0
    )
    product = register_product(
        plant=plant,
        gtin=word(request, "gtin"),
        name=Text(word(request, "name_zh"), word(request, "name_en")),
        category=word(request, "category"),
        shelf_life_days=whole_entry(request, "shelf_life_days") or 0,
        launched_on=day_entry(request, "launched_on"),
        specialty_reason=word(request, "specialty_reason"),
        person=person,
    )
    done = Text(f"已登记：{product.name_zh}", f"Entered: {product.name.en}")
    messages.success(request, done.in_language(get_language() or "zh"))
    return redirect("factory:products")
