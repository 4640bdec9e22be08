"""``milkshed token``: a bearer token with which a program acts for a person."""

import argparse
from datetime import timedelta

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.site.commands.verb import Verb


def _declare(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username", help="account the program acts for")
    parser.add_argument("--label", default="command line", help="what the token is for")
    parser.add_argument("--days", type=int, default=90, help="days until it expires")


def _run(options: argparse.Namespace) -> int:
    from django.utils import timezone

    from milkshed.platform.models import AccessToken, Person

    person = Person.objects.filter(username=options.username).first()
    if person is None:
        raise Problem(
            NOT_FOUND,
            Text(f"没有账号 {options.username}", f"There is no account {options.username}"),
        )
    expires_at = timezone.now() + timedelta(days=options.days)
    print(AccessToken.issue(person, options.label, expires_at))
    return 0


VERB = Verb("签发访问令牌 · issue an access token", _declare, _run)
