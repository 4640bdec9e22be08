"""The citizen identity number, GB 11643-1999: 18 characters with an ISO 7064 MOD 11-2 check."""

import re
from datetime import date

from milkshed.kernel.problems import invalid

_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
_CHECKS = "10X98765432"
_SHAPE = re.compile(r"[1-9][0-9]{16}[0-9X]")


def identity_check(first_17: str) -> str:
    """The check character of the first 17 digits: Σ digit × 2^(17−place) mod 11, looked up."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True))
    return _CHECKS[total % 11]


def identity_number(typed: str, field: str = "identity") -> str:
    """The number in its normal form; raises a problem that never repeats the number."""
    plain = re.sub(r"[\s-]", "", typed).upper()
    if not _SHAPE.fullmatch(plain):
        raise invalid(
            field, "", "identity-number", "身份证号应为18位", "An identity number has 18 characters"
        )
    try:
        date(int(plain[6:10]), int(plain[10:12]), int(plain[12:14]))
    except ValueError:
        raise invalid(
            field, "", "identity-number", "身份证号中的出生日期不存在",
            "The identity number holds no day of birth",
        ) from None  # fmt: skip
    if identity_check(plain[:17]) != plain[17]:
        raise invalid(
            field, "", "identity-number", "身份证号校验位不符，请核对",
            "The check character of the identity number is wrong",
        )  # fmt: skip
    return plain
