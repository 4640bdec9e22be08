"""The unified social credit code 统一社会信用代码, GB 32100-2015.

18 characters: registering department, category, six-digit division, nine-character organisation
code (GB 11714), check character. Alphabet: digits and capitals without I, O, S, V, Z, valued
0-30 in order. Check: 31 minus (sum of value times 3^position mod 31) mod 31, where 31 reads 0.
"""

import re

from milkshed.kernel.problems import invalid
from milkshed.kernel.scheme import Check, Scheme, compact_upper
from milkshed.kernel.text import Text

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_BODY = f"[{_ALPHABET}]"
_WEIGHTS = tuple(pow(3, i, 31) for i in range(17))
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def credit_code_check(first_17: str) -> str:
    """Return the check character for the first 17 characters.

    Raises :class:`~milkshed.kernel.problems.Problem` for another length or alphabet.
    """
    if not re.fullmatch(f"{_BODY}{{17}}", first_17):
        raise invalid(
            "credit_code",
            first_17,
            "shape",
            "应为17位数字或大写字母（不含I、O、S、V、Z）",
            "17 digits or capitals without I, O, S, V, Z are expected",
        )
    total = sum(
        _ALPHABET.index(char) * weight for char, weight in zip(first_17, _WEIGHTS, strict=True)
    )
    return _ALPHABET[-total % 31]


def organisation_code_check(first_8: str) -> str:
    """Return the check character of an organisation code, GB 11714-1997 (modulo 11, X is 10)."""
    if not re.fullmatch(r"[0-9A-Z]{8}", first_8):
        raise invalid(
            "organisation_code",
            first_8,
            "shape",
            "应为8位数字或大写字母",
            "8 digits or capitals are expected",
        )
    total = sum(
        _ORGANISATION_ALPHABET.index(char) * weight
        for char, weight in zip(first_8, _ORGANISATION_WEIGHTS, strict=True)
    )
    return "0123456789X"[-total % 11]


def build_credit_code(county_code: str, first_8: str, category: str = "91") -> str:
    """Return a whole credit code with both check characters right.

    ``category`` is department and kind: 91 company, 92 individual business, 93 farmers'
    cooperative, 11 government body, 12 public institution, 51 association. ``first_8`` is the
    organisation code without its check character.
    """
    first_17 = category + county_code + first_8 + organisation_code_check(first_8)
    return first_17 + credit_code_check(first_17)


CREDIT_CODE = Scheme(
    key="credit-code",
    name=Text("统一社会信用代码", "Unified social credit code"),
    shape=re.compile(rf"[1-9ANY]{_BODY}[0-9]{{6}}{_BODY}{{10}}"),
    shape_message=Text(
        "应为18位：登记部门、类别各1位，行政区划6位数字，主体标识9位，校验1位（不含I、O、S、V、Z）",
        "18 characters are expected: department, category, 6 division digits, 9 body characters "
        "and a check character (never I, O, S, V, Z)",
    ),
    example="91110000600037341L",
    source="GB 32100-2015",
    checks=(
        Check(
            "check-character",
            lambda value: value[17] == credit_code_check(value[:17]),
            Text("第18位校验码不符", "the 18th character does not check"),
        ),
    ),
    normalise=compact_upper,
)
