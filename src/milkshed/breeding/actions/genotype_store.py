"""Packed genotypes beside the database, by the digest of their content."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from django.conf import settings

from milkshed.breeding.models import GenotypeFile
from milkshed.breeding.science.genotype_files import LaboratoryGenotypes
from milkshed.breeding.science.genotype_quality import Counts
from milkshed.breeding.science.genotypes import Genotypes
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class KeptGenotypes:
    """Packed genotypes with their markers, alleles, chromosomes and positions.

    Chromosomes are empty texts and positions 0 where the laboratory's file did not tell them, or
    was taken before they were kept.
    """

    genotypes: Genotypes
    alleles: tuple[tuple[str, str], ...]
    chromosomes: tuple[str, ...]
    positions: tuple[int, ...]


def _store_path(digest: str) -> Path:
    return Path(settings.VAR) / "breeding" / "genotypes" / f"{digest}.npz"


def keep_genotypes(content: LaboratoryGenotypes, counts: Counts) -> str:
    packed = Genotypes.from_counts(counts, content.samples, content.markers).packed
    digest = hashlib.sha256(packed.tobytes())
    digest.update("\n".join(content.markers).encode())
    digest.update("\n".join(content.samples).encode())
    positions = np.array(content.positions or (0,) * len(content.markers), dtype=np.int64)
    if any(content.chromosomes) or positions.any():
        digest.update("\n".join(content.chromosomes).encode())
        digest.update(positions.tobytes())
    name = digest.hexdigest()
    path = _store_path(name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_suffix(".writing.npz")
        np.savez(
            temporary,
            packed=packed,
            samples=np.array(content.samples, dtype=np.str_),
            markers=np.array(content.markers, dtype=np.str_),
            alleles=np.array(content.alleles, dtype=np.str_).reshape(-1, 2),
            chromosomes=np.array(content.chromosomes, dtype=np.str_),
            positions=positions,
        )
        temporary.replace(path)
    return name


def kept_genotypes(file: GenotypeFile) -> KeptGenotypes:
    """The genotypes of a file as they were kept; a problem where they are gone."""
    path = _store_path(file.content_sha256)
    if not path.exists():
        raise Problem(
            NOT_FOUND,
            Text(f"{file.file_name}的基因型数据不在", f"Genotypes of {file.file_name} are gone"),
        )
    with np.load(path, allow_pickle=False) as stored:
        markers = tuple(stored["markers"].tolist())
        mapped = "chromosomes" in stored
        return KeptGenotypes(
            Genotypes(tuple(stored["samples"].tolist()), markers, stored["packed"]),
            tuple((a, b) for a, b in stored["alleles"].tolist()),
            tuple(stored["chromosomes"].tolist()) if mapped else ("",) * len(markers),
            tuple(stored["positions"].tolist()) if mapped else (0,) * len(markers),
        )
