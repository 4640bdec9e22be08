"""What a mating plan tells: its settings, stock with shadow prices, cow by cow, findings."""

from typing import Any

import numpy as np

from milkshed.breeding.actions.mating_plans.question import Question, said
from milkshed.breeding.actions.matings import Wishes
from milkshed.breeding.models import EvaluationRun
from milkshed.breeding.models.mating import MatingPlan, PlannedMating
from milkshed.breeding.science.mating import plan as matings
from milkshed.breeding.science.mating.scores import Bar
from milkshed.kernel.text import Text

_IDLE_TOLD = 5
BARS: dict[Bar, Text] = {
    Bar.INBREEDING: Text("后代近交超限", "inbreeding over the limit"),
    Bar.RECESSIVE: Text("隐性患病风险超限", "recessive risk over the limit"),
    Bar.CALVING: Text("难产率超限（青年牛）", "hard calvings over the limit (heifers)"),
    Bar.SEXED: Text("胎次不用性控冻精", "no sexed semen at this parity"),
    Bar.EMPTY: Text("没有库存", "no straws left"),
    Bar.RECIPIENT: Text("不作胚胎受体", "no recipient of embryos"),
}


def findings_of(question: Question, made: matings.MatingPlan) -> list[dict[str, str]]:
    """Which limits leave cows without, and which limits are reached."""
    cows, served = len(made.lot), len(made.served)
    found: list[dict[str, str]] = []
    lots = made.scores.lots
    there = int(lots.straws[~lots.are_embryos].sum())
    there += min(int(lots.straws[lots.are_embryos].sum()), int(question.recipient.sum()))
    if there < cows:
        found.append(
            said(
                "stock",
                f"冻精和可移植胚胎共{there}支（枚），待配{cows}头，缺{cows - there}支（枚）",
                f"{there} straws and embryos for {cows} cows: {cows - there} short",
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
            said(
                "no-bull",
                f"{count}头没有可配的公牛：{words.zh}",
                f"{count} cows have no bull: {words.en}",
            )
        )
    left = cows - served - sum(barred.values())
    if left and there >= cows:
        found.append(
            said(
                "without",
                f"{left}头未安排：公牛份额、预算或收益不足",
                f"{left} cows go without: shares, budget or worth do not suffice",
            )
        )
    for at in np.flatnonzero(made.bull_price > 1e-6).tolist():
        bull = question.bulls[at]
        found.append(
            said(
                "bull_share",
                f"公牛{bull.number}达到份额上限{int(made.cap[at])}头，"
                f"多用1头可多得{made.bull_price[at]:.0f}元",
                f"Bull {bull.number} is at his cap of {int(made.cap[at])}; one more would add "
                f"{made.bull_price[at]:.0f} yuan",
            )
        )
    found += _idle_straws(question, made)
    found += _idle_embryos(question, made)
    if made.budget_price > 0:
        found.append(
            said(
                "budget",
                f"预算用尽：每增加1元预算可多得{made.budget_price:.2f}元",
                f"The budget is used up: one more yuan would add {made.budget_price:.2f}",
            )
        )
    return found


def _idle_straws(question: Question, made: matings.MatingPlan) -> list[dict[str, str]]:
    """Batches of straws of which the plan takes none, and what keeps them back."""
    lots, bars = made.scores.lots, made.scores.bars
    planned = np.bincount(made.lot[made.lot >= 0], minlength=len(lots))
    idle = np.flatnonzero((planned == 0) & (lots.straws > 0) & ~lots.are_embryos)
    found = []
    for at in idle[np.argsort(-lots.merit[idle], kind="stable")][:_IDLE_TOLD].tolist():
        batch = question.lots[at].batch
        kept_back = [
            (text, int(((bars[:, at] & int(bar)) != 0).sum())) for bar, text in BARS.items()
        ]
        reasons = [(text, count) for text, count in kept_back if count]
        allowed = int((bars[:, at] == 0).sum())
        zh = "、".join(f"{text.zh}{count}头" for text, count in reasons) or "没有母牛受限"
        en = ", ".join(f"{text.en}: {count}" for text, count in reasons) or "no cow is barred"
        rest = Text("；没有一头可用", "; no cow may take them")
        if allowed:
            rest = Text(
                f"；其余{allowed}头配别的公牛或不配更有利",
                f"; the other {allowed} cows do better otherwise",
            )
        found.append(
            said(
                "idle",
                f"批次{batch.number}（{batch.bull.number}）{int(lots.straws[at])}支未安排："
                f"{zh}{rest.zh}",
                f"Batch {batch.number} ({batch.bull.number}), {int(lots.straws[at])} unused: "
                f"{en}{rest.en}",
            )
        )
    return found


def _idle_embryos(question: Question, made: matings.MatingPlan) -> list[dict[str, str]]:
    """Embryos that are left over, and why."""
    lots = made.scores.lots
    carried = int(lots.are_embryos[made.lot[made.served]].sum())
    idle = int(lots.straws[lots.are_embryos].sum()) - carried
    if idle <= 0:
        return []
    recipients = int(question.recipient.sum())
    return [
        said(
            "embryos",
            f"胚胎剩余{idle}枚：可作受体{recipients}头，移植{carried}枚",
            f"{idle} embryos are left: {recipients} recipients, {carried} carried over",
        )
    ]


def bar_words(bars: Bar) -> Text:
    """The limits in words."""
    words = [text for bar, text in BARS.items() if bars & bar]
    return Text("、".join(one.zh for one in words), ", ".join(one.en for one in words))


def settings_of(question: Question, asked: Wishes, made: matings.MatingPlan) -> dict[str, Any]:
    """Limits, coefficients, what was left out, and how good the plan is."""
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
        "recipients": int(question.recipient.sum()) if question.embryos else None,
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


def stock_of(question: Question, made: matings.MatingPlan) -> list[dict[str, Any]]:
    """Each lot with what is planned of it and what one piece more is worth."""
    planned = np.bincount(made.lot[made.lot >= 0], minlength=len(question.lots))
    return [
        {
            "batch": lot.batch.number,
            "kind": lot.batch.kind,
            "donor": "" if lot.batch.donor is None else lot.batch.donor.identity,
            "bull": lot.batch.bull.number,
            "name": {"zh": lot.batch.bull.name.zh, "en": lot.batch.bull.name.en},
            "sexed": lot.batch.sexed,
            "price_yuan": str(lot.batch.price_yuan),
            "index": round(_lot_index(made, at), 1),
            "left": lot.left,
            "planned": int(planned[at]),
            "one_more_yuan": round(float(made.lot_price[at]), 2),
        }
        for at, lot in enumerate(question.lots)
    ]


def _lot_index(made: matings.MatingPlan, lot: int) -> float:
    """The bull's index of a lot of straws, the calf's expected one of a lot of embryos."""
    lots = made.scores.lots
    if lots.embryos is not None and lots.are_embryos[lot]:
        return float(lots.embryos.merit[lot])
    return float(lots.merit[lot])


def matings_of(
    stored: MatingPlan, question: Question, made: matings.MatingPlan
) -> list[PlannedMating]:
    """The plan cow by cow, each with the lots to take and why, or why she goes without."""
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
    question: Question, made: matings.MatingPlan, cow: int, lot: int, net: float
) -> dict[str, Any]:
    batch = question.lots[lot].batch
    calf, inbreeding, _ = made.scores.calf(cow, lot)
    return {
        "batch": batch.number,
        "kind": batch.kind,
        "donor": "" if batch.donor is None else batch.donor.identity,
        "bull": batch.bull.number,
        "name": {"zh": batch.bull.name.zh, "en": batch.bull.name.en},
        "sexed": batch.sexed,
        "inbreeding_pct": round(100 * inbreeding, 2),
        "calf_index": round(calf, 1),
        "worth_yuan": round(float(made.scores.yuan[cow, lot]), 1),
        "net_yuan": round(net, 1),
        "terms": {name: round(value, 1) for name, value in made.scores.terms(cow, lot).items()},
    }
