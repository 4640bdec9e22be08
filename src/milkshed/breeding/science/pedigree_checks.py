"""What is wrong with pedigree rows, animal by animal, and how it is mended.

Nothing is corrected silently: :func:`check_rows` reports, a :class:`Policy` says what is cut, and
:func:`mend_rows` answers with the rows that are left and what was done to each animal.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property

import numpy as np

from milkshed.breeding.science.arrays import Dates, Index, Int
from milkshed.breeding.science.pedigree import UNKNOWN, Sex
from milkshed.breeding.science.pedigree_rows import Coded, PedigreeRows, coded, layers
from milkshed.kernel.text import Text


class Fault(Enum):
    """A kind of fault; ``title`` says it in words."""

    NO_ID = "no-id"
    TWICE = "twice"
    TWICE_DIFFERENT = "twice-different"
    LOOP = "loop"
    BOTH_SEXES = "both-sexes"
    SEX_DIFFERS = "sex-differs"
    BEFORE_PARENT = "before-parent"
    SIRE_TOO_YOUNG = "sire-too-young"
    DAM_TOO_YOUNG = "dam-too-young"
    DAM_TOO_OLD = "dam-too-old"
    SHORT_INTERVAL = "short-interval"
    PARENT_NOT_LISTED = "parent-not-listed"
    NO_BIRTH_DATE = "no-birth-date"

    @property
    def title(self) -> Text:
        """The fault in both languages."""
        return _TITLES[self]


_TITLES = {
    Fault.NO_ID: Text("没有编号", "no id"),
    Fault.TWICE: Text("重复登记（内容相同）", "registered twice, alike"),
    Fault.TWICE_DIFFERENT: Text("重复登记（内容不同）", "registered twice with different content"),
    Fault.LOOP: Text("自己是自己的祖先", "its own ancestor"),
    Fault.BOTH_SEXES: Text("既作父亲又作母亲", "used as sire and as dam"),
    Fault.SEX_DIFFERS: Text("登记性别与亲本角色不符", "registered sex differs from its role"),
    Fault.BEFORE_PARENT: Text("出生早于或等于亲本", "born before its parent or on the same day"),
    Fault.SIRE_TOO_YOUNG: Text("父亲年龄过小", "sire too young"),
    Fault.DAM_TOO_YOUNG: Text("母亲年龄过小", "dam too young"),
    Fault.DAM_TOO_OLD: Text("母亲年龄过大", "dam too old"),
    Fault.SHORT_INTERVAL: Text("同一母亲两次产犊间隔过短", "births of one dam too close"),
    Fault.PARENT_NOT_LISTED: Text("亲本没有自己的登记", "parent has no row of its own"),
    Fault.NO_BIRTH_DATE: Text("没有出生日期", "no date of birth"),
}


@dataclass(frozen=True, slots=True)
class AgeLimits:
    """What ages and intervals are plausible, in days; bounds included.

    The defaults are this library's assumption for dairy cattle (a sire of 10 months, a dam of 18
    to 240 months at a birth, 270 days between births); a platform passes the rule rows in force.
    Births of one dam up to ``twin_days`` apart are twins.
    """

    sire_min_days: int = 300
    dam_min_days: int = 540
    dam_max_days: int = 7305
    interval_min_days: int = 270
    twin_days: int = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of one animal: the others it concerns, and the sentence that says it."""

    fault: Fault
    animal: str
    others: tuple[str, ...]
    row: int
    text: Text


