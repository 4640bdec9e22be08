"""What kind of chromosome of cattle a marker stands on, by the names that files use.

Cattle have 29 pairs of autosomes; PLINK numbers X 30, Y 31, the pseudo-autosomal region 32 and the
mitochondrion 33 (its ``--cow``). Only markers of autosomes say the same of males and females: of X
a male has one copy, whatever a chip calls.
"""

from enum import Enum
from typing import Final

from milkshed.breeding.science.genotype_quality import X_NAMES
from milkshed.kernel.text import Text

AUTOSOMES: Final = 29


class Kind(Enum):
    """Kinds of chromosomes."""

    AUTOSOME = Text("常染色体", "Autosomes")
    X = Text("X 染色体", "X chromosome")
    PSEUDO = Text("拟常染色体区", "Pseudo-autosomal region")
    Y = Text("Y 染色体", "Y chromosome")
    MITOCHONDRION = Text("线粒体", "Mitochondrion")
    UNMAPPED = Text("未定位", "Unmapped")


_NAMED = {
    **dict.fromkeys(X_NAMES, Kind.X),
    **dict.fromkeys(("y", "31", "chry", "chr31"), Kind.Y),
    **dict.fromkeys(("xy", "par", "32", "chrxy", "chr32"), Kind.PSEUDO),
    **dict.fromkeys(("mt", "m", "33", "chrmt", "chrm", "chr33"), Kind.MITOCHONDRION),
}


def kind_of(chromosome: str) -> Kind:
    """The kind of a chromosome as a file names it, such as ``7``, ``chr7``, ``BTA7`` or ``X``.

    Names that are none of cattle's, 0 and nothing are unmapped.
    """
    plain = chromosome.strip().lower()
    if plain in _NAMED:
        return _NAMED[plain]
    number = plain.removeprefix("chr").removeprefix("bta").lstrip("_")
    if number.isascii() and number.isdigit() and 1 <= int(number) <= AUTOSOMES:
        return Kind.AUTOSOME
    return _NAMED.get(number, Kind.UNMAPPED)
