"""What is known about a county for a new farm, gathered from rules, registers and other rooms.

Herd, milk and plant capacity are asked of the rooms that contribute K1, K2 and T5.1 to the plan,
for the counties in question; the plan room itself knows none of these rooms.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import Q, QuerySet

from milkshed.kernel.counties import (
    COUNTIES,
    PREFECTURES,
    Zone,
    counties_in_zone,
    counties_of,
    neighbours_of,
    zone_of,
)
from milkshed.kernel.text import Text
from milkshed.kernel.units import WAN
from milkshed.plan.models import (
    CountyResource,
    Indicator,
    SitingScenario,
    TargetSplit,
)
from milkshed.plan.rule_rows import SITING_PREFIX
from milkshed.plan.science.siting import INPUT_TITLES, Answer, Inputs, Known, Limit, assess
from milkshed.platform.figures import Figure, FigureRequest
from milkshed.platform.registry import domains
from milkshed.platform.rule_book import rules_under
from milkshed.platform.scope import scope_of, visible

REACHES: Mapping[str, Text] = {
    "county": Text("本县", "The county"),
    "near": Text("本县及相邻县", "The county and its neighbours"),
    "city": Text("本市", "The city"),
    "region": Text("全区", "The region"),
}
STATUS_TEXTS: Mapping[str, Text] = {
    "official": Text("已核对原文", "Checked"),
    "recalled": Text("待核实", "To be confirmed"),
    "assumed": Text("平台设定或填写", "Set by us or typed in"),
    "computed": Text("平台计算", "Computed"),
}
ZONE_CAPS = {Zone.TWIN_CORE: "T1.1", Zone.TWO_WINGS: "T1.3"}
_KEPT_SECONDS = 600
_YEAR_DAYS = 365


@dataclass(frozen=True, slots=True)
class _Asked:
    value: Decimal | None
    coverage: Decimal | None
    method: str


def inputs_for(county: str, on: date, reach: str) -> dict[str, Known]:
    """Everything known for a county on a day; what is missing here is unknown."""
    known = {
        key.removeprefix(SITING_PREFIX): Known(row.value, row.status, row.source)
        for key, row in rules_under(SITING_PREFIX, on).items()
        if row.value is not None and key.removeprefix(SITING_PREFIX) in INPUT_TITLES
    }
    for resource in resources_on(county, on):
        known[resource.kind] = Known(resource.value, resource.status, resource.source)
    known |= _caps(county, on)
    known |= _herds(county, on)
    known |= _milk(county, on, reach)
    return known


def resources_on(county: str, on: date) -> QuerySet[CountyResource]:
    """What a county has on a day."""
    return CountyResource.objects.filter(_in_force(on), county=county).order_by("kind")


def _in_force(on: date) -> Q:
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def _caps(county: str, on: date) -> dict[str, Known]:
    known = {}
    split = TargetSplit.objects.filter(
        _in_force(on), indicator__version__current=True, indicator__code="K1", division=county
    ).first()
    if split is not None:
        status = "official" if split.basis == "document" else "assumed"
        source = f"K1目标分解：{split.document or split.basis_text.zh}"
        known["county_cap_head"] = Known(split.value * WAN, status, source)
    code = ZONE_CAPS.get(zone_of(county, on))
    cap = (
        Indicator.objects.filter(version__current=True, code=code).select_related("version").first()
    )
    if code and cap is not None and cap.target is not None:
        final = cap.version.status == "final"
        known["zone_cap_head"] = Known(
            cap.target * WAN,
            "official" if final else "recalled",
            f"规划{code}：{cap.quote_zh}" + ("" if final else "（征求意见稿）"),
        )
    return known


def _herds(county: str, on: date) -> dict[str, Known]:
    known = {}
    zone = zone_of(county, on)
    places = {"county_head": frozenset({county})}
    if zone in ZONE_CAPS:
        places["zone_head"] = frozenset(one.code for one in counties_in_zone(zone, on))
    for key, counties in places.items():
        asked = _ask("K1", on, counties)
        if asked is not None and asked.value is not None:
            known[key] = Known(round(asked.value * WAN, 0), "computed", asked.method)
    if "zone_head" in known and "county_head" not in known:
        known["county_head"] = Known(Decimal(0), "computed", "登记簿中本县没有在群奶牛")
    return known


def _milk(county: str, on: date, reach: str) -> dict[str, Known]:
    known = {}
    counties = within(county, reach)
    capacity = _ask("T5.1", on, counties)
    if capacity is not None and capacity.value is not None:
        known["capacity_t_day"] = Known(capacity.value * WAN, "computed", capacity.method)
    milk = _ask("K2", on, counties)
    if milk is not None and milk.value is not None:
        share = milk.coverage if milk.coverage else Decimal(1)
        known["milk_t_day"] = Known(
            round(milk.value * WAN / (_YEAR_DAYS * share), 1), "computed", milk.method
        )
    return known


def within(county: str, reach: str) -> frozenset[str]:
    """The counties whose plants count as within reach."""
    if reach == "county":
        return frozenset({county})
    if reach == "near":
        return neighbours_of(county) | {county}
    if reach == "city":
        city = PREFECTURES[COUNTIES[county].prefecture].code
        return frozenset(one.code for one in counties_of(city))
    return frozenset(COUNTIES)


def _ask(indicator: str, on: date, counties: frozenset[str]) -> _Asked | None:
    """The figure of a contribution for some counties, kept for ten minutes; None if none offers."""
    name = connection.settings_dict["NAME"]
    key = f"siting:{name}:{indicator}:{on}:{'-'.join(sorted(counties))}"
    kept: _Asked | None = cache.get(key)
    if kept is None:
        figure = _figure(indicator, FigureRequest(on, counties))
        if figure is None:
            return None
        kept = _Asked(figure.value, figure.coverage, figure.method.zh)
        cache.set(key, kept, _KEPT_SECONDS)
    return kept


def _figure(indicator: str, request: FigureRequest) -> Figure | None:
    for domain in domains():
        for offer in domain.indicators() if domain.indicators else ():
            if offer.indicator == indicator:
                return offer.compute(request)
    return None


def scenarios_for(person: Any) -> QuerySet[SitingScenario]:
    """The scenarios in a person's scope, youngest first."""
    return visible(
        SitingScenario.objects.select_related("organisation", "made_by"), scope_of(person)
    )


