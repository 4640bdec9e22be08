"""How a mating plan compares: with what the farm did, and with bulls drawn at random."""

from datetime import date, timedelta
from typing import Any

import numpy as np

from milkshed.breeding.actions.mating_plans.question import Question
from milkshed.breeding.models import Bull
from milkshed.breeding.queries.candidates import Blood, blood
from milkshed.breeding.queries.merits import bull_indices, female_merits
from milkshed.breeding.science.arrays import Float, Int
from milkshed.breeding.science.mating import plan as matings
from milkshed.breeding.science.mating.judged import Judgement, judge_matings, judge_random
from milkshed.herd import facade as herd


def outcome_of(question: Question, made: matings.MatingPlan, today: date) -> dict[str, Any]:
    """The plan, what the farm did within the days compared, and bulls drawn at random.

    Compared are services; the calves of embryos are told apart.
    """
    scores = made.scores
    carried = made.served[scores.lots.are_embryos[made.lot[made.served]]]
    served = np.setdiff1d(made.served, carried)
    bull = scores.lots.bull[made.lot[served]]
    planned = _judge(
        question, question.merits.index, question.bull_index, question.kin, served, bull
    )
    straws = np.bincount(
        scores.lots.bull,
        weights=np.where(scores.lots.are_embryos, 0, scores.lots.straws),
        minlength=len(question.bulls),
    )
    drawn: dict[str, float] = {}
    if straws.any():
        calf, close = judge_random(
            question.merits.index,
            question.bull_index,
            question.kin.inbreeding,
            straws.astype(np.float64),
        )
        drawn = {"calf_index": round(calf, 1), "inbreeding_pct": round(100 * close, 3)}
    return {
        "plan": planned,
        "embryos": _carried(made, carried),
        "random": drawn,
        "did": _did(question, today),
        "days": question.rules.whole("mating.compared_days"),
    }


def _carried(made: matings.MatingPlan, cows: Int) -> dict[str, Any]:
    """Embryos carried over: how many, the index and inbreeding of their calves, and their cost."""
    lots, lot = made.scores.lots, made.lot[cows]
    if lots.embryos is None or not len(cows):
        return {"transfers": 0}
    return {
        "transfers": len(cows),
        "calf_index": round(float(lots.embryos.merit[lot].mean()), 1),
        "inbreeding_pct": round(100 * float(lots.embryos.inbreeding[lot].mean()), 3),
        "cost_yuan": round(float(lots.price_yuan[lot].sum()), 2),
    }


def _did(question: Question, today: date) -> dict[str, Any] | None:
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
    question: Question, cows: Float, bulls: Float, kin: Blood, cow: Int, bull: Int
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
