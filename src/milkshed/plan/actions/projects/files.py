"""Registers from Excel or CSV files: read and told row by row first, taken once somebody says so.

Between the two steps nothing is stored: the rows that passed travel in a signed field, identity
numbers already turned into digests.
"""

from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from django.core import signing
from django.db import transaction

from milkshed.kernel.counties import BOUNDS, county_by_name
from milkshed.kernel.problems import INVALID, MALFORMED, TOO_LARGE, Fault, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.kernel.towns import town_by_name
from milkshed.plan.actions.progress import Proof, missing_proof, proof_fault
from milkshed.plan.actions.projects.entries import (
    EntryWish,
    Prepared,
    organisation_of,
    prepare,
    register_by_code,
    store,
)
from milkshed.plan.actions.projects.places import Whereabouts
from milkshed.plan.models import PLACED_ZONES, REGISTERS, STAGES, Register
from milkshed.platform.attachments import store_attachment
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.tables import read_table
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

MOST_ROWS = 2000
_SALT = "milkshed.plan.register-rows"
_HOURS = 2 * 60 * 60
_STAGE_BY_WORD = {word.zh: code for code, word in STAGES.items()}
_ZONE_BY_WORD = {word.zh: code for code, word in PLACED_ZONES.items()}


def columns_of(register: Register) -> tuple[Column, ...]:
    """The columns of a register's file."""
    named = register.identity.zh == "名称"
    columns = [Column("name", Text("名称", "Name"), required=True, width=28)]
    if not named:
        columns.append(
            Column("identity", Text(_header(register), "Identity"), required=True, width=24)
        )
    if register.details:
        columns.append(
            Column("detail", Text("类型", "Kind"), required=True, choices=register.details)
        )
    if register.code == "project":
        columns += [
            Column("part", Text("专栏项目编号", "Project of the box"), required=True),
            Column("indicator", Text("指标编号", "Indicator")),
        ]
    columns += [
        Column("as_of", Text("截至日期", "As of"), Kind.DATE, required=True),
        Column("stage", Text("阶段", "Stage"), required=True, choices=tuple(_STAGE_BY_WORD)),
    ]
    if register.amount is not None:
        columns.append(Column("amount", Text("数量", "Amount"), Kind.DECIMAL,
                              note=register.amount.zh, places=4))  # fmt: skip
    columns += [
        Column(
            "county", Text("县（市、区）", "County"), note="区级填报可空", aliases=("县区", "县")
        ),
        Column(
            "town",
            Text("乡镇（街道）", "Town"),
            note="名称或9位代码，须先填县；可空",
            aliases=("乡镇", "街道"),
        ),
        Column(
            "zone", Text("分区", "Zone"), choices=tuple(_ZONE_BY_WORD), note="不属于单个县的才填"
        ),
        Column(
            "longitude", Text("经度", "Longitude"), Kind.DECIMAL, places=5, note=BOUNDS.words.zh
        ),
        Column("latitude", Text("纬度", "Latitude"), Kind.DECIMAL, places=5),
        Column("note", Text("说明", "Note"), width=30),
    ]
    return tuple(columns)


def _header(register: Register) -> str:
    return "身份证号" if register.code == "training" else register.identity.zh


def preview(person: Person, kind: str, content: bytes) -> tuple[BatchReport, str]:
    """What would become of every row, and the signed rows that may be taken; writes nothing.

    A subject that comes twice for one day is reported at its second row.
    """
    require(person, "plan.enter_project")
    register = register_by_code(kind)
    table = read_table(content, columns_of(register))
    if len(table.rows) > MOST_ROWS:
        raise Problem(
            TOO_LARGE,
            Text(f"一次最多{MOST_ROWS}行，请分批导入", f"At most {MOST_ROWS} rows at a time"),
        )
    report = table.report
    taken: list[tuple[int, Prepared]] = []
    first_at: dict[tuple[str, date], int] = {}
    for number, values in table.rows:
        try:
            prepared = prepare(person, _wish(kind, values))
        except Problem as problem:
            report.refuse(number, problem)
            continue
        before = first_at.setdefault((prepared.subject, prepared.as_of), number)
        if before != number:
            message = Text(f"与第{before}行重复", f"The same as row {before}")
            report.refuse(number, Fault("name", prepared.name, "duplicate", message))
            continue
        report.accept(number, prepared.name)
        taken.append((number, prepared))
    return report, _sealed(person, kind, taken)


def _wish(kind: str, values: dict[str, Any]) -> EntryWish:
    return EntryWish(
        kind=kind,
        name=values["name"] or "",
        as_of=values["as_of"],
        stage=_STAGE_BY_WORD.get(values["stage"], ""),
        identity=values.get("identity") or "",
        amount=values.get("amount"),
        place=_place(values),
        detail=values.get("detail") or "",
        part=values.get("part") or "",
        indicator=values.get("indicator") or "",
        note=values.get("note") or "",
    )


def _place(values: dict[str, Any]) -> Whereabouts:
    county, town = values.get("county") or "", values.get("town") or ""
    longitude, latitude = values.get("longitude"), values.get("latitude")
    code = county_by_name(county).code if county else ""
    return Whereabouts(
        county=code,
        town=town_by_name(town, code).code if town else "",
        zone=_ZONE_BY_WORD.get(values.get("zone") or "", ""),
        longitude=None if longitude is None else float(longitude),
        latitude=None if latitude is None else float(latitude),
    )


def _sealed(person: Person, kind: str, rows: list[tuple[int, Prepared]]) -> str:
    plain = [
        [number, {name: _plain(value) for name, value in asdict(one).items()}]
        for number, one in rows
    ]
    return signing.dumps([person.pk, kind, plain], salt=_SALT, compress=True)


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def take(person: Person, kind: str, sealed: str, proof: Proof | None) -> BatchReport:
    """Write the rows of a preview with one evidence for all; what stands already is reported."""
    require(person, "plan.enter_project")
    register_by_code(kind)
    rows = _opened(person, kind, sealed)
    if proof is None:
        raise Problem(INVALID, None, [missing_proof(REGISTERS[kind].evidence)])
    wrong = proof_fault(proof, REGISTERS[kind].evidence)
    if wrong is not None:
        raise Problem(INVALID, None, [wrong])
    with transaction.atomic():
        organisation = organisation_of(person)
        file = store_attachment(proof.file, proof.name, organisation, person)
        report, _ = store(person, organisation, rows, proof.kind, file)
    return report


def _opened(person: Person, kind: str, sealed: str) -> list[tuple[int, Prepared]]:
    try:
        owner, held_kind, plain = signing.loads(sealed, salt=_SALT, max_age=_HOURS)
    except signing.BadSignature:
        owner, held_kind, plain = None, "", []
    if owner != person.pk or held_kind != kind:
        raise Problem(
            MALFORMED,
            Text(
                "预览已过期或不属于您，请重新上传", "The preview is over or not yours: upload again"
            ),
        )
    return [
        (
            number,
            Prepared(
                **{
                    **values,
                    "as_of": date.fromisoformat(values["as_of"]),
                    "amount": None if values["amount"] is None else Decimal(values["amount"]),
                }
            ),
        )
        for number, values in plain
    ]
