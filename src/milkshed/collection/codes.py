"""The code printed on a sheet: an address that only the house can make, checked without sign-in."""

from django.utils.crypto import constant_time_compare, salted_hmac

_SALT = "collection.sheet-code"
_DIGITS = 20


def code_of(gdti: str) -> str:
    """The check value of a sheet: HMAC-SHA256 over its GDTI, shortened to 80 bits as hex."""
    return salted_hmac(_SALT, gdti, algorithm="sha256").hexdigest()[:_DIGITS]


def is_code_of(gdti: str, code: str) -> bool:
    """Whether the code belongs to the sheet."""
    return constant_time_compare(code_of(gdti), code.lower())


def check_path(number: str, gdti: str) -> str:
    """The path behind the QR code of a sheet."""
    return f"/collection/check/{number}/{code_of(gdti)}"
