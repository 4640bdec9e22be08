"""What a run was, as a document: enough to know its inputs again and to repeat it.

A manifest holds digests of what went in and came out, the whole model with its covariances, how it
was solved, how that went, and the versions of the software. It names no time, so that the same run
has the same manifest.
"""

import hashlib
import platform
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numba
import numpy as np
import scipy
from numpy.typing import NDArray

from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.equations import Equations, Term
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.structures import Given, Related, Structure

FORMAT = "milkshed.breeding-evaluation"
VERSION = "2"

Document = Mapping[str, Any]


def digest_of(*arrays: NDArray[np.generic]) -> str:
    """SHA-256 of arrays: shapes, types and bytes."""
    made = hashlib.sha256()
    for array in arrays:
        made.update(str((array.shape, array.dtype.str)).encode())
        made.update(np.ascontiguousarray(array).data)
    return made.hexdigest()


def input_digests(equations: Equations) -> dict[str, object]:
    """Digests of the records, of the relationships, and of the names of every term's levels."""
    known: dict[int, str] = {}

    def of_names(names: Sequence[str]) -> str:
        if id(names) not in known:
            known[id(names)] = hashlib.sha256("\0".join(names).encode()).hexdigest()
        return known[id(names)]

    return {
        "records": digest_of(
            equations.y, equations.pattern, equations.level, equations.z, equations.curve,
            equations.root, equations.part,
        ),
        "pedigree": digest_of(
            *(part for term in equations.terms for part in _relationship(term.structure))
        ),
        "levels": {term.name: of_names(term.names) for term in equations.terms},
    }  # fmt: skip


def manifest_of(
    model: Model,
    equations: Equations,
    unknowns: Float,
    *,
    options: Mapping[str, object],
    convergence: Mapping[str, object],
) -> dict[str, object]:
    """The document of a run; ``options``: how it was solved, ``convergence``: how that went."""
    effects = (*model.fixed, *model.random)
    return {
        "format": FORMAT,
        "version": VERSION,
        "model": model.name,
        "traits": list(equations.traits),
        "terms": [
            _described(effect, term) for effect, term in zip(effects, equations.terms, strict=True)
        ],
        "residual": equations.residual.tolist(),
        "records": len(equations.y),
        "inputs": input_digests(equations),
        "options": dict(options),
        "convergence": dict(convergence),
        "solutions": digest_of(unknowns),
        "software": software(),
    }


def model_of(document: Document, structures: Mapping[str, Structure] | None = None) -> Model:
    """The model of a manifest.

    ``structures``: relationships other than the pedigree's, by the name of their term. Raises
    :class:`NotUsable` when the document is none of these or a structure is missing.
    """
    if document.get("format") != FORMAT or document.get("version") != VERSION:
        told = f"{document.get('format')!r} {document.get('version')!r}"
        raise NotUsable(
            f"不是可重复的运行清单：{told}，应为 {FORMAT} {VERSION}",
            f"no manifest that can be repeated: {told}, must be {FORMAT} {VERSION}",
        )
    fixed: list[Fixed] = []
    random: list[Genetic | Random] = []
    for told in document["terms"]:
        name, covariates = told["name"], tuple(told["covariates"])
        zero = tuple(told["zero"])
        on = None if told["acts_on"] is None else tuple(told["acts_on"])
        factors = tuple(told["factors"])
        if told["kind"] == "fixed":
            fixed.append(Fixed(factors[0] if factors else None, covariates, on, zero))
            continue
        spread = np.array(told["covariance"], dtype=np.float64)
        if told["kind"] == "random":
            random.append(Random(factors[0], spread, covariates, name))
            continue
        structure = (structures or {}).get(name)
        if told["relationship"] != "pedigree" and structure is None:
            raise NotUsable(
                f"{name}：该运行用了另给的亲缘关系，请用 structures 给出",
                f"{name}: the run had a relationship of its own; give it in structures",
                [name],
            )
        random.append(Genetic(factors, spread, covariates, structure, zero, name))
    residual = np.array(document["residual"], dtype=np.float64)
    return Model(tuple(fixed), tuple(random), residual, document["model"])


@cache
def software() -> Mapping[str, str]:
    """The versions of what computed."""
    try:
        own = version("milkshed")
    except PackageNotFoundError:
        own = "not installed"
    return {
        "milkshed": own,
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "numba": numba.__version__,
    }


def _described(effect: Fixed | Genetic | Random, term: Term) -> dict[str, object]:
    told: dict[str, object] = {
        "name": term.name,
        "kind": "fixed",
        "levels": term.levels,
        "coefficients": term.coefficients,
        "covariates": list(effect.covariates),
        "covariance": term.covariance.tolist(),
        "zero": [],
        "acts_on": None,
    }
    if isinstance(effect, Fixed):
        on = None if effect.traits is None else list(effect.traits)
        factors = [] if effect.factor is None else [effect.factor]
        return told | {"factors": factors, "zero": list(effect.zero), "acts_on": on}
    told |= {"kind": "random", "factors": list(effect.factors)}
    if isinstance(effect, Genetic):
        own = "pedigree" if effect.structure is None else "given"
        told |= {"kind": "genetic", "zero": list(effect.zero), "relationship": own}
    return told


def _relationship(structure: Structure | None) -> tuple[NDArray[np.generic], ...]:
    """The arrays a relationship consists of; none for unrelated levels."""
    if isinstance(structure, Related):
        a = structure.inverse
        own: tuple[NDArray[np.generic], ...] = (a.sire, a.dam, a.within, a.group_part)
        beyond = structure.beyond
        return own if beyond is None else (*own, beyond.members, beyond.matrix)
    if isinstance(structure, Given):
        matrix = structure.inverse
        return matrix.data, matrix.indices, matrix.indptr, structure.scale
    return ()
