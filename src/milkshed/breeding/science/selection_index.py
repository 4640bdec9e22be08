"""Selection indices as dated, sourced rows: scored, explained term by term, compared.

``I = scale × Σ weight (value - base) / sd + offset``. A version is data, not code: the Chinese
performance indices come along in ``indices/china.json``, each with its source and whether it was
read there or is still to be confirmed. Versions, and the indices of one version, have scales of
their own: figures of different versions are not comparable.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from importlib.resources import files
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Float, Int, held
from milkshed.kernel.text import Text

FORMAT = "milkshed.selection-indices"
FORMAT_VERSION = 1
Status = Literal["official", "recalled", "assumed"]

TRAITS = {
    "milk_kg": Text("产奶量（kg）", "milk (kg)"),
    "fat_kg": Text("乳脂量（kg）", "fat (kg)"),
    "protein_kg": Text("乳蛋白量（kg）", "protein (kg)"),
    "fat_pct": Text("乳脂率（百分点）", "fat (percentage points)"),
    "protein_pct": Text("乳蛋白率（百分点）", "protein (percentage points)"),
    "scs": Text("体细胞评分", "somatic cell score"),
    "type_total": Text("体型总分", "overall type"),
    "mammary_system": Text("泌乳系统", "mammary system"),
    "feet_legs": Text("肢蹄", "feet and legs"),
}


@dataclass(frozen=True, slots=True)
class IndexTerm:
    """One trait of an index: weight with its sign, standard deviation and base."""

    trait: str
    weight: float
    sd: float
    base: float = 0.0

    def units(self, value: float) -> float:
        """Weighted standard deviations, before the index's scale."""
        return self.weight * (value - self.base) / self.sd


@dataclass(frozen=True)
class IndexVersion:
    """One index of one date; ``population`` says for which animals it may be printed.

    Values are breeding values (EBV), not transmitting abilities. ``decimals``: how many are
    printed, rounded half up. A version that is not ``in_use`` is there to be compared with only.
    """

    code: str
    name: Text
    valid_from: date
    valid_to: date | None
    population: str
    scale: float
    offset: float
    decimals: int
    status: Status
    source: Text
    terms: tuple[IndexTerm, ...]
    in_use: bool = True

    @property
    def confirmed(self) -> bool:
        """Whether the row was read in its source."""
        return self.status == "official"

    @cached_property
    def traits(self) -> tuple[str, ...]:
        """The traits it needs."""
        return tuple(term.trait for term in self.terms)

    def score(self, values: Mapping[str, float]) -> float:
        """The index of one animal, unrounded; raises ValueError naming traits that are missing."""
        missing = [trait for trait in self.traits if trait not in values]
        if missing:
            raise ValueError(f"{self.code}: no value for {', '.join(missing)}")
        points = sum(term.units(values[term.trait]) for term in self.terms)
        return self.scale * points + self.offset

    def scores(self, values: Mapping[str, ArrayLike]) -> Float:
        """The index of many animals, (animals,) for values (animals,) by trait."""
        missing = [trait for trait in self.traits if trait not in values]
        if missing:
            raise ValueError(f"{self.code}: no values for {', '.join(missing)}")
        total: Float = np.zeros(np.shape(values[self.traits[0]]))
        for term in self.terms:
            value = np.asarray(values[term.trait], dtype=np.float64)
            total = total + term.weight * (value - term.base) / term.sd
        return np.asarray(self.scale * total + self.offset)

    def printed(self, score: float) -> Decimal:
        """The score as it is printed."""
        return Decimal(repr(score)).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)

    def emphasis(self) -> dict[str, float]:
        """Share of each trait in the sum of absolute weights; they add up to 1."""
        whole = sum(abs(term.weight) for term in self.terms)
        return {term.trait: abs(term.weight) / whole for term in self.terms}


@dataclass(frozen=True, slots=True)
class Part:
    """What one trait gives: its value and its points of the index."""

    trait: str
    value: float
    points: float

    @property
    def title(self) -> Text:
        """The trait in words."""
        return TRAITS.get(self.trait, Text(self.trait, self.trait))


@dataclass(frozen=True, slots=True)
class Explanation:
    """An index taken apart: ``offset`` + all ``parts`` + ``unexplained`` = ``total``.

    ``missing``: traits without a value. ``unexplained`` is what they must have given together
    when the published index is known, else 0.
    """

    version: IndexVersion
    offset: float
    parts: tuple[Part, ...]
    missing: tuple[str, ...]
    unexplained: float
    total: float


