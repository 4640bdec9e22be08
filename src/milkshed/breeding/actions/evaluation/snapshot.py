"""The frozen extract of an evaluation: what the registers and recording said on a day, as files.

Parquet files in a folder of the run: ``pedigree`` (one row an animal, bull or registered ancestor,
without those that neither kinship nor records link to any other), ``lactations``, ``types``; where
genotypes were accepted also those of :mod:`.frozen_genotypes`. Their SHA-256 is kept with the run,
and a run is computed from the files only, so that it can be computed again when the registers have
gone on.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from django.conf import settings
from numpy.typing import NDArray

from milkshed.breeding.actions.evaluation.frozen_genotypes import (
    PACKED,
    FrozenGenotypes,
    freeze_genotypes,
    read_genotypes,
)
from milkshed.breeding.models import (
    Bull,
    EvaluationRun,
    GenotypeSample,
    PedigreeEntry,
    TypeClassification,
)
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.monthly_run import TYPES
from milkshed.breeding.science.pedigree import Sex
from milkshed.herd import facade as herd
from milkshed.kernel.day_numbers import day_number
from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text
from milkshed.recording import facade as recording

FORMAT = 2
"""Of an extract: since 2 markers keep their chromosome and position; a run without it has 1."""

_NO_DAY = -(2**31)
_YEAR = timedelta(days=366)
NAMES = ("pedigree", "lactations", "types")


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """The frozen tables of a run, and its genotypes where there are any; ``format`` of both."""

    pedigree: pa.Table
    lactations: pa.Table
    types: pa.Table
    genotypes: FrozenGenotypes | None
    format: int = FORMAT


def folder_of(run: EvaluationRun) -> Path:
    """Where the files of a run stand."""
    return Path(settings.VAR) / "breeding" / run.number


def freeze(run: EvaluationRun) -> dict[str, object]:
    """Write the extract of a run and say what it is: rows, filters, SHA-256 of every file.

    Files of an interrupted attempt are replaced.
    """
    rules = BreedingRules.on(run.cut_on)
    first = run.cut_on - _YEAR * rules.whole("record.years")
    register = _pedigree()
    lactations, types = _lactations(first, run.cut_on), _types(first, run.cut_on)
    pedigree = _linked(register, lactations, types)
    tables = {"pedigree": pedigree, "lactations": lactations, "types": types}
    return write_tables(run, tables) | {
        "first": first.isoformat(),
        "last": run.cut_on.isoformat(),
        "unlinked": len(register) - len(pedigree),
    }


def write_tables(run: EvaluationRun, tables: Mapping[str, pa.Table]) -> dict[str, object]:
    """Write tables and the accepted genotypes as a run's extract; what :func:`freeze` says."""
    folder = folder_of(run)
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[Path, int] = {}
    for name, table in tables.items():
        path = folder / f"{name}.parquet"
        temporary = path.with_suffix(".writing")
        pq.write_table(table, temporary, compression="zstd")
        temporary.replace(path)
        rows[path] = len(table)
    rows |= freeze_genotypes(folder)
    files = {
        path.stem: {"rows": count, "bytes": path.stat().st_size, "sha256": _digest(path)}
        for path, count in rows.items()
    }
    whole = hashlib.sha256("".join(str(f["sha256"]) for f in files.values()).encode())
    return {"format": FORMAT, "files": files, "sha256": whole.hexdigest()}


