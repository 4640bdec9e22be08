"""The outcome of a batch: what was taken, what was already there, what was refused and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from milkshed.kernel.problems import Fault, Problem


@dataclass(slots=True)
class BatchReport:
    """Collects the fate of every row; a bad row never stops the others.

    Rows are numbered from 1. ``accepted`` and ``repeated`` hold row numbers with the reference
    of what they became; ``refused`` holds the faults of each bad row.
    """

    accepted: dict[int, str] = field(default_factory=dict)
    repeated: dict[int, str] = field(default_factory=dict)
    refused: dict[int, list[Fault]] = field(default_factory=dict)

    def accept(self, row: int, reference: str = "") -> None:
        """Note a row that was taken and what it became."""
        self.accepted[row] = reference

    def repeat(self, row: int, reference: str = "") -> None:
        """Note a row whose content was already there, as a replay brings it."""
        self.repeated[row] = reference

    def refuse(self, row: int, reason: Problem | Fault | Iterable[Fault]) -> None:
        """Note a bad row with everything wrong in it; may be called again for the same row."""
        if isinstance(reason, Problem):
            faults: Iterable[Fault] = reason.faults or (
                Fault("", None, reason.kind.slug, reason.detail),
            )
        elif isinstance(reason, Fault):
            faults = (reason,)
        else:
            faults = reason
        self.accepted.pop(row, None)
        self.refused.setdefault(row, []).extend(replace(fault, row=row) for fault in faults)

    @property
    def total(self) -> int:
        """The number of rows seen."""
        return len(self.accepted) + len(self.repeated) + len(self.refused)

    @property
    def is_clean(self) -> bool:
        """Whether no row was refused."""
        return not self.refused

    @property
    def faults(self) -> tuple[Fault, ...]:
        """All faults in the order of rows."""
        return tuple(fault for row in sorted(self.refused) for fault in self.refused[row])

    def as_document(self, language: str) -> Mapping[str, object]:
        """Return counts and the faults per row, for JSON."""
        return {
            "total": self.total,
            "accepted": len(self.accepted),
            "repeated": len(self.repeated),
            "refused": len(self.refused),
            "rows": [
                {
                    "row": row,
                    "errors": [
                        {
                            "field": fault.field,
                            "value": None if fault.value is None else str(fault.value)[:200],
                            "rule": fault.rule,
                            "message": fault.message.in_language(language),
                        }
                        for fault in self.refused[row]
                    ],
                }
                for row in sorted(self.refused)
            ],
        }
