"""What-if for a new farm: how many head each limit of a county still allows.

Every limit is linear in the head added: what one head needs, what the county has, and what the
cattle already there take. The greatest head a limit allows is ``floor((available − taken) ÷
need of one head)``; the smallest of these over all known limits is the answer.

Land carrying capacity follows the guide of 2018 (农办牧〔2018〕1号): capacity = Σ area × yield ×
uptake × fertiliser share × manure share ÷ use in the season, against what a pig equivalent
supplies; for nitrogen and for phosphorus. Nothing here reads a clock or a database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal

from milkshed.kernel.text import Text

METHOD_VERSION = "siting-1"
STATUSES = ("official", "recalled", "assumed", "computed")
"""How sure an input is: read in its source, remembered, set by us or typed in, or computed."""

_YEAR_DAYS = Decimal(365)
_KG_PER_TONNE = Decimal(1000)
_LITRES_PER_M3 = Decimal(1000)
_HUNDRED = Decimal(100)
_TENTH_MORE = Decimal("1.1")
CROPS = ("silage_maize", "alfalfa", "annual_grass", "maize", "wheat", "rice")


@dataclass(frozen=True, slots=True)
class Known:
    """A number with where it is from; ``status`` is one of :data:`STATUSES`."""

    value: Decimal
    status: str
    source: str


Inputs = Mapping[str, Known]
"""Numbers by key; a missing key is unknown. See :data:`INPUT_TITLES` for keys and units."""

INPUT_TITLES: Mapping[str, Text] = {
    "county_cap_head": Text("本县存栏控制数（头）", "The county's cap (head)"),
    "county_head": Text("本县现有存栏（头）", "Head in the county"),
    "zone_cap_head": Text("所在分区控制数（头）", "The zone's cap (head)"),
    "zone_head": Text("所在分区现有存栏（头）", "Head in the zone"),
    "other_pe": Text("其他畜禽（猪当量）", "Other livestock (pig equivalents)"),
    "silage_maize_mu": Text("青贮玉米面积（亩）", "Silage maize (mu)"),
    "alfalfa_mu": Text("苜蓿留床面积（亩）", "Lucerne (mu)"),
    "annual_grass_mu": Text("一年生禾草面积（亩）", "Annual grasses (mu)"),
    "maize_mu": Text("籽粒玉米面积（亩）", "Grain maize (mu)"),
    "wheat_mu": Text("小麦面积（亩）", "Wheat (mu)"),
    "rice_mu": Text("水稻面积（亩）", "Rice (mu)"),
    "silage_bought_t": Text("外购青贮（吨/年）", "Silage bought (t a year)"),
    "alfalfa_bought_t": Text("外购苜蓿干草（吨/年）", "Lucerne hay bought (t a year)"),
    "water_m3": Text("可用水量指标（立方米/年）", "Water quota (m³ a year)"),
    "capacity_t_day": Text("可及加工能力（吨/日）", "Plant capacity within reach (t a day)"),
    "milk_t_day": Text("可及范围现有产奶（吨/日）", "Milk within reach (t a day)"),
    "pe_per_head": Text("每头奶牛折猪当量", "Pig equivalents of a head"),
    "n_kg_per_pe": Text(
        "每猪当量供氮（千克/年）", "Nitrogen a pig equivalent supplies (kg a year)"
    ),
    "p_kg_per_pe": Text("每猪当量供磷（千克/年）", "Phosphorus it supplies (kg a year)"),
    "fertiliser_share": Text("施肥供给占比", "Share of nutrients from fertiliser"),
    "manure_share": Text("粪肥占施肥比例", "Share of manure in fertiliser"),
    "n_season_use": Text("氮当季利用率", "Use of nitrogen in the season"),
    "p_season_use": Text("磷当季利用率", "Use of phosphorus in the season"),
    "silage_t_per_head": Text("每头年需青贮（吨）", "Silage a head needs (t a year)"),
    "silage_loss": Text("青贮损失率", "Loss of silage"),
    "alfalfa_hay_kg_mu": Text("苜蓿干草亩产（千克）", "Lucerne hay (kg/mu)"),
    "alfalfa_t_per_head": Text("每头年需苜蓿干草（吨）", "Lucerne hay a head needs (t a year)"),
    "water_l_day": Text("每头日用水（升）", "Water of a head (l a day)"),
    "silage_m3_mu": Text("青贮玉米灌溉（立方米/亩）", "Irrigation of silage maize (m³/mu)"),
    "milk_kg_day": Text("每头日产奶（千克，全群平均）", "Milk of a head (kg a day, whole herd)"),
    "peak_factor": Text("旺季系数", "Peak month over the mean"),
    **{
        f"{crop}_{name}": Text(f"{zh}{words}", f"{en}: {english}")
        for crop, zh, en in (
            ("silage_maize", "青贮玉米", "Silage maize"),
            ("alfalfa", "苜蓿", "Lucerne"),
            ("annual_grass", "一年生禾草", "Annual grasses"),
            ("maize", "籽粒玉米", "Grain maize"),
            ("wheat", "小麦", "Wheat"),
            ("rice", "水稻", "Rice"),
        )
        for name, words, english in (
            ("yield_kg_mu", "亩产（千克）", "yield (kg/mu)"),
            ("n_uptake", "百千克吸氮（千克）", "nitrogen in 100 kg (kg)"),
            ("p_uptake", "百千克吸磷（千克）", "phosphorus in 100 kg (kg)"),
        )
    },
}


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit: need and availability in ``unit``, and the greatest head it allows.

    ``available`` is what is left for new cattle; None with ``why_unknown`` where an input is
    missing. ``status`` is the weakest of its inputs, ``used`` names them. ``per_head`` is the need
    of one head. ``relief`` tells what more would be needed for the head asked (None when it fits).
    """

    code: str
    title: Text
    unit: Text
    need: Decimal | None
    available: Decimal | None
    per_head: Decimal | None
    greatest_head: int | None
    status: str
    used: tuple[str, ...] = ()
    note: Text | None = None
    why_unknown: Text | None = None
    relief: Text | None = None

    @property
    def margin(self) -> Decimal | None:
        """What is left once the farm stands; negative where it does not fit."""
        if self.need is None or self.available is None:
            return None
        return self.available - self.need

    @property
    def fits(self) -> bool | None:
        """Whether the head asked keeps within; None when unknown."""
        return None if self.margin is None else self.margin >= 0


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder: were all limits before it lifted, this one would bind."""

    code: str
    title: Text
    greatest_head: int
    with_a_tenth_more: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What the limits say about a number of head in a county.

    ``limiting`` is the code of the limit with the smallest greatest head, None where nothing is
    known. ``greatest_head`` is an upper bound as long as ``unknown`` names limits.
    """

    head: int
    limits: tuple[Limit, ...]
    limiting: str | None
    greatest_head: int | None
    unknown: tuple[str, ...]
    ladder: tuple[Step, ...] = field(default=())

    @property
    def fits(self) -> bool | None:
        """Whether the head asked keeps within every known limit."""
        return None if self.greatest_head is None else self.head <= self.greatest_head

    def limit(self, code: str) -> Limit:
        """The limit of a code."""
        return next(one for one in self.limits if one.code == code)


