"""Retained portions: kept with a place and an end, opened for a test, disposed of."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.clock import in_shanghai, shanghai_day
from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Place
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import rule
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.quality.actions.custody import (
    append_step,
    check_read_seal,
    locked_sample,
    refuse_cancelled,
)
from milkshed.quality.actions.numbers import check_free, number_faults
from milkshed.quality.flow import PORTION_FLOW
from milkshed.quality.models import OFFICIAL_KINDS, Hold, RetainedPortion, Sample
from milkshed.quality.science.chain import Step


def retain_portion(person: Person, sample: Sample, store: Place, *, shelf: str) -> RetainedPortion:
    """Put one portion of a sample into store; how long it keeps is a rule of its kind.

    Chilled milk keeps for hours, the frozen portion of an official sample for days. Raises a
    problem when the sample has no portion left.
    """
    require(person, "quality.retain_portion")
    if not shelf.strip():
        raise invalid("shelf", shelf, "required", "请填写库位", "The shelf is required")
    place = get_visible(Place.objects.all(), scope_of(person), pk=store.pk)
    with transaction.atomic():
        locked = locked_sample(person, sample)
        refuse_cancelled(locked)
        number = locked.retained.count() + 1
        if number > locked.portions:
            raise Problem(
                CONFLICT,
                Text(
                    f"该样品只有{locked.portions}份，均已入库",
                    f"The sample has {locked.portions} portions, all in store",
                ),
                [Fault("portions", number, "portions", Text("没有余样", "None is left"))],
            )
        return RetainedPortion.objects.create(
            sample=locked,
            number=number,
            store=place,
            shelf=shelf.strip(),
            stored_at=timezone.now(),
            expires_at=locked.sampled_at + _keeps_for(locked),
        )


def open_portion(
    person: Person, portion: RetainedPortion, *, barcode: str, reason: str, seal: str = ""
) -> Sample:
    """Take a retained portion out for a test of its own; it becomes a sample in its own right.

    Its chain begins with the taking and tells the opening; a portion past its end is refused.
    """
    require_reason(reason, "请填写启用理由", "A reason is required")
    faults = number_faults("barcode", barcode)
    if faults:
        raise Problem(INVALID, None, faults)
    with transaction.atomic():
        locked = _locked(person, portion)
        now = timezone.now()
        if locked.expires_at < now:
            raise Problem(
                CONFLICT,
                Text(
                    f"留样已于{in_shanghai(locked.expires_at):%Y-%m-%d %H:%M}过期",
                    f"The portion expired on {in_shanghai(locked.expires_at):%Y-%m-%d %H:%M}",
                ),
                [Fault("portion", locked.pk, "expired", Text("留样过期", "Expired"))],
            )
        check_read_seal(locked.sample, seal)
        check_free(barcode)
        PORTION_FLOW.perform(locked, "quality.open_portion", person, opinion=reason.strip())
        _end(locked, person, f"{barcode} {reason.strip()}")
        source = locked.sample
        opened = Sample.objects.create(
            barcode=barcode,
            kind=source.kind,
            lot_uri=source.lot_uri,
            place=source.place,
            tanker_uri=source.tanker_uri,
            sheet_gdti=source.sheet_gdti,
            sampled_at=source.sampled_at,
            sampler=source.sampler,
            second_sampler=source.second_sampler,
            state="sealed",
        )
        taken = Step(
            "taken", None, source.sampler_id, source.sampled_at, place=source.place.name_zh
        )
        append_step(opened, taken)
        append_step(opened, Step("opened", None, person.pk, now, place=locked.shelf))
    return opened


def dispose_portion(person: Person, portion: RetainedPortion, *, how: str) -> RetainedPortion:
    """Dispose of a portion after its end; never while its lot is held or a hold is proposed."""
    if not how.strip():
        raise invalid("how", how, "required", "请填写处置方式", "Say how it is disposed of")
    with transaction.atomic():
        locked = _locked(person, portion)
        held = Hold.objects.filter(
            lot_uri=locked.sample.lot_uri, state__in=["proposed", "standing"]
        ).first()
        if held is not None:
            message = Text(
                f"所属奶批有未办结的扣留{held.number}，留样不得处置",
                f"Hold {held.number} of its lot is open: the portion must be kept",
            )
            raise Problem(CONFLICT, message, [Fault("portion", held.number, "held", message)])
        if locked.expires_at > timezone.now():
            message = Text(
                f"保存期到{in_shanghai(locked.expires_at):%Y-%m-%d %H:%M}，未到期不得处置",
                f"It must be kept until {in_shanghai(locked.expires_at):%Y-%m-%d %H:%M}",
            )
            raise Problem(CONFLICT, message, [Fault("portion", locked.pk, "keep", message)])
        PORTION_FLOW.perform(locked, "quality.dispose_portion", person, opinion=how.strip())
        _end(locked, person, how.strip())
    return locked


def _end(portion: RetainedPortion, person: Person, note: str) -> None:
    portion.ended_at, portion.ended_by, portion.note = timezone.now(), person, note[:200]
    portion.save(update_fields=["ended_at", "ended_by", "note"])


def _keeps_for(sample: Sample) -> timedelta:
    day = shanghai_day(sample.sampled_at)
    if sample.kind in OFFICIAL_KINDS:
        return timedelta(days=float(rule("quality.retained.official_days", day).value or 0))
    return timedelta(hours=float(rule("quality.retained.hours", day).value or 0))


def _locked(person: Person, portion: RetainedPortion) -> RetainedPortion:
    seen = visible(RetainedPortion.objects.all(), scope_of(person)).values("pk")
    found = RetainedPortion.objects.select_for_update(of=("self",)).select_related("sample__place")
    return get_visible(found.filter(pk__in=seen), scope_of(person), pk=portion.pk)
