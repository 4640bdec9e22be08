"""The pedigree of a run checked, mended and numbered; its records edited."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from milkshed.breeding.actions.evaluation.snapshot import Snapshot, folder_of
from milkshed.breeding.models import EvaluationRun
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science import monthly_run as science
from milkshed.breeding.science.arrays import Float, Int, held
from milkshed.breeding.science.completeness import completeness
from milkshed.breeding.science.monthly_run import TYPES, YIELDS, Observations, RecordLimits
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.pedigree_checks import AgeLimits, Report, check_rows, mend_rows
from milkshed.breeding.science.pedigree_rows import PedigreeRows, number_rows
from milkshed.breeding.science.structures import Related
from milkshed.breeding.science.trait_blocks import numbered
from milkshed.breeding.science.unknown_parents import assign_groups

_SHOWN_FINDINGS = 100


@dataclass(frozen=True, slots=True, eq=False)
class Population:
    """The numbered pedigree of a run, its animals' rows in the extract, and what was cut.

    ``solved_with`` has the same animals under the numbers 1, 2, …, with unknown-parent groups;
    ``relatives`` are its relationships.
    """

    pedigree: Pedigree
    solved_with: Pedigree
    relatives: Related
    row: Int
    checks: Mapping[str, object]
    groups: tuple[str, ...]


def checked_population(run: EvaluationRun, snapshot: Snapshot, rules: BreedingRules) -> Population:
    """Check, mend and number the extract's pedigree; findings go to a file beside it."""
    table = snapshot.pedigree
    born = table["born"].to_numpy().astype(np.int64)
    dates = np.where(born > -(2**31), born, np.iinfo(np.int64).min).astype("datetime64[D]")
    names = table["identity"].to_pylist()
    rows = PedigreeRows(
        tuple(names),
        tuple(table["sire"].to_pylist()),
        tuple(table["dam"].to_pylist()),
        held(table["sex"].to_numpy().astype(np.int8)),
        held(dates),
    )
    dam_low, dam_high = rules.bounds("age.dam")
    limits = AgeLimits(
        sire_min_days=round(rules.low("age.sire")),
        dam_min_days=round(dam_low),
        dam_max_days=round(dam_high),
        interval_min_days=round(rules.low("age.interval")),
        twin_days=round(rules.high("age.twins")),
    )
    report = check_rows(rows, limits)
    mended = mend_rows(rows, None, limits)
    pedigree = number_rows(mended.rows)
    place = {name: number for number, name in enumerate(names)}
    row = np.array([place.get(name, -1) for name in pedigree.ids.tolist()], dtype=np.int64)
    _write_findings(run, report)
    complete = completeness(pedigree)
    recent = row >= 0
    grouped, groups = _grouped(pedigree, table, row, rules)
    checks = {
        "rows": len(rows),
        "animals": len(pedigree),
        "counts": {
            fault.value: {"zh": fault.title.zh, "en": fault.title.en, "count": count}
            for fault, count in report.counts.items()
        },
        "shown": [
            {"animal": f.animal, "fault": f.fault.value, "zh": f.text.zh, "en": f.text.en}
            for f in report.findings[:_SHOWN_FINDINGS]
        ],
        "cuts": [
            {"animal": animal, "parent": parent, "fault": fault.value}
            for animal, parent, fault in mended.cuts[:_SHOWN_FINDINGS]
        ],
        "cut": len(mended.cuts),
        "sire_known": int((pedigree.sire[recent] >= 0).sum()),
        "dam_known": int((pedigree.dam[recent] >= 0).sum()),
        "equivalent_generations": _mean(complete.equivalent_generations[recent]),
        "completeness": _mean(complete.index[recent]),
        "groups": list(groups),
    }
    plain = numbered(grouped)
    return Population(pedigree, plain, Related(plain), row, checks, groups)


def _grouped(
    pedigree: Pedigree, table: pa.Table, row: Int, rules: BreedingRules
) -> tuple[Pedigree, tuple[str, ...]]:
    """The pedigree with unknown-parent groups, where there are links enough for two of them."""
    least = round(rules.low("groups.links"))
    unknown = int((pedigree.sire < 0).sum() + (pedigree.dam < 0).sum())
    if unknown < 2 * least:
        return pedigree, ()
    known = np.append(table["country"].to_numpy(zero_copy_only=False).astype(np.str_), "??")
    grouped = assign_groups(pedigree, known[row], at_least=least)
    if len(grouped.groups) < 2:
        return pedigree, ()
    return grouped.pedigree, tuple(group.name for group in grouped.groups)


def _write_findings(run: EvaluationRun, report: Report) -> None:
    folder = folder_of(run)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "findings.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("animal", "fault", "others", "zh", "en"))
        for one in report.findings:
            writer.writerow(
                (one.animal, one.fault.value, " ".join(one.others), one.text.zh, one.text.en)
            )


def _mean(values: Float) -> float | None:
    return round(float(values.mean()), 4) if len(values) else None


def observations(
    snapshot: Snapshot, population: Population, rules: BreedingRules
) -> dict[str, tuple[Observations, dict[str, int]]]:
    """Lactations and type scores of animals in the pedigree, edited, with what was left out."""
    keys = snapshot.pedigree["animal"].to_numpy()
    here = np.flatnonzero(population.row >= 0)
    key_of = keys[population.row[here]]
    order = np.argsort(key_of, kind="stable")
    sorted_keys, sorted_places = key_of[order], here[order]

    def places(animal: Int) -> Int:
        if not len(sorted_keys):
            return np.full(len(animal), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(sorted_keys, animal), len(sorted_keys) - 1)
        return np.where(sorted_keys[at] == animal, sorted_places[at], -1).astype(np.int64)

    table = snapshot.lactations
    lactations = Observations(
        places(_whole(table, "animal")),
        _whole(table, "place"),
        _whole(table, "calved"),
        _whole(table, "parity"),
        np.zeros(len(table), dtype=np.int64),
        {trait: _real(table, trait) for trait in YIELDS},
    )
    limits = RecordLimits(
        tests=rules.low("record.tests"),
        days_in_milk=rules.low("record.days_in_milk"),
        parity=rules.bounds("record.parity"),
        ranges={trait: rules.bounds(f"record.{trait}") for trait in YIELDS},
    )
    kept = science.edit_lactations(
        lactations, _whole(table, "tests"), _whole(table, "days_in_milk"), limits
    )
    scored = snapshot.types
    types = Observations(
        places(_whole(scored, "animal")),
        _whole(scored, "place"),
        _whole(scored, "scored"),
        _whole(scored, "parity"),
        _whole(scored, "classifier"),
        {trait: _real(scored, trait) for trait in TYPES},
    )
    known = types.animal >= 0
    counts = {"read": len(known), "unknown_animal": int((~known).sum()), "kept": int(known.sum())}
    return {"lactations": kept, "types": (types.only(known), counts)}


def _whole(table: pa.Table, name: str) -> Int:
    return np.asarray(table[name].to_numpy(), dtype=np.int64)


def _real(table: pa.Table, name: str) -> Float:
    return np.asarray(table[name].to_numpy(zero_copy_only=False), dtype=np.float64)
