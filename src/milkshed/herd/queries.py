"""Reads of the herd. Every list starts from what a scope may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Max, Prefetch, Q, QuerySet, Sum
from django.utils import timezone

from milkshed.herd.models import (
    Animal,
    AnimalEvent,
    AnimalIdentifier,
    AnimalStatus,
    Farm,
    FarmDay,
    ImportBatch,
    TestDay,
)
from milkshed.kernel.counties import COUNTIES
from milkshed.platform.models import Alarm
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import Scope, visible

_PRESENT_NUMBERS = Prefetch(
    "identifiers", queryset=AnimalIdentifier.objects.filter(valid_to__isnull=True)
)


@dataclass(frozen=True, slots=True)
class FarmLine:
    """One farm in a list, with its present herd and its last declared day."""

    farm: Farm
    head: int
    last_day: FarmDay | None


@dataclass(frozen=True, slots=True)
class HerdStructure:
    """Heads by stage of life, female cattle unless named otherwise."""

    calves: int
    heifers: int
    milking: int
    dry: int
    males: int

    @property
    def adult(self) -> int:
        """Cows that have calved."""
        return self.milking + self.dry

    @property
    def total(self) -> int:
        """All animals."""
        return self.adult + self.calves + self.heifers + self.males


@dataclass(frozen=True, slots=True)
class Attention:
    """Animals that need someone today, soonest first, and how many there are of each."""

    to_dry_off: Sequence[Animal]
    to_dry_off_count: int
    to_calve: Sequence[Animal]
    to_calve_count: int
    in_withdrawal: Sequence[Animal]
    in_withdrawal_count: int
    in_colostrum_count: int


def farms(scope: Scope, *, search: str = "", county: str = "") -> QuerySet[Farm]:
    """Farms in reach, by name or code and county, in order of code."""
    found = visible(Farm.objects.select_related("place", "organisation"), scope)
    search = _typed(search)
    if search:
        found = found.filter(Q(place__name_zh__icontains=search) | Q(code__startswith=search))
    if county in COUNTIES:
        found = found.filter(place__county=county)
    return found.order_by("code")


def _typed(search: str) -> str:
    """What was searched for, without control characters, which the database cannot compare."""
    return "".join(char for char in search if char.isprintable()).strip()


def farm_lines(page: Sequence[Farm]) -> list[FarmLine]:
    """Complete a page of farms with head in the register and the last declared day."""
    keys = [farm.pk for farm in page]
    heads = heads_by_farm(keys)
    latest = FarmDay.objects.filter(farm__in=keys).values("farm").annotate(last=Max("day"))
    wanted = Q(pk__in=[])
    for entry in latest:
        wanted |= Q(farm=entry["farm"], day=entry["last"])
    days = {day.farm_id: day for day in FarmDay.objects.filter(wanted)}
    return [FarmLine(farm, heads.get(farm.pk, 0), days.get(farm.pk)) for farm in page]


def heads_by_farm(farm_keys: Sequence[int] | None = None, on: date | None = None) -> dict[int, int]:
    """Living animals in the register by farm; on a past day by entry and leaving.

    Which farm an animal stood on in the past is taken as the farm where it stands or last
    stood.
    """
    animals = Animal.objects.all()
    if farm_keys is not None:
        animals = animals.filter(farm__in=farm_keys)
    if on is None:
        animals = animals.filter(status=AnimalStatus.ALIVE)
    else:
        animals = animals.filter(Q(left_on__isnull=True) | Q(left_on__gt=on), entered_on__lte=on)
    return dict(animals.order_by().values_list("farm").annotate(Count("pk")))


def herd_structure(farm: Farm, on: date) -> HerdStructure:
    """The present herd by stage; a calf is younger than six months."""
    calf_since = on - timedelta(days=182)
    counts = Animal.objects.filter(farm=farm, status=AnimalStatus.ALIVE).aggregate(
        calves=Count("pk", filter=Q(sex="F", parity=0, birth_date__gt=calf_since)),
        heifers=Count("pk", filter=Q(sex="F", parity=0, birth_date__lte=calf_since)),
        milking=Count("pk", filter=Q(parity__gt=0, dry_on__isnull=True)),
        dry=Count("pk", filter=Q(parity__gt=0, dry_on__isnull=False)),
        males=Count("pk", filter=Q(sex="M")),
    )
    return HerdStructure(**counts)


def farm_days(farm: Farm, first: date, last: date) -> list[FarmDay]:
    """Declared days of a farm in order, gaps left out."""
    return list(farm.days.filter(day__range=(first, last)).order_by("day"))


def latest_day(farm: Farm) -> FarmDay | None:
    """The last day that a farm declared."""
    return farm.days.order_by("-day").first()


@dataclass(frozen=True, slots=True)
class AttentionFilters:
    """Conditions on living animals, as the rules of the day set them."""

    to_dry_off: Q
    to_calve: Q
    in_withdrawal: Q
    in_colostrum: Q


def attention_filters(now: datetime) -> AttentionFilters:
    """Which animals need someone at a moment.

    A due date more than thirty days past is taken for a calving that was not reported.
    """
    today = timezone.localdate(now)
    ahead = timedelta(days=_rule_days("herd.worklist.ahead", today, 7))
    dry_before = timedelta(days=_rule_days("herd.dry_off.before_due", today, 60))
    colostrum = timedelta(days=_rule_days("herd.colostrum", today, 7))
    expected = Q(due_on__gte=today - timedelta(days=30))
    return AttentionFilters(
        to_dry_off=expected
        & Q(parity__gt=0, dry_on__isnull=True, due_on__lte=today + dry_before + ahead),
        to_calve=expected & Q(due_on__lte=today + ahead),
        in_withdrawal=Q(withdrawal_until__gt=now),
        in_colostrum=Q(last_calving_date__gt=today - colostrum),
    )


def attention(farm: Farm, now: datetime, *, most: int = 8) -> Attention:
    """What needs someone on the farm: drying off, calvings, withdrawal, colostrum."""
    which = attention_filters(now)
    alive = Animal.objects.filter(farm=farm, status=AnimalStatus.ALIVE)
    named = alive.prefetch_related(_PRESENT_NUMBERS)
    counts = alive.aggregate(
        to_dry_off=Count("pk", filter=which.to_dry_off),
        to_calve=Count("pk", filter=which.to_calve),
        in_withdrawal=Count("pk", filter=which.in_withdrawal),
        in_colostrum=Count("pk", filter=which.in_colostrum),
    )
    return Attention(
        to_dry_off=list(named.filter(which.to_dry_off).order_by("due_on")[:most]),
        to_dry_off_count=counts["to_dry_off"],
        to_calve=list(named.filter(which.to_calve).order_by("due_on")[:most]),
        to_calve_count=counts["to_calve"],
        in_withdrawal=list(named.filter(which.in_withdrawal).order_by("withdrawal_until")[:most]),
        in_withdrawal_count=counts["in_withdrawal"],
        in_colostrum_count=counts["in_colostrum"],
    )


def _rule_days(key: str, on: date, otherwise: int) -> int:
    row = find_rule(key, on)
    return int(row.value) if row is not None and row.value is not None else otherwise


def open_alarms(farm: Farm, scope: Scope, *, most: int = 10) -> QuerySet[Alarm]:
    """Open alarms of the farm's place that the scope reaches."""
    found = visible(Alarm.objects.filter(place=farm.place, state="open"), scope)
    return found.order_by("-happened_at")[:most]


