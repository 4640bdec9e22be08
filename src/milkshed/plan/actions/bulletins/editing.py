"""Editing a bulletin's wording: the text is free, its data are not."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from milkshed.kernel.problems import INVALID, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.plan.actions.bulletins.drawing import own_bulletin
from milkshed.plan.actions.loading import checked_revision
from milkshed.plan.flow import BULLETIN_FLOW
from milkshed.plan.models import Bulletin
from milkshed.plan.science.wording import Field, clean, slips
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

_LONGEST_SECTION = 20_000


def edit_bulletin(
    person: Person, bulletin_id: int, texts: Mapping[str, str], *, revision: int
) -> Bulletin:
    """Change the wording of sections, one paragraph a line.

    Raises a problem that names section, paragraph and number where a field was typed over, is
    unknown, or a number was typed as words; nothing is stored then.
    """
    require(person, "plan.edit_bulletin")
    own_bulletin(person, bulletin_id)
    with transaction.atomic():
        bulletin = Bulletin.objects.select_for_update().get(pk=bulletin_id)
        checked_revision(bulletin.revision, revision)
        BULLETIN_FLOW.check(bulletin, "plan.edit_bulletin", person)
        wording, changed = _reworded(bulletin, texts)
        faults = faults_of(wording, fields_of(bulletin))
        if faults:
            raise Problem(INVALID, faults[0].message, faults)
        bulletin.wording, bulletin.edited_by = wording, person
        bulletin.revision += 1
        BULLETIN_FLOW.perform(
            bulletin,
            "plan.edit_bulletin",
            person,
            evidence={"sections": changed},
            also=("wording", "edited_by", "revision"),
        )
    return bulletin


def _reworded(
    bulletin: Bulletin, texts: Mapping[str, str]
) -> tuple[list[dict[str, Any]], list[str]]:
    """The sections with their new paragraphs, and the codes of those that changed."""
    known = {section["code"] for section in bulletin.wording}
    unknown = sorted(set(texts) - known)
    if unknown:
        raise invalid("section", unknown[0], "choice", "没有该部分", "There is no such section")
    wording, changed = [], []
    for section in bulletin.wording:
        text = texts.get(section["code"])
        if text is None:
            wording.append(section)
            continue
        if len(text) > _LONGEST_SECTION:
            raise invalid(
                section["code"], len(text), "length",
                f"每部分最多{_LONGEST_SECTION}字", f"At most {_LONGEST_SECTION} characters",
            )  # fmt: skip
        paragraphs = [line for found in text.splitlines() if (line := clean(found))]
        if not paragraphs:
            raise invalid(
                section["code"], "", "required",
                f"“{section['heading']}”不能为空", "A section needs some text",
            )  # fmt: skip
        if paragraphs != section["paragraphs"]:
            changed.append(section["code"])
        wording.append({**section, "paragraphs": paragraphs})
    return wording, changed


def fields_of(bulletin: Bulletin) -> dict[str, Field]:
    """The data of a bulletin that its text may show."""
    return {
        key: Field(one["text"], one["label"], one["note"]) for key, one in bulletin.fields.items()
    }


def faults_of(wording: list[dict[str, Any]], fields: Mapping[str, Field]) -> list[Fault]:
    """What in a wording does not agree with the data, by section and paragraph."""
    found = []
    for section in wording:
        for number, paragraph in enumerate(section["paragraphs"], start=1):
            for slip in slips(paragraph, fields):
                where = Text(
                    f"“{section['heading']}”第{number}段：{slip.message.zh}",
                    f"Section {section['code']}, paragraph {number}: {slip.message.en}",
                )
                found.append(Fault(f"{section['code']}.{number}", slip.value, slip.rule, where))
    return found
