"""A sample's way: taken, sealed, received, tested, reviewed by another person, retested."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import INVALID, NOT_ALLOWED, Fault, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Person, Place
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import get_visible, scope_of
from milkshed.quality.actions.alarms import FREEZING_POINT, raise_for_sample
from milkshed.quality.actions.bulk import water_share
from milkshed.quality.actions.cases import open_case_of
from milkshed.quality.actions.custody import (
    append_step,
    begin_retest_chain,
    check_read_seal,
    refuse_cancelled,
    require_custody,
)
from milkshed.quality.actions.holds import propose_for
from milkshed.quality.actions.judging import Measurement, judged, yardstick_of
from milkshed.quality.actions.numbers import check_free, number_faults
from milkshed.quality.flow import SAMPLE_FLOW
from milkshed.quality.models import (
    OFFICIAL_KINDS,
    Laboratory,
    Result,
    Sample,
    SampleKind,
)
from milkshed.quality.queries import as_limit, reference_freezing_point
from milkshed.quality.science.chain import Step
from milkshed.quality.science.verdict import (
    Verdict,
    sample_verdict,
)

OBJECTION_CLOCK = "quality.objection.working_days"


@dataclass(frozen=True, slots=True)
class Taking:
    """What stands on the sampling form: the lot, where and when, by whom, how many portions."""

    kind: str
    lot_uri: str
    place: Place
    sampled_at: datetime
    barcode: str
    blind_number: str = ""
    second_sampler: Person | None = None
    portions: int = 1
    base_kg: Decimal | None = None
    tanker_uri: str = ""
    sheet_gdti: str = ""
    laboratory: Laboratory | None = None


def take_sample(person: Person, taking: Taking) -> Sample:
    """Write down a sample. Official ones need two samplers and three portions."""
    official = taking.kind in OFFICIAL_KINDS
    require(person, "quality.take_sample" if official else "quality.take_own_sample")
    place = get_visible(Place.objects.all(), scope_of(person), pk=taking.place.pk)
    faults = list(_taking_faults(person, taking, official=official))
    if faults:
        raise Problem(INVALID, None, faults)
    with transaction.atomic():
        check_free(taking.barcode)
        sample = Sample.objects.create(
            barcode=taking.barcode,
            blind_number=taking.blind_number or None,
            kind=taking.kind,
            lot_uri=taking.lot_uri,
            place=place,
            tanker_uri=taking.tanker_uri,
            sheet_gdti=taking.sheet_gdti,
            sampled_at=taking.sampled_at,
            sampler=person,
            second_sampler=taking.second_sampler,
            portions=taking.portions,
            base_kg=taking.base_kg,
            laboratory=taking.laboratory,
        )
        append_step(sample, Step("taken", None, person.pk, taking.sampled_at, place=place.name_zh))
    return sample


def _taking_faults(person: Person, taking: Taking, *, official: bool) -> Sequence[Fault]:
    faults: list[Fault] = []
    if taking.kind not in SampleKind.values:
        faults.append(Fault("kind", taking.kind, "known", Text("类别不对", "Unknown kind")))
    faults += number_faults("barcode", taking.barcode)
    if taking.blind_number:
        faults += number_faults("blind_number", taking.blind_number)
    if not taking.lot_uri:
        faults.append(Fault("lot_uri", "", "required", Text("缺少奶批", "The lot is required")))
    if taking.sampled_at > timezone.now():
        faults.append(
            Fault("sampled_at", taking.sampled_at, "past", Text("抽样时间在将来", "In the future"))
        )
    if not official:
        return faults
    if taking.second_sampler is None or taking.second_sampler.pk == person.pk:
        faults.append(
            Fault(
                "second_sampler",
                str(taking.second_sampler or ""),
                "two-people",
                Text("监督抽样须由两名抽样人员进行", "Two people must take an official sample"),
            )
        )
    rule = find_rule("quality.sample.portions", shanghai_day(taking.sampled_at))
    wanted = int(rule.value) if rule and rule.value is not None else 1
    if taking.portions < wanted:
        faults.append(
            Fault(
                "portions",
                taking.portions,
                "portions",
                Text(f"须取平行样{wanted}份", f"{wanted} portions are required"),
            )
        )
    return faults


def seal_sample(person: Person, sample: Sample, *, seal: str) -> Sample:
    """Seal the portions; the seal's number is kept with the step."""
    if not seal.strip():
        raise invalid("seal", seal, "required", "请填写封条号", "The seal number is required")
    with transaction.atomic():
        locked = _locked(person, sample)
        SAMPLE_FLOW.perform(
            locked, "quality.seal_sample", person, opinion=seal, evidence={"seal": seal}
        )
        append_step(locked, Step("sealed", None, person.pk, timezone.now(), seal=seal.strip()))
    return locked


