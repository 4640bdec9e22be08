"""The radio-frequency identity of an animal, ISO 11784: 64 bits and 15 digits.

Bits from the first (most significant) on: 1 animal flag, 14 reserved, 1 data-block flag, 10
country (ISO 3166-1 numeric, 900-998 a manufacturer, 999 for tests), 38 national number. Readers
after ISO 11785 send the least significant bit first, so both orders are given.
"""

from dataclasses import dataclass

from milkshed.kernel.problems import invalid

CHINA = 156
TEST_COUNTRY = 999
NATIONAL_BITS = 38
NATIONAL_LIMIT = 1 << NATIONAL_BITS


@dataclass(frozen=True, slots=True)
class Transponder:
    """One ISO 11784 code.

    ``country`` 0-999, ``national`` below 2**38 (274,877,906,944), ``reserved`` the 14 bits that
    newer editions use for retagging counter and user information.
    """

    country: int
    national: int
    is_animal: bool = True
    has_data_block: bool = False
    reserved: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.country <= 999:
            raise invalid(
                "country", self.country, "range", "国家代码应为0至999", "Country is 0 to 999"
            )
        if not 0 <= self.national < NATIONAL_LIMIT:
            raise invalid(
                "national",
                self.national,
                "range",
                "国内编号应小于2的38次方（274877906944）",
                "The national number must be below 2**38 (274877906944)",
            )
        if not 0 <= self.reserved < 1 << 14:
            raise invalid(
                "reserved", self.reserved, "range", "保留位为14位", "The reserved part has 14 bits"
            )

    @property
    def digits(self) -> str:
        """The visible 15 digits: three of the country and twelve of the national number."""
        return f"{self.country:03d}{self.national:012d}"

    @property
    def bits(self) -> int:
        """The 64-bit word, animal flag in the most significant bit."""
        return (
            int(self.is_animal) << 63
            | self.reserved << 49
            | int(self.has_data_block) << 48
            | self.country << NATIONAL_BITS
            | self.national
        )

    @property
    def hex_first_bit_left(self) -> str:
        """16 hexadecimal digits, animal flag leftmost."""
        return f"{self.bits:016X}"

    @property
    def hex_as_sent(self) -> str:
        """16 hexadecimal digits of the bits in the order sent: the least significant first."""
        return f"{int(f'{self.bits:064b}'[::-1], 2):016X}"

    @property
    def dotted_hex(self) -> str:
        """Country and national number in hexadecimal with a dot between."""
        return f"{self.country:X}.{self.national:X}"


def transponder_from_digits(digits: str) -> Transponder:
    """Read the visible 15 digits; raises Problem when they are not a possible code."""
    if len(digits) != 15 or not digits.isascii() or not digits.isdigit():
        raise invalid("iso-11784", digits, "shape", "应为15位数字", "15 digits are expected")
    return Transponder(int(digits[:3]), int(digits[3:]))


def transponder_from_bits(bits: int) -> Transponder:
    """Read a 64-bit word, animal flag in the most significant bit."""
    if not 0 <= bits < 1 << 64:
        raise invalid("bits", bits, "range", "应为64位", "64 bits are expected")
    return Transponder(
        country=bits >> NATIONAL_BITS & 0x3FF,
        national=bits & NATIONAL_LIMIT - 1,
        is_animal=bool(bits >> 63),
        has_data_block=bool(bits >> 48 & 1),
        reserved=bits >> 49 & 0x3FFF,
    )


def transponder_from_bits_as_sent(bits: int) -> Transponder:
    """Read a 64-bit word whose first sent (least significant) bit stands leftmost."""
    if not 0 <= bits < 1 << 64:
        raise invalid("bits", bits, "range", "应为64位", "64 bits are expected")
    return transponder_from_bits(int(f"{bits:064b}"[::-1], 2))
