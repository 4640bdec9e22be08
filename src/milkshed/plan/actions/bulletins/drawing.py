"""Drawing up a bulletin of a period that is over, and a corrected edition of an issued one."""

import hashlib
import json
from datetime import date

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import CONFLICT, NOT_ALLOWED, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.plan.actions.bulletins.composing import Composed, compose
from milkshed.plan.facts.templates import bulletin_template
from milkshed.plan.flow import BULLETIN_FLOW
from milkshed.plan.models import PERIODS, Bulletin
from milkshed.plan.models.bulletins import UNFINISHED
from milkshed.plan.queries.bulletins.readings import Period
from milkshed.plan.queries.bulletins.shelf import issued_before
from milkshed.plan.science.lights import FIRST_DAY
from milkshed.platform.models import Organisation, Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of

LONGEST_REASON = 300


def digest_of(content: object) -> str:
    """SHA-256 over the canonical JSON of a bulletin's data."""
    return hashlib.sha256(
        json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def draw_bulletin(person: Person, kind: str, day: date, *, county: str = "") -> Bulletin:
    """Draw up the bulletin of the month or year that a day lies in, for the region or a county.

    The period must be over; another bulletin of it may be neither unfinished nor issued.
    """
    require(person, "plan.draw_bulletin")
    period = _period(kind, day)
    _check_area(person, county)
    present = Bulletin.objects.filter(period=kind, first=period.first, county=county)
    if present.filter(state__in=UNFINISHED).exists():
        raise Problem(
            CONFLICT,
            Text(
                "该期已有未办结的通报，请在原稿上核改", "One of this period is unfinished: edit it"
            ),
        )
    if present.filter(state="issued").exists():
        raise Problem(
            CONFLICT,
            Text(
                "该期通报已签发；数据有变的，请起草更正版",
                "The bulletin of this period is issued: draw up a corrected edition",
            ),
        )
    return _draw(person, period, county)


def correct_bulletin(person: Person, bulletin_id: int, *, reason: str) -> Bulletin:
    """Draw up the next edition of an issued bulletin from the figures on record now."""
    require(person, "plan.draw_bulletin")
    old = own_bulletin(person, bulletin_id)
    words = reason.strip()
    if not 1 <= len(words) <= LONGEST_REASON:
        raise invalid(
            "reason", reason[:40], "length",
            "请写明更正理由，最多300字", "Say why, in at most 300 characters",
        )  # fmt: skip
    if old.state != "issued":
        raise Problem(
            CONFLICT,
            Text("只有现行的已签发通报可以更正", "Only an issued one in force is corrected"),
        )
    present = Bulletin.objects.filter(period=old.period, first=old.first, county=old.county)
    if present.filter(state__in=UNFINISHED).exists():
        raise Problem(CONFLICT, Text("已有更正版在办", "A corrected edition is under way"))
    period = Period(old.period, old.first, old.last)
    return _draw(person, period, old.county, replaced=old, reason=words)


def own_bulletin(person: Person, bulletin_id: int) -> Bulletin:
    """A bulletin of the person's own area, which alone they may work on."""
    return get_visible(Bulletin.objects.all(), scope_of(person), pk=bulletin_id)


def _period(kind: str, day: date) -> Period:
    if kind not in PERIODS:
        raise invalid("period", kind, "choice", "请选择月报或年报", "Choose monthly or yearly")
    period = Period.of(kind, day)
    if period.last >= timezone.localdate():
        raise invalid(
            "day", day.isoformat(), "period-over",
            f"本期到{period.last}才结束，结束后方可起草",
            f"The period ends on {period.last}; it is drawn up afterwards",
        )  # fmt: skip
    if period.last < FIRST_DAY:
        raise invalid(
            "day", day.isoformat(), "within-plan",
            "该期早于规划期", "The period lies before the plan",
        )  # fmt: skip
    return period


def _check_area(person: Person, county: str) -> None:
    scope = scope_of(person)
    if county and county not in COUNTIES:
        raise invalid("county", county, "choice", "没有该县（市、区）", "There is no such county")
    if not scope.everything and county not in scope.counties:
        raise Problem(
            NOT_ALLOWED,
            Text("只能起草本地区的通报", "You draw up the bulletins of your own area"),
        )


def _office_of(person: Person) -> Organisation:
    home = next(iter(person.organisations(("region_office", "county_office"))), None)
    if home is None:
        raise invalid(
            "organisation", person.username, "office",
            "通报由主管部门发出", "Bulletins are issued by an office",
        )  # fmt: skip
    return home


def _draw(
    person: Person,
    period: Period,
    county: str,
    *,
    replaced: Bulletin | None = None,
    reason: str = "",
) -> Bulletin:
    office = _office_of(person)
    template = bulletin_template(period.kind)
    with transaction.atomic():
        made: Composed = compose(
            template,
            period,
            county,
            earlier=issued_before(period, county),
            replaced=replaced,
            reason=reason,
        )
        bulletin = Bulletin.objects.create(
            period=period.kind,
            first=period.first,
            last=period.last,
            county=county,
            edition=replaced.edition + 1 if replaced else 1,
            replaces=replaced,
            reason=reason,
            template_code=template.code,
            template_version=template.version,
            title=made.title,
            content=made.content,
            content_sha256=digest_of(made.content),
            wording=made.wording,
            office=office,
            drawn_by=person,
        )
        BULLETIN_FLOW.perform(
            bulletin,
            "plan.draw_bulletin",
            person,
            opinion=reason,
            evidence={"sha256": bulletin.content_sha256},
        )
    return bulletin
