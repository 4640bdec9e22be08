"""A model from one line of text: ``milk + fat ~ hys + age | animal + pe(animal)``; or from a table.

Left of the tilde stand traits, between tilde and bar fixed effects, right of the bar random ones.

- A fixed effect is a factor (``hys``), a covariate (``age``), or covariates within a factor
  (``parity:age``, ``parity:(phi0, phi1)``).
- A random effect is a factor (``herd``), a name with its factor (``pe(animal)``), and may have
  covariates (``pe(animal; phi0, phi1)``). ``animal`` is the genetic effect: of the factor animal,
  of another factor (``animal(cow)``), in two roles (``animal(calf, dam)``), or a random regression
  (``animal(cow; phi0, phi1)``).
- Any effect may act on some traits only: ``age[milk]``, ``pe(cow)[milk, fat]``.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from milkshed.breeding.science.labels import label
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.structures import Structure

_NAME = r"[^\W\d]\w*"
_TERM = re.compile(rf"^({_NAME})(?:\(([^()]*)\))?$")
_NESTED = re.compile(rf"^({_NAME}):(?:({_NAME})|\(([^()]*)\))$")
_TRAITS = re.compile(r"^(.*\S)\s*\[([^\[\]]*)\]$")
_COLUMNS = ("effect", "kind", "factor", "covariates", "traits")
_KINDS = ("fixed", "random", "genetic")


class FormulaError(NotUsable):
    """A formula that cannot be read or does not fit the records; the message says where."""


@dataclass(frozen=True, slots=True)
class FixedTerm:
    """A fixed effect as written: its factor ("" for none), covariates, and traits ((): all)."""

    factor: str
    covariates: tuple[str, ...] = ()
    traits: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RandomTerm:
    """A random effect as written: its name, factors, covariates, and traits ((): all)."""

    name: str
    factors: tuple[str, ...]
    covariates: tuple[str, ...]
    traits: tuple[str, ...] = ()
    genetic: bool = False


@dataclass(frozen=True, slots=True)
class Formula:
    """What a formula says."""

    text: str
    traits: tuple[str, ...]
    fixed: tuple[FixedTerm, ...]
    random: tuple[RandomTerm, ...]


def parse_formula(text: str) -> Formula:
    """Read a formula; raises :class:`FormulaError` naming the part that cannot be read."""
    if text.count("~") != 1:
        raise FormulaError(
            f"{text!r}：性状与效应之间要有且只有一个 ~",
            f"{text!r}: exactly one ~ must stand between traits and effects",
        )
    left, right = text.split("~")
    if right.count("|") > 1:
        raise FormulaError(
            f"{text!r}：随机效应之前最多一个 |",
            f"{text!r}: at most one | stands before the random effects",
        )
    fixed_text, _, random_text = right.partition("|")
    traits = tuple(part.strip() for part in left.split("+"))
    for trait in traits:
        if not re.fullmatch(_NAME, trait):
            raise FormulaError(f"{trait!r} 不能作性状名", f"{trait!r} is no name of a trait")
    fixed: list[FixedTerm] = []
    for whole in _parts(fixed_text):
        part, on = _acting_on(whole)
        if part in ("1", "mean"):
            fixed.append(FixedTerm("", (), on))
            continue
        nested = _NESTED.match(part)
        if nested:
            inner = nested[2] or nested[3]
            fixed.append(FixedTerm(nested[1], _names(inner, part), on))
        elif re.fullmatch(_NAME, part):
            fixed.append(FixedTerm(part, (), on))
        else:
            raise FormulaError(
                f"固定效应 {part!r}：请写成 分类、协变量 或 分类:协变量",
                f"fixed effect {part!r}: write factor, covariate or factor:covariate",
            )
    random = []
    for whole in _parts(random_text):
        part, on = _acting_on(whole)
        found = _TERM.match(part)
        if not found:
            raise FormulaError(
                f"随机效应 {part!r}：请写成 名称、名称(分类) 或 名称(a; x, y)",
                f"random effect {part!r}: write name, name(factor) or name(a; x, y)",
            )
        factors, _, covariates = (found[2] or "").partition(";")
        random.append(
            RandomTerm(
                found[1],
                _names(factors, part) if factors.strip() else (found[1],),
                _names(covariates, part) if covariates.strip() else (),
                on,
            )
        )
    return _checked(Formula(text, traits, tuple(fixed), tuple(random)))


def formula_from_table(traits: Sequence[str], rows: Iterable[Mapping[str, object]]) -> Formula:
    """What a table of effects says, one row to an effect.

    Columns: ``effect`` (its name), ``kind`` (fixed, random or genetic), and where they are needed
    ``factor`` (the effect's name by default; ``calf, dam`` for two roles; ``mean`` for the whole),
    ``covariates`` and ``traits``, names separated by commas. Raises :class:`FormulaError` naming
    the row and the column.
    """
    fixed: list[FixedTerm] = []
    random: list[RandomTerm] = []
    told = []
    for number, row in enumerate(rows, 1):
        unknown = [name for name in row if name not in _COLUMNS]
        if unknown:
            raise FormulaError(
                f"第 {number} 行：没有列 {unknown[0]!r}，只有 {'、'.join(_COLUMNS)}",
                f"row {number}: there is no column {unknown[0]!r}, only {', '.join(_COLUMNS)}",
                unknown,
            )
        cells = {name: label(row.get(name)) or "" for name in _COLUMNS}
        kind, effect = cells["kind"].strip().lower(), cells["effect"].strip()
        if kind not in _KINDS:
            raise FormulaError(
                f"第 {number} 行：kind = {cells['kind']!r}，应为 {'、'.join(_KINDS)}",
                f"row {number}: kind = {cells['kind']!r}, must be {', '.join(_KINDS)}",
                [effect],
            )
        factors, covariates, on = (
            _names(cells[name], f"row {number}, {name}") if cells[name].strip() else ()
            for name in ("factor", "covariates", "traits")
        )
        if kind == "fixed":
            if len(factors) > 1:
                raise FormulaError(
                    f"第 {number} 行：固定效应只能有一个分类",
                    f"row {number}: a fixed effect has one factor",
                    factors,
                )
            named = factors[0] if factors else effect
            # a row of covariates alone is a regression over all records
            alone = named == "mean" or (bool(covariates) and not factors)
            fixed.append(FixedTerm("" if alone else named, covariates, on))
        else:
            random.append(
                RandomTerm(effect, factors or (effect,), covariates, on, kind == "genetic")
            )
        told.append(f"{effect}[{', '.join(on)}]" if on else effect)
    text = f"{' + '.join(traits)} ~ {' + '.join(told)}"
    return _checked(Formula(text, tuple(traits), tuple(fixed), tuple(random)))


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

    ``variances``: the covariance of each random effect by its name, and ``"residual"``; of an
    effect that acts on some traits only, those of these traits. ``genetic``: names of effects of
    related levels; ``structures`` gives them another relationship than the pedigree's. ``zero``:
    levels set to zero by the name of the term in results. Raises :class:`FormulaError` naming what
    the records or the variances lack.
    """
    read = parse_formula(formula) if isinstance(formula, str) else formula
    for trait in read.traits:
        if trait not in records.traits:
            raise FormulaError(
                f"性状 {trait!r}：记录中有 {'、'.join(records.traits)}",
                f"trait {trait!r}: records have {', '.join(records.traits)}",
                [trait],
            )
    curve = records.curve.names if records.curve is not None else ()
    covariates = {*records.covariates, *curve}
    factors = set(records.factors)
    set_to_zero = dict(zero or {})
    fixed = []
    for term in read.fixed:
        name, nested, on = term.factor, term.covariates, term.traits or None
        where = f"{name or 'mean'}:{'+'.join(nested)}"
        for covariate in nested:
            _need(covariate, covariates, _COVARIATE, where)
        if nested and name:
            _need(name, factors, _FACTOR, where)
            fixed.append(Fixed(name, nested, on))
        elif nested or not name:
            fixed.append(Fixed(covariates=nested, traits=on))
        elif name in factors:
            fixed.append(Fixed(name, traits=on, zero=tuple(set_to_zero.pop(name, ()))))
        elif name in covariates:
            fixed.append(Fixed(covariates=(name,), traits=on))
        else:
            _need(
                name, factors | covariates, ("分类或协变量", "factor or covariate"), "fixed effect"
            )
    known = {"residual", *(term.name for term in read.random)}
    missing = sorted(known - set(variances))
    if missing:
        raise FormulaError(
            f"没有给出 {'、'.join(missing)} 的方差",
            f"no variance is given for {', '.join(missing)}",
            missing,
        )
    spare = sorted(set(variances) - known)
    if spare:
        raise FormulaError(
            f"给出了 {'、'.join(spare)} 的方差，模型中却没有这个效应",
            f"variances of {', '.join(spare)}: the formula has no such effect",
            spare,
        )
    random: list[Genetic | Random] = []
    for one in read.random:
        for factor in one.factors:
            _need(factor, factors, _FACTOR, f"random effect {one.name}")
        for covariate in one.covariates:
            _need(covariate, covariates, _COVARIATE, f"random effect {one.name}")
        on = one.traits or None
        if one.genetic or one.name in genetic:
            random.append(
                Genetic(
                    one.factors, variances[one.name], one.covariates,
                    structure=(structures or {}).get(one.name),
                    zero=tuple(set_to_zero.pop(one.name, ())), name=one.name, traits=on,
                )
            )  # fmt: skip
        elif len(one.factors) > 1:
            raise FormulaError(
                f"{one.name}：只有遗传效应可以有几个角色",
                f"{one.name}: only genetic effects act in several roles",
                [one.name],
            )
        else:
            random.append(
                Random(
                    one.factors[0], variances[one.name], one.covariates, name=one.name, traits=on
                )
            )
    if set_to_zero:
        left = sorted(set_to_zero)
        raise FormulaError(
            f"zero：模型中没有分类 {'、'.join(left)}",
            f"zero: no factor {', '.join(left)} in the formula",
            left,
        )
    if not fixed:
        fixed.append(Fixed())
    model = Model(tuple(fixed), tuple(random), variances["residual"], name=read.text)
    return model, records.of_traits(read.traits)


_FACTOR = ("分类", "factor")
_COVARIATE = ("协变量", "covariate")


def _need(name: str, known: Collection[str], what: tuple[str, str], where: str) -> None:
    if name not in known:
        rest = sorted(known)
        raise FormulaError(
            f"{where}：没有{what[0]} {name!r}；有 {'、'.join(rest) or '无'}",
            f"{where}: there is no {what[1]} {name!r}; there are {', '.join(rest) or 'none'}",
            [name],
        )


def _checked(formula: Formula) -> Formula:
    every = [*formula.traits, *(term.name for term in formula.random)]
    twice = sorted({name for name in every if every.count(name) > 1})
    if twice:
        raise FormulaError(
            f"{'、'.join(twice)}：出现两次", f"{', '.join(twice)}: named twice", twice
        )
    if not formula.fixed and not formula.random:
        raise FormulaError(
            f"{formula.text!r}：~ 右边没有效应",
            f"{formula.text!r}: no effect stands right of the ~",
        )
    chosen = (*(one.traits for one in formula.fixed), *(one.traits for one in formula.random))
    for traits in chosen:
        for trait in traits:
            if trait not in formula.traits:
                raise FormulaError(
                    f"[{trait}]：性状只有 {'、'.join(formula.traits)}",
                    f"[{trait}]: the traits are {', '.join(formula.traits)}",
                    [trait],
                )
    return formula


def _acting_on(part: str) -> tuple[str, tuple[str, ...]]:
    """An effect without its square brackets, and the traits in them."""
    found = _TRAITS.match(part)
    return (found[1], _names(found[2], part)) if found else (part, ())


def _parts(text: str) -> list[str]:
    """What plus signs separate outside of brackets."""
    if not text.strip():
        return []
    parts = [part.strip() for part in re.split(r"\+(?![^()]*\))", text)]
    if "" in parts:
        raise FormulaError(
            f"{text.strip()!r}：加号旁缺一个效应",
            f"{text.strip()!r}: an effect is missing beside a plus sign",
        )
    return parts


def _names(text: str, where: str) -> tuple[str, ...]:
    names = tuple(part.strip() for part in text.split(","))
    for name in names:
        if not re.fullmatch(_NAME, name):
            raise FormulaError(f"{where}：{name!r} 不能作名称", f"{where}: {name!r} is no name")
    return names
