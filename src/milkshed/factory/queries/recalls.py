"""Reads of a recall case: its balance, whom it concerns, and what happened in which order."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Sum

from milkshed.factory.flow import RECALL_FLOW
from milkshed.factory.models import (
    RecallCase,
    RecallLot,
    RecallMovement,
    RecallNotice,
    RecallStatement,
)
from milkshed.factory.science.recall_balance import RecallBalance
from milkshed.kernel.text import Text
from milkshed.ledger.facade import Model, trace_backward
from milkshed.platform.models import Organisation, Place, Transition
from milkshed.platform.scope import Scope, visible

_PEOPLE_TOLD = 400
_STEPS = {
    "factory.open_recall": Text("立案", "Opened"),
    **{move.verb: move.title for move in RECALL_FLOW.moves},
}


def lots_in_scope(case: RecallCase) -> list[RecallLot]:
    """The product lots of the present scope, the most suspect milk first."""
    return list(
        case.lots.filter(revision=case.revision)
        .select_related("product_lot__product__plant__place")
        .order_by("-suspect_kg", "product_lot__produced_on", "pk")
    )


def balances(case: RecallCase) -> dict[RecallLot, RecallBalance]:
    """What became of every lot in scope."""
    return balances_of(lots_in_scope(case))


def balances_of(lots: Iterable[RecallLot]) -> dict[RecallLot, RecallBalance]:
    """What became of each lot, in the order given; entries that were undone do not count."""
    wanted = list(lots)
    sums: dict[int, dict[str, object]] = defaultdict(dict)
    counted = RecallMovement.objects.filter(
        lot__in=wanted, undoes__isnull=True, undone_by__isnull=True
    )
    for lot, kind, kg in counted.values_list("lot", "kind").annotate(kg=Sum("kg")):
        sums[lot][f"{kind}_kg"] = kg
    return {
        lot: RecallBalance(lot.product_lot.kg, **sums[lot.pk])  # type: ignore[arg-type]
        for lot in wanted
    }


def balance_of_lot(lot: RecallLot) -> RecallBalance:
    """What became of one lot."""
    return balances_of([lot])[lot]


@dataclass(frozen=True, slots=True)
class Concerned:
    """Somebody who should be told, and why."""

    audience: str
    organisation: Organisation
    why: Text


_AUDIENCE_OF = {"farm": "farm", "station": "station", "plant": "plant"}
_WHY = {
    "plant": Text("加工了范围内的奶", "processed the milk"),
    "station": Text("可疑批次经手的收购站", "the suspect milk passed it"),
    "farm": Text("可疑批次的奶源牧场", "the suspect milk comes from it"),
    "office": Text("属地监管部门", "authority of the county"),
}


def concerned_by(case: RecallCase) -> tuple[Concerned, ...]:
    """Plants in scope, stations and farms behind the suspect lots, and the authorities."""
    found: dict[int, Concerned] = {}

    def add(audience: str, organisation: Organisation) -> None:
        found.setdefault(organisation.pk, Concerned(audience, organisation, _WHY[audience]))

    plants = case.plants.select_related("place__organisation")
    for plant in plants:
        add("plant", plant.place.organisation)
    counties = {plant.place.county for plant in plants}
    offices = Organisation.objects.filter(kind="county_office", county__in=counties)
    for office in [*offices, *Organisation.objects.filter(kind="region_office")]:
        add("office", office)
    for place in _places_behind(case):
        if place.kind in _AUDIENCE_OF:
            add(_AUDIENCE_OF[place.kind], place.organisation)
    return tuple(found.values())


def _places_behind(case: RecallCase) -> Iterable[Place]:
    glns: set[str] = set()
    for suspect in case.suspects.all():
        trace = trace_backward(suspect.uri, model=Model.CONSERVATIVE)
        if trace is not None:
            glns |= {(node.place_uri or "").rpartition("/")[2] for node in trace.nodes}
    return (
        Place.objects.filter(gln__in=glns)
        .select_related("organisation")
        .order_by("kind", "name_zh")[:_PEOPLE_TOLD]
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of a case's timeline."""

    at: datetime
    title: Text
    who: Text
    words: str


def timeline(case: RecallCase, scope: Scope) -> tuple[Moment, ...]:
    """Everything that happened in a case, as far as the scope reaches, in order of time."""
    found = [*_steps(case), *_estimates(case), *_notices(case, scope)]
    found += _statements(case, scope)
    found += _movements(case, scope)
    return tuple(sorted(found, key=lambda moment: moment.at))


def steps_of(case: RecallCase) -> list[Transition]:
    """The steps of the workflow, the oldest first."""
    return list(
        Transition.objects.filter(subject=RECALL_FLOW.subject, subject_id=case.pk)
        .select_related("person")
        .order_by("at", "pk")
    )


def _steps(case: RecallCase) -> Iterable[Moment]:
    for step in steps_of(case):
        title = _STEPS.get(step.verb, Text(step.verb, step.verb))
        unheard = step.evidence.get("unheard", "")
        words = f"{step.opinion}（未听取陈述：{unheard}）" if unheard else step.opinion
        yield Moment(step.at, title, step.person.name, words)


def _estimates(case: RecallCase) -> Iterable[Moment]:
    for one in case.estimates.select_related("computed_by").filter(model=case.model):
        yield Moment(
            one.computed_at,
            Text(f"第{one.revision}版范围", f"Scope, revision {one.revision}"),
            one.computed_by.name,
            f"{one.model_text.zh}：{one.product_lots}批，{one.product_kg / 1000:,.1f} t",
        )


def _notices(case: RecallCase, scope: Scope) -> Iterable[Moment]:
    by_time: Mapping[tuple[datetime, str], list[RecallNotice]] = defaultdict(list)
    notices = visible(case.notices.select_related("sent_by", "receipt__person"), scope)
    for notice in notices:
        by_time[notice.sent_at, notice.audience].append(notice)
        receipt = getattr(notice, "receipt", None)
        if receipt is not None:
            yield Moment(
                receipt.at,
                Text(f"回执：{notice.recipient}", f"Receipt: {notice.recipient}"),
                receipt.person.name,
                receipt.answer,
            )
    for (at, _), sent in by_time.items():
        first = sent[0]
        names = "、".join(notice.recipient for notice in sent[:3])
        more = f"等{len(sent)}家" if len(sent) > 3 else ""
        yield Moment(
            at,
            Text(f"通知{first.audience_text.zh}", f"Told: {first.audience_text.en}"),
            first.sent_by.name,
            names + more,
        )


def _statements(case: RecallCase, scope: Scope) -> Iterable[Moment]:
    found = visible(
        RecallStatement.objects.filter(case=case).select_related("person", "organisation"), scope
    )
    for one in found:
        title = Text(f"陈述申辩：{one.organisation.name_zh}", f"Heard: {one.organisation.name.en}")
        yield Moment(one.at, title, one.person.name, one.text)


def _movements(case: RecallCase, scope: Scope) -> Iterable[Moment]:
    found = visible(
        RecallMovement.objects.filter(lot__case=case).select_related(
            "lot__product_lot", "recorded_by"
        ),
        scope,
    )
    for one in found:
        undone = Text("作废：", "Undone: ") if one.undoes_id else Text("", "")
        title = Text(undone.zh + one.kind_text.zh, undone.en + one.kind_text.en)
        place = f"，{one.where}" if one.where else ""
        yield Moment(
            one.recorded_at,
            title,
            one.recorded_by.name,
            f"{one.lot.product_lot.lot} {one.kg:,.1f} kg{place}",
        )
