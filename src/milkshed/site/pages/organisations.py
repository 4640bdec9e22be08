"""Organisations of the chain, their places, and the people who work there."""

from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.text import Text
from milkshed.platform.models import Identifier, Membership, Organisation, OrganisationKind
from milkshed.platform.permissions import may
from milkshed.platform.roles import ROLES
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.site.pages.choices import counties_of_scope
from milkshed.site.pages.reader import tell
from milkshed.site.people import dismiss, employ

_PER_PAGE = 40


@require_GET
@page("platform.see_people")
def organisations(request: HttpRequest) -> HttpResponse:
    """The organisations in the person's scope."""
    scope = scope_of(request.user)
    kind, county = request.GET.get("kind", ""), request.GET.get("county", "")
    wanted = request.GET.get("q", "").strip()
    found = visible(Organisation.objects.all(), scope)
    if kind:
        found = found.filter(kind=kind)
    if county:
        found = found.filter(county=county)
    if wanted:
        found = found.filter(
            Q(name_zh__icontains=wanted)
            | Q(name_en__icontains=wanted)
            | Q(credit_code=wanted)
            | Q(gln=wanted)
        )
    listed = found.annotate(people=Count("memberships__person", distinct=True)).order_by(
        "kind", "county", "pk"
    )
    return render(
        request,
        "site/organisations.html",
        {
            "page_obj": Paginator(listed, _PER_PAGE).get_page(request.GET.get("page")),
            "kinds": OrganisationKind.choices,
            "kind": kind,
            "counties": counties_of_scope(scope),
            "county": county,
            "q": wanted,
        },
    )


@require_GET
@page("platform.see_people")
def organisation(request: HttpRequest, pk: int) -> HttpResponse:
    """One organisation with its numbers, places and people."""
    found = get_visible(Organisation.objects.all(), scope_of(request.user), pk=pk)
    today = timezone.localdate()
    memberships = found.memberships.select_related("person").order_by("role", "person__name_zh")
    return render(
        request,
        "site/organisation.html",
        {
            "organisation": found,
            "places": found.places.order_by("kind", "pk"),
            "identifiers": Identifier.objects.filter(organisation=found).order_by("scheme"),
            "memberships": [
                {
                    "record": membership,
                    "title": ROLES[membership.role].title,
                    "present": membership.valid_to is None or membership.valid_to >= today,
                }
                for membership in memberships
            ],
            "roles": ROLES.values(),
            "may_edit": may(request.user, "platform.edit_people"),
        },
    )


@require_POST
@page("platform.edit_people")
def add_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a role in the organisation to a person."""
    found = get_visible(Organisation.objects.all(), scope_of(request.user), pk=pk)
    employ(
        person_of(request),
        found,
        username=request.POST.get("username", "").strip(),
        name_zh=request.POST.get("name_zh", "").strip(),
        role=request.POST.get("role", ""),
        password=request.POST.get("password", ""),
    )
    tell(request, Text("已登记任职", "The role is given"))
    return redirect("organisation", pk=pk)


@require_POST
@page("platform.edit_people")
def end_role(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role."""
    membership = Membership.objects.select_related("organisation").filter(pk=pk).first()
    organisation_id = membership.organisation_id if membership else 0
    get_visible(Organisation.objects.all(), scope_of(request.user), pk=organisation_id)
    if membership is not None:
        dismiss(person_of(request), membership)
    tell(request, Text("任职已终止", "The role is ended"))
    return redirect("organisation", pk=organisation_id)
