"""Sampling plans: drawn up, committed, drawn before a witness, and carried out task by task."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.clock import in_shanghai
from milkshed.kernel.problems import (
    CONFLICT,
    INVALID,
    NOT_ALLOWED,
    Fault,
    Problem,
    invalid,
    require_reason,
)
from milkshed.kernel.text import Text
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Organisation, Person, Place
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.quality.flow import PLAN_FLOW
from milkshed.quality.models import (
    METHODS,
    OFFICIAL_KINDS,
    PlanObject,
    PlanOfficer,
    PlanStratum,
    Sample,
    SamplingPlan,
    SamplingTask,
)
from milkshed.quality.plan_queries import frame_of, risk_of_places
from milkshed.quality.science.analytes import ANALYTES
from milkshed.quality.science.drawing import (
    ALGORITHM,
    DrawError,
    Drawn,
    digest_of,
    draw,
    frame_digest,
)

_SEED_BYTES = 32
_WORD_LEAST, _WORD_MOST = 4, 60
_PLACE_KINDS = ("station", "farm", "plant")
_OFFICER_ROLES = ("sampler", "inspector")


@dataclass(frozen=True, slots=True)
class Stratum:
    """How many places of a kind are drawn in a county."""

    county: str
    place_kind: str
    size: int


@dataclass(frozen=True, slots=True)
class Drafting:
    """What stands on a plan's form. ``avoids`` are organisations by officer, both by key."""

    title: str
    kind: str
    method: str
    analytes: tuple[str, ...]
    first_day: date
    last_day: date
    strata: tuple[Stratum, ...]
    officers: tuple[int, ...]
    avoids: Mapping[int, Sequence[int]]


def draft_plan(person: Person, office: Organisation, drafting: Drafting) -> SamplingPlan:
    """Draw up a plan of an office the person works for, with its list of places and officers.

    Every place of a stratum that the person may see is listed; its weight is 1 for 双随机, and
    what its past says for sampling by risk.
    """
    require(person, "quality.draft_plan")
    if office.pk not in {o.pk for o in person.organisations()}:
        raise Problem(NOT_ALLOWED, Text("只能为本单位拟定计划", "Only for one's own office"))
    places = _places(person, drafting)
    officers = _officers(person, drafting.officers)
    faults = list(_faults(drafting, places, officers))
    if faults:
        raise Problem(INVALID, None, faults)
    with transaction.atomic():
        plan = SamplingPlan.objects.create(
            number=secrets.token_hex(8),  # until its key is known
            title=drafting.title,
            organisation=office,
            kind=drafting.kind,
            method=drafting.method,
            analytes=list(drafting.analytes),
            first_day=drafting.first_day,
            last_day=drafting.last_day,
            created_by=person,
        )
        plan.number = f"CJ{in_shanghai(timezone.now()):%Y}-{plan.pk:04d}"
        plan.save(update_fields=["number"])
        every = [place for held in places.values() for place in held]
        risks = risk_of_places(every, drafting.first_day) if drafting.method == "risk" else {}
        for stratum in drafting.strata:
            held = places[stratum]
            stored = PlanStratum.objects.create(
                plan=plan,
                county=stratum.county,
                place_kind=stratum.place_kind,
                population=len(held),
                size=stratum.size,
            )
            PlanObject.objects.bulk_create(
                PlanObject(
                    plan=plan,
                    stratum=stored,
                    place=place,
                    weight=risks[place.pk].weight if place.pk in risks else 1,
                    facts=risks[place.pk].as_document() if place.pk in risks else {},
                )
                for place in held
            )
        for officer in officers:
            entered = PlanOfficer.objects.create(plan=plan, person=officer)
            entered.avoids.set(
                Organisation.objects.filter(pk__in=drafting.avoids.get(officer.pk, ()))
            )
    return plan


def _places(person: Person, drafting: Drafting) -> dict[Stratum, list[Place]]:
    scope = scope_of(person)
    return {
        stratum: list(
            visible(Place.objects.all(), scope)
            .filter(county=stratum.county, kind=stratum.place_kind)
            .order_by("gln")
        )
        for stratum in drafting.strata
    }


def _officers(person: Person, wanted: Sequence[int]) -> list[Person]:
    scope = scope_of(person)
    offices = visible(Organisation.objects.all(), scope)
    found = Person.objects.filter(
        pk__in=wanted,
        memberships__role__in=_OFFICER_ROLES,
        memberships__organisation__in=offices,
    )
    return list(found.distinct().order_by("pk"))


