"""What happened to a round, in order, as anyone may read it, and figures of a year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count

from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.text import Text
from milkshed.platform.models import Transition
from milkshed.trade.flow import PRICE_ROUND_FLOW
from milkshed.trade.models import (
    PRICE_COMPLAINT_STATES,
    CostSheet,
    PriceComplaint,
    PriceErratum,
    PricePublication,
    PriceReview,
    PriceRound,
)
from milkshed.trade.queries.price_documents import is_reproduced
from milkshed.trade.science.reference_price.determination import TIERS
from milkshed.trade.science.reference_price.formulas import FORMULAS, QUANTITIES


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trail: when, what, by whom (a person, or a side), and the particulars."""

    at: datetime
    title: Text
    who: str
    words: Text


_STEPS = {move.verb: move.title for move in PRICE_ROUND_FLOW.moves}


def trail(round_of: PriceRound) -> list[Entry]:
    """Everything of a round in order of time; sheets of farms are only counted."""
    found = [*_beginning(round_of), *_steps(round_of), *_estimates(round_of)]
    found += [*_talks(round_of), *_motions(round_of), *_after(round_of)]
    return sorted(found, key=lambda entry: entry.at)


def _same(text: str) -> Text:
    return Text(text, text)


def _beginning(round_of: PriceRound) -> Iterator[Entry]:
    drawn = round_of.sample.count()
    farms = sum(one.farms for one in round_of.strata.all())
    yield Entry(
        round_of.opened_at, Text("发起成本调查", "Survey opened"), round_of.opened_by.name_zh,
        Text(
            f"总体{farms}家牧场，按期次号为种子抽取{drawn}家",
            f"{drawn} of {farms} farms drawn with the round's code as seed",
        ),
    )  # fmt: skip
    sheets = CostSheet.objects.filter(sample__round=round_of)
    last = sheets.exclude(reviewed_at=None).order_by("-reviewed_at").first()
    if last is not None and last.reviewed_at is not None:
        counts = dict(sheets.order_by().values_list("state").annotate(n=Count("pk")))
        yield Entry(
            last.reviewed_at, Text("调查表审核", "Sheets reviewed"),
            last.reviewed_by.name_zh if last.reviewed_by else "",
            Text(
                f"采用{counts.get('accepted', 0)}份，剔除{counts.get('excluded', 0)}份，"
                f"退回{counts.get('returned', 0)}份",
                f"{counts.get('accepted', 0)} used, {counts.get('excluded', 0)} excluded, "
                f"{counts.get('returned', 0)} sent back",
            ),
        )  # fmt: skip


def _steps(round_of: PriceRound) -> Iterator[Entry]:
    steps = Transition.objects.filter(subject=PRICE_ROUND_FLOW.subject, subject_id=round_of.pk)
    for step in steps.select_related("person"):
        yield Entry(step.at, _STEPS[step.verb], step.person.name_zh, _same(step.opinion))


def _estimates(round_of: PriceRound) -> Iterator[Entry]:
    for one in round_of.estimates.select_related("computed_by"):
        again = is_reproduced(one)
        cost = "–" if one.cost is None else f"{one.cost:.4f}"
        yield Entry(
            one.computed_at,
            Text(f"测算第{one.revision}版", f"Determination, revision {one.revision}"),
            one.computed_by.name_zh,
            Text(
                f"{TIERS[one.tier].zh}；成本 {cost} 元/公斤；SHA-256 {one.digest[:16]}…；"
                f"{'复算一致' if again else '复算不一致'}",
                f"{TIERS[one.tier].en}; cost {cost}; SHA-256 {one.digest[:16]}…; "
                f"{'reproduced' if again else 'NOT reproduced'}",
            ),
        )


def _talks(round_of: PriceRound) -> Iterator[Entry]:
    for figure in round_of.market_inputs.select_related("entered_by"):
        title = QUANTITIES[figure.code].title
        value = f"{figure.value.normalize():f}"
        yield Entry(
            figure.entered_at, Text("录入市场参数", "Market figure"), figure.entered_by.name_zh,
            Text(f"{title.zh} {value}（{figure.source}）", f"{title.en} {value} ({figure.source})"),
        )  # fmt: skip
    for proposal in round_of.proposals.all():
        yield Entry(
            proposal.at, Text("提案", "Proposal"), proposal.side_text.zh,
            Text(f"{proposal.central} 元/公斤：{proposal.reason}",
                 f"{proposal.central} yuan/kg: {proposal.reason}"),
        )  # fmt: skip
    for judged in round_of.judgements.select_related("person"):
        yield Entry(
            judged.at, Text("专家判断", "Judgement"), judged.person.name_zh,
            _same(f"{judged.what}：{judged.why}（{judged.effect_yuan:+.4f} 元/公斤）"),
        )  # fmt: skip
    for conflict in round_of.conflicts.select_related("seat"):
        recused = Text("，回避表决", ", recused") if conflict.recuses else Text("", "")
        yield Entry(
            conflict.declared_at, Text("利益冲突申报", "Interest declared"),
            conflict.seat.side_text.zh,
            Text(conflict.text + recused.zh, conflict.text + recused.en),
        )  # fmt: skip


