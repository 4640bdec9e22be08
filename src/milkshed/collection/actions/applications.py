"""An application's way: draft, submit, complete, accept or return, review, decide, withdraw.

Every verb locks the application, compares the edition that the person saw, checks the right and
writes once. Days are Chinese calendar days; ``today`` is handed in by replays and tests.
"""

from collections.abc import Mapping
from datetime import date
from typing import IO

from django.db import IntegrityError, transaction
from django.utils import timezone

from milkshed.collection.flow import APPLICATION_FLOW
from milkshed.collection.models import (
    CLOSED,
    Application,
    ApplicationFile,
    LicenceKind,
    Pause,
    Purpose,
    Station,
    Tanker,
)
from milkshed.collection.queries import clock_of, county_of, holder_of, latest_paper, whole
from milkshed.collection.science.clocks import last_day
from milkshed.collection.science.forms import FORMS, Form, Lack, form_for, lacks
from milkshed.kernel.problems import (
    CONFLICT,
    INVALID,
    NOT_ALLOWED,
    Fault,
    Problem,
    invalid,
    require_reason,
)
from milkshed.kernel.text import Text
from milkshed.platform.attachments import store_attachment
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of

_EDITABLE = ("draft", "returned")
_LONGEST_VALUE = 300


def draft_application(
    person: Person, subject: Station | Tanker, purpose: str, *, today: date | None = None
) -> Application:
    """Open a draft for a station or tanker of the person's own organisation.

    A new licence is for what has none that stands; a renewal or change is of the paper that lasts
    longest. Raises a problem naming what stands in the way.
    """
    require(person, "collection.submit_application")
    day = today or timezone.localdate()
    holder = holder_of(subject)
    if holder.pk not in {o.pk for o in person.organisations()}:
        raise Problem(
            NOT_ALLOWED,
            Text("只能为本单位的收购站或车辆申请", "Apply for what your own organisation runs"),
        )
    if purpose not in Purpose.values:
        raise invalid("purpose", purpose, "choice", "没有此申请事项", "There is no such purpose")
    paper = latest_paper(subject)
    stands = paper is not None and paper.state != "revoked" and paper.last_day >= day
    if purpose == Purpose.NEW and stands:
        assert paper is not None
        raise invalid(
            "purpose", purpose, "already-licensed",
            f"已有证件{paper.number}，请申请延续或变更",
            f"There is {paper.number} already: ask for a renewal or a change",
        )  # fmt: skip
    if purpose != Purpose.NEW and not stands:
        raise invalid(
            "purpose", purpose, "no-paper",
            "没有可延续或变更的有效证件，请申请新办",
            "No paper is there to renew or change: apply for a new one",
        )  # fmt: skip
    kind = LicenceKind.STATION if isinstance(subject, Station) else LicenceKind.TANKER
    try:
        with transaction.atomic():
            made = Application.objects.create(
                kind=kind,
                purpose=purpose,
                applicant=holder,
                county=county_of(subject),
                station=subject if isinstance(subject, Station) else None,
                tanker=subject if isinstance(subject, Tanker) else None,
                of_licence=None if purpose == Purpose.NEW else paper,
                form=form_for(kind, purpose, day).key,
                content=_known_already(subject),
                created_by=person,
            )
            made.number = f"SQ{made.county}{day:%y}{made.pk:07d}"
            made.save(update_fields=["number"])
    except IntegrityError as error:
        raise Problem(
            CONFLICT,
            Text("该对象已有未办结的申请", "An application for it is under way already"),
            [Fault("subject", str(subject), "open-once", Text("已有申请", "Under way already"))],
        ) from error
    return made


def _known_already(subject: Station | Tanker) -> dict[str, str]:
    """What the register knows, so that nobody types it again."""
    if isinstance(subject, Station):
        return {
            "milk_kind": subject.milk_kind,
            "daily_intake_kg": f"{subject.daily_intake_kg:f}",
            "person_in_charge": subject.manager.name_zh if subject.manager else "",
            "processors": "、".join(subject.plants.values_list("name_zh", flat=True)[:8])[:300],
            "purchase_area": "、".join(subject.farms.values_list("name_zh", flat=True))[:300],
        }
    known = {"owner": subject.carrier.name_zh, "rated_load_kg": f"{subject.capacity_kg:f}"}
    return known | ({"max_haul_km": str(subject.max_haul_km)} if subject.max_haul_km else {})


def form_of(application: Application) -> Form:
    """The version of the form that the application was opened on."""
    return FORMS[application.form]


