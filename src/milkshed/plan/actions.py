"""The verbs of the plan: load it, compute its figures, report by hand and review."""

import traceback
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.counties import Zone, counties_in_zone
from milkshed.kernel.problems import INVALID, NOT_FOUND, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.plan.facts.reading import (
    VERSION,
    VERSION_TITLE,
    contradiction_facts,
    indicator_facts,
)
from milkshed.plan.flow import REPORT_FLOW
from milkshed.plan.models import (
    ComputedFigure,
    Contradiction,
    Indicator,
    ManualReport,
    Milestone,
    PlanVersion,
    TargetClaim,
)
from milkshed.plan.science.lights import LAST_DAY, has_road, interpolated
from milkshed.platform.attachments import store_attachment
from milkshed.platform.figures import Contribution, Figure, FigureRequest
from milkshed.platform.models import Organisation, Person
from milkshed.platform.permissions import require
from milkshed.platform.registry import domains
from milkshed.platform.scope import get_visible, scope_of

_NUMBERS = ("baseline", "target", "low", "high", "tolerance_share")
Tell = Callable[[int, int], None]


def load_plan() -> PlanVersion:
    """Write the plan's indicators, claims, paths and contradictions; a second run changes nothing.

    Milestones that stand already, such as official ones, are left as they are.
    """
    with transaction.atomic():
        version, _ = PlanVersion.objects.get_or_create(
            code=VERSION,
            defaults={
                "title_zh": VERSION_TITLE.zh,
                "title_en": VERSION_TITLE.en,
                "status": "draft",
                "current": not PlanVersion.objects.filter(current=True).exists(),
            },
        )
        for position, fact in enumerate(indicator_facts(), start=1):
            _load_indicator(version, position, fact)
        for position, fact in enumerate(contradiction_facts(), start=1):
            _write(
                Contradiction,
                {"version": version, "code": fact["code"]},
                {k: v for k, v in fact.items() if k != "code"} | {"position": position},
            )
    return version


def _load_indicator(version: PlanVersion, position: int, fact: Mapping[str, Any]) -> None:
    values = {k: v for k, v in fact.items() if k not in {"code", "claims"}}
    values |= {name: Decimal(values[name]) for name in _NUMBERS if name in values}
    indicator = _write(
        Indicator, {"version": version, "code": fact["code"]}, values | {"position": position}
    )
    claims = fact.get("claims") or [
        {
            "source_zh": fact["section"],
            "source_en": fact["section"],
            "quote_zh": fact["quote_zh"],
            "value": fact.get("target"),
            "low": fact.get("low"),
            "high": fact.get("high"),
            "kind": fact["kind"],
        }
    ]
    for number, claim in enumerate(claims, start=1):
        numbers = {
            name: Decimal(claim[name]) if claim.get(name) else None
            for name in ("value", "low", "high")
        }
        _write(
            TargetClaim,
            {"indicator": indicator, "source_zh": claim["source_zh"]},
            {
                "source_en": claim["source_en"],
                "quote_zh": claim["quote_zh"],
                "kind": claim["kind"],
                "operator": fact["operator"],
                "position": number,
                **numbers,
            },
        )
    rule = indicator.rule()
    if has_road(rule) and rule.baseline is not None and not indicator.milestones.exists():
        Milestone.objects.bulk_create(
            Milestone(indicator=indicator, on=day, value=round(value, 4), basis="interpolated")
            for day, value in interpolated(rule.baseline, rule.goal)
        )


def _write(model: type[Any], key: Mapping[str, object], values: Mapping[str, object]) -> Any:
    """Create or change a row, but leave an equal one alone so that its history stays quiet."""
    row = model.objects.filter(**key).first()
    if row is None:
        return model.objects.create(**key, **values)
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=changed)
    return row


@dataclass(slots=True)
class Computation:
    """What a round of computing did, by indicator code.

    ``failed`` names the error; ``unknown`` are contributions to indicators the plan does not have.
    """

    as_of: date
    computed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)

    def as_document(self) -> dict[str, object]:
        """Counts and failures, for a job's result."""
        return {
            "as_of": self.as_of.isoformat(),
            "computed": len(self.computed),
            "unchanged": len(self.unchanged),
            "failed": self.failed,
            "unknown": self.unknown,
        }


def compute_figures(as_of: date, *, tell: Tell | None = None) -> Computation:
    """Ask every domain for its figures on a day and add them to the history.

    A domain or a contribution that fails is noted as failed for its indicator and never stops
    the rest. A figure equal to the last one for the same day is not added again.
    """
    done = Computation(as_of)
    indicators = {i.code: i for i in Indicator.objects.filter(version__current=True)}
    offers = list(_offers(done))
    direct = {offer.indicator: (room, offer) for room, offer in offers}
    asked: list[tuple[str, str, Contribution, frozenset[str] | None]] = [
        (code, *direct[code], None) for code in direct if code in indicators
    ]
    done.unknown = sorted(code for code in direct if code not in indicators)
    for code, indicator in indicators.items():
        if code not in direct and indicator.derived_from in direct:
            room, offer = direct[indicator.derived_from]
            asked.append((code, room, offer, _counties_of(indicator, as_of)))
    for number, (code, room, offer, counties) in enumerate(asked, start=1):
        figure, error = _ask(offer, FigureRequest(as_of, counties))
        if error:
            done.failed[code] = error
        row = _row(indicators[code], room, figure, as_of)
        if _repeats(row):
            done.unchanged.append(code)
        else:
            row.save()
            if figure is not None:
                done.computed.append(code)
        if tell is not None:
            tell(number, len(asked))
    return done