def _motions(round_of: PriceRound) -> Iterator[Entry]:
    for motion in round_of.motions.select_related("put_by", "closed_by"):
        formula = FORMULAS[motion.formula].title
        number = Text(f"第{motion.number}号议案", f"Motion {motion.number}")
        yield Entry(
            motion.put_at, Text(f"提交{number.zh}", f"{number.en} put"), motion.put_by.name_zh,
            Text(
                f"{formula.zh} {motion.formula_value:.4f} {motion.judgement_yuan:+.4f} → "
                f"{motion.central}（{motion.floor}—{motion.cap}）",
                f"{formula.en} {motion.formula_value:.4f} {motion.judgement_yuan:+.4f} → "
                f"{motion.central} ({motion.floor}–{motion.cap})",
            ),
        )  # fmt: skip
        if motion.closed_at is not None and motion.closed_by is not None:
            votes = tally_words(motion.tally)
            state = motion.state_text
            yield Entry(
                motion.closed_at, Text(f"{number.zh}{state.zh}", f"{number.en}: {state.en}"),
                motion.closed_by.name_zh, votes,
            )  # fmt: skip


def tally_words(tally: dict[str, Any]) -> Text:
    """A stored count in words, side by side."""
    sides = {"farm": Text("养殖方", "farms"), "processor": Text("加工方", "processors"),
             "independent": Text("独立方", "independent")}  # fmt: skip
    counted = [(sides[name], one) for name, one in tally.get("sides", {}).items()]
    return Text(
        "；".join(
            f"{side.zh} 赞成{one['yes']}、反对{one['no']}、弃权{one['abstain']}、"
            f"缺席{one['eligible'] - one['yes'] - one['no'] - one['abstain']}"
            for side, one in counted
        ),
        "; ".join(
            f"{side.en}: {one['yes']} yes, {one['no']} no, {one['abstain']} abstained, "
            f"{one['eligible'] - one['yes'] - one['no'] - one['abstain']} absent"
            for side, one in counted
        ),
    )


def _after(round_of: PriceRound) -> Iterator[Entry]:
    for one in round_of.publications.select_related("published_by"):
        kind = (
            Text("更正发布", "Correction published")
            if one.correction
            else Text("发布", "Published")
        )
        yield Entry(
            one.published_at, kind, one.published_by.name_zh,
            _same(f"{one.number} {one.central}（{one.floor}—{one.cap}）"
                  f" SHA-256 {one.digest[:16]}…"),
        )  # fmt: skip
    errata = PriceErratum.objects.filter(publication__round=round_of)
    for error in errata.select_related("found_by", "decided_by"):
        yield Entry(
            error.found_at, Text("提出差错", "Error reported"), error.found_by.name_zh,
            _same(f"{error.text}（{error.share:.2%}）"),
        )  # fmt: skip
        if error.decided_at is not None and error.decided_by is not None:
            yield Entry(
                error.decided_at, error.state_text, error.decided_by.name_zh, _same(error.decision)
            )
    for complaint in round_of.complaints.all():
        state = PRICE_COMPLAINT_STATES[complaint.state]
        yield Entry(
            complaint.filed_at, Text("投诉", "Complaint"), complaint.number,
            Text(f"{complaint.subject}：{state.zh}", f"{complaint.subject}: {state.en}"),
        )  # fmt: skip


def year_figures(year: int) -> dict[str, Any]:
    """What a yearly review looks at: rounds, data tiers, judgement, warnings, errors, clocks."""
    rounds = list(PriceRound.objects.filter(first__year=year))
    published = [one for r in rounds for one in r.publications.filter(version=1)]
    complaints = PriceComplaint.objects.filter(round__in=rounds)
    return {
        "rounds": len(rounds),
        "published": len(published),
        "late": sum(one.published_at.date() > one.round.first for one in published),
        "below_tier_1": sum(one.document["tier"] != 1 for one in published),
        "with_judgement": sum(bool(one.document["judgements"]) for one in published),
        "with_warnings": sum(bool(one.document["warnings"]) for one in published),
        "corrections": sum(r.publications.filter(version__gt=1).count() for r in rounds),
        "complaints": complaints.count(),
        "complaints_open": complaints.exclude(state__in=["closed", "refused"]).count(),
    }


def review_is_due(today: date, months: int) -> bool:
    """Whether so many months passed since the last review, or since the first publication."""
    last = PriceReview.objects.order_by("-at").first()
    first = PricePublication.objects.order_by("published_at").first()
    since = last.at if last is not None else first.published_at if first is not None else None
    if since is None:
        return False
    day = shanghai_day(since)
    return (today.year - day.year) * 12 + today.month - day.month >= months