def land_demand_kg_mu(inputs: Inputs, crop: str, nutrient: str) -> Decimal | None:
    """Manure nutrient (kg) that one mu of a crop takes in a season; ``nutrient`` is n or p.

    yield × uptake ÷ 100 × fertiliser share × manure share ÷ use in the season (guide of 2018).
    None where a coefficient is missing or the use is nought.
    """
    keys = (
        f"{crop}_yield_kg_mu", f"{crop}_{nutrient}_uptake", "fertiliser_share", "manure_share",
        f"{nutrient}_season_use",
    )  # fmt: skip
    if any(key not in inputs for key in keys):
        return None
    yield_kg, uptake, fertiliser, manure, use = (inputs[key].value for key in keys)
    return None if use <= 0 else yield_kg * uptake / _HUNDRED * fertiliser * manure / use


def pig_equivalents_per_mu(inputs: Inputs, crop: str, nutrient: str) -> Decimal | None:
    """Pig equivalents that one mu of a crop carries in a season, for n or p."""
    demand = land_demand_kg_mu(inputs, crop, nutrient)
    supply = inputs.get(f"{nutrient}_kg_per_pe")
    if demand is None or supply is None or supply.value <= 0:
        return None
    return demand / supply.value


def assess(head: int, inputs: Inputs, *, own_forage: bool = False) -> Answer:
    """Weigh a new farm of ``head`` cattle against every limit.

    ``own_forage`` adds the irrigation of its silage maize to the water it needs.
    """
    limits = (
        _cap(head, inputs, "county_cap", Text("本县存栏控制数", "The county's cap"), "county"),
        _cap(head, inputs, "zone_cap", Text("分区存栏控制数", "The zone's cap"), "zone"),
        _land(head, inputs, "n", Text("土地承载力（氮）", "Land carrying capacity (nitrogen)")),
        _land(head, inputs, "p", Text("土地承载力（磷）", "Land carrying capacity (phosphorus)")),
        _forage(head, inputs, _SILAGE),
        _forage(head, inputs, _ALFALFA),
        _water(head, inputs, own_forage=own_forage),
        _plants(head, inputs),
        _protection(),
    )
    known = sorted(
        (one for one in limits if one.greatest_head is not None),
        key=lambda one: one.greatest_head or 0,
    )
    first = known[0] if known else None
    return Answer(
        head=head,
        limits=limits,
        limiting=first.code if first else None,
        greatest_head=None if first is None else first.greatest_head,
        unknown=tuple(one.code for one in limits if one.greatest_head is None),
        ladder=tuple(_step(one) for one in known),
    )