def _faults(
    drafting: Drafting, places: Mapping[Stratum, list[Place]], officers: list[Person]
) -> list[Fault]:
    faults: list[Fault] = []

    def fault(field: str, value: object, rule: str, zh: str, en: str) -> None:
        faults.append(Fault(field, value, rule, Text(zh, en)))

    if not drafting.title.strip():
        fault("title", "", "required", "请填写名称", "A title is required")
    if drafting.kind not in OFFICIAL_KINDS:
        fault("kind", drafting.kind, "known", "计划只用于监督抽检和违禁物监测", "Official kinds")
    if drafting.method not in METHODS:
        fault("method", drafting.method, "known", "抽取方式不对", "Unknown way of drawing")
    if drafting.last_day < drafting.first_day:
        fault("last_day", drafting.last_day, "order", "截止早于起始", "It ends before it begins")
    unknown = [code for code in drafting.analytes if code not in ANALYTES]
    if unknown or not drafting.analytes:
        fault("analytes", unknown, "known", "请选择检测项目", "Choose what is tested")
    if not drafting.strata:
        fault("strata", "", "required", "请至少填写一个分层", "At least one stratum is needed")
    keys = [(s.county, s.place_kind) for s in drafting.strata]
    if len(set(keys)) != len(keys):
        fault("strata", keys, "twice", "同一分层填写了两次", "A stratum is listed twice")
    for stratum, held in places.items():
        name = f"{stratum.county}-{stratum.place_kind}"
        if stratum.place_kind not in _PLACE_KINDS:
            fault("strata", name, "known", "对象类型不对", "Unknown kind of place")
        elif stratum.size > len(held):
            fault(
                "strata", f"{name}: {stratum.size}", "stratum-too-large",
                f"{name} 要抽{stratum.size}个，名录中只有{len(held)}个",
                f"{name}: {stratum.size} are wanted, {len(held)} are listed",
            )  # fmt: skip
    if drafting.strata and not sum(s.size for s in drafting.strata):
        fault("strata", 0, "required", "抽取数合计为0", "Nothing would be drawn")
    if len(set(drafting.officers)) != len(drafting.officers):
        fault("officers", list(drafting.officers), "twice", "同一人员填写了两次", "Listed twice")
    elif len(officers) < len(drafting.officers):
        fault("officers", len(officers), "known", "有人员不是抽样员或检查员", "No officer")
    if len(officers) < 2:
        fault("officers", len(officers), "two-people", "抽样须由两名人员进行", "Two people")
    return faults


def commit_plan(person: Person, plan: SamplingPlan) -> SamplingPlan:
    """Fix the list and make the seed: from now on both digests are public and nothing changes."""
    with transaction.atomic():
        locked = _locked(person, plan)
        seed = secrets.token_hex(_SEED_BYTES)
        frame = frame_of(locked)
        _try_draw(locked, seed, "")  # every object must find its two officers
        locked.seed, locked.seed_digest = seed, digest_of(seed)
        locked.frame_digest, locked.algorithm = frame_digest(frame), ALGORITHM
        locked.committed_at = timezone.now()
        locked.save(
            update_fields=["seed", "seed_digest", "frame_digest", "algorithm", "committed_at"]
        )
        PLAN_FLOW.perform(
            locked,
            "quality.commit_plan",
            person,
            evidence={"seed_digest": locked.seed_digest, "frame_digest": locked.frame_digest},
        )
    return locked


def draw_plan(person: Person, plan: SamplingPlan, *, word: str) -> list[SamplingTask]:
    """Draw with a word of a second person, reveal the seed and give out the tasks.

    Refused when the list was altered since it was committed.
    """
    if not _WORD_LEAST <= len(word.strip()) <= _WORD_MOST:
        raise invalid(
            "word", word, "length", "见证口令为4至60个字", "The witness's word has 4 to 60 signs"
        )
    with transaction.atomic():
        locked = _locked(person, plan)
        PLAN_FLOW.check(locked, "quality.draw_plan", person)
        if frame_digest(frame_of(locked)) != locked.frame_digest:
            raise Problem(
                CONFLICT,
                Text("名录与封存时不一致，不得抽取", "The list is not the one committed"),
                [Fault("frame_digest", locked.frame_digest, "frame-changed",
                       Text("名录已变", "The list changed"))],
            )  # fmt: skip
        drawn = _try_draw(locked, locked.seed, word.strip())
        locked.witness_word, locked.drawn_at = word.strip(), timezone.now()
        locked.save(update_fields=["witness_word", "drawn_at"])
        PLAN_FLOW.perform(locked, "quality.draw_plan", person, opinion=word.strip())
        tasks = SamplingTask.objects.bulk_create(_tasks(locked, drawn))
    return tasks


def _try_draw(plan: SamplingPlan, seed: str, word: str) -> tuple[Drawn, ...]:
    try:
        return draw(frame_of(plan), seed, word)
    except DrawError as error:
        words = _DRAW_WORDS[error.rule]
        message = Text(f"{words.zh}（{error.subject}）", f"{words.en} ({error.subject})")
        fault = Fault("plan", error.subject, error.rule, message)
        raise Problem(INVALID, message, [fault]) from error


_DRAW_WORDS = {
    "stratum-too-large": Text("抽取数大于对象数", "More are wanted than there are"),
    "weight": Text("权重须大于0", "A weight must be above zero"),
    "twice": Text("名录中有重复", "Listed twice"),
    "officers": Text(
        "回避后不足两名抽样人员", "Fewer than two officers are left without a conflict of interest"
    ),
}


