"""The public front page, the way in and the way out."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from math import ceil

from django import forms
from django.contrib.auth import views as auth_views
from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from milkshed.kernel.text import Text
from milkshed.ledger.http.resources import entry
from milkshed.platform.models import Membership, Organisation
from milkshed.platform.sign_in import (
    WINDOW,
    address_of,
    forget_failures,
    note_failure,
    waits_until,
)
from milkshed.region.summary import find_demo
from milkshed.site.pages.boards import board_of
from milkshed.site.pages.reader import in_words

_WAIT = "wait"


def home(request: HttpRequest) -> HttpResponse:
    """Send people to their board; tell everyone else what this is.

    Programs that ask for data find the entry to the ledger here, as EPCIS wants it.
    """
    accept = request.headers.get("Accept", "")
    asks_for_data = "json" in accept and "text/html" not in accept
    return entry(request) if request.method == "OPTIONS" or asks_for_data else _front(request)


@require_safe
def _front(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(board_of(request.user))
    return render(request, "site/front.html")


class SignInForm(AuthenticationForm):
    """Name and password, with complaints in the reader's language."""

    username = forms.CharField(max_length=60)

    def clean(self) -> dict[str, object]:
        """Check name and password, unless too many wrong ones came before."""
        assert self.request is not None
        account, address = self.cleaned_data.get("username", ""), address_of(self.request)
        until = waits_until(account, address)
        if until is not None:
            raise self._told_to_wait(until)
        try:
            cleaned: dict[str, object] = super().clean()
        except forms.ValidationError:
            note_failure(account, address)
            raise
        if self.get_user() is not None:  # without a password nobody was tried at all
            forget_failures(account, address)
        return cleaned

    def _told_to_wait(self, until: datetime) -> forms.ValidationError:
        minutes = max(1, ceil((until - timezone.now()) / timedelta(minutes=1)))
        wording = Text(
            f"口令错误次数过多。请{minutes}分钟后再试；忘记口令请联系本单位的系统管理员。",
            f"Too many wrong passwords. Try again in {minutes} min; "
            "if you forgot yours, ask your administrator.",
        )
        return forms.ValidationError(in_words(wording), code=_WAIT)

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

    def form_invalid(self, form: AuthenticationForm) -> HttpResponse:
        """Show the form again; programs learn from the status that they have to wait."""
        answer = super().form_invalid(form)
        if form.has_error(NON_FIELD_ERRORS, _WAIT):
            answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
            answer["Retry-After"] = str(int(WINDOW.total_seconds()))
        return answer

    def get_context_data(self, **values: object) -> dict[str, object]:
        return {**super().get_context_data(**values), "accounts": demonstration_accounts()}
