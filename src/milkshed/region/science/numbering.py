"""Numbers of a farm's animals, as whole-number columns; row k belongs to animal k.

Ear tag: 2, county, three digits of the farm within its county, five of the animal. Herd book:
province, farm, birth year, serial within farm and year. Transponder: China (156) and a national
number; all are right by the kernel's schemes (a test proves it).
"""

import numpy as np
from numpy.typing import NDArray

from milkshed.region.science.herd import Herd
from milkshed.region.science.recording import born_in

Numbers = NDArray[np.int64]
_ISO_CHINA = 156 * 10**12


def ear_tags(herd: Herd) -> Numbers:
    """15-digit ear tags."""
    farm = herd.farm
    first = 2 * 10**14 + int(farm.site.county) * 10**8 + int(farm.code[6:]) * 100_000
    return first + np.arange(len(herd.animals), dtype=np.int64)


def herd_book_numbers(herd: Herd) -> Numbers:
    """12-digit herd-book numbers."""
    year = born_in(herd.animals.birth)
    order = np.lexsort((herd.animals.birth, year))
    ordered = year[order]
    first = np.searchsorted(ordered, ordered)
    serial = np.empty(len(year), np.int64)
    serial[order] = np.arange(len(year)) - first + 1
    farm = herd.farm.number + 1
    return 64 * 10**10 + farm * 10**6 + (year % 100) * 10**4 + serial


def transponders(herd: Herd) -> Numbers:
    """15-digit ISO 11784 codes."""
    first = _ISO_CHINA + 10**9 + herd.farm.number * 200_000
    return first + np.arange(len(herd.animals), dtype=np.int64)