@dataclass(frozen=True)
class Report:
    """All findings, by fault and then in the order of the rows.

    ``no_sire``, ``no_dam``: animals with a row of their own whose parent is not known; founders are
    among them, so that these are no faults.
    """

    rows: int
    findings: tuple[Finding, ...]
    no_sire: tuple[str, ...] = ()
    no_dam: tuple[str, ...] = ()

    @cached_property
    def counts(self) -> dict[Fault, int]:
        """Findings by fault, those that occur."""
        return dict(Counter(finding.fault for finding in self.findings))

    @property
    def text(self) -> Text:
        """One line for a report: rows, findings, and how many parents are unknown."""
        rows = max(self.rows, 1)
        sires, dams = 100 * len(self.no_sire) / rows, 100 * len(self.no_dam) / rows
        return Text(
            f"{self.rows} 行，{len(self.findings)} 处问题；父亲未知 {len(self.no_sire)} 头"
            f"（{sires:.1f} %），母亲未知 {len(self.no_dam)} 头（{dams:.1f} %）",
            f"{self.rows} rows, {len(self.findings)} findings; sire unknown of {len(self.no_sire)} "
            f"({sires:.1f} %), dam unknown of {len(self.no_dam)} ({dams:.1f} %)",
        )

    def of(self, fault: Fault) -> tuple[Finding, ...]:
        """The findings of one fault."""
        return tuple(finding for finding in self.findings if finding.fault is fault)


_IMPOSSIBLE = frozenset({Fault.LOOP, Fault.BOTH_SEXES, Fault.SEX_DIFFERS, Fault.BEFORE_PARENT})


@dataclass(frozen=True, slots=True)
class Policy:
    """Which faults cut the link to the parent concerned; the others are only reported.

    Rows without an id are left out and of an animal's several rows the first stays, always.
    ``cut`` may name any fault between an animal and a parent.
    """

    cut: frozenset[Fault] = field(default=_IMPOSSIBLE)


@dataclass(frozen=True, slots=True)
class Mended:
    """Rows that number without complaint, and what was cut: (animal, parent, fault)."""

    rows: PedigreeRows
    cuts: tuple[tuple[str, str, Fault], ...]


@dataclass(slots=True)
class _Cut:
    """A link that a finding casts doubt on: node of the animal, side 0 sire and 1 dam."""

    finding: Finding
    node: int
    side: int


def check_rows(rows: PedigreeRows, limits: AgeLimits | None = None) -> Report:
    """Every fault of every animal; never stops at one."""
    nodes = coded(rows)
    doubted = [*_single_links(nodes, limits or AgeLimits()), *_loops(nodes)]
    found = [*_registered(rows), *(cut.finding for cut in doubted), *_remarks(nodes)]
    rank = {fault: number for number, fault in enumerate(Fault)}
    unique = dict.fromkeys(sorted(found, key=lambda f: (rank[f.fault], f.row)))
    own = np.flatnonzero(nodes.row >= 0)
    unknown = (
        tuple(nodes.names[i] for i in own[parent[own] < 0].tolist())
        for parent in (nodes.sire, nodes.dam)
    )
    return Report(len(rows), tuple(unique), *unknown)


def mend_rows(
    rows: PedigreeRows, policy: Policy | None = None, limits: AgeLimits | None = None
) -> Mended:
    """Cut the links the policy names and leave out rows that speak of nobody or again.

    Loops that are left after the other cuts are always cut at one link, else no order exists.
    Which one: the link whose parent is born after its progeny, else that of the animal with the
    smallest id.
    """
    nodes = coded(rows)
    chosen = (policy or Policy()).cut | {Fault.LOOP}
    parents = [nodes.sire.copy(), nodes.dam.copy()]
    cuts: dict[tuple[str, str], Fault] = {}

    def apply(doubted: Iterable[_Cut]) -> None:
        for cut in doubted:
            parent = parents[cut.side][cut.node]
            if cut.finding.fault in chosen and parent >= 0:
                cuts[nodes.names[cut.node], nodes.names[parent]] = cut.finding.fault
                parents[cut.side][cut.node] = UNKNOWN

    apply(_single_links(nodes, limits or AgeLimits()))
    apply(_loops(replace(nodes, sire=parents[0].copy(), dam=parents[1].copy())))
    listed = np.flatnonzero(nodes.row >= 0)

    def names(parent: Index) -> tuple[str | None, ...]:
        return tuple(nodes.names[p] if p >= 0 else None for p in parent[listed].tolist())

    mended = PedigreeRows(
        tuple(nodes.names[i] for i in listed.tolist()),
        names(parents[0]),
        names(parents[1]),
        nodes.sex[listed],
        nodes.born[listed],
    )
    return Mended(mended, tuple((animal, parent, why) for (animal, parent), why in cuts.items()))


