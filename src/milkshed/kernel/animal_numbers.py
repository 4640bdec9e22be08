"""Numbers of cattle: ear tag, herd-book number, bull number, transponder.

The ear tag and both breed numbers have no check digit; what can be checked is their parts. The
rules marked "remembered" were written down from working knowledge of the field, not read in the
standard's text.
"""

import re

from milkshed.kernel.problems import Problem, invalid
from milkshed.kernel.provinces import PROVINCES
from milkshed.kernel.scheme import Check, Scheme, compact_upper
from milkshed.kernel.text import Text
from milkshed.kernel.transponder import transponder_from_digits

CATTLE = "2"


def _known_province(start: int) -> Check:
    return Check(
        "province",
        lambda value: value[start : start + 2] in PROVINCES,
        Text(
            f"第{start + 1}、{start + 2}位不是省级行政区划代码（GB/T 2260）",
            f"digits {start + 1} and {start + 2} are no province code of GB/T 2260",
        ),
    )


def _is_transponder(value: str) -> bool:
    try:
        code = transponder_from_digits(value)
    except Problem:
        return False
    return code.country > 0


EAR_TAG = Scheme(
    key="ear-tag",
    name=Text("畜禽标识编码（牛耳标）", "Cattle ear tag"),
    shape=re.compile(r"2[0-9]{14}"),
    shape_message=Text(
        "应为15位数字：牛为2，县级行政区划代码6位，顺序号8位",
        "15 digits are expected: 2 for cattle, 6 of the county, 8 serial digits",
    ),
    example="264030200000001",
    source="畜禽标识和养殖档案管理办法 (Ministry of Agriculture Order 67, 2006), remembered",
    checks=(_known_province(1),),
    normalise=compact_upper,
)
HERD_BOOK = Scheme(
    key="herd-book",
    name=Text("中国荷斯坦牛登记号", "Chinese Holstein herd-book number"),
    shape=re.compile(r"[0-9]{2}[0-9A-Z]{4}[0-9]{6}"),
    shape_message=Text(
        "应为12位：省2位，牛场4位，出生年2位，场内年度顺序号4位",
        "12 characters are expected: 2 province, 4 farm, 2 birth year, 4 serial of the year",
    ),
    example="640001230007",
    source="registration rules of the Dairy Association of China, remembered",
    checks=(_known_province(0),),
    normalise=compact_upper,
)
BULL = Scheme(
    key="bull",
    name=Text("种公牛号（冻精编号）", "Bull (semen straw) number"),
    shape=re.compile(r"[0-9]{8}"),
    shape_message=Text(
        "应为8位数字：种公牛站3位，年份2位，顺序号3位",
        "8 digits are expected: 3 AI station, 2 year, 3 serial",
    ),
    example="64118001",
    source="numbering of bulls at Chinese AI stations, remembered",
    normalise=compact_upper,
)
ISO_11784 = Scheme(
    key="iso-11784",
    name=Text("电子标识（ISO 11784）", "Transponder code (ISO 11784)"),
    shape=re.compile(r"[0-9]{15}"),
    shape_message=Text(
        "应为15位数字：国家或厂商代码3位，编号12位",
        "15 digits are expected: 3 of country or manufacturer, 12 of the number",
    ),
    example="156000000000017",
    source="ISO 11784:1996 (China 156, manufacturers 900-998, tests 999)",
    checks=(
        Check(
            "range",
            _is_transponder,
            Text(
                "国家代码不得为000，编号应小于2的38次方（274877906944）",
                "the country must not be 000 and the number must be below 2**38 (274877906944)",
            ),
        ),
    ),
    normalise=compact_upper,
)

ANIMAL_SCHEMES: tuple[Scheme, ...] = (EAR_TAG, HERD_BOOK, BULL, ISO_11784)


def build_ear_tag(county_code: str, serial: int) -> str:
    """Return the cattle ear tag of a county and a serial number below 10**8."""
    if not 0 <= serial < 10**8:
        raise invalid("serial", serial, "range", "顺序号至多8位", "The serial has 8 digits at most")
    return EAR_TAG.parse(f"{CATTLE}{county_code}{serial:08d}")
