"""Composes a bulletin from the figures on record: its data, footnotes, tables and first wording.

Nothing is written here. Sentences, headings and the choice of indicators are the template's.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from milkshed.kernel.clock import day_in_chinese
from milkshed.kernel.counties import NINGXIA, division_name
from milkshed.plan.actions.bulletins.movements import Moved, movement_paragraphs, movements
from milkshed.plan.actions.bulletins.sheet_of_data import (
    Cell,
    DataSheet,
    amount,
    change_amount,
    direction,
    plainly,
    signed,
)
from milkshed.plan.facts.templates import Template
from milkshed.plan.models import Bulletin, Indicator
from milkshed.plan.queries.bulletins.lists import (
    LedgerStanding,
    contradictions_of,
    current_indicators,
    ledger_standing,
    letters_of,
    period_lights,
)
from milkshed.plan.queries.bulletins.readings import Period, Told, reading_of, readings
from milkshed.plan.science.lights import Colour, Light
from milkshed.plan.science.movement import Reading
from milkshed.plan.science.wording import numbers_in

EARLIER = {"month": "上月", "year": "上年"}
_COUNTED = (Colour.BLUE, Colour.GREEN, Colour.YELLOW, Colour.RED, Colour.GREY)


@dataclass(frozen=True, slots=True)
class Composed:
    """A bulletin's title, stored data, and wording by section."""

    title: str
    content: dict[str, Any]
    wording: list[dict[str, Any]]


def period_words(period: Period) -> str:
    """The period as its title names it."""
    month = f"{period.first.month}月" if period.kind == "month" else ""
    return f"{period.first.year}年{month}"


def compose(
    template: Template,
    period: Period,
    county: str,
    *,
    earlier: Bulletin | None,
    replaced: Bulletin | None = None,
    reason: str = "",
) -> Composed:
    """Compose the bulletin of a period.

    ``earlier`` is the bulletin of the period before, whose printed figures are compared with;
    ``replaced`` is the edition that this one corrects, for ``reason``.
    """
    indicators = current_indicators(template.indicators)
    told = readings(indicators, period, county)
    revised = readings(indicators, period.before, county)
    printed = _printed(earlier)
    lights = {} if county else period_lights(indicators, told, period)
    moved = movements(indicators, told, revised, printed, period, county)
    sheet = DataSheet()
    for one in indicators:
        sheet.note(one.code, _note(one, told[one.code], moved[one.code], earlier, lights))
    page = _Page(template, period, county, sheet, indicators, told, lights, moved)
    sections: dict[str, Callable[[], list[str]]] = {
        "summary": page.summary,
        "indicators": page.figures,
        "movement": lambda: movement_paragraphs(template, sheet, indicators, told, moved, period),
        "ledger": page.ledger,
        "basis": page.basis,
    }
    wording = [page.section(code, sections[code](), tables) for code, tables in template.sections]
    if replaced is not None:
        said = page.correction(replaced, reason)
        wording.insert(0, page.section("correction", said, ("correction",)))
    shown = {key for section in wording for key in section["tables"]}
    content = {
        "fields": sheet.fields,
        "notes": sheet.notes,
        "tables": {key: table for key, table in sheet.tables.items() if key in shown},
        "readings": {code: one.as_document() for code, one in told.items()},
        "as_of": period.last.isoformat(),
        "template": f"{template.code}-{template.version}",
    }
    title = template.title.format(
        area=division_name(county or NINGXIA).zh, period=period_words(period)
    )
    return Composed(title, content, wording)


def _printed(earlier: Bulletin | None) -> Mapping[str, Reading]:
    if earlier is None:
        return {}
    return {code: reading_of(one) for code, one in earlier.content["readings"].items()}


def _note(
    indicator: Indicator,
    told: Told,
    moved: Moved,
    earlier: Bulletin | None,
    lights: Mapping[str, Light],
) -> str:
    """The footnote of an indicator: what, how, from what, how whole, of which day."""
    reading = told.reading
    parts = [f"{indicator.code} {indicator.name_zh}（{indicator.unit}）"]
    if reading.value is None:
        parts.append(f"本期没有数：{told.note or '期内没有计算值，也没有采用的填报'}")
    else:
        day = day_in_chinese(reading.as_of) if reading.as_of else ""
        parts.append(f"截至{day}，{told.origin}")
        if told.note:
            parts.append(told.note)
    if told.method:
        version = f"（版本{reading.method_version}）" if reading.method_version else ""
        parts.append(f"方法：{told.method}{version}")
    if told.inputs:
        parts.append(f"依据：{told.inputs}")
    coverage = (
        "未给出" if reading.coverage is None else f"{plainly(round(reading.coverage * 100, 1))}%"
    )
    parts.append(f"数据覆盖率：{coverage}")
    if told.unconfirmed:
        parts.append(f"待核实规则：{'、'.join(told.unconfirmed)}")
    if moved.movement.before is not None:
        where = f"{earlier.number}通报" if moved.printed and earlier else "计算或填报记录"
        day = day_in_chinese(moved.before_on) if moved.before_on else ""
        parts.append(f"上期数截至{day}，取自{where}")
    if indicator.code in lights:
        parts.append(
            f"目标：{indicator.section}（{indicator.kind_text.zh}）；"
            f"红绿灯：{lights[indicator.code].reason.zh}"
        )
    return "；".join(parts)


