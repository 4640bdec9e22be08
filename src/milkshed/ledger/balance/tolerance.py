"""How far a balance may be off before it is a finding; the limits come from dated rules."""

from dataclasses import dataclass, field
from datetime import date

from milkshed.ledger.rules import PREFIX, ROWS
from milkshed.platform.rule_book import rules_under

_LOSS = "loss_fraction."
_RESIDUE = "residue_fraction."


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Limits in force: a difference counts when it passes max(``fraction`` × mass, ``least_kg``).

    ``loss_fraction`` and ``residue_fraction`` replace ``fraction`` for losses in a step and for
    what remains of the lots a step made, by business step.
    """

    fraction: float
    least_kg: float
    residue_days: int
    receipt_hours: int
    loss_fraction: dict[str, float] = field(default_factory=dict)
    residue_fraction: dict[str, float] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    """Keys of the rules behind it."""

    def of(self, mass_kg: float, fraction: float | None = None) -> float:
        """The difference in kg that is still within tolerance for a mass."""
        return max((self.fraction if fraction is None else fraction) * mass_kg, self.least_kg)

    def of_loss(self, step: str | None, mass_kg: float) -> float:
        """The loss in kg that a step may cause."""
        return self.of(mass_kg, self.loss_fraction.get(step or ""))

    def of_residue(self, step: str | None, mass_kg: float) -> float:
        """What may remain of a lot that the step made."""
        return self.of(mass_kg, self.residue_fraction.get(step or ""))


def tolerance_on(day: date) -> Tolerance:
    """The limits in force on a day; the room's own rows where none is loaded."""
    found = {
        row.key.removeprefix(PREFIX): float(row.value)
        for row in ROWS
        if row.value and row.key.startswith(PREFIX)
    }
    found |= {
        key.removeprefix(PREFIX): float(row.value)
        for key, row in rules_under(PREFIX, day).items()
        if row.value is not None
    }
    return Tolerance(
        fraction=found["tolerance_fraction"],
        least_kg=found["tolerance_kg"],
        residue_days=int(found["residue_days"]),
        receipt_hours=int(found["receipt_hours"]),
        loss_fraction={k.removeprefix(_LOSS): v for k, v in found.items() if k.startswith(_LOSS)},
        residue_fraction={
            k.removeprefix(_RESIDUE): v for k, v in found.items() if k.startswith(_RESIDUE)
        },
        keys=tuple(PREFIX + key for key in sorted(found)),
    )
