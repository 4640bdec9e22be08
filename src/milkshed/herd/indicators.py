"""What the herd contributes to the figures of the plan."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from milkshed.herd import queries
from milkshed.herd.models import DaySource, Farm, FarmDay
from milkshed.kernel.counties import Zone, counties_in_zone
from milkshed.kernel.text import Text
from milkshed.platform.figures import Contribution, Figure, FigureInput, FigureRequest
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import find_rule

_WAN = Decimal(10_000)
_YEAR_DAYS = 365
_NO_ANIMALS = Text("登记簿中没有在群奶牛", "The register holds no living animal")


def contributions() -> tuple[Contribution, ...]:
    """Herd (K1), scale rate (K4), yield (G1), herd by zone (T1.1, T1.3), informatisation (T4.2)."""
    return (
        Contribution("K1", herd, herd_by_county),
        Contribution("K4", scale_rate),
        Contribution("G1", yearly_yield),
        Contribution("T1.1", _herd_of_zone(Zone.TWIN_CORE)),
        Contribution("T1.3", _herd_of_zone(Zone.TWO_WINGS)),
        Contribution("T4.2", informatisation),
    )


def herd(request: FigureRequest) -> Figure:
    """K1: living dairy cattle in the register on the day, in 万头."""
    return _herd_in(request.counties, request.as_of, "")


def _herd_of_zone(zone: Zone) -> Callable[[FigureRequest], Figure]:
    def compute(request: FigureRequest) -> Figure:
        """T1.1, T1.3: the same, over the counties of a zone on the day."""
        counties = frozenset(county.code for county in counties_in_zone(zone, request.as_of))
        if request.counties is not None:
            counties &= request.counties
        return _herd_in(counties, request.as_of, f"?zone={zone.value}")

    return compute


def herd_by_county(on: date) -> Mapping[str, Figure]:
    """K1 of every county that has animals on the day."""
    by_county = queries.herds_by_county(on)
    return {c: _herd_in(frozenset((c,)), on, f"?county={c}", by_county) for c in by_county}


def _herd_in(
    counties: frozenset[str] | None,
    on: date,
    query: str,
    by_county: Mapping[str, queries.CountyHerd] | None = None,
) -> Figure:
    by_county = by_county or queries.herds_by_county(on)
    herds = [one for code, one in by_county.items() if counties is None or code in counties]
    head = sum(one.head for one in herds)
    declared, farms = _declared_head(counties, on)
    return Figure(
        value=Decimal(head) / _WAN if head else None,
        unit="万头",
        as_of=on,
        method=Text(
            "当日登记簿中在群奶牛头数（入群日期不晚于当日且未离群），按所在牧场归县",
            "Animals in the register on the day, entered and not left, by county of their farm",
        ),
        version="1",
        inputs=(
            FigureInput(
                Text("在群奶牛（头）", "Living animals (head)"), head, f"/herd/farms{query}"
            ),
            FigureInput(
                Text(f"同日各场申报存栏（头，{farms}场）", f"Head declared by {farms} farms"),
                declared,
                f"/herd/farms{query}",
            ),
        ),
        note=None if head else _NO_ANIMALS,
        holders=sum(one.farms for one in herds),
    )


def _declared_head(counties: frozenset[str] | None, on: date) -> tuple[int, int]:
    days = FarmDay.objects.filter(day=on)
    if counties is not None:
        days = days.filter(farm__place__county__in=counties)
    heads = list(days.values_list("head", flat=True))
    return sum(heads), len(heads)


def scale_rate(request: FigureRequest) -> Figure:
    """K4: head in farms of at least the large-farm threshold over all head, in percent."""
    threshold = find_rule("herd.large_farm.min_head", request.as_of)
    heads = _heads(request)
    least = int(threshold.value) if threshold and threshold.value is not None else 100
    total = sum(heads.values())
    large = {farm: head for farm, head in heads.items() if head >= least}
    return Figure(
        value=Decimal(100 * sum(large.values())) / total if total else None,
        unit="%",
        as_of=request.as_of,
        method=Text(
            f"存栏不少于{least}头的牧场的在群头数 ÷ 全部在群头数",
            f"Head on farms of at least {least} over all head",
        ),
        version="1",
        inputs=(
            FigureInput(
                Text("规模牧场（场）", "Large farms"), len(large), "/herd/farms?size=large"
            ),
            FigureInput(
                Text("规模牧场在群（头）", "Head on large farms"),
                sum(large.values()),
                "/herd/farms?size=large",
            ),
            FigureInput(Text("全部在群（头）", "All head"), total, "/herd/farms"),
        ),
        note=None if total else _NO_ANIMALS,
        unconfirmed_rules=_unconfirmed(threshold),
        holders=sum(1 for head in heads.values() if head),
    )


def yearly_yield(request: FigureRequest) -> Figure:
    """G1: declared milk over adult cow-days times 365, in tonnes per cow and year.

    The industry's formula, total milk ÷ cumulative adult cow-days × 365, over the 365 days up
    to the day.
    """
    first = request.as_of - timedelta(days=_YEAR_DAYS - 1)
    sums = queries.milk_and_cow_days(first, request.as_of, request.counties)
    cow_days, milk = Decimal(sums["cow_days"]), Decimal(sums["milk_kg"])
    value = milk / cow_days * _YEAR_DAYS / 1000 if cow_days else None
    days = int(sums["days"])
    adult = find_rule("herd.adult.min_parity", request.as_of)
    return Figure(
        value=value,
        unit="吨",
        as_of=request.as_of,
        method=Text(
            "近365天申报产奶量 ÷ 同期成母牛累计头日 × 365",
            "Milk declared in the last 365 days ÷ adult cow-days × 365",
        ),
        version="1",
        inputs=(
            FigureInput(Text("牧场日报（份）", "Farm days"), int(sums["farm_days"]), "/herd/farms"),
            FigureInput(Text("成母牛累计头日", "Adult cow-days"), int(cow_days), "/herd/farms"),
            FigureInput(Text("申报产奶量（公斤）", "Milk declared (kg)"), int(milk), "/herd/farms"),
        ),
        note=None
        if days >= _YEAR_DAYS
        else Text(f"仅有{days}天的日报", f"Only {days} days were declared"),
        coverage=min(Decimal(1), Decimal(days) / _YEAR_DAYS),
        unconfirmed_rules=_unconfirmed(adult),
        holders=int(sums["farms"]),
    )


def informatisation(request: FigureRequest) -> Figure:
    """T4.2: large farms whose own system sent a farm day lately over all large farms, percent."""
    threshold = find_rule("herd.large_farm.min_head", request.as_of)
    within = find_rule("herd.feeding.within", request.as_of)
    least = int(threshold.value) if threshold and threshold.value is not None else 100
    days = int(within.value) if within and within.value is not None else 7
    large = {farm for farm, head in _heads(request).items() if head >= least}
    feeding = set(
        FarmDay.objects.filter(
            farm__in=large,
            source=DaySource.SYSTEM,
            day__range=(request.as_of - timedelta(days=days), request.as_of),
        ).values_list("farm", flat=True)
    )
    return Figure(
        value=Decimal(100 * len(feeding)) / len(large) if large else None,
        unit="%",
        as_of=request.as_of,
        method=Text(
            f"近{days}天由牧场系统自动报送日报的规模牧场 ÷ 全部规模牧场（规划未定义口径）",
            f"Large farms whose system sent a farm day in {days} days over all large farms",
        ),
        version="1",
        inputs=(
            FigureInput(
                Text("正在报送的规模牧场（场）", "Large farms that feed data"),
                len(feeding),
                "/herd/farms?size=large&feeding=yes",
            ),
            FigureInput(
                Text("规模牧场（场）", "Large farms"), len(large), "/herd/farms?size=large"
            ),
        ),
        note=None if large else Text("没有规模牧场", "There is no large farm"),
        unconfirmed_rules=_unconfirmed(threshold, within),
        holders=len(large),
    )


def _heads(request: FigureRequest) -> dict[int, int]:
    heads = queries.heads_by_farm(on=request.as_of)
    if request.counties is None:
        return heads
    inside = set(
        Farm.objects.filter(place__county__in=request.counties).values_list("pk", flat=True)
    )
    return {farm: head for farm, head in heads.items() if farm in inside}


def _unconfirmed(*rules: Rule | None) -> tuple[str, ...]:
    return tuple(row.key for row in rules if row is not None and not row.confirmed)
