"""Guessing passwords is slow: after a few failures an account or an address has to wait.

Failures count for a quarter of an hour. Few are needed to hold one address off one account,
more to hold an address off everything (an office shares one) or everyone off an account, so that
nobody can lock a colleague out with a handful of tries.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from milkshed.platform.models import SignInFailure

WINDOW = timedelta(minutes=15)
MOST_OF_PAIR = 5
MOST_OF_ACCOUNT = 30
MOST_OF_ADDRESS = 60


def address_of(request: HttpRequest) -> str:
    """The client's address; behind trusted proxies the one that the outermost of them saw."""
    named = request.headers.get("X-Forwarded-For", "").split(",")
    proxies: int = settings.TRUSTED_PROXIES
    if 0 < proxies <= len(named) and named[-proxies].strip():
        return named[-proxies].strip()[:45]
    return str(request.META.get("REMOTE_ADDR", ""))[:45]


def waits_until(account: str, address: str) -> datetime | None:
    """When this address may try this account again; None when it may now."""
    account = account[:60]
    recent = SignInFailure.objects.filter(at__gt=timezone.now() - WINDOW)
    counted = (
        (recent.filter(account=account, address=address), MOST_OF_PAIR),
        (recent.filter(account=account), MOST_OF_ACCOUNT),
        (recent.filter(address=address), MOST_OF_ADDRESS),
    )
    # the youngest failures that fill the measure: the oldest of them frees the way
    filled = [
        found.order_by("-at").values_list("at", flat=True)[most - 1 : most]
        for found, most in counted
    ]
    ends = [at + WINDOW for moments in filled for at in moments]
    return max(ends, default=None)


def note_failure(account: str, address: str) -> None:
    """Count a failure; those that count no longer go."""
    now = timezone.now()
    SignInFailure.objects.filter(at__lte=now - WINDOW).delete()
    SignInFailure.objects.create(account=account[:60], address=address, at=now)


def forget_failures(account: str, address: str) -> None:
    """The right password came from that address: its tries at the account are forgiven."""
    SignInFailure.objects.filter(account=account[:60], address=address).delete()