def _tasks(plan: SamplingPlan, drawn: Sequence[Drawn]) -> list[SamplingTask]:
    """Tasks in drawn order, spread evenly over the plan's working days."""
    places = {o.place.gln: o.place for o in plan.objects_listed.select_related("place")}
    people = {str(o.person_id): o.person for o in plan.officers.select_related("person")}
    days = _working_days(plan.first_day, plan.last_day)
    return [
        SamplingTask(
            plan=plan,
            position=position,
            place=places[one.key],
            stratum=one.stratum,
            probability=round(float(one.probability), 6),
            first_officer=people[one.officers[0]],
            second_officer=people[one.officers[1]],
            day=days[(position - 1) * len(days) // len(drawn)],
        )
        for position, one in enumerate(drawn, start=1)
    ]


def _working_days(first: date, last: date) -> list[date]:
    calendar = working_calendar()
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    return [day for day in every if calendar.is_working(day)] or every


def complete_task(person: Person, task: SamplingTask, *, barcode: str) -> SamplingTask:
    """Join the sample that was taken to its task.

    The sample is of the plan's kind, from the drawn place, taken by the task's two officers.
    """
    require(person, "quality.take_sample")
    with transaction.atomic():
        locked = _locked_task(person, task)
        sample = visible(Sample.objects.all(), scope_of(person)).filter(barcode=barcode).first()
        if sample is None:
            raise invalid("barcode", barcode, "known", "没有该样品", "There is no such sample")
        officers = {locked.first_officer_id, locked.second_officer_id}
        checks = (
            (sample.kind == locked.plan.kind, "kind", "样品类别与计划不符", "Another kind"),
            (sample.place_id == locked.place_id, "place", "样品不是在该地点抽取", "Another place"),
            (
                {sample.sampler_id, sample.second_sampler_id} == officers,
                "officers", "抽样人不是被抽中的两名人员", "Other samplers than those drawn",
            ),
            (
                not SamplingTask.objects.filter(sample=sample).exists(),
                "once", "该样品已用于另一任务", "The sample belongs to another task",
            ),
        )  # fmt: skip
        faults = [
            Fault("barcode", barcode, rule, Text(zh, en))
            for good, rule, zh, en in checks
            if not good
        ]
        if faults:
            raise Problem(INVALID, None, faults)
        locked.sample, locked.state = sample, "done"
        locked.save(update_fields=["sample", "state"])
    return locked


def reassign_task(
    person: Person, task: SamplingTask, *, instead_of: int, officer: int, reason: str
) -> SamplingTask:
    """Another listed officer goes instead of one of the two; the reason is kept (替抽)."""
    require(person, "quality.draft_plan")
    require_reason(reason)
    with transaction.atomic():
        locked = _locked_task(person, task)
        listed = locked.plan.officers.filter(person_id=officer).first()
        if listed is None:
            raise invalid("officer", officer, "known", "不在人员名录中", "Not on the list")
        if instead_of not in (locked.first_officer_id, locked.second_officer_id):
            raise invalid("instead_of", instead_of, "known", "不是该任务的人员", "Not of this task")
        if officer in (locked.first_officer_id, locked.second_officer_id):
            raise invalid("officer", officer, "two-people", "须为两名不同人员", "Two people")
        if listed.avoids.filter(pk=locked.place.organisation_id).exists():
            raise invalid("officer", officer, "conflict", "该人员须回避", "A conflict of interest")
        name = "first" if locked.first_officer_id == instead_of else "second"
        setattr(locked, f"{name}_officer_id", officer)
        locked.note = reason.strip()[:200]
        locked.save(update_fields=[f"{name}_officer", "note"])
    return locked


def excuse_task(person: Person, task: SamplingTask, *, reason: str) -> SamplingTask:
    """End a task that cannot be carried out (a station that closed); the reason is kept."""
    require(person, "quality.draft_plan")
    require_reason(reason)
    with transaction.atomic():
        locked = _locked_task(person, task)
        locked.state, locked.note = "excused", reason.strip()[:200]
        locked.save(update_fields=["state", "note"])
    return locked


def close_plan(person: Person, plan: SamplingPlan) -> SamplingPlan:
    """Close a plan when no task is open any more."""
    with transaction.atomic():
        locked = _locked(person, plan)
        PLAN_FLOW.check(locked, "quality.close_plan", person)
        left = locked.tasks.filter(state="assigned").count()
        if left:
            raise invalid(
                "tasks", left, "open-tasks", f"还有{left}项任务未完成", f"{left} tasks are open"
            )
        PLAN_FLOW.perform(locked, "quality.close_plan", person)
    return locked


def _locked(person: Person, plan: SamplingPlan) -> SamplingPlan:
    plans = SamplingPlan.objects.select_for_update(of=("self",)).select_related("organisation")
    return get_visible(plans, scope_of(person), pk=plan.pk)


def _locked_task(person: Person, task: SamplingTask) -> SamplingTask:
    tasks = SamplingTask.objects.select_for_update(of=("self",)).select_related("plan", "place")
    locked = get_visible(tasks, scope_of(person), pk=task.pk)
    if locked.state != "assigned":
        raise Problem(CONFLICT, Text("该任务已办结", "The task is not open"))
    return locked