def lacks_of(application: Application) -> tuple[Lack, ...]:
    """Everything the application lacks now."""
    attached = set(application.files.values_list("material", flat=True))
    return lacks(form_of(application), application.content, attached)


def locked(person: Person, application: Application, edition: int) -> Application:
    """The application under a row lock, refused when somebody wrote since the person looked."""
    found = get_visible(
        Application.objects.select_for_update(of=("self",)), scope_of(person), pk=application.pk
    )
    if found.edition != edition:
        message = Text(
            "他人已修改此申请，请刷新后重新办理",
            "Somebody changed this application meanwhile: reload and do it again",
        )
        raise Problem(CONFLICT, message, [Fault("edition", edition, "changed-meanwhile", message)])
    return found


def write(application: Application, *fields: str) -> None:
    """Save fields and count the edition."""
    application.edition += 1
    application.save(update_fields=[*fields, "edition"])


def fill_in(
    person: Person, application: Application, edition: int, content: Mapping[str, str]
) -> Application:
    """Keep what was typed, complete or not, while the applicant may still change it."""
    require(person, "collection.submit_application")
    with transaction.atomic():
        found = locked(person, application, edition)
        _require_editable(found)
        known = {field.key for field in form_of(found).fields}
        long = [key for key in known if len(content.get(key, "")) > _LONGEST_VALUE]
        if long:
            raise invalid(
                long[0], content[long[0]], "too-long",
                f"不超过{_LONGEST_VALUE}字", f"At most {_LONGEST_VALUE} characters",
            )  # fmt: skip
        typed = {key: content[key].strip() for key in known if key in content}
        found.content = {**found.content, **typed}
        write(found, "content")
    return found


def _require_editable(application: Application) -> None:
    if application.state not in _EDITABLE:
        raise Problem(
            CONFLICT,
            Text(
                f"当前状态为“{application.state_text.zh}”，申请内容不能再改",
                f"The application is “{application.state_text.en}” and can no longer be changed",
            ),
        )


def attach(
    person: Person, application: Application, material: str, content: IO[bytes], name: str
) -> ApplicationFile:
    """Hand in a file for one of the form's materials."""
    require(person, "collection.submit_application")
    with transaction.atomic():
        found = get_visible(
            Application.objects.select_for_update(of=("self",)), scope_of(person), pk=application.pk
        )
        _require_editable(found)
        if material not in {one.key for one in form_of(found).materials}:
            raise invalid("material", material, "choice", "没有此项材料", "No such material")
        attachment = store_attachment(content, name, found.applicant, person)
        return ApplicationFile.objects.create(
            application=found, material=material, attachment=attachment
        )


def submit(
    person: Person, application: Application, edition: int, *, today: date | None = None
) -> Application:
    """Hand the application in, or hand it in again once it was completed.

    A first submission may lack things: the office tells once what they are. After a return
    nothing may be missing.
    """
    day = today or timezone.localdate()
    with transaction.atomic():
        found = locked(person, application, edition)
        if found.state == "returned":
            _refuse_lacks(lacks_of(found))
            APPLICATION_FLOW.perform(found, "collection.complete_application", person)
            end_pause(found, "completion", day)
        else:
            APPLICATION_FLOW.perform(found, "collection.submit_application", person)
            found.submitted_on = day
        write(found, "submitted_on")
    return found


def end_pause(application: Application, reason: str, day: date) -> None:
    """Let the clock run again from a day on."""
    application.pauses.filter(reason=reason, last_day__isnull=True).update(last_day=day)


def _refuse_lacks(found: tuple[Lack, ...]) -> None:
    if found:
        raise Problem(
            INVALID,
            Text(f"还缺{len(found)}项", f"{len(found)} things are missing"),
            [
                Fault(
                    one.key,
                    None,
                    "complete",
                    Text(
                        f"{one.title.zh}：{one.reason.zh}（{one.article}）",
                        f"{one.title.en}: {one.reason.en} ({one.article})",
                    ),
                )
                for one in found
            ],
        )


