"""The fate of every row of a file: taken, there already, or refused with its reasons."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from milkshed.kernel.problems import Fault
from milkshed.kernel.result import BatchReport

if TYPE_CHECKING:
    from milkshed.herd.exchange.tables.columns import TypedTable, Wrong

_LONGEST_VALUE = 60


class Fate:
    """Masks over the rows of a table, and the stored form of the reasons.

    ``faults`` is what :class:`ImportBatch` keeps: row, field, value, rule and both wordings.
    """

    def __init__(self, count: int, lines: NDArray[np.int64]) -> None:
        self.accepted = np.zeros(count, np.bool_)
        self.repeated = np.zeros(count, np.bool_)
        self.refused = np.zeros(count, np.bool_)
        self.faults: list[dict[str, Any]] = []
        self._lines = lines

    def refuse(self, found: "Sequence[Wrong]", table: "TypedTable") -> None:
        """Note the rules that rows break, in the order of rows."""
        told: list[tuple[int, dict[str, Any]]] = []
        for one in found:
            self.refused[one.rows] = True
            column = table.texts.get(one.field)
            values = column.take(one.rows).to_pylist() if column is not None else None
            lines = self._lines[one.rows].tolist()
            for at, line in enumerate(lines):
                message = one.message
                if one.other is not None:
                    message = message.format(row=int(one.other[at]))
                told.append(
                    (
                        line,
                        {
                            "row": line,
                            "field": one.field,
                            "value": values[at][:_LONGEST_VALUE] if values is not None else "",
                            "rule": one.rule,
                            "zh": message.zh,
                            "en": message.en,
                        },
                    )
                )
        told.sort(key=lambda entry: entry[0])
        self.faults += [fault for _, fault in told]

    def join(self, report: BatchReport, rows: Sequence[int]) -> None:
        """Take over a report on some of the rows; its row ``n`` is table row ``rows[n - 1]``."""
        for number in report.accepted:
            self.accepted[rows[number - 1]] = True
        for number in report.repeated:
            self.repeated[rows[number - 1]] = True
        for number, faults in report.refused.items():
            at = rows[number - 1]
            self.refused[at] = True
            self.faults += [stored_fault(one, int(self._lines[at])) for one in faults]
        self.faults.sort(key=lambda fault: fault["row"] or 0)


def stored_fault(fault: Fault, row: int | None = None) -> dict[str, Any]:
    """A fault as a batch keeps it."""
    return {
        "row": fault.row if row is None else row,
        "field": fault.field,
        "value": "" if fault.value is None else str(fault.value)[:_LONGEST_VALUE],
        "rule": fault.rule,
        "zh": fault.message.zh,
        "en": fault.message.en,
    }
