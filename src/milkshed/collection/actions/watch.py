"""The nightly look at papers that end and at clocks that run out.

Nothing is granted, refused or halted here by our own will. The one thing that the law itself
grants, a renewal asked for in time and not decided before the end (Administrative Licensing Law,
art. 50), is written down with an alarm to the superior office.
"""

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction

from milkshed.collection.models import CLOSED, Application, Licence
from milkshed.collection.queries import (
    ClockFace,
    clock_of,
    notice_days,
    office_of,
    whole,
    with_standing,
)
from milkshed.collection.science.clocks import years_later
from milkshed.kernel.clock import start_of_day
from milkshed.kernel.text import Text
from milkshed.platform.alarms import raise_alarm
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Organisation, OrganisationKind

_LOOKED_BACK_D = 30


def watch_licences(day: date) -> Mapping[str, int]:
    """Raise what is due on a day; answers how many renewals, papers and clocks were noted.

    Running it again on the same day refreshes the same alarms.
    """
    return {
        "renewed_by_law": _renew_by_law(day),
        "papers": _warn_of_ends(day),
        "clocks": _warn_of_clocks(day),
    }


def _renew_by_law(day: date) -> int:
    before = timedelta(days=whole("renewal.apply_days", day))
    calendar = working_calendar()
    asked = Application.objects.filter(
        purpose="renewal",
        submitted_on__isnull=False,
        of_licence__valid_to__lt=day,
        of_licence__state="valid",
        of_licence__renewed_by_law_to__isnull=True,
    ).exclude(state__in=[*CLOSED, "draft", "returned"])
    renewed = 0
    for application in asked.select_related("of_licence__issuer", "of_licence__holder"):
        licence = application.of_licence
        assert licence is not None
        assert application.submitted_on is not None
        if application.submitted_on > licence.valid_to - before:
            continue
        clock = clock_of(application, day, calendar)
        if application.accepted_on is None and not (clock and clock.deemed):
            continue
        years = whole(f"{licence.kind}.years", day)
        with transaction.atomic():
            locked = Licence.objects.select_for_update().get(pk=licence.pk)
            locked.renewed_by_law_to = years_later(licence.valid_to + timedelta(days=1), years)
            locked.save(update_fields=["renewed_by_law_to"])
            _raise_about(
                application,
                "renewed_by_law",
                "serious",
                Text(
                    f"{licence.number}届满前未作决定，依法视为准予延续，请尽快换发证件",
                    f"{licence.number} was not decided before its end and counts as renewed",
                ),
                day,
                superior=True,
            )
        renewed += 1
    return renewed


def _warn_of_ends(day: date) -> int:
    near, early = notice_days(day), whole("renewal.early_days", day)
    ending = (
        with_standing(Licence.objects.all(), day, near)
        .filter(
            state="valid",
            valid_to__gte=day - timedelta(days=_LOOKED_BACK_D),
            valid_to__lt=day + timedelta(days=early),
            renewed_by__isnull=True,
        )
        .exclude(stands="continued")
        .select_related("holder", "issuer", "station__place", "tanker")
    )
    warned = 0
    for licence in ending:
        left = (licence.valid_to - day).days
        stage, severity = (
            ("ended", "serious")
            if left < 0
            else (f"{near}", "warning")
            if left < near
            else (f"{early}", "notice")
        )
        raise_alarm(
            f"collection.licence_ends:{licence.number}:{licence.valid_to}:{stage}",
            kind="collection.licence_ends",
            severity=severity,
            title=_end_title(licence, left),
            happened_at=start_of_day(day),
            county=licence.holder.county,
            organisations=(licence.holder, licence.issuer),
            facts=[
                _fact("证件", "Paper", licence.number, f"/collection/licences/{licence.pk}"),
                _fact("对象", "For", str(licence.station or licence.tanker)),
                _fact("有效期止", "Valid to", f"{licence.valid_to}"),
            ],
        )
        warned += 1
    return warned


def _end_title(licence: Licence, left: int) -> Text:
    if left < 0:
        return Text(f"{licence.number}已到期未延续", f"{licence.number} ended without renewal")
    return Text(
        f"{licence.number}还有{left}天到期，请申请延续",
        f"{licence.number} ends in {left} days: apply for renewal",
    )


def _warn_of_clocks(day: date) -> int:
    calendar, reminder = working_calendar(), whole("clock.reminder_days", day)
    running = Application.objects.exclude(state__in=["draft", *CLOSED])
    warned = 0
    for application in running.select_related("applicant").prefetch_related("pauses"):
        warned += _warn_of_remedy(application, day)
        clock = clock_of(application, day, calendar)
        if clock is None:
            continue
        if clock.deemed or clock.reading.overdue:
            _raise_overdue(application, clock, day)
        elif not clock.reading.still and clock.reading.left <= reminder:
            _raise_about(
                application,
                f"due_{clock.name}",
                "warning",
                Text(
                    f"申请{application.number}{clock.title.zh}还剩{clock.reading.left}个工作日",
                    f"{application.number}, {clock.title.en.lower()}: "
                    f"{clock.reading.left} working days left",
                ),
                day,
            )
        else:
            continue
        warned += 1
    return warned


def _raise_overdue(application: Application, clock: ClockFace, day: date) -> None:
    late = -clock.reading.left
    if clock.deemed:
        title = Text(
            f"申请{application.number}逾期未告知，依法自收到之日起视为受理",
            f"{application.number} was not answered in time and counts as accepted",
        )
    else:
        title = Text(
            f"申请{application.number}{clock.title.zh}已超{late}个工作日",
            f"{application.number}, {clock.title.en.lower()}: {late} working days overdue",
        )
    _raise_about(
        application,
        f"overdue_{'acceptance' if clock.deemed else clock.name}",
        "notice" if clock.of_applicant else "serious",
        title,
        day,
        superior=not clock.of_applicant,
    )


def _warn_of_remedy(application: Application, day: date) -> int:
    late = [
        pause
        for pause in application.pauses.all()
        if pause.reason == "remedy" and pause.last_day is None
        and pause.due_on is not None and pause.due_on < day
    ]  # fmt: skip
    for pause in late:
        _raise_about(
            application,
            "overdue_remedy",
            "warning",
            Text(
                f"申请{application.number}整改期限{pause.due_on}已过，请复查",
                f"{application.number}: the remedy was due on {pause.due_on}, visit again",
            ),
            day,
        )
    return len(late)


def _raise_about(
    application: Application,
    what: str,
    severity: str,
    title: Text,
    day: date,
    *,
    superior: bool = False,
) -> None:
    office = office_of(application.county)
    told = [application.applicant, *([office] if office else [])]
    if superior:
        above = office.parent if office and office.parent else None
        told += [above] if above else _region_offices()
    raise_alarm(
        f"collection.application:{application.number}:{what}",
        kind="collection.application_clock",
        severity=severity,
        title=title,
        happened_at=start_of_day(day),
        county=application.county,
        organisations=told,
        facts=[
            _fact(
                "申请",
                "Application",
                application.number or "",
                f"/collection/applications/{application.pk}",
            ),
            _fact("申请单位", "Applicant", application.applicant.name_zh),
            _fact("状态", "State", application.state_text.zh),
        ],
    )


def _region_offices() -> list[Organisation]:
    return list(Organisation.objects.filter(kind=OrganisationKind.REGION_OFFICE))


def _fact(zh: str, en: str, value: str, url: str = "") -> dict[str, str]:
    return {"title_zh": zh, "title_en": en, "value": value, "url": url}