@dataclass(slots=True)
class _Page:
    """The sections of one bulletin while they are composed."""

    template: Template
    period: Period
    county: str
    sheet: DataSheet
    indicators: Sequence[Indicator]
    told: Mapping[str, Told]
    lights: Mapping[str, Light]
    moved: Mapping[str, Moved]

    def section(
        self, code: str, paragraphs: Sequence[str], tables: Sequence[str] = ()
    ) -> dict[str, Any]:
        """A section as it is stored."""
        return {
            "code": code,
            "heading": self.template.headings[code],
            "paragraphs": list(paragraphs),
            "tables": [key for key in tables if key in self.sheet.tables],
        }

    def say(self, sentence: str, **places: str) -> str:
        """A sentence of the template with its places filled."""
        return self.template.sentences[sentence].format(**places)

    def known(self) -> list[Indicator]:
        """The indicators with a figure."""
        return [one for one in self.indicators if self.told[one.code].reading.value is not None]

    def name(self, one: Indicator) -> str:
        """An indicator's name; one that holds a number of its own is a field."""
        if not numbers_in(one.name_zh):
            return one.name_zh
        return self.sheet.datum(f"{one.code}.name", one.name_zh, f"{one.name_zh}（名称）", one.code)

    def summary(self) -> list[str]:
        """How many indicators stand how, or how many a county has figures of."""
        day = day_in_chinese(self.period.last)
        datum = self.sheet.datum
        if self.county:
            self.sheet.note(
                "known",
                f"分县数：截至{day}，平台按县计算并存档的指标数；目标为全区口径",
            )
            number = datum("known", f"{len(self.known())}项", "有分县数的指标", "known")
            area = division_name(self.county).zh
            return [self.say("county", day=day, area=area, known=number)]
        counts = Counter(light.colour for light in self.lights.values())
        self.sheet.note(
            "lights",
            f"红绿灯：截至{day}，按规划目标与路径逐项判定后计数；分年路径由平台内插，"
            "可由文件下达的节点替换；判定规则见平台规划执行说明",
        )
        told = "、".join(
            colour.word.zh
            + datum(f"lights.{colour.value}", f"{counts[colour]}项", colour.word.zh, "lights")
            for colour in _COUNTED
        )
        total = datum("lights.total", f"{len(self.indicators)}项", "指标总数", "lights")
        return [self.say("lights", day=day, total=total, counts=told)]

    def figures(self) -> list[str]:
        """A sentence for each figure, and plainly which are unknown."""
        self._figure_table()
        found = [self._figure(one) for one in self.known()]
        unknown = [one for one in self.indicators if self.told[one.code].reading.value is None]
        if unknown:
            self.sheet.note(
                "unknown",
                "没有数：期内既没有计算值，也没有经审核采用的填报；各项理由见附表“口径与方法”",
            )
            number = self.sheet.datum("unknown", f"{len(unknown)}项", "没有数的指标", "unknown")
            names = "、".join(self.name(one) for one in unknown)
            found.append(self.say("unknown", count=number, names=names))
        return found

    def _figure(self, one: Indicator) -> str:
        reading, moved = self.told[one.code].reading, self.moved[one.code].movement
        assert reading.value is not None  # only known ones are told
        datum, earlier = self.sheet.datum, EARLIER[self.period.kind]
        value = datum(
            f"{one.code}.value", amount(reading.value, one.unit), f"{one.name_zh}（本期）", one.code
        )
        text = self.say("value", name=self.name(one), value=value)
        if one.code in self.lights:
            target = datum(
                f"{one.code}.target",
                f"{one.target_text.zh}{one.unit}",
                f"{one.name_zh}（目标）",
                one.code,
            )
            text += self.say("target", target=target, light=self.lights[one.code].colour.word.zh)
        if moved.change is None:
            return text + self.say("first", earlier=earlier) + "。"
        if moved.change == 0:
            return text + self.say("same", earlier=earlier) + "。"
        change = datum(
            f"{one.code}.change",
            change_amount(moved.change, one.unit),
            f"{one.name_zh}（变动）",
            one.code,
        )
        way = direction(moved.change, one.unit)
        return text + self.say("against", earlier=earlier, direction=way, change=change) + "。"

    def _figure_table(self) -> None:
        cell = self.sheet.cell
        rows: list[list[Cell]] = []
        for one in self.known():
            moved, light = self.moved[one.code].movement, self.lights.get(one.code)
            now, was, change = moved.after, moved.before, moved.change
            row = [
                self.sheet.words(f"{one.code} {one.name_zh}", one.code),
                cell(one.unit),
                cell("" if now is None else plainly(now), one.code),
                cell("–" if was is None else plainly(was), one.code if was is not None else ""),
                cell(
                    "–" if change is None else signed(change),
                    one.code if change is not None else "",
                ),
            ]
            if light is not None:
                row += [cell(one.target_text.zh, one.code), cell(light.colour.word.zh)]
            rows.append(row)
        header = ["指标", "单位", "本期", EARLIER[self.period.kind], "变动"]
        header += ["目标", "红绿灯"] if self.lights else []
        self.sheet.table("indicators", self.template.captions["indicators"], header, rows)

    def ledger(self) -> list[str]:
        """How the ledger stood, which tasks were overdue, which letters went out."""
        standing = ledger_standing(self.period, self.county)
        letters = list(letters_of(self.period, self.county))
        day = day_in_chinese(self.period.last)
        self.sheet.note(
            "ledger",
            f"台账：截至{day}，按建账日、完成时限和销号日计；逾期天数为工作日，按节假日表",
        )
        self.sheet.note("letters", "督办函：签发日在本期内的，件数与文号取自督办函登记")
        datum = self.sheet.datum
        self._overdue_table(standing)
        cell = self.sheet.cell
        self.sheet.table(
            "letters",
            self.template.captions["letters"],
            ("文号", "主送单位", "事项", "签发日期", "状态"),
            [
                [
                    cell(one.number),
                    cell(one.unit.name_zh),
                    self.sheet.words(f"{one.item.number} {one.item.title}", "letters"),
                    cell(one.issued_on.isoformat() if one.issued_on else ""),
                    cell(one.state_text.zh),
                ]
                for one in letters
            ],
        )
        return [
            self.say(
                "ledger",
                open=datum("ledger.open", f"{standing.unfinished}项", "未销号事项", "ledger"),
                overdue=datum("ledger.overdue", f"{len(standing.overdue)}项", "逾期事项", "ledger"),
                closed=datum("ledger.closed", f"{standing.closed}项", "本期销号", "ledger"),
                letters=datum("letters.count", f"{len(letters)}件", "督办函", "letters"),
            )
        ]

    def _overdue_table(self, standing: LedgerStanding) -> None:
        cell = self.sheet.cell
        self.sheet.table(
            "overdue",
            self.template.captions["overdue"],
            ("台账编号", "任务", "牵头单位", "完成时限", "逾期（工作日）"),
            [
                [
                    cell(one.item.number),
                    self.sheet.words(one.item.title, "ledger"),
                    cell(one.item.lead.name_zh),
                    cell(one.item.due_on.isoformat()),
                    cell(str(one.days), "ledger"),
                ]
                for one in standing.overdue
            ],
        )

    def basis(self) -> list[str]:
        """Contradictions of the plan that the figures touch, and rules still to be confirmed."""
        held = contradictions_of([one.code for one in self.known()]) if not self.county else []
        found = []
        if held:
            self.sheet.note(
                "contradictions",
                "规划矛盾：指规划文本内前后不一或算不拢之处，逐条登记，两种读法都保留",
            )
            number = self.sheet.datum(
                "contradictions", f"{len(held)}处", "涉及的矛盾", "contradictions"
            )
            found.append(self.say("contradictions", count=number))
            cell = self.sheet.cell
            self.sheet.table(
                "contradictions",
                self.template.captions["contradictions"],
                ("编号", "事项", "处理"),
                [
                    [
                        cell(one.code),
                        self.sheet.words(one.title_zh, "contradictions"),
                        self.sheet.words(one.note_zh, "contradictions"),
                    ]
                    for one in held
                ],
            )
        keys = sorted({key for one in self.known() for key in self.told[one.code].unconfirmed})
        if keys:
            self.sheet.note("unconfirmed", "待核实规则：状态为待核实或平台设定的规则行，见规则库")
            told = self.sheet.datum("unconfirmed", "、".join(keys), "待核实规则", "unconfirmed")
            found.append(self.say("unconfirmed", keys=told))
        else:
            found.append(self.say("confirmed"))
        return found

    def correction(self, replaced: Bulletin, reason: str) -> list[str]:
        """What differs from the edition that is corrected, and why it was."""
        old = replaced.content["fields"]
        changed = [
            (key, old.get(key), self.sheet.fields.get(key))
            for key in dict.fromkeys([*old, *self.sheet.fields])
            if (old.get(key) or {}).get("text") != (self.sheet.fields.get(key) or {}).get("text")
            and not key.startswith("correction")
        ]
        self.sheet.note(
            "correction",
            f"更正：与{replaced.number}（第{replaced.edition}版，"
            f"数据摘要{replaced.content_sha256[:12]}…）逐字段比较",
        )
        cell = self.sheet.cell
        self.sheet.table(
            "correction",
            self.template.captions["correction"],
            ("项目", "原数", "更正后"),
            [
                [
                    self.sheet.words((new or before or {})["label"], "correction"),
                    cell(before["text"] if before else "–", "correction" if before else ""),
                    cell(new["text"] if new else "–", new["note"] if new else ""),
                ]
                for key, before, new in changed
            ],
        )
        datum = self.sheet.datum
        return [
            self.say(
                "correction",
                number=replaced.number,
                reason=datum("correction.reason", reason, "更正理由", "correction"),
                count=datum("correction.count", f"{len(changed)}项", "更正项数", "correction"),
            )
        ]
