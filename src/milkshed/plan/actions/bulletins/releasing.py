"""Issued bulletins for everybody: one person proposes, another publishes, secrets stay secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, INVALID, NOT_FOUND, Fault, Problem, require_reason
from milkshed.kernel.text import Text
from milkshed.plan.actions.bulletins.drawing import digest_of
from milkshed.plan.actions.loading import checked_revision
from milkshed.plan.bulletin_paper import Script, bulletin_sheet, bulletin_word, script_of
from milkshed.plan.facts.templates import section_headings
from milkshed.plan.flow import PUBLIC_BULLETIN_FLOW
from milkshed.plan.models import LICENCES, Bulletin, PublicBulletin
from milkshed.plan.queries.bulletins.secrets import secrets_of
from milkshed.plan.queries.bulletins.shelf import bulletins_for
from milkshed.plan.science.redaction import Public, redacted
from milkshed.platform.attachments import store_attachment
from milkshed.platform.models import Attachment, Person
from milkshed.platform.permissions import require

_LONGEST_NOTE = 300
_ALWAYS_TOLD = "correction"
"""The section of a correction that says what it corrects."""


@dataclass(frozen=True, slots=True)
class BulletinWish:
    """An issued bulletin that somebody wants published, without the sections ``left_out``.

    Codes of sections that the bulletin does not have are passed over.
    """

    bulletin: int
    left_out: Sequence[str] = ()
    licence: str = "CC-BY-4.0"
    note: str = ""


def propose_public_bulletin(person: Person, wish: BulletinWish) -> PublicBulletin:
    """Propose that an issued bulletin be published; another person reads it and decides.

    What everybody would read is made now and shown to that person. Raises a problem with every
    broken rule.
    """
    require(person, "plan.propose_publication")
    bulletin = bulletins_for(person).filter(pk=wish.bulletin).first()
    if bulletin is None:
        raise Problem(NOT_FOUND, Text("未找到该通报", "There is no such bulletin"))
    faults = list(_wrong(bulletin, wish))
    if faults:
        raise Problem(INVALID, faults[0].message, faults)
    with transaction.atomic():
        bulletin = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
        _refuse_unissued(bulletin)
        if bulletin.public_editions.filter(state__in=["proposed", "published"]).exists():
            raise Problem(
                CONFLICT,
                Text(
                    "该通报已公开或待批准", "The bulletin is published, or waits for its decision"
                ),
            )
        left_out = [one["code"] for one in bulletin.wording if one["code"] in wish.left_out]
        public = _public(bulletin, left_out)
        made = PublicBulletin.objects.create(
            bulletin=bulletin,
            left_out=left_out,
            content=public.content,
            wording=public.wording,
            sha256=digest_of([public.content, public.wording]),
            is_extract=public.is_extract,
            licence=wish.licence,
            note=wish.note.strip(),
            proposed_by=person,
        )
        PUBLIC_BULLETIN_FLOW.perform(
            made, "plan.propose_publication", person, opinion=made.note,
            evidence={"sha256": made.sha256},
        )  # fmt: skip
    return made


def _wrong(bulletin: Bulletin, wish: BulletinWish) -> list[Fault]:
    faults = []
    sections = {section["code"] for section in bulletin.wording}
    unknown = sorted(set(wish.left_out) - (section_headings().keys() - {_ALWAYS_TOLD}))
    if unknown:
        message = Text("没有该部分，或该部分不能省去", "There is no such section to leave out")
        faults.append(Fault("left_out", unknown[0], "choice", message))
    if not sections - {_ALWAYS_TOLD} - set(wish.left_out):
        message = Text("至少公开一个部分", "At least one section is published")
        faults.append(Fault("left_out", "、".join(sorted(sections)), "required", message))
    if wish.licence not in LICENCES:
        message = Text("请从所列选项中选择", "Choose one of those listed")
        faults.append(Fault("licence", wish.licence, "choice", message))
    if len(wish.note.strip()) > _LONGEST_NOTE:
        message = Text("最多300字", "At most 300 characters")
        faults.append(Fault("note", wish.note[:40], "length", message))
    return faults


def _refuse_unissued(bulletin: Bulletin) -> None:
    if bulletin.state != "issued":
        raise Problem(
            CONFLICT,
            Text(
                f"只能公开现行的已签发通报，本件{bulletin.state_text.zh}",
                f"Only an issued bulletin in force is published; this one is: "
                f"{bulletin.state_text.en.lower()}",
            ),
        )


def _public(bulletin: Bulletin, left_out: Sequence[str]) -> Public:
    return redacted(
        bulletin.content,
        bulletin.wording,
        secrets_of(bulletin),
        left_out=left_out,
        before=bulletin.replaces.fields if bulletin.replaces else None,
    )


def decide_public_bulletin(
    person: Person, public_id: int, *, publish: bool, opinion: str, revision: int
) -> PublicBulletin:
    """Publish a proposed bulletin with its copies, or refuse it with the reason.

    Never by who proposed it; and only what was proposed: where a figure has since become secret,
    or the bulletin was corrected, it has to be proposed anew.
    """
    verb = "plan.publish" if publish else "plan.refuse_publication"
    require(person, verb)
    if not publish:
        require_reason(opinion, "请写明理由", "A reason is needed", field="opinion")
    with transaction.atomic():
        found = _locked(public_id)
        checked_revision(found.revision, revision)
        move = PUBLIC_BULLETIN_FLOW.check(found, verb, person)
        if publish:
            _refuse_unissued(found.bulletin)
            _refuse_outdated(found)
            found.word, found.sheet = _copies(found, person)
        found.decided_by, found.decided_at = person, timezone.now()
        found.revision += 1
        PUBLIC_BULLETIN_FLOW.perform(
            found,
            verb,
            person,
            opinion=opinion.strip()[:_LONGEST_NOTE],
            evidence={"sha256": found.sha256},
            also=("word", "sheet", "decided_by", "decided_at", "revision"),
            checked=move,
        )
    return found


def end_public_bulletin(
    person: Person, public_id: int, *, opinion: str, revision: int
) -> PublicBulletin:
    """Stop publishing a bulletin, with the reason; what was given out is kept but not shown."""
    require(person, "plan.end_publication")
    require_reason(opinion, "请写明理由", "A reason is needed", field="opinion")
    with transaction.atomic():
        found = _locked(public_id)
        checked_revision(found.revision, revision)
        found.revision += 1
        PUBLIC_BULLETIN_FLOW.perform(
            found, "plan.end_publication", person, opinion=opinion.strip()[:_LONGEST_NOTE],
            also=("revision",),
        )  # fmt: skip
    return found


def _locked(public_id: int) -> PublicBulletin:
    found = PublicBulletin.objects.select_for_update().filter(pk=public_id).first()
    if found is None:
        raise Problem(NOT_FOUND, Text("没有该公开通报", "There is no such public bulletin"))
    return found


def _refuse_outdated(found: PublicBulletin) -> None:
    now = _public(found.bulletin, found.left_out)
    if digest_of([now.content, now.wording]) != found.sha256:
        raise Problem(
            CONFLICT,
            Text(
                "提出后应不公布的内容有变，请不予公开并重新提出",
                "What has to be withheld changed since: refuse this and propose it anew",
            ),
        )


def _copies(found: PublicBulletin, person: Person) -> tuple[Attachment, Attachment]:
    """The copies everybody may have: those issued, or an extract of them."""
    bulletin = found.bulletin
    assert bulletin.word is not None  # issued bulletins have their copies
    assert bulletin.sheet is not None
    if not found.is_extract:
        return bulletin.word, bulletin.sheet
    script = _extract(found, bulletin.word.sha256)
    name = f"{bulletin.number}公开版"
    return (
        store_attachment(BytesIO(bulletin_word(script)), f"{name}.docx", bulletin.office, person),
        store_attachment(BytesIO(bulletin_sheet(script)), f"{name}.xlsx", bulletin.office, person),
    )


def _extract(found: PublicBulletin, issued_sha256: str) -> Script:
    """What is printed of a bulletin of which something is withheld; it says so at its end."""
    whole = script_of(found.bulletin)
    said = {
        "code": "public",
        "heading": "公开说明",
        "paragraphs": [
            "本件为公开版，与签发稿相比，涉及主体过少的数不公布"
            + ("，部分章节不公开" if found.left_out else "")
            + f"。签发稿摘要（SHA-256）：{issued_sha256}"
        ],
        "tables": [],
    }
    return Script(
        title=found.title,
        office=whole.office,
        number=whole.number,
        edition=whole.edition,
        issued_on=whole.issued_on,
        content=found.content,
        wording=[*found.wording, said],
        digest=found.sha256,
        synthetic=whole.synthetic,
    )