def _step(one: Limit) -> Step:
    assert one.available is not None and one.per_head is not None  # noqa: PT018
    more = one.available * _TENTH_MORE if one.available > 0 else one.available
    return Step(one.code, one.title, one.greatest_head or 0, _most(more, one.per_head))


def _most(available: Decimal, per_head: Decimal) -> int:
    if available <= 0:
        return 0
    return int((available / per_head).to_integral_value(ROUND_FLOOR))


def _weakest(inputs: Inputs, used: Sequence[str]) -> str:
    order = ("assumed", "recalled", "computed", "official")
    held = {inputs[key].status for key in used if key in inputs}
    return next((status for status in order if status in held), "assumed")


def _missing(inputs: Inputs, keys: Sequence[str]) -> Text | None:
    absent = [INPUT_TITLES[key] for key in keys if key not in inputs]
    if not absent:
        return None
    return Text(
        "缺：" + "、".join(title.zh for title in absent),
        "Missing: " + ", ".join(title.en for title in absent),
    )


def _limit(
    head: int,
    inputs: Inputs,
    code: str,
    title: Text,
    unit: Text,
    available: Decimal,
    per_head: Decimal,
    used: tuple[str, ...],
    relief: "tuple[Text, Decimal] | None",
    note: Text | None = None,
) -> Limit:
    """A limit whose inputs are known; ``relief`` is words with {} and what one unit needs."""
    need = per_head * head
    short = need - available
    told = None
    if short > 0 and relief is not None:
        words, divisor = relief
        amount = f"{(short / divisor):,.0f}" if short / divisor >= 10 else f"{short / divisor:.2f}"
        told = Text(words.zh.format(amount), words.en.format(amount))
    return Limit(
        code=code,
        title=title,
        unit=unit,
        need=need,
        available=available,
        per_head=per_head,
        greatest_head=_most(available, per_head),
        status=_weakest(inputs, used),
        used=tuple(key for key in used if key in inputs),
        note=note,
        relief=told,
    )


