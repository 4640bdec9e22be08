"""Worked examples with printed solutions, as numbers.

Mrode, R. A. & Pocrnic, I. (2023): Linear Models for the Prediction of Animal Breeding Values,
4th edition. Chapter numbers are those of that edition. A missing parent is 0, an unknown-parent
group is negative.
"""

from collections.abc import Sequence

import numpy as np

from milkshed.breeding.science.pedigree import Pedigree


def numbered(sire: Sequence[int], dam: Sequence[int], groups: Sequence[str] = ()) -> Pedigree:
    """A pedigree of the book's numbers."""
    columns = []
    for parents in (sire, dam):
        column = np.array(parents)
        columns.append(column - 1)
    return Pedigree.from_numbers(columns[0], columns[1], groups=groups)


CALVES = ((0, 0, 0, 1, 3, 1, 4, 3), (0, 0, 0, 0, 2, 2, 5, 6))
GROUPED_CALVES = ((-1, -1, -1, 1, 3, 1, 4, 3), (-2, -2, -2, -2, 2, 2, 5, 6))
COWS = ((0, 0, 0, 1, 3, 1, 3, 1), (0, 0, 0, 2, 2, 5, 4, 7))
SEX = ("M", "F", "F", "M", "M")
GAIN = (4.5, 2.9, 3.9, 3.5, 5.0)

# chapter 8: maternal effects
MATERNAL = (
    (0, 0, 0, 0, 1, 3, 4, 3, 1, 3, 3, 8, 9, 3),
    (0, 0, 0, 0, 2, 2, 6, 5, 6, 2, 7, 7, 2, 6),
)

# chapter 10: test-day random regression
DAYS = (4, 38, 72, 106, 140, 174, 208, 242, 276, 310)
TEST_DAY_YIELDS = {
    4: (17.0, 18.6, 24.0, 20.0, 20.0, 15.6, 16.0, 13.0, 8.2, 8.0),
    5: (23.0, 21.0, 18.0, 17.0, 16.2, 14.0, 14.2, 13.4, 11.8, 11.4),
    6: (10.4, 12.3, 13.2, 11.6, 8.4),
    7: (22.8, 22.4, 21.4, 18.8, 18.3, 16.2, 15.0),
    8: (22.2, 20.0, 21.0, 23.0, 16.8, 11.0, 13.0, 17.0, 13.0, 12.6),
}
FIRST_HERD_TEST_DAY = {4: 1, 5: 1, 6: 6, 7: 4, 8: 1}

# chapter 11: ten markers of bulls 13 to 26
MARKERS = (
    (2, 0, 1, 1, 0, 0, 0, 2, 1, 2),
    (1, 0, 0, 0, 0, 2, 0, 2, 1, 0),
    (1, 1, 2, 1, 1, 0, 0, 2, 1, 2),
    (0, 0, 2, 1, 0, 1, 0, 2, 2, 1),
    (0, 1, 1, 2, 0, 0, 0, 2, 1, 2),
    (1, 1, 0, 1, 0, 2, 0, 2, 2, 1),
    (0, 0, 1, 1, 0, 2, 0, 2, 2, 0),
    (0, 1, 1, 0, 0, 1, 0, 2, 2, 0),
    (2, 0, 0, 0, 0, 1, 2, 2, 1, 2),
    (0, 0, 0, 1, 1, 2, 0, 2, 0, 0),
    (0, 1, 1, 0, 0, 1, 0, 2, 2, 1),
    (1, 0, 0, 0, 1, 1, 0, 2, 0, 0),
    (0, 0, 0, 1, 1, 2, 0, 2, 1, 0),
    (1, 0, 1, 1, 0, 2, 0, 1, 0, 0),
)
DAUGHTER_YIELD = (9.0, 13.4, 12.7, 15.4, 5.9, 7.7, 10.2, 4.8)
BULLS = (
    (*[0] * 14, 13, 15, 15, 14, 14, 14, 1, 14, 14, 14, 14, 14),
    (*[0] * 14, 4, 2, 5, 6, 9, 9, 3, 8, 11, 10, 7, 12),
)
