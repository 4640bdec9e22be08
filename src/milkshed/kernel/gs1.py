"""GS1 keys and their check digits.

Source: GS1 General Specifications, section 7.9 (check digit) and 3 (application identifiers);
formats as in the machine-readable GS1 Syntax Dictionary. The values are those that stand in an
element string or a Digital Link: a GRAI carries its leading zero, a GTIN is padded to 14 digits.
"""

import re

from milkshed.kernel.problems import invalid
from milkshed.kernel.scheme import Check, Scheme, compact
from milkshed.kernel.text import Text

_CSET82 = r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]"
_SOURCE = "GS1 General Specifications"
_TELL_CHECK_DIGIT = Text(
    "校验位与前面的数字不符（模10，权3与1）",
    "the check digit does not fit (modulo 10, weights 3 and 1)",
)


def gs1_check_digit(digits: str) -> str:
    """Return the check digit for the digits before it (any length).

    From the right, digits weigh 3, 1, 3, …; the check digit fills the sum up to a multiple of
    ten. Raises :class:`~milkshed.kernel.problems.Problem` when something is not a digit.
    """
    if not digits or not digits.isascii() or not digits.isdigit():
        raise invalid("digits", digits, "digits", "只能是数字", "Only digits are possible")
    total = 3 * sum(map(int, digits[-1::-2])) + sum(map(int, digits[-2::-2]))
    return str(-total % 10)


def with_check_digit(digits: str) -> str:
    """Return the digits followed by their GS1 check digit."""
    return digits + gs1_check_digit(digits)


def has_check_digit(digits: str) -> bool:
    """Say whether the last digit is the GS1 check digit of those before it."""
    return digits[-1] == gs1_check_digit(digits[:-1])


def _leading(length: int) -> Check:
    return Check("check-digit", lambda value: has_check_digit(value[:length]), _TELL_CHECK_DIGIT)


def _numeric(value: str) -> str:
    return compact(value).replace("-", "")


def _as_gtin14(value: str) -> str:
    digits = _numeric(value)
    return digits.zfill(14) if len(digits) in (8, 12, 13) else digits


def _digits(key: str, length: int, zh: str, en: str, example: str) -> Scheme:
    return Scheme(
        key=key,
        name=Text(zh, en),
        shape=re.compile(rf"[0-9]{{{length}}}"),
        shape_message=Text(f"应为{length}位数字", f"{length} digits are expected"),
        example=example,
        source=_SOURCE,
        checks=(_leading(length),),
        normalise=_numeric,
    )


GTIN_8 = _digits("gtin-8", 8, "商品条码（8位）", "GTIN-8", "95200002")
GTIN_12 = _digits("gtin-12", 12, "商品条码（12位）", "GTIN-12", "614141000036")
GTIN_13 = _digits("gtin-13", 13, "商品条码（13位）", "GTIN-13", "9521234543213")
GTIN_14 = _digits("gtin-14", 14, "商品条码（14位）", "GTIN-14", "09521234543213")
GTIN = Scheme(
    key="gtin",
    name=Text("全球贸易项目代码", "GTIN"),
    shape=re.compile(r"[0-9]{14}"),
    shape_message=Text("应为8、12、13或14位数字", "8, 12, 13 or 14 digits are expected"),
    example="09521234543213",
    source=_SOURCE,
    checks=(_leading(14),),
    normalise=_as_gtin14,
)
GLN = _digits("gln", 13, "全球位置码", "GLN", "9521321000018")
SSCC = _digits("sscc", 18, "系列货运包装箱代码", "SSCC", "095213210000000018")
GSRN = _digits("gsrn", 18, "全球服务关系代码", "GSRN", "952132100000000014")

