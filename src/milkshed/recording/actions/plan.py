"""Enrolling farms and planning their test days."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from milkshed.herd import facade as herd
from milkshed.kernel.problems import CONFLICT, Fault, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Place
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.recording.flow import VISIT_FLOW
from milkshed.recording.models import Enrolment, SampledBy, TestVisit, WeighingScheme
from milkshed.recording.rules import RecordingRules

_FURTHEST_D = 400


def enrol_farm(
    person: Person,
    *,
    farm_code: str,
    centre: Organisation,
    started_on: date,
    sampled_by: str,
    scheme: str,
    milkings_per_day: int,
) -> Enrolment:
    """Take a farm into milk recording at a centre.

    Raises a problem where the farm is unknown or recorded already, or the organisation is no
    recording centre.
    """
    require(person, "recording.enrol")
    if centre.kind != "dhi_centre":
        raise invalid(
            "centre", centre.name_zh, "kind", "该单位不是测定中心", "This is no recording centre"
        )
    if sampled_by not in SampledBy.values:
        raise invalid("sampled_by", sampled_by, "choice", "请选择采样人员", "Say who samples")
    if scheme not in WeighingScheme.values:
        raise invalid("scheme", scheme, "choice", "请选择称量方案", "Choose a scheme")
    if not 1 <= milkings_per_day <= 6:
        raise invalid(
            "milkings_per_day", milkings_per_day, "range", "每日挤奶1至6次", "1 to 6 milkings a day"
        )
    farm = herd.farm_named(farm_code)
    try:
        with transaction.atomic():
            return Enrolment.objects.create(
                place=Place.objects.get(pk=farm.place_id),
                farm_code=farm.code,
                centre=centre,
                started_on=started_on,
                sampled_by=sampled_by,
                scheme=scheme,
                milkings_per_day=milkings_per_day,
                synthetic=farm.synthetic,
            )
    except IntegrityError as error:
        message = Text("该场已在参加测定", "The farm is recorded already")
        raise Problem(
            CONFLICT, message, [Fault("farm_code", farm_code, "recorded-once", message)]
        ) from error


def plan_visit(
    person: Person, enrolment_id: int, planned_on: date, *, sampled_by: str = ""
) -> TestVisit:
    """Plan one test day of a farm; the farm's usual samplers unless others are named.

    Raises a problem where the day is past, far away, or nearer to another planned or done test
    than the rules tolerate.
    """
    require(person, "recording.plan_visits")
    enrolment = get_visible(
        Enrolment.objects.select_related("place"), scope_of(person), pk=enrolment_id
    )
    today = timezone.localdate()
    if not today <= planned_on <= today + timedelta(days=_FURTHEST_D):
        raise invalid(
            "planned_on", planned_on, "day", "计划日期应在今天至一年内", "A day within a year"
        )
    least = RecordingRules.on(planned_on).bounds("visit.tolerance")[0]
    with transaction.atomic():
        Enrolment.objects.select_for_update().get(pk=enrolment.pk)
        near = _nearest(enrolment, planned_on)
        if near is not None and abs((planned_on - near).days) < least:
            raise invalid(
                "planned_on",
                planned_on,
                "visit.tolerance",
                f"距{near}的测定不足{least:g}天",
                f"Less than {least:g} days from the test of {near}",
            )
        return TestVisit.objects.create(
            enrolment=enrolment,
            planned_on=planned_on,
            sampled_by=sampled_by if sampled_by in SampledBy.values else enrolment.sampled_by,
            synthetic=enrolment.synthetic,
        )


def plan_month(person: Person, first: date, last: date) -> Sequence[TestVisit]:
    """Plan the next test day of every farm in reach that falls due within days.

    A farm is due in the middle of the rule's interval after its last test or planned visit, one
    that was never tested on the first day. Farms with a visit within the days are left alone.
    """
    require(person, "recording.plan_visits")
    low, high = RecordingRules.on(first).bounds("visit.interval")
    step = timedelta(days=round((low + high) / 2))
    today = timezone.localdate()
    made = []
    enrolments = visible(
        Enrolment.objects.filter(ended_on__isnull=True), scope_of(person)
    ).select_for_update(of=("self",))
    with transaction.atomic():
        for enrolment in enrolments.order_by("pk"):
            before = _last(enrolment)
            due = max(first, today) if before is None else max(before + step, first, today)
            if (
                due <= last
                and not enrolment.visits.filter(planned_on__range=(first, last))
                .exclude(state="cancelled")
                .exists()
            ):
                made.append(
                    TestVisit.objects.create(
                        enrolment=enrolment,
                        planned_on=due,
                        sampled_by=enrolment.sampled_by,
                        synthetic=enrolment.synthetic,
                    )
                )
    return made


def cancel_visit(person: Person, visit_id: int, reason: str) -> TestVisit:
    """Give a planned visit up; the reason stays with it."""
    require_reason(reason)
    with transaction.atomic():
        visit = locked_visit(person, visit_id)
        VISIT_FLOW.perform(visit, "recording.cancel_visit", person, opinion=reason.strip()[:200])
    return visit


def locked_visit(person: Person, visit_id: int) -> TestVisit:
    """A visit in reach with its row locked; inside the caller's transaction."""
    visits = TestVisit.objects.select_for_update(of=("self",)).select_related("enrolment__place")
    return get_visible(visits, scope_of(person), pk=visit_id)


def _last(enrolment: Enrolment) -> date | None:
    held = enrolment.visits.exclude(state="cancelled").aggregate(last=Max("planned_on"))
    found: date | None = held["last"]
    return found


def _nearest(enrolment: Enrolment, day: date) -> date | None:
    days = enrolment.visits.exclude(state="cancelled").values_list("planned_on", "tested_on")
    held = [tested or planned for planned, tested in days]
    return min(held, key=lambda one: abs((one - day).days), default=None)
