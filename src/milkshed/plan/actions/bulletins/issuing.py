"""Proposing, returning, issuing and withdrawing a bulletin; the issued copies are frozen."""

from io import BytesIO

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import INVALID, Problem, invalid, require_reason
from milkshed.plan.actions.bulletins.drawing import own_bulletin
from milkshed.plan.actions.bulletins.editing import faults_of, fields_of
from milkshed.plan.actions.loading import checked_revision
from milkshed.plan.actions.numbering import next_serial
from milkshed.plan.bulletin_paper import bulletin_sheet, bulletin_word, script_of
from milkshed.plan.flow import BULLETIN_FLOW
from milkshed.plan.models import Bulletin
from milkshed.plan.queries.bulletins.lists import closed_months
from milkshed.plan.queries.bulletins.readings import Period
from milkshed.platform.attachments import store_attachment
from milkshed.platform.models import Person
from milkshed.platform.permissions import require


def propose_bulletin(person: Person, bulletin_id: int, *, revision: int) -> Bulletin:
    """Hand a bulletin to the person who issues it."""
    return _move(person, bulletin_id, "plan.propose_bulletin", revision)


def return_bulletin(person: Person, bulletin_id: int, *, opinion: str, revision: int) -> Bulletin:
    """Hand a proposed bulletin back to be edited, with an opinion."""
    return _move(person, bulletin_id, "plan.return_bulletin", revision, opinion, says_why=True)


def withdraw_bulletin(person: Person, bulletin_id: int, *, opinion: str, revision: int) -> Bulletin:
    """Take back a bulletin that was not issued, with the reason; it can be drawn up again."""
    return _move(person, bulletin_id, "plan.withdraw_bulletin", revision, opinion, says_why=True)


def _move(
    person: Person,
    bulletin_id: int,
    verb: str,
    revision: int,
    opinion: str = "",
    *,
    says_why: bool = False,
) -> Bulletin:
    require(person, verb)
    own_bulletin(person, bulletin_id)
    if says_why:
        require_reason(opinion, "请写明理由", "A reason is needed", field="opinion")
    with transaction.atomic():
        bulletin = Bulletin.objects.select_for_update().get(pk=bulletin_id)
        checked_revision(bulletin.revision, revision)
        bulletin.revision += 1
        BULLETIN_FLOW.perform(
            bulletin, verb, person, opinion=opinion.strip()[:300], also=("revision",)
        )
    return bulletin


def issue_bulletin(
    person: Person, bulletin_id: int, *, issuer_short: str, opinion: str, revision: int
) -> Bulletin:
    """Number, date and freeze a bulletin: Word paper and Excel tables, stored by SHA-256.

    Never by a person who drew it up, edited or proposed it, and only once the months it is about
    are closed. Issuing a corrected edition replaces the one it corrects, whose copies stay.
    """
    require(person, "plan.issue_bulletin")
    own_bulletin(person, bulletin_id)
    short = issuer_short.strip()
    if not 1 <= len(short) <= 20:
        raise invalid("issuer_short", short, "length", "请填写机关代字", "The short name is needed")
    with transaction.atomic():
        bulletin = Bulletin.objects.select_for_update().get(pk=bulletin_id)
        checked_revision(bulletin.revision, revision)
        move = BULLETIN_FLOW.check(bulletin, "plan.issue_bulletin", person)
        _check_closed(bulletin)
        faults = faults_of(bulletin.wording, fields_of(bulletin))
        if faults:
            raise Problem(INVALID, faults[0].message, faults)
        if bulletin.replaces is not None:
            replaced = Bulletin.objects.select_for_update().get(pk=bulletin.replaces.pk)
            BULLETIN_FLOW.perform(
                replaced, "plan.replace_bulletin", person, opinion=bulletin.reason
            )
        _freeze(bulletin, person, short)
        bulletin.revision += 1
        assert bulletin.word is not None
        assert bulletin.sheet is not None
        BULLETIN_FLOW.perform(
            bulletin,
            "plan.issue_bulletin",
            person,
            opinion=opinion.strip()[:300],
            evidence={"word": bulletin.word.sha256, "sheet": bulletin.sheet.sha256},
            also=(
                "revision", "issuer_short", "year", "serial", "issued_by", "issued_on", "word",
                "sheet",
            ),
            checked=move,
        )  # fmt: skip
    return bulletin


def _check_closed(bulletin: Bulletin) -> None:
    months = Period(bulletin.period, bulletin.first, bulletin.last).months()
    closed = closed_months(months)
    left = [month for month in months if month not in closed]
    if left:
        names = "、".join(f"{month:%Y-%m}" for month in left)
        raise invalid(
            "period", names, "period-closed",
            f"{names}尚未关账，数据还可能变动；请先在台账督办页关账再签发",
            f"{names} is not closed yet and may still change: close it, then issue",
        )  # fmt: skip


def _freeze(bulletin: Bulletin, person: Person, short: str) -> None:
    """Number and date the bulletin and store its copies."""
    today = timezone.localdate()
    bulletin.issuer_short, bulletin.year = short, today.year
    bulletin.serial = next_serial(
        Bulletin.objects.filter(issuer_short=short, year=today.year),
        f"plan.bulletin.{short}.{today.year}",
    )
    bulletin.issued_by, bulletin.issued_on = person, today
    script = script_of(bulletin)
    bulletin.word = store_attachment(
        BytesIO(bulletin_word(script)),
        f"{bulletin.number}.docx",
        bulletin.office,
        person,
    )
    bulletin.sheet = store_attachment(
        BytesIO(bulletin_sheet(script)),
        f"{bulletin.number}.xlsx",
        bulletin.office,
        person,
    )
