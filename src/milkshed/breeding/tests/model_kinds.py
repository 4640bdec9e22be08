"""Small populations for every kind of model, whose rows can be mixed, renamed and rescaled."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_matrix

from milkshed.breeding.science.a_inverse import invert_relationships
from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random, legendre
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.pedigree_rows import PedigreeRows, number_rows
from milkshed.breeding.science.records import Curve, Factor, Records
from milkshed.breeding.science.structures import Given, Related, Structure
from milkshed.breeding.tests.dense import relationship_matrix

ANIMALS = 30
G = np.array([[30.0, 12.0], [12.0, 20.0]])
R = np.array([[60.0, 20.0], [20.0, 50.0]])
GAMMA = np.array([[0.6, 0.2], [0.2, 0.9]])
PHI = ("phi0", "phi1")
_PARENTS = ("animal", "sire", "calf", "dam")


@dataclass(frozen=True)
class Case:
    """Rows of a pedigree and of records, and the model over both.

    ``rows``: (animal, sire, dam); ``factors`` name animals by their ids where they are animals.
    """

    kind: str
    rows: tuple[tuple[str, str | None, str | None], ...]
    values: Float
    factors: Mapping[str, Sequence[str | None]]
    days: np.ndarray
    weights: Float
    part: np.ndarray
    unit: Float

    @property
    def pedigree(self) -> Pedigree:
        pedigree = number_rows(PedigreeRows.from_table(*zip(*self.rows, strict=True)))
        if self.kind not in ("groups", "metafounders"):
            return pedigree
        sire, dam = pedigree.sire.copy(), pedigree.dam.copy()
        sire[sire == -1], dam[dam == -1] = -2, -3
        return pedigree.grouped(sire, dam, ("bulls", "cows"))

    @property
    def records(self) -> Records:
        pedigree = self.pedigree
        traits = ("milk", "fat")[: self.values.shape[1]]
        made = Records.from_columns(
            {name: self.values[:, t] for t, name in enumerate(traits)},
            self.factors,
            covariates={"age": self.days / 100},
            weights=self.weights,
            residual_class=self.part,
            curve=Curve(
                PHI, self.days.astype(np.int32), legendre(np.arange(306), 1, first=5, last=305)
            ),
        )
        # animals are levels in the order of the pedigree, whether they have a record or not
        return replace(
            made,
            factors={
                name: Factor(pedigree.listed, pedigree.places(self.factors[name]))
                if name in _PARENTS
                else factor
                for name, factor in made.factors.items()
            },
        )

    @property
    def structure(self) -> Structure | None:
        if self.kind == "metafounders":
            return Related(self.pedigree, invert_relationships(self.pedigree, gamma=GAMMA))
        if self.kind == "genomic":
            own = self.relationship
            return Given(self.pedigree.listed, csr_matrix(np.linalg.inv(own)), np.diag(own).copy())
        return None

    @property
    def relationship(self) -> Float:
        pedigree = self.pedigree
        if self.kind == "metafounders":
            return relationship_matrix(pedigree, GAMMA)
        a = relationship_matrix(pedigree)
        if self.kind == "genomic":
            # any covariance that is no pedigree's; by name, so that renaming changes nothing
            order = np.argsort([first_name(name) for name in pedigree.listed])[:ANIMALS]
            noise = np.random.default_rng(5).normal(0, 0.2, (ANIMALS, ANIMALS))
            extra = np.zeros_like(a)
            extra[np.ix_(order, order)] = noise @ noise.T
            return a + extra
        return a

    @property
    def model(self) -> Model:
        """The model in the case's units."""
        d = np.diag(self.unit)
        g, r = d @ G @ d, d @ R @ d
        one_g, one_r = g[:1, :1], r[:1, :1]
        hys = Fixed("hys")
        animal = Genetic(("animal",), one_g, structure=self.structure)
        plain = Model((hys,), (animal,), one_r)
        made: dict[str, Callable[[], Model]] = {
            "animal": lambda: plain,
            "sire": lambda: replace(plain, random=(Genetic(("sire",), one_g, name="animal"),)),
            "repeatability": lambda: replace(
                plain, random=(animal, Random("animal", one_g / 2, name="pe"))
            ),
            "maternal": lambda: replace(
                plain,
                random=(
                    Genetic(("calf", "dam"), np.array([[3.0, -1.0], [-1.0, 2.0]]) * one_g / 3),
                    Random("dam", one_g / 4, name="nurse"),
                ),
            ),
            "several traits": lambda: Model(
                (hys, Fixed(covariates=("age",), traits=("milk",))),
                (Genetic(("animal",), g), Random("animal", one_g / 2, name="pe", traits=("milk",))),
                r,
            ),
            "random regression": lambda: Model(
                (hys, Fixed(covariates=("phi1",))),
                (
                    Genetic(("animal",), np.array([[3.0, 0.5], [0.5, 1.0]]) * one_g / 3, PHI),
                    Random("animal", np.array([[2.0, 0.1], [0.1, 1.0]]) * one_g / 3, PHI, "pe"),
                ),
                one_r,
            ),
            "heterogeneous": lambda: replace(plain, residual=np.stack([one_r, 3 * one_r])),
            "groups": lambda: replace(plain, random=(replace(animal, zero=("bulls",)),)),
            "metafounders": lambda: plain,
            "genomic": lambda: plain,
        }
        return made[self.kind]()


