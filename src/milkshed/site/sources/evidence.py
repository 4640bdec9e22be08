"""The tests that speak about a source: those of the laboratories, and those somebody types in."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.facade import LotTest
from milkshed.platform.scope import scope_of
from milkshed.platform.web.entries import as_decimal
from milkshed.quality.facade import Reading, residue_readings
from milkshed.site.explorer.finding import find_lots

MOST_POSITIVES = 40
MOST_NEGATIVES = 120
MOST_LINES = 60
_VERDICTS = {
    **dict.fromkeys(("阳性", "阳", "检出", "+", "positive", "pos"), True),
    **dict.fromkeys(("阴性", "阴", "未检出", "-", "negative", "neg"), False),
}
_SEPARATORS = re.compile(r"[\s,，;；\t]+")


@dataclass(frozen=True, slots=True)
class Evidence:
    """One test with what people call it; ``url`` leads to the sample where there is one."""

    test: LotTest
    title: str
    place_uri: str | None = None
    at: datetime | None = None
    url: str = ""


def laboratory_evidence(
    person: Any, analyte: str, first: date, last: date, detection_limit: Decimal
) -> tuple[Evidence, ...]:
    """Positive readings of the days, and negative ones from the same places, newest first."""
    readings = residue_readings(analyte, first, last, scope_of(person))
    positives = [reading for reading in readings if reading.is_positive][:MOST_POSITIVES]
    places = {reading.place_uri for reading in positives}
    negatives = [
        reading for reading in readings if not reading.is_positive and reading.place_uri in places
    ][:MOST_NEGATIVES]
    return tuple(_of_reading(one, detection_limit) for one in (*positives, *negatives))


def _of_reading(reading: Reading, detection_limit: Decimal) -> Evidence:
    value = None if reading.value is None or not reading.is_positive else float(reading.value)
    return Evidence(
        LotTest((reading.lot_uri,), reading.is_positive, float(detection_limit), value),
        reading.barcode,
        reading.place_uri,
        reading.sampled_at,
        f"/quality/samples/{reading.barcode}",
    )


def typed_evidence(text: str, person: Any, detection_limit: Decimal) -> tuple[Evidence, ...]:
    """Tests typed one per line: identifier, verdict, value if any; ``A+B`` for a pooled sample.

    Raises :class:`Problem` naming every line that cannot be read.
    """
    lines = [(row, line.strip()) for row, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        message = Text(f"最多{MOST_LINES}行", f"at most {MOST_LINES} lines")
        raise Problem(INVALID, message, [Fault("tests", len(lines), "count", message)])
    read = [_read(line, row, person, detection_limit) for row, line in lines]
    faults = [one for one in read if isinstance(one, Fault)]
    if faults:
        raise Problem(INVALID, faults[0].message, faults)
    return tuple(one for one in read if isinstance(one, Evidence))


def _read(line: str, row: int, person: Any, detection_limit: Decimal) -> Evidence | Fault:
    """Read a line, or tell what is wrong with it."""
    name, *rest = _SEPARATORS.split(line)
    verdict = _VERDICTS.get(rest[0].lower()) if rest else None
    if verdict is None or len(rest) > 2:
        return Fault(
            "tests",
            line[:200],
            "test-line",
            Text(
                "每行写作：批号 阳性或阴性 数值（可省）",
                "write: lot, positive or negative, value if any",
            ),
            row,
        )
    value = as_decimal(rest[1]) if len(rest) == 2 else None
    if len(rest) == 2 and (value is None or value < 0):
        return Fault(
            "tests",
            rest[1][:50],
            "value",
            Text("检测值应为不小于0的数", "the value must be 0 or more"),
            row,
        )
    uris = []
    for part in name.split("+"):
        candidates = find_lots(part, person)
        if len(candidates) != 1:
            return Fault("tests", part[:200], "one-lot", _why(len(candidates)), row)
        uris.append(candidates[0].uri)
    measured = float(value) if value is not None and verdict else None
    return Evidence(LotTest(tuple(uris), verdict, float(detection_limit), measured), name)


def _why(count: int) -> Text:
    if not count:
        return Text("账本中没有这个批次", "the ledger does not know this lot")
    return Text(
        f"有{count}个批次用这个编号，请写全标识", f"{count} lots bear this number; write it in full"
    )
