"""Site visits: planning with two officers, findings that come in later, and both signatures.

Findings are written on a phone that may have no network. Each carries a key made there and the
revision it was based on, so a repeat writes nothing and a contradiction is told, never overwritten.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import IO
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from milkshed.collection.actions.applications import end_pause
from milkshed.collection.flow import APPLICATION_FLOW
from milkshed.collection.models import (
    ANSWERS,
    SEVERITIES,
    Application,
    LicenceKind,
    Pause,
    SiteVisit,
    Station,
    Tanker,
    VisitEntry,
    VisitPhoto,
    VisitSignature,
)
from milkshed.collection.queries import (
    answers_of,
    county_of,
    holder_of,
    present_entries,
    wanted_items,
    whole,
)
from milkshed.collection.science.checklists import (
    CHECKLISTS,
    Item,
    checklist_for,
    failed,
    heaviest,
    unanswered,
)
from milkshed.collection.science.clocks import last_day
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import CONFLICT, INVALID, NOT_ALLOWED, Fault, Problem, invalid
from milkshed.kernel.signing import signature_digest
from milkshed.kernel.text import Text
from milkshed.platform.attachments import store_attachment
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Membership, Person
from milkshed.platform.permissions import holders_of, require
from milkshed.platform.scope import get_visible, scope_of

_CLOCK_SKEW = timedelta(hours=24)
_LONGEST_REMARK = 300
_PHOTOS_PER_ITEM = 6


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One finding as a phone sends it; ``base`` is the revision it saw (0 for none)."""

    client_key: UUID
    item: int
    answer: str
    base: int
    recorded_at: datetime
    remark: str = ""
    severity: str = ""


@dataclass(frozen=True, slots=True)
class EntryOutcome:
    """What became of a finding: accepted, repeated, conflict (with what stands) or refused."""

    client_key: UUID
    item: int
    fate: str
    present: VisitEntry | None = None
    reason: Text | None = None


def plan_visit(
    person: Person,
    subject: Station | Tanker,
    officers: Sequence[Person],
    *,
    on: date,
    application: Application | None = None,
    revisits: SiteVisit | None = None,
) -> SiteVisit:
    """Send two different officers of the county to a station or tanker.

    For an application that ordered a remedy, the visit looks at what failed before. Raises a
    problem naming the rule when one officer is named, or one of another county.
    """
    require(person, "collection.plan_visit")
    kind = LicenceKind.STATION if isinstance(subject, Station) else LicenceKind.TANKER
    seen = (Station if isinstance(subject, Station) else Tanker).objects.all()
    get_visible(seen, scope_of(person), pk=subject.pk)
    _check_officers(officers, county_of(subject), on)
    with transaction.atomic():
        if application is not None:
            application = get_visible(
                Application.objects.select_for_update(of=("self",)),
                scope_of(person),
                pk=application.pk,
            )
            revisits = _revisited(application)
            if application.visits.filter(state="open").exists():
                raise Problem(CONFLICT, Text("已有进行中的核查", "A visit is open already"))
        return SiteVisit.objects.create(
            application=application,
            station=subject if isinstance(subject, Station) else None,
            tanker=subject if isinstance(subject, Tanker) else None,
            organisation=holder_of(subject),
            county=county_of(subject),
            revisits=revisits,
            checklist=revisits.checklist if revisits else checklist_for(kind, on).key,
            lead=officers[0],
            second=officers[1],
            planned_on=on,
        )


def _check_officers(officers: Sequence[Person], county: str, day: date) -> None:
    needed = whole("visit.officers", day)
    if len({officer.pk for officer in officers}) < needed:
        raise invalid(
            "officers", "、".join(o.name_zh for o in officers), "two-officers",
            f"须指派{needed}名以上不同的工作人员核查（行政许可法第三十四条）",
            f"At least {needed} different officers make a visit (art. 34)",
        )  # fmt: skip
    roles = holders_of("collection.record_visit")
    for officer in officers[:needed]:
        employed = Membership.objects.filter(
            person=officer, role__in=roles, organisation__county=county
        )
        if not employed.exists():
            raise invalid(
                "officers", officer.name_zh, "of-the-county",
                f"{officer.name_zh}不是本县执法或管理人员",
                f"{officer.name_zh} is no officer of the county",
            )  # fmt: skip


def _revisited(application: Application) -> SiteVisit | None:
    if application.state not in ("accepted", "remedy"):
        raise invalid(
            "state", application.state, "visit-due",
            "受理后、审查前才能安排现场核查", "A visit follows acceptance and precedes review",
        )  # fmt: skip
    if application.state == "accepted":
        return None
    return application.visits.filter(state="signed").order_by("-pk").first()


