"""The accepted genotypes of a run, frozen: who, which markers, and two bits for each.

``samples`` (one row a genotyped animal, by its number in pedigrees), ``markers`` with alleles,
chromosome and position, and the packed genotypes as a file that is mapped, not read. Files of
different chips are joined over the markers of all of them; what a chip has not is not called, and
is filled or left out later. Extracts of format 1 kept no chromosome and no position: they are read
with none, and their runs used every marker alike.
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
from milkshed.breeding.science.arrays import Bool
from milkshed.breeding.science.chromosomes import Kind, kind_of, short_name
from milkshed.breeding.science.marker_map import MarkerMap
from milkshed.breeding.science.marker_store import MarkerStore, pack

PACKED = "genotypes.npy"
_ANIMALS_AT_ONCE = 1024
_NOWHERE = ("", 0)


@dataclass(frozen=True, slots=True, eq=False)
class FrozenGenotypes:
    """Samples and markers as tables, and the store whose animals and markers they describe."""

    samples: pa.Table
    markers: pa.Table
    store: MarkerStore

    def places(self, centimorgans_a_megabase: float) -> MarkerMap:
        """Where the markers lie on the autosomes; those of other chromosomes have no place."""
        names = self.markers["chromosome"].to_pylist()
        return MarkerMap.from_bases(
            [name if kind_of(name) is Kind.AUTOSOME else "" for name in names],
            self.markers["position"].to_numpy(),
            centimorgans_a_megabase=centimorgans_a_megabase,
        )

    @property
    def moved(self) -> int:
        """Markers that files place differently."""
        return int(self.markers["moved"].to_numpy(zero_copy_only=False).sum())

    def only(self, samples: Bool) -> "FrozenGenotypes":
        """Some of the samples (samples,), with all markers."""
        if samples.all():
            return self
        return FrozenGenotypes(
            self.samples.filter(pa.array(samples)), self.markers, self.store.only(samples)
        )


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
    """The markers of all files in the order of their names, with alleles and places."""
    alleles: dict[str, tuple[str, str]] = {}
    for key in sorted(kept):
        one = kept[key]
        for name, pair in zip(one.genotypes.markers, one.alleles, strict=True):
            if not any(alleles.get(name, ("", ""))):
                alleles[name] = pair
    places, moved = _places(kept)
    names = sorted(alleles)
    where = [places.get(name, _NOWHERE) for name in names]
    return pa.table(
        {
            "name": pa.array(names, pa.string()),
            "first": pa.array([alleles[name][0] for name in names], pa.string()),
            "second": pa.array([alleles[name][1] for name in names], pa.string()),
            "chromosome": pa.array([chromosome for chromosome, _ in where], pa.string()),
            "position": pa.array([position for _, position in where], pa.int64()),
            "moved": pa.array([name in moved for name in names], pa.bool_()),
        }
    )


def _places(kept: dict[int, KeptGenotypes]) -> tuple[dict[str, tuple[str, int]], set[str]]:
    """Chromosome and position of each marker, and the markers that files place differently.

    Of these the file with the most markers is believed; those that files put on chromosomes of
    different kinds, such as an autosome and X, have no place.
    """
    places: dict[str, tuple[str, int]] = {}
    moved: set[str] = set()
    doubted: set[str] = set()
    for key in sorted(kept, key=lambda key: (-len(kept[key].genotypes.markers), key)):
        one = kept[key]
        short = {name: short_name(name) for name in set(one.chromosomes)}
        told = zip(one.genotypes.markers, one.chromosomes, one.positions, strict=True)
        for name, chromosome, position in told:
            here = short[chromosome]
            if not here:
                continue
            before, at = places.setdefault(name, (here, position))
            if here != before:
                moved.add(name)
                if kind_of(here) is not kind_of(before):
                    doubted.add(name)
            elif not at:
                places[name] = (here, position)
            elif position and position != at:
                moved.add(name)
    return {name: place for name, place in places.items() if name not in doubted}, moved


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
        size = len(markers)
        for name, column in (
            ("chromosome", pa.array([""] * size, pa.string())),
            ("position", pa.array([0] * size, pa.int64())),
            ("moved", pa.array([False] * size, pa.bool_())),
        ):
            markers = markers.append_column(name, column)
    packed = np.load(folder / PACKED, mmap_mode="r")
    store = MarkerStore(
        tuple(samples["identity"].to_pylist()), tuple(markers["name"].to_pylist()), packed
    )
    return FrozenGenotypes(samples, markers, store)
