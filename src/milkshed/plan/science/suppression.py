"""Which figures of a published table are withheld, so that none gives a single holder away.

A cell is withheld when fewer than ``least`` holders (farms, stations, plants) stand behind it.
Whoever knows the total could work a single withheld cell out by subtraction; so further cells, the
one with fewest holders first, are withheld until those withheld are at least two and together
rest on ``least`` holders (primary and complementary cell suppression with the minimum frequency
rule; Hundepool et al. 2012, Statistical Disclosure Control, chapter 4). Cells without any holder
are no secret. One holder who makes most of a cell (dominance) is not looked for: tables here do
not hold what each holder gives.
"""

from collections.abc import Mapping


def too_few(holders: int, least: int) -> bool:
    """Whether a figure rests on some holders but on fewer than ``least``."""
    return 0 < holders < least


def withheld(holders: Mapping[str, int], least: int) -> frozenset[str]:
    """The keys of the cells of a table with a public total that are withheld.

    ``holders`` says for each cell on how many holders it rests.
    """
    hidden = {key for key, number in holders.items() if too_few(number, least)}
    if not hidden:
        return frozenset()
    shown = sorted(
        (key for key, number in holders.items() if number >= least),
        key=lambda key: (holders[key], key),
    )
    while shown and (len(hidden) < 2 or sum(holders[key] for key in hidden) < least):
        hidden.add(shown.pop(0))
    return frozenset(hidden)