def _registered(rows: PedigreeRows) -> Iterator[Finding]:
    first: dict[str, int] = {}
    for row, name in enumerate(rows.animal):
        if name is None:
            text = Text(f"第 {row + 1} 行没有编号", f"row {row + 1} has no animal id")
            yield Finding(Fault.NO_ID, "", (), row, text)
        elif (before := first.setdefault(name, row)) != row:
            alike = _content(rows, before) == _content(rows, row)
            yield Finding(
                Fault.TWICE if alike else Fault.TWICE_DIFFERENT,
                name,
                (),
                row,
                Text(
                    f"{name}：第 {before + 1} 行与第 {row + 1} 行重复"
                    f"{'' if alike else '且内容不同，取前一行'}",
                    f"{name}: rows {before + 1} and {row + 1} are of the same animal"
                    f"{'' if alike else ' and differ; the first counts'}",
                ),
            )


def _content(rows: PedigreeRows, row: int) -> tuple[object, ...]:
    return rows.sire[row], rows.dam[row], int(rows.sex[row]), str(rows.born[row])


def _single_links(nodes: Coded, limits: AgeLimits) -> list[_Cut]:
    """Doubts about one link each; loops, which are of several, come apart."""
    found = [*_both_sexes(nodes), *_sex_differs(nodes), *_ages(nodes, limits)]
    return [*found, *_intervals(nodes, limits)]


def _finding(nodes: Coded, fault: Fault, node: int, others: list[int], zh: str, en: str) -> Finding:
    name = nodes.names[node]
    rest = tuple(nodes.names[other] for other in others)
    return Finding(fault, name, rest, int(nodes.row[node]), Text(f"{name}：{zh}", f"{name}: {en}"))


_ROLE = (Text("父亲", "sire"), Text("母亲", "dam"))


def _both_sexes(nodes: Coded) -> Iterator[_Cut]:
    """The rarer role is doubted; the registered sex decides where there is one."""
    size = len(nodes.names)
    as_sire, as_dam = (np.bincount(p[p >= 0], minlength=size) for p in (nodes.sire, nodes.dam))
    for node in np.flatnonzero((as_sire > 0) & (as_dam > 0)).tolist():
        if nodes.sex[node] == Sex.UNKNOWN:
            side = 0 if as_sire[node] < as_dam[node] else 1
        else:
            side = 0 if nodes.sex[node] == Sex.FEMALE else 1
        finding = _finding(
            nodes, Fault.BOTH_SEXES, node, [],
            f"{as_sire[node]} 次作父亲，{as_dam[node]} 次作母亲",
            f"is sire of {as_sire[node]} and dam of {as_dam[node]}",
        )  # fmt: skip
        for child in np.flatnonzero((nodes.sire, nodes.dam)[side] == node).tolist():
            yield _Cut(finding, child, side)


def _sex_differs(nodes: Coded) -> Iterator[_Cut]:
    for side, parent, wrong in ((0, nodes.sire, Sex.FEMALE), (1, nodes.dam, Sex.MALE)):
        known = parent >= 0
        for node in np.flatnonzero(known & (nodes.sex[parent] == wrong)).tolist():
            other = int(parent[node])
            role = _ROLE[side]
            finding = _finding(
                nodes, Fault.SEX_DIFFERS, node, [other],
                f"{role.zh} {nodes.names[other]} 登记的性别是{'母' if side == 0 else '公'}",
                f"its {role.en} {nodes.names[other]} is registered as {wrong.name.lower()}",
            )  # fmt: skip
            yield _Cut(finding, node, side)


def _days_between(born: Dates, node: Int, parent: Index) -> Int:
    return (born[node] - born[parent[node]]).astype(np.int64)


