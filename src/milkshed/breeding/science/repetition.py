"""A run repeated from its manifest and its inputs: the same digits, or what is different."""

from collections.abc import Mapping
from dataclasses import dataclass

from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.equations import build_equations
from milkshed.breeding.science.manifests import Document, input_digests, model_of, software
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.solving import Evaluation, solve_equations
from milkshed.breeding.science.structures import Structure
from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class Repetition:
    """A run computed again.

    ``same``: whether every digit of the solutions is the same. ``software``: what has another
    version now, as (name, then, now).
    """

    evaluation: Evaluation
    same: bool
    software: tuple[tuple[str, str, str], ...]

    @property
    def text(self) -> Text:
        """One line for a report."""
        changed = ", ".join(f"{name} {then} → {now}" for name, then, now in self.software)
        if self.same:
            return Text("重复运行：每一位数字都相同", "repeated: every digit is the same")
        return Text(
            f"重复运行：结果不同{f'；软件版本变化：{changed}' if changed else ''}",
            f"repeated: the solutions differ{f'; other versions: {changed}' if changed else ''}",
        )


def repeat(
    document: Document,
    records: Records,
    pedigree: Pedigree | None = None,
    *,
    structures: Mapping[str, Structure] | None = None,
    start: Float | None = None,
    threads: int | None = None,
) -> Repetition:
    """Solve again what a manifest describes.

    ``records`` may have more traits than the run. ``structures``: relationships that did not come
    from the pedigree, by term; ``start``: the unknowns the run began from, where it did not begin
    from zero. Raises :class:`NotUsable` naming the input whose digest is another.
    """
    model = model_of(document, structures)
    equations = build_equations(model, records.of_traits(document["traits"]), pedigree)
    now = input_digests(equations)
    other = [name for name, told in document["inputs"].items() if now.get(name) != told]
    if other:
        raise NotUsable(
            f"与清单不符的输入：{'、'.join(other)}",
            f"inputs that are not those of the manifest: {', '.join(other)}",
            other,
        )
    options = document["options"]
    evaluation = solve_equations(
        model, equations, method=options["method"], tolerance=options["tolerance"],
        iterations=options["iterations"], first=start, threads=threads,
    )  # fmt: skip
    if evaluation.manifest["options"] != options:
        raise NotUsable(
            "start：不是该运行的初值" if start is not None else "start：该运行有初值，请给出",
            "start: not what the run began from"
            if start is not None
            else "start: the run did not begin from zero; give what it began from",
            ["start"],
        )
    then = document["software"]
    return Repetition(
        evaluation,
        evaluation.manifest["solutions"] == document["solutions"],
        tuple(
            (name, str(then.get(name)), held)
            for name, held in software().items()
            if then.get(name) != held
        ),
    )