def receive_sample(
    person: Person,
    barcode: str,
    *,
    laboratory: Laboratory | None,
    intact: bool,
    seal: str = "",
    temperature_c: Decimal | None = None,
) -> Sample:
    """Take a sample in at the bench by its barcode or blind number.

    A sample without a laboratory yet is taken by the one that receives it; one meant for another
    laboratory does not exist here. A sample with a broken seal is not accepted, nor one whose seal
    number, where it is read, is not the one put on.
    """
    require(person, "quality.receive_sample")
    with transaction.atomic():
        found = (
            Sample.objects.select_for_update(of=("self",)).filter(barcode=barcode).first()
            or Sample.objects.select_for_update(of=("self",)).filter(blind_number=barcode).first()
        )
        if found is None or not _may_receive(person, found, laboratory):
            raise invalid(
                "barcode", barcode, "known", "没有该编号的待收样品", "No such sample waits"
            )
        if not intact:
            raise invalid(
                "intact",
                "no",
                "seal",
                "封条破损的样品不得接收",
                "A sample with a broken seal is not taken",
            )
        refuse_cancelled(found)
        check_read_seal(found, seal)
        found.laboratory = laboratory
        found.save(update_fields=["laboratory"])
        SAMPLE_FLOW.perform(found, "quality.receive_sample", person)
        where = laboratory.place.name_zh if laboratory is not None else ""
        append_step(
            found,
            Step("received", None, person.pk, timezone.now(), temperature_c, seal.strip(), where),
        )
    return found


def _may_receive(person: Person, sample: Sample, laboratory: Laboratory | None) -> bool:
    if laboratory is None:
        own = {o.pk for o in person.organisations()}
        return sample.kind not in OFFICIAL_KINDS and sample.place.organisation_id in own
    if laboratory.place.organisation_id not in {o.pk for o in person.organisations()}:
        return False
    if sample.retest_of is not None and sample.retest_of.laboratory_id == laboratory.pk:
        return False
    return sample.laboratory_id in (None, laboratory.pk)


def record_results(
    person: Person, sample: Sample, measurements: Sequence[Measurement]
) -> list[Result]:
    """Enter the results of a received sample; every one is judged against the limit of its day."""
    if not measurements:
        raise invalid("results", "", "required", "没有任何结果", "There is no result")
    with transaction.atomic():
        locked = _locked(person, sample)
        refuse_cancelled(locked)
        SAMPLE_FLOW.check(locked, "quality.record_results", person)
        require_custody(locked)
        SAMPLE_FLOW.perform(locked, "quality.record_results", person)
        yardstick = yardstick_of(locked)
        limits = yardstick.limits
        faults: list[Fault] = []
        results: list[Result] = []
        for entry in measurements:
            try:
                results.append(judged(locked, entry, yardstick, person))
            except Problem as problem:
                faults.extend(problem.faults)
        if faults:
            raise Problem(INVALID, None, faults)
        Result.objects.bulk_create(results)
        failed = [r.analyte for r in results if r.verdict == Verdict.FAIL]
        locked.failed = failed
        locked.analyst = person
        day = shanghai_day(locked.sampled_at)
        point = next((r.value for r in results if r.analyte == FREEZING_POINT), None)
        share = water_share(
            point,
            as_limit(FREEZING_POINT, limits.get(FREEZING_POINT)),
            reference_freezing_point(day),
        )
        locked.added_water = None if share is None else Decimal(share)
        locked.save(update_fields=["failed", "analyst", "added_water"])
    return results


