"""What is published: proposed by one person, decided by another, given out in frozen editions."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, INVALID, NOT_FOUND, Fault, Problem, require_reason
from milkshed.kernel.text import Text
from milkshed.plan.actions.bulletins.drawing import digest_of
from milkshed.plan.actions.loading import checked_revision
from milkshed.plan.flow import PUBLICATION_FLOW
from milkshed.plan.models import BREAKDOWNS, LICENCES, DataEdition, Indicator, Publication
from milkshed.plan.queries.open_data import last_month_over, open_document
from milkshed.plan.science.lights import FIRST_DAY
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

_LONGEST_NOTE = 300


@dataclass(frozen=True, slots=True)
class PublicationWish:
    """What somebody wants to have published: an indicator's months from ``since`` on."""

    indicator: str
    breakdown: str
    since: date
    licence: str = "CC-BY-4.0"
    note: str = ""


def propose_publication(person: Person, wish: PublicationWish) -> Publication:
    """Propose a data set; another person decides whether it is published."""
    require(person, "plan.propose_publication")
    indicator = Indicator.objects.filter(version__current=True, code=wish.indicator).first()
    faults = []
    if indicator is None:
        message = Text("没有该指标", "There is no such indicator")
        faults.append(Fault("indicator", wish.indicator, "choice", message))
    for name, value, known in (
        ("breakdown", wish.breakdown, BREAKDOWNS),
        ("licence", wish.licence, LICENCES),
    ):
        if value not in known:
            message = Text("请从所列选项中选择", "Choose one of those listed")
            faults.append(Fault(name, value, "choice", message))
    since = wish.since.replace(day=1)
    if not FIRST_DAY <= since <= last_month_over(timezone.localdate()):
        message = Text(
            "起始月份须在规划期内且已经结束", "The first month lies in the plan's time and is over"
        )
        faults.append(Fault("since", wish.since.isoformat(), "month-over", message))
    if len(wish.note) > _LONGEST_NOTE:
        message = Text("最多300字", "At most 300 characters")
        faults.append(Fault("note", wish.note[:40], "length", message))
    if faults:
        raise Problem(INVALID, faults[0].message, faults)
    slug = f"{wish.indicator.lower().replace('.', '-')}-{wish.breakdown}"
    if Publication.objects.filter(slug=slug, state__in=["proposed", "published"]).exists():
        raise Problem(
            CONFLICT,
            Text("该数据集已公开或待批准", "The data set is published, or waits for its decision"),
        )
    with transaction.atomic():
        made = Publication.objects.create(
            slug=slug,
            indicator=wish.indicator,
            breakdown=wish.breakdown,
            since=since,
            licence=wish.licence,
            note=wish.note.strip(),
            proposed_by=person,
        )
        PUBLICATION_FLOW.perform(made, "plan.propose_publication", person, opinion=made.note)
    return made


def decide_publication(
    person: Person, publication_id: int, *, publish: bool, opinion: str, revision: int
) -> Publication:
    """Publish a proposed data set and give out its first edition, or refuse it with the reason."""
    verb = "plan.publish" if publish else "plan.refuse_publication"
    require(person, verb)
    if not publish:
        require_reason(opinion, "请写明理由", "A reason is needed", field="opinion")
    with transaction.atomic():
        found = _locked(publication_id)
        checked_revision(found.revision, revision)
        move = PUBLICATION_FLOW.check(found, verb, person)
        found.decided_by, found.decided_at = person, timezone.now()
        found.revision += 1
        PUBLICATION_FLOW.perform(
            found,
            verb,
            person,
            opinion=opinion.strip()[:300],
            also=("decided_by", "decided_at", "revision"),
            checked=move,
        )
        if publish:
            release(found, last_month_over(timezone.localdate()))
    return found


def end_publication(
    person: Person, publication_id: int, *, opinion: str, revision: int
) -> Publication:
    """Stop publishing a data set, with the reason; its editions are kept but not given out."""
    require(person, "plan.end_publication")
    require_reason(opinion, "请写明理由", "A reason is needed", field="opinion")
    with transaction.atomic():
        found = _locked(publication_id)
        checked_revision(found.revision, revision)
        found.revision += 1
        PUBLICATION_FLOW.perform(
            found, "plan.end_publication", person, opinion=opinion.strip()[:300],
            also=("revision",),
        )  # fmt: skip
    return found


def release(publication: Publication, through: date) -> DataEdition | None:
    """Give out a new edition of a data set; None where nothing but its number would differ.

    The caller holds the publication's row lock inside a transaction.
    """
    indicator = Indicator.objects.filter(version__current=True, code=publication.indicator).first()
    if indicator is None:
        return None
    last = publication.editions.aggregate(last=Max("number"))["last"] or 0
    document = open_document(publication, indicator, last + 1, through)
    before = publication.editions.filter(number=last).first()
    if before is not None and _without_number(before.document) == _without_number(document):
        return None
    return DataEdition.objects.create(
        publication=publication,
        number=last + 1,
        through=through,
        document=document,
        sha256=digest_of(document),
    )


def release_all(today: date) -> list[str]:
    """Give out new editions of all published data sets up to the last month that is over."""
    done = []
    for pk in Publication.objects.filter(state="published").values_list("pk", flat=True):
        with transaction.atomic():
            publication = _locked(pk)
            if publication.state == "published" and (
                made := release(publication, last_month_over(today))
            ):
                done.append(f"{publication.slug} {made.number}")
    return done


def _locked(publication_id: int) -> Publication:
    found = Publication.objects.select_for_update().filter(pk=publication_id).first()
    if found is None:
        raise Problem(NOT_FOUND, Text("没有该数据集", "There is no such data set"))
    return found


def _without_number(document: dict[str, object]) -> dict[str, object]:
    rows = document["rows"]
    assert isinstance(rows, list)
    return {
        **document,
        "edition": 0,
        "rows": [{**row, "edition": ""} for row in rows],
    }
