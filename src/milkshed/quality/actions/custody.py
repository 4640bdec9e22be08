"""Custody of samples: every hand-over signed by both, cancelling, and lifting a blind."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, NOT_ALLOWED, Fault, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import holders_of, require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.quality.flow import SAMPLE_FLOW
from milkshed.quality.models import CustodyStep, Sample, Unblinding
from milkshed.quality.queries import custody_gaps
from milkshed.quality.science.chain import Step, acceptance_digest, step_digest


def append_step(sample: Sample, step: Step) -> CustodyStep:
    """Add a step to a sample's chain, bound to the step before; the caller holds a transaction.

    ``step.giver`` is taken from the chain: it is who had the sample.
    """
    last = sample.custody.last()
    bound = replace(step, giver=None if last is None else last.taker_id)
    return CustodyStep.objects.create(
        sample=sample,
        position=1 if last is None else last.position + 1,
        kind=bound.kind,
        giver_id=bound.giver,
        taker_id=bound.taker,
        at=bound.at,
        temperature_c=bound.temperature_c,
        seal=bound.seal,
        place=bound.place,
        digest=step_digest(sample.barcode, "" if last is None else last.digest, bound),
    )


def begin_retest_chain(sample: Sample, person: Person) -> None:
    """The chain of a retained portion that goes to a retest: taken then, opened now."""
    taken = Step("taken", None, sample.sampler_id, sample.sampled_at, place=sample.place.name_zh)
    append_step(sample, taken)
    append_step(sample, Step("opened", None, person.pk, timezone.now()))


def hand_over(
    person: Person,
    sample: Sample,
    taker: Person,
    *,
    at: datetime,
    place: str,
    seal: str,
    temperature_c: Decimal | None = None,
) -> CustodyStep:
    """Give a sealed sample to another person; it is theirs once they have signed.

    Only who has the sample can give it, and the seal read must be the one it was sealed with.
    """
    require(person, "quality.hand_over_sample")
    with transaction.atomic():
        locked = locked_sample(person, sample)
        refuse_cancelled(locked)
        last = locked.custody.last()
        if locked.state not in ("taken", "sealed"):
            raise Problem(CONFLICT, Text("样品已在实验室", "The laboratory has the sample"))
        if last is None or last.taker_id != person.pk or _is_open(last):
            raise Problem(
                NOT_ALLOWED,
                Text("只有现持有人可以移交", "Only who has the sample can hand it over"),
                [Fault("person", person.username, "holder", Text("非持有人", "Not the holder"))],
            )
        if taker.pk == person.pk or not _may_hold(taker):
            raise invalid(
                "taker", str(taker), "taker",
                "接收人须为另一名抽样、检验或站厂人员", "Another person of the trade must take it",
            )  # fmt: skip
        _check_seal(locked, seal)
        if at == last.at.replace(second=0, microsecond=0):
            at = last.at  # people enter minutes, steps bear seconds
        if at < last.at or at > timezone.now():
            raise invalid(
                "at", at, "monotone",
                "移交时间须在上一环节之后、现在之前", "Between the earlier step and now",
            )  # fmt: skip
        step = Step("handed", person.pk, taker.pk, at, temperature_c, seal.strip(), place.strip())
        return append_step(locked, step)


def accept_custody(person: Person, sample: Sample) -> CustodyStep:
    """Sign for a sample that was handed to one."""
    with transaction.atomic():
        found = (
            CustodyStep.objects.select_for_update()
            .filter(sample=sample, kind="handed", taker=person, accepted_at__isnull=True)
            .last()
        )
        if found is None:
            raise Problem(CONFLICT, Text("没有等您签收的移交", "No hand-over waits for you"))
        now = timezone.now()
        found.accepted_at = now
        found.acceptance = acceptance_digest(found.digest, person.pk, now)
        found.save(update_fields=["accepted_at", "acceptance"])
    return found


def countersign_taking(person: Person, sample: Sample) -> CustodyStep:
    """Sign as the second sampler that the sample was taken as its first step says."""
    with transaction.atomic():
        locked = locked_sample(person, sample)
        refuse_cancelled(locked)
        if locked.second_sampler_id != person.pk:
            raise Problem(
                NOT_ALLOWED,
                Text("只有第二抽样人可以签字", "Only the second sampler signs here"),
                [Fault("person", person.username, "second-sampler", Text("他人", "Another"))],
            )
        taken = locked.custody.select_for_update().filter(kind="taken").first()
        if taken is None or taken.accepted_at is not None:
            raise Problem(CONFLICT, Text("没有等您签字的抽样", "No taking waits for you"))
        now = timezone.now()
        taken.accepted_at = now
        taken.acceptance = acceptance_digest(taken.digest, person.pk, now)
        taken.save(update_fields=["accepted_at", "acceptance"])
    return taken


def cancel_sample(person: Person, sample: Sample, *, reason: str) -> Sample:
    """Cancel a sample before it has results; whatever comes for it afterwards is refused."""
    require_reason(reason, "请填写作废原因", "A reason is required")
    with transaction.atomic():
        locked = locked_sample(person, sample)
        SAMPLE_FLOW.perform(locked, "quality.cancel_sample", person, opinion=reason.strip())
    return locked


def unblind_sample(person: Person, sample: Sample, reader: Person, *, reason: str) -> Unblinding:
    """Let a person know where a blind sample comes from before its report; never oneself."""
    require(person, "quality.unblind_sample")
    require_reason(reason, "请填写揭盲理由", "A reason is required")
    if reader.pk == person.pk:
        raise Problem(
            NOT_ALLOWED,
            Text("不能为自己揭盲", "Nobody lifts a blind for oneself"),
            [Fault("reader", str(reader), "four-eyes", Text("双人原则", "Four eyes"))],
        )
    with transaction.atomic():
        locked = locked_sample(person, sample)
        if locked.blind_number is None or locked.reported_at is not None:
            raise Problem(CONFLICT, Text("该样品不是盲样", "The sample is not blind"))
        get_visible(Sample.objects.all(), scope_of(reader), pk=locked.pk)
        found, _ = Unblinding.objects.get_or_create(
            sample=locked,
            person=reader,
            defaults={"granted_by": person, "reason": reason.strip()},
        )
    return found


def refuse_cancelled(sample: Sample) -> None:
    """Raise a conflict for a cancelled sample."""
    if sample.state == "cancelled":
        message = Text(
            f"样品{sample.barcode}已作废，不再接受任何办理或结果",
            f"Sample {sample.barcode} is cancelled: nothing is taken for it any more",
        )
        raise Problem(CONFLICT, message, [Fault("sample", sample.barcode, "cancelled", message)])


def require_custody(sample: Sample) -> None:
    """Raise a conflict unless a sample's chain of custody is whole up to now."""
    refuse_cancelled(sample)
    breaks = [gap for gap in custody_gaps(sample) if gap.is_break]
    if not breaks:
        return
    first = breaks[0].message
    message = Text(
        f"样品保管链不完整，不得录入结果：{first.zh}",
        f"The chain of custody is broken, no result is taken: {first.en}",
    )
    faults = [Fault("custody", gap.position, gap.rule, gap.message) for gap in breaks]
    raise Problem(CONFLICT, message, faults)


def check_read_seal(sample: Sample, seal: str) -> None:
    """Raise a problem when the seal read at the bench is not the one put on."""
    if seal.strip():
        _check_seal(sample, seal)


def _check_seal(sample: Sample, seal: str) -> None:
    put_on = sample.custody.filter(kind="sealed").last()
    if put_on is None:
        raise Problem(CONFLICT, Text("样品尚未封样", "The sample is not sealed yet"))
    if seal.strip() != put_on.seal:
        raise invalid(
            "seal", seal, "same-seal",
            f"封条号与封样时的{put_on.seal}不符", f"It was sealed with {put_on.seal}",
        )  # fmt: skip


def _is_open(step: CustodyStep) -> bool:
    return step.kind == "handed" and step.accepted_at is None


def _may_hold(taker: Person) -> bool:
    holders = holders_of("quality.hand_over_sample")
    return taker.is_active and any(m.role in holders for m in taker.present_memberships())


def locked_sample(person: Person, sample: Sample) -> Sample:
    """The sample under a row lock, if the person may see it."""
    samples = Sample.objects.select_for_update(of=("self",)).select_related("place__organisation")
    return get_visible(samples, scope_of(person), pk=sample.pk)