def _ages(nodes: Coded, limits: AgeLimits) -> Iterator[_Cut]:
    dated = ~np.isnat(nodes.born)
    bounds = (
        (limits.sire_min_days, np.iinfo(np.int64).max),
        (limits.dam_min_days, limits.dam_max_days),
    )
    young = (Fault.SIRE_TOO_YOUNG, Fault.DAM_TOO_YOUNG)
    for side, parent in enumerate((nodes.sire, nodes.dam)):
        pairs = np.flatnonzero((parent >= 0) & dated & dated[parent])
        age = _days_between(nodes.born, pairs, parent)
        low, high = bounds[side]
        for node, days in zip(
            pairs[(age < low) | (age > high)].tolist(),
            age[(age < low) | (age > high)].tolist(),
            strict=True,
        ):
            other, role = int(parent[node]), _ROLE[side]
            fault = Fault.BEFORE_PARENT if days <= 0 else Fault.DAM_TOO_OLD
            if 0 < days < low:
                fault = young[side]
            finding = _finding(
                nodes, fault, node, [other],
                f"{nodes.born[node]} 出生时{role.zh} {nodes.names[other]}"
                f"（{nodes.born[other]} 生）{f'才 {days} 天' if days > 0 else '当天或以后才出生'}"
                if fault is not Fault.DAM_TOO_OLD
                else f"出生时母亲 {nodes.names[other]} 已 {days} 天，限 {high} 天",
                f"born {nodes.born[node]}, its {role.en} {nodes.names[other]} on "
                f"{nodes.born[other]}: {days} days, allowed from {max(low, 1)}"
                f"{f' to {high}' if side else ''}",
            )  # fmt: skip
            yield _Cut(finding, node, side)


def _loops(nodes: Coded) -> Iterator[_Cut]:
    parents = [nodes.sire.copy(), nodes.dam.copy()]
    while True:
        _, met = layers(parents[0], parents[1])
        if not len(met):
            return
        loop = met.tolist()
        above = [*loop[1:], loop[0]]
        dated = ~np.isnat(nodes.born)

        def doubt(link: tuple[int, int], dated: Index = dated) -> tuple[int, str]:
            node, parent = link
            late = dated[node] and dated[parent] and nodes.born[parent] >= nodes.born[node]
            return (0 if late else 1, nodes.names[node])

        node, parent = min(zip(loop, above, strict=True), key=doubt)
        side = 0 if parents[0][node] == parent else 1
        way = loop[loop.index(node) :] + loop[: loop.index(node)]
        shown = " ← ".join(nodes.names[i] for i in (*way, way[0]))
        finding = _finding(
            nodes, Fault.LOOP, node, way[1:],
            f"沿亲本回到自己：{shown}", f"its parents lead back to itself: {shown}",
        )  # fmt: skip
        parents[side][node] = UNKNOWN
        yield _Cut(finding, node, side)


def _intervals(nodes: Coded, limits: AgeLimits) -> Iterator[_Cut]:
    kept = np.flatnonzero((nodes.dam >= 0) & ~np.isnat(nodes.born))
    order = kept[np.lexsort((nodes.born[kept], nodes.dam[kept]))]
    same = nodes.dam[order[1:]] == nodes.dam[order[:-1]]
    gap = (nodes.born[order[1:]] - nodes.born[order[:-1]]).astype(np.int64)
    short = same & (gap > limits.twin_days) & (gap < limits.interval_min_days)
    for place in np.flatnonzero(short).tolist():
        node, before = int(order[place + 1]), int(order[place])
        dam = int(nodes.dam[node])
        finding = _finding(
            nodes, Fault.SHORT_INTERVAL, node, [dam, before],
            f"母亲 {nodes.names[dam]} 距上一犊 {nodes.names[before]} 只有 {gap[place]} 天，"
            f"限 {limits.interval_min_days} 天",
            f"its dam {nodes.names[dam]} had {nodes.names[before]} {gap[place]} days before, "
            f"at least {limits.interval_min_days} are expected",
        )  # fmt: skip
        yield _Cut(finding, node, 1)


def _remarks(nodes: Coded) -> Iterator[Finding]:
    for node in np.flatnonzero(nodes.row < 0).tolist():
        yield _finding(
            nodes, Fault.PARENT_NOT_LISTED, node, [], "只作为亲本出现", "appears as a parent only"
        )
    for node in np.flatnonzero((nodes.row >= 0) & np.isnat(nodes.born)).tolist():
        yield _finding(nodes, Fault.NO_BIRTH_DATE, node, [], "没有出生日期", "no date of birth")
