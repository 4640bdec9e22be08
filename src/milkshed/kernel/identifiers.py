"""Every identifier scheme the product knows, by its key.

Use ``GLN.parse(value)`` where the scheme is known and ``scheme("gln")`` where the key comes from
data. GS1 keys, credit codes and transponders have mathematical checks; ear tags, herd-book and
bull numbers, licences, plates and telephone numbers only structural ones.
"""

from collections.abc import Mapping
from types import MappingProxyType

from milkshed.kernel.animal_numbers import (
    ANIMAL_SCHEMES,
    BULL,
    EAR_TAG,
    HERD_BOOK,
    ISO_11784,
    build_ear_tag,
)
from milkshed.kernel.credit_code import (
    CREDIT_CODE,
    build_credit_code,
    credit_code_check,
    organisation_code_check,
)
from milkshed.kernel.gs1 import (
    GDTI,
    GIAI,
    GLN,
    GLN_EXTENSION,
    GRAI,
    GS1_SCHEMES,
    GSRN,
    GTIN,
    GTIN_8,
    GTIN_12,
    GTIN_13,
    GTIN_14,
    LOT,
    SSCC,
    build_gdti,
    build_gln,
    build_grai,
    build_gsrn,
    build_gtin14,
    build_sscc,
    gs1_check_digit,
    has_check_digit,
    with_check_digit,
)
from milkshed.kernel.official_numbers import (
    FARM_CODE,
    OFFICIAL_SCHEMES,
    PHONE,
    PLATE,
    STATION_LICENCE,
    TANKER_PERMIT,
    build_farm_code,
    build_licence_number,
)
from milkshed.kernel.problems import invalid
from milkshed.kernel.scheme import Check, Scheme
from milkshed.kernel.transponder import (
    Transponder,
    transponder_from_bits,
    transponder_from_bits_as_sent,
    transponder_from_digits,
)

__all__ = [
    "BULL",
    "CREDIT_CODE",
    "EAR_TAG",
    "FARM_CODE",
    "GDTI",
    "GIAI",
    "GLN",
    "GLN_EXTENSION",
    "GRAI",
    "GSRN",
    "GTIN",
    "GTIN_8",
    "GTIN_12",
    "GTIN_13",
    "GTIN_14",
    "HERD_BOOK",
    "ISO_11784",
    "LOT",
    "PHONE",
    "PLATE",
    "SCHEMES",
    "SSCC",
    "STATION_LICENCE",
    "TANKER_PERMIT",
    "Check",
    "Scheme",
    "Transponder",
    "build_credit_code",
    "build_ear_tag",
    "build_farm_code",
    "build_gdti",
    "build_gln",
    "build_grai",
    "build_gsrn",
    "build_gtin14",
    "build_licence_number",
    "build_sscc",
    "credit_code_check",
    "gs1_check_digit",
    "has_check_digit",
    "organisation_code_check",
    "scheme",
    "transponder_from_bits",
    "transponder_from_bits_as_sent",
    "transponder_from_digits",
    "with_check_digit",
]

SCHEMES: Mapping[str, Scheme] = MappingProxyType(
    {entry.key: entry for entry in (*GS1_SCHEMES, CREDIT_CODE, *ANIMAL_SCHEMES, *OFFICIAL_SCHEMES)}
)


def scheme(key: str) -> Scheme:
    """Return the scheme with this key; raises Problem naming the key when there is none."""
    found = SCHEMES.get(key)
    if found is None:
        raise invalid(
            "scheme", key, "known-scheme", f"没有标识体系“{key}”", f"There is no scheme {key!r}"
        )
    return found
