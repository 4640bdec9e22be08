"""A contract as its checks read it: terms, clauses of its form, limits of its day."""

from datetime import date

from milkshed.collection.facade import stations_licensed
from milkshed.platform.rule_book import rules_under
from milkshed.trade.models import Contract, FormClause, ModelForm
from milkshed.trade.queries.grids import grid_is_published
from milkshed.trade.queries.reference_price import reference_price_on
from milkshed.trade.science.clauses import Clause, Finding, Limit, Terms, check_clauses


def form_on(day: date) -> ModelForm | None:
    """The edition of the model contract in force on a day, the youngest first day winning."""
    return (
        ModelForm.objects.filter(valid_from__lte=day)
        .exclude(valid_to__lt=day)
        .order_by("-valid_from")
        .first()
    )


def limits_on(day: date) -> dict[str, Limit]:
    """The rule rows that clauses are checked against, as of a day."""
    return {
        key: Limit(key, row.low, row.high, row.source, row.confirmed)
        for key, row in rules_under("trade.clause.", day).items()
    }


def clause_of(row: FormClause) -> Clause:
    """A stored clause as the checks read it."""
    return Clause(
        row.number, row.code, row.title, tuple(row.required), tuple(row.checks), row.legal,
        row.source,
    )  # fmt: skip


def terms_of(contract: Contract) -> Terms:
    """What a stored version says, with the facts around it that the checks need."""
    stations = list(contract.stations.all())
    licensed = stations_licensed([one.pk for one in stations], contract.effective_from)
    reference = reference_price_on(contract.effective_from)
    return Terms(
        valid_from=contract.valid_from,
        valid_to=contract.valid_to,
        price_kind=contract.price_kind,
        planned_kg_per_day=contract.planned_kg_per_day,
        float_pct=contract.float_pct,
        settlement_period=contract.settlement_period,
        payment_term_days=contract.payment_term_days,
        price_yuan_per_kg=contract.price_yuan_per_kg,
        spread_yuan_per_kg=contract.spread_yuan_per_kg,
        corridor_down_pct=contract.corridor_down_pct,
        corridor_up_pct=contract.corridor_up_pct,
        grid_code=contract.grid_code,
        monthly_plan_kg=tuple(contract.monthly_plan_kg),
        late_interest_pct_per_day=contract.late_interest_pct_per_day,
        deposit_yuan=contract.deposit_yuan,
        breach_pct=contract.breach_pct,
        notice_days=contract.notice_days,
        test_report_hours=contract.test_report_hours,
        third_party=contract.third_party_id,
        dispute_path=contract.dispute_path,
        dispute_body=contract.dispute_body,
        unilateral_price_change=contract.unilateral_price_change,
        reference_yuan_per_kg=reference.yuan_per_kg if reference else None,
        grid_known=grid_is_published(contract.grid_code, contract.effective_from),
        stations=len(stations),
        unlicensed_stations=tuple(one.name_zh for one in stations if one.pk not in licensed),
    )


def findings_of(contract: Contract) -> tuple[Finding, ...]:
    """Every clause of the contract's form checked against the rules of its first day."""
    clauses = [clause_of(row) for row in contract.form.clauses.all()]
    return check_clauses(terms_of(contract), clauses, limits_on(contract.effective_from))