def explain(
    version: IndexVersion, values: Mapping[str, float], *, published: float | None = None
) -> Explanation:
    """What each trait gives, the largest first.

    With ``published`` values may be missing: the points nobody can explain are shown. Without it
    all traits are needed (ValueError).
    """
    missing = tuple(trait for trait in version.traits if trait not in values)
    if missing and published is None:
        raise ValueError(f"{version.code}: no value for {', '.join(missing)}")
    parts = sorted(
        (
            Part(term.trait, values[term.trait], version.scale * term.units(values[term.trait]))
            for term in version.terms
            if term.trait in values
        ),
        key=lambda part: -abs(part.points),
    )
    known = version.offset + sum(part.points for part in parts)
    total = known if published is None else published
    return Explanation(version, version.offset, tuple(parts), missing, total - known, total)


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Two versions over the same animals: scores, ranks from 1, and how they agree."""

    first: Float
    second: Float
    first_rank: Int
    second_rank: Int
    rank_correlation: float

    def common_in_top(self, count: int) -> int:
        """How many animals are among the best ``count`` of both."""
        return int(np.count_nonzero((self.first_rank <= count) & (self.second_rank <= count)))


def compare(
    first: IndexVersion, second: IndexVersion, values: Mapping[str, ArrayLike]
) -> Comparison:
    """How the order of animals changes between two versions; scores themselves do not compare."""
    from scipy.stats import rankdata  # only now: it takes a third of a second

    scores = first.scores(values), second.scores(values)
    ranks = [rankdata(-score, method="min").astype(np.int64) for score in scores]
    agreement = np.corrcoef(rankdata(scores[0]), rankdata(scores[1]))[0, 1]
    return Comparison(
        held(scores[0]), held(scores[1]), held(ranks[0]), held(ranks[1]), float(agreement)
    )


def read_versions(text: str) -> tuple[IndexVersion, ...]:
    """Read a document of index versions; raises ValueError naming what is wrong and where."""
    document = json.loads(text)
    if (document.get("format"), document.get("format_version")) != (FORMAT, FORMAT_VERSION):
        raise ValueError(f"not a {FORMAT} document of format version {FORMAT_VERSION}")
    found = []
    for row in document["versions"]:
        if row["status"] not in ("official", "recalled", "assumed"):
            raise ValueError(f"{row['code']}: status = {row['status']!r}")
        terms = tuple(IndexTerm(**term) for term in row["terms"])
        wrong = [term.trait for term in terms if not term.sd > 0]
        if wrong or not terms:
            raise ValueError(f"{row['code']}: sd of {', '.join(wrong) or 'nothing'} must be > 0")
        found.append(
            IndexVersion(
                row["code"],
                Text(**row["name"]),
                date.fromisoformat(row["valid_from"]),
                date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
                row["population"],
                row["scale"],
                row["offset"],
                row["decimals"],
                row["status"],
                Text(**row["source"]),
                terms,
                row.get("in_use", True),
            )
        )
    return tuple(found)


def china_versions() -> tuple[IndexVersion, ...]:
    """The Chinese performance indices that come along, CPI1 to CPI3 and GCPI."""
    folder = files("milkshed.breeding.science") / "indices"
    return read_versions((folder / "china.json").read_text(encoding="utf-8"))


def version_for(versions: Sequence[IndexVersion], population: str, on: date) -> IndexVersion | None:
    """The version for a population on a day: the latest in use and in force, None without one.

    Populations of the Chinese rows: ``domestic-production-type`` (CPI1), ``domestic-production``
    (CPI2), ``imported`` (CPI3, foreign proofs), ``genomic`` (GCPI).
    """
    inside = [
        version
        for version in versions
        if version.in_use
        and version.population == population
        and version.valid_from <= on
        and (version.valid_to is None or on <= version.valid_to)
    ]
    return max(inside, key=lambda version: version.valid_from, default=None)


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Weights b (traits,) with the response of each trait per unit of selection intensity.

    ``accuracy``: correlation of index and aggregate genotype.
    """

    weights: Float
    response: Float
    accuracy: float


def economic_weights_index(
    phenotypic: ArrayLike, genetic: ArrayLike, economic: ArrayLike
) -> Weights:
    """Index of greatest gain in the aggregate genotype: b = P⁻¹ G a (Smith 1936; Hazel 1943).

    ``phenotypic`` P (n, n) of what is measured, ``genetic`` G (n, m) with what is wanted,
    ``economic`` a (m,). For equal traits the genetic variance of the aggregate is a'Ga.
    """
    p, g, a = (np.asarray(m, dtype=np.float64) for m in (phenotypic, genetic, economic))
    b: Float = np.asarray(np.linalg.solve(p, g @ a), dtype=np.float64)
    spread = float(np.sqrt(b @ p @ b))
    aggregate = float(a @ g @ a) if g.shape[0] == g.shape[1] else np.nan
    accuracy = spread / np.sqrt(aggregate) if aggregate > 0 else np.nan
    return Weights(held(b), held(np.asarray(g.T @ b / spread)), float(accuracy))


def desired_gains_index(phenotypic: ArrayLike, genetic: ArrayLike, gains: ArrayLike) -> Weights:
    """Index whose responses stand in the ratios of ``gains``: b = G⁻¹ d (Pesek & Baker 1969)."""
    p, g, d = (np.asarray(m, dtype=np.float64) for m in (phenotypic, genetic, gains))
    b: Float = np.asarray(np.linalg.solve(g.T, d), dtype=np.float64)
    spread = float(np.sqrt(b @ p @ b))
    return Weights(held(b), held(np.asarray(g.T @ b / spread)), np.nan)
