"""What the house's own pages may ask of the plan."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.plan.queries.board import judged, with_latest


@dataclass(frozen=True, slots=True)
class LightFacts:
    """One light: ``colour`` is green, yellow, red, grey or blue, ``word`` and ``reason`` say it.

    ``value`` is in ``unit`` and of the day ``value_on``; ``target`` is written with its relation.
    """

    code: str
    group: str
    name: Text
    kind: Text
    colour: str
    word: Text
    reason: Text
    value: Decimal | None
    value_on: date | None
    unit: str
    target: Text
    by_hand: bool


def lights(on: date) -> list[LightFacts]:
    """The lights of all indicators on a day, in the plan's order; one query."""
    found = []
    for indicator in with_latest(on):
        row = judged(indicator, on)
        found.append(
            LightFacts(
                code=indicator.code,
                group=indicator.group,
                name=indicator.name,
                kind=indicator.kind_text,
                colour=row.light.colour.value,
                word=row.light.colour.word,
                reason=row.light.reason,
                value=row.value,
                value_on=row.value_on,
                unit=indicator.unit,
                target=indicator.target_text,
                by_hand=row.by_hand,
            )
        )
    return found
