"""Every address with a parameter, and the record it opens. A new address must be entered here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db.models import Model, QuerySet
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from milkshed.breeding.models import (
    Allocation,
    Claim,
    CowValue,
    Donor,
    EvaluationRun,
    GenotypeFile,
    GenotypeSample,
    MatingPlan,
    PedigreeEntry,
    SubsidyStatement,
    TypeClassification,
)
from milkshed.breeding.models import Batch as StrawBatch
from milkshed.breeding.queries.reach import farms_in_reach
from milkshed.collection.models import (
    Application,
    HandoverSheet,
    Inspection,
    InspectionPlan,
    Licence,
    SiteVisit,
    Station,
    Tanker,
)
from milkshed.factory.models import (
    Batch,
    ProductLot,
    RecallCase,
    RecallMovement,
    RecallNotice,
    Silo,
)
from milkshed.herd.models import Animal, Farm, FarmFiling, ImportBatch, NumberMatch, Pen
from milkshed.ledger.facade import brief_events, visible_events
from milkshed.ledger.models import (
    Capture,
    Event,
    Mention,
    NamedQuery,
    Resource,
    Subscription,
)
from milkshed.ledger.scope import holders_in_scope
from milkshed.plan.models import (
    Bulletin,
    Delivery,
    FundLine,
    FundMove,
    LedgerItem,
    ManualReport,
    ProgressReport,
    PublicBulletin,
    RegisterEntry,
    SitingScenario,
    SupervisionLetter,
)
from milkshed.plan.queries.bulletins.shelf import bulletins_for
from milkshed.plan.queries.ledger import letters_for
from milkshed.plan.queries.open_bulletins import proposed_bulletins
from milkshed.platform.models import Alarm, Attachment, Organisation
from milkshed.platform.permissions import may
from milkshed.platform.scope import EVERYTHING, scope_of, visible
from milkshed.quality.models import (
    ComparisonRound,
    ContrabandCase,
    ControlSeries,
    Hold,
    Objection,
    ResultFile,
    RetainedPortion,
    Sample,
    SamplingPlan,
    SamplingTask,
)
from milkshed.recording.models import (
    AdvisoryVisit,
    Enrolment,
    FarmReport,
    LabFile,
    LactationFigure,
    TestVisit,
)
from milkshed.trade.models import (
    Complaint,
    Contract,
    CostSheet,
    CreditEntry,
    CreditSignal,
    PayGrid,
    Payment,
    PriceComplaint,
    Receivable,
    SampleFarm,
    Settlement,
)
from milkshed.trade.queries.credit import entries_for, inside_entries, signals_for

Keys = list[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Records:
    """What lies behind addresses: keys as ``(seen, unseen)`` for a person, and one of nothing."""

    of: Callable[[Any], tuple[Keys, Keys]]
    nothing: tuple[Any, ...]


_FEW = 2


def _model(model: type[Model], *fields: str, nothing: tuple[Any, ...] = (2**31 - 1,)) -> Records:
    names = fields or ("pk",)

    def of(person: Any) -> tuple[Keys, Keys]:
        return _keys_of(model, names, person)

    return Records(of, nothing)


@cache
def _keys_of(model: type[Model], names: tuple[str, ...], person: Any) -> tuple[Keys, Keys]:
    """Looked up once for each person: the same records lie behind many addresses."""
    every = model._default_manager.exclude(**{f"{names[0]}__isnull": True}).order_by("pk")
    inside = visible(every, scope_of(person))
    outside = every.exclude(pk__in=inside.values("pk"))
    return tuple(  # type: ignore[return-value]
        [*found.values_list(*names)[:_FEW]] for found in (inside, outside)
    )


def forget_keys() -> None:
    """Look keys up anew: another database has other records."""
    _keys_of.cache_clear()


def _events_of(person: Any) -> tuple[Keys, Keys]:
    step = max(1, Event.objects.count() // 60)
    every = list(Event.objects.order_by("seq").values_list("event_id", flat=True)[::step])
    inside = brief_events(every, visible_events(person))
    return (
        [(one,) for one in every if one in inside][:_FEW],
        [(one,) for one in every if one not in inside][:_FEW],
    )


def _captures_of(person: Any) -> tuple[Keys, Keys]:
    every = Capture.objects.order_by("pk")
    own = every if scope_of(person) == EVERYTHING else every.filter(person=person)
    return (
        [*own.values_list("pk")[:_FEW]],
        [*every.exclude(pk__in=own.values("pk")).values_list("pk")[:_FEW]],
    )


def _subscriptions_of(person: Any) -> tuple[Keys, Keys]:
    every = Subscription.objects.order_by("pk")
    watches = may(person, "platform.see_jobs")
    own = every if watches else every.filter(query__owner=person)
    return (
        [*own.values_list("pk")[:_FEW]],
        [*every.exclude(pk__in=own.values("pk")).values_list("pk")[:_FEW]],
    )


def _own_subscriptions_of(person: Any) -> tuple[Keys, Keys]:
    every = Subscription.objects.order_by("pk")
    own = every.filter(query__owner=person)
    return (
        [*own.values_list("query__name", "pk")[:_FEW]],
        [*every.exclude(query__owner=person).values_list("query__name", "pk")[:_FEW]],
    )


def _members_of(person: Any) -> tuple[Keys, Keys]:
    mentioned = Mention.objects.filter(resource=Resource.BIZ_LOCATION).order_by("term__uri")
    every = list(mentioned.values_list("term__uri", flat=True).distinct())
    holders = holders_in_scope(person)
    own = mentioned if holders is None else mentioned.filter(holder__in=holders)
    inside = set(own.values_list("term__uri", flat=True))
    keys = [("bizLocations", uri) for uri in every]
    return (
        [key for key in keys if key[1] in inside][:_FEW],
        [key for key in keys if key[1] not in inside][:_FEW],
    )


def _queries_of(person: Any) -> tuple[Keys, Keys]:
    NamedQuery.objects.get_or_create(owner=person, name=f"of {person.pk}")
    own = NamedQuery.objects.filter(owner=person)
    others = NamedQuery.objects.exclude(owner=person)
    return [*own.values_list("name")[:_FEW]], [*others.values_list("name")[:_FEW]]


def _and(records: Records, *more: Any) -> Records:
    """The same records at an address that goes on after the key."""

    def of(person: Any) -> tuple[Keys, Keys]:
        seen, unseen = records.of(person)
        return [(*key, *more) for key in seen], [(*key, *more) for key in unseen]

    return Records(of, (*records.nothing, *more))


def _buyers_of(person: Any) -> tuple[Keys, Keys]:
    own = visible(Contract.objects.all(), scope_of(person)).values("buyer")
    plants = Organisation.objects.filter(kind="processor").order_by("pk")
    seen = plants.filter(pk__in=own) | visible(plants, scope_of(person))
    return (
        [*seen.values_list("pk")[:_FEW]],
        [*plants.exclude(pk__in=seen.values("pk")).values_list("pk")[:_FEW]],
    )


def _agreements_of(person: Any) -> tuple[Keys, Keys]:
    every = Complaint.objects.exclude(agreement="").order_by("pk")
    seen = visible(every, scope_of(person))
    return (
        [*seen.values_list("pk")[:_FEW]],
        [*every.exclude(pk__in=seen.values("pk")).values_list("pk")[:_FEW]],
    )


def _evidence_of(person: Any) -> tuple[Keys, Keys]:
    every = Complaint.objects.filter(evidence__isnull=False).order_by("pk")
    seen = visible(every, scope_of(person))
    return (
        [*seen.values_list("pk", "evidence__pk")[:_FEW]],
        [*every.exclude(pk__in=seen.values("pk")).values_list("pk", "evidence__pk")[:_FEW]],
    )


def _credit(model: type[Model], inside_of: Callable[[Any], QuerySet[Any]], *more: str) -> Records:
    """Credit records, of which people see those of their lists and their own unit."""

    def of(person: Any) -> tuple[Keys, Keys]:
        every = model._default_manager.order_by("pk")
        inside = inside_of(person).order_by("pk")
        outside = every.exclude(pk__in=inside.values("pk"))
        return tuple(  # type: ignore[return-value]
            [(key, *more) for key in found.values_list("pk", flat=True)[:_FEW]]
            for found in (inside, outside)
        )

    return Records(of, (2**31 - 1, *more))


def _entries(person: Any) -> QuerySet[Any]:
    return entries_for(person, timezone.localdate())


def _served(person: Any) -> QuerySet[Any]:
    return inside_entries(person).filter(served_on__isnull=False)


def _letters_of(person: Any) -> tuple[Keys, Keys]:
    every = SupervisionLetter.objects.order_by("pk")
    seen = letters_for(person).order_by("pk")
    return (
        [*seen.values_list("pk")[:_FEW]],
        [*every.exclude(pk__in=seen.values("pk")).values_list("pk")[:_FEW]],
    )


def _bulletins_of(person: Any) -> tuple[Keys, Keys]:
    every = Bulletin.objects.order_by("pk")
    seen = bulletins_for(person).order_by("pk")
    return (
        [*seen.values_list("pk")[:_FEW]],
        [*every.exclude(pk__in=seen.values("pk")).values_list("pk")[:_FEW]],
    )


def _public_bulletins_of(person: Any) -> tuple[Keys, Keys]:
    every = PublicBulletin.objects.order_by("pk")
    seen = proposed_bulletins(person).order_by("pk")
    return (
        [*seen.values_list("pk")[:_FEW]],
        [*every.exclude(pk__in=seen.values("pk")).values_list("pk")[:_FEW]],
    )


_FARM = _model(Farm, "code", nothing=("6400000000",))


def _as_location(message: str) -> Records:
    """A farm as ICAR ADE names it: scheme, code, and the message asked for."""

    def of(person: Any) -> tuple[Keys, Keys]:
        seen, unseen = _FARM.of(person)
        return (
            [("cn.farm-code", code, message) for (code,) in seen],
            [("cn.farm-code", code, message) for (code,) in unseen],
        )

    return Records(of, ("cn.farm-code", "6400000000", message))


_ANIMAL = _model(Animal)
_SHEET = _model(HandoverSheet, "number", nothing=("JJ-NOTHING",))
_SAMPLE = _model(Sample, "barcode", nothing=("NOTHING",))
_BLIND = _model(Sample, "blind_number", nothing=("NOTHING",))
_PLAN = _model(SamplingPlan, "number", nothing=("NOTHING",))
_ROUND = _model(ComparisonRound, "number", nothing=("NOTHING",))
_OBJECTION = _model(Objection, "number", nothing=("NOTHING",))
_CASE = _model(ContrabandCase, "number", nothing=("NOTHING",))
_FILE, _SERIES = _model(ResultFile), _model(ControlSeries)
_ENTRY, _FUND, _SCENARIO = _model(RegisterEntry), _model(FundLine), _model(SitingScenario)
_ITEM, _LETTER = _model(LedgerItem), Records(_letters_of, (2**31 - 1,))
_BULLETIN = Records(_bulletins_of, (2**31 - 1,))
_PUBLIC_BULLETIN = Records(_public_bulletins_of, (2**31 - 1,))
_SILO, _LOT = _model(Silo), _model(ProductLot)
_RECALL = _model(RecallCase)
_CONTRACT, _COMPLAINT = _model(Contract), _model(Complaint)
_CONTRACT = _model(Contract)
_GRID, _SETTLEMENT = _model(PayGrid), _model(Settlement, "number", nothing=("S-NOTHING",))
_INSPECTION = _model(Inspection)
_CREDIT_ENTRY = _credit(CreditEntry, _entries)
_HOLD = _model(Hold, "number", nothing=("KL-NOTHING",))
_PORTION = _model(RetainedPortion)
_ORGANISATION, _ALARM = _model(Organisation), _model(Alarm)
_PRODUCT_LOT = _model(ProductLot, "product__gtin", "lot", nothing=("09520000000004", "X"))
_EVENT = Records(_events_of, ("urn:uuid:00000000-0000-4000-8000-000000000000",))
_CAPTURE = Records(_captures_of, (2**31 - 1,))
_NO_UUID = UUID("00000000-0000-4000-8000-000000000000")
_SUBSCRIPTION = Records(_subscriptions_of, (_NO_UUID,))
_OWN_SUBSCRIPTION = Records(_own_subscriptions_of, ("nothing", _NO_UUID))
_MEMBER = Records(_members_of, ("bizLocations", "https://id.gs1.org/414/9521321999990"))
_QUERY = Records(_queries_of, ("nothing",))

_ENROLMENT = _model(Enrolment, "farm_code", nothing=("6400000000",))
_TEST_VISIT, _LAB_FILE, _REPORT = _model(TestVisit), _model(LabFile), _model(FarmReport)


def _cows_of(person: Any) -> tuple[Keys, Keys]:
    every = LactationFigure.objects.order_by("pk")
    codes = dict(Enrolment.objects.values_list("place", "farm_code"))
    reached = visible(Enrolment.objects.all(), scope_of(person)).values("place")
    return tuple(  # type: ignore[return-value]
        [(codes[place], cow) for place, cow in found.values_list("place", "animal_key")[:_FEW]]
        for found in (every.filter(place__in=reached), every.exclude(place__in=reached))
    )


_COW = Records(_cows_of, ("6400000000", 2**31 - 1))

_PEDIGREE_ENTRY, _GENOTYPE_SAMPLE, _RUN = (
    _model(PedigreeEntry), _model(GenotypeSample), _model(EvaluationRun)
)  # fmt: skip
_VALUED_FARM, _VALUED_COW = _model(CowValue, "place"), _model(CowValue, "animal_key")

_MATING_PLAN, _CLAIM, _SUBSIDY = _model(MatingPlan), _model(Claim), _model(SubsidyStatement)
_ALLOCATION = _model(Allocation)


def _mated_farms_of(person: Any) -> tuple[Keys, Keys]:
    seen = {farm.code for farm in farms_in_reach(scope_of(person))}
    codes = Farm.objects.order_by("pk").values_list("code", flat=True)
    return (
        [(code,) for code in codes if code in seen][:_FEW],
        [(code,) for code in codes if code not in seen][:_FEW],
    )


READ: dict[str, tuple[Records, ...]] = {
    "breeding:mating-farm": (Records(_mated_farms_of, ("6400000000",)),),
    "breeding:mating-plan": (_MATING_PLAN,),
    "breeding:mating-plan-excel": (_MATING_PLAN,),
    "breeding:mating-plan-pdf": (_MATING_PLAN,),
    "breeding:batch": (_model(StrawBatch),),
    "breeding:donor": (_model(Donor),),
    "breeding:claim": (_CLAIM,),
    "breeding:statement": (_SUBSIDY,),
    "breeding:statement-excel": (_SUBSIDY,),
    "breeding:statement-pdf": (_SUBSIDY,),
    "api:read_mating_plan": (_MATING_PLAN,),
    "api:read_subsidy_claim": (_CLAIM,),
    "api:read_subsidy_statement": (_SUBSIDY,),
    "breeding:farm": (_VALUED_FARM,),
    "breeding:farm-excel": (_VALUED_FARM,),
    "breeding:farm-pdf": (_VALUED_FARM,),
    "breeding:cow": (_VALUED_COW,),
    "breeding:entry": (_PEDIGREE_ENTRY,),
    "breeding:classification": (_model(TypeClassification),),
    "breeding:sample": (_GENOTYPE_SAMPLE,),
    "breeding:genotype-file": (_model(GenotypeFile),),
    "breeding:run": (_RUN,),
    "breeding:run-findings": (_RUN,),
    "breeding:run-manifest": (_RUN,),
    "api:breeding_cows": (_VALUED_FARM,),
    "api:breeding_cow": (_VALUED_COW,),
    "api:read_run": (_RUN,),
    "recording:visit": (_TEST_VISIT,),
    "recording:visit-labels": (_TEST_VISIT,),
    "recording:visit-list": (_TEST_VISIT,),
    "recording:lab-file": (_LAB_FILE,),
    "recording:lab-file-faults": (_LAB_FILE,),
    "recording:farm": (_ENROLMENT,),
    "recording:cow": (_COW,),
    "recording:report": (_REPORT,),
    "recording:report-pdf": (_REPORT,),
    "recording:report-excel": (_REPORT,),
    "api:read_visit": (_TEST_VISIT,),
    "api:read_report": (_REPORT,),
    "api:lactations": (_ENROLMENT,),
    "alarm": (_ALARM,),
    "fact": (_EVENT,),
    "organisation": (_ORGANISATION,),
    "subscription": (_SUBSCRIPTION,),
    "ledger:subscription": (_OWN_SUBSCRIPTION,),
    "ledger:subscriptions": (_QUERY,),
    "platform:attachment": (_model(Attachment),),
    "ledger:capture": (_CAPTURE,),
    "ledger:event": (_EVENT,),
    "ledger:member": (_MEMBER,),
    "ledger:member-events": (_MEMBER,),
    "ledger:query": (_QUERY,),
    "ledger:query-events": (_QUERY,),
    "collection:sheet": (_SHEET,),
    "collection:sheet-print": (_SHEET,),
    "collection:sheet-pdf": (_SHEET,),
    "collection:licence": (_model(Licence),),
    "collection:certificate": (_model(Licence),),
    "collection:application": (_model(Application),),
    "collection:visit": (_model(SiteVisit),),
    "factory:silo": (_SILO,),
    "factory:batch": (_model(Batch),),
    "factory:lot": (_LOT,),
    "factory:label": (_LOT,),
    "factory:recall": (_RECALL,),
    "factory:recall-notice": (_RECALL,),
    "factory:recall-scope": (_RECALL,),
    "factory:recall-pdf": (_RECALL,),
    "herd:farm": (_FARM,),
    "herd:farm-days": (_FARM,),
    "herd:animals": (_FARM,),
    "herd:animal": (_ANIMAL,),
    "herd:kpi": (_FARM,),
    "herd:kpi-excel": (_FARM,),
    "herd:kpi-figure": (_and(_FARM, "pregnancy_rate"),),
    "herd:timeline": (_ANIMAL,),
    "api:farm_figures": (_FARM,),
    "herd:pens": (_FARM,),
    "herd:purchase": (_FARM,),
    "herd:withheld": (_FARM,),
    "herd:herd-on-day": (_FARM,),
    "herd:matching": (_FARM,),
    "herd:worklists": (_FARM,),
    "herd:worklist": (_and(_FARM, "breed"),),
    "herd:worklist-excel": (_and(_FARM, "check"),),
    "herd:phone": (_FARM,),
    "herd:filing": (_model(FarmFiling),),
    "herd:import": (_model(ImportBatch),),
    "herd:import-faults": (_model(ImportBatch),),
    "herd:export": (_and(_FARM, "animals", "csv"), _and(_FARM, "herd", "ads")),
    "ade:messages": (_as_location("animals"), _as_location("heats")),
    "quality:sample": (_SAMPLE, _BLIND),
    "plan:item": (_ITEM,),
    "plan:letter": (_LETTER,),
    "plan:letter-paper": (_LETTER,),
    "plan:entry": (_ENTRY,),
    "plan:fund": (_FUND,),
    "plan:scenario": (_SCENARIO,),
    "plan:scenario-excel": (_SCENARIO,),
    "plan:bulletin": (_BULLETIN,),
    "plan:bulletin-paper": (_BULLETIN,),
    "plan:bulletin-tables": (_BULLETIN,),
    "plan:public-bulletin": (_PUBLIC_BULLETIN,),
    "api:read_bulletin": (_BULLETIN,),
    "trade:contract": (_CONTRACT,),
    "trade:contract-fulfilment": (_CONTRACT,),
    "trade:complaint": (_COMPLAINT,),
    "trade:edit-contract": (_CONTRACT,),
    "trade:change-contract": (_CONTRACT,),
    "trade:new-complaint": (_CONTRACT,),
    "trade:contract-paper": (_and(_CONTRACT, "pdf"), _and(_CONTRACT, "docx")),
    "trade:agreement": (Records(_agreements_of, (2**31 - 1,)),),
    "trade:complaint-evidence": (Records(_evidence_of, (2**31 - 1, 1)),),
    "trade:buyer": (Records(_buyers_of, (2**31 - 1,)),),
    "api:contract_fulfilment": (_CONTRACT,),
    "trade:cost-sheet": (_model(SampleFarm),),
    "trade:price-complaint": (_model(PriceComplaint),),
    "trade:credit-file": (_ORGANISATION,),
    "trade:credit-entry": (_CREDIT_ENTRY,),
    "trade:credit-paper": (_credit(CreditEntry, _served, "notice", "docx"),),
    "station-risk": (_model(Station),),
    "tanker-risk": (_model(Tanker),),
    "inspection-plan": (_model(InspectionPlan),),
    "inspection": (_INSPECTION,),
    "api:read_contract": (_CONTRACT,),
    "trade:grid": (_GRID,),
    "trade:settlement": (_SETTLEMENT,),
    "trade:settlement-excel": (_SETTLEMENT,),
    "trade:settlement-pdf": (_SETTLEMENT,),
    "trade:difference": (_SETTLEMENT,),
    "api:read_pay_grid": (_GRID,),
    "api:read_settlement": (_SETTLEMENT,),
    "quality:custody": (_SAMPLE, _BLIND),
    "quality:sample-labels": (_SAMPLE, _BLIND),
    "quality:origin": (_SAMPLE,),
    "quality:hold": (_HOLD,),
    "quality:plan": (_PLAN,),
    "quality:plan-record": (_PLAN,),
    "quality:file": (_FILE,),
    "quality:file-faults": (_FILE,),
    "quality:series": (_SERIES,),
    "quality:round": (_ROUND,),
    "quality:objection": (_OBJECTION,),
    "quality:case": (_CASE,),
    "api:read_draw": (_PLAN,),
    "api:verify_plan": (_PLAN,),
    "api:read_control": (_SERIES,),
    "api:read_credit_file": (_ORGANISATION,),
    "api:read_sheet": (_SHEET,),
    "api:product_lot": (_PRODUCT_LOT,),
    "api:farm": (_FARM,),
    "api:animals": (_FARM,),
    "api:farm_days": (_FARM,),
    "api:herd_state": (_FARM,),
    "api:todays_lists": (_FARM,),
    "api:read_sample": (_SAMPLE,),
}

WRITE: dict[str, tuple[Records, ...]] = {
    "recording:draft-report": (_ENROLMENT,),
    "recording:issue-report": (_REPORT,),
    "trade:credit-add-signal": (_ORGANISATION,),
    "trade:credit-propose": (_ORGANISATION,),
    "trade:credit-drop-signal": (_credit(CreditSignal, signals_for),),
    "handle-alarm": (_ALARM,),
    "resume-subscription": (_SUBSCRIPTION,),
    "delete-subscription": (_SUBSCRIPTION,),
    "add-person": (_ORGANISATION,),
    "collection:correct-sheet": (_SHEET,),
    "collection:licence-move": (_model(Licence),),
    "collection:application-visit": (_model(Application),),
    "collection:visit-entries": (_model(SiteVisit),),
    "collection:visit-photo": (_model(SiteVisit),),
    "collection:visit-sign": (_model(SiteVisit),),
    "collection:visit-cancel": (_model(SiteVisit),),
    "api:sync_entries": (_model(SiteVisit),),
    "factory:clean": (_SILO,),
    "factory:decide": (_LOT,),
    "factory:recall-step": (_RECALL,),
    "factory:recall-apply": (_RECALL,),
    "factory:recall-revise": (_RECALL,),
    "factory:recall-notify": (_RECALL,),
    "factory:recall-state": (_RECALL,),
    "factory:recall-move": (_RECALL,),
    "factory:recall-undo": (_model(RecallMovement),),
    "factory:confirm-notice": (_model(RecallNotice),),
    "herd:record-event": (_ANIMAL,),
    "herd:confirm-import": (_model(ImportBatch),),
    "herd:drop-import": (_model(ImportBatch),),
    "ade:batch": (_as_location("animals"), _as_location("weights")),
    "herd:kpi-waiting": (_FARM,),
    "herd:kpi-account": (_FARM,),
    "herd:number-animal": (_ANIMAL,),
    "herd:close-pen": (_model(Pen),),
    "herd:decide-match": (_model(NumberMatch),),
    "herd:record-list": (_FARM,),
    "herd:enrol": (_FARM,),
    "plan:review": (_model(ManualReport),),
    "plan:progress": (_ITEM,),
    "plan:draft-letter": (_ITEM,),
    "plan:review-progress": (_model(ProgressReport),),
    "plan:receive": (_model(Delivery),),
    "plan:move-fund": (_FUND,),
    "plan:review-move": (_model(FundMove),),
    "trade:add-receivable": (_CONTRACT,),
    "trade:add-payment": (_model(Receivable),),
    "trade:answer-payment": (_model(Payment),),
    "quality:seal": (_SAMPLE, _BLIND),
    "quality:enter": (_SAMPLE, _BLIND),
    "quality:review": (_SAMPLE, _BLIND),
    "quality:retest": (_SAMPLE, _BLIND),
    "trade:edit-grid": (_GRID,),
    "trade:cost-review": (_model(CostSheet),),
    "trade:price-complaint-step": (_model(PriceComplaint),),
    "api:post_step": (_SHEET,),
    "quality:object": (_SAMPLE, _BLIND),
    "quality:plan-step": (_PLAN,),
    "quality:task-step": (_model(SamplingTask),),
    "quality:file-step": (_FILE,),
    "quality:reading": (_SERIES,),
    "quality:round-step": (_ROUND,),
    "quality:objection-step": (_OBJECTION,),
    "quality:case-step": (_CASE,),
    "api:add_animals": (_FARM,),
    "api:add_events": (_FARM,),
    "api:add_farm_days": (_FARM,),
}

# what is posted to an address of the API: a list of nothing, unless it takes one thing
BODIES = {"api:post_step": '{"step": "close", "at": "2026-01-05T08:00:00+08:00"}'}

# a step is named after the record
STEPS = {
    "breeding:mating-plan-step": (_MATING_PLAN, ("accept", "withdraw")),
    "breeding:allocation-step": (_ALLOCATION, ("approve", "decline", "receive", "cancel")),
    "breeding:claim-step": (_CLAIM, ("verify", "return")),
    "breeding:statement-step": (_SUBSIDY, ("review", "approve", "cancel")),
    "breeding:entry-step": (_PEDIGREE_ENTRY, ("question", "verify", "correct", "withdraw")),
    "breeding:sample-step": (
        _GENOTYPE_SAMPLE,
        ("collect", "send", "receive", "accept", "refuse", "cancel"),
    ),
    "breeding:run-step": (
        _RUN,
        ("resume", "review", "approve", "publish", "reject", "ask-rollback", "keep", "rollback"),
    ),
    "recording:visit-step": (
        _TEST_VISIT,
        ("prepare", "sample", "receive", "release", "cancel"),
    ),
    "recording:advice-step": (_model(AdvisoryVisit), ("accept", "decline", "finish")),
    "collection:sheet-step": (_SHEET, ("station", "driver", "arrive", "receive", "close")),
    "trade:contract-step": (_CONTRACT, ("offer", "sign", "submit-filing", "file")),
    "trade:complaint-step": (_COMPLAINT, ("mediate", "sign", "redraft")),
    "trade:grid-step": (_GRID, ("publish", "agree", "retire")),
    "trade:settlement-step": (
        _SETTLEMENT,
        ("approve", "accept", "dispute", "withdraw", "reject", "correct"),
    ),
    "inspection-step": (_INSPECTION, ("assign", "report")),
    "trade:credit-step": (_CREDIT_ENTRY, ("serve", "decide", "publish", "appeal")),
    "collection:application-step": (
        _model(Application),
        ("save", "submit", "accept", "return", "review", "approve", "refuse", "withdraw"),
    ),
    "herd:filing-step": (_model(FarmFiling), ("file", "return", "mend", "withdraw")),
    "collection:sheet-change": (_SHEET, ("tanker", "returned")),
    "quality:custody-step": (_SAMPLE, ("hand", "accept", "cancel", "unblind", "retain")),
    "quality:hold-step": (_HOLD, ("place", "reject", "release")),
    "plan:entry-step": (_ENTRY, ("confirm", "return", "withdraw")),
    "plan:item-step": (_ITEM, ("apply", "verify", "return", "reopen")),
    "plan:letter-step": (_LETTER, ("propose", "issue", "withdraw", "answer")),
    "plan:bulletin-step": (
        _BULLETIN,
        ("edit", "propose", "return", "issue", "withdraw", "correct"),
    ),
    "quality:portion-step": (_PORTION, ("open", "dispose")),
}

# only roles that see the whole region hold the verb; nobody else gets as far as the record
REGION_ONLY = {
    "end-role", "end-witness", "job", "cancel-job", "resume-job", "retire-map-layer",
    "plan:meeting", "plan:adopt-version", "plan:split", "plan:milestone",
    "plan:publication-step", "plan:public-bulletin-step",
}  # fmt: skip

# plan, limits and borders are the same for everyone; Digital Links, the log and the check of a
# licence's or a sheet's code are public;
# so is the bull catalogue for everyone signed in;
# so are the data sets and bulletins that the region publishes;
# so is a round of the reference price, where the farms' sheets are only counted;
# a register names its entries only as far as they are in the reader's scope;
# a page token says where to go on, never what may be seen; lists of names are cut by themselves
FOR_EVERYONE = {
    "plan:register", "plan:register-excel", "plan:register-template", "plan:enter",
    "plan:register-preview", "plan:register-take", "plan:register-confirm",
    "plan:indicator", "plan:report", "plan:compare", "plan:version-toml", "api:indicator",
    "api:outlook", "api:read_flow", "quality:check", "breeding:bull", "api:read_bull",
    "county-borders", "ledger:digital-link", "ledger:compressed", "journey",
    "ledger:page-token", "ledger:members", "ledger:log-entry", "ledger:log-tile",
    "trade:price-publication", "trade:price-notice", "trade:price-trail", "trade:price-round",
    "trade:price-step", "trade:price-seat", "trade:price-error", "trade:price-error-decision",
    "collection:check-paper",
    "collection:check-sheet", "api:check_code", "herd:import-template",
    "plan:open-dataset", "plan:open-csv", "plan:open-json", "plan:open-file", "api:read_dataset",
    "plan:open-bulletin", "plan:open-bulletin-file",
}  # fmt: skip


def address(name: str, key: tuple[Any, ...]) -> str:
    """The address of a record."""
    if name in ("fact", "ledger:event"):
        return reverse(name, args=["x"])[:-1] + quote(str(key[0]), safe="")
    return reverse(name, args=list(key))


def parametrised(patterns: Any = None, spaces: tuple[str, ...] = ()) -> Iterator[str]:
    """Names of all addresses that take a parameter."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from parametrised(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and pattern.pattern.regex.groups:
            yield ":".join((*spaces, str(pattern.name)))


def plain(patterns: Any = None, before: str = "/") -> Iterator[str]:
    """Paths of all addresses without a parameter."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from plain(pattern.url_patterns, path)
        elif not pattern.pattern.regex.groups:
            yield path
