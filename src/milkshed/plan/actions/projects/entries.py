"""Registering projects, firms, brands and people; another person confirms what shall count."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from milkshed.kernel.identifiers import CREDIT_CODE
from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem, invalid, require_reason
from milkshed.kernel.result import BatchReport
from milkshed.kernel.scheme import compact
from milkshed.kernel.text import Text
from milkshed.plan.actions.figures import compute_figures
from milkshed.plan.actions.numbering import next_serial
from milkshed.plan.actions.periods import closed_period_fault
from milkshed.plan.actions.progress import Proof, proof_fault
from milkshed.plan.actions.projects.places import NOWHERE, Whereabouts, county_of, wrong_place
from milkshed.plan.flow import ENTRY_FLOW
from milkshed.plan.models import (
    REGISTERS,
    STAGES,
    PlanPart,
    Register,
    RegisterEntry,
    ResponsibleUnit,
)
from milkshed.plan.rules import range_key
from milkshed.plan.science.counting import RUNNING
from milkshed.plan.science.identity import identity_number
from milkshed.platform.attachments import store_attachment
from milkshed.platform.models import Attachment, Organisation, Person, Transition
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import get_visible, scope_of, visible

_SALT = "milkshed.plan.trained-person"
_NEEDS_AMOUNT = ("enterprise", "stream_team", "training")
_LIVE = ("draft", "submitted", "confirmed")
_LONGEST_OPINION = 300


@dataclass(frozen=True, slots=True)
class EntryWish:
    """A line of a register as somebody typed it.

    ``identity`` is a credit code or an identity number where the register asks for one, and is
    empty where the name tells subjects apart. ``amount`` is in the register's unit.
    """

    kind: str
    name: str
    as_of: date
    stage: str = RUNNING
    identity: str = ""
    amount: Decimal | None = None
    place: Whereabouts = NOWHERE
    detail: str = ""
    part: str = ""
    indicator: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A line that passed its rules, with its subject in place of the identity typed."""

    kind: str
    subject: str
    name: str
    as_of: date
    stage: str
    amount: Decimal | None
    county: str
    town: str
    zone: str
    detail: str
    part: str
    indicator: str
    note: str
    longitude: float | None
    latitude: float | None


def register_by_code(kind: str) -> Register:
    """The register of a code, or an invalid problem."""
    found = REGISTERS.get(kind)
    if found is None:
        raise invalid("kind", kind, "choice", "没有该登记簿", "There is no such register")
    return found


def person_digest(typed: str) -> str:
    """The keyed digest by which a trained person is told apart; the number itself is not kept."""
    return salted_hmac(_SALT, identity_number(typed), algorithm="sha256").hexdigest()


def prepare(person: Person, wish: EntryWish) -> Prepared:
    """Check a line; raises a problem with every broken rule and writes nothing."""
    register = register_by_code(wish.kind)
    faults: list[Fault] = []
    subject = ""
    try:
        subject = _subject(register, wish)
    except Problem as problem:
        faults += problem.faults
    faults += [
        *_wrong_words(register, wish),
        *_wrong_amount(register, wish),
        *wrong_place(person, wish.place, wish.as_of),
        *_wrong_part(register, wish),
    ]
    if wish.as_of > timezone.localdate():
        message = Text("日期不能晚于今天", "The day is in the future")
        faults.append(Fault("as_of", wish.as_of.isoformat(), "not-in-future", message))
    faults += closed_period_fault(wish.as_of)
    if faults:
        raise Problem(INVALID, None, faults)
    return Prepared(
        kind=wish.kind,
        subject=subject,
        name=_shown_name(wish),
        as_of=wish.as_of,
        stage=wish.stage,
        amount=None if wish.amount is None else round(wish.amount, 4),
        county=county_of(person, wish.place),
        town=wish.place.town,
        zone=wish.place.zone,
        detail=wish.detail,
        part=wish.part,
        indicator=wish.indicator,
        note=wish.note.strip(),
        longitude=wish.place.longitude,
        latitude=wish.place.latitude,
    )


def _shown_name(wish: EntryWish) -> str:
    name = wish.name.strip()
    # of people only the family name is kept
    return f"{name[0]}**" if wish.kind == "training" and name else name


def _subject(register: Register, wish: EntryWish) -> str:
    if register.code == "training":
        return person_digest(wish.identity)
    if register.identity.zh == "统一社会信用代码":
        return CREDIT_CODE.parse(wish.identity, "identity")
    return compact(wish.name)[:80]


