"""Numbers that authorities give: farm code, licences, permits, plates; and telephone numbers.

None of them has a check digit. The form of licence and permit numbers is set by each province
and could not be read in a public text: the form here (short name, county code, year in brackets,
serial) is assumed, after the usual way of such certificates.
"""

import re

from milkshed.kernel.problems import invalid
from milkshed.kernel.provinces import MAINLAND_SHORT_FORMS, PROVINCES, is_division_code
from milkshed.kernel.scheme import Check, Scheme, compact, compact_upper
from milkshed.kernel.text import Text

_TELL_DIVISION = Text(
    "行政区划代码的省级部分不存在（GB/T 2260）", "the province part of the division code is unknown"
)
_LICENCE_SHAPE = re.compile(
    rf"(?P<short>[{MAINLAND_SHORT_FORMS}])(?P<county>[0-9]{{6}})"
    r"\((?P<year>20[0-9]{2})\)(?P<serial>[0-9]{3,5})"
)


def _licence_form(value: str) -> str:
    """Bring any bracket to （） and drop the words 第 and 号 and the title 字."""
    plain = re.sub(r"[〔\[【]", "(", compact(value))
    plain = re.sub(r"[〕\]】]", ")", plain)
    return re.sub(r"[第字号]", "", plain)


def _short_fits_county(value: str) -> bool:
    match = _LICENCE_SHAPE.fullmatch(value)
    if match is None:
        return False
    province = PROVINCES.get(match["county"][:2])
    return province is not None and province.short == match["short"]


def _licence(key: str, zh: str, en: str, example: str) -> Scheme:
    return Scheme(
        key=key,
        name=Text(zh, en),
        shape=_LICENCE_SHAPE,
        shape_message=Text(
            f"应为省份简称、县级行政区划代码6位、（年份）、顺序号3至5位，如{example}",
            "province's short name, 6 digits of the county, (year) and 3 to 5 serial digits are "
            f"expected, such as {example}",
        ),
        example=example,
        source="assumed form; the province sets the real one",
        checks=(
            Check(
                "province",
                _short_fits_county,
                Text("省份简称与行政区划代码不一致", "short name and county code disagree"),
            ),
        ),
        normalise=_licence_form,
    )


STATION_LICENCE = _licence(
    "station-licence", "生鲜乳收购许可证号", "Milk station licence number", "宁640302(2026)001"
)
TANKER_PERMIT = _licence(
    "tanker-permit", "生鲜乳准运证明号", "Milk tanker permit number", "宁640302(2026)0001"
)
FARM_CODE = Scheme(
    key="farm-code",
    name=Text("养殖场代码", "Farm code"),
    shape=re.compile(r"[0-9]{10}"),
    shape_message=Text(
        "应为10位数字：县级行政区划代码6位，顺序号4位",
        "10 digits are expected: 6 of the county and 4 serial",
    ),
    example="6403020001",
    source="畜禽标识和养殖档案管理办法 (2006), remembered",
    checks=(Check("province", lambda value: is_division_code(value[:6]), _TELL_DIVISION),),
    normalise=compact_upper,
)

_PLATE_CHARACTER = "A-HJ-NP-Z0-9"
_PLATE = re.compile(
    rf"[{MAINLAND_SHORT_FORMS}][A-HJ-NP-Z](?:"
    rf"[{_PLATE_CHARACTER}]{{5}}"
    rf"|[{_PLATE_CHARACTER}]{{4}}挂"
    rf"|[A-HJK][{_PLATE_CHARACTER}][0-9]{{4}}"
    r"|[0-9]{5}[A-HJK]"
    r")"
)
NINGXIA_PLATE_LETTERS = {
    "A": "640100",
    "B": "640200",
    "C": "640300",
    "D": "640400",
    "E": "640500",
}


def _is_ningxia_plate_real(value: str) -> bool:
    return value[0] != "宁" or value[1] in NINGXIA_PLATE_LETTERS


def _plate_form(value: str) -> str:
    return re.sub(r"[·•.\-]", "", compact(value)).upper()


PLATE = Scheme(
    key="plate",
    name=Text("车牌号", "Vehicle plate"),
    shape=_PLATE,
    shape_message=Text(
        "应为省份简称、发牌机关字母和5位序号（新能源6位，挂车4位加“挂”），不含字母I、O",
        "province, letter and 5 characters are expected (6 for new-energy vehicles, 4 and 挂 for"
        " trailers), never I or O",
    ),
    example="宁A12345",
    source="GA 36-2018, remembered",
    checks=(
        Check(
            "office-letter",
            _is_ningxia_plate_real,
            Text("宁夏车牌的字母应为A至E", "plates of Ningxia have the letters A to E"),
        ),
    ),
    normalise=_plate_form,
)

_MOBILE = r"1[3-9][0-9]{9}"
_AREA = r"0(?:10|2[0-9]|[3-9][0-9]{2})"
_LANDLINE = rf"{_AREA}-[2-9][0-9]{{6,7}}(?:-[0-9]{{1,6}})?"


def _phone_form(value: str) -> str:
    plain = re.sub(r"^(?:\+86|0086)-?", "", compact(value))
    plain = re.sub(r"^\((0[0-9]{2,3})\)", r"\1-", plain)
    if re.fullmatch(r"1[0-9-]+", plain):
        return plain.replace("-", "")
    return re.sub(rf"^({_AREA})(?=[0-9]{{7,8}}(?:-|$))", r"\1-", plain)


PHONE = Scheme(
    key="phone",
    name=Text("电话号码", "Telephone number"),
    shape=re.compile(f"{_MOBILE}|{_LANDLINE}"),
    shape_message=Text(
        "应为11位手机号，或区号-固定电话（可加-分机）",
        "an 11-digit mobile number, or area code-number(-extension) is expected",
    ),
    example="0951-5012345",
    source="national numbering plan of China, remembered",
    normalise=_phone_form,
)

OFFICIAL_SCHEMES: tuple[Scheme, ...] = (STATION_LICENCE, TANKER_PERMIT, FARM_CODE, PLATE, PHONE)


def build_licence_number(scheme: Scheme, county_code: str, year: int, serial: int) -> str:
    """Return a station licence or tanker permit number of a county, a year and a serial."""
    province = PROVINCES.get(county_code[:2])
    if province is None:
        raise invalid("county", county_code, "province", _TELL_DIVISION.zh, _TELL_DIVISION.en)
    width = 3 if scheme is STATION_LICENCE else 4
    return scheme.parse(f"{province.short}{county_code}({year}){serial:0{width}d}")


def build_farm_code(county_code: str, serial: int) -> str:
    """Return the farm code of a county and a serial number below 10**4."""
    return FARM_CODE.parse(f"{county_code}{serial:04d}")
