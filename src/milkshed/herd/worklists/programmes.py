"""Steps of synchronisation programmes that are due."""

from collections.abc import Iterable
from datetime import timedelta

from milkshed.herd.models import (
    AnimalEvent,
    AnimalStatus,
    Enrolment,
    Farm,
    ProtocolStep,
)
from milkshed.herd.worklists.items import Limits, WorkItem, day_span
from milkshed.kernel.clock import at_shanghai, in_shanghai, shanghai_day
from milkshed.kernel.text import Text

_LONGEST_PROTOCOL = timedelta(days=60)


def steps(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    """Steps of protocols that are due by today and that no event has carried out."""
    now, today = limits.now, limits.today
    open_ones = list(
        Enrolment.objects.filter(
            farm=farm,
            ended_on__isnull=True,
            started_on__gte=today - _LONGEST_PROTOCOL,
            animal__status=AnimalStatus.ALIVE,
            animal__farm=farm,
        ).select_related("animal__pen", "protocol")
    )
    steps: dict[int, list[ProtocolStep]] = {}
    for step in ProtocolStep.objects.filter(
        protocol__in={one.protocol_id for one in open_ones}
    ).order_by("number"):
        steps.setdefault(step.protocol_id, []).append(step)
    done = set(
        AnimalEvent.objects.filter(
            animal__in=[one.animal_id for one in open_ones],
            details__has_key="protocol_step",
            corrections__isnull=True,
        ).values_list("details__protocol_step", flat=True)
    )
    for one in open_ones:
        for step in steps[one.protocol_id]:
            key = f"{one.pk}/{step.number}"
            at = at_shanghai(one.started_on + day_span(step.day), step.hour)
            if key in done:
                continue
            if shanghai_day(at) > today:
                break
            late = (today - shanghai_day(at)).days
            reason = Text(
                f"{one.protocol.name_zh} 第{step.number}步：{step.title_zh}"
                + (f"（迟{late}天）" if late else f" {in_shanghai(at):%H:%M}"),
                f"{one.protocol.name_en}, step {step.number}: {step.title_en}"
                + (f" ({late} days late)" if late else f" {in_shanghai(at):%H:%M}"),
            )
            yield WorkItem(
                one.animal,
                shanghai_day(at),
                reason,
                at=at if at > now else None,
                step=key,
                product=step.product,
                kind=step.kind,
            )
            break