def read_snapshot(run: EvaluationRun) -> Snapshot:
    """The frozen tables of a run; a problem where a file is gone, was changed or is too new."""
    folder, files = folder_of(run), run.extract["files"]
    written = int(run.extract.get("format", 1))
    if written > FORMAT:
        raise Problem(
            CONFLICT,
            Text(
                f"{run.number}期的快照格式为{written}，本程序只能读到{FORMAT}",
                f"The extract of run {run.number} has format {written}; {FORMAT} is the last known",
            ),
        )
    for name, told in files.items():
        path = folder / (PACKED if name == Path(PACKED).stem else f"{name}.parquet")
        if not path.exists() or _digest(path) != told["sha256"]:
            raise Problem(
                CONFLICT,
                Text(
                    f"{run.number}期的快照文件{name}缺失或被改动",
                    f"The file {name} of run {run.number} is missing or was changed",
                ),
            )
    pedigree, lactations, types = (pq.read_table(folder / f"{name}.parquet") for name in NAMES)
    genotypes = read_genotypes(folder) if Path(PACKED).stem in files else None
    return Snapshot(pedigree, lactations, types, genotypes, written)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _pedigree() -> pa.Table:
    """Herd animals, then bulls and ancestors that stand in no herd; registered parents prevail."""
    book = herd.book_columns(None)
    sire, dam = _upper(book.sire), _upper(book.dam)
    entries = PedigreeEntry.objects.exclude(state__in=["withdrawn", "questioned"])
    mine = [
        (int(key or 0), registered_sire, registered_dam)
        for key, registered_sire, registered_dam in entries.filter(animal_key__isnull=False)
        .order_by("animal_key")
        .values_list("animal_key", "sire", "dam")
    ]
    sire = _prevailing(book.animal, sire, [key for key, _, _ in mine], [s for _, s, _ in mine])
    dam = _prevailing(book.animal, dam, [key for key, _, _ in mine], [d for _, _, d in mine])
    doubted = list(
        PedigreeEntry.objects.filter(state="questioned", animal_key__isnull=False).values_list(
            "animal_key", flat=True
        )
    )
    unknown = pa.array(np.isin(book.animal, np.array(doubted, dtype=np.int64)))
    nothing = pa.scalar(None, pa.string())
    inside = pa.table(
        {
            "identity": book.identity.combine_chunks(),
            "sire": pc.if_else(unknown, nothing, sire),
            "dam": pc.if_else(unknown, nothing, dam),
            "sex": pa.array(np.where(book.male, Sex.MALE, Sex.FEMALE).astype(np.int8)),
            "born": pa.array(np.where(book.birth < 0, _NO_DAY, book.birth).astype(np.int32)),
            "animal": pa.array(book.animal),
            "place": pa.array(book.place),
            "alive": pa.array(book.left < 0),
            "parity": pa.array(book.parity.astype(np.int16)),
            "number": book.number.combine_chunks(),
            "country": pa.array(["CN"] * len(book.animal), pa.string()),
        }
    )
    outside = [
        (number, sire_, dam_, int(Sex.MALE), born, country)
        for number, sire_, dam_, born, country in Bull.objects.order_by("number").values_list(
            "number", "sire", "dam", "born_on", "country"
        )
    ]
    bulls = {row[0] for row in outside}
    outside += [
        (identity, sire_, dam_, int(Sex.MALE if sex == "M" else Sex.FEMALE), born, country)
        for identity, sire_, dam_, sex, born, country in entries.filter(animal_key__isnull=True)
        .order_by("identity")
        .values_list("identity", "sire", "dam", "sex", "born_on", "country")
        if identity not in bulls
    ]
    return pa.concat_tables([inside, _outside(outside, inside.schema)])


def _linked(register: pa.Table, lactations: pa.Table, types: pa.Table) -> pa.Table:
    """The animals of which an evaluation can say something, in their order.

    Left out are animals of a herd without parents, progeny, records and genotypes.
    """
    parents = pa.chunked_array([*register["sire"].chunks, *register["dam"].chunks]).unique()
    accepted = GenotypeSample.objects.filter(state="accepted").values_list("identity", flat=True)
    names = pa.concat_arrays([parents, pa.array(list(accepted), pa.string())])
    recorded = pa.chunked_array([*lactations["animal"].chunks, *types["animal"].chunks]).unique()
    linked = [
        pc.less(register["animal"], 0),
        pc.is_valid(register["sire"]),
        pc.is_valid(register["dam"]),
        pc.is_in(register["identity"], value_set=names),
        pc.is_in(register["animal"], value_set=recorded),
    ]
    return register.filter(reduce(pc.or_, linked)).combine_chunks()


