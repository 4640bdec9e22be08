"""The accepted genotypes of a run, frozen: who, which markers, and two bits for each.

``samples`` (one row a genotyped animal, by its number in pedigrees), ``markers`` with alleles,
chromosome and position, and the packed genotypes as a file that is mapped, not read. Files of
different chips are joined over the markers of all of them; what a chip has not is not called, and
the quality of markers decides later. Extracts of format 1 kept no chromosome and no position: they
are read with none, and their runs used every marker alike.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from milkshed.breeding.actions.genotype_store import KeptGenotypes, kept_genotypes
from milkshed.breeding.models import GenotypeFile, GenotypeSample
from milkshed.breeding.science.chromosomes import kind_of
from milkshed.breeding.science.marker_store import MarkerStore, pack

PACKED = "genotypes.npy"
_ANIMALS_AT_ONCE = 1024


@dataclass(frozen=True, slots=True, eq=False)
class FrozenGenotypes:
    """Samples and markers as tables, and the store whose animals and markers they describe."""

    samples: pa.Table
    markers: pa.Table
    store: MarkerStore


def freeze_genotypes(folder: Path) -> dict[Path, int]:
    """Write the accepted samples of all files; the files written with their rows.

    An animal with several samples counts once, with the one of the highest call rate; without any
    sample nothing is written.
    """
    chosen: dict[str, GenotypeSample] = {}
    accepted = GenotypeSample.objects.filter(state="accepted", file__isnull=False)
    for one in accepted.select_related("file").order_by("identity", "-call_rate", "pk"):
        chosen.setdefault(one.identity, one)
    if not chosen:
        return {}
    samples = list(chosen.values())
    files = {one.file.pk: one.file for one in samples if one.file is not None}
    kept = {key: kept_genotypes(file) for key, file in files.items()}
    markers = _markers(kept)
    table = pa.table(
        {
            "identity": pa.array([one.identity for one in samples], pa.string()),
            "sex": pa.array([one.sex for one in samples], pa.string()),
            "barcode": pa.array([one.barcode for one in samples], pa.string()),
            "file": pa.array([_digest_of(files, one) for one in samples], pa.string()),
            "row": pa.array([one.row for one in samples], pa.int32()),
            "call_rate": pa.array([one.call_rate for one in samples], pa.float64()),
        }
    )
    packed = folder / PACKED
    room = np.lib.format.open_memmap(
        packed, mode="w+", dtype=np.uint8, shape=(len(markers), -(-len(samples) // 4))
    )
    names = markers["name"].to_pylist()
    for first, counts in _blocks(samples, kept, names):
        animals = [one.identity for one in samples[first : first + counts.shape[1]]]
        room[:, first // 4 : first // 4 + -(-counts.shape[1] // 4)] = pack(counts, animals, names)
    room.flush()
    del room
    written = {folder / "samples.parquet": table, folder / "markers.parquet": markers}
    for path, content in written.items():
        pq.write_table(content, path, compression="zstd")
    return {path: len(content) for path, content in written.items()} | {packed: len(markers)}


def _digest_of(files: dict[int, GenotypeFile], one: GenotypeSample) -> str:
    return files[one.file_id or 0].content_sha256


def _markers(kept: dict[int, KeptGenotypes]) -> pa.Table:
    """The markers of all files in the order of their names, as the first file that tells has them.

    Files that put a marker on different chromosomes leave it without one.
    """
    alleles: dict[str, tuple[str, str]] = {}
    stands: dict[str, tuple[str, int]] = {}
    doubted: set[str] = set()
    for key in sorted(kept):
        one = kept[key]
        for name, pair, chromosome, position in zip(
            one.genotypes.markers, one.alleles, one.chromosomes, one.positions, strict=True
        ):
            if not any(alleles.get(name, ("", ""))):
                alleles[name] = pair
            before = stands.get(name, ("", 0))
            if chromosome and before[0] and kind_of(chromosome) is not kind_of(before[0]):
                doubted.add(name)
            if chromosome and not before[0]:
                stands[name] = (chromosome, position)
    names = sorted(alleles)
    where = [stands.get(name, ("", 0)) if name not in doubted else ("", 0) for name in names]
    return pa.table(
        {
            "name": pa.array(names, pa.string()),
            "first": pa.array([alleles[name][0] for name in names], pa.string()),
            "second": pa.array([alleles[name][1] for name in names], pa.string()),
            "chromosome": pa.array([chromosome for chromosome, _ in where], pa.string()),
            "position": pa.array([position for _, position in where], pa.int64()),
        }
    )


def _blocks(
    samples: list[GenotypeSample], kept: dict[int, KeptGenotypes], names: list[str]
) -> Iterator[tuple[int, NDArray[np.int8]]]:
    """Counts (markers, some animals) with the number of the first animal of each block."""
    place = {name: at for at, name in enumerate(names)}
    columns = {
        key: np.array([place[name] for name in one.genotypes.markers], dtype=np.int64)
        for key, one in kept.items()
    }
    for first in range(0, len(samples), _ANIMALS_AT_ONCE):
        part = samples[first : first + _ANIMALS_AT_ONCE]
        counts = np.full((len(part), len(names)), -1, dtype=np.int8)
        for key in sorted({one.file_id or 0 for one in part}):
            mine = np.array([at for at, one in enumerate(part) if one.file_id == key])
            rows = np.array([part[at].row for at in mine.tolist()], dtype=np.int64)
            counts[mine[:, None], columns[key]] = kept[key].genotypes.counts(rows)
        yield first, np.ascontiguousarray(counts.T)


def read_genotypes(folder: Path) -> FrozenGenotypes:
    """The frozen genotypes of a run; the packed bytes are mapped from their file."""
    samples = pq.read_table(folder / "samples.parquet")
    markers = pq.read_table(folder / "markers.parquet")
    if "chromosome" not in markers.column_names:
        unknown = pa.array([""] * len(markers), pa.string())
        nowhere = pa.array(np.zeros(len(markers), dtype=np.int64))
        markers = markers.append_column("chromosome", unknown).append_column("position", nowhere)
    packed = np.load(folder / PACKED, mmap_mode="r")
    store = MarkerStore(
        tuple(samples["identity"].to_pylist()), tuple(markers["name"].to_pylist()), packed
    )
    return FrozenGenotypes(samples, markers, store)
