"""The answer key: what was planted in the simulated region, where, and how to find it."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Planted:
    """One planted anomaly.

    ``where`` names what it touches by names and numbers that people see. ``load`` is the row of
    the load, where there is one; who names lots adds the lot's number to ``where``.
    """

    kind: str
    title: Text
    finding: Text
    when: str
    where: Mapping[str, str]
    load: int | None = None


@dataclass(frozen=True, slots=True)
class ForgedSheet:
    """A handover sheet without a load: positions in the world, and what it claims."""

    station: int
    signer_station: int
    tanker: int
    destination: int
    day: int
    mass_dag: int
    loaded_at: int
    departed_at: int
    arrived_at: int
    settled_at: int
    departure_temperature_c: float
    arrival_temperature_c: float
    serial: int


@dataclass(frozen=True, slots=True)
class WrongTag:
    """An animal whose ear tag is to be written wrong; ``farm`` is a position in the world.

    ``animal`` and ``tag_of`` are positions among the animals that the farm registers; ``tag_of``
    is the one whose tag it bears too, None means that the tag does not begin with 2 for cattle.
    """

    farm: int
    animal: int
    tag_of: int | None


@dataclass(frozen=True, slots=True)
class AnswerKey:
    """Everything planted, and what the player-in needs to plant it.

    ``expired_station`` is the position of a station whose licence ended on ``expired_on`` (day
    number); ``residue_farm_lots`` are (farm, day column) whose milk carries residues.
    """

    planted: tuple[Planted, ...] = ()
    forged_sheets: tuple[ForgedSheet, ...] = ()
    wrong_tags: tuple[WrongTag, ...] = ()
    residue_farm_lots: tuple[tuple[int, int], ...] = ()
    expired_station: int | None = None
    expired_on: int | None = None

    def numbered(self, numbers: Callable[[Planted], Mapping[str, str]]) -> "AnswerKey":
        """The key with further numbers (lots, sheets) that people can search for."""
        return replace(
            self,
            planted=tuple(replace(p, where={**p.where, **numbers(p)}) for p in self.planted),
        )

    def as_document(self) -> dict[str, Any]:
        """The key as JSON values."""
        return {
            "synthetic": True,
            "planted": [
                {
                    "kind": p.kind,
                    "title": asdict(p.title),
                    "finding": asdict(p.finding),
                    "when": p.when,
                    "where": dict(p.where),
                }
                for p in self.planted
            ],
        }

    def as_markdown(self) -> str:
        """The key as a bilingual page."""
        lines = [
            "# 演示数据异常答案 · Answer key of the planted anomalies",
            "",
            "演示数据，不是真实情况。 · Synthetic data.",
            "",
        ]
        if not self.planted:
            lines.append("没有植入异常。 · Nothing was planted.")
        for number, p in enumerate(self.planted, start=1):
            lines += [
                f"## {number}. {p.title.zh} · {p.title.en}",
                "",
                f"- 时间 · when: {p.when}",
                *(f"- {name}: {value}" for name, value in p.where.items()),
                f"- 如何发现：{p.finding.zh}",
                f"- How it shows: {p.finding.en}",
                "",
            ]
        return "\n".join(lines).rstrip() + "\n"
