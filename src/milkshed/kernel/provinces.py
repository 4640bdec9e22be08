"""The province-level units of China: two-digit codes of GB/T 2260 and plate letters."""

from dataclasses import dataclass

from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Province:
    """A province-level unit: GB/T 2260 code, name, and the one-character short form."""

    code: str
    name: Text
    short: str


def _province(code: str, short: str, zh: str, en: str) -> tuple[str, Province]:
    return code, Province(code, Text(zh, en), short)


PROVINCES: dict[str, Province] = dict(
    [
        _province("11", "京", "北京市", "Beijing"),
        _province("12", "津", "天津市", "Tianjin"),
        _province("13", "冀", "河北省", "Hebei"),
        _province("14", "晋", "山西省", "Shanxi"),
        _province("15", "蒙", "内蒙古自治区", "Inner Mongolia"),
        _province("21", "辽", "辽宁省", "Liaoning"),
        _province("22", "吉", "吉林省", "Jilin"),
        _province("23", "黑", "黑龙江省", "Heilongjiang"),
        _province("31", "沪", "上海市", "Shanghai"),
        _province("32", "苏", "江苏省", "Jiangsu"),
        _province("33", "浙", "浙江省", "Zhejiang"),
        _province("34", "皖", "安徽省", "Anhui"),
        _province("35", "闽", "福建省", "Fujian"),
        _province("36", "赣", "江西省", "Jiangxi"),
        _province("37", "鲁", "山东省", "Shandong"),
        _province("41", "豫", "河南省", "Henan"),
        _province("42", "鄂", "湖北省", "Hubei"),
        _province("43", "湘", "湖南省", "Hunan"),
        _province("44", "粤", "广东省", "Guangdong"),
        _province("45", "桂", "广西壮族自治区", "Guangxi"),
        _province("46", "琼", "海南省", "Hainan"),
        _province("50", "渝", "重庆市", "Chongqing"),
        _province("51", "川", "四川省", "Sichuan"),
        _province("52", "贵", "贵州省", "Guizhou"),
        _province("53", "云", "云南省", "Yunnan"),
        _province("54", "藏", "西藏自治区", "Tibet"),
        _province("61", "陕", "陕西省", "Shaanxi"),
        _province("62", "甘", "甘肃省", "Gansu"),
        _province("63", "青", "青海省", "Qinghai"),
        _province("64", "宁", "宁夏回族自治区", "Ningxia"),
        _province("65", "新", "新疆维吾尔自治区", "Xinjiang"),
        _province("71", "台", "台湾省", "Taiwan"),
        _province("81", "港", "香港特别行政区", "Hong Kong"),
        _province("82", "澳", "澳门特别行政区", "Macao"),
    ]
)

MAINLAND_SHORT_FORMS = "".join(
    province.short for code, province in PROVINCES.items() if code < "70"
)


def is_division_code(code: str) -> bool:
    """Say whether six digits can be a GB/T 2260 code: a known province and a county part.

    Only the province is known nationwide here; the counties of Ningxia are in ``counties``.
    """
    return len(code) == 6 and code.isascii() and code.isdigit() and code[:2] in PROVINCES
