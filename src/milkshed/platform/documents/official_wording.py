"""Numbers as official papers write them (GB/T 9704-2012)."""

from milkshed.kernel.problems import invalid

_DIGITS = "零一二三四五六七八九"


def chinese_number(number: int) -> str:
    """Write 1 to 99 in Chinese: 一, 十, 十一, 二十, 九十九."""
    if not 1 <= number <= 99:
        raise invalid("number", number, "range", "序号应为1至99", "Headings count from 1 to 99")
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones else "")


def heading_mark(level: int, number: int) -> str:
    """Return what stands before a heading: 一、 （一） 1. （1） for levels 1 to 4."""
    marks = {
        1: lambda: f"{chinese_number(number)}、",
        2: lambda: f"（{chinese_number(number)}）",
        3: lambda: f"{number}.",
        4: lambda: f"（{number}）",
    }
    if level not in marks:
        raise invalid("level", level, "range", "标题级别为1至4", "Headings have levels 1 to 4")
    return marks[level]()


def document_number(issuer_short: str, year: int, serial: int) -> str:
    """Return the number of a paper: short issuer, year in 〔〕, serial without zeros and 第."""
    if not issuer_short or not 1949 <= year <= 9999 or serial < 1:
        raise invalid(
            "document_number",
            f"{issuer_short} {year} {serial}",
            "range",
            "发文字号由机关代字、年份和顺序号组成",
            "A document number has issuer, year and serial",
        )
    return f"{issuer_short}〔{year}〕{serial}号"
