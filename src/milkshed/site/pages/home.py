"""The public front page, the way in and the way out."""

from dataclasses import dataclass

from django import forms
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from milkshed.kernel.text import Text
from milkshed.platform.models import Membership, Organisation
from milkshed.platform.roles import ROLES
from milkshed.region.summary import PASSWORD
from milkshed.site.pages.boards import board_of
from milkshed.site.pages.reader import in_words


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Send people to their board; tell everyone else what this is."""
    if request.user.is_authenticated:
        return redirect(board_of(request.user))
    return render(request, "site/front.html")


class SignInForm(AuthenticationForm):
    """Name and password, with complaints in the reader's language."""

    username = forms.CharField(max_length=60)

    def get_invalid_login_error(self) -> forms.ValidationError:
        wording = Text(
            "账号或口令不对。请核对后重试；忘记口令请联系本单位的系统管理员。",
            "The name or the password is wrong. If you forgot it, ask your administrator.",
        )
        return forms.ValidationError(in_words(wording), code="invalid_login")


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """An account that anyone may try, one per role."""

    role: Text
    username: str
    organisation: Text
    password: str


def demonstration_accounts() -> list[DemonstrationAccount]:
    """One account per role where every organisation is made up; else none."""
    if Organisation.objects.filter(synthetic=False).exists():
        return []
    held = (
        Membership.objects.filter(person__synthetic=True, person__is_active=True)
        .select_related("person", "organisation")
        .order_by("role", "pk")
        .distinct("role")
    )
    of_role = {membership.role: membership for membership in held}
    return [
        DemonstrationAccount(
            role=ROLES[code].title,
            username=of_role[code].person.username,
            organisation=of_role[code].organisation.name,
            password=PASSWORD,
        )
        for code in ROLES
        if code in of_role
    ]


class SignIn(auth_views.LoginView):
    """The way in."""

    template_name = "site/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **values: object) -> dict[str, object]:
        return {**super().get_context_data(**values), "accounts": demonstration_accounts()}
