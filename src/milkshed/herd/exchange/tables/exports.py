"""A farm's records as tables to carry away, with a data dictionary, and as an ADIS file.

Headers are those that the import knows, so that what goes out can come in again.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone

from milkshed.herd.exchange.adis.tables import AnimalRecord, TestRecord, write_herd
from milkshed.herd.exchange.tables.fields import FIELDS, Cells, Field
from milkshed.herd.models import Animal, AnimalEvent, EventKind, Farm, FarmDay, TestDay
from milkshed.herd.words import EVENTS
from milkshed.kernel.clock import in_shanghai, shanghai_day
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import Sheet, write_excel

Row = dict[str, Any]
_KINDS = {
    Cells.NUMBER_TEXT: Kind.TEXT,
    Cells.TEXT: Kind.TEXT,
    Cells.DAY: Kind.DATE,
    Cells.WHOLE: Kind.INTEGER,
    Cells.DECIMAL: Kind.DECIMAL,
}
TITLES: Mapping[str, Text] = {
    "animals": Text("牛只名册", "Animals"),
    "events": Text("个体事件", "Events"),
    "test-days": Text("测定日记录", "Test days"),
    "farm-days": Text("牧场日报", "Farm days"),
}
_FORMATS: Mapping[Cells, Text] = {
    Cells.NUMBER_TEXT: Text("文本（保留前导零）", "text (leading zeros kept)"),
    Cells.TEXT: Text("文本", "text"),
    Cells.DAY: Text("日期 yyyy-mm-dd", "date yyyy-mm-dd"),
    Cells.WHOLE: Text("整数", "whole number"),
    Cells.DECIMAL: Text("数字", "number"),
}


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of table of a farm: its fields in order, and its rows by field."""

    kind: str
    fields: Sequence[Field]
    rows: Iterable[Row]


def export_of(farm: Farm, kind: str) -> Export:
    """A farm's records of a kind: animals, events, test-days or farm-days."""
    rows = {
        "animals": _animals,
        "events": _events,
        "test-days": _test_days,
        "farm-days": _farm_days,
    }[kind](farm)
    return Export(kind, FIELDS[kind], rows)


def header_of(field: Field, language: str) -> str:
    """A column's header: the title, and the unit where there is one."""
    title = field.title.in_language(language)
    return f"{title}（{field.units[0].title.in_language(language)}）" if field.units else title


