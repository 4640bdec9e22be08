"""Invented names for farms, stations, plants and carriers, with an English form.

A name joins two characters that rarely stand together in real company names; the English form
is their pinyin. Nothing here is the name of a real business.
"""

import numpy as np

from milkshed.kernel.text import Text

_FIRST = (
    ("云", "yun"), ("霁", "ji"), ("岚", "lan"), ("溪", "xi"), ("穗", "sui"), ("禾", "he"),
    ("苇", "wei"), ("朔", "shuo"), ("砚", "yan"), ("珩", "heng"), ("澜", "lan"), ("棠", "tang"),
    ("枫", "feng"), ("柠", "ning"), ("榆", "yu"), ("桦", "hua"), ("杞", "qi"), ("蓿", "xu"),
    ("茵", "yin"), ("岩", "yan"), ("渠", "qu"), ("汀", "ting"), ("渚", "zhu"), ("晴", "qing"),
)  # fmt: skip
_SECOND = (
    ("野", "ye"), ("朗", "lang"), ("川", "chuan"), ("泽", "ze"), ("屿", "yu"), ("岭", "ling"),
    ("坪", "ping"), ("湾", "wan"), ("畔", "pan"), ("舟", "zhou"), ("笙", "sheng"), ("桥", "qiao"),
    ("澄", "cheng"), ("悠", "you"), ("陌", "mo"), ("丘", "qiu"), ("垄", "long"), ("埂", "geng"),
    ("圃", "pu"), ("皓", "hao"), ("谣", "yao"), ("翎", "ling"), ("谷", "gu"), ("歌", "ge"),
)  # fmt: skip


def word_pairs(generator: np.random.Generator) -> list[Text]:
    """All 576 invented two-character words with their pinyin, in an order drawn by the seed.

    Words of equal pinyin are left out, so that English names are unique too.
    """
    words: list[Text] = []
    heard: set[str] = set()
    for first in generator.permutation(len(_FIRST) * len(_SECOND)):
        (a, a_en), (b, b_en) = _FIRST[first // len(_SECOND)], _SECOND[first % len(_SECOND)]
        pinyin = (a_en + b_en).title()
        if pinyin not in heard:
            heard.add(pinyin)
            words.append(Text(a + b, pinyin))
    return words