GRAI = Scheme(
    key="grai",
    name=Text("全球可回收资产代码", "GRAI"),
    shape=re.compile(rf"0[0-9]{{13}}{_CSET82}{{0,16}}"),
    shape_message=Text(
        "应为0加13位数字，后接至多16个字符的序列号",
        "a 0, 13 digits and a serial of at most 16 characters are expected",
    ),
    example="09521321000032T0001",
    source=_SOURCE,
    checks=(_leading(14),),
)
GIAI = Scheme(
    key="giai",
    name=Text("全球单个资产代码", "GIAI"),
    shape=re.compile(rf"[0-9]{{4}}{_CSET82}{{1,26}}"),
    shape_message=Text(
        "应以厂商识别代码（至少4位数字）开头，总长至多30个字符",
        "a company prefix (4 digits or more) and at most 30 characters in all are expected",
    ),
    example="9521321TANK0007",
    source=_SOURCE,
)
GDTI = Scheme(
    key="gdti",
    name=Text("全球文件类型代码", "GDTI"),
    shape=re.compile(rf"[0-9]{{13}}{_CSET82}{{0,17}}"),
    shape_message=Text(
        "应为13位数字，后接至多17个字符的序列号",
        "13 digits and a serial of at most 17 characters are expected",
    ),
    example="9521321000100J20260105001",
    source=_SOURCE,
    checks=(_leading(13),),
)
LOT = Scheme(
    key="lot",
    name=Text("批号", "Lot number"),
    shape=re.compile(rf"{_CSET82}{{1,20}}"),
    shape_message=Text(
        "应为1至20个GS1字符集82中的字符", "1 to 20 characters of GS1 character set 82 are expected"
    ),
    example="ML20260105A",
    source=f"{_SOURCE}, AI (10)",
)
GLN_EXTENSION = Scheme(
    key="gln-extension",
    name=Text("位置码扩展", "GLN extension"),
    shape=re.compile(rf"{_CSET82}{{1,20}}"),
    shape_message=Text(
        "应为1至20个GS1字符集82中的字符", "1 to 20 characters of GS1 character set 82 are expected"
    ),
    example="SILO-3",
    source=f"{_SOURCE}, AI (254)",
)


def _filled(prefix: str, reference: int, length: int) -> str:
    """Return company prefix and reference, zeros between, as ``length`` digits with the check."""
    room = length - 1 - len(prefix)
    if room < 1 or not 0 <= reference < 10**room:
        raise invalid(
            "reference",
            reference,
            "room",
            f"前缀{prefix}之后放不下该序号",
            f"The reference does not fit behind the prefix {prefix}",
        )
    return with_check_digit(f"{prefix}{reference:0{room}d}")


def build_gtin14(company_prefix: str, item: int, indicator: int = 0) -> str:
    """Return a GTIN-14 of an indicator digit, a company prefix and an item number."""
    return _filled(f"{indicator}{company_prefix}", item, 14)


def build_gln(company_prefix: str, location: int) -> str:
    """Return a GLN of a company prefix and a location number."""
    return _filled(company_prefix, location, 13)


def build_sscc(company_prefix: str, serial: int, extension: int = 0) -> str:
    """Return an SSCC of an extension digit, a company prefix and a serial number."""
    return _filled(f"{extension}{company_prefix}", serial, 18)


def build_gsrn(company_prefix: str, serial: int) -> str:
    """Return a GSRN of a company prefix and a service relation number."""
    return _filled(company_prefix, serial, 18)


def build_grai(company_prefix: str, asset_type: int, serial: str = "") -> str:
    """Return a GRAI (leading zero included) of a prefix, an asset type and a serial."""
    return GRAI.parse("0" + _filled(company_prefix, asset_type, 13) + serial)


def build_gdti(company_prefix: str, document_type: int, serial: str = "") -> str:
    """Return a GDTI of a prefix, a document type and a serial."""
    return GDTI.parse(_filled(company_prefix, document_type, 13) + serial)


GS1_SCHEMES: tuple[Scheme, ...] = (
    GTIN,
    GTIN_8,
    GTIN_12,
    GTIN_13,
    GTIN_14,
    GLN,
    SSCC,
    GRAI,
    GIAI,
    GDTI,
    GSRN,
    LOT,
    GLN_EXTENSION,
)
