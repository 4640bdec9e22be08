"""A balance that does not close, with the facts it was computed from."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from milkshed.kernel.text import Text


class FindingKind(Enum):
    """What does not balance."""

    GAIN = ("gain", Text("产出大于投入", "More out than in"))
    LOSS = ("loss", Text("损耗超限", "More lost than allowed"))
    OVERDRAWN = ("overdrawn", Text("用量大于批量", "More drawn than there was"))
    UNRECORDED = ("unrecorded", Text("来源无记录", "Drawn from a lot nobody recorded"))
    RESIDUE = ("residue", Text("余量去向不明", "Residue unaccounted for"))
    SHEET_WITHOUT_LOAD = (
        "sheet_without_load",
        Text("交接单无对应装车", "A sheet without its loading"),
    )
    SHEET_DIFFERS = ("sheet_differs", Text("交接单与装车量不符", "Sheet and loading differ"))
    NOT_RECEIVED = ("not_received", Text("交接单逾期未到货", "A sheet whose load never arrived"))
    SHORT_RECEIPT = ("short_receipt", Text("到货少于装车", "Less received than was loaded"))
    EXCESS_RECEIPT = ("excess_receipt", Text("到货多于装车", "More received than was loaded"))

    def __init__(self, code: str, title: Text) -> None:
        self.code = code
        self.title = title


@dataclass(frozen=True, slots=True)
class Finding:
    """One balance that does not close.

    ``expected_kg`` and ``found_kg`` are the two masses that should agree within ``tolerance_kg``;
    ``event_ids`` name the facts they were computed from.
    """

    kind: FindingKind
    at: datetime
    place_uri: str | None
    vessel_uri: str | None
    lot_uri: str | None
    expected_kg: float
    found_kg: float
    tolerance_kg: float
    event_ids: tuple[str, ...]
    document_uri: str | None = None

    @property
    def difference_kg(self) -> float:
        """Found minus expected."""
        return self.found_kg - self.expected_kg

    @property
    def summary(self) -> Text:
        """The finding in one sentence."""
        return Text(
            f"{self.kind.title.zh}：应为{self.expected_kg:,.0f} kg，实为{self.found_kg:,.0f} kg，"
            f"相差{self.difference_kg:+,.0f} kg（容差{self.tolerance_kg:,.0f} kg）",
            f"{self.kind.title.en}: {self.expected_kg:,.0f} kg expected, {self.found_kg:,.0f} kg"
            f" found, {self.difference_kg:+,.0f} kg apart (tolerance {self.tolerance_kg:,.0f} kg)",
        )
