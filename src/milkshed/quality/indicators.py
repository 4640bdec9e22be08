"""What quality contributes to the plan: the pass rate of raw milk."""

from datetime import date
from decimal import Decimal

from django.db.models import Min

from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.text import Text
from milkshed.platform.figures import Contribution, Figure, FigureInput, FigureRequest
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import find_rule
from milkshed.quality.models import OFFICIAL_KINDS, Sample
from milkshed.quality.queries import decided_samples, limit_rules, places_sampled
from milkshed.quality.science.verdict import pass_rate

_VERSION = "1"
_INCOMING = ("incoming",)


def _rate(request: FigureRequest) -> Figure:
    """Official samples of the year so far; the streak counts years at 100 % before it."""
    first = date(request.as_of.year, 1, 1)
    samples = decided_samples(first, request.as_of, request.counties, OFFICIAL_KINDS)
    rate = pass_rate(samples)
    incoming = pass_rate(decided_samples(first, request.as_of, request.counties, _INCOMING))
    value = None if not rate.decided else Decimal(100) * rate.passed / rate.decided
    unconfirmed = tuple(
        sorted(r.key for r in limit_rules(request.as_of).values() if not _is_official(r))
    )
    return Figure(
        value=value,
        unit="%",
        as_of=request.as_of,
        method=Text(
            "当年监督抽检与违禁物监测样品：合格÷已判定；复检结论替代初检结论",
            "Official and contraband samples of the year: passed ÷ decided; a retest replaces the "
            "first result",
        ),
        version=_VERSION,
        inputs=(
            FigureInput(
                Text("已判定的监督抽检样品", "Decided official samples"),
                rate.decided,
                f"/quality/samples?kind=official&first={first}&last={request.as_of}",
            ),
            FigureInput(
                Text("其中不合格", "of them failed"),
                rate.decided - rate.passed,
                f"/quality/samples?verdict=fail&kind=official&first={first}&last={request.as_of}",
            ),
            FigureInput(
                Text("另：进厂检验样品（不计入）", "Beside: incoming tests (not counted)"),
                incoming.decided,
                "/quality/samples?kind=incoming",
            ),
        ),
        note=_note(request, value),
        unconfirmed_rules=unconfirmed,
        holders=places_sampled(first, request.as_of, request.counties, OFFICIAL_KINDS),
    )


def _is_official(rule: Rule) -> bool:
    return rule.confirmed


def _note(request: FigureRequest, value: Decimal | None) -> Text:
    if value is None:
        return Text("当年没有已判定的监督抽检样品", "No official sample was decided this year")
    told = find_rule("quality.streak.years", request.as_of)
    years = int(told.value) if told and told.value is not None else 0
    own = _own_streak(request)
    return Text(
        f"规划公布至2023年连续{years}年100%；本平台2024年起有样品的年份中连续{own}年100%",
        f"The plan tells of {years} years at 100 % up to 2023; in this system {own} year(s) in a "
        "row since 2024 with samples",
    )


def _own_streak(request: FigureRequest) -> int:
    """Years in a row at 100 % up to the year asked, counting only years that have samples."""
    oldest = Sample.objects.filter(kind__in=OFFICIAL_KINDS, reported_at__isnull=False).aggregate(
        at=Min("sampled_at")
    )["at"]
    if oldest is None:
        return 0
    streak = 0
    for year in range(request.as_of.year, shanghai_day(oldest).year - 1, -1):
        last = min(date(year, 12, 31), request.as_of)
        samples = decided_samples(date(year, 1, 1), last, request.counties, OFFICIAL_KINDS)
        rate = pass_rate(samples)
        if rate.decided and rate.passed < rate.decided:
            break
        streak += bool(rate.decided)
    return streak


def contributions() -> tuple[Contribution, ...]:
    """K5 of table 1."""
    return (Contribution("K5", _rate),)
