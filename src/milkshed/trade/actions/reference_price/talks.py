"""The talks: market figures, proposals, judgement, motions, votes and their count."""

from dataclasses import asdict
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

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
from milkshed.platform.models import Attachment, Person
from milkshed.platform.permissions import require
from milkshed.trade.flow import PRICE_ROUND_FLOW
from milkshed.trade.models import (
    VOTE_CHOICES,
    PriceEstimate,
    PriceInput,
    PriceJudgement,
    PriceMotion,
    PriceProposal,
    PriceRound,
    PriceSeat,
    PriceVote,
)
from milkshed.trade.queries.price_ballot import count_motion, standing
from milkshed.trade.queries.price_inputs import MARKET_INPUTS, is_up_to_date
from milkshed.trade.queries.price_rules import corridor_rules, value_of
from milkshed.trade.science.reference_price.ballot import Tally
from milkshed.trade.science.reference_price.formulas import QUANTITIES, corridor

_LONGEST_CENTRAL = Decimal(100)
_SIDES_NAMES = {
    "all": Text("全体", "All"),
    "farm": Text("养殖方", "Farms"),
    "processor": Text("加工方", "Processors"),
}


def _open_for_talks(round_of: PriceRound) -> PriceRound:
    """The round, locked; a problem unless it is being negotiated."""
    locked = PriceRound.objects.select_for_update().get(pk=round_of.pk)
    if locked.state != "talks":
        present = locked.state_text
        raise Problem(
            CONFLICT,
            Text(f"本期“{present.zh}”，不在协商中", f"The round is “{present.en}”"),
            [Fault("state", present.zh, "talks", Text("状态不符", "Wrong state"))],
        )
    return locked


def seat_of(person: Person, round_of: PriceRound) -> PriceSeat:
    """The seat of a person that may act in a round today; a problem with the reason otherwise."""
    day = timezone.localdate()
    seats = list(PriceSeat.objects.filter(person=person).order_by("-valid_to"))
    if not seats:
        raise Problem(
            NOT_ALLOWED, Text("您不是价格委员会委员", "You hold no seat of the committee")
        )
    held = next((seat for seat in seats if seat.is_held_on(day)), seats[0])
    hindrance = standing(held, round_of, day).hindrance
    if hindrance is not None:
        raise Problem(
            NOT_ALLOWED,
            Text(f"不能参与表决和提案：{hindrance.zh}", f"You may not take part: {hindrance.en}"),
            [Fault("seat", held.pk, "may-vote", hindrance)],
        )
    return held


def enter_market_figure(
    person: Person, round_of: PriceRound, *, code: str, value: Decimal, source: str
) -> PriceInput:
    """Enter a figure that formulas take, with its source; an earlier one stays on record."""
    require(person, "trade.run_price_round")
    if code not in MARKET_INPUTS:
        raise invalid("code", code, "choice", "没有此项市场参数", "No such market figure")
    if value < 0 or (value == 0 and code in ("feed_index_before", "yuan_per_usd")):
        raise invalid("value", value, "positive", "数值应为正", "The figure must be above zero")
    if not source.strip():
        raise invalid("source", source, "required", "请写明来源", "Name the source")
    with transaction.atomic():
        locked = PriceRound.objects.select_for_update().get(pk=round_of.pk)
        if locked.state not in ("survey", "talks"):
            raise Problem(CONFLICT, Text("本期已表决，不能再改参数", "The round is voted already"))
        return PriceInput.objects.create(
            round=locked,
            code=code,
            value=value,
            source=source.strip()[:200],
            entered_by=person,
            entered_at=timezone.now(),
        )


def propose(
    person: Person,
    round_of: PriceRound,
    *,
    central: Decimal,
    reason: str,
    document: Attachment | None = None,
) -> PriceProposal:
    """Put forward what one's side asks for, with reasons."""
    require(person, "trade.propose_price")
    if not 0 < central < _LONGEST_CENTRAL:
        raise invalid("central", central, "range", "价格应在0与100元之间", "Between 0 and 100 yuan")
    require_reason(reason)
    with transaction.atomic():
        locked = _open_for_talks(round_of)
        seat = seat_of(person, locked)
        if seat.side == "independent":
            raise Problem(NOT_ALLOWED, Text("独立方不提价格", "Independent members do not propose"))
        return PriceProposal.objects.create(
            round=locked,
            seat=seat,
            side=seat.side,
            central=central.quantize(Decimal("0.01")),
            reason=reason.strip(),
            document=document,
            at=timezone.now(),
        )


