"""Unknown-parent groups: which missing parents are taken as drawn from the same population.

A missing parent is classed by what is known of its progeny (country or breed), by the path of
selection (whose parent it is), and by the period of birth (Westell, Quaas & Van Vleck 1988).
Years are merged into periods until a group has enough progeny to be estimated; a class too small
for that gives up first its path, then its class.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Bool, Float, Index, Int
from milkshed.breeding.science.pedigree import UNKNOWN, Pedigree, Sex, group_code
from milkshed.numerics.compiled import compiled

_PATHS = ("SB", "SC", "DB", "DC")


@dataclass(frozen=True, slots=True)
class Group:
    """One group: its name, the years of birth of the progeny and how many links it stands for."""

    name: str
    first_year: int
    last_year: int
    links: int
    enough: bool


@dataclass(frozen=True, slots=True, eq=False)
class Grouped:
    """The pedigree with groups in place of unknown parents, and the groups in their order."""

    pedigree: Pedigree
    groups: tuple[Group, ...]


def assign_groups(
    pedigree: Pedigree, origin: ArrayLike, *, at_least: int = 500, paths: bool = True
) -> Grouped:
    """Put every unknown parent into a group of ``at_least`` progeny.

    ``origin`` (animals,): text by which groups are kept apart, such as country or breed of the
    progeny. ``paths``: whether sires of bulls, sires of cows, dams of bulls and dams of cows are
    kept apart (SB, SC, DB, DC). Animals without a date of birth take the earliest year of their
    progeny, else the earliest of all. What is left over after merging is one group however small,
    marked ``enough=False``. A metafounder pedigree is made the same way.
    """
    years = _years(pedigree)
    place = np.asarray(origin).astype(np.str_)
    if place.shape != (len(pedigree),):
        raise ValueError(f"origin: shape {place.shape}, must be ({len(pedigree)},)")
    links = [
        np.flatnonzero(parent == UNKNOWN).astype(np.int64)
        for parent in (pedigree.sire, pedigree.dam)
    ]
    animal = np.concatenate(links)
    side = np.repeat([0, 1], [len(link) for link in links])
    path = side * 2 + (pedigree.sex[animal] != Sex.MALE)
    marks = np.array(_PATHS)
    open_links = np.ones(len(animal), dtype=np.bool_)
    answer = np.zeros(len(animal), dtype=np.int64)
    groups: list[Group] = []
    levels = [place[animal]]
    if paths:
        levels.insert(0, np.char.add(np.char.add(place[animal], " "), marks[path]))
    for key in levels:
        for name in np.unique(key[open_links]).tolist():
            mine = np.flatnonzero(open_links & (key == name))
            if len(mine) >= at_least:
                _by_period(name, mine, years[animal], at_least, answer, groups)
                open_links[mine] = False
    rest = np.flatnonzero(open_links)
    if len(rest):
        _by_period("*", rest, years[animal], at_least, answer, groups)
    sire, dam = pedigree.sire.copy(), pedigree.dam.copy()
    first = group_code(0)
    sire[links[0]] = (first - answer[: len(links[0])]).astype(np.int32)
    dam[links[1]] = (first - answer[len(links[0]) :]).astype(np.int32)
    names = tuple(group.name for group in groups)
    return Grouped(pedigree.grouped(sire, dam, names), tuple(groups))


def _years(pedigree: Pedigree) -> Int:
    """The year of birth, filled in from progeny where it is unknown."""
    years = pedigree.birth_years.copy()
    late = np.iinfo(np.int64).max
    earliest = np.full(len(years), late)
    for parent in (pedigree.sire, pedigree.dam):
        pairs = np.flatnonzero((parent >= 0) & (years > 0))
        np.minimum.at(earliest, parent[pairs], years[pairs])
    years = np.where(years > 0, years, np.where(earliest < late, earliest, 0))
    known = years[years > 0]
    return np.where(years > 0, years, known.min() if len(known) else 0)


def _by_period(
    name: str, links: Int, years: Int, at_least: int, answer: Int, groups: list[Group]
) -> None:
    """Cut the years of one class into periods; the last remainder joins the period before."""
    own = years[links]
    counts = [(int(year), int(np.count_nonzero(own == year))) for year in np.unique(own)]
    periods: list[list[int]] = []
    seen = at_least
    for year, count in counts:
        if seen >= at_least:
            periods.append([])
            seen = 0
        periods[-1].append(year)
        seen += count
    if seen < at_least and len(periods) > 1:
        last = periods.pop()
        periods[-1] += last
    for period in periods:
        inside: Bool = (own >= period[0]) & (own <= period[-1])
        answer[links[inside]] = len(groups)
        size = int(np.count_nonzero(inside))
        title = f"{name} {period[0]}–{period[-1]}" if period[-1] else name
        groups.append(Group(title, period[0], period[-1], size, size >= at_least))


def group_shares(pedigree: Pedigree) -> Float:
    """Q: the share of each group in each animal, shape (animals, groups)."""
    shares = np.zeros((len(pedigree), len(pedigree.groups)))
    _inherit(pedigree.sire, pedigree.dam, shares)
    return shares


@compiled
def _inherit(sire: Index, dam: Index, shares: Float) -> None:
    for i in range(len(sire)):
        for parent in (sire[i], dam[i]):
            if parent >= 0:
                for g in range(shares.shape[1]):
                    shares[i, g] += 0.5 * shares[parent, g]
            elif parent < -1:
                shares[i, -2 - parent] += 0.5


def handed_down(
    pedigree: Pedigree, kept: Bool, values: Float, groups: Float, *, share: float = 0.5
) -> Float:
    """Values (animals, columns): of those ``kept`` as given, of the others from their parents.

    ``share`` of the sum of both parents: the mean for breeding values, a quarter for what their
    reliabilities tell of a progeny's. ``groups`` (groups, columns) are the values of unknown
    parents; a parent of whom not even the group is known counts nothing.
    """
    answer = np.zeros((len(pedigree), values.shape[1]))
    answer[kept] = values
    rest = np.flatnonzero(~kept)
    if not len(rest):
        return answer
    # the last row stands for a parent of whom nothing is known
    known = np.concatenate([groups, np.zeros((1, values.shape[1]))])
    order = rest[np.argsort(pedigree.generations[rest], kind="stable")]
    level = pedigree.generations[order]
    for part in np.split(order, np.flatnonzero(np.diff(level)) + 1):
        both = np.zeros((len(part), values.shape[1]))
        for parent in (pedigree.sire[part], pedigree.dam[part]):
            unknown = np.where(parent < -1, -2 - parent, len(groups))
            both += np.where((parent >= 0)[:, None], answer[parent], known[unknown])
        answer[part] = share * both
    return answer