def record_entries(
    person: Person, visit: SiteVisit, rows: Sequence[EntryRow]
) -> list[EntryOutcome]:
    """Write findings in the order given; every row is answered, none stops the others."""
    require(person, "collection.record_visit")
    with transaction.atomic():
        found = _locked(person, visit)
        _require_officer(person, found)
        present = present_entries(found)
        known = {
            entry.client_key: entry
            for entry in VisitEntry.objects.filter(client_key__in=[r.client_key for r in rows])
        }
        signed = found.signatures.exists()
        wanted = set(wanted_items(found))
        outcomes = []
        for row in rows:
            outcome = _take(person, found, row, present, known, wanted, signed)
            if outcome.fate == "accepted" and outcome.present is not None:
                present[row.item] = known[row.client_key] = outcome.present
            outcomes.append(outcome)
    return outcomes


def _take(
    person: Person,
    visit: SiteVisit,
    row: EntryRow,
    present: dict[int, VisitEntry],
    known: dict[UUID, VisitEntry],
    wanted: set[int],
    signed: bool,
) -> EntryOutcome:
    stands = present.get(row.item)
    repeated = known.get(row.client_key)
    if repeated is not None:
        if (repeated.visit_id, repeated.item) != (visit.pk, row.item):
            message = Text("终端编号已用于另一条记录", "The key belongs to another finding")
            return EntryOutcome(row.client_key, row.item, "refused", None, message)
        return EntryOutcome(row.client_key, row.item, "repeated", stands)
    reason = _why_not(row, wanted, signed or visit.state != "open")
    if reason is not None:
        return EntryOutcome(row.client_key, row.item, "refused", stands, reason)
    content = (row.answer, row.remark.strip(), row.severity)
    if stands is not None and (stands.answer, stands.remark, stands.severity) == content:
        return EntryOutcome(row.client_key, row.item, "repeated", stands)
    revision = stands.revision if stands else 0
    if row.base > revision or _others_wrote(person, visit, row):
        message = Text(
            "同行人员已登记不同的结果，请选择保留哪一个",
            "Your colleague recorded something else: choose which one stays",
        )
        return EntryOutcome(row.client_key, row.item, "conflict", stands, message)
    made = VisitEntry.objects.create(
        visit=visit,
        item=row.item,
        revision=revision + 1,
        answer=row.answer,
        remark=content[1],
        severity=row.severity,
        recorded_by=person,
        recorded_at=row.recorded_at,
        client_key=row.client_key,
    )
    return EntryOutcome(row.client_key, row.item, "accepted", made)


def _others_wrote(person: Person, visit: SiteVisit, row: EntryRow) -> bool:
    """Whether somebody else recorded the item after what the phone had seen of it."""
    later = visit.entries.filter(item=row.item, revision__gt=row.base)
    return later.exclude(recorded_by=person).exists()


def _why_not(row: EntryRow, wanted: set[int], closed: bool) -> Text | None:
    if closed:
        return Text("核查已签字，不能再改", "The visit is signed and can no longer change")
    if row.item not in wanted:
        return Text("本次核查没有此项", "This visit has no such item")
    if row.answer not in ANSWERS:
        return Text("请选择符合、不符合或不适用", "Choose yes, no or not applicable")
    if (row.answer == "no") != (row.severity in SEVERITIES):
        return Text("不符合的项须注明一般或严重", "What fails is minor or serious")
    if row.answer == "no" and not row.remark.strip():
        return Text("不符合的项须写明情况", "Say what is wrong where an item fails")
    if len(row.remark) > _LONGEST_REMARK:
        return Text(f"说明不超过{_LONGEST_REMARK}字", f"At most {_LONGEST_REMARK} characters")
    if row.recorded_at.tzinfo is None or row.recorded_at > timezone.now() + _CLOCK_SKEW:
        return Text("登记时间晚于现在，请校准手机时钟", "Recorded in the future: set the clock")
    return None


def add_photo(
    person: Person, visit: SiteVisit, item: int, client_key: UUID, content: IO[bytes], name: str
) -> tuple[VisitPhoto, bool]:
    """Keep a photo of an item; answers it and whether it is new. A repeat keeps nothing more."""
    require(person, "collection.record_visit")
    with transaction.atomic():
        found = _locked(person, visit)
        _require_officer(person, found)
        known = VisitPhoto.objects.filter(client_key=client_key).first()
        if known is not None:
            if (known.visit_id, known.item) != (found.pk, item):
                raise invalid(
                    "client_key", client_key, "once",
                    "终端编号已用于另一张照片", "The key belongs to another photo",
                )  # fmt: skip
            return known, False
        if found.state != "open" or found.signatures.exists():
            raise Problem(
                CONFLICT, Text("核查已签字，不能再加照片", "The visit is signed: no more photos")
            )
        if item not in wanted_items(found):
            raise invalid("item", item, "choice", "本次核查没有此项", "No such item here")
        if found.photos.filter(item=item).count() >= _PHOTOS_PER_ITEM:
            raise invalid(
                "item", item, "too-many",
                f"每项最多{_PHOTOS_PER_ITEM}张照片", f"At most {_PHOTOS_PER_ITEM} photos an item",
            )  # fmt: skip
        attachment = store_attachment(content, name, found.organisation, person)
        if not attachment.media_type.startswith("image/"):
            raise invalid("file", name, "image", "只接收照片", "Photos only")
        made = VisitPhoto.objects.create(
            visit=found, item=item, attachment=attachment, client_key=client_key
        )
    return made, True


