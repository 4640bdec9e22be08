"""The monthly evaluation of the region, from the registers in PostgreSQL to stored values.

920,000 animals of 327 farms with recorded sires and dams and the lactations of the cows among
them; frozen, checked, milk, fat, protein and cell score solved as one model with their
reliabilities, and all values written by COPY. Each stage: wall seconds, seconds of the process and
of the database, load; the process's largest memory at the end. With genotyped cows the same blocks
are solved once more by single step, and validated with the latest calvings hidden.
Usage: ``python bench/breeding_run.py [animals [genotyped [markers]]]``.
"""

import os
import resource
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from cpu_seconds import cpu_seconds_of, database_process
from herd_region import ANIMALS, FARMS
from own_database import own_database

if TYPE_CHECKING:
    from milkshed.platform.models import Organisation

LIMIT_S = 240.0

_SIRES = 400


def main(animals: int, genotyped: int, markers: int) -> bool:
    """Fill, evaluate twice, the second from the first's solutions; whether within the limit."""
    from django.conf import settings

    from milkshed.breeding.actions.evaluation.stages import evaluate
    from milkshed.breeding.actions.runs import open_run
    from milkshed.breeding.models import CowValue, EvaluationRun
    from milkshed.breeding.rule_rows import ROWS
    from milkshed.platform.models import Organisation
    from milkshed.platform.rule_book import load_rules

    load_rules(ROWS)
    centre = Organisation.objects.create(kind="breeding_centre", name_zh="育种中心", synthetic=True)
    records = _fill(animals)
    print(f"{animals:,} animals, {records:,} lactations, {_SIRES} sires")
    took = 0.0
    with tempfile.TemporaryDirectory() as folder:
        settings.VAR = Path(folder)
        if genotyped:
            _genotype(centre, genotyped, markers)
            print(f"{genotyped:,} cows genotyped for {markers:,} markers")
        for name in (
            "first run (compiles where nothing is compiled yet)",
            "run from its solutions",
        ):
            run = open_run(centre, date.today())  # noqa: DTZ011
            clock = _Clock()
            evaluate(run, keep=clock.mark)
            clock.mark("values")
            took = clock.wall
            run = EvaluationRun.objects.get(pk=run.pk)
            print(f"{name}: {took:.1f} s, load {os.getloadavg()[0]:.1f}")
            for stage, wall, own, database in clock.stages:
                print(
                    f"  {stage:16} {wall:7.1f} s  {own:7.1f} s own CPU  {database:6.1f} s database"
                )
            for trait, told in run.manifest["traits"].items():
                held = told["convergence"]
                print(
                    f"  {trait}: {held['equations']:,} equations, {held['iterations']} iterations"
                )
            for block, told in run.manifest["genomic"].get("blocks", {}).items():
                held = told["convergence"]
                print(
                    f"  genomic {block}: {held['equations']:,} equations, "
                    f"{held['iterations']} iterations"
                )
            EvaluationRun.objects.filter(pk=run.pk).update(state="approved")
    stored = CowValue.objects.filter(run=run).count()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"largest memory of the process {peak:.2f} GB")
    print(f"{stored:,} values of living females stored")
    print(f"ratio to the limit of {LIMIT_S:.0f} s: {took / LIMIT_S:.2f}")
    return took < LIMIT_S and stored == animals


class _Clock:
    """Seconds of each stage: wall, this process, the database."""

    def __init__(self) -> None:
        self.stages: list[tuple[str, float, float, float]] = []
        self._server = database_process()
        self._last = self._now()
        self.wall = 0.0

    def _now(self) -> tuple[float, float, float]:
        return time.perf_counter(), time.process_time(), cpu_seconds_of(self._server)

    def mark(self, stage: str) -> None:
        """End a stage."""
        now = self._now()
        wall, own, database = (b - a for a, b in zip(self._last, now, strict=True))
        self.stages.append((stage, wall, own, database))
        self.wall += wall
        self._last = now


