"""How sure information among very many genotyped animals makes each of them, over a core of some.

Given the core c, the others are taken as independent (Misztal, Legarra & Aguilar 2014): u_i = P_i
u_c + e_i with P = T_yc T_cc⁻¹ and m_i = t_ii - P_i T_cy. Information d_i on u_i then says of the
core P_i'P_i / (m_i + 1/d_i), so that its prediction error variance is

    V = (T_cc⁻¹ + diag(d_c) + Σ P_i'P_i / (m_i + 1/d_i))⁻¹

and that of another animal (1 - k)² P_i V P_i' + 1/(1/m_i + d_i), k = m_i / (m_i + 1/d_i). With all
animals in the core this is exact. T is level + slope × ((1 - w) G + w A₂₂), of which only the
core's columns are formed: 4 bytes × animals × core.
"""

import numpy as np
from scipy.linalg import LinAlgError, cho_factor, cho_solve

from milkshed.breeding.science.arrays import Float, Int, Single
from milkshed.breeding.science.marker_store import MarkerStore
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.relationships import relationships

_MARKERS_AT_ONCE = 2048
_ANIMALS_AT_ONCE = 4096
_COLUMNS_AT_ONCE = 256


class CoreSpread:
    """Relationships of genotyped animals with a core of them, ready to spread information."""

    def __init__(
        self,
        pedigree: Pedigree,
        members: Int,
        store: MarkerStore,
        *,
        f: Float,
        core: int,
        level: float,
        slope: float,
        pedigree_share: float,
    ) -> None:
        """``members`` (places) in the order of ``store``; ``core``: how many, evenly chosen.

        ``pedigree`` without unknown-parent groups, ``f`` its inbreeding. Raises ValueError where
        two animals of the core cannot be told apart.
        """
        size = len(members)
        self._core: Int = np.unique(np.linspace(0, size - 1, min(core, size)).astype(np.int64))
        others = np.setdiff1d(np.arange(size), self._core)
        p = np.nan_to_num(store.frequencies)
        weight = slope * (1 - pedigree_share) / float((2 * p * (1 - p)).sum())
        scale = np.full(len(p), np.sqrt(weight))
        rows: Single = np.full((size, len(self._core)), level, dtype=np.float32)
        self._diagonal = level + slope * pedigree_share * (1.0 + f[members])
        for start in range(0, len(p), _MARKERS_AT_ONCE):
            block = store.centred(2 * p, scale, slice(start, start + _MARKERS_AT_ONCE))
            rows += block.T @ block[:, self._core]
            self._diagonal += np.einsum("ki,ki->i", block, block)
        for start in range(0, len(self._core), _COLUMNS_AT_ONCE):
            part = slice(start, start + _COLUMNS_AT_ONCE)
            columns = members[self._core[part]]
            related = relationships(pedigree, members, columns, f=f)
            rows[:, part] += (slope * pedigree_share * related).astype(np.float32)
        among = rows[self._core].astype(np.float64)
        among = (among + among.T) / 2
        np.fill_diagonal(among, self._diagonal[self._core])
        try:
            factor = cho_factor(among, lower=True)
        except LinAlgError as problem:
            raise ValueError("core: genomic relationships are singular") from problem
        self._precision: Float = np.asarray(cho_solve(factor, np.eye(len(among))))
        self._others = others
        self._rows: Single = np.empty((len(others), len(among)), dtype=np.float32)
        self._left = np.empty(len(others))
        for start in range(0, len(others), _ANIMALS_AT_ONCE):
            part = slice(start, start + _ANIMALS_AT_ONCE)
            there = rows[others[part]].astype(np.float64)
            solved = cho_solve(factor, there.T).T
            self._rows[part] = solved
            left = self._diagonal[others[part]] - np.einsum("yc,yc->y", solved, there)
            # what single precision leaves of a twin of the core is no variance at all
            self._left[part] = np.maximum(left, 1e-6)

    def reliability(self, own: Float) -> Float:
        """Reliabilities (members,) when each one's information ``own`` reaches the others.

        Information is a precision in units of 1 / σ²a, 0 for none.
        """
        told = own[self._others]
        informed = np.flatnonzero(told > 0)
        among = self._precision + np.diag(own[self._core])
        spread = np.zeros(len(self._others))
        spread[informed] = 1.0 / (self._left[informed] + 1.0 / told[informed])
        for start in range(0, len(informed), _ANIMALS_AT_ONCE):
            some = informed[start : start + _ANIMALS_AT_ONCE]
            weighed = self._rows[some] * np.sqrt(spread[some])[:, None].astype(np.float32)
            among += weighed.T @ weighed
        error = cho_solve(cho_factor(among, lower=True), np.eye(len(among)))
        answer = np.empty(len(own))
        answer[self._core] = np.diag(error)
        narrow = error.astype(np.float32)
        for start in range(0, len(self._others), _ANIMALS_AT_ONCE):
            part = slice(start, start + _ANIMALS_AT_ONCE)
            rows, left = self._rows[part], self._left[part]
            unsure = np.einsum("yc,yc->y", rows @ narrow, rows)
            share = 1.0 - left * spread[part]
            answer[self._others[part]] = share**2 * unsure + 1.0 / (1.0 / left + told[part])
        return np.clip(1.0 - answer / self._diagonal, 0.0, 1.0)
