"""Reads of credit files: who sees what, the score of a unit, and the public list."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.numerics.scorecard import Fact, PointRow, Score
from milkshed.platform.models import Organisation, Person, Transition
from milkshed.platform.rule_book import rule, rules_under
from milkshed.platform.scope import scope_of, visible
from milkshed.trade.credit_flow import ENTRY_FLOWS, SUBJECT
from milkshed.trade.models.credit import CreditEntry, CreditSignal, StatutoryListing
from milkshed.trade.science.credit import SIGNALS, credit_score

_PREFIX = "trade.credit."
AUTHORITY = frozenset({"region_officer", "county_officer", "inspector", "auditor", "administrator"})
ASSOCIATION = frozenset({"association_secretary", "region_officer", "auditor", "administrator"})


def clock(key: str, day: date) -> int:
    """A number of days or years from the rule rows in force on a day."""
    found = rule(f"{_PREFIX}{key}", day)
    if found.value is None:
        raise Problem(
            NOT_FOUND,
            Text(f"规则 {_PREFIX}{key} 没有数值", f"Rule {_PREFIX}{key} has no value"),
        )
    return int(found.value)


def points_table(day: date) -> dict[str, PointRow]:
    """The points table in force on a day."""
    rows = rules_under(_PREFIX, day)
    half, lapse = clock("half_life_days", day), clock("lapse_days", day)
    table: dict[str, PointRow] = {}
    for kind in SIGNALS:
        row = rows.get(f"{_PREFIX}points.{kind}")
        if row is not None and row.value is not None:
            table[kind] = PointRow(kind, row.value, half, lapse, row.high, row.key, row.confirmed)
    return table


def _roles(person: Any) -> frozenset[str]:
    if not getattr(person, "is_authenticated", False):
        return frozenset()
    return frozenset(membership.role for membership in person.present_memberships())


def _own(person: Any, path: str = "subject") -> Q:
    """Records about the person's own units."""
    return Q(**{f"{path}__in": scope_of(person).organisations})


def _inside(person: Any) -> Q:
    roles = _roles(person)
    allowed = _own(person)
    if roles & AUTHORITY:
        allowed |= Q(layer="regulator")
    if roles & ASSOCIATION:
        allowed |= Q(layer="association")
    return allowed


def inside_entries(person: Any) -> QuerySet[CreditEntry]:
    """The entries whose whole file a person reads: facts, defence, papers, steps.

    Everybody reads what is said of their own unit, the authority's people the regulator's entries
    of their area, the association and the region's office the association's.
    """
    return visible(CreditEntry.objects.filter(_inside(person)), scope_of(person))


def entries_for(person: Any, day: date) -> QuerySet[CreditEntry]:
    """The entries a person may open: those read in full, and in their area what is public."""
    allowed = _inside(person) | public_filter(day)
    return visible(CreditEntry.objects.filter(allowed), scope_of(person))


def public_filter(day: date) -> Q:
    """Entries that stand on the public page on a day."""
    return Q(state="published", published_on__lte=day) & (
        Q(expires_on__isnull=True) | Q(expires_on__gte=day)
    )


def public_entries(day: date) -> QuerySet[CreditEntry]:
    """What everybody may read: decided, published, neither run out nor repaired nor annulled."""
    return (
        CreditEntry.objects.filter(public_filter(day))
        .select_related("subject", "office")
        .order_by("-published_on", "-pk")
    )


def signals_for(person: Any) -> QuerySet[CreditSignal]:
    """The signals a person may read: about their own unit, or kept for their side."""
    roles = _roles(person)
    allowed = _own(person)
    if roles & AUTHORITY:
        allowed |= Q(keeper__in=["platform", "regulator"])
    if roles & ASSOCIATION:
        allowed |= Q(keeper__in=["platform", "association"])
    return visible(CreditSignal.objects.filter(allowed), scope_of(person))


def statutory_for(person: Any) -> QuerySet[StatutoryListing]:
    """Imported listings in reach; units outside the platform are shown to the authority only."""
    found = StatutoryListing.objects.select_related("subject")
    if _roles(person) & ASSOCIATION:
        return found
    return visible(found, scope_of(person))


def as_fact(signal: CreditSignal) -> Fact:
    """A signal as the score counts it: it fades from the day it happened."""
    return Fact(
        signal.kind,
        signal.source,
        signal.happened_on,
        signal.happened_on,
        signal.withdrawn_on,
    )


@dataclass(frozen=True, slots=True)
class CreditFile:
    """A unit with its score; ``signals`` by their source."""

    subject: Organisation
    score: Score
    signals: Mapping[str, CreditSignal]


def files_of(signals: Iterable[CreditSignal], day: date) -> list[CreditFile]:
    """The files that signals make, the most points first; signals noted later do not count."""
    table = points_table(day)
    grouped: dict[int, list[CreditSignal]] = {}
    for signal in signals:
        if signal.noted_on <= day:
            grouped.setdefault(signal.subject_id, []).append(signal)
    files = [
        CreditFile(
            rows[0].subject,
            credit_score([as_fact(one) for one in rows], table, day),
            {one.source: one for one in rows},
        )
        for rows in grouped.values()
    ]
    return sorted(files, key=lambda one: (-one.score.total, one.subject.pk))


def listed_organisations(day: date) -> Mapping[int, tuple[CreditEntry, ...]]:
    """Published entries of a day by unit."""
    found: dict[int, list[CreditEntry]] = {}
    for entry in public_entries(day):
        found.setdefault(entry.subject_id, []).append(entry)
    return {key: tuple(rows) for key, rows in found.items()}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of an entry's history."""

    at: Any
    title: Text
    person: Person
    words: str


def history(entry: CreditEntry) -> list[Step]:
    """Who did what to an entry, the first step first."""
    flow = ENTRY_FLOWS[entry.layer]
    titles = {move.verb: move.title for move in flow.moves}
    titles[f"trade.propose_{entry.layer}_entry"] = Text("提请列入", "Proposed")
    titles["trade.refuse_repair"] = Text("修复不予支持", "Repair refused")
    titles["trade.refuse_appeal"] = Text("申诉不予支持", "Appeal refused")
    steps = Transition.objects.filter(subject=SUBJECT, subject_id=entry.pk)
    return [
        Step(one.at, titles.get(one.verb, Text(one.verb, one.verb)), one.person, one.opinion)
        for one in steps.select_related("person").order_by("at", "pk")
    ]