def _outside(
    rows: "list[tuple[str, str, str, int, date | None, str]]", schema: pa.Schema
) -> pa.Table:
    count = len(rows)
    born = [_NO_DAY if row[4] is None else day_number(row[4]) for row in rows]
    columns = {
        "identity": pa.array([row[0] for row in rows], pa.string()),
        "sire": pa.array([row[1] or None for row in rows], pa.string()),
        "dam": pa.array([row[2] or None for row in rows], pa.string()),
        "sex": pa.array([row[3] for row in rows], pa.int8()),
        "born": pa.array(born, pa.int32()),
        "animal": pa.nulls(count, pa.int64()).fill_null(-1),
        "place": pa.nulls(count, pa.int64()).fill_null(-1),
        "alive": pa.nulls(count, pa.bool_()).fill_null(False),
        "parity": pa.nulls(count, pa.int16()).fill_null(0),
        "number": pa.array([row[0] for row in rows], pa.string()),
        "country": pa.array([row[5] for row in rows], pa.string()),
    }
    return pa.table(columns).cast(schema)


def _upper(names: pa.ChunkedArray) -> pa.Array:
    """Numbers as registers write them: trimmed, capitals; our own keys as they are."""
    plain = names.combine_chunks()
    tidy = pc.utf8_upper(pc.utf8_trim_whitespace(plain))
    return pc.if_else(pc.starts_with(plain, pattern="herd:"), plain, tidy)


def _prevailing(
    animal: NDArray[np.int64], recorded: pa.Array, keys: list[int], registered: list[str]
) -> pa.Array:
    """The recorded parents, overridden by those that the herd book registers."""
    if not keys:
        return recorded
    at = np.searchsorted(animal, np.array(keys, dtype=np.int64))
    at = np.minimum(at, len(animal) - 1)
    known = (animal[at] == np.array(keys)) & np.array([bool(name) for name in registered])
    mask = np.zeros(len(animal), dtype=np.bool_)
    mask[at[known]] = True
    names = [name for name, use in zip(registered, known.tolist(), strict=True) if use]
    return pc.replace_with_mask(recorded, pa.array(mask), pa.array(names, pa.string()))


def _lactations(first: date, last: date) -> pa.Table:
    held = recording.lactation_columns(first, last)
    return pa.table(
        {
            "animal": held.animal,
            "place": held.place,
            "parity": held.parity.astype(np.int16),
            "calved": held.calved.astype(np.int32),
            "tests": held.tests.astype(np.int16),
            "days_in_milk": held.days_in_milk.astype(np.int16),
            "milk_kg": held.milk_kg,
            "fat_kg": held.fat_kg,
            "protein_kg": held.protein_kg,
            "scs": held.score,
        }
    )


def _types(first: date, last: date) -> pa.Table:
    rows = list(
        TypeClassification.objects.filter(scored_on__range=(first, last))
        .order_by("animal_key", "scored_on")
        .values_list("animal_key", "place", "scored_on", "parity", "classifier", "total", "parts")
    )
    columns: dict[str, pa.Array] = {
        "animal": pa.array([row[0] for row in rows], pa.int64()),
        "place": pa.array([row[1] for row in rows], pa.int64()),
        "scored": pa.array([day_number(row[2]) for row in rows], pa.int32()),
        "parity": pa.array([row[3] for row in rows], pa.int16()),
        "classifier": pa.array([row[4] or 0 for row in rows], pa.int64()),
    }
    values = {
        "type_total": [float(row[5]) for row in rows],
        "mammary_system": [float(row[6]["mammary_system"]) for row in rows],
        "feet_legs": [float(row[6]["feet_legs"]) for row in rows],
    }
    return pa.table(columns | {name: pa.array(values[name], pa.float64()) for name in TYPES})
