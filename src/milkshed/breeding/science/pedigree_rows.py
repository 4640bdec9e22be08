"""Pedigree rows as they come, and how they become a :class:`.pedigree.Pedigree`."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Code, Dates, Index, Int, held
from milkshed.breeding.science.labels import label
from milkshed.breeding.science.pedigree import NO_DATE, UNKNOWN, Pedigree, Sex
from milkshed.breeding.science.refusals import NotUsable
from milkshed.numerics.compiled import compiled


@dataclass(frozen=True, eq=False)
class PedigreeRows:
    """Rows as registered, in any order, checked by nobody yet.

    ``animal``, ``sire``, ``dam``: ids, None where unknown. ``sex`` (rows,) of :class:`Sex`,
    ``born`` (rows,) dates, NaT where unknown.
    """

    animal: tuple[str | None, ...]
    sire: tuple[str | None, ...]
    dam: tuple[str | None, ...]
    sex: Code
    born: Dates

    @classmethod
    def from_table(
        cls,
        animal: Iterable[object],
        sire: Iterable[object],
        dam: Iterable[object],
        *,
        sex: ArrayLike | None = None,
        born: Sequence[object] | Dates | None = None,
        missing: Collection[str] = ("",),
    ) -> "PedigreeRows":
        """Take columns of the same length; None, NaN and texts in ``missing`` count as unknown.

        Where a file writes 0 for an unknown parent, say ``missing=("0",)``. ``born``: dates, ISO
        texts, or None. ``sex``: of :class:`Sex`, or words (M, F, 公, 母, …). Raises
        :class:`NotUsable` when lengths differ, and naming the row whose sex or date cannot be read.
        """
        unknown = {"", *missing}
        columns = [
            tuple(
                None
                if (text := name if type(name) is str else label(name)) is None or text in unknown
                else text
                for name in column
            )
            for column in (animal, sire, dam)
        ]
        rows = len(columns[0])
        sexes = np.zeros(rows, np.int8) if sex is None else _sexes(sex)
        dates: Dates = np.full(rows, NO_DATE) if born is None else _dates(born)
        lengths = [len(column) for column in (*columns, sexes, dates)]
        if len(set(lengths)) > 1:
            raise NotUsable(
                f"animal、sire、dam、sex、born 的行数是 {lengths}，应相等",
                f"animal, sire, dam, sex, born: {lengths} rows, must be equal",
            )
        return cls(columns[0], columns[1], columns[2], held(sexes), held(dates))

    def __len__(self) -> int:
        return len(self.animal)


_SEXES = {
    "": Sex.UNKNOWN, "0": Sex.UNKNOWN, "u": Sex.UNKNOWN, "未知": Sex.UNKNOWN,
    "1": Sex.MALE, "m": Sex.MALE, "male": Sex.MALE, "公": Sex.MALE,
    "2": Sex.FEMALE, "f": Sex.FEMALE, "female": Sex.FEMALE, "母": Sex.FEMALE,
}  # fmt: skip


def _sexes(sex: ArrayLike) -> Code:
    given = np.asarray(sex)
    if given.dtype.kind in "iub" and (not given.size or (given.min() >= 0 and given.max() <= 2)):
        return given.astype(np.int8)
    found = np.zeros(len(given), dtype=np.int8)
    for row, value in enumerate(given.tolist(), 1):
        text = (label(value) or "").strip().lower()
        if text not in _SEXES:
            raise NotUsable(
                f"第 {row} 行：性别 {value!r}，应为 0、1、2 或 公、母",
                f"row {row}: sex {value!r}, must be 0, 1, 2 or M, F",
            )
        found[row - 1] = _SEXES[text]
    return found


def _dates(born: Sequence[object] | Dates) -> Dates:
    given = np.asarray(born)
    if given.dtype.kind == "M":
        return np.array(given, dtype="datetime64[D]")
    try:
        return np.array([day or "NaT" for day in born], dtype="datetime64[D]")
    except (ValueError, TypeError):
        pass  # some row is at fault: look at each
    found = np.full(len(born), NO_DATE)
    for row, day in enumerate(born, 1):
        if day is None or not day or day != day:
            continue
        try:
            found[row - 1] = np.datetime64(str(day), "D")
        except (ValueError, TypeError):
            raise NotUsable(
                f"第 {row} 行：出生日期 {day!r} 无法识别", f"row {row}: no date of birth: {day!r}"
            ) from None
    return found


@dataclass(slots=True)
class Coded:
    """Rows by number: one node for every id, rows of their own first, then parents not listed.

    ``row`` (nodes,): the row that speaks for a node, -1 where only progeny name it.
    """

    names: list[str]
    sire: Index
    dam: Index
    sex: Code
    born: Dates
    row: Int


def coded(rows: PedigreeRows) -> Coded:
    """Number the ids of the rows; of several rows of one animal the first speaks."""
    node: dict[str, int] = {}
    speaks: list[int] = []
    for number, name in enumerate(rows.animal):
        if name is not None and node.setdefault(name, len(speaks)) == len(speaks):
            speaks.append(number)
    listed = len(speaks)

    def numbers(column: tuple[str | None, ...]) -> Index:
        return np.array(
            [
                UNKNOWN if column[row] is None else node.setdefault(str(column[row]), len(node))
                for row in speaks
            ],
            dtype=np.int32,
        )

    sire, dam = numbers(rows.sire), numbers(rows.dam)
    extra = len(node) - listed
    row = np.array(speaks, dtype=np.int64)
    return Coded(
        list(node),
        np.concatenate([sire, np.full(extra, UNKNOWN, np.int32)]),
        np.concatenate([dam, np.full(extra, UNKNOWN, np.int32)]),
        np.concatenate([rows.sex[row], np.zeros(extra, np.int8)]),
        np.concatenate([rows.born[row], np.full(extra, NO_DATE)]),
        np.concatenate([row, np.full(extra, -1)]),
    )


def number_rows(rows: PedigreeRows) -> Pedigree:
    """Put rows in order: parents before progeny, by date of birth within that.

    A parent that has no row of its own becomes a founder of the sex its role says. Equal rows of
    one animal count once. Raises :class:`NotUsable` with the loop when an animal is its own
    ancestor and with the animal when its rows differ: look at ``check_rows`` and ``mend_rows``
    first.
    """
    told: dict[str, tuple[str | None, str | None]] = {}
    for name, sire_name, dam_name in zip(rows.animal, rows.sire, rows.dam, strict=True):
        if name is None:
            raise NotUsable("有一行没有个体编号", "a row has no animal id")
        if told.setdefault(name, (sire_name, dam_name)) != (sire_name, dam_name):
            raise NotUsable(
                f"个体 {name}：两行的双亲不同",
                f"animal {name}: two rows with different parents",
                [name],
            )
    nodes = coded(rows)
    layer, loop = layers(nodes.sire, nodes.dam)
    if len(loop):
        names = [nodes.names[i] for i in loop]
        way = " ← ".join((*names, names[0]))
        raise NotUsable(
            f"有个体是自己的祖先：{way}", f"an animal is its own ancestor: {way}", names
        )
    sex = nodes.sex.copy()
    used_as_sire, used_as_dam = (np.unique(p[p >= 0]) for p in (nodes.sire, nodes.dam))
    sex[used_as_sire[sex[used_as_sire] == Sex.UNKNOWN]] = Sex.MALE
    sex[used_as_dam[sex[used_as_dam] == Sex.UNKNOWN]] = Sex.FEMALE
    day = nodes.born.astype(np.int64)
    day[np.isnat(nodes.born)] = np.iinfo(np.int64).min
    _not_before_parents(nodes.sire, nodes.dam, np.argsort(layer, kind="stable"), day)
    order = np.lexsort((layer, day))
    new = np.empty(len(order) + 1, dtype=np.int32)
    new[order] = np.arange(len(order), dtype=np.int32)
    new[-1] = UNKNOWN
    return Pedigree(
        np.array(nodes.names, dtype=np.str_)[order],
        new[nodes.sire[order]],
        new[nodes.dam[order]],
        sex[order],
        nodes.born[order],
    )


@compiled
def layers(sire: Index, dam: Index) -> tuple[Index, Index]:
    """The longest path to a founder of nodes in any order, and the first loop met.

    The loop lists nodes, each the progeny of the next and the last of the first; it is empty when
    there is none. With a loop the layers are not complete.
    """
    layer = np.full(len(sire), -1, np.int32)
    stack = np.empty(len(sire) + 1, np.int32)
    on_stack = np.full(len(sire), -1, np.int32)
    for start in range(len(sire)):
        if layer[start] >= 0:
            continue
        height = 0
        stack[0] = start
        on_stack[start] = 0
        while height >= 0:
            node = stack[height]
            above = -1
            waiting = -1
            for parent in (sire[node], dam[node]):
                if parent < 0:
                    continue
                if layer[parent] < 0:
                    waiting = parent
                    break
                above = max(above, layer[parent])
            if waiting >= 0:
                if on_stack[waiting] >= 0:
                    return layer, stack[on_stack[waiting] : height + 1].copy()
                height += 1
                stack[height] = waiting
                on_stack[waiting] = height
            else:
                layer[node] = above + 1
                on_stack[node] = -1
                height -= 1
    return layer, stack[:0].copy()


@compiled
def _not_before_parents(sire: Index, dam: Index, order: Int, day: Int) -> None:
    for node in order:
        if sire[node] >= 0:
            day[node] = max(day[node], day[sire[node]])
        if dam[node] >= 0:
            day[node] = max(day[node], day[dam[node]])
