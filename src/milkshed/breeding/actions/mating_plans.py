"""Planning a farm's matings; imported where it is used, for it loads compiled kernels."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone

from milkshed.breeding.actions.matings import Wishes
from milkshed.breeding.mating_flow import MATING_FLOW
from milkshed.breeding.models import Bull, EvaluationRun
from milkshed.breeding.models.extension import Batch, BatchKind
from milkshed.breeding.models.mating import MatingPlan, PlannedMating
from milkshed.breeding.queries.candidates import Blood, Candidates, blood, candidates
from milkshed.breeding.queries.merits import (
    FemaleMerits,
    bull_indices,
    female_merits,
    published_run,
)
from milkshed.breeding.queries.reach import farm_in_reach
from milkshed.breeding.queries.stock import Lot, centre_lots, farm_lots, straws
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.arrays import Float, Int
from milkshed.breeding.science.mating import plan as matings
from milkshed.breeding.science.mating.judged import Judgement, judge_matings, judge_random
from milkshed.breeding.science.mating.scores import (
    Allowed,
    Bar,
    Cows,
    Lots,
    Scores,
    Worth,
    score_matings,
)
from milkshed.herd import facade as herd
from milkshed.herd.facade import FarmFacts
from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Transition
from milkshed.platform.permissions import require

BARS: dict[Bar, Text] = {
    Bar.INBREEDING: Text("后代近交超限", "inbreeding over the limit"),
    Bar.RECESSIVE: Text("隐性患病风险超限", "recessive risk over the limit"),
    Bar.CALVING: Text("难产率超限（青年牛）", "hard calvings over the limit (heifers)"),
    Bar.SEXED: Text("胎次不用性控冻精", "no sexed semen at this parity"),
    Bar.EMPTY: Text("没有库存", "no straws left"),
}


@dataclass(frozen=True, slots=True, eq=False)
class _Question:
    """Everything the plan is made from."""

    farm: FarmFacts
    rules: BreedingRules
    run: EvaluationRun
    lots: tuple[Lot, ...]
    bulls: tuple[Bull, ...]
    chosen: Candidates
    merits: FemaleMerits
    bull_index: Float
    kin: Blood
    allowed: Allowed
    max_share: float


def plan_farm(person: Person, farm_code: str, wishes: Wishes | None = None) -> MatingPlan:
    """Make a farm's mating plan from the published indices, the pedigree and the straws there are.

    Raises a problem where no evaluation is published, there is no female to serve, or no straw
    of a bull with an index; what else cannot be kept is named in the plan's findings.
    """
    require(person, "breeding.plan_matings")
    asked = wishes or Wishes()
    asked.check()
    farm = farm_in_reach(person, farm_code)
    today = timezone.localdate()
    rules = BreedingRules.on(today)
    run = published_run()
    chosen = candidates(farm.place_id, rules, today)
    if not chosen.females:
        raise Problem(
            CONFLICT,
            Text(
                f"该场没有待配母牛（已孕{chosen.pregnant}、禁配{chosen.barred}、"
                f"未到月龄{chosen.young}、产后等待{chosen.fresh}头）",
                f"No female to serve ({chosen.pregnant} pregnant, {chosen.barred} not to breed, "
                f"{chosen.young} too young, {chosen.fresh} in waiting)",
            ),
        )
    question, findings = _question(farm, rules, run, chosen, asked)
    scores = _scores(question)
    made = matings.plan_matings(
        scores,
        without_yuan=-rules.value("mating.unserved"),
        max_share=question.max_share,
        budget_yuan=None if asked.budget_yuan is None else float(asked.budget_yuan),
    )
    findings += _findings(question, made)
    outcome = _outcome(question, made, today)
    with transaction.atomic():
        stored = MatingPlan.objects.create(
            number=_number(farm, today),
            place_id=farm.place_id,
            farm_code=farm.code,
            run=run,
            made_on=today,
            settings=_settings(question, asked, made),
            stock=_stock(question, made),
            outcome=outcome,
            findings=findings,
            synthetic=farm.synthetic,
        )
        PlannedMating.objects.bulk_create(_matings(stored, question, made), batch_size=1000)
        Transition.objects.create(
            subject=MATING_FLOW.subject,
            subject_id=stored.pk,
            verb="breeding.plan_matings",
            source="",
            target=MATING_FLOW.initial,
            person=person,
        )
    return stored


def _number(farm: FarmFacts, today: date) -> str:
    stem = f"XP{farm.code}-{today:%y%m%d}"
    return f"{stem}-{MatingPlan.objects.filter(number__startswith=stem).count() + 1:02d}"


def _question(
    farm: FarmFacts,
    rules: BreedingRules,
    run: EvaluationRun,
    chosen: Candidates,
    asked: Wishes,
) -> tuple[_Question, list[dict[str, str]]]:
    if asked.source == "farm":
        held = farm_lots(farm.place_id)
    else:
        held = centre_lots(Batch.objects.filter(kind=BatchKind.STRAW, bull__semen_status="active"))
    lots = straws(held)
    index = bull_indices(run, [lot.batch.bull for lot in lots])
    known = tuple(lot for lot in lots if lot.batch.bull_id in index)
    findings = _lots_without_index(lots, index)
    if not known:
        raise Problem(
            CONFLICT,
            Text(
                "没有可用的冻精：本场没有收到且未用完、公牛有指数的批次"
                if asked.source == "farm"
                else "没有可用的冻精：育种中心没有可分配、公牛有指数的批次",
                "No straw of a bull with an index is left",
            ),
        )
    bulls = tuple({lot.batch.bull_id: lot.batch.bull for lot in known}.values())
    limit = asked.max_inbreeding_pct
    share = asked.max_share_pct
    return (
        _Question(
            farm=farm,
            rules=rules,
            run=run,
            lots=known,
            bulls=bulls,
            chosen=chosen,
            merits=female_merits(run, chosen.females),
            bull_index=np.array([index[bull.pk] for bull in bulls]),
            kin=blood(chosen.females, bulls),
            allowed=Allowed(
                inbreeding=(rules.high("mating.inbreeding") if limit is None else float(limit))
                / 100,
                affected=rules.high("mating.affected") / 100,
                hard_calving_pct=rules.high("mating.hard_calving"),
            ),
            max_share=(rules.high("mating.bull_share") if share is None else float(share)) / 100,
        ),
        findings,
    )


def _lots_without_index(lots: Sequence[Lot], index: Mapping[int, float]) -> list[dict[str, str]]:
    missing = [lot.batch for lot in lots if lot.batch.bull_id not in index]
    if not missing:
        return []
    names = "、".join(f"{batch.number}（{batch.bull.number}）" for batch in missing[:8])
    return [
        _said(
            "index",
            f"{len(missing)}个批次的公牛没有已发布指数，未参与选配：{names}",
            f"{len(missing)} batches of bulls without a published index are left out: {names}",
        )
    ]


def _said(rule: str, zh: str, en: str) -> dict[str, str]:
    return {"rule": rule, "zh": zh, "en": en}


def _worth(rules: BreedingRules) -> Worth:
    def pair(key: str) -> tuple[float, float]:
        return rules.value(key) / 100, rules.value(f"{key}_sexed") / 100

    return Worth(
        point_yuan=rules.value("mating.point_yuan"),
        inbreeding_pct_yuan=rules.value("mating.inbreeding_milk_kg")
        * rules.value("mating.milk_margin")
        * rules.value("mating.lactations"),
        heifer_calf_yuan=rules.value("mating.heifer_calf"),
        bull_calf_yuan=rules.value("mating.bull_calf"),
        lost_calf_yuan=rules.value("mating.lost_calf"),
        hard_calving_yuan=rules.value("mating.hard_calving_yuan"),
        heifer_conception=pair("mating.conception.heifer"),
        cow_conception=pair("mating.conception.cow"),
        heifer_share=pair("mating.females"),
    )


def _scores(question: _Question) -> Scores:
    rules, females, lots = question.rules, question.chosen.females, question.lots
    place = {bull.pk: at for at, bull in enumerate(question.bulls)}
    last_sexed = rules.high("mating.sexed_parity")
    bull = np.array([place[lot.batch.bull_id] for lot in lots], dtype=np.int64)
    hard = [lot.batch.bull.calving_ease_pct for lot in lots]
    return score_matings(
        Cows(
            merit=question.merits.index,
            heifer=np.array([one.parity == 0 for one in females], dtype=np.bool_),
            sexed=np.array([one.parity <= last_sexed for one in females], dtype=np.bool_),
        ),
        Lots(
            bull=bull,
            merit=question.bull_index[bull],
            sexed=np.array([lot.batch.sexed for lot in lots], dtype=np.bool_),
            price_yuan=np.array([float(lot.batch.price_yuan) for lot in lots]),
            straws=np.array([lot.left for lot in lots], dtype=np.int64),
            hard_calving_pct=np.array([np.nan if one is None else float(one) for one in hard]),
        ),
        question.kin.inbreeding,
        question.kin.affected,
        _worth(rules),
        question.allowed,
    )


def _findings(question: _Question, made: matings.MatingPlan) -> list[dict[str, str]]:
    """Which limits leave cows without, and which limits are reached."""
    cows, served = len(made.lot), len(made.served)
    found: list[dict[str, str]] = []
    there = int(made.scores.lots.straws.sum())
    if there < cows:
        found.append(
            _said(
                "stock",
                f"冻精共{there}支，待配{cows}头，缺{cows - there}支",
                f"{there} straws for {cows} cows: {cows - there} short",
            )
        )
    barred: dict[Bar, int] = {}
    for cow in np.flatnonzero(made.lot < 0).tolist():
        bars = made.barred(cow)
        if bars:
            barred[bars] = barred.get(bars, 0) + 1
    for bars, count in barred.items():
        words = bar_words(bars)
        found.append(
            _said(
                "no-bull",
                f"{count}头没有可配的公牛：{words.zh}",
                f"{count} cows have no bull: {words.en}",
            )
        )
    left = cows - served - sum(barred.values())
    if left and there >= cows:
        found.append(
            _said(
                "without",
                f"{left}头未安排：公牛份额、预算或收益不足",
                f"{left} cows go without: shares, budget or worth do not suffice",
            )
        )
    for at in np.flatnonzero(made.bull_price > 1e-6).tolist():
        bull = question.bulls[at]
        found.append(
            _said(
                "bull_share",
                f"公牛{bull.number}达到份额上限{int(made.cap[at])}头，"
                f"多用1头可多得{made.bull_price[at]:.0f}元",
                f"Bull {bull.number} is at his cap of {int(made.cap[at])}; one more would add "
                f"{made.bull_price[at]:.0f} yuan",
            )
        )
    if made.budget_price > 0:
        found.append(
            _said(
                "budget",
                f"预算用尽：每增加1元预算可多得{made.budget_price:.2f}元",
                f"The budget is used up: one more yuan would add {made.budget_price:.2f}",
            )
        )
    return found


def bar_words(bars: Bar) -> Text:
    """The limits in words."""
    words = [text for bar, text in BARS.items() if bars & bar]
    return Text("、".join(one.zh for one in words), ", ".join(one.en for one in words))


def _settings(question: _Question, asked: Wishes, made: matings.MatingPlan) -> dict[str, Any]:
    rules = question.rules
    used = {key: row for key, row in rules.manifest().items() if key.startswith("breeding.mating.")}
    return {
        "source": asked.source,
        "budget_yuan": None if asked.budget_yuan is None else str(asked.budget_yuan),
        "max_inbreeding_pct": 100 * (question.allowed.inbreeding or 0.0),
        "max_affected_pct": 100 * (question.allowed.affected or 0.0),
        "max_hard_calving_pct": question.allowed.hard_calving_pct,
        "max_share_pct": 100 * question.max_share,
        "index": _index_code(question.run),
        "recessives": list(question.kin.recessives),
        "without_parents_pct": 100 * question.kin.unknown,
        "cut_links": question.kin.cuts,
        "females": len(question.chosen.females),
        "left_out": {
            "pregnant": question.chosen.pregnant,
            "do_not_breed": question.chosen.barred,
            "young": question.chosen.young,
            "waiting": question.chosen.fresh,
        },
        "method": {"zh": "运输问题精确最优（逐头最短增广路）", "en": "transport problem, exact"},
        "worth_yuan": round(made.worth_yuan, 2),
        "bound_yuan": round(made.bound_yuan, 2),
        "cost_yuan": round(made.cost_yuan, 2),
        "budget_price": made.budget_price,
        "rules": used,
    }


def _index_code(run: EvaluationRun) -> str:
    codes = run.bulls.exclude(index="").values_list("index", flat=True)
    return str(codes.first() or "")


def _stock(question: _Question, made: matings.MatingPlan) -> list[dict[str, Any]]:
    planned = np.bincount(made.lot[made.lot >= 0], minlength=len(question.lots))
    place = {bull.pk: at for at, bull in enumerate(question.bulls)}
    return [
        {
            "batch": lot.batch.number,
            "bull": lot.batch.bull.number,
            "name": {"zh": lot.batch.bull.name.zh, "en": lot.batch.bull.name.en},
            "sexed": lot.batch.sexed,
            "price_yuan": str(lot.batch.price_yuan),
            "index": round(float(question.bull_index[place[lot.batch.bull_id]]), 1),
            "left": lot.left,
            "planned": int(planned[at]),
            "one_more_yuan": round(float(made.lot_price[at]), 2),
        }
        for at, lot in enumerate(question.lots)
    ]


def _matings(
    stored: MatingPlan, question: _Question, made: matings.MatingPlan
) -> list[PlannedMating]:
    count = question.rules.whole("mating.choices")
    rows = []
    for at, one in enumerate(question.chosen.females):
        choices = [_choice(question, made, at, lot, net) for lot, net in made.choices(at, count)]
        planned = int(made.lot[at])
        batch = question.lots[planned].batch if planned >= 0 else None
        rows.append(
            PlannedMating(
                plan=stored,
                animal_key=one.animal_id,
                number=one.number,
                parity=one.parity,
                index=round(float(question.merits.index[at]), 1),
                index_of_parents=bool(question.merits.stood_in[at]),
                batch=batch,
                bull=None if batch is None else batch.bull,
                choices=choices,
                reason={} if batch is not None else _reason(made, at),
            )
        )
    return rows


def _reason(made: matings.MatingPlan, cow: int) -> dict[str, str]:
    bars = made.barred(cow)
    if bars:
        words = bar_words(bars)
        return {"zh": f"没有可配公牛：{words.zh}", "en": f"No bull: {words.en}"}
    return {
        "zh": "冻精、公牛份额或预算已用于收益更高的母牛",
        "en": "Straws, shares or budget serve cows of greater worth",
    }


def _choice(
    question: _Question, made: matings.MatingPlan, cow: int, lot: int, net: float
) -> dict[str, Any]:
    batch = question.lots[lot].batch
    bull = int(made.scores.lots.bull[lot])
    calf = 0.5 * (float(question.merits.index[cow]) + float(question.bull_index[bull]))
    return {
        "batch": batch.number,
        "bull": batch.bull.number,
        "name": {"zh": batch.bull.name.zh, "en": batch.bull.name.en},
        "sexed": batch.sexed,
        "inbreeding_pct": round(100 * float(question.kin.inbreeding[cow, bull]), 2),
        "calf_index": round(calf, 1),
        "worth_yuan": round(float(made.scores.yuan[cow, lot]), 1),
        "net_yuan": round(net, 1),
        "terms": {name: round(value, 1) for name, value in made.scores.terms(cow, lot).items()},
    }


def _outcome(question: _Question, made: matings.MatingPlan, today: date) -> dict[str, Any]:
    """The plan, what the farm did within the days compared, and bulls drawn at random."""
    served = made.served
    scores = made.scores
    bull = scores.lots.bull[made.lot[served]]
    planned = _judge(
        question, question.merits.index, question.bull_index, question.kin, served, bull
    )
    straws = np.bincount(
        scores.lots.bull, weights=scores.lots.straws, minlength=len(question.bulls)
    )
    calf, close = judge_random(
        question.merits.index,
        question.bull_index,
        question.kin.inbreeding,
        straws.astype(np.float64),
    )
    return {
        "plan": planned,
        "random": {"calf_index": round(calf, 1), "inbreeding_pct": round(100 * close, 3)},
        "did": _did(question, today),
        "days": question.rules.whole("mating.compared_days"),
    }


def _did(question: _Question, today: date) -> dict[str, Any] | None:
    """What the farm's inseminations of the last year come to by the same figures."""
    first = today - timedelta(days=question.rules.whole("mating.compared_days"))
    told = [
        one
        for one in herd.services_at([question.farm.place_id], first, today, judged=False)
        if not one.embryo and one.bull_number
    ]
    bulls = list(Bull.objects.filter(number__in={one.bull_number for one in told}))
    index = bull_indices(question.run, bulls)
    valued = [bull for bull in bulls if bull.pk in index]
    place = {bull.number: at for at, bull in enumerate(valued)}
    females = {one.animal_id: one for one in herd.females_at(question.farm.place_id)}
    known = [one for one in told if one.bull_number in place and one.animal_id in females]
    if not known:
        return None
    cows = [females[key] for key in sorted({one.animal_id for one in known})]
    row = {one.animal_id: at for at, one in enumerate(cows)}
    judged = _judge(
        question,
        female_merits(question.run, cows).index,
        np.array([index[bull.pk] for bull in valued]),
        blood(cows, valued),
        np.array([row[one.animal_id] for one in known], dtype=np.int64),
        np.array([place[one.bull_number] for one in known], dtype=np.int64),
    )
    return {**judged, "told": len(told), "known": len(known)}


def _judge(
    question: _Question, cows: Float, bulls: Float, kin: Blood, cow: Int, bull: Int
) -> dict[str, Any]:
    made: Judgement = judge_matings(
        cows,
        bulls,
        kin.inbreeding,
        kin.affected,
        cow,
        bull,
        max_inbreeding=question.allowed.inbreeding or 1.0,
        max_affected=question.allowed.affected or 1.0,
    )
    if not made.matings:
        return {"matings": 0}
    return {
        "matings": made.matings,
        "bull_index": round(made.bull_merit, 1),
        "calf_index": round(made.calf_merit, 1),
        "inbreeding_pct": round(100 * made.inbreeding, 3),
        "close": made.close,
        "risky": made.risky,
        "bulls": made.bulls,
        "greatest_share_pct": round(100 * made.greatest_share, 1),
        "effective_bulls": round(made.effective_bulls, 2),
    }
