"""Explains each figure's movement against the period before, in sentences by rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milkshed.kernel.counties import division_name
from milkshed.plan.actions.bulletins.sheet_of_data import (
    DataSheet,
    amount,
    change_amount,
    direction,
    plainly,
    signed,
)
from milkshed.plan.facts.templates import Template
from milkshed.plan.models import CountyFigure, Indicator
from milkshed.plan.queries.bulletins.readings import Period, Told, adds_up, county_values
from milkshed.plan.science.movement import Cause, Movement, Part, Reading, Remark, explain
from milkshed.plan.science.wording import numbers_in

_MOST_PARTS = 6
_EARLIER = {"month": "上月", "year": "上年"}


@dataclass(frozen=True, slots=True)
class Moved:
    """A movement, the earlier reading on record, and whether a bulletin printed one."""

    movement: Movement
    revised: Told
    printed: Reading | None

    @property
    def before_on(self) -> date | None:
        """The day of the earlier figure."""
        return (self.printed or self.revised.reading).as_of


def movements(
    indicators: Sequence[Indicator],
    told: Mapping[str, Told],
    revised: Mapping[str, Told],
    printed: Mapping[str, Reading],
    period: Period,
    county: str,
) -> dict[str, Moved]:
    """The movement of each indicator; a region's sums are split by county where both have them."""
    sums = [] if county else [one.code for one in indicators if adds_up(one)]
    now, then = county_values(sums, period), county_values(sums, period.before)
    found = {}
    for one in indicators:
        code, known = one.code, one.code in now and one.code in then
        earlier = printed.get(code)
        found[code] = Moved(
            explain(
                earlier if earlier is not None and earlier.value is not None else None,
                revised[code].reading,
                told[code].reading,
                _values(then[code]) if known else None,
                _values(now[code]) if known else None,
            ),
            revised[code],
            earlier if earlier is not None and earlier.value is not None else None,
        )
    return found


def _values(rows: Mapping[str, CountyFigure]) -> dict[str, Decimal]:
    return {county: row.value for county, row in rows.items() if row.value is not None}


def movement_paragraphs(
    template: Template,
    sheet: DataSheet,
    indicators: Sequence[Indicator],
    told: Mapping[str, Told],
    moved: Mapping[str, Moved],
    period: Period,
) -> list[str]:
    """A paragraph for each figure that moved, appeared or went missing."""
    writer = _Writer(template, sheet, _EARLIER[period.kind])
    found = [
        paragraph
        for one in indicators
        if (paragraph := writer.paragraph(one, told[one.code], moved[one.code]))
    ]
    if found:
        return found
    compared = any(one.movement.change is not None for one in moved.values())
    sentence = "unmoved" if compared else "incomparable"
    return [template.sentences[sentence].format(earlier=_EARLIER[period.kind])]


@dataclass(slots=True)
class _Writer:
    template: Template
    sheet: DataSheet
    earlier: str

    def say(self, sentence: str, **places: str) -> str:
        return self.template.sentences[sentence].format(**places)

    def paragraph(self, one: Indicator, told: Told, moved: Moved) -> str:
        """What moved an indicator; empty where nothing did."""
        move = moved.movement
        if Remark.APPEARED in move.remarks and move.after is not None:
            return self.say(
                "appeared",
                name=self._name(one),
                earlier=self.earlier,
                after=self._datum(one, "after", amount(move.after, one.unit), "本期"),
            )
        if Remark.VANISHED in move.remarks and move.before is not None:
            why = told.note or "期内没有计算值，也没有采用的填报"
            return self.say(
                "vanished",
                name=self._name(one),
                earlier=self.earlier,
                before=self._datum(one, "before", amount(move.before, one.unit), "上期"),
                reason=self._datum(one, "reason", why, "没有数的原因"),
            )
        if not move.change or move.before is None or move.after is None:
            return ""
        text = self.say(
            "moved",
            name=self._name(one),
            before=self._datum(one, "before", amount(move.before, one.unit), "上期"),
            after=self._datum(one, "value", amount(move.after, one.unit), "本期"),
            direction=direction(move.change, one.unit),
            change=self._datum(one, "change", change_amount(move.change, one.unit), "变动"),
        )
        if move.parts:
            text += self._parts(one, move.parts)
        elif adds_up(one) and not told.reading.by_hand and not move.remarks:
            text += self.say("no_counties")
        return text + self._remarks(one, told, moved)

    def _name(self, one: Indicator) -> str:
        if not numbers_in(one.name_zh):
            return one.name_zh
        return self._datum(one, "name", one.name_zh, "名称")

    def _datum(self, one: Indicator, what: str, text: str, label: str) -> str:
        return self.sheet.datum(f"{one.code}.{what}", text, f"{one.name_zh}（{label}）", one.code)

    def _parts(self, one: Indicator, parts: Sequence[Part]) -> str:
        counties = [part for part in parts if part.cause is Cause.COUNTY]
        shown, merged = counties[:_MOST_PARTS], counties[_MOST_PARTS:]
        rest = sum((p.change for p in parts if p.cause is Cause.REST), Decimal(0))
        rest += sum((part.change for part in merged), Decimal(0))
        told = [self._part(one, p) for p in parts if p.cause is Cause.CORRECTION]
        told += [self._part(one, part) for part in shown]
        if rest:
            told.append(self._part(one, Part(Cause.REST, rest)))
        return self.say("by_county", parts="，".join(told))

    def _part(self, one: Indicator, part: Part) -> str:
        way = direction(part.change, one.unit)
        size = change_amount(part.change, one.unit)
        if part.cause is Cause.CORRECTION:
            unit = "个百分点" if one.unit == "%" else one.unit
            change = self._datum(
                one, "part.correction", f"{signed(part.change)}{unit}", "上期数更正"
            )
            return self.say("correction_part", earlier=self.earlier, change=change)
        if part.cause is Cause.COUNTY:
            place = division_name(part.place).zh
            change = self._datum(one, f"part.{part.place}", size, place)
            return self.say("county_part", place=place, direction=way, change=change)
        change = self._datum(one, "part.rest", size, "其余")
        return self.say("rest_part", direction=way, change=change)

    def _remarks(self, one: Indicator, told: Told, moved: Moved) -> str:
        found = ""
        before = moved.revised.reading
        for remark in moved.movement.remarks:
            if remark in (Remark.METHOD, Remark.RECOMPUTED):
                old = before if remark is Remark.METHOD else moved.printed or before
                versions = f"{old.method_version or '–'}→{told.reading.method_version or '–'}"
                found += self.say(
                    remark.value,
                    earlier=self.earlier,
                    versions=self._datum(one, "versions", versions, "方法版本"),
                )
            elif remark is Remark.SOURCE:
                words = {True: "人工填报", False: "系统计算"}
                sources = f"{words[before.by_hand]}→{words[told.reading.by_hand]}"
                found += self.say("source", sources=sources)
            elif remark is Remark.NEW_REPORT:
                found += self.say(
                    "new_report", report=self._datum(one, "report", told.origin, "填报")
                )
            elif remark is Remark.COVERAGE:
                found += self.say(
                    "coverage",
                    before=self._share(one, "coverage.before", before.coverage),
                    after=self._share(one, "coverage.after", told.reading.coverage),
                )
        return found

    def _share(self, one: Indicator, what: str, share: Decimal | None) -> str:
        text = "–" if share is None else f"{plainly(round(share * 100, 1))}%"
        return self._datum(one, what, text, "数据覆盖率")
