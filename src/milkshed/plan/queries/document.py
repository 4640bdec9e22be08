"""Reads of the plan as a document: its parts, its versions and what changed between two."""

from collections.abc import Sequence
from dataclasses import dataclass

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.plan.models import Contradiction, Indicator, PlanPart, PlanVersion, ResponsibleUnit
from milkshed.plan.science.difference import EntryChange, Fields, difference

_INDICATOR_FIELDS = (
    "section", "name_zh", "quote_zh", "unit", "kind_raw", "operator", "baseline", "target", "low",
    "high", "scope_zh",
)  # fmt: skip
_PART_FIELDS = ("section", "title_zh", "quote_zh", "indicators")
_CONTRADICTION_FIELDS = ("title_zh", "reading_a_zh", "reading_b_zh", "note_zh")
FIELD_WORDS: dict[str, Text] = {
    "section": Text("章节", "Section"),
    "name_zh": Text("名称", "Name"),
    "title_zh": Text("标题", "Heading"),
    "quote_zh": Text("原文", "Wording"),
    "unit": Text("单位", "Unit"),
    "kind_raw": Text("性质", "Kind"),
    "operator": Text("关系", "Relation"),
    "baseline": Text("基期值", "Baseline"),
    "target": Text("目标值", "Target"),
    "low": Text("目标下限", "Low end"),
    "high": Text("目标上限", "High end"),
    "scope_zh": Text("范围", "Scope"),
    "indicators": Text("相关指标", "Indicators"),
    "reading_a_zh": Text("读法一", "First reading"),
    "reading_b_zh": Text("读法二", "Second reading"),
    "note_zh": Text("平台处理", "Note"),
}


@dataclass(frozen=True, slots=True)
class Node:
    """One part of the document with the indicators it names and the parts below it."""

    part: PlanPart
    indicators: tuple[Indicator, ...]
    below: tuple["Node", ...]


def version_by_code(code: str) -> PlanVersion:
    """A version by its code, or a not-found problem."""
    found = PlanVersion.objects.filter(code=code).first()
    if found is None:
        raise Problem(NOT_FOUND, Text("没有该版本", "There is no such version"))
    return found


def present_version() -> PlanVersion | None:
    """The version in force."""
    return PlanVersion.objects.filter(current=True).first()


def document_tree(version: PlanVersion) -> tuple[Node, ...]:
    """The parts of a version from sections down; two queries.

    An indicator stands with the parts that name it, and with the task of its group, or else with
    the section that its place in the plan begins with.
    """
    parts = list(version.parts.all())
    indicators = {i.code: i for i in version.indicators.all()}
    known = {part.code for part in parts}
    by_part: dict[str, list[Indicator]] = {}
    for indicator in indicators.values():
        by_part.setdefault(_home_of(indicator, parts, known), []).append(indicator)
    below: dict[str, list[PlanPart]] = {}
    for part in parts:
        parent = part.parent if part.parent in known and part.parent != part.code else ""
        below.setdefault(parent, []).append(part)
    return _nodes("", below, indicators, by_part, frozenset())


def _home_of(indicator: Indicator, parts: Sequence[PlanPart], known: set[str]) -> str:
    """The code of the task, or of the section, in which an indicator stands; empty for none."""
    if f"R{indicator.group}" in known:
        return f"R{indicator.group}"
    found = [p for p in parts if p.kind == "section" and indicator.section.startswith(p.section)]
    return max(found, key=lambda part: len(part.section)).code if found else ""


def _nodes(
    parent: str,
    below: dict[str, list[PlanPart]],
    indicators: dict[str, Indicator],
    by_part: dict[str, list[Indicator]],
    above: frozenset[str],
) -> tuple[Node, ...]:
    return tuple(
        Node(
            part,
            tuple(
                dict.fromkeys(
                    [
                        *(indicators[c] for c in part.indicators if c in indicators),
                        *by_part.get(part.code, ()),
                    ]
                )
            ),
            _nodes(part.code, below, indicators, by_part, above | {part.code}),
        )
        for part in below.get(parent, ())
        if part.code not in above
    )


@dataclass(frozen=True, slots=True)
class VersionDifference:
    """What changed from one version to another, by kind of entry."""

    before: PlanVersion
    after: PlanVersion
    groups: tuple[tuple[Text, tuple[EntryChange, ...]], ...]

    @property
    def count(self) -> int:
        """How many entries differ."""
        return sum(len(entries) for _, entries in self.groups)


def version_difference(before: PlanVersion, after: PlanVersion) -> VersionDifference:
    """Compare two versions entry by entry: indicators, parts, contradictions."""
    groups = (
        (Text("指标", "Indicators"), Indicator, "name_zh", _INDICATOR_FIELDS),
        (Text("条目", "Parts"), PlanPart, "title_zh", _PART_FIELDS),
        (Text("矛盾", "Contradictions"), Contradiction, "title_zh", _CONTRADICTION_FIELDS),
    )
    return VersionDifference(
        before,
        after,
        tuple(
            (title, difference(_entries(model, before, name, f), _entries(model, after, name, f)))
            for title, model, name, f in groups
        ),
    )


def _entries(
    model: type[Indicator | PlanPart | Contradiction],
    version: PlanVersion,
    title: str,
    fields: Sequence[str],
) -> list[tuple[str, str, Fields]]:
    rows = model.objects.filter(version=version)
    return [
        (row.code, str(getattr(row, title)), {name: getattr(row, name) for name in fields})
        for row in rows
    ]


def member_units() -> list[ResponsibleUnit]:
    """All responsible units in order."""
    return list(ResponsibleUnit.objects.select_related("organisation"))
