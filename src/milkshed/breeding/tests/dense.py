"""Textbook definitions with dense matrices, to compare with; small pedigrees only."""

import numpy as np

from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.pedigree import Pedigree


def relationship_matrix(pedigree: Pedigree, gamma: Float | None = None) -> Float:
    """A by the tabular method (Emik & Terrill 1949), metafounders left out of the answer."""
    groups = 0 if gamma is None else len(gamma)
    size = groups + len(pedigree)
    a = np.zeros((size, size))
    if gamma is not None:
        a[:groups, :groups] = gamma
    for i in range(len(pedigree)):
        row = groups + i
        parents = []
        for parent in (int(pedigree.sire[i]), int(pedigree.dam[i])):
            if parent >= 0:
                parents.append(groups + parent)
            elif parent < -1 and groups:
                parents.append(-2 - parent)
        line = sum((0.5 * a[:row, p] for p in parents), np.zeros(row))
        a[row, :row] = a[:row, row] = line
        a[row, row] = 1 + (0.5 * a[parents[0], parents[1]] if len(parents) == 2 else 0)
    return a[groups:, groups:]
