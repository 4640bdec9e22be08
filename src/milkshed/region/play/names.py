"""Invented names of people: common surnames and given names, drawn with a seed."""

import numpy as np

from milkshed.kernel.text import Text

_SURNAMES = (
    ("马", "Ma"), ("王", "Wang"), ("李", "Li"), ("张", "Zhang"), ("杨", "Yang"), ("刘", "Liu"),
    ("白", "Bai"), ("丁", "Ding"), ("金", "Jin"), ("田", "Tian"), ("赵", "Zhao"), ("陈", "Chen"),
    ("周", "Zhou"), ("吴", "Wu"), ("孙", "Sun"), ("何", "He"), ("苏", "Su"), ("海", "Hai"),
)  # fmt: skip
_GIVEN = (
    ("建国", "Jianguo"), ("晓燕", "Xiaoyan"), ("志强", "Zhiqiang"), ("玉兰", "Yulan"),
    ("海涛", "Haitao"), ("秀英", "Xiuying"), ("文斌", "Wenbin"), ("丽娟", "Lijuan"),
    ("学军", "Xuejun"), ("春梅", "Chunmei"), ("永刚", "Yonggang"), ("慧芳", "Huifang"),
    ("小龙", "Xiaolong"), ("雪梅", "Xuemei"), ("国栋", "Guodong"), ("婷婷", "Tingting"),
    ("立新", "Lixin"), ("桂花", "Guihua"), ("少华", "Shaohua"), ("丹", "Dan"),
)  # fmt: skip


def person_names(count: int, seed: int) -> list[Text]:
    """``count`` names, the same for the same seed."""
    generator = np.random.default_rng([seed, 77])
    surnames = generator.integers(len(_SURNAMES), size=count)
    given = generator.integers(len(_GIVEN), size=count)
    return [
        Text(_SURNAMES[s][0] + _GIVEN[g][0], f"{_GIVEN[g][1]} {_SURNAMES[s][1]}")
        for s, g in zip(surnames, given, strict=True)
    ]
