"""Registering animals and their numbers, one by one or a whole region at a time."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from django.db import connection, transaction
from django.utils import timezone

from milkshed.herd.actions.animal_checks import (
    ANIMAL_COLUMNS,
    FARM_ISSUED,
    NUMBER_COLUMNS,
    AnimalLimits,
    findings,
    prepare,
    truth,
)
from milkshed.herd.actions.copying import new_keys, references_checked_at_once
from milkshed.herd.actions.farms import farms_by_code
from milkshed.herd.actions.rows import AnimalRow
from milkshed.herd.actions.state import gestation_days
from milkshed.herd.models import Animal, AnimalIdentifier, AnimalStatus, Farm
from milkshed.kernel.problems import Fault
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.alarms import raise_alarm
from milkshed.platform.bulk import copy_columns
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import rules_under

_ANIMAL = Animal._meta.db_table  # noqa: SLF001 - Django's public name for it
_NUMBER = AnimalIdentifier._meta.db_table  # noqa: SLF001 - Django's public name for it
_MOST_ALARMS = 50
_NO_SUCH_FARM = Text("没有该养殖场", "There is no such farm")
_HELD = Text("该编号正由另一头牛使用", "The number is in force for another animal")
_REUSED = Text("该编号曾属于另一头牛，不得重复使用", "Another animal bore it: never again")


def register_animals(rows: Sequence[AnimalRow], *, person: Person | None = None) -> BatchReport:
    """Register animals given row by row; see :func:`register_animals_columns`."""
    names = [f.name for f in fields(AnimalRow)]
    table = pa.table(
        {name: [getattr(row, name) for row in rows] for name in names}, schema=ANIMAL_COLUMNS
    )
    return register_animals_columns(table, person=person)


def register_animals_columns(table: pa.Table, *, person: Person | None = None) -> BatchReport:
    """Register animals given as Arrow columns named and typed as in ``ANIMAL_COLUMNS``.

    Every bad row is refused with all its faults and the rest goes in, in one transaction. An
    animal that is already there under its number (same farm, same birth date) counts as
    repeated, so a replay changes nothing. Wrong ear tags raise alarms of kind ``ear_tag``.
    Accepted rows refer to the animal's key.
    """
    if person is not None:
        require(person, "herd.register_animals")
    columns, today, report = prepare(table), timezone.localdate(), BatchReport()
    codes = pc.unique(pc.drop_null(columns["farm_code"])).to_pylist()
    farms = farms_by_code(codes, person)
    for finding in findings(columns, _limits(today), today):
        for row, fault in finding.faults(columns):
            report.refuse(row, fault)
    farm_keys = _farm_keys(columns, farms)
    for index in np.flatnonzero(~truth(farm_keys.is_valid())).tolist():
        value = columns["farm_code"][index].as_py()
        report.refuse(index + 1, Fault("farm_code", value, "known", _NO_SUCH_FARM, index + 1))
    with transaction.atomic():
        with connection.cursor() as cursor:
            # One registration at a time: two must not give the same number away.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('herd.register_animals'))")
        _set_aside_known(columns, farm_keys, report)
        kept = np.ones(columns.num_rows, dtype=np.bool_)
        aside = [row - 1 for row in (*report.refused, *report.repeated)]
        kept[aside] = False
        keys = _write(columns.filter(pa.array(kept)), farm_keys.filter(pa.array(kept)))
        _raise_ear_tag_alarms(columns, farms, report)
    rows_taken = (np.flatnonzero(kept) + 1).tolist()
    report.accepted.update(zip(rows_taken, map(str, keys.to_pylist()), strict=True))
    return report


def _limits(today: date) -> AnimalLimits:
    rules = rules_under("herd.", today)
    age, parity = rules.get("herd.calving.min_age"), rules.get("herd.parity")
    return AnimalLimits(
        min_calving_age_days=int(age.low) if age and age.low is not None else 0,
        max_parity=int(parity.high) if parity and parity.high is not None else 99,
    )


def _farm_keys(columns: pa.Table, farms: Mapping[str, Farm]) -> pa.Array:
    codes = list(farms)
    found = pc.index_in(columns["farm_code"], value_set=pa.array(codes, pa.string()))
    keys = pa.array([farms[code].pk for code in codes], pa.int64())
    return keys.take(found.combine_chunks())


def _numbers(columns: pa.Table, farm_keys: pa.Array, owners: pa.Array) -> pa.Table:
    """All numbers of the rows, long form: owner, scheme, value, issuer, valid_from."""
    since = pc.coalesce(columns["entered_on"], columns["birth_date"])
    parts = []
    for field, scheme in NUMBER_COLUMNS.items():
        issuer = farm_keys if scheme in FARM_ISSUED else pa.nulls(columns.num_rows, pa.int64())
        part = pa.table(
            {
                "owner": owners,
                "scheme": pa.repeat(pa.scalar(scheme.value), columns.num_rows),
                "value": columns[field],
                "issuer_id": issuer,
                "valid_from": since,
            }
        )
        parts.append(part.filter(pc.is_valid(part["value"])))
    return pa.concat_tables(parts)


def _set_aside_known(columns: pa.Table, farm_keys: pa.Array, report: BatchReport) -> None:
    """Mark rows whose number is in force: repeated where it is the same animal, else refused."""
    if not AnimalIdentifier.objects.exists():
        return
    good = np.ones(columns.num_rows, dtype=np.bool_)
    good[[row - 1 for row in report.refused]] = False
    mask = pa.array(good)
    rows = pa.array(np.flatnonzero(good).astype(np.int64))
    numbers = _numbers(columns.filter(mask), farm_keys.filter(mask), rows).drop_columns(
        ["valid_from"]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE numbers_in (owner bigint, scheme text, value text, issuer_id bigint)"
            " ON COMMIT DROP"
        )
        copy_columns("numbers_in", numbers)
        cursor.execute("ANALYZE numbers_in")
        cursor.execute(
            f"SELECT n.owner, n.scheme, a.id, a.registered_farm_id, a.birth_date,"
            f" h.valid_to IS NOT NULL"
            f" FROM numbers_in n JOIN {_NUMBER} h ON h.value = n.value AND h.scheme = n.scheme"
            f" AND h.issuer_id IS NOT DISTINCT FROM n.issuer_id"
            f" AND (h.valid_to IS NULL OR h.issuer_id IS NULL)"
            f" JOIN {_ANIMAL} a ON a.id = h.animal_id ORDER BY n.owner"
        )
        hits = cursor.fetchall()
        cursor.execute("DROP TABLE numbers_in")
    if not hits:
        return
    owners = pa.array([hit[0] for hit in hits])
    births = columns["birth_date"].take(owners).to_pylist()
    present_farms = farm_keys.take(owners).to_pylist()
    fields_of = {scheme.value: field for field, scheme in NUMBER_COLUMNS.items()}
    for (owner, scheme, animal, farm, birth, ended), row_birth, row_farm in zip(
        hits, births, present_farms, strict=True
    ):
        if (farm, birth) == (row_farm, row_birth):
            if owner + 1 not in report.refused:
                report.repeat(owner + 1, str(animal))
            continue
        field = fields_of[scheme]
        value = columns[field][owner].as_py()
        report.repeated.pop(owner + 1, None)
        rule, message = ("reused", _REUSED) if ended else ("in-force", _HELD)
        report.refuse(owner + 1, Fault(field, value, rule, message, owner + 1))


def _write(columns: pa.Table, farm_keys: pa.Array) -> pa.Array:
    count = columns.num_rows
    keys = new_keys(_ANIMAL, count)
    if not count:
        return keys
    animals = {
        "id": keys,
        "registered_farm_id": farm_keys,
        "farm_id": farm_keys,
        "status": pa.repeat(pa.scalar(AnimalStatus.ALIVE.value), count),
        "entered_on": pc.coalesce(columns["entered_on"], columns["birth_date"]),
        **{
            name: columns[name]
            for name in ("sex", "breed", "birth_date", "dam_number", "sire_number", "synthetic")
        },
    }
    for present, registered, given in (
        ("parity", "registered_parity", "parity"),
        ("last_calving_date", "registered_calving_date", "last_calving_date"),
        ("dry_on", "registered_dry_on", "dry_on"),
        ("due_on", "registered_due_on", "due_on"),
    ):
        animals[present] = animals[registered] = columns[given]
    due = columns["due_on"].cast(pa.int32())
    animals["pregnant"] = pc.is_valid(due)
    animals["conceived_on"] = pc.subtract(due, pa.scalar(gestation_days(), pa.int32())).cast(
        pa.date32()
    )
    numbers = _numbers(columns, farm_keys, keys).rename_columns({"owner": "animal_id"})
    with references_checked_at_once((_ANIMAL, _NUMBER), count + numbers.num_rows):
        copy_columns(_ANIMAL, pa.table(animals))
        copy_columns(_NUMBER, numbers)
    return keys


def _raise_ear_tag_alarms(
    columns: pa.Table, farms: Mapping[str, Farm], report: BatchReport
) -> None:
    """Raise an alarm per wrong ear tag of a known farm, the first fifty of a batch."""
    raised = 0
    for fault in report.faults:
        if fault.field != "ear_tag" or fault.rule == "required" or fault.row is None:
            continue
        farm = farms.get(columns["farm_code"][fault.row - 1].as_py())
        if farm is None:
            continue
        raise_alarm(
            f"ear_tag:{farm.code}:{fault.value}:{fault.rule}",
            kind="ear_tag",
            severity="warning",
            title=Text(
                f"{farm.name.zh}：耳标 {fault.value} 登记被退回",
                f"{farm.name.en}: ear tag {fault.value} was refused",
            ),
            happened_at=timezone.now(),
            place=farm.place,
            facts=[
                {
                    "title_zh": "原因",
                    "title_en": "Reason",
                    "value": fault.message.zh,
                    "url": f"/herd/farms/{farm.code}",
                },
                {
                    "title_zh": "出生日期",
                    "title_en": "Birth date",
                    "value": str(columns["birth_date"][fault.row - 1].as_py() or ""),
                    "url": "",
                },
            ],
        )
        raised += 1
        if raised == _MOST_ALARMS:
            return
