"""Writes versions of the plan: the draft that comes with the platform, and what people hand in."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from milkshed.kernel.counties import COUNTIES, PREFECTURES
from milkshed.kernel.problems import CONFLICT, INVALID, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.plan.actions.carrying import carry_over
from milkshed.plan.facts.checking import PlanSet, read_set
from milkshed.plan.facts.reading import (
    VERSION,
    VERSION_TITLE,
    contradiction_facts,
    indicator_facts,
    part_facts,
    unit_facts,
)
from milkshed.plan.flow import VERSION_FLOW
from milkshed.plan.models import (
    Contradiction,
    Indicator,
    Milestone,
    PlanPart,
    PlanVersion,
    ResponsibleUnit,
    TargetClaim,
)
from milkshed.plan.science.lights import has_road, interpolated
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

_NUMBERS = ("baseline", "target", "low", "high", "tolerance_share")
_UNITS_FROM = date(2024, 1, 1)
_INDICATOR_FIELDS = frozenset(
    field.name
    for field in Indicator._meta.concrete_fields  # noqa: SLF001 - Django's public name
) - {"id", "version", "code", "position"}


def load_plan() -> PlanVersion:
    """Write the draft as version 1 and the units it names; a second run changes nothing.

    Milestones that stand already, such as official ones, are left as they are.
    """
    with transaction.atomic():
        first = not PlanVersion.objects.filter(current=True).exists()
        version, _ = PlanVersion.objects.get_or_create(
            code=VERSION,
            defaults={
                "title_zh": VERSION_TITLE.zh,
                "title_en": VERSION_TITLE.en,
                "status": "draft",
                "current": first,
                "state": "adopted" if first else "loaded",
            },
        )
        _write_set(version, indicator_facts(), part_facts(), contradiction_facts())
        _write_units()
    return version


def load_version(person: Person, content: bytes) -> tuple[PlanVersion | None, BatchReport]:
    """Load another version beside the present ones, all of it or nothing.

    ``content`` is a TOML set (see the room's page of documentation). Returns the version, None
    when a row was refused, and what became of every row. The code of a version is used once.
    """
    require(person, "plan.load_version")
    read, report = read_set(content)
    if PlanVersion.objects.filter(code=read.code).exists():
        raise Problem(
            CONFLICT,
            Text(f"版本编号 {read.code} 已存在", f"There is a version {read.code} already"),
        )
    if not report.is_clean:
        return None, report
    with transaction.atomic():
        version = PlanVersion.objects.create(
            code=read.code,
            title_zh=read.title.zh,
            title_en=read.title.en,
            status=read.status,
            current=False,
            loaded_by=person,
        )
        _write_set(version, read.indicators, read.parts, read.contradictions)
        VERSION_FLOW.perform(version, "plan.load_version", person)
    return version, report


def adopt_version(person: Person, code: str, *, opinion: str, revision: int) -> PlanVersion:
    """Put a loaded version in force; never by the person who loaded it.

    Duties, splits, official points and unfinished tasks go on under it (:func:`carry_over`).
    ``revision`` is that of the version as the person saw it.
    """
    require(person, "plan.adopt_version")
    if not opinion.strip():
        message = Text("请写明依据", "Say on what ground")
        raise Problem(INVALID, message)
    with transaction.atomic():
        rows = {v.pk: v for v in PlanVersion.objects.select_for_update().order_by("pk")}
        version = next((v for v in rows.values() if v.code == code), None)
        if version is None:
            raise Problem(INVALID, Text("没有该版本", "There is no such version"))
        checked_revision(version.revision, revision)
        present = next((v for v in rows.values() if v.current), None)
        VERSION_FLOW.perform(version, "plan.adopt_version", person, opinion=opinion.strip())
        if present is not None:
            present.current, present.state = False, "superseded"
            present.revision += 1
            present.save(update_fields=["current", "state", "revision"])
        version.current = True
        version.revision += 1
        version.save(update_fields=["current", "revision"])
        if present is not None:
            carry_over(present, version)
    return version


def checked_revision(stored: int, seen: int) -> None:
    """Raise a conflict where a record was changed after the person had read it."""
    if stored != seen:
        raise Problem(
            CONFLICT,
            Text(
                "该记录已被他人修改，请刷新页面、核对后再操作",
                "Somebody changed the record after you had read it: reload and look again",
            ),
        )


def plan_set(version: PlanVersion) -> PlanSet:
    """A version as a set of facts, as it would be handed in."""
    indicators = []
    for indicator in version.indicators.prefetch_related("claims"):
        row: dict[str, Any] = {"code": indicator.code}
        for name in sorted(_INDICATOR_FIELDS):
            value = getattr(indicator, name)
            if name in _NUMBERS:
                if value is not None:
                    row[name] = plain(value)
            elif value:
                row[name] = value
        row["claims"] = [
            {
                "source_zh": claim.source_zh,
                "source_en": claim.source_en,
                "quote_zh": claim.quote_zh,
                "kind": claim.kind,
                **{
                    name: plain(found)
                    for name in ("value", "low", "high")
                    if (found := getattr(claim, name)) is not None
                },
            }
            for claim in indicator.claims.all()
        ]
        indicators.append(row)
    return PlanSet(
        version.code,
        version.title,
        version.status,
        indicators,
        [
            {
                "kind": part.kind,
                "code": part.code,
                "parent": part.parent,
                "section": part.section,
                "title_zh": part.title_zh,
                "title_en": part.title_en,
                "quote_zh": part.quote_zh,
                "indicators": part.indicators,
            }
            for part in version.parts.all()
        ],
        [
            {
                name: getattr(one, name)
                for name in (
                    "code", "indicators", "title_zh", "title_en", "reading_a_zh", "reading_a_en",
                    "reading_b_zh", "reading_b_en", "note_zh", "note_en",
                )
            }
            for one in version.contradictions.all()
        ],
    )  # fmt: skip


def plain(value: Decimal) -> str:
    """A stored number without its trailing zeros."""
    return f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}"


def _write_set(
    version: PlanVersion,
    indicators: Sequence[Mapping[str, Any]],
    parts: Sequence[Mapping[str, Any]],
    contradictions: Sequence[Mapping[str, Any]],
) -> None:
    if version.indicators.exists():
        for position, fact in enumerate(indicators, start=1):
            _renew_indicator(version, position, fact)
    else:
        _write_indicators(version, indicators)
    _write_rows(PlanPart, version, parts)
    _write_rows(Contradiction, version, contradictions)


def _write_rows(model: type[Any], version: PlanVersion, facts: Sequence[Mapping[str, Any]]) -> None:
    """Write the rows of a version that are not there yet, and change those that differ."""
    names = {field.name for field in model._meta.concrete_fields}  # noqa: SLF001
    stands = {row.code: row for row in model.objects.filter(version=version)}
    new = []
    for position, fact in enumerate(facts, start=1):
        values = {k: v for k, v in fact.items() if k in names - {"code"}}
        values["position"] = position
        row = stands.get(fact["code"])
        if row is None:
            new.append(model(version=version, code=fact["code"], **values))
        else:
            _change(row, values)
    model.objects.bulk_create(new)


def _write_units() -> None:
    """The member units, then a task force of each city and county."""
    rows: list[dict[str, Any]] = [
        {
            "code": fact["code"],
            "kind": "member",
            "name_zh": fact["name_zh"],
            "name_en": fact["name_en"],
            "successor_zh": fact.get("successor_zh", ""),
        }
        for fact in unit_facts()
    ]
    for kind, divisions in (("city", PREFECTURES), ("county", COUNTIES)):
        rows += [
            {
                "code": f"D{code}",
                "kind": kind,
                "name_zh": f"{division.name.zh}牛奶产业工作专班",
                "name_en": f"{division.name.en} dairy task force",
                "division": code,
            }
            for code, division in divisions.items()
        ]
    stands = set(ResponsibleUnit.objects.values_list("code", flat=True))
    ResponsibleUnit.objects.bulk_create(
        ResponsibleUnit(position=position, valid_from=_UNITS_FROM, **row)
        for position, row in enumerate(rows, start=1)
        if row["code"] not in stands
    )


def _write_indicators(version: PlanVersion, facts: Sequence[Mapping[str, Any]]) -> None:
    """Write all indicators of a version that has none yet."""
    rows = Indicator.objects.bulk_create(
        Indicator(version=version, code=fact["code"], position=position, **_values(fact))
        for position, fact in enumerate(facts, start=1)
    )
    TargetClaim.objects.bulk_create(
        TargetClaim(indicator=row, source_zh=source, **values)
        for row, fact in zip(rows, facts, strict=True)
        for source, values in _claims(fact)
    )
    Milestone.objects.bulk_create(point for row in rows for point in _points(row))


def _renew_indicator(version: PlanVersion, position: int, fact: Mapping[str, Any]) -> None:
    indicator = _write(
        Indicator,
        {"version": version, "code": fact["code"]},
        _values(fact) | {"position": position},
    )
    for source, values in _claims(fact):
        _write(TargetClaim, {"indicator": indicator, "source_zh": source}, values)
    if not indicator.milestones.exists():
        Milestone.objects.bulk_create(_points(indicator))


def _values(fact: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of an indicator, its numbers read."""
    values = {k: v for k, v in fact.items() if k in _INDICATOR_FIELDS}
    return values | {name: Decimal(str(values[name])) for name in _NUMBERS if name in values}


def _claims(fact: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The claims of an indicator by source; without any, its own words are the one claim."""
    claims = fact.get("claims") or [
        {
            "source_zh": fact["section"],
            "source_en": fact["section"],
            "quote_zh": fact["quote_zh"],
            "value": fact.get("target"),
            "low": fact.get("low"),
            "high": fact.get("high"),
            "kind": fact["kind"],
        }
    ]
    for number, claim in enumerate(claims, start=1):
        yield (
            claim["source_zh"],
            {
                "source_en": claim["source_en"],
                "quote_zh": claim.get("quote_zh", ""),
                "kind": claim["kind"],
                "operator": fact["operator"],
                "position": number,
                **{
                    name: None if claim.get(name) is None else Decimal(str(claim[name]))
                    for name in ("value", "low", "high")
                },
            },
        )


def _points(indicator: Indicator) -> list[Milestone]:
    """The path interpolated by us; empty where there is no road."""
    rule = indicator.rule()
    if not has_road(rule) or rule.baseline is None:
        return []
    return [
        Milestone(indicator=indicator, on=day, value=round(value, 4), basis="interpolated")
        for day, value in interpolated(rule.baseline, rule.goal)
    ]


def _write(model: type[Any], key: Mapping[str, object], values: Mapping[str, object]) -> Any:
    """Create or change a row, but leave an equal one alone so that its history stays quiet."""
    row = model.objects.filter(**key).first()
    return model.objects.create(**key, **values) if row is None else _change(row, values)


def _change(row: Any, values: Mapping[str, object]) -> Any:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    if changed:
        for name in changed:
            setattr(row, name, values[name])
        row.save(update_fields=changed)
    return row
