"""Supervision: reminders on the working-day calendar, and letters two people send out."""

from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import INVALID, Fault, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.plan.actions.loading import checked_revision
from milkshed.plan.actions.numbering import next_serial
from milkshed.plan.actions.telling import tell_unit
from milkshed.plan.flow import LETTER_FLOW
from milkshed.plan.letter_paper import letter_word
from milkshed.plan.models import LedgerItem, ResponsibleUnit, SupervisionLetter
from milkshed.plan.science.deadlines import Stage, stage_of
from milkshed.platform.attachments import store_attachment
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Organisation, Person
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import rule
from milkshed.platform.scope import get_visible, scope_of

_UNFINISHED = ("open", "returned")


@dataclass(slots=True)
class Reminding:
    """What a round of reminding did."""

    on: date
    reminded: int = 0
    drafted: list[str] = field(default_factory=list)

    def as_document(self) -> dict[str, object]:
        """Counts, for a job's result."""
        return {"on": self.on.isoformat(), "reminded": self.reminded, "drafted": self.drafted}


def whole_days(key: str, on: date) -> int:
    """A number of days from the rule book."""
    return int(rule(key, on).value or 0)


def remind(on: date) -> Reminding:
    """Remind the units of unfinished tasks, and draft letters for those long overdue.

    A stage is told once; a second run on the same day changes nothing. A letter is only drafted:
    a person takes it up and another one sends it.
    """
    done = Reminding(on)
    calendar = working_calendar()
    before, every, letter_after = (
        whole_days(key, on)
        for key in ("plan.remind_before_days", "plan.overdue_every_days", "plan.letter_after_days")
    )
    items = LedgerItem.objects.filter(state__in=_UNFINISHED).select_related("lead")
    for item in items.order_by("pk"):
        left = calendar.days_left(on, item.due_on)
        stage = stage_of(left, on > item.due_on, before, every)
        with transaction.atomic():
            if stage is not None and tell_unit(
                item, item.lead, stage.kind, f"{stage.kind}:{item.pk}:{item.due_on}:{stage.step}",
                _reminder(item, stage, abs(left)),
            ):  # fmt: skip
                done.reminded += 1
            if on > item.due_on and -left >= letter_after and _draft_of_platform(item, on, -left):
                done.drafted.append(item.number)
    return done


def _reminder(item: LedgerItem, stage: Stage, days: int) -> Text:
    if stage.kind == "soon":
        return Text(
            f"{item.number} 距时限{days}个工作日：{item.title[:60]}",
            f"{item.number} is due in {days} working days: {item.title[:60]}",
        )
    if stage.kind == "today":
        return Text(f"{item.number} 今日到期：{item.title[:60]}", f"{item.number} is due today")
    return Text(
        f"{item.number} 已逾期{days}个工作日：{item.title[:60]}",
        f"{item.number} is overdue by {days} working days: {item.title[:60]}",
    )


def _draft_of_platform(item: LedgerItem, on: date, overdue: int) -> bool:
    """Draft a letter unless one of this task is on its way; says whether it did."""
    present = item.letters.filter(state__in=["draft", "proposed", "issued"])
    if present.exists() or item.letters.filter(drafted_at__date__gte=item.due_on).exists():
        return False
    matter, demand = _usual_words(item, overdue)
    SupervisionLetter.objects.create(
        item=item,
        unit=item.lead,
        matter=matter,
        demand=demand,
        reply_by=working_calendar().deadline(on, whole_days("plan.reply_days", on)).day,
    )
    return True


def _usual_words(item: LedgerItem, overdue: int) -> tuple[str, str]:
    last = item.progress.filter(state="accepted").order_by("-as_of", "-pk").first()
    progress = (
        f"最近一次审核采用的进展为{last.percent}%（{last.as_of}）" if last else "尚无进展填报"
    )
    matter = (
        f"你单位牵头的“{item.title}”（台账编号{item.number}）应于{item.due_on}前完成，"
        f"已逾期{overdue}个工作日，{progress}。"
    )
    demand = "请抓紧办理，书面说明逾期原因、下步措施和完成时间，并在平台填报进展、附佐证材料。"
    return matter, demand


@dataclass(frozen=True, slots=True)
class LetterWish:
    """The words of a letter as a person wants them."""

    matter: str
    demand: str
    reply_by: date


def draft_letter(
    person: Person, item: LedgerItem, wish: LetterWish, *, letter: SupervisionLetter | None = None
) -> SupervisionLetter:
    """Propose a letter about a task, from scratch or from the platform's draft."""
    require(person, "plan.draft_letter")
    home = _office_of(person)
    faults = []
    for name, text in (("matter", wish.matter), ("demand", wish.demand)):
        if not text.strip() or len(text) > 3000:
            message = Text("必填，最多3000字", "Required, at most 3000 characters")
            faults.append(Fault(name, text[:40], "length", message))
    if wish.reply_by <= timezone.localdate():
        message = Text("回复时限须晚于今天", "The reply is due after today")
        faults.append(Fault("reply_by", wish.reply_by.isoformat(), "after-today", message))
    if faults:
        raise Problem(INVALID, None, faults)
    with transaction.atomic():
        if letter is None:
            letter = SupervisionLetter(item=item, unit=item.lead)
        else:
            letter = SupervisionLetter.objects.select_for_update().get(pk=letter.pk)
        letter.matter, letter.demand = wish.matter.strip(), wish.demand.strip()
        letter.reply_by, letter.office, letter.drafted_by = wish.reply_by, home, person
        letter.revision += 1
        if letter.pk is not None:
            LETTER_FLOW.check(letter, "plan.draft_letter", person)
        letter.save()
        LETTER_FLOW.perform(letter, "plan.draft_letter", person)
    return letter


