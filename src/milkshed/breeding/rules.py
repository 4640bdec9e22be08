"""The rules of breeding in force on a day, read as what the methods take."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from milkshed.breeding import rule_rows
from milkshed.breeding.economic_rule_rows import ECONOMIC_ROWS
from milkshed.breeding.mating_rule_rows import MATING_ROWS
from milkshed.breeding.rule_rows import PREFIX
from milkshed.breeding.science.type_scores import TypeRules
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import RulesInForce

__all__ = ["PREFIX", "ROWS", "BreedingRules"]

ROWS = (*rule_rows.ROWS, *MATING_ROWS, *ECONOMIC_ROWS)


@dataclass(frozen=True, slots=True)
class BreedingRules(RulesInForce):
    """The rows of breeding in force on a day."""

    prefix: ClassVar[str] = PREFIX

    @classmethod
    def of_manifest(cls, rows: "Mapping[str, Mapping[str, Any]]") -> "BreedingRules":
        """The rules as a run kept them; see :meth:`manifest`."""
        return cls({key: Rule(key=key, **held) for key, held in rows.items()})

    def whole(self, key: str) -> int:
        """The value of a row that counts something."""
        return round(self.value(key))

    def low(self, key: str) -> float:
        """The lower bound of a row, minus infinity where it has none."""
        return self.bounds(key)[0]

    def high(self, key: str) -> float:
        """The upper bound of a row, infinity where it has none."""
        return self.bounds(key)[1]

    def source(self, key: str) -> dict[str, str]:
        """Where a row comes from, as manifests keep it."""
        row = self.rows[PREFIX + key]
        return {"rule": row.key, "source": row.source, "status": row.status}

    @property
    def type_rules(self) -> TypeRules:
        """Weights, ideals and grades of the type classification."""
        weights = self._under("type.weight.")
        ideals = self._under("type.ideal.")
        grades = self._under("type.grade.")
        return TypeRules(
            weights={part: self.value(f"type.weight.{part}") for part in weights},
            ideals={trait: self.bounds(f"type.ideal.{trait}") for trait in ideals},
            grades={grade: self.low(f"type.grade.{grade}") for grade in grades},
            score=self.bounds("type.score"),
            step=self.value("type.step"),
            defect=self.value("type.defect"),
        )

    def _under(self, key: str) -> list[str]:
        start = PREFIX + key
        return [row.removeprefix(start) for row in self.rows if row.startswith(start)]