def frozen(kept: SitingScenario) -> tuple[dict[str, Known], Answer]:
    """The inputs of a kept answer as they were, and the answer worked out from them."""
    inputs = {
        key: Known(Decimal(one["value"]), one["status"], one["source"])
        for key, one in kept.inputs.items()
    }
    return inputs, assess(kept.head, inputs, own_forage=kept.own_forage)


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A limit as pages show it; ``share`` is need over availability in per cent, at most 150."""

    limit: Limit
    sources: tuple[tuple[Text, Known], ...]
    binding: bool

    @property
    def share(self) -> int | None:
        """How far the bar reaches."""
        one = self.limit
        if one.need is None or one.available is None:
            return None
        if one.available <= 0:
            return 150
        return min(150, int(100 * one.need / one.available))

    @property
    def status_text(self) -> Text:
        """How sure the weakest input is."""
        return STATUS_TEXTS[self.limit.status]

    @property
    def kind(self) -> str:
        """The tag's meaning: fits, does not fit, or unknown."""
        return {True: "ok", False: "bad", None: "none"}[self.limit.fits]

    @property
    def word(self) -> Text:
        """The same in words."""
        return {
            True: Text("够", "Fits"),
            False: Text("不够", "Does not fit"),
            None: Text("未知", "Unknown"),
        }[self.limit.fits]


def limit_rows(answer: Answer, inputs: Inputs) -> list[LimitRow]:
    """The limits of an answer with the sources of their inputs."""
    return [
        LimitRow(
            limit,
            tuple((INPUT_TITLES[key], inputs[key]) for key in limit.used if key in inputs),
            limit.code == answer.limiting,
        )
        for limit in answer.limits
    ]


def sentence(county: str, answer: Answer) -> Text:
    """The answer in one sentence."""
    name = COUNTIES[county].name
    if answer.limiting is None or answer.greatest_head is None:
        return Text(
            f"{name.zh}：各项限制都缺数据，不能给出规模。",
            f"{name.en}: nothing is known about any limit, so no size can be given.",
        )
    title = answer.limit(answer.limiting).title
    open_end = (
        Text(
            f"另有{len(answer.unknown)}项未知，实际可能更少。",
            f" {len(answer.unknown)} limits are unknown: it may be less.",
        )
        if answer.unknown
        else Text("", "")
    )
    verdict = (
        Text(f"拟建{answer.head:,}头可行", f"{answer.head:,} head fit")
        if answer.fits
        else Text(f"拟建{answer.head:,}头不可行", f"{answer.head:,} head do not fit")
    )
    return Text(
        f"{name.zh}：{verdict.zh}；受限于{title.zh}，最多还可建{answer.greatest_head:,}头。"
        f"{open_end.zh}",
        f"{name.en}: {verdict.en}; {title.en.lower()} limits it to {answer.greatest_head:,} head."
        f"{open_end.en}",
    )