def _locked(person: Person, visit: SiteVisit) -> SiteVisit:
    return get_visible(
        SiteVisit.objects.select_for_update(of=("self",)), scope_of(person), pk=visit.pk
    )


def _require_officer(person: Person, visit: SiteVisit) -> None:
    if person.pk not in (visit.lead_id, visit.second_id):
        raise Problem(
            NOT_ALLOWED,
            Text("只有指派的两名核查人员可以登记和签字", "Only its two officers record and sign"),
        )


def covered_by_signature(visit: SiteVisit) -> bytes:
    """What both officers sign: the visit, every present finding, and the photos by their hash."""
    entries = [
        [e.item, e.revision, e.answer, e.severity, e.remark, e.recorded_by_id]
        for e in present_entries(visit).values()
    ]
    photos = visit.photos.order_by("item", "attachment__sha256")
    content = {
        "visit": visit.pk,
        "checklist": visit.checklist,
        "entries": entries,
        "photos": [list(row) for row in photos.values_list("item", "attachment__sha256")],
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True).encode()


def digest_of(visit: SiteVisit, person_id: int, signed_at: datetime) -> str:
    """The digest that an officer's signature must have for the visit as it is stored now."""
    return signature_digest(covered_by_signature(visit), "officer", str(person_id), signed_at)


def sign_visit(person: Person, visit: SiteVisit, *, at: datetime | None = None) -> SiteVisit:
    """Sign a complete visit; the second officer's signature ends it.

    What failed then starts a remedy with its last day, during which the application's clock
    stands still; where nothing failed, the review is next.
    """
    require(person, "collection.record_visit")
    now = at or timezone.now()
    with transaction.atomic():
        found = _locked(person, visit)
        _require_officer(person, found)
        if found.state != "open":
            raise Problem(CONFLICT, Text("核查已结束", "The visit has ended"))
        given = answers_of(found)
        missing = unanswered(wanted_items(found), given)
        if missing:
            listed = "、".join(map(str, missing))
            raise Problem(
                INVALID,
                Text(
                    f"核查表不完整，还缺第{listed}项",
                    f"The checklist is incomplete: items {listed}",
                ),
                [
                    Fault(f"item-{n}", None, "complete", Text(f"第{n}项未答", f"Item {n} is open"))
                    for n in missing
                ],
            )
        if found.signatures.filter(person=person).exists():
            raise Problem(
                NOT_ALLOWED,
                Text("您已签字，须由另一名核查人员签字", "You signed; the other officer must sign"),
                [Fault("person", person.username, "four-eyes", Text("双人原则", "Four eyes"))],
            )
        VisitSignature.objects.create(
            visit=found,
            person=person,
            signed_at=now,
            digest=digest_of(found, person.pk, now),
        )
        if found.signatures.count() >= 2:
            _conclude(person, found, shanghai_day(now))
    return found


def _conclude(person: Person, visit: SiteVisit, day: date) -> None:
    given = answers_of(visit)
    bad, weight = failed(given), heaviest(given)
    visit.state, visit.signed_on = "signed", day
    if bad:
        visit.remedy_due = last_day(
            day, whole(f"remedy_days.{weight}", day), (), working_calendar().is_working
        )
    visit.save(update_fields=["state", "signed_on", "remedy_due"])
    if visit.application_id is None:
        return
    application = Application.objects.select_for_update().get(pk=visit.application_id)
    application.edition += 1
    application.save(update_fields=["edition"])
    end_pause(application, "remedy", day)
    evidence = {"visit": visit.pk, "failed": list(bad), "checklist": visit.checklist}
    verb = "collection.order_remedy" if bad else "collection.pass_visit"
    APPLICATION_FLOW.perform(application, verb, person, evidence=evidence)
    if bad:
        Pause.objects.create(
            application=application, reason="remedy", first_day=day, due_on=visit.remedy_due
        )


def cancel_visit(person: Person, visit: SiteVisit) -> SiteVisit:
    """Call a visit off that nobody signed yet; what was found stays readable."""
    require(person, "collection.plan_visit")
    with transaction.atomic():
        found = _locked(person, visit)
        if found.state != "open" or found.signatures.exists():
            raise Problem(CONFLICT, Text("核查已签字或已结束", "The visit is signed or has ended"))
        found.state = "cancelled"
        found.save(update_fields=["state"])
    return found


def checklist_of(visit: SiteVisit) -> list[tuple[Text, list[Item]]]:
    """The visit's groups with those of their items that it must answer."""
    wanted = set(wanted_items(visit))
    groups = [
        (group.title, [item for item in group.items if item.number in wanted])
        for group in CHECKLISTS[visit.checklist].groups
    ]
    return [(title, items) for title, items in groups if items]
