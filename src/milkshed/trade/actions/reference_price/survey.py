"""The cost survey of a round: opening it, sheets coming in, their review, the determination."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.periods import DayRange, quarter_range
from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Place
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.trade.flow import PRICE_ROUND_FLOW
from milkshed.trade.models import (
    CostLine,
    CostSheet,
    PriceEstimate,
    PriceRound,
    PriceStratum,
    SampleFarm,
)
from milkshed.trade.queries.price_inputs import estimate_inputs, open_suspects, sheet_before
from milkshed.trade.queries.price_rules import STRATA, sheet_ranges, size_classes, value_of
from milkshed.trade.science.reference_price.cost_sheet import (
    SheetFigures,
    change_from,
    faults_of,
    unit_costs,
)
from milkshed.trade.science.reference_price.determination import METHOD, determine, digest_of
from milkshed.trade.science.reference_price.sampling import draw, size_class

_CODE = re.compile(r"(20\d\d)Q([1-4])")
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class FrameFarm:
    """A farm that could be surveyed: its place, milk sold in kg a day, and who owns it."""

    place: Place
    daily_kg: Decimal
    group: str


def open_round(person: Person, code: str, frame: Sequence[FrameFarm]) -> PriceRound:
    """Open a quarter's round (``2026Q4``): strata from the frame, sample drawn by the code.

    The costs surveyed are those of the quarter before. Raises a problem for a code that is none,
    one that exists, and a frame without milk.
    """
    require(person, "trade.run_price_round")
    now = timezone.now()
    today = timezone.localdate(now)
    match = _CODE.fullmatch(code)
    if match is None:
        raise invalid("code", code, "quarter", "期次应写作2026Q4", "A round is written 2026Q4")
    if not any(farm.daily_kg > 0 for farm in frame):
        raise invalid("frame", len(frame), "milk", "调查总体没有售奶的牧场", "No farm sells milk")
    year, quarter = int(match[1]), int(match[2])
    holds = quarter_range(year, quarter)
    surveyed = quarter_range(*((year, quarter - 1) if quarter > 1 else (year - 1, 4)))
    classes = size_classes(today)
    placed = [(farm, size_class(classes, farm.daily_kg)) for farm in frame if farm.daily_kg > 0]
    drawn = draw(
        [(str(farm.place.pk), one.code) for farm, one in placed],
        int(value_of("sample.per_stratum", today)),
        code,
    )
    with transaction.atomic():
        made, created = PriceRound.objects.get_or_create(
            code=code,
            defaults={
                "first": holds.first,
                "last": holds.last,
                "survey_first": surveyed.first,
                "survey_last": surveyed.last,
                "opened_by": person,
                "opened_at": now,
            },
        )
        if not created:
            raise Problem(CONFLICT, Text(f"{code} 期次已存在", f"Round {code} exists"))
        strata = {
            stratum: PriceStratum.objects.create(
                round=made,
                code=stratum,
                title_zh=title.zh,
                title_en=title.en,
                farms=sum(one.code == stratum for _, one in placed),
                milk_kg=sum((f.daily_kg for f, one in placed if one.code == stratum), _ZERO),
            )
            for stratum, title in STRATA.items()
        }
        SampleFarm.objects.bulk_create(
            SampleFarm(
                round=made,
                farm=farm.place,
                stratum=strata[one.code],
                group=farm.group[:60],
                daily_kg=farm.daily_kg.quantize(Decimal("0.1")),
            )
            for farm, one in placed
            if str(farm.place.pk) in drawn
        )
    return made


def submit_sheet(
    person: Person,
    sample: SampleFarm,
    figures: SheetFigures,
    *,
    remark: str = "",
    seen_version: int = 0,
    origin: str = "form",
) -> CostSheet:
    """Take a farm's sheet, checked against ranges, its own total and the last round.

    ``seen_version`` is the youngest version the person saw (0 for none): somebody else's sheet in
    between is a conflict, not overwritten. A sheet already used in the survey stands until it is
    sent back.
    """
    require(person, "trade.enter_cost_sheet")
    reached = get_visible(SampleFarm.objects.all(), scope_of(person), pk=sample.pk)
    now = timezone.now()
    today = timezone.localdate(now)
    faults = faults_of(figures, sheet_ranges(today), value_of("sheet.sum_error", today))
    if faults:
        raise Problem(INVALID, None, faults)
    costs = unit_costs(figures)
    _check_change(reached, costs.survey, remark, today)
    with transaction.atomic():
        round_of = PriceRound.objects.select_for_update().get(pk=reached.round_id)
        _refuse_unless_surveying(round_of)
        before = reached.sheets.order_by("-version").first()
        _check_before(before, seen_version)
        if before is not None and before.state == "submitted":
            before.state = "replaced"
            before.save(update_fields=["state"])
        made = CostSheet.objects.create(
            sample=reached,
            version=(before.version if before else 0) + 1,
            milk_sold_kg=figures.milk_sold_kg,
            cows_head=figures.cows_head,
            fat_pct=figures.fat_pct,
            protein_pct=figures.protein_pct,
            stated_total_yuan=figures.stated_total_yuan,
            cash_cost=costs.cash,
            survey_cost=costs.survey,
            full_cost=costs.full,
            feed_cost=costs.feed,
            remark=remark.strip()[:500],
            origin=origin,
            submitted_by=person,
            submitted_at=now,
            digest=_sheet_digest(reached, figures),
        )
        CostLine.objects.bulk_create(
            CostLine(sheet=made, item=code, yuan=yuan)
            for code, yuan in figures.lines.items()
            if yuan
        )
    return made


def _check_change(sample: SampleFarm, cost: Decimal, remark: str, today: date) -> None:
    before = sheet_before(sample)
    change = change_from(before.survey_cost if before else None, cost)
    most = value_of("sheet.change", today)
    if change is not None and abs(change) > most and not remark.strip():
        raise invalid(
            "remark",
            f"{change:+.1%}",
            "change",
            f"每公斤成本较上期变动 {change:+.1%}，超过 {most:.0%}，请填写说明",
            f"The cost per kg changed by {change:+.1%}, more than {most:.0%}: explain it",
        )


def _check_before(before: CostSheet | None, seen_version: int) -> None:
    if before is not None and before.state in ("accepted", "excluded"):
        raise Problem(
            CONFLICT,
            Text(
                "上一版已审定，须秘书处退回后才能更正",
                "The sheet was reviewed; it must be sent back",
            ),
        )
    if (before.version if before else 0) != seen_version:
        raise Problem(
            CONFLICT,
            Text("他人已提交新版，请刷新后再填", "Somebody sent a newer version: reload first"),
            [Fault("seen_version", seen_version, "newest", Text("版本已旧", "Outdated"))],
        )


def _sheet_digest(sample: SampleFarm, figures: SheetFigures) -> str:
    return digest_of(
        {
            "round": sample.round_id,
            "farm": sample.farm_id,
            "milk_sold_kg": str(figures.milk_sold_kg),
            "cows_head": figures.cows_head,
            "fat_pct": str(figures.fat_pct),
            "protein_pct": str(figures.protein_pct),
            "total": str(figures.stated_total_yuan),
            "lines": {code: str(yuan) for code, yuan in figures.lines.items()},
        }
    )


def _refuse_unless_surveying(round_of: PriceRound) -> None:
    if round_of.state != "survey":
        raise Problem(
            CONFLICT,
            Text("本期成本调查已结束", "The cost survey of this round is over"),
            [Fault("state", round_of.state_text.zh, "survey", Text("状态不符", "Wrong state"))],
        )


_VERDICTS = {
    "accept": (("submitted",), "accepted"),
    "keep": (("accepted",), "accepted"),
    "return": (("submitted", "accepted", "excluded"), "returned"),
    "exclude": (("submitted", "accepted"), "excluded"),
}
VERDICTS = tuple(_VERDICTS)


def review_sheet(person: Person, sheet: CostSheet, verdict: str, *, reason: str = "") -> CostSheet:
    """Use a sheet, keep one that stands apart, send it back or leave it out.

    All but a plain use need a reason. The reviewer is another person than who filled it in.
    """
    require(person, "trade.review_cost_sheet")
    if verdict not in _VERDICTS:
        raise invalid("verdict", verdict, "choice", "审核结论不对", "Unknown verdict")
    if verdict != "accept" and not reason.strip():
        raise invalid("reason", reason, "required", "请写明理由", "Give the reason")
    sources, target = _VERDICTS[verdict]
    with transaction.atomic():
        round_of = PriceRound.objects.select_for_update().get(sample__sheets=sheet)
        _refuse_unless_surveying(round_of)
        locked = CostSheet.objects.select_for_update().get(pk=sheet.pk)
        if locked.state not in sources:
            present = locked.state_text
            raise Problem(
                CONFLICT,
                Text(f"该表为“{present.zh}”，不能这样处理", f"The sheet is “{present.en}”"),
                [Fault("state", present.zh, "no-such-move", Text("状态不符", "Wrong state"))],
            )
        if locked.submitted_by_id == person.pk:
            raise Problem(
                CONFLICT, Text("填报人不能审核自己的表", "Nobody reviews a sheet of their own")
            )
        locked.state, locked.reviewed_by, locked.reviewed_at = target, person, timezone.now()
        if verdict == "keep":
            locked.kept_reason = reason.strip()[:500]
        else:
            locked.review_reason = reason.strip()[:500]
        locked.save(
            update_fields=["state", "reviewed_by", "reviewed_at", "kept_reason", "review_reason"]
        )
        return locked


def close_survey(person: Person, round_of: PriceRound) -> PriceEstimate:
    """End the survey and compute: every sheet reviewed, every value apart decided on."""
    with transaction.atomic():
        locked = PriceRound.objects.select_for_update().get(pk=round_of.pk)
        PRICE_ROUND_FLOW.check(locked, "trade.close_cost_survey", person)
        waiting = CostSheet.objects.filter(sample__round=locked, state="submitted").count()
        if waiting:
            raise Problem(
                CONFLICT, Text(f"还有{waiting}份调查表未审核", f"{waiting} sheets are not reviewed")
            )
        suspects = open_suspects(locked, timezone.localdate())
        if suspects:
            raise Problem(
                CONFLICT,
                Text(
                    f"{len(suspects)}份调查表明显离群，须逐一决定保留或剔除并写明理由",
                    f"{len(suspects)} sheets stand apart: keep or exclude each, with a reason",
                ),
                [
                    Fault(
                        f"sheet-{sheet.pk}", str(sheet.survey_cost), "outlier",
                        Text(
                            f"稳健得分 {score:.1f}" if score is not None else "超出四分位围栏",
                            f"robust score {score:.1f}" if score is not None else "outside fences",
                        ),
                    )
                    for sheet, score in suspects
                ],
            )  # fmt: skip
        PRICE_ROUND_FLOW.perform(locked, "trade.close_cost_survey", person)
        return _store_estimate(person, locked)


def compute_again(person: Person, round_of: PriceRound) -> PriceEstimate:
    """Compute anew after market figures or proposals came in; earlier revisions stay."""
    with transaction.atomic():
        locked = PriceRound.objects.select_for_update().get(pk=round_of.pk)
        PRICE_ROUND_FLOW.perform(locked, "trade.compute_price", person)
        return _store_estimate(person, locked)


def reopen_survey(person: Person, round_of: PriceRound, *, opinion: str) -> PriceRound:
    """Open the survey again, with the reason; no motion may be under vote."""
    require_reason(opinion, "请写明理由", "Give the reason", field="opinion")
    with transaction.atomic():
        locked = PriceRound.objects.select_for_update().get(pk=round_of.pk)
        if locked.motions.filter(state="open").exists():
            raise Problem(CONFLICT, Text("正在表决，不能重开调查", "A motion is being voted on"))
        PRICE_ROUND_FLOW.perform(
            locked, "trade.reopen_cost_survey", person, opinion=opinion.strip()
        )
        return locked


def _store_estimate(person: Person, round_of: PriceRound) -> PriceEstimate:
    inputs = estimate_inputs(round_of, timezone.localdate())
    result = determine(inputs)
    last = round_of.estimates.order_by("-revision").first()
    return PriceEstimate.objects.create(
        round=round_of,
        revision=(last.revision if last else 0) + 1,
        method=METHOD,
        inputs=inputs,
        result=result,
        tier=result["tier"],
        cost=None if result["cost"] is None else Decimal(result["cost"]),
        digest=digest_of({"method": METHOD, "inputs": inputs, "result": result}),
        computed_by=person,
        computed_at=timezone.now(),
    )


def frame_from(
    places: Iterable[Place], sold_kg: dict[int, Decimal], days: DayRange
) -> list[FrameFarm]:
    """A frame from the farms' places and what each sold over some days, one owner a farm's firm."""
    return [
        FrameFarm(place, sold_kg[place.pk] / days.days, place.organisation.credit_code or place.gln)
        for place in places
        if sold_kg.get(place.pk)
    ]