def judge(
    person: Person, round_of: PriceRound, *, what: str, why: str, effect_yuan: Decimal
) -> PriceJudgement:
    """Log a step away from the formula: what, why, and its effect in yuan per kg."""
    require(person, "trade.judge_price")
    faults = [
        Fault(name, value, "required", Text("不能为空", "Required"))
        for name, value in (("what", what), ("why", why))
        if not value.strip()
    ]
    if not -_LONGEST_CENTRAL < effect_yuan < _LONGEST_CENTRAL:
        faults.append(Fault("effect_yuan", effect_yuan, "range", Text("数值过大", "Too large")))
    if faults:
        raise Problem(INVALID, None, faults)
    with transaction.atomic():
        return PriceJudgement.objects.create(
            round=_open_for_talks(round_of),
            what=what.strip()[:200],
            why=why.strip(),
            effect_yuan=effect_yuan.quantize(Decimal("0.0001")),
            person=person,
            at=timezone.now(),
        )


def put_motion(
    person: Person,
    round_of: PriceRound,
    *,
    formula: str,
    floor: Decimal | None = None,
    cap: Decimal | None = None,
    corridor_reason: str = "",
) -> PriceMotion:
    """Put a price to the vote: a formula of the newest determination and the judgement logged.

    The price cannot be typed in: it is the formula's value plus the judgement, whose sum may not
    pass the limit of the rule. Floor and cap follow the rule unless a reason says otherwise.
    """
    require(person, "trade.put_price_motion")
    day = timezone.localdate()
    with transaction.atomic():
        locked = _open_for_talks(round_of)
        estimate = locked.estimates.order_by("-revision").first()
        base = _formula_value(estimate, formula)
        assert estimate is not None
        if not is_up_to_date(estimate, day):
            raise Problem(
                CONFLICT,
                Text(
                    "参数或提案已有更新，请先重新测算", "Figures or proposals changed: compute anew"
                ),
                [Fault("estimate", estimate.revision, "newest", Text("测算已旧", "Outdated"))],
            )
        moved = sum((one.effect_yuan for one in locked.judgements.all()), Decimal(0))
        most = value_of("most_judgement", day)
        if abs(moved) > most * base:
            message = Text(
                f"专家判断合计 {moved:+} 元，超过公式值的 {most:.0%}",
                f"Judgement of {moved:+} yuan is more than {most:.0%} of the formula's value",
            )
            raise Problem(INVALID, message, [Fault("judgement", moved, "most", message)])
        usual = corridor(base + moved, corridor_rules(day))
        chosen = (floor or usual.floor, cap or usual.cap)
        if chosen != (usual.floor, usual.cap) and not corridor_reason.strip():
            raise invalid(
                "corridor_reason", "", "required",
                f"上下限与规则（{usual.floor}—{usual.cap}）不同，须写明理由",
                f"Floor or cap differ from the rule ({usual.floor}–{usual.cap}): give the reason",
            )  # fmt: skip
        if not 0 < chosen[0] <= usual.central <= chosen[1]:
            raise invalid(
                "floor", f"{chosen[0]}–{chosen[1]}", "order",
                "应满足下限≤中准价≤上限", "Floor ≤ central price ≤ cap",
            )  # fmt: skip
        if locked.motions.filter(state="open").exists():
            raise Problem(CONFLICT, Text("已有议案在表决中", "Another motion is being voted on"))
        return PriceMotion.objects.create(
            round=locked,
            number=locked.motions.count() + 1,
            estimate=estimate,
            formula=formula,
            formula_value=base,
            judgement_yuan=moved,
            central=usual.central,
            floor=chosen[0],
            cap=chosen[1],
            corridor_reason=corridor_reason.strip()[:500],
            put_by=person,
            put_at=timezone.now(),
        )


def _formula_value(estimate: PriceEstimate | None, formula: str) -> Decimal:
    if estimate is None or estimate.tier == 0:
        reasons = estimate.result["reasons"] if estimate else []
        raise Problem(
            CONFLICT,
            Text("数据未达最低要求，不能提交表决", "The data are below the least required"),
            [
                Fault(one["rule"], one["found"], f"≥{one['wanted']}",
                      Text(f"规则要求 {one['wanted']}", f"The rule wants {one['wanted']}"))
                for one in reasons
            ],
        )  # fmt: skip
    found = next((one for one in estimate.result["variants"] if one["code"] == formula), None)
    if found is None:
        raise invalid("formula", formula, "choice", "没有此公式", "No such formula")
    if found["value"] is None:
        missing = "、".join(QUANTITIES[code].title.zh for code in found["missing"])
        raise invalid(
            "formula", formula, "complete", f"公式缺少：{missing}", f"Missing: {found['missing']}"
        )
    return Decimal(found["value"])