def return_for_completion(
    person: Person,
    application: Application,
    edition: int,
    *,
    opinion: str = "",
    today: date | None = None,
) -> Application:
    """Tell the applicant once, and all at once, what is missing; the clock stands still."""
    day = today or timezone.localdate()
    with transaction.atomic():
        found = locked(person, application, edition)
        clock = clock_of(found, day, working_calendar())
        if found.state == "submitted" and clock is not None and clock.deemed:
            raise invalid(
                "state", found.state, "deemed-accepted",
                "已超过一次告知的期限，依行政许可法第三十二条自收到之日起即为受理",
                "The time to tell has passed: by art. 32 it counts as accepted from receipt",
            )  # fmt: skip
        if found.returned_on is not None:
            raise invalid(
                "state", found.state, "told-once",
                f"已于{found.returned_on}一次告知补正，不得再次退回",
                f"What is missing was told on {found.returned_on}; it is told once only",
            )  # fmt: skip
        missing = lacks_of(found)
        if not missing and not opinion.strip():
            raise invalid(
                "opinion", opinion, "required",
                "材料齐全；如仍须补正，请写明内容", "Nothing is missing: write what must be mended",
            )  # fmt: skip
        told = [
            {"zh": f"{m.title.zh}：{m.reason.zh}", "en": f"{m.title.en}: {m.reason.en}",
             "article": m.article}
            for m in missing
        ]  # fmt: skip
        APPLICATION_FLOW.perform(
            found, "collection.return_application", person, opinion=opinion,
            evidence={"missing": [one["zh"] for one in told]},
        )  # fmt: skip
        calendar = working_calendar()
        days = whole("clock.completion_days", day)
        due = last_day(day, days, (), calendar.is_working)
        Pause.objects.create(application=found, reason="completion", first_day=day, due_on=due)
        found.returned_on, found.missing = day, told
        write(found, "returned_on", "missing")
    return found


def accept(
    person: Person,
    application: Application,
    edition: int,
    *,
    opinion: str = "",
    today: date | None = None,
) -> Application:
    """Accept a complete application; one that nobody answered in time counts from its receipt."""
    day = today or timezone.localdate()
    with transaction.atomic():
        found = locked(person, application, edition)
        clock = clock_of(found, day, working_calendar())
        deemed = found.state == "submitted" and clock is not None and clock.deemed
        if found.state == "submitted" and not deemed:
            _refuse_lacks(lacks_of(found))
        APPLICATION_FLOW.perform(
            found, "collection.accept_application", person, opinion=opinion,
            evidence={"deemed": "行政许可法第三十二条第一款第四项"} if deemed else {},
        )  # fmt: skip
        found.accepted_on = found.submitted_on if deemed else day
        write(found, "accepted_on")
    return found


def extend(
    person: Person,
    application: Application,
    edition: int,
    *,
    reason: str,
    today: date | None = None,
) -> Application:
    """Add the extension that the law lets the head approve, once and with reasons."""
    require(person, "collection.extend_application")
    require_reason(reason, "请写明延长理由", "Give the reasons")
    with transaction.atomic():
        found = locked(person, application, edition)
        if found.accepted_on is None or found.state in CLOSED or found.extended_on is not None:
            raise invalid(
                "state", found.state, "extend-once",
                "只能在受理后、决定前延长一次", "It is extended once, after acceptance only",
            )  # fmt: skip
        found.extended_on = today or timezone.localdate()
        found.content = {**found.content, "extension_reason": reason.strip()[:_LONGEST_VALUE]}
        write(found, "extended_on", "content")
    return found


def review(
    person: Person,
    application: Application,
    edition: int,
    *,
    recommend: str,
    opinion: str,
    today: date | None = None,
) -> Application:
    """Review what was handed in and found on site, and recommend to approve or to refuse."""
    if recommend not in ("approve", "refuse"):
        raise invalid("recommend", recommend, "choice", "请选择准予或不予", "Approve or refuse?")
    require_reason(opinion, "请写明审查意见", "Write your opinion", field="opinion")
    with transaction.atomic():
        found = locked(person, application, edition)
        if found.state == "remedy" and recommend == "approve":
            raise invalid(
                "recommend", recommend, "remedy-open",
                "整改未复查通过，不能建议准予", "The remedy has not passed a second visit",
            )  # fmt: skip
        APPLICATION_FLOW.perform(
            found, "collection.review_application", person, opinion=opinion,
            evidence={"recommend": recommend},
        )  # fmt: skip
        end_pause(found, "remedy", today or timezone.localdate())
        found.recommendation = recommend
        write(found, "recommendation")
    return found


def withdraw(
    person: Person,
    application: Application,
    edition: int,
    *,
    reason: str,
    today: date | None = None,
) -> Application:
    """Take an application back before it is decided."""
    require_reason(reason)
    day = today or timezone.localdate()
    with transaction.atomic():
        found = locked(person, application, edition)
        APPLICATION_FLOW.perform(found, "collection.withdraw_application", person, opinion=reason)
        found.pauses.filter(last_day__isnull=True).update(last_day=day)
        found.visits.filter(state="open").update(state="cancelled")
        found.decided_on = day
        write(found, "decided_on")
    return found
