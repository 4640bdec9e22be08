"""A model from one line of text: ``milk + fat ~ hys + age | animal + pe(animal)``.

Left of the tilde stand traits, between tilde and bar fixed effects, right of the bar random ones.

- A fixed effect is a factor (``hys``), a covariate (``age``), or covariates within a factor
  (``parity:age``, ``parity:(phi0, phi1)``).
- A random effect is a factor (``herd``), a name with its factor (``pe(animal)``), and may have
  covariates (``pe(animal; phi0, phi1)``). ``animal`` is the genetic effect: of the factor animal,
  of another factor (``animal(cow)``), in two roles (``animal(calf, dam)``), or a random regression
  (``animal(cow; phi0, phi1)``).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.structures import Structure

_NAME = r"[^\W\d]\w*"
_TERM = re.compile(rf"^({_NAME})(?:\(([^()]*)\))?$")
_NESTED = re.compile(rf"^({_NAME}):(?:({_NAME})|\(([^()]*)\))$")


class FormulaError(ValueError):
    """A formula that cannot be read or does not fit the records; the message says where."""


@dataclass(frozen=True, slots=True)
class RandomTerm:
    """A random effect as written: its name, factors and covariates."""

    name: str
    factors: tuple[str, ...]
    covariates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """What a formula says. A fixed effect is (factor or "", names behind the colon)."""

    text: str
    traits: tuple[str, ...]
    fixed: tuple[tuple[str, tuple[str, ...]], ...]
    random: tuple[RandomTerm, ...]


def parse_formula(text: str) -> Formula:
    """Read a formula; raises :class:`FormulaError` naming the part that cannot be read."""
    if text.count("~") != 1:
        raise FormulaError(f"{text!r}: exactly one ~ must stand between traits and effects")
    left, right = text.split("~")
    if right.count("|") > 1:
        raise FormulaError(f"{text!r}: at most one | stands before the random effects")
    fixed_text, _, random_text = right.partition("|")
    traits = tuple(part.strip() for part in left.split("+"))
    for trait in traits:
        if not re.fullmatch(_NAME, trait):
            raise FormulaError(f"{trait!r} is no name of a trait")
    fixed: list[tuple[str, tuple[str, ...]]] = []
    for part in _parts(fixed_text):
        if part in ("1", "mean"):
            fixed.append(("", ()))
            continue
        nested = _NESTED.match(part)
        if nested:
            inner = nested[2] or nested[3]
            fixed.append((nested[1], _names(inner, part)))
        elif re.fullmatch(_NAME, part):
            fixed.append((part, ()))
        else:
            raise FormulaError(
                f"fixed effect {part!r}: write factor, covariate or factor:covariate"
            )
    random = []
    for part in _parts(random_text):
        found = _TERM.match(part)
        if not found:
            raise FormulaError(f"random effect {part!r}: write name, name(factor) or name(a; x, y)")
        factors, _, covariates = (found[2] or "").partition(";")
        random.append(
            RandomTerm(
                found[1],
                _names(factors, part) if factors.strip() else (found[1],),
                _names(covariates, part) if covariates.strip() else (),
            )
        )
    every = [*traits, *(term.name for term in random)]
    twice = sorted({name for name in every if every.count(name) > 1})
    if twice:
        raise FormulaError(f"{', '.join(twice)}: named twice")
    if not fixed and not random:
        raise FormulaError(f"{text!r}: no effect stands right of the ~")
    return Formula(text, traits, tuple(fixed), tuple(random))


def model_from(
    formula: str | Formula,
    records: Records,
    variances: Mapping[str, ArrayLike],
    *,
    genetic: Collection[str] = ("animal",),
    structures: Mapping[str, Structure] | None = None,
    zero: Mapping[str, Sequence[str]] | None = None,
) -> tuple[Model, Records]:
    """The model of a formula, and the records with its traits in its order.

    ``variances``: the covariance of each random effect by its name, and ``"residual"``.
    ``genetic``: names of effects of related levels; ``structures`` gives them another relationship
    than the pedigree's. ``zero``: levels set to zero by the name of the term in results. Raises
    :class:`FormulaError` naming what the records or the variances lack.
    """
    read = parse_formula(formula) if isinstance(formula, str) else formula
    for trait in read.traits:
        if trait not in records.traits:
            raise FormulaError(f"trait {trait!r}: records have {', '.join(records.traits)}")
    curve = records.curve.names if records.curve is not None else ()
    covariates = {*records.covariates, *curve}
    factors = set(records.factors)

    def need(name: str, known: Collection[str], what: str, where: str) -> None:
        if name not in known:
            listed = ", ".join(sorted(known)) or "none"
            raise FormulaError(f"{where}: there is no {what} {name!r}; there are {listed}")

    set_to_zero = dict(zero or {})
    fixed = []
    for factor, nested in read.fixed:
        if not factor:
            term = Fixed()
        elif nested:
            need(factor, factors, "factor", f"{factor}:{'+'.join(nested)}")
            for name in nested:
                need(name, covariates, "covariate", f"{factor}:{'+'.join(nested)}")
            term = Fixed(factor, nested)
        elif factor in factors:
            term = Fixed(factor, zero=tuple(set_to_zero.pop(factor, ())))
        elif factor in covariates:
            term = Fixed(covariates=(factor,))
        else:
            need(factor, factors | covariates, "factor or covariate", "fixed effect")
            raise AssertionError
        fixed.append(term)
    known = {"residual", *(term.name for term in read.random)}
    missing = sorted(known - set(variances))
    if missing:
        raise FormulaError(f"no variance is given for {', '.join(missing)}")
    spare = sorted(set(variances) - known)
    if spare:
        raise FormulaError(f"variances of {', '.join(spare)}: the formula has no such effect")
    random: list[Genetic | Random] = []
    for one in read.random:
        for name in one.factors:
            need(name, factors, "factor", f"random effect {one.name}")
        for name in one.covariates:
            need(name, covariates, "covariate", f"random effect {one.name}")
        if one.name in genetic:
            random.append(
                Genetic(
                    one.factors, variances[one.name], one.covariates,
                    structure=(structures or {}).get(one.name),
                    zero=tuple(set_to_zero.pop(one.name, ())), name=one.name,
                )
            )  # fmt: skip
        elif len(one.factors) > 1:
            raise FormulaError(f"{one.name}: only genetic effects act in several roles")
        else:
            random.append(
                Random(one.factors[0], variances[one.name], one.covariates, name=one.name)
            )
    if set_to_zero:
        raise FormulaError(f"zero: no factor {', '.join(sorted(set_to_zero))} in the formula")
    if not fixed:
        fixed.append(Fixed())
    model = Model(tuple(fixed), tuple(random), variances["residual"], name=read.text)
    return model, records.of_traits(read.traits)


def _parts(text: str) -> list[str]:
    """What plus signs separate outside of brackets."""
    if not text.strip():
        return []
    parts = [part.strip() for part in re.split(r"\+(?![^()]*\))", text)]
    if "" in parts:
        raise FormulaError(f"{text.strip()!r}: an effect is missing beside a plus sign")
    return parts


def _names(text: str, where: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in text.split(","))
    for name in names:
        if not re.fullmatch(_NAME, name):
            raise FormulaError(f"{where}: {name!r} is no name")
    return names