def _unknown(code: str, title: Text, unit: Text, why: Text) -> Limit:
    return Limit(code, title, unit, None, None, None, None, "assumed", why_unknown=why)


_HEAD = Text("头", "head")


def _cap(head: int, inputs: Inputs, code: str, title: Text, where: str) -> Limit:
    used = (f"{where}_cap_head", f"{where}_head")
    missing = _missing(inputs, used)
    if missing is not None:
        return _unknown(code, title, _HEAD, missing)
    left = inputs[used[0]].value - inputs[used[1]].value
    relief = Text(
        "须调出或核增 {} 头控制数", "{} head of the cap would have to be moved here or added"
    )
    return _limit(head, inputs, code, title, _HEAD, left, Decimal(1), used, (relief, Decimal(1)))


def _land(head: int, inputs: Inputs, nutrient: str, title: Text) -> Limit:
    code, unit = f"land_{nutrient}", Text("千克/年", "kg a year")
    needed = ("pe_per_head", f"{nutrient}_kg_per_pe", "county_head")
    grown = [crop for crop in CROPS if f"{crop}_mu" in inputs]
    missing = _missing(inputs, needed)
    if missing is None and not grown:
        missing = Text(
            "缺：本县可消纳粪肥的作物面积", "Missing: the area of crops that take manure"
        )
    if missing is not None:
        return _unknown(code, title, unit, missing)
    capacity, used = Decimal(0), [*needed]
    for crop in grown:
        demand = land_demand_kg_mu(inputs, crop, nutrient)
        if demand is None:
            why = Text(f"缺：{crop}的养分系数", f"Missing: nutrient coefficients of {crop}")
            return _unknown(code, title, unit, why)
        capacity += inputs[f"{crop}_mu"].value * demand
        used += [f"{crop}_mu", f"{crop}_yield_kg_mu", f"{crop}_{nutrient}_uptake"]
    used += ["fertiliser_share", "manure_share", f"{nutrient}_season_use"]
    supply = inputs[f"{nutrient}_kg_per_pe"].value
    per_head = inputs["pe_per_head"].value * supply
    if per_head <= 0:
        return _unknown(code, title, unit, Text("排泄系数为0", "The excretion is nought"))
    other = inputs["other_pe"].value * supply if "other_pe" in inputs else Decimal(0)
    taken = inputs["county_head"].value * per_head + other
    note = None
    if "other_pe" in inputs:
        used.append("other_pe")
    else:
        note = Text(
            "未计其他畜禽，结果偏宽", "Other livestock is not counted: the result is lenient"
        )
    best = land_demand_kg_mu(inputs, "silage_maize", nutrient)
    relief = (
        None
        if best is None or best <= 0
        else (Text("再有 {} 亩青贮玉米消纳地", "{} mu more of silage maize to spread on"), best)
    )
    return _limit(
        head, inputs, code, title, unit, capacity - taken, per_head, tuple(used), relief, note
    )


@dataclass(frozen=True, slots=True)
class _Forage:
    """A forage with the keys of its area, yield and loss."""

    code: str
    title: Text
    area: str
    yield_kg_mu: str
    loss: str = ""


_SILAGE = _Forage(
    "silage", Text("青贮玉米", "Silage maize"), "silage_maize_mu", "silage_maize_yield_kg_mu",
    "silage_loss",
)  # fmt: skip
_ALFALFA = _Forage("alfalfa", Text("苜蓿干草", "Lucerne hay"), "alfalfa_mu", "alfalfa_hay_kg_mu")


