"""The day's worklists of a farm: which cows need what, and why. Limits are rule rows."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db import connection
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest
from django.utils import timezone

from milkshed.herd.models import (
    Animal,
    AnimalEvent,
    AnimalIdentifier,
    AnimalStatus,
    Enrolment,
    EventKind,
    Farm,
    PenPurpose,
    ProtocolStep,
    Sex,
)
from milkshed.herd.worklist_rules import DISEASES
from milkshed.kernel.clock import at_shanghai, in_shanghai, shanghai_day
from milkshed.kernel.text import Text
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import rules_under

_LATE_CALVING = timedelta(days=30)
_LONGEST_COURSE = timedelta(days=60)
_LONGEST_PROTOCOL = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A cow on a list: when it is due (a day, or a moment of it) and why."""

    animal: Animal
    due_on: date
    reason: Text
    at: datetime | None = None
    step: str = ""
    product: str = ""
    kind: str = ""
    number: str = ""
    ear_tag: str = ""


@dataclass(frozen=True, slots=True)
class WorkList:
    """A list of the day; ``kind`` is the event by which its cows are done."""

    code: str
    title: Text
    hint: Text
    kind: str
    items: tuple[WorkItem, ...]


@dataclass(frozen=True, slots=True)
class Limits:
    """The rules of a day under ``herd.``."""

    now: datetime
    rules: dict[str, Rule]

    @property
    def today(self) -> date:
        """The day in China."""
        return shanghai_day(self.now)

    def value(self, key: str, otherwise: int) -> int:
        """The whole number that a rule sets."""
        row = self.rules.get(f"herd.{key}")
        return otherwise if row is None or row.value is None else int(row.value)

    def share(self, key: str, otherwise: str) -> Decimal:
        """The number that a rule sets."""
        row = self.rules.get(f"herd.{key}")
        return Decimal(otherwise) if row is None or row.value is None else row.value

    def span(self, key: str, low: int, high: int) -> tuple[int, int]:
        """The bounds that a rule sets."""
        row = self.rules.get(f"herd.{key}")
        return (
            low if row is None or row.low is None else int(row.low),
            high if row is None or row.high is None else int(row.high),
        )


def limits_at(now: datetime) -> Limits:
    """The rules of the worklists in force at a moment."""
    return Limits(now, rules_under("herd.", shanghai_day(now)))


def _cows(farm: Farm) -> QuerySet[Animal]:
    living = Animal.objects.filter(farm=farm, status=AnimalStatus.ALIVE, sex=Sex.FEMALE)
    return living.select_related("pen")


def _days(number: int) -> timedelta:
    return timedelta(days=number)


