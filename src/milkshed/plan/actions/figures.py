"""Computes the figures of all indicators and adds them to the history."""

import traceback
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from milkshed.kernel.counties import Zone, counties_in_zone
from milkshed.plan.models import ComputedFigure, Indicator
from milkshed.platform.figures import Contribution, Figure, FigureRequest
from milkshed.platform.registry import domains

Tell = Callable[[int, int], None]


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


def compute_figures(
    as_of: date, *, tell: Tell | None = None, only: Collection[str] | None = None
) -> Computation:
    """Ask every domain for its figures on a day and add them to the history.

    ``only`` names indicators where not all are wanted.

    A domain or a contribution that fails is noted as failed for its indicator and never stops
    the rest. A figure equal to the last one for the same day is not added again.
    """
    done = Computation(as_of)
    indicators = {i.code: i for i in Indicator.objects.filter(version__current=True)}
    direct = {offer.indicator: (room, offer) for room, offer in offers(done.failed)}
    asked: list[tuple[str, str, Contribution, frozenset[str] | None]] = [
        (code, *direct[code], None) for code in direct if code in indicators
    ]
    done.unknown = sorted(code for code in direct if code not in indicators)
    for code, indicator in indicators.items():
        if code not in direct and indicator.derived_from in direct:
            room, offer = direct[indicator.derived_from]
            asked.append((code, room, offer, _counties_of(indicator, as_of)))
    if only is not None:
        asked = [one for one in asked if one[0] in only]
    for number, (code, room, offer, counties) in enumerate(asked, start=1):
        figure, error = ask(offer, FigureRequest(as_of, counties))
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


def offers(failed: dict[str, str]) -> Iterator[tuple[str, Contribution]]:
    """The contributions of all rooms; a room that does not answer is noted in ``failed``."""
    for domain in domains():
        if domain.indicators is None:
            continue
        try:
            offered = domain.indicators()
        except Exception as error:  # noqa: BLE001 - one room's fault must not silence the others
            failed[f"({domain.label})"] = _told(error)
            continue
        for contribution in offered:
            yield domain.label, contribution


def _counties_of(indicator: Indicator, on: date) -> frozenset[str] | None:
    if not indicator.zone:
        return None
    return frozenset(county.code for county in counties_in_zone(Zone(indicator.zone), on))


def ask(offer: Contribution, request: FigureRequest) -> tuple[Figure | None, str]:
    """A contribution's figure, or what went wrong; a failure leaves no trace in the database."""
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
    return ComputedFigure(indicator=indicator, room=room, **columns_of(figure))


def columns_of(figure: Figure) -> dict[str, Any]:
    """What a stored figure says of itself, by column: value, method, inputs and remarks."""
    return {
        "as_of": figure.as_of,
        "value": None if figure.value is None else round(Decimal(figure.value), 6),
        "unit": figure.unit,
        "method_zh": figure.method.zh,
        "method_en": figure.method.en,
        "method_version": figure.version,
        "inputs": [
            {"title_zh": i.title.zh, "title_en": i.title.en, "count": int(i.count), "url": i.url}
            for i in figure.inputs
        ],
        "coverage": None if figure.coverage is None else round(Decimal(figure.coverage), 6),
        "note_zh": figure.note.zh if figure.note else "",
        "note_en": figure.note.en if figure.note else "",
        "unconfirmed_rules": list(figure.unconfirmed_rules),
        "holders": figure.holders,
    }


_CONTENT = (
    "value", "unit", "room", "method_zh", "method_version", "inputs", "coverage", "note_zh",
    "unconfirmed_rules", "failed", "holders",
)  # fmt: skip


def _repeats(row: ComputedFigure) -> bool:
    last = (
        ComputedFigure.objects.filter(indicator=row.indicator, as_of=row.as_of)
        .order_by("-pk")
        .first()
    )
    return last is not None and all(getattr(last, n) == getattr(row, n) for n in _CONTENT)
