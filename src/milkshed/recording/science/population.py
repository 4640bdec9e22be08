"""What a population's lactations look like: mean curves, spread between cows, residuals.

A :class:`Population` is the prior of the random regression. It is small, immutable, named by
region and year, and travels as JSON with a manifest of how it came about.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from milkshed.recording.science.basis import legendre_basis
from milkshed.recording.science.recorded_days import Float, Int, TestDays

FORMAT: Final = "milkshed.lactation-population"
FORMAT_VERSION: Final = 1
TRAITS: Final = ("milk", "fat", "protein", "scs")


@dataclass(frozen=True, slots=True)
class ParityGroup:
    """The parameters of one parity group; arrays are those of :class:`Population`'s shapes.

    ``mean`` (traits, mean terms), ``spread`` G (q, q) with q = traits × terms, ``residual``
    (intervals, traits, traits). ``lactations`` and ``tests`` it was fitted on, ``iterations`` of
    EM, the final ``log_likelihood``, and whether it ``converged``.
    """

    from_parity: int
    mean: Float
    spread: Float
    residual: Float
    lactations: int
    tests: int
    iterations: int
    log_likelihood: float
    converged: bool


@dataclass(frozen=True)
class Population:
    """Fitted parameters of one region and year, a group for each class of parities.

    ``traits``: of ``milk`` kg, ``fat`` kg, ``protein`` kg a day and ``scs``. ``interval_ends``:
    the last day of each interval with a residual variance of its own. ``degree`` and
    ``mean_degree``: of the Legendre polynomials of cows and of the mean.
    """

    region: str
    year: str
    source: str
    traits: tuple[str, ...]
    degree: int
    mean_degree: int
    interval_ends: tuple[int, ...]
    groups: tuple[ParityGroup, ...]

    @cached_property
    def basis(self) -> Float:
        """Z of every day, shape (horizon + 1, terms)."""
        return legendre_basis(self.degree, horizon=self.interval_ends[-1])

    @cached_property
    def mean_basis(self) -> Float:
        """X of every day, shape (horizon + 1, mean terms)."""
        return legendre_basis(self.mean_degree, horizon=self.interval_ends[-1])

    @cached_property
    def interval_of_day(self) -> Int:
        """The residual interval of every day, shape (horizon + 1,)."""
        return intervals(self.interval_ends)

    @cached_property
    def mean_daily(self) -> Float:
        """Mean yield of every day, shape (groups, traits, horizon + 1)."""
        return np.stack([group.mean @ self.mean_basis.T for group in self.groups])

    def group_of(self, parity: Int) -> Int:
        """The number of the group of each parity; unknown parities (0) go to the last group."""
        starts = np.array([group.from_parity for group in self.groups])
        found = np.searchsorted(starts, parity, side="right") - 1
        return np.where(parity > 0, np.maximum(found, 0), len(starts) - 1)

    def mean_total(self, last_day: int = 305) -> Float:
        """Mean yield of days 1…last_day, shape (groups, traits)."""
        return np.asarray(self.mean_daily[:, :, 1 : last_day + 1].sum(axis=2))

    def sd_total(self, last_day: int = 305) -> Float:
        """Standard deviation between cows of the yield of days 1…last_day, (groups, traits)."""
        summed = self.basis[1 : last_day + 1].sum(axis=0)
        terms, traits = len(summed), len(self.traits)
        spread = np.stack([group.spread for group in self.groups])
        blocks = spread.reshape(-1, traits, terms, traits, terms)
        return np.asarray(np.sqrt(np.einsum("gaiaj,i,j->ga", blocks, summed, summed)))

    @cached_property
    def version(self) -> str:
        """A short digest of all parameters: it changes when anything in the file does."""
        return hashlib.sha256(self._body().encode()).hexdigest()[:12]

    def _body(self) -> str:
        return json.dumps(
            {
                "region": self.region,
                "year": self.year,
                "source": self.source,
                "traits": self.traits,
                "degree": self.degree,
                "mean_degree": self.mean_degree,
                "interval_ends": self.interval_ends,
                "groups": [
                    {
                        "from_parity": group.from_parity,
                        "mean": group.mean.tolist(),
                        "spread": group.spread.tolist(),
                        "residual": group.residual.tolist(),
                        "lactations": group.lactations,
                        "tests": group.tests,
                        "iterations": group.iterations,
                        "log_likelihood": group.log_likelihood,
                        "converged": group.converged,
                    }
                    for group in self.groups
                ],
            },
            ensure_ascii=False,
        )

    def to_json(self) -> str:
        """The population as a JSON document with format, version and digest."""
        head = {"format": FORMAT, "format_version": FORMAT_VERSION, "version": self.version}
        return json.dumps(head | json.loads(self._body()), ensure_ascii=False, indent=1) + "\n"

    @classmethod
    def from_json(cls, text: str) -> "Population":
        """Read what :meth:`to_json` wrote; raises ValueError when it is another or was altered."""
        document = json.loads(text)
        if (document.get("format"), document.get("format_version")) != (FORMAT, FORMAT_VERSION):
            raise ValueError(
                f"not a {FORMAT} document of format version {FORMAT_VERSION}: "
                f"format = {document.get('format')!r}, "
                f"format_version = {document.get('format_version')!r}"
            )
        groups = tuple(
            ParityGroup(
                from_parity=group["from_parity"],
                mean=np.array(group["mean"], dtype=np.float64),
                spread=np.array(group["spread"], dtype=np.float64),
                residual=np.array(group["residual"], dtype=np.float64),
                lactations=group["lactations"],
                tests=group["tests"],
                iterations=group["iterations"],
                log_likelihood=group["log_likelihood"],
                converged=group["converged"],
            )
            for group in document["groups"]
        )
        population = cls(
            region=document["region"],
            year=document["year"],
            source=document["source"],
            traits=tuple(document["traits"]),
            degree=document["degree"],
            mean_degree=document["mean_degree"],
            interval_ends=tuple(document["interval_ends"]),
            groups=groups,
        )
        if document.get("version") != population.version:
            raise ValueError(
                f"version = {document.get('version')!r}, but the content's digest is "
                f"{population.version!r}: the file was altered"
            )
        return population


def intervals(interval_ends: tuple[int, ...]) -> Int:
    """The number of the interval each day 0…last belongs to."""
    return np.searchsorted(np.array(interval_ends), np.arange(interval_ends[-1] + 1)).astype(
        np.int64
    )


def trait_values(days: TestDays, traits: tuple[str, ...]) -> Float:
    """Daily values of the traits, NaN where not measured; shape (tests, traits)."""
    columns = {
        "milk": days.milk_kg,
        "fat": days.milk_kg * days.fat_pct / 100,
        "protein": days.milk_kg * days.protein_pct / 100,
        "scs": days.scs,
    }
    unknown = set(traits) - set(columns)
    if unknown or not traits:
        raise ValueError(f"traits = {traits!r}: choose from {TRAITS}")
    return np.ascontiguousarray(np.stack([columns[trait] for trait in traits], axis=1))


def measured_bits(values: Float) -> Int:
    """For each row the bits of the traits that were measured, bit a for trait a."""
    return np.asarray((~np.isnan(values)) @ (1 << np.arange(values.shape[1]))).astype(np.int64)


def residual_precision(residual: Float) -> tuple[Float, Float]:
    """Inverses and log determinants of the measured block of R for every pattern of traits.

    ``residual`` (intervals, traits, traits); shapes (intervals, 2^traits, traits, traits) with
    zeros where a trait is not measured, and (intervals, 2^traits).
    """
    count, traits = residual.shape[:2]
    precision = np.zeros((count, 1 << traits, traits, traits))
    logarithm = np.zeros((count, 1 << traits))
    for bits in range(1, 1 << traits):
        held = np.flatnonzero((bits >> np.arange(traits)) & 1)
        block = residual[:, held[:, None], held]
        precision[:, bits, held[:, None], held] = np.linalg.inv(block)
        logarithm[:, bits] = np.linalg.slogdet(block)[1]
    return precision, logarithm
