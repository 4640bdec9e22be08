"""Reads of the funds: lines with balance and outputs, and sums by unit, source and project."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Sum

from milkshed.kernel.text import Text
from milkshed.plan.models import FUND_SOURCES, FundLine, FundMove, PlanPart, RegisterEntry
from milkshed.plan.queries.projects import outputs_of
from milkshed.plan.science.balances import Balance, balance
from milkshed.platform.scope import scope_of, visible


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line with its confirmed balance, moves that wait, and what it produced.

    ``output`` is the latest confirmed entry of the project it pays for, where the reader may see
    it.
    """

    line: FundLine
    balance: Balance
    waiting: int
    output: RegisterEntry | None


def lines_for(person: Any) -> QuerySet[FundLine]:
    """The lines in a person's scope."""
    return visible(FundLine.objects.select_related("unit", "organisation"), scope_of(person))


def line_rows(person: Any, lines: Iterable[FundLine]) -> list[LineRow]:
    """Lines with their sums; three queries whatever their number."""
    held = list(lines)
    moves: dict[int, list[tuple[str, Any]]] = defaultdict(list)
    waiting: dict[int, int] = defaultdict(int)
    for line, kind, state, yuan in (
        FundMove.objects.filter(line__in=held)
        .order_by()
        .values_list("line", "kind", "state")
        .annotate(yuan=Sum("yuan"))
    ):
        if state == "confirmed":
            moves[line].append((kind, yuan))
        elif state == "submitted":
            waiting[line] += 1
    pairs = {(line.subject_kind, line.subject) for line in held if line.subject}
    outputs = outputs_of(pairs) if pairs else {}
    reached = set(
        visible(
            RegisterEntry.objects.filter(pk__in=[e.pk for e in outputs.values()]), scope_of(person)
        ).values_list("pk", flat=True)
    )
    rows = []
    for line in held:
        output = outputs.get((line.subject_kind, line.subject))
        rows.append(
            LineRow(
                line,
                balance(moves[line.pk]),
                waiting[line.pk],
                output if output is not None and output.pk in reached else None,
            )
        )
    return rows


def moves_for(person: Any) -> QuerySet[FundMove]:
    """The moves in a person's scope with their lines, the youngest line first."""
    found = FundMove.objects.select_related("line__unit", "entered_by", "decided_by")
    return visible(found, scope_of(person)).order_by("-line__year", "line__serial", "on", "pk")


@dataclass(frozen=True, slots=True)
class GroupRow:
    """Lines added up under one heading. Sums are of yuan and rounded only when shown."""

    title: Text
    lines: int
    balance: Balance


def total(rows: Iterable[LineRow]) -> Balance:
    """All lines added."""
    return sum((row.balance for row in rows), Balance())


def grouped(rows: Iterable[LineRow], by: str) -> list[GroupRow]:
    """Sums by ``unit``, ``source`` or ``part``; they add up to :func:`total`."""
    titles = {
        part.code: Text(f"{part.code} {part.title_zh}", f"{part.code} {part.title_en}")
        for part in PlanPart.objects.filter(version__current=True, kind="project")
    }
    names: dict[str, Callable[[FundLine], Text]] = {
        "unit": lambda line: line.unit.name,
        "source": lambda line: FUND_SOURCES[line.source],
        "part": lambda line: titles.get(line.part, Text("未挂专栏项目", "No project of the boxes")),
    }
    held: dict[Text, list[LineRow]] = {}
    for row in rows:
        held.setdefault(names[by](row.line), []).append(row)
    return [
        GroupRow(title, len(group), total(group))
        for title, group in sorted(held.items(), key=lambda item: -total(item[1]).allocated)
    ]