def _fill(count: int) -> int:
    """Farms, animals with parents, and the last lactation figures of the cows."""
    from django.db import connection

    from milkshed.herd.actions.animals import register_animals_columns
    from milkshed.herd.models import Farm
    from milkshed.herd.rules import ROWS
    from milkshed.kernel.counties import COUNTIES
    from milkshed.kernel.identifiers import build_gln
    from milkshed.platform.bulk import copy_columns
    from milkshed.platform.models import Organisation, Place
    from milkshed.platform.rule_book import load_rules
    from milkshed.recording.models import MonthlyRun

    load_rules(ROWS)
    counties = list(COUNTIES)
    county = [counties[n % len(counties)] for n in range(FARMS)]
    firms = Organisation.objects.bulk_create(
        Organisation(kind="farm", name_zh=f"测试牧场{n:03d}", county=county[n], synthetic=True)
        for n in range(FARMS)
    )
    places = Place.objects.bulk_create(
        Place(kind="farm", name_zh=f"测试牧场{n:03d}", organisation=firms[n], county=county[n],
              gln=build_gln("9521321", 10_000 + n))
        for n in range(FARMS)
    )  # fmt: skip
    farms = Farm.objects.bulk_create(
        Farm(place=places[n], organisation=firms[n], code=f"{county[n]}{n + 1:04d}",
             declared_head=count // FARMS, filed_on=date(2015, 1, 1), synthetic=True)
        for n in range(FARMS)
    )  # fmt: skip
    table = _animals(count, [farm.code for farm in farms])
    for start in range(0, count, 100_000):
        register_animals_columns(table.slice(start, 100_000))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE herd_animal, herd_animalidentifier")
    month = date.today().replace(day=1)  # noqa: DTZ011
    run = MonthlyRun.objects.create(
        month=month, methods={}, inputs={}, rules={}, lactations=0, unusable=0
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT a.id, f.place_id, a.parity, a.last_calving_date - DATE '1970-01-01'"
            " FROM herd_animal a JOIN herd_farm f ON f.id = a.farm_id WHERE a.parity > 0"
            " ORDER BY a.id"
        )
        cows = np.array(cursor.fetchall(), dtype=np.int64)
    rows = _figures(cows, run.pk, month)
    copy_columns("recording_lactationfigure", rows)
    return len(rows)


def _genotype(centre: "Organisation", count: int, markers: int) -> None:
    """Accepted samples of recorded cows, whose genes come from their sires and unknown dams."""
    from milkshed.breeding.actions.genotype_store import keep_genotypes
    from milkshed.breeding.models import GenotypeFile, GenotypeSample
    from milkshed.breeding.science.genotype_files import LaboratoryGenotypes
    from milkshed.herd.models import Animal

    random = np.random.default_rng(3)
    cows = list(
        Animal.objects.filter(parity__gt=0, identifiers__scheme="ear-tag")
        .order_by("-pk")
        .values_list("pk", "identifiers__value", "sire_number")[:count]
    )
    share = random.uniform(0.1, 0.9, markers)
    bulls = {name: random.random((2, markers)) < share for name in {sire for _, _, sire in cows}}
    counts = np.empty((len(cows), markers), dtype=np.int8)
    for at, (_, _, sire) in enumerate(cows):
        pair = bulls[sire] if sire else random.random((2, markers)) < share
        counts[at] = np.where(random.random(markers) < 0.5, pair[0], pair[1])
        counts[at] += random.random(markers) < share
    names = tuple(f"S{n}" for n in range(len(cows)))
    content = LaboratoryGenotypes(
        names, tuple(f"M{k:06d}" for k in range(markers)), ("1",) * markers,
        (("A", "B"),) * markers, ("",) * len(cows), counts,
    )  # fmt: skip
    file = GenotypeFile.objects.create(
        centre=centre, file_name="bench", format="vcf", sha256="0" * 64,
        content_sha256=keep_genotypes(content, counts), samples=len(cows), markers=markers,
        accepted=len(cows), refused=0,
    )  # fmt: skip
    GenotypeSample.objects.bulk_create(
        GenotypeSample(
            barcode=names[at], identity=tag, animal_key=key, centre=centre, sex="F",
            tissue="hair", state="accepted", file=file, row=at, call_rate=1.0,
        )
        for at, (key, tag, _) in enumerate(cows)
    )  # fmt: skip


def _animals(count: int, codes: list[str]) -> pa.Table:
    """The older half are cows; sires are AI bulls, dams cows of the same farm, where old enough."""
    random = np.random.default_rng(1)
    today = int(np.datetime64("today").astype(np.int64))
    born = np.sort(today - random.integers(20, 2_900, count))
    adult = born < today - 820
    parity = np.where(adult, np.clip((today - born - 750) // 390 + 1, 1, 5), 0).astype(np.int16)
    calved = np.minimum(born + 750 + 390 * (parity - 1), today - 5)
    farm = np.arange(count) % len(codes)
    first_young = np.searchsorted(born, born - 800)
    pick = (random.random(count) * np.maximum(first_young, 1)).astype(np.int64)
    pick -= (pick - farm) % len(codes)  # a dam of the same farm
    dam_known = (pick >= 0) & (pick < first_young) & (random.random(count) < 0.7)
    sire = np.minimum(random.pareto(1.2, count) * 25, _SIRES - 1).astype(np.int64)
    sire_known = random.random(count) < 0.85
    tags = [f"2640302{n:08d}" for n in range(count)]
    return pa.table(
        {
            "farm_code": pa.array([codes[n] for n in farm.tolist()]),
            "sex": pa.array(["F"] * count),
            "birth_date": pa.array(born.astype(np.int32)).cast(pa.date32()),
            "ear_tag": pa.array(tags),
            "on_farm": pa.array([f"{n // len(codes):05d}" for n in range(count)]),
            "sire_number": pa.array(
                [
                    f"6411{n:04d}" if k else ""
                    for n, k in zip(sire.tolist(), sire_known, strict=True)
                ]
            ),
            "dam_number": pa.array(
                [tags[n] if k else "" for n, k in zip(pick.tolist(), dam_known, strict=True)]
            ),
            "parity": pa.array(parity),
            "last_calving_date": pa.array(calved.astype(np.int32), pa.int32(), mask=~adult).cast(
                pa.date32()
            ),
            "synthetic": pa.array(np.ones(count, np.bool_)),
        }
    )


def _figures(
    cows: "np.ndarray[tuple[int, int], np.dtype[np.int64]]", run: int, month: date
) -> pa.Table:
    """One lactation for each parity that a cow has had."""
    random = np.random.default_rng(2)
    number = np.repeat(np.arange(len(cows)), cows[:, 2])
    ends = np.cumsum(cows[:, 2])
    parity = np.arange(len(number)) - np.repeat(ends - cows[:, 2], cows[:, 2]) + 1
    behind = cows[number, 2] - parity
    size = len(number)
    level = (
        random.normal(0, 700, len(cows))[number]
        + random.normal(0, 600, FARMS + 1)[cows[number, 1] % (FARMS + 1)]
    )
    milk = 8_800 + 500 * np.minimum(parity, 3) + level + random.normal(0, 800, size)
    first = int(np.datetime64(month).astype(np.int64))
    columns = {
        "run_id": np.full(size, run),
        "animal_key": cows[number, 0],
        "place_id": cows[number, 1],
        "parity": parity.astype(np.int16),
        "tests": np.full(size, 8, np.int16),
        "days_in_milk": np.full(size, 250, np.int16),
        "status": np.zeros(size, np.int16),
        "tim_days": np.full(size, 250, np.int16),
        "milk_305_kg": milk.round(0),
        "fat_305_kg": (0.038 * milk + random.normal(0, 25, size)).round(1),
        "protein_305_kg": (0.033 * milk + random.normal(0, 18, size)).round(1),
        "score_305": random.normal(2.8, 1.2, size).round(2),
        "reliability": np.full(size, 0.8),
    }
    days = {
        # one figure a month and animal: earlier lactations end in earlier months
        "month": (np.datetime64(month, "M") - 13 * behind).astype("datetime64[D]").astype(np.int32),
        "calved_on": (cows[number, 3] - 390 * behind).astype(np.int32),
        "last_tested_on": np.full(size, first, np.int32),
    }
    return pa.table(
        {name: pa.array(values) for name, values in columns.items()}
        | {name: pa.array(values).cast(pa.date32()) for name, values in days.items()}
    )


if __name__ == "__main__":
    with own_database():
        asked = [int(number) for number in sys.argv[1:4]]
        passed = main(*asked, *(ANIMALS, 0, 10_000)[len(asked) :])
    sys.exit(0 if passed else 1)
