"""Checks on the content of application identifiers, by the names the AI table uses.

Each check takes the stretch of digits or characters it belongs to and says whether it is right.
Sources: GS1 General Specifications sections 3 and 7 and the rules of the GS1 Barcode Syntax
Tests. Lists of codes kept by others (countries, currencies, packages, coupons) are not part of
the table; there only the form is checked.
"""

import calendar
import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from milkshed.kernel.identifiers import has_check_digit
from milkshed.kernel.text import Text

CSET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
CSET_39 = "#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
BASE64URL = "-0123456789=ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"

ALPHABETS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "N": re.compile("[0-9]*"),
        "X": re.compile(f"[{re.escape(CSET_82)}]*"),
        "Y": re.compile(f"[{re.escape(CSET_39)}]*"),
        "Z": re.compile(f"[{re.escape(BASE64URL)}]*"),
    }
)

_PAIR_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)
_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def check_character_pair(value: str) -> str:
    """Return the two check characters of a Global Model Number without them.

    Characters count by their place in character set 82, weighed by primes from the right,
    modulo 1021 (GS1 General Specifications, section 7.9.5).
    """
    total = sum(
        CSET_82.index(character) * prime
        for character, prime in zip(reversed(value), _PRIMES, strict=False)
    )
    high, low = divmod(total % 1021, 32)
    return _PAIR_ALPHABET[high] + _PAIR_ALPHABET[low]


def _has_pair(value: str) -> bool:
    return 2 < len(value) <= len(_PRIMES) + 2 and check_character_pair(value[:-2]) == value[-2:]


def _is_date(value: str, *, day_may_be_zero: bool) -> bool:
    year, month, day = int(value[:-4]), int(value[-4:-2]), int(value[-2:])
    if not 1 <= month <= 12:
        return False
    if day == 0:
        return day_may_be_zero
    year += 2000 if len(value) == 6 else 0
    return 1 <= year <= 9999 and day <= calendar.monthrange(year, month)[1]


def _is_clock(value: str) -> bool:
    return int(value[:2]) < 24 and int(value[2:]) < 60


def _has_prefix(value: str, position: int) -> bool:
    digits = value[position : position + 4]
    return len(digits) == 4 and digits.isascii() and digits.isdigit()


def _is_piece_of_total(value: str) -> bool:
    return 0 < int(value[:2]) <= int(value[2:])


def _is_position_in_sequence(value: str) -> bool:
    found = re.fullmatch(r"([1-9])/([1-9])", value)
    return found is not None and found[1] <= found[2]


def _is_iban(value: str) -> bool:
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{6,30}", value):
        return False
    return int("".join(str(int(character, 36)) for character in value[4:] + value[:4])) % 97 == 1


CHECKS: Mapping[str, Callable[[str], bool]] = MappingProxyType(
    {
        "csum": has_check_digit,
        "csumalpha": _has_pair,
        "gcppos1": lambda value: _has_prefix(value, 0),
        "gcppos2": lambda value: _has_prefix(value, 1),
        "yymmd0": lambda value: _is_date(value, day_may_be_zero=True),
        "yymmdd": lambda value: _is_date(value, day_may_be_zero=False),
        "yyyymmdd": lambda value: _is_date(value, day_may_be_zero=False),
        "hhmi": _is_clock,
        "hh": lambda value: int(value) < 24,
        "mi": lambda value: int(value) < 60,
        "ss": lambda value: int(value) < 60,
        "pcenc": lambda value: not _PERCENT.search(value),
        "yesno": lambda value: value in "01",
        "zero": lambda value: value == "0",
        "nonzero": lambda value: int(value) != 0,
        "nozeroprefix": lambda value: value == "0" or not value.startswith("0"),
        "hasnondigit": lambda value: not value.isdigit(),
        "hyphen": lambda value: value == "-",
        "winding": lambda value: value in "019",
        "pieceoftotal": _is_piece_of_total,
        "posinseqslash": _is_position_in_sequence,
        "iso5218": lambda value: value in "0129",
        "iso3166alpha2": lambda value: re.fullmatch("[A-Z]{2}", value) is not None,
        "latitude": lambda value: int(value) <= 1_800_000_000,
        "longitude": lambda value: int(value) <= 3_600_000_000,
        "iban": _is_iban,
        "importeridx": lambda value: re.fullmatch("[-0-9A-Z_a-z]", value) is not None,
    }
)

_DATE = Text("日期不存在", "there is no such date")
_TIME = Text("时刻不存在", "there is no such time")
_PREFIX = Text("厂商识别代码应以四位数字开头", "the company prefix must begin with four digits")

MESSAGES: Mapping[str, tuple[str, Text]] = MappingProxyType(
    {
        "csum": (
            "check-digit",
            Text("校验位与前面的数字不符", "the check digit does not fit"),
        ),
        "csumalpha": (
            "check-characters",
            Text("校验字符不符", "the check characters do not fit"),
        ),
        "gcppos1": ("company-prefix", _PREFIX),
        "gcppos2": ("company-prefix", _PREFIX),
        "yymmd0": ("date", _DATE),
        "yymmdd": ("date", _DATE),
        "yyyymmdd": ("date", _DATE),
        "hhmi": ("time", _TIME),
        "hh": ("time", _TIME),
        "mi": ("time", _TIME),
        "ss": ("time", _TIME),
    }
)
"""Rule slug and wording of the commonest failures; the others read as a wrong content."""