def animals(
    scope: Scope, farm: Farm, *, search: str = "", stage: str = "", pen: str = ""
) -> QuerySet[Animal]:
    """Animals of a farm in reach, by number, by stage and by the code of their pen.

    Stages: adult, young, left, or one of the attention lists (calving, drying, withdrawal,
    colostrum); empty for all that live there.
    """
    found = visible(Animal.objects.filter(farm=farm), scope)
    if stage == "left":
        found = found.exclude(status=AnimalStatus.ALIVE)
    else:
        found = found.filter(status=AnimalStatus.ALIVE)
    which = attention_filters(timezone.now())
    conditions = {
        "adult": Q(parity__gt=0),
        "young": Q(parity=0),
        "calving": which.to_calve,
        "drying": which.to_dry_off,
        "withdrawal": which.in_withdrawal,
        "colostrum": which.in_colostrum,
    }
    found = found.filter(conditions.get(stage, Q()))
    if pen:
        found = found.filter(pen__code=_typed(pen))
    search = _typed(search)
    if search:
        numbers = AnimalIdentifier.objects.filter(
            Q(value=search) | Q(value__startswith=search), animal__farm=farm
        )
        found = found.filter(pk__in=numbers.values("animal"))
    return (
        found.order_by(order_of(stage), "pk")
        .select_related("pen")
        .prefetch_related(_PRESENT_NUMBERS)
    )


def order_of(stage: str) -> str:
    """The day by which a stage's animals stand in order."""
    return "due_on" if stage in ("calving", "drying") else "birth_date"


def events_of(animal: Animal) -> QuerySet[AnimalEvent]:
    """All events of an animal, youngest first, corrected ones included."""
    found = animal.events.select_related("recorded_by", "corrects")
    return found.prefetch_related("corrections").order_by("-happened_at", "-pk")


def test_days_of(animal: Animal) -> QuerySet[TestDay]:
    """Test days of an animal in order."""
    return animal.test_days.order_by("test_date")


def imports(scope: Scope) -> QuerySet[ImportBatch]:
    """Imported files in reach, youngest first."""
    found = ImportBatch.objects.select_related("farm__place", "imported_by")
    found = found.defer("content", "faults")
    return visible(found, scope).order_by("-imported_at")


@dataclass(frozen=True, slots=True)
class CountyHerd:
    """The living animals of a county, and on how many farms they stand."""

    head: int
    farms: int


def herds_by_county(on: date | None = None) -> dict[str, CountyHerd]:
    """Living animals by county code, of farms' places; counties without any are left out."""
    counties = dict(Farm.objects.values_list("pk", "place__county"))
    found: dict[str, CountyHerd] = {}
    for farm, head in heads_by_farm(on=on).items():
        before = found.get(counties[farm], CountyHerd(0, 0))
        found[counties[farm]] = CountyHerd(before.head + head, before.farms + 1)
    return found


def animals_by_county(on: date | None = None) -> dict[str, int]:
    """Living animals by county code."""
    return {county: herd.head for county, herd in herds_by_county(on).items()}


def milk_by_county(first: date, last: date) -> dict[str, Decimal]:
    """Declared milk in kg by county code over days, both included."""
    days = FarmDay.objects.filter(day__range=(first, last)).order_by()
    return dict(days.values_list("farm__place__county").annotate(Sum("milk_kg")))


def milk_and_cow_days(
    first: date, last: date, counties: frozenset[str] | None
) -> Mapping[str, Decimal | int]:
    """Declared milk (kg), adult cow-days, days declared and farms, over days, both included."""
    days = FarmDay.objects.filter(day__range=(first, last))
    if counties is not None:
        days = days.filter(farm__place__county__in=counties)
    found = days.aggregate(
        milk_kg=Sum("milk_kg"),
        cow_days=Sum("adult_head"),
        farm_days=Count("pk"),
        farms=Count("farm", distinct=True),
        days=Count("day", distinct=True),
    )
    return {name: value or 0 for name, value in found.items()}