def vote(person: Person, motion: PriceMotion, *, choice: str, reason: str = "") -> PriceVote:
    """Cast the vote of one's seat, once; it stands."""
    require(person, "trade.vote_price")
    if choice not in VOTE_CHOICES:
        raise invalid("choice", choice, "choice", "请选择赞成、反对或弃权", "Yes, no or abstain")
    try:
        with transaction.atomic():
            locked = _locked_open(motion)
            return PriceVote.objects.create(
                motion=locked,
                seat=seat_of(person, locked.round),
                choice=choice,
                reason=reason.strip()[:500],
                at=timezone.now(),
            )
    except IntegrityError as error:
        raise Problem(
            CONFLICT,
            Text("您已表决，不能重复或更改", "You voted already; a vote stands"),
            [Fault("choice", choice, "once", Text("只能表决一次", "Once only"))],
        ) from error


def _locked_open(motion: PriceMotion) -> PriceMotion:
    _open_for_talks(motion.round)
    locked = PriceMotion.objects.select_for_update().get(pk=motion.pk)
    if locked.state != "open":
        present = locked.state_text
        raise Problem(CONFLICT, Text(f"议案已{present.zh}", f"The motion is closed: {present.en}"))
    return locked


def close_motion(person: Person, motion: PriceMotion) -> PriceMotion:
    """Count the votes. Without a quorum the count is refused and says who is missing."""
    with transaction.atomic():
        locked = _locked_open(motion)
        round_of = locked.round
        PRICE_ROUND_FLOW.check(round_of, "trade.decide_price", person)
        counted = count_motion(locked, timezone.localdate())
        if not counted.has_quorum:
            raise Problem(
                CONFLICT,
                Text("未达法定人数，不能计票", "There is no quorum; the votes cannot be counted"),
                [
                    Fault(
                        f"quorum.{name}", present, f"≥{wanted}",
                        Text(
                            f"{_SIDES_NAMES[name].zh}到会{present}人，至少{wanted}人",
                            f"{_SIDES_NAMES[name].en}: {present} voted, {wanted} needed",
                        ),
                    )
                    for name, present, wanted in counted.missing
                ],
            )  # fmt: skip
        _close(locked, person, "carried" if counted.is_carried else "lost", counted)
        if counted.is_carried:
            PRICE_ROUND_FLOW.perform(
                round_of, "trade.decide_price", person, evidence={"motion": locked.number}
            )
    return locked


def lapse_motion(person: Person, motion: PriceMotion) -> PriceMotion:
    """Take a motion off the table that found no quorum; its votes stay on record."""
    require(person, "trade.put_price_motion")
    with transaction.atomic():
        locked = _locked_open(motion)
        counted = count_motion(locked, timezone.localdate())
        if counted.has_quorum:
            raise Problem(CONFLICT, Text("已达法定人数，应予计票", "There is a quorum: count it"))
        _close(locked, person, "lapsed", counted)
    return locked


def _close(motion: PriceMotion, person: Person, state: str, counted: Tally) -> None:
    motion.state, motion.closed_by, motion.closed_at = state, person, timezone.now()
    motion.tally = tally_document(counted)
    motion.save(update_fields=["state", "closed_by", "closed_at", "tally"])


def tally_document(counted: Tally) -> dict[str, Any]:
    """A count as it is stored and published."""
    return {
        "sides": {side.value: asdict(one) for side, one in counted.sides.items()},
        "missing": [list(one) for one in counted.missing],
        "against": list(counted.against),
    }


def suspend_round(person: Person, round_of: PriceRound, *, opinion: str) -> PriceRound:
    """Publish no price this period, and say why; the last one is not carried on silently."""
    return _decide(person, round_of, "trade.suspend_price", opinion)


def return_round(person: Person, round_of: PriceRound, *, opinion: str) -> PriceRound:
    """Send a carried motion back to the table."""
    return _decide(person, round_of, "trade.return_price", opinion)


def _decide(person: Person, round_of: PriceRound, verb: str, opinion: str) -> PriceRound:
    require_reason(opinion, "请写明理由", "Give the reason", field="opinion")
    with transaction.atomic():
        locked = PriceRound.objects.select_for_update().get(pk=round_of.pk)
        if locked.motions.filter(state="open").exists():
            raise Problem(CONFLICT, Text("正在表决", "A motion is being voted on"))
        PRICE_ROUND_FLOW.perform(locked, verb, person, opinion=opinion.strip())
        return locked


def write_minutes(person: Person, round_of: PriceRound, text: str) -> PriceRound:
    """Write the minutes of the talks; earlier wordings stay in the history."""
    require(person, "trade.run_price_round")
    with transaction.atomic():
        locked = PriceRound.objects.select_for_update().get(pk=round_of.pk)
        if locked.state == "published":
            raise Problem(CONFLICT, Text("已发布，纪要不能再改", "The round is published"))
        locked.minutes = text.strip()
        locked.save(update_fields=["minutes"])
        return locked