def _office_of(person: Person) -> Organisation:
    home = next(iter(person.organisations(("region_office",))), None)
    if home is None:
        raise invalid(
            "organisation", person.username, "office",
            "督办函由机制办公室发出", "Letters are sent by the mechanism's office",
        )  # fmt: skip
    return home


def letter_for(person: Person, letter_id: int) -> SupervisionLetter:
    """A letter in the person's scope; units see theirs once it is issued."""
    found = get_visible(
        SupervisionLetter.objects.select_related("item", "unit", "office", "copy"),
        scope_of(person),
        pk=letter_id,
    )
    if not scope_of(person).everything and found.state not in ("issued", "answered"):
        get_visible(SupervisionLetter.objects.none(), scope_of(person))
    return found


def issue_letter(
    person: Person, letter_id: int, *, issuer_short: str, opinion: str, revision: int
) -> SupervisionLetter:
    """Number, date and send a letter; its Word copy is frozen. Never by the person who drafted it.

    ``issuer_short`` is the office's short name in the number, such as 宁奶办督.
    """
    require(person, "plan.issue_letter")
    letter_for(person, letter_id)
    short = issuer_short.strip()
    if not 1 <= len(short) <= 20:
        raise invalid("issuer_short", short, "length", "请填写机关代字", "The short name is needed")
    with transaction.atomic():
        letter = SupervisionLetter.objects.select_for_update().get(pk=letter_id)
        checked_revision(letter.revision, revision)
        LETTER_FLOW.check(letter, "plan.issue_letter", person)
        today = timezone.localdate()
        assert letter.office is not None  # a proposed letter has its office
        letter.issuer_short, letter.year = short, today.year
        letter.serial = next_serial(
            SupervisionLetter.objects.filter(issuer_short=short, year=today.year),
            f"plan.letter.{short}.{today.year}",
        )
        letter.issued_by, letter.issued_on = person, today
        letter.revision += 1
        synthetic = letter.office.synthetic
        copy = store_attachment(
            BytesIO(letter_word(letter, synthetic=synthetic)),
            f"{letter.number}.docx",
            letter.unit.organisation or letter.office,
            person,
        )
        letter.copy = copy
        letter.save()
        LETTER_FLOW.perform(
            letter, "plan.issue_letter", person, opinion=opinion.strip(),
            evidence={"sha256": copy.sha256},
        )  # fmt: skip
        tell_unit(
            letter.item, letter.unit, "letter", f"letter:{letter.pk}",
            Text(
                f"督办函 {letter.number}，请于{letter.reply_by}前回复",
                f"Supervision letter {letter.number}, answer due {letter.reply_by}",
            ),
            letter,
        )  # fmt: skip
    return letter


def withdraw_letter(
    person: Person, letter_id: int, *, opinion: str, revision: int
) -> SupervisionLetter:
    """Take back a letter that was not sent, with the reason."""
    require(person, "plan.withdraw_letter")
    letter_for(person, letter_id)
    require_reason(opinion, "请写明理由", "A reason is needed", field="opinion")
    with transaction.atomic():
        letter = SupervisionLetter.objects.select_for_update().get(pk=letter_id)
        checked_revision(letter.revision, revision)
        letter.revision += 1
        letter.save(update_fields=["revision"])
        LETTER_FLOW.perform(letter, "plan.withdraw_letter", person, opinion=opinion.strip())
    return letter


def answer_letter(
    person: Person, letter_id: int, *, words: str, revision: int
) -> SupervisionLetter:
    """Answer a letter as somebody of the unit it went to."""
    require(person, "plan.answer_letter")
    letter_for(person, letter_id)
    if not words.strip() or len(words) > 5000:
        raise invalid(
            "words", words[:40], "length", "请写明回复，最多5000字", "An answer is needed"
        )
    with transaction.atomic():
        letter = SupervisionLetter.objects.select_for_update().get(pk=letter_id)
        _check_own(person, letter.unit)
        checked_revision(letter.revision, revision)
        letter.answer, letter.answered_by = words.strip(), person
        letter.answered_at = timezone.now()
        letter.revision += 1
        LETTER_FLOW.check(letter, "plan.answer_letter", person)
        letter.save(update_fields=["answer", "answered_by", "answered_at", "revision"])
        LETTER_FLOW.perform(letter, "plan.answer_letter", person)
    return letter


def _check_own(person: Person, unit: ResponsibleUnit) -> None:
    if unit.organisation_id not in {o.pk for o in person.organisations()}:
        raise invalid(
            "unit", unit.name_zh, "own-unit",
            "只有主送单位的人员可以回复", "Only people of the unit may answer",
        )  # fmt: skip