def _wrong_words(register: Register, wish: EntryWish) -> list[Fault]:
    faults = []
    if not wish.name.strip() or len(wish.name.strip()) > 80:
        message = Text("必填，最多80字", "Required, at most 80 long")
        faults.append(Fault("name", wish.name[:40], "length", message))
    if len(wish.note.strip()) > 200:
        message = Text("最多200字", "At most 200 characters")
        faults.append(Fault("note", wish.note[:40], "length", message))
    if wish.stage not in STAGES:
        listed = "、".join(word.zh for word in STAGES.values())
        message = Text(f"阶段只能是：{listed}", "There is no such stage")
        faults.append(Fault("stage", wish.stage, "choice", message))
    if register.details and wish.detail not in register.details:
        message = Text(f"类型只能是：{'、'.join(register.details)}", "Choose one of the kinds")
        faults.append(Fault("detail", wish.detail, "choice", message))
    if not register.details and wish.detail:
        message = Text("该登记簿不分类型", "This register has no kinds")
        faults.append(Fault("detail", wish.detail, "choice", message))
    return faults


def _wrong_amount(register: Register, wish: EntryWish) -> list[Fault]:
    needed = wish.kind in _NEEDS_AMOUNT or (wish.kind == "project" and bool(wish.indicator))
    if register.amount is None:
        if wish.amount is None:
            return []
        message = Text("该登记簿不填数量", "This register takes no amount")
        return [Fault("amount", wish.amount, "not-asked", message)]
    if wish.amount is None:
        if not needed or wish.stage != RUNNING:
            return []
        message = Text(f"请填写{register.amount.zh}", f"Give: {register.amount.en}")
        return [Fault("amount", None, "required", message)]
    if not wish.amount.is_finite() or not 0 <= wish.amount < 10**9:
        message = Text("数量应为不小于0的数", "A number from 0 on is expected")
        return [Fault("amount", wish.amount, "number", message)]
    limit = find_rule(range_key(wish.indicator), wish.as_of) if wish.indicator else None
    if limit is not None and limit.high is not None and wish.amount > limit.high:
        message = Text(
            f"超出合理上限{limit.high.normalize():f}（平台设定），请核对单位",
            f"Beyond the plausible limit {limit.high.normalize():f} (set by us): check the unit",
        )
        return [Fault("amount", wish.amount, "plausible-range", message)]
    return []


def _wrong_part(register: Register, wish: EntryWish) -> list[Fault]:
    if register.code != "project":
        if not wish.part and not wish.indicator:
            return []
        message = Text("只有专栏项目填写项目编号和指标", "Only projects of the boxes name these")
        return [Fault("part", wish.part or wish.indicator, "not-asked", message)]
    part = PlanPart.objects.filter(version__current=True, kind="project", code=wish.part).first()
    if part is None:
        message = Text("请选择专栏1—6中的项目", "Choose a project of the boxes 1–6")
        return [Fault("part", wish.part, "known", message)]
    if wish.indicator and (
        wish.indicator not in part.indicators or wish.indicator not in register.indicators
    ):
        message = Text(
            f"指标{wish.indicator}不由项目{part.code}的登记计数",
            f"{wish.indicator} is not counted from project {part.code}",
        )
        return [Fault("indicator", wish.indicator, "known", message)]
    return []


def enter_project(person: Person, wish: EntryWish, proof: Proof) -> RegisterEntry:
    """Register one line with its evidence; it waits for another person to confirm it."""
    require(person, "plan.enter_project")
    prepared = prepare(person, wish)
    wrong = proof_fault(proof, REGISTERS[wish.kind].evidence)
    if wrong is not None:
        raise Problem(INVALID, None, [wrong])
    with transaction.atomic():
        organisation = organisation_of(person)
        file = store_attachment(proof.file, proof.name, organisation, person)
        report, entries = store(person, organisation, [(1, prepared)], proof.kind, file)
        if not report.is_clean:
            raise Problem(CONFLICT, report.faults[0].message, report.faults)
    return entries[0]


def organisation_of(person: Person) -> Organisation:
    """The organisation a person acts for; a problem where there is none."""
    found = next(iter(person.organisations()), None)
    if found is None:
        raise invalid(
            "organisation", person.username, "own-unit", "您没有任职单位", "You work nowhere"
        )
    return found


