"""What kind of chromosome of cattle a marker stands on, by the names that files use.

Cattle have 29 pairs of autosomes; PLINK numbers X 30, Y 31, the pseudo-autosomal region 32 and the
mitochondrion 33 (its ``--cow``). Only markers of autosomes say the same of males and females: of X
a male has one copy, whatever a chip calls.
"""

from enum import Enum
from typing import Final

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
    **dict.fromkeys(("x", "30", "chrx", "chr30"), Kind.X),
    **dict.fromkeys(("y", "31", "chry", "chr31"), Kind.Y),
    **dict.fromkeys(("xy", "par", "32", "chrxy", "chr32"), Kind.PSEUDO),
    **dict.fromkeys(("mt", "m", "33", "chrmt", "chrm", "chr33"), Kind.MITOCHONDRION),
}


_SHORT = {Kind.X: "X", Kind.PSEUDO: "XY", Kind.Y: "Y", Kind.MITOCHONDRION: "MT"}


def kind_of(chromosome: str) -> Kind:
    """The kind of a chromosome as a file names it, such as ``7``, ``chr7``, ``BTA7`` or ``X``.

    Names that are none of cattle's, 0 and nothing are unmapped.
    """
    plain = chromosome.strip().lower()
    if plain in _NAMED:
        return _NAMED[plain]
    if _autosome(plain):
        return Kind.AUTOSOME
    return _NAMED.get(_bare(plain), Kind.UNMAPPED)


def short_name(chromosome: str) -> str:
    """One name for each chromosome however files write it: 1 to 29, X, XY, Y, MT; else empty."""
    return _autosome(chromosome.strip().lower()) or _SHORT.get(kind_of(chromosome), "")


def _bare(plain: str) -> str:
    return plain.removeprefix("chr").removeprefix("bta").lstrip("_")


def _autosome(plain: str) -> str:
    """The number of an autosome; empty where the name is of none."""
    number = _bare(plain)
    known = number.isascii() and number.isdigit() and 1 <= int(number) <= AUTOSOMES
    return str(int(number)) if known else ""