def review_report(person: Person, sample: Sample, *, opinion: str = "") -> Sample:
    """Review the results by another person than the analyst, and report the verdict."""
    with transaction.atomic():
        locked = _locked(person, sample)
        now = timezone.now()
        locked.reported_at = now
        locked.reviewer = person
        verdicts = [Verdict(v) for v in locked.results.values_list("verdict", flat=True)]
        locked.verdict = sample_verdict(verdicts).value
        if locked.analyst_id == person.pk:
            raise Problem(
                NOT_ALLOWED,
                Text("复核人不能是检验员本人", "The reviewer must not be the analyst"),
                [Fault("person", person.username, "four-eyes", Text("双人原则", "Four eyes"))],
            )
        locked.save(update_fields=["reported_at", "reviewer", "verdict"])
        SAMPLE_FLOW.perform(locked, "quality.review_report", person, opinion=opinion)
        if locked.verdict == Verdict.FAIL:
            raise_for_sample(locked)
            propose_for(locked)
            open_case_of(person, locked)
    return locked


def order_retest(
    person: Person,
    sample: Sample,
    *,
    laboratory: Laboratory,
    barcode: str,
    reason: str,
    raised_at: datetime | None = None,
    clock: str = OBJECTION_CLOCK,
) -> Sample:
    """Grant an objection raised in time: the retained portion goes to another laboratory.

    The first result stands until the retest is reported; then the retest replaces it. The time
    to object, by the rule row ``clock``, ends with ``raised_at``, now unless given.
    """
    require_reason(reason, "请填写异议理由", "A reason is required")
    faults = number_faults("barcode", barcode)
    if faults:
        raise Problem(INVALID, faults[0].message, faults)
    with transaction.atomic():
        locked = _locked(person, sample)
        check_free(barcode)
        if locked.laboratory_id == laboratory.pk:
            raise invalid(
                "laboratory", str(laboratory), "other-laboratory",
                "复检机构与初检机构不得为同一机构", "The retest needs another laboratory",
            )  # fmt: skip
        if locked.reported_at is not None:
            check_in_time(locked.reported_at, raised_at or timezone.now(), clock)
        SAMPLE_FLOW.perform(locked, "quality.order_retest", person, opinion=reason)
        new = Sample.objects.create(
            barcode=barcode,
            kind=locked.kind,
            lot_uri=locked.lot_uri,
            place=locked.place,
            tanker_uri=locked.tanker_uri,
            sheet_gdti=locked.sheet_gdti,
            sampled_at=locked.sampled_at,
            sampler=locked.sampler,
            second_sampler=locked.second_sampler,
            laboratory=laboratory,
            retest_of=locked,
            state="sealed",
        )
        begin_retest_chain(new, person)
    return new


def check_in_time(reported_at: datetime, raised_at: datetime, clock: str) -> None:
    """Raise a problem when the working days that a rule row gives after a report are over."""
    rule = find_rule(clock, shanghai_day(reported_at))
    if rule is None or rule.value is None:
        return
    last = working_calendar().deadline(shanghai_day(reported_at), int(rule.value)).day
    if shanghai_day(raised_at) > last:
        raise invalid(
            "raised_at", raised_at, "objection-period",
            f"{rule.title_zh}已于{last}届满", f"{rule.title_en}: it ended on {last}",
        )  # fmt: skip


def _locked(person: Person, sample: Sample) -> Sample:
    samples = Sample.objects.select_for_update(of=("self",)).select_related("place__organisation")
    return get_visible(samples, scope_of(person), pk=sample.pk)