def _fresh(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    today, days = limits.today, limits.value("fresh.days", 10)
    found = _cows(farm).filter(
        last_calving_date__gte=today - _days(days), last_calving_date__lte=today, parity__gt=0
    )
    for cow in found.order_by("last_calving_date", "pk"):
        since = (today - cow.last_calving_date).days if cow.last_calving_date else 0
        yield WorkItem(cow, today, Text(f"产后第{since}天", f"Day {since} after calving"))


def _heats(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    today, (low, high) = limits.today, limits.span("heat.return", 18, 24)
    found = (
        _cows(farm)
        .filter(pregnant=False, do_not_breed=False)
        .annotate(last=Greatest("heat_on", "bred_on"))
        .filter(last__range=(today - _days(high), today - _days(low)))
    )
    for cow in found.order_by("last", "pk"):
        last = max(day for day in (cow.heat_on, cow.bred_on) if day)
        days = (today - last).days
        served = last == cow.bred_on
        yield WorkItem(
            cow,
            last + _days(21),
            Text(
                f"距上次{'配种' if served else '发情'}{days}天",
                f"{days} days after {'service' if served else 'heat'}",
            ),
        )


def _to_breed(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    today = limits.today
    waiting = limits.value("voluntary_waiting", 55)
    age = limits.value("first_service.age", 420)
    ready = Q(parity__gt=0, last_calving_date__lte=today - _days(waiting)) | Q(
        parity=0, birth_date__lte=today - _days(age)
    )
    in_heat = Q(heat_on__gte=today - _days(1)) & (
        Q(bred_on__isnull=True) | Q(bred_on__lt=F("heat_on"))
    )
    found = _cows(farm).filter(
        ready,
        in_heat | Q(bred_on__isnull=True),
        dry_on__isnull=True,
        pregnant=False,
        do_not_breed=False,
    )
    for cow in found.order_by("-heat_on", "last_calving_date", "birth_date", "pk"):
        if cow.heat_on and cow.heat_on >= today - _days(1):
            day = "今天" if cow.heat_on == today else "昨天"
            reason = Text(f"{day}发情", "In heat " + ("today" if day == "今天" else "yesterday"))
            yield WorkItem(cow, cow.heat_on, reason)
        elif cow.last_calving_date:
            days = (today - cow.last_calving_date).days
            due = cow.last_calving_date + _days(waiting)
            yield WorkItem(
                cow, due, Text(f"产后{days}天未配", f"{days} days after calving, not served")
            )
        else:
            months = (today - cow.birth_date).days // 30
            yield WorkItem(
                cow,
                cow.birth_date + _days(age),
                Text(f"{months}月龄未配", f"{months} months old, not served"),
            )


def _checks(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    today, after = limits.today, limits.value("pregnancy_check.after", 30)
    first = Q(pregnant=False, bred_on__lte=today - _days(after)) & (
        Q(checked_on__isnull=True) | Q(checked_on__lte=F("bred_on"))
    )
    low, high = limits.span("pregnancy_check.again", 60, 90)
    again = Q(pregnant=True, conceived_on__range=(today - _days(high), today - _days(low))) & Q(
        checked_on__lt=F("conceived_on") + _days(low)
    )
    for cow in _cows(farm).filter(first | again).order_by("bred_on", "pk"):
        if cow.pregnant and cow.conceived_on:
            days = (today - cow.conceived_on).days
            yield WorkItem(
                cow,
                cow.conceived_on + _days(low),
                Text(f"孕{days}天复检", f"{days} days pregnant: confirm again"),
            )
        elif cow.bred_on:
            days = (today - cow.bred_on).days
            yield WorkItem(
                cow,
                cow.bred_on + _days(after),
                Text(f"配种后{days}天未检", f"{days} days after service, not checked"),
            )


def _expected(limits: Limits) -> Q:
    """Due dates long past are taken for calvings that were not reported."""
    return Q(due_on__gte=limits.today - _LATE_CALVING)


def _dry_offs(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    before, ahead = limits.value("dry_off.before_due", 60), limits.value("worklist.ahead", 7)
    last = limits.today + _days(before + ahead)
    found = _cows(farm).filter(
        _expected(limits), parity__gt=0, dry_on__isnull=True, due_on__lte=last
    )
    for cow in found.order_by("due_on", "pk"):
        if cow.due_on:
            due = f"{cow.due_on:%m-%d}"
            yield WorkItem(
                cow, cow.due_on - _days(before), Text(f"预产期{due}", f"Due to calve {due}")
            )


def _close_ups(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    before = limits.value("close_up.before_due", 21)
    found = _cows(farm).filter(_expected(limits), due_on__lte=limits.today + _days(before))
    found = found.exclude(pen__purpose=PenPurpose.CLOSE_UP)
    for cow in found.order_by("due_on", "pk"):
        if cow.due_on:
            left = (cow.due_on - limits.today).days
            reason = (
                Text(f"距预产期{left}天", f"{left} days to calving")
                if left >= 0
                else Text(f"已过预产期{-left}天", f"{-left} days overdue")
            )
            yield WorkItem(cow, cow.due_on - _days(before), reason)


def _treatments(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    """Courses that go on: one item for each cow and product still to be given today."""
    today = limits.today
    told = AnimalEvent.objects.filter(
        farm=farm,
        kind=EventKind.TREATMENT,
        happened_at__gte=at_shanghai(today) - _LONGEST_COURSE,
        details__course_days__gt=1,
        corrections__isnull=True,
        animal__status=AnimalStatus.ALIVE,
        animal__farm=farm,
    ).select_related("animal__pen")
    given = set(
        AnimalEvent.objects.filter(
            farm=farm,
            kind=EventKind.TREATMENT,
            happened_at__gte=at_shanghai(today),
            corrections__isnull=True,
        ).values_list("animal_id", "details__product")
    )
    for event in told.order_by("happened_at", "event_key"):
        course = int(event.details["course_days"])
        if (event.animal_id, event.details.get("product")) in given:
            continue
        day = (today - shanghai_day(event.happened_at)).days + 1
        if 1 < day <= course:
            product = str(event.details.get("product", ""))
            reason = Text(f"{product} 第{day}天/共{course}天", f"{product}: day {day} of {course}")
            yield WorkItem(event.animal, today, reason, product=product)


def _withdrawals(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    start = at_shanghai(limits.today)
    found = _cows(farm).filter(
        withdrawal_until__gt=start - _days(1), withdrawal_until__lt=start + _days(2)
    )
    for cow in found.order_by("withdrawal_until", "pk"):
        if cow.withdrawal_until:
            over = cow.withdrawal_until <= limits.now
            until = f"{in_shanghai(cow.withdrawal_until):%m-%d %H:%M}"
            reason = (
                Text(f"弃奶期已于{until}结束，可回群", f"Withdrawal over since {until}")
                if over
                else Text(f"弃奶期至{until}", f"Withdrawal until {until}")
            )
            yield WorkItem(cow, shanghai_day(cow.withdrawal_until), reason, at=cow.withdrawal_until)


_LAST_VACCINATION = """
SELECT e.animal_id, max((e.happened_at AT TIME ZONE 'Asia/Shanghai')::date)
FROM herd_animalevent e
WHERE e.farm_id = %s AND e.kind = 'vaccination' AND e.details ->> 'disease' = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM herd_animalevent c WHERE c.corrects_id = e.id)
GROUP BY e.animal_id
"""


def _vaccinations(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    today = limits.today
    for code, title in DISEASES.items():
        interval = limits.value(f"vaccination.{code}", 0)
        if not interval:
            continue
        age, _ = limits.span(f"vaccination.{code}", 90, 0)
        with connection.cursor() as cursor:
            cursor.execute(_LAST_VACCINATION, [farm.pk, [code, title.zh, title.en]])
            last: dict[int, date] = dict(cursor.fetchall())
        if not last:
            continue  # a farm that keeps no immunisation here has no list of all its cattle
        ahead = limits.value("worklist.ahead", 7)
        grown = Animal.objects.filter(
            farm=farm, status=AnimalStatus.ALIVE, birth_date__lte=today - _days(age)
        )
        for animal in grown.select_related("pen").order_by("pk"):
            given = last.get(animal.pk)
            due = given + _days(interval) if given else animal.birth_date + _days(age)
            if due <= today + _days(ahead):
                told = f"{given:%Y-%m-%d}" if given else ""
                yield WorkItem(
                    animal,
                    due,
                    Text(
                        f"{title.zh}：上次{told}" if given else f"{title.zh}：未免",
                        f"{title.en}: last {told}" if given else f"{title.en}: never",
                    ),
                    product=code,
                )


def _steps(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
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
            at = at_shanghai(one.started_on + _days(step.day), step.hour)
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


_SCC_TWICE = """
SELECT animal_id, min(scc_per_ml) FROM (
  SELECT t.animal_id, t.scc_per_ml,
    row_number() OVER (PARTITION BY t.animal_id ORDER BY t.test_date DESC) AS nth
  FROM herd_testday t JOIN herd_animal a ON a.id = t.animal_id
  WHERE t.farm_id = %(farm)s AND t.test_date > %(since)s AND t.scc_per_ml IS NOT NULL
    AND t.test_date >= a.last_calving_date AND a.farm_id = %(farm)s AND a.status = 'alive'
) last WHERE nth <= 2 GROUP BY animal_id HAVING count(*) = 2 AND min(scc_per_ml) > %(most)s
"""
_LOSSES = """
SELECT animal_id, kind, first, latest FROM (
  SELECT DISTINCT ON (e.animal_id, e.kind) e.animal_id, e.kind,
    first_value(coalesce(e.details ->> 'score', e.details ->> 'weight_kg')::numeric)
      OVER (PARTITION BY e.animal_id, e.kind ORDER BY e.happened_at, e.event_key) AS first,
    first_value(coalesce(e.details ->> 'score', e.details ->> 'weight_kg')::numeric)
      OVER (PARTITION BY e.animal_id, e.kind ORDER BY e.happened_at DESC, e.event_key) AS latest
  FROM herd_animalevent e JOIN herd_animal a ON a.id = e.animal_id
  WHERE e.farm_id = %(farm)s AND e.kind IN ('body_condition', 'weight')
    AND e.happened_at > %(since)s AND a.status = 'alive' AND a.farm_id = %(farm)s AND a.parity > 0
    AND (e.happened_at AT TIME ZONE 'Asia/Shanghai')::date >= a.last_calving_date - 14
    AND NOT EXISTS (SELECT 1 FROM herd_animalevent c WHERE c.corrects_id = e.id)
) measured WHERE latest < first
"""


def _look(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    """Cows to look at, each once with everything that speaks for it."""
    today = limits.today
    reasons: dict[int, list[Text]] = {}

    def add(animal: int, zh: str, en: str) -> None:
        reasons.setdefault(animal, []).append(Text(zh, en))

    services = limits.value("look.services", 3)
    open_days = limits.value("look.open_days", 150)
    not_pregnant = _cows(farm).filter(pregnant=False, do_not_breed=False)
    for pk, count in not_pregnant.filter(services__gte=services).values_list("pk", "services"):
        add(pk, f"已配{count}次未孕", f"{count} services, not pregnant")
    late = not_pregnant.filter(parity__gt=0, last_calving_date__lte=today - _days(open_days))
    for pk, calved in late.values_list("pk", "last_calving_date"):
        days = (today - calved).days if calved else 0
        add(pk, f"产后{days}天仍空怀", f"Open {days} days after calving")
    most = limits.span("look.scc_per_ml", 0, 200_000)[1]
    values: dict[str, int | date | datetime] = {
        "farm": farm.pk,
        "since": today - _days(75),
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SCC_TWICE, values)
        for pk, cells in cursor.fetchall():
            add(
                pk,
                f"连续两次体细胞数高（≥{cells / 10_000:.0f}万）",
                f"Somatic cells high twice (≥ {cells:,})",
            )
        values["since"] = at_shanghai(today - _days(200))
        cursor.execute(_LOSSES, values)
        for pk, kind, first, latest in cursor.fetchall():
            lost = first - latest
            if kind == "body_condition" and lost >= limits.share(
                "look.body_condition_loss", "0.75"
            ):
                add(pk, f"体况由{first:g}降至{latest:g}", f"Condition from {first:g} to {latest:g}")
            elif kind == "weight" and lost * 100 >= first * limits.share("look.weight_loss", "8"):
                share = round(lost * 100 / first)
                add(pk, f"体重下降{share}%", f"Weight down by {share} %")
    cows = {cow.pk: cow for cow in _cows(farm).filter(pk__in=list(reasons))}
    for pk in sorted(cows, key=lambda key: (-len(reasons[key]), key)):
        told = reasons[pk]
        joined = Text("；".join(t.zh for t in told), "; ".join(t.en for t in told))
        yield WorkItem(cows[pk], today, joined)


@dataclass(frozen=True, slots=True)
class _Definition:
    title: Text
    hint: Text
    kind: str
    find: Callable[[Farm, Limits], Iterable[WorkItem]]


_LISTS: dict[str, _Definition] = {
    "protocol": _Definition(
        Text("规程步骤", "Protocol steps"),
        Text("今天该做的同期发情等步骤", "Steps of programmes due by today"),
        EventKind.TREATMENT,
        _steps,
    ),
    "breed": _Definition(
        Text("待配种", "To inseminate"),
        Text("发情的牛和过了等待期未配的牛", "In heat, or past waiting and not served"),
        EventKind.INSEMINATION,
        _to_breed,
    ),
    "heat": _Definition(
        Text("返情观察", "Heats to watch"),
        Text("距上次发情或配种18–24天", "18–24 days after heat or service"),
        EventKind.HEAT,
        _heats,
    ),
    "check": _Definition(
        Text("待孕检", "Pregnancy checks"),
        Text("配种后未检和到复检期的牛", "Served and not checked, or to be confirmed"),
        EventKind.PREGNANCY_CHECK,
        _checks,
    ),
    "fresh": _Definition(
        Text("新产检查", "Fresh checks"),
        Text("产后头几天每天看一遍", "Every day for the first days after calving"),
        EventKind.HEALTH,
        _fresh,
    ),
    "treatment": _Definition(
        Text("继续用药", "Treatments to go on"),
        Text("疗程未完的牛", "Courses that are not over"),
        EventKind.TREATMENT,
        _treatments,
    ),
    "withdrawal": _Definition(
        Text("弃奶期将满", "Withdrawals ending"),
        Text("昨天到明天结束的弃奶期", "Withdrawals that end from yesterday to tomorrow"),
        EventKind.PEN_MOVE,
        _withdrawals,
    ),
    "dry-off": _Definition(
        Text("待干奶", "To dry off"),
        Text("到干奶时间的牛", "Cows that are to be dried off"),
        EventKind.DRY_OFF,
        _dry_offs,
    ),
    "close-up": _Definition(
        Text("转围产", "Close-ups"),
        Text("临近预产期、尚未转入围产群的牛", "Near calving and not in a close-up pen"),
        EventKind.PEN_MOVE,
        _close_ups,
    ),
    "vaccination": _Definition(
        Text("待免疫", "Vaccinations due"),
        Text("到免疫间隔的牛", "Cattle whose interval is over"),
        EventKind.VACCINATION,
        _vaccinations,
    ),
    "look": _Definition(
        Text("要看的牛", "Cows to look at"),
        Text("屡配不孕、空怀过长、体细胞数高、掉膘", "Repeat, long open, cells, loss of flesh"),
        EventKind.HEALTH,
        _look,
    ),
}
LIST_CODES = tuple(_LISTS)


def worklist(farm: Farm, code: str, now: datetime | None = None) -> WorkList | None:
    """One list of a farm with its cows, soonest due first; None for a code that is no list."""
    if code not in _LISTS:
        return None
    return _made(farm, code, limits_at(now or timezone.now()))


def worklists(farm: Farm, now: datetime | None = None) -> list[WorkList]:
    """All lists of a farm, empty ones too."""
    limits = limits_at(now or timezone.now())
    return [_made(farm, code, limits) for code in _LISTS]


def _made(farm: Farm, code: str, limits: Limits) -> WorkList:
    one = _LISTS[code]
    items = list(one.find(farm, limits))
    if code not in ("look", "breed"):
        items.sort(key=lambda item: (item.due_on, item.animal.pk))
    return WorkList(code, one.title, one.hint, one.kind, tuple(items))


def with_numbers(items: Sequence[WorkItem]) -> list[WorkItem]:
    """Items with the on-farm number (else ear tag, else key) and the ear tag of their cows."""
    held = AnimalIdentifier.objects.filter(
        animal__in={item.animal.pk for item in items},
        valid_to__isnull=True,
        scheme__in=("on-farm", "ear-tag"),
    )
    numbers: dict[int, dict[str, str]] = {}
    for animal, scheme, value in held.values_list("animal_id", "scheme", "value"):
        numbers.setdefault(animal, {})[scheme] = value
    told = []
    for item in items:
        own = numbers.get(item.animal.pk, {})
        tag = own.get("ear-tag", "")
        number = own.get("on-farm") or tag or str(item.animal.pk)
        told.append(replace(item, number=number, ear_tag=tag))
    return told