def _offers(done: Computation) -> Iterator[tuple[str, Contribution]]:
    for domain in domains():
        if domain.indicators is None:
            continue
        try:
            offered = domain.indicators()
        except Exception as error:  # noqa: BLE001 - one room's fault must not silence the others
            done.failed[f"({domain.label})"] = _told(error)
            continue
        for contribution in offered:
            yield domain.label, contribution


def _counties_of(indicator: Indicator, on: date) -> frozenset[str] | None:
    if not indicator.zone:
        return None
    return frozenset(county.code for county in counties_in_zone(Zone(indicator.zone), on))


def _ask(offer: Contribution, request: FigureRequest) -> tuple[Figure | None, str]:
    try:
        with transaction.atomic():
            return offer.compute(request), ""
    except Exception as error:  # noqa: BLE001 - one room's fault must not silence the others
        return None, _told(error)


def _told(error: Exception) -> str:
    where = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__}: {error} ({where.name}:{where.lineno})"[:300]


def _row(indicator: Indicator, room: str, figure: Figure | None, as_of: date) -> ComputedFigure:
    if figure is None:
        return ComputedFigure(
            indicator=indicator,
            as_of=as_of,
            unit=indicator.unit,
            room=room,
            failed=True,
            note_zh="计算未完成，请查看后台任务",
            note_en="The computation did not finish; see the job",
        )
    return ComputedFigure(
        indicator=indicator,
        as_of=figure.as_of,
        value=None if figure.value is None else round(Decimal(figure.value), 6),
        unit=figure.unit,
        room=room,
        method_zh=figure.method.zh,
        method_en=figure.method.en,
        method_version=figure.version,
        inputs=[
            {"title_zh": i.title.zh, "title_en": i.title.en, "count": int(i.count), "url": i.url}
            for i in figure.inputs
        ],
        coverage=None if figure.coverage is None else round(Decimal(figure.coverage), 6),
        note_zh=figure.note.zh if figure.note else "",
        note_en=figure.note.en if figure.note else "",
        unconfirmed_rules=list(figure.unconfirmed_rules),
    )


_CONTENT = (
    "value", "unit", "room", "method_zh", "method_version", "inputs", "coverage", "note_zh",
    "unconfirmed_rules", "failed",
)  # fmt: skip


def _repeats(row: ComputedFigure) -> bool:
    last = (
        ComputedFigure.objects.filter(indicator=row.indicator, as_of=row.as_of)
        .order_by("-pk")
        .first()
    )
    return last is not None and all(getattr(last, n) == getattr(row, n) for n in _CONTENT)


def report_manually(
    *,
    indicator: Indicator,
    as_of: date,
    value: Decimal,
    evidence: IO[bytes],
    evidence_name: str,
    organisation: Organisation,
    person: Person,
    note: str = "",
) -> ManualReport:
    """Report a figure by hand with a file that proves it; another person has to review it.

    ``value`` is in the indicator's unit. Raises a problem with every broken rule.
    """
    require(person, "plan.report")
    faults = []
    if as_of > timezone.localdate():
        message = Text("日期不能晚于今天", "The day is in the future")
        faults.append(Fault("as_of", as_of, "not-in-future", message))
    elif as_of > LAST_DAY.replace(year=LAST_DAY.year + 1):
        message = Text("日期已在规划期之外", "The day is beyond the plan")
        faults.append(Fault("as_of", as_of, "within-plan", message))
    if not value.is_finite() or value < 0:
        message = Text("数值不能为负", "The value is not negative")
        faults.append(Fault("value", value, "not-negative", message))
    if indicator.unit == "%" and value > 100:
        message = Text("百分比不能超过100", "A percentage is at most 100")
        faults.append(Fault("value", value, "percentage", message))
    if organisation.pk not in {o.pk for o in person.organisations()}:
        message = Text("只能以本人任职单位填报", "You report for an organisation you work in")
        faults.append(Fault("organisation", organisation.pk, "own-organisation", message))
    if faults:
        raise Problem(INVALID, None, faults)
    with transaction.atomic():
        report = ManualReport.objects.create(
            indicator=indicator,
            as_of=as_of,
            value=value,
            note=note,
            evidence=store_attachment(evidence, evidence_name, organisation, person),
            organisation=organisation,
            reported_by=person,
        )
        REPORT_FLOW.perform(report, "plan.report", person)
    return report


def review_report(
    report_id: int, person: Person, *, accept: bool, opinion: str = ""
) -> ManualReport:
    """Accept a report or return it with an opinion; never by the person who reported it."""
    verb = "plan.accept_report" if accept else "plan.return_report"
    require(person, verb)
    if not accept and not opinion.strip():
        message = Text("退回须写明意见", "A return needs an opinion")
        raise Problem(INVALID, message, [Fault("opinion", opinion, "required", message)])
    with transaction.atomic():
        get_visible(ManualReport.objects.all(), scope_of(person), pk=report_id)
        report = ManualReport.objects.select_for_update().get(pk=report_id)
        REPORT_FLOW.perform(report, verb, person, opinion=opinion)
        report.reviewed_by, report.reviewed_at = person, timezone.now()
        report.opinion = opinion.strip()
        report.save(update_fields=["reviewed_by", "reviewed_at", "opinion"])
    return report


def indicator_by_code(code: str) -> Indicator:
    """The indicator of the current plan, or a not-found problem."""
    found = Indicator.objects.filter(version__current=True, code=code).first()
    if found is None:
        raise Problem(NOT_FOUND, Text("没有该指标", "There is no such indicator"))
    return found