KINDS = (
    "animal", "sire", "repeatability", "maternal", "several traits", "random regression",
    "heterogeneous", "groups", "metafounders", "genomic",
)  # fmt: skip


def case(kind: str) -> Case:
    """A population of thirty with some sixty records; a tenth of dams unknown."""
    random = np.random.default_rng(17)
    names = [f"{number:02d}" for number in range(ANIMALS)]
    rows: list[tuple[str, str | None, str | None]] = []
    for i, name in enumerate(names):
        young = i >= 8
        sire = names[int(random.integers(0, max(i // 2, 1)) // 2 * 2)] if young else None
        dam = names[int(random.integers(0, max(i // 2, 1)) // 2 * 2 + 1)] if young else None
        rows.append((name, sire, dam if random.random() > 0.1 else None))
    recorded = random.integers(8, ANIMALS, 2 * ANIMALS)
    count, traits = len(recorded), 2 if kind == "several traits" else 1
    values = random.normal(100, 9, (count, traits))
    if traits > 1:
        values[random.random(count) < 0.3, 1] = np.nan
    return Case(
        kind,
        tuple(rows),
        values,
        {
            "animal": [names[k] for k in recorded],
            "calf": [names[k] for k in recorded],
            "sire": [rows[k][1] for k in recorded],
            "dam": [rows[k][2] for k in recorded],
            "hys": [f"h{k}" for k in random.integers(0, 4, count)],
        },
        random.integers(5, 306, count),
        random.choice([1.0, 2.0], count) if kind == "repeatability" else np.ones(count),
        random.integers(0, 2, count) if kind == "heterogeneous" else np.zeros(count, np.int64),
        np.ones(2),
    )


def first_name(name: str) -> str:
    """The name an animal had before :func:`renamed`."""
    return name[:0:-1] if name.startswith("x") else name


def mixed(given: Case, order: Sequence[int]) -> Case:
    """The records in another order."""
    chosen = np.asarray(order)
    return replace(
        given,
        values=given.values[chosen],
        factors={k: [column[i] for i in order] for k, column in given.factors.items()},
        days=given.days[chosen],
        weights=given.weights[chosen],
        part=given.part[chosen],
    )


def renamed(given: Case) -> Case:
    """Other names, whose order is another, and the pedigree's rows from the last to the first."""

    def name(old: str | None) -> str | None:
        return None if old is None else f"{old}x"[::-1]

    return replace(
        given,
        rows=tuple(
            (str(name(own)), name(sire), name(dam)) for own, sire, dam in reversed(given.rows)
        ),
        factors={
            k: [name(one) for one in column] if k in _PARENTS else column
            for k, column in given.factors.items()
        },
    )


def with_stranger(given: Case) -> Case:
    """One more animal, without parents, progeny and records."""
    return replace(given, rows=(*given.rows, ("99", None, None)))


def scaled(given: Case, unit: Sequence[float]) -> Case:
    """Traits in other units."""
    own = np.asarray(unit, dtype=np.float64)
    return replace(given, values=given.values * own[: given.values.shape[1]], unit=own)