def as_csv(export: Export, language: str) -> bytes:
    """The table as CSV in UTF-8 with the mark by which Excel knows it."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header_of(field, language) for field in export.fields)
    for row in export.rows:
        writer.writerow(_written(row.get(field.key)) for field in export.fields)
    return text.getvalue().encode("utf-8-sig")


def _written(value: object) -> str:
    text = "" if value is None else str(value)
    # a spreadsheet would run a text that begins like a formula
    is_formula = text.startswith(("=", "+", "@")) and not text[1:].replace(".", "").isdigit()
    return f"'{text}" if is_formula else text


def as_excel(export: Export, farm: Farm, language: str) -> bytes:
    """The table as a workbook, with its data dictionary on a second sheet."""
    title = TITLES[export.kind].in_language(language)
    columns = [
        Column(
            field.key,
            Text(header_of(field, "zh"), header_of(field, "en")),
            _KINDS[field.cells],
            places=2 if field.cells is Cells.DECIMAL else None,
            width=16,
        )
        for field in export.fields
    ]
    sheets = [
        Sheet(f"{farm.name.in_language(language)} · {title}", columns, export.rows, name=title),
        dictionary_sheet(export.kind, language),
    ]
    return write_excel(sheets, synthetic=farm.synthetic, language=language)


def dictionary_sheet(kind: str, language: str) -> Sheet:
    """What each column of a kind of table means: key, title, format, unit, other headers."""
    columns = (
        Column("title", Text("列", "Column"), width=22),
        Column("key", Text("字段", "Field"), width=18),
        Column("format", Text("格式", "Format"), width=24),
        Column("unit", Text("单位", "Unit"), width=14),
        Column("required", Text("必填", "Required"), Kind.YES_NO, width=8),
        Column("names", Text("导入时也认识的列名", "Headers also known"), width=60),
    )
    rows = [
        {
            "title": field.title.in_language(language),
            "key": field.key,
            "format": _FORMATS[field.cells].in_language(language),
            "unit": field.units[0].title.in_language(language) if field.units else "",
            "required": field.required,
            "names": "、".join(field.names),
        }
        for field in FIELDS[kind]
    ]
    return Sheet(Text("数据字典", "Data dictionary").in_language(language), columns, rows)


def template(kind: str, language: str) -> bytes:
    """An empty file to fill in, with the data dictionary."""
    title = TITLES[kind].in_language(language)
    columns = [
        Column(
            field.key,
            Text(header_of(field, "zh"), header_of(field, "en")),
            _KINDS[field.cells],
            width=16,
        )
        for field in FIELDS[kind]
    ]
    sheets = [Sheet(title, columns, ()), dictionary_sheet(kind, language)]
    return write_excel(sheets, synthetic=False, language=language)


def _numbers(animal: Animal) -> dict[str, str]:
    return {n.scheme: n.value for n in animal.identifiers.all() if n.valid_to is None}


def _named(animal: Animal | None) -> Row:
    held = _numbers(animal) if animal is not None else {}
    return {
        "number": held.get("ear-tag", ""),
        "on_farm": held.get("on-farm", ""),
        "herd_book": held.get("herd-book", ""),
        "iso_11784": held.get("iso-11784", ""),
        "dhi": held.get("dhi", ""),
    }


def _animals(farm: Farm) -> Iterator[Row]:
    animals = Animal.objects.filter(farm=farm, status="alive").order_by("pk")
    for one in animals.prefetch_related("identifiers"):
        yield {
            **_named(one),
            "sex": one.sex,
            "birth_date": one.birth_date,
            "breed": one.breed,
            "dam_number": one.dam_number,
            "sire_number": one.sire_number,
            "entered_on": one.entered_on,
            "parity": one.parity,
            "last_calving_date": one.last_calving_date,
            "dry_on": one.dry_on,
            "due_on": one.due_on,
        }


def _events(farm: Farm) -> Iterator[Row]:
    """Standing events: those that nothing corrects or takes back."""
    events = AnimalEvent.objects.filter(farm=farm, corrections__isnull=True)
    events = events.exclude(kind=EventKind.RETRACTION).order_by("happened_at", "pk")
    for one in events.select_related("animal").prefetch_related("animal__identifiers"):
        details = one.details
        calves = details.get("calves") or [{}]
        hours = None
        if one.withdrawal_until is not None:
            hours = round((one.withdrawal_until - one.happened_at).total_seconds() / 3600, 2)
        word = EVENTS.get(one.kind)
        yield {
            **_named(one.animal),
            "kind": word.zh if word is not None else one.kind,
            "happened_on": shanghai_day(one.happened_at),
            "due_on": one.due_on,
            "withdrawal_hours": hours,
            "reason": details.get("reason") or details.get("cause"),
            "calf_number": calves[0].get("number"),
            "calf_sex": calves[0].get("sex"),
            **{
                name: details.get(name)
                for name in (
                    "result", "method", "bull_number", "technician", "diagnosis", "product",
                    "veterinarian", "weight_kg", "score", "pen", "ease", "note",
                )
            },
        }  # fmt: skip


def _test_days(farm: Farm) -> Iterator[Row]:
    tests = TestDay.objects.filter(farm=farm).order_by("test_date", "pk")
    for one in tests.select_related("animal").prefetch_related("animal__identifiers"):
        yield {
            **_named(one.animal),
            "lactation_key": one.lactation_key,
            "birth_date": one.birth_date,
            "test_date": one.test_date,
            "days_in_milk": one.days_in_milk,
            "parity": one.parity,
            "milk_kg": one.milk_kg,
            "fat_pct": one.fat_pct,
            "protein_pct": one.protein_pct,
            "lactose_pct": getattr(one, "lactose_pct", None),
            "scc_per_ml": one.scc_per_ml,
            "urea_mg_per_dl": getattr(one, "urea_mg_per_dl", None),
        }


def _farm_days(farm: Farm) -> Iterator[Row]:
    for one in FarmDay.objects.filter(farm=farm).order_by("day"):
        yield {field.key: getattr(one, field.key) for field in FIELDS["farm-days"]}


def as_adis(farm: Farm) -> bytes:
    """A farm's animals, calvings and test days as an ADIS file.

    Animals are named by transponder, else ear tag, else on-farm number: 15 places.
    """
    animals = Animal.objects.filter(farm=farm, status="alive").order_by("pk")
    calvings: dict[int, list[Any]] = {}
    standing = AnimalEvent.objects.filter(
        farm=farm, kind=EventKind.CALVING, corrections__isnull=True
    )
    for key, at in standing.values_list("animal", "happened_at"):
        calvings.setdefault(key, []).append(in_shanghai(at).date())
    records, numbers = [], {}
    for one in animals.prefetch_related("identifiers"):
        held = _numbers(one)
        number = held.get("iso-11784") or held.get("ear-tag") or held.get("on-farm") or str(one.pk)
        numbers[one.pk] = number[:15]
        known = set(calvings.get(one.pk, ()))
        if one.last_calving_date is not None:
            known.add(one.last_calving_date)
        records.append(
            AnimalRecord(
                number[:15], one.birth_date, one.sex, held.get("on-farm", ""), tuple(sorted(known))
            )
        )
    tests = TestDay.objects.filter(farm=farm, animal__in=list(numbers)).order_by("test_date", "pk")
    return write_herd(
        records,
        (
            TestRecord(
                numbers[one.animal_id or 0],
                one.test_date,
                one.milk_kg,
                one.fat_pct,
                one.protein_pct,
                _times_ten(getattr(one, "urea_mg_per_dl", None)),
                one.scc_per_ml,
            )
            for one in tests
        ),
        sender="Milkshed",
        day=timezone.localdate(),
    )


def _times_ten(value: Decimal | None) -> Decimal | None:
    return None if value is None else value * 10
