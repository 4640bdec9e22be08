"""Numbers of samples: what one may look like, and that it is used once."""

import re

from milkshed.kernel.problems import CONFLICT, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.quality.models import SAMPLE_NUMBER, Sample


def number_faults(field: str, number: str) -> list[Fault]:
    """A sample is opened by its number, so that no slash may lie in it."""
    if re.fullmatch(SAMPLE_NUMBER, number):
        return []
    wording = Text(
        "编号为1至30个英文字母、数字或符号（不含斜杠和空格）",
        "A number has 1 to 30 letters, digits or signs, without slashes or blanks",
    )
    return [Fault(field, number, "sample-number", wording)]


def check_free(barcode: str) -> None:
    """Refuse a number that another sample bears."""
    if Sample.objects.filter(barcode=barcode).exists():
        raise Problem(CONFLICT, Text("样品编号已使用", "The sample number is taken"))