def store(
    person: Person,
    organisation: Organisation,
    rows: Sequence[tuple[int, Prepared]],
    evidence_kind: str,
    evidence: Attachment,
) -> tuple[BatchReport, list[RegisterEntry]]:
    """Write prepared lines; a line that stands already for its subject and day is refused.

    Runs inside the caller's transaction; one person at a time numbers entries.
    """
    report = BatchReport()
    today = timezone.localdate()
    first = next_serial(RegisterEntry.objects.filter(year=today.year), f"plan.entry.{today.year}")
    unit = ResponsibleUnit.objects.filter(organisation=organisation).first()
    held = {
        (kind, subject, on): f"DJ{year}-{serial:04d}"
        for kind, subject, on, year, serial in RegisterEntry.objects.filter(
            kind__in={one.kind for _, one in rows},
            subject__in={one.subject for _, one in rows},
            state__in=_LIVE,
        ).values_list("kind", "subject", "as_of", "year", "serial")
    }
    entries: list[RegisterEntry] = []
    for row, one in rows:
        standing = held.get((one.kind, one.subject, one.as_of))
        if standing is not None:
            report.refuse(row, _duplicate(one, standing))
            continue
        entry = RegisterEntry(
            year=today.year,
            serial=first + len(entries),
            kind=one.kind,
            subject=one.subject,
            name=one.name,
            detail=one.detail,
            part=one.part,
            indicator=one.indicator,
            as_of=one.as_of,
            stage=one.stage,
            amount=one.amount,
            county=one.county,
            town=one.town,
            zone=one.zone,
            longitude=one.longitude,
            latitude=one.latitude,
            note=one.note,
            evidence_kind=evidence_kind,
            evidence=evidence,
            unit=unit,
            organisation=organisation,
            entered_by=person,
            state="submitted",
        )
        held[one.kind, one.subject, one.as_of] = entry.number
        report.accept(row, entry.number)
        entries.append(entry)
    RegisterEntry.objects.bulk_create(entries)
    Transition.objects.bulk_create(
        Transition(
            subject=ENTRY_FLOW.subject,
            subject_id=entry.pk,
            verb="plan.enter_project",
            source=ENTRY_FLOW.initial,
            target="submitted",
            person=person,
        )
        for entry in entries
    )
    return report, entries


def _duplicate(one: Prepared, standing: str) -> Fault:
    message = Text(
        f"同一主体{one.as_of}已有登记{standing}，不重复登记",
        f"The subject stands already under {standing} for {one.as_of}",
    )
    return Fault("subject", one.name, "duplicate", message)


def entry_for(person: Person, entry_id: int) -> RegisterEntry:
    """An entry in the person's scope, or a not-found problem."""
    return get_visible(RegisterEntry.objects.all(), scope_of(person), pk=entry_id)


def confirm_entries(person: Person, entry_ids: Iterable[int]) -> BatchReport:
    """Confirm entries that others made; each that cannot be confirmed is reported.

    The indicators they count for are computed anew for today.
    """
    require(person, "plan.confirm_entry")
    report = BatchReport()
    touched: set[str] = set()
    with transaction.atomic():
        reached = visible(RegisterEntry.objects.filter(pk__in=set(entry_ids)), scope_of(person))
        keys = list(reached.values_list("pk", flat=True))
        found = RegisterEntry.objects.select_for_update().filter(pk__in=keys).order_by("pk")
        for row, entry in enumerate(found, start=1):
            try:
                _decided(person, entry, "plan.confirm_entry", "")
            except Problem as problem:
                report.refuse(row, problem)
            else:
                report.accept(row, entry.number)
                touched.update(entry.register.indicators)
        if touched:
            compute_figures(timezone.localdate(), only=touched)
    return report


def decide_entry(person: Person, entry_id: int, verb: str, *, opinion: str = "") -> RegisterEntry:
    """Confirm, return or withdraw an entry by a verb of its flow; words are needed but to confirm.

    Raises a problem when the person entered it, or when it does not stand there.
    """
    require(person, verb)
    if verb != "plan.confirm_entry":
        require_reason(opinion, "请写明原因", "Say why", field="opinion")
    with transaction.atomic():
        entry_for(person, entry_id)
        entry = RegisterEntry.objects.select_for_update().get(pk=entry_id)
        _decided(person, entry, verb, opinion)
        if verb != "plan.return_entry":
            compute_figures(timezone.localdate(), only=entry.register.indicators)
    return entry


def _decided(person: Person, entry: RegisterEntry, verb: str, opinion: str) -> None:
    move = ENTRY_FLOW.check(entry, verb, person)
    entry.decided_by, entry.decided_at = person, timezone.now()
    entry.opinion = opinion.strip()[:_LONGEST_OPINION]
    ENTRY_FLOW.perform(
        entry, verb, person, opinion=opinion, checked=move,
        also=("decided_by", "decided_at", "opinion"),
    )  # fmt: skip
