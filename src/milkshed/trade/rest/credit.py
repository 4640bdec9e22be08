"""Routes of credit files: a unit's score, term by term."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from milkshed.numerics.scorecard import Term
from milkshed.platform.models import Organisation
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.schemas import problems
from milkshed.trade.queries.credit import files_of, signals_for
from milkshed.trade.science.credit import VERSION

router = Router()


class ScoreTermOut(Schema):
    """One fact's part of a score."""

    kind: str
    record: str
    happened_on: date
    points: Decimal
    faded: Decimal
    counted: Decimal
    lapses_on: date | None
    rule: str
    rule_confirmed: bool


class ScoreOut(Schema):
    """A unit's points as of a day, the heaviest term first."""

    unit: str
    as_of: date
    version: str
    total: Decimal
    terms: list[ScoreTermOut]


@router.get("/credit/files/{unit}", response={200: ScoreOut, **problems(404)}, summary="单位信用分")
def read_credit_file(request: HttpRequest, unit: int, on: date | None = None) -> ScoreOut:
    """The score of one unit in reach, today or as of a day in the past."""
    require(request.user, "trade.see_credit")
    subject = get_visible(Organisation.objects.all(), scope_of(request.user), pk=unit)
    today = timezone.localdate()
    day = min(on or today, today)
    signals = signals_for(request.user).filter(subject=subject).select_related("subject")
    read = next(iter(files_of(signals, day)), None)
    return ScoreOut(
        unit=subject.name_zh,
        as_of=day,
        version=VERSION,
        total=read.score.total if read else Decimal("0.00"),
        terms=[_term(one) for one in read.score.terms] if read else [],
    )


def _term(term: Term) -> ScoreTermOut:
    return ScoreTermOut(
        kind=term.fact.kind,
        record=term.fact.record,
        happened_on=term.fact.first,
        points=term.row.points,
        faded=term.points,
        counted=term.counted,
        lapses_on=term.lapses_on,
        rule=term.row.rule,
        rule_confirmed=term.row.confirmed,
    )