def _forage(head: int, inputs: Inputs, forage: _Forage) -> Limit:
    code, title, unit = forage.code, forage.title, Text("吨/年", "t a year")
    used = [forage.area, forage.yield_kg_mu, f"{code}_t_per_head", "county_head"]
    if forage.loss:
        used.append(forage.loss)
    missing = _missing(inputs, used)
    if missing is not None:
        return _unknown(code, title, unit, missing)
    per_head = inputs[f"{code}_t_per_head"].value
    if per_head <= 0:
        return _unknown(code, title, unit, Text("每头需要量为0", "A head needs nothing"))
    kept = 1 - inputs[forage.loss].value if forage.loss else Decimal(1)
    per_mu = inputs[forage.yield_kg_mu].value / _KG_PER_TONNE * kept
    grown = inputs[forage.area].value * per_mu
    if f"{code}_bought_t" in inputs:
        grown += inputs[f"{code}_bought_t"].value
        used.append(f"{code}_bought_t")
    left = grown - inputs["county_head"].value * per_head
    relief = (
        (Text("再有 {} 亩" + title.zh, "{} mu more of " + title.en.lower()), per_mu)
        if per_mu > 0
        else None
    )
    return _limit(head, inputs, code, title, unit, left, per_head, tuple(used), relief)


def _water(head: int, inputs: Inputs, *, own_forage: bool) -> Limit:
    code, title = "water", Text("用水指标", "Water quota")
    unit = Text("立方米/年", "m³ a year")
    used = ["water_m3", "water_l_day", "county_head"]
    if own_forage:
        used += ["silage_m3_mu", "silage_t_per_head", "silage_maize_yield_kg_mu", "silage_loss"]
    missing = _missing(inputs, used)
    if missing is not None:
        return _unknown(code, title, unit, missing)
    drunk = inputs["water_l_day"].value * _YEAR_DAYS / _LITRES_PER_M3
    if drunk <= 0:
        return _unknown(code, title, unit, Text("每头用水为0", "A head drinks nothing"))
    left = inputs["water_m3"].value - inputs["county_head"].value * drunk
    per_head = drunk
    if own_forage:
        per_mu = (
            inputs["silage_maize_yield_kg_mu"].value
            / _KG_PER_TONNE
            * (1 - inputs["silage_loss"].value)
        )
        if per_mu <= 0:
            return _unknown(code, title, unit, Text("青贮单产为0", "The silage yield is nought"))
        per_head += inputs["silage_t_per_head"].value / per_mu * inputs["silage_m3_mu"].value
    note = (
        Text("含自种青贮灌溉", "With the irrigation of its own silage maize")
        if own_forage
        else Text("仅牲畜和挤奶用水", "Animals and parlour only")
    )
    relief = (Text("再有 {} 立方米/年", "{} m³ a year more"), Decimal(1))
    return _limit(head, inputs, code, title, unit, left, per_head, tuple(used), relief, note)


def _plants(head: int, inputs: Inputs) -> Limit:
    code, title = "plants", Text("可及加工能力", "Plant capacity within reach")
    unit = Text("吨/日", "t a day")
    used = ("capacity_t_day", "milk_t_day", "milk_kg_day", "peak_factor")
    missing = _missing(inputs, used)
    if missing is not None:
        return _unknown(code, title, unit, missing)
    peak = inputs["peak_factor"].value
    left = inputs["capacity_t_day"].value - inputs["milk_t_day"].value * peak
    per_head = inputs["milk_kg_day"].value / _KG_PER_TONNE * peak
    if per_head <= 0:
        return _unknown(code, title, unit, Text("每头产奶为0", "A head gives no milk"))
    relief = (Text("再有 {} 吨/日加工能力", "{} t a day more capacity"), Decimal(1))
    note = Text("按旺季计", "At the peak month")
    return _limit(head, inputs, code, title, unit, left, per_head, used, relief, note)


def _protection() -> Limit:
    return _unknown(
        "protection",
        Text("防疫距离", "Distance for disease protection"),
        Text("米", "m"),
        Text(
            "平台没有经核对的距离数值，选址须由县级农业农村部门按动物防疫条件审查评估",
            "The platform holds no checked distance: the county's veterinary review decides",
        ),
    )
