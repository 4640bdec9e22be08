"""Deciding on an application: granting it with its paper, or refusing it with reasons."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from milkshed.collection.actions.applications import locked, write
from milkshed.collection.actions.papers import issue_paper
from milkshed.collection.flow import APPLICATION_FLOW
from milkshed.collection.models import Application, Licence, LicenceKind
from milkshed.collection.queries import clock_of, holder_of, office_of, whole
from milkshed.collection.science.clocks import years_later
from milkshed.kernel.official_numbers import (
    STATION_LICENCE,
    TANKER_PERMIT,
    build_licence_number,
)
from milkshed.kernel.problems import INVALID, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Organisation, Person, Transition


def approve(
    person: Person,
    application: Application,
    edition: int,
    *,
    opinion: str = "",
    today: date | None = None,
) -> Application:
    """Grant what was asked for and issue the paper: a new licence, or a new version of one.

    The visit must have found the subject fit, and somebody else must have reviewed and visited.
    """
    day = today or timezone.localdate()
    with transaction.atomic():
        found = locked(person, application, edition)
        APPLICATION_FLOW.check(found, "collection.approve_application", person)
        _require_visit_passed(found)
        if found.recommendation == "refuse" and not opinion.strip():
            raise invalid(
                "opinion", opinion, "required",
                "审查意见为不予许可；作出相反决定须写明理由",
                "The review recommends refusal: give your reasons to decide otherwise",
            )  # fmt: skip
        office = office_of(found.county)
        if office is None:
            raise Problem(INVALID, Text("本县没有发证机关", "The county has no issuing office"))
        Organisation.objects.select_for_update().get(pk=office.pk)
        found.licence = _issue(found, office, person, day)
        found.decided_on = day
        write(found, "licence", "decided_on")
        APPLICATION_FLOW.perform(
            found, "collection.approve_application", person, opinion=opinion,
            evidence={"licence": found.licence.number, "version": found.licence.version},
        )  # fmt: skip
    return found


def refuse(
    person: Person,
    application: Application,
    edition: int,
    *,
    reason: str,
    today: date | None = None,
) -> Application:
    """Refuse an application with reasons.

    One that waits for completion may be refused only once the applicant's time has run out; a
    renewal that the law already counts as granted can no longer be refused.
    """
    if not reason.strip():
        raise invalid(
            "reason", reason, "required",
            "不予许可应当说明理由（行政许可法第三十八条）", "A refusal gives its reasons (art. 38)",
        )  # fmt: skip
    day = today or timezone.localdate()
    with transaction.atomic():
        found = locked(person, application, edition)
        if found.state == "returned":
            clock = clock_of(found, day, working_calendar())
            if clock is None or not clock.reading.overdue:
                raise invalid(
                    "state", found.state, "completion-runs",
                    "补正期限未满，不能以未补正为由不予许可",
                    "The applicant still has time to complete",
                )  # fmt: skip
        if found.of_licence is not None and found.of_licence.renewed_by_law_to is not None:
            raise invalid(
                "state", found.state, "renewed-by-law",
                "届满前未作决定，已依行政许可法第五十条视为准予延续；如不符合条件，请依法撤销或吊销",
                "By art. 50 the renewal counts as granted: revoke the licence if it is unfit",
            )  # fmt: skip
        APPLICATION_FLOW.perform(
            found, "collection.refuse_application", person, opinion=reason,
            evidence={"remedies": "可依法申请行政复议或者提起行政诉讼"},
        )  # fmt: skip
        found.pauses.filter(last_day__isnull=True).update(last_day=day)
        found.visits.filter(state="open").update(state="cancelled")
        found.decided_on = day
        write(found, "decided_on")
    return found


def _require_visit_passed(application: Application) -> None:
    passed = Transition.objects.filter(
        subject=APPLICATION_FLOW.subject,
        subject_id=application.pk,
        verb="collection.pass_visit",
    ).exists()
    if not passed:
        raise invalid(
            "visit", application.number, "visit-passed",
            "现场核查未通过，不能准予许可（行政许可法第三十四条）",
            "No site visit found it fit (art. 34)",
        )  # fmt: skip


def _issue(application: Application, office: Organisation, person: Person, day: date) -> Licence:
    old = application.of_licence
    if old is not None:
        old = Licence.objects.select_for_update().get(pk=old.pk)
        if old.state != "valid":
            raise invalid(
                "of_licence", old.number, "halted",
                "原证件已暂停或吊销，不能延续或变更", "The old paper is suspended or revoked",
            )  # fmt: skip
    if application.purpose == "change":
        assert old is not None
        old.version += 1
        old.save(update_fields=["version"])
        licence = old
    else:
        licence = _new_licence(application, office, old, day)
    issue_paper(licence, person, on=day, content=application.content, form=application.form)
    return licence


def _new_licence(
    application: Application, office: Organisation, old: Licence | None, day: date
) -> Licence:
    begin = day
    if old is not None:
        after = old.valid_to + timedelta(days=1)
        begin = after if old.renewed_by_law_to is not None else max(day, after)
        old.renewed_by_law_to = None
        old.save(update_fields=["renewed_by_law_to"])
    years = whole(f"{application.kind}.years", day)
    return Licence.objects.create(
        kind=application.kind,
        number=_next_number(application.kind, application.county, day.year),
        holder=holder_of(application.subject),
        station=application.station,
        tanker=application.tanker,
        issuer=office,
        valid_from=begin,
        valid_to=years_later(begin, years),
        renews=old,
    )


def _next_number(kind: str, county: str, year: int) -> str:
    """The next free number of a county and year; the caller holds the office's row lock."""
    scheme = STATION_LICENCE if kind == LicenceKind.STATION else TANKER_PERMIT
    begun = Licence.objects.filter(kind=kind, number__contains=f"{county}({year})")
    taken = set(begun.values_list("number", flat=True))
    serial = len(taken) + 1
    while build_licence_number(scheme, county, year, serial) in taken:
        serial += 1
    return build_licence_number(scheme, county, year, serial)
