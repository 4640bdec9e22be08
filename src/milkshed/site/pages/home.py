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
from milkshed.region.summary import find_demo
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
    """The played region's accounts, where every organisation is made up; else none."""
    played = find_demo()
    if played is None or Organisation.objects.filter(synthetic=False).exists():
        return []
    names = {
        membership.person.username: membership.organisation.name
        for membership in Membership.objects.filter(
            person__username__in=[account.username for account in played.accounts]
        ).select_related("person", "organisation")
    }
    return [
        DemonstrationAccount(
            role=account.role,
            username=account.username,
            organisation=names.get(
                account.username, Text(account.organisation, account.organisation)
            ),
            password=played.password,
        )
        for account in played.accounts
    ]


class SignIn(auth_views.LoginView):
    """The way in."""

    template_name = "site/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def get_context_data(self, **values: object) -> dict[str, object]:
        return {**super().get_context_data(**values), "accounts": demonstration_accounts()}
