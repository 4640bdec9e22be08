"""Pages of imported files: bringing one, confirming what it means, and what became of every row."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.herd import queries
from milkshed.herd.exchange.tables import exports
from milkshed.herd.exchange.tables.columns import TypedTable, typed_table
from milkshed.herd.exchange.tables.events import words_met
from milkshed.herd.exchange.tables.fields import FIELDS, Cells, Field, field_of
from milkshed.herd.exchange.tables.guess import ColumnReading, Question, Understanding
from milkshed.herd.importers import (
    VERBS,
    confirm_import,
    drop_import,
    faults_of,
    preview_file,
    refused_rows,
    table_of,
    understanding_of,
)
from milkshed.herd.models import EventKind, Farm, ImportBatch, ImportKind, ImportState
from milkshed.herd.science.delimited import RawTable
from milkshed.herd.science.lactation_curve import mean_curve
from milkshed.herd.words import DATE_ORDERS, EVENTS, IMPORT_FIELDS, IMPORT_KINDS, KG_PER_DAY
from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import MEDIA_TYPE, Sheet, write_excel
from milkshed.platform.models import Person
from milkshed.platform.permissions import may, require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.pages import page

_PER_PAGE = 20
_FAULTS_PER_PAGE = 50
_SHOWN_ROWS = 8
_SHOWN_WORDS = 40
_MOST_REFUSED_IN_EXCEL = 200_000


@require_http_methods(["GET", "POST"])
@page("herd.see")
def import_list(request: HttpRequest) -> HttpResponse:
    """Files taken in so far, and the form to bring another."""
    scope = scope_of(request.user)
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            raise invalid("file", "", "required", "请选择文件", "Choose a file")
        kind = request.POST.get("kind", "")
        if kind in VERBS:
            require(request.user, VERBS[kind])
        elif not _may_import(request):
            require(request.user, VERBS[ImportKind.TEST_DAYS])
        farm = get_visible(
            Farm.objects.select_related("place"), scope, code=request.POST.get("farm", "")
        )
        batches = preview_file(
            upload.read(),
            file_name=upload.name or "",
            farm=farm,
            person=cast("Person", request.user),
            kind=kind,
        )
        if len(batches) > 1:
            return redirect("herd:imports")
        return redirect("herd:import", pk=batches[0].pk)
    may_import = _may_import(request)
    return render(
        request,
        "herd/imports.html",
        {
            "page_obj": Paginator(queries.imports(scope), _PER_PAGE).get_page(
                request.GET.get("page")
            ),
            "may_import": may_import,
            "farms": queries.farms(scope) if may_import else (),
            "chosen": request.GET.get("farm", ""),
            "kinds": [
                (kind, title)
                for kind, title in IMPORT_KINDS.items()
                if may(request.user, VERBS[kind])
            ],
            "titles": IMPORT_KINDS,
        },
    )


def _may_import(request: HttpRequest) -> bool:
    return any(may(request.user, verb) for verb in VERBS.values())


def _batch_of(request: HttpRequest, pk: int) -> ImportBatch:
    batches = ImportBatch.objects.select_related("farm__place", "imported_by").defer("content")
    return get_visible(batches, scope_of(request.user), pk=pk)


@require_GET
@page("herd.see")
def import_result(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that waits: how it is understood. A file that was taken: what became of it."""
    batch = _batch_of(request, pk)
    if batch.state == ImportState.PREVIEWED:
        table = table_of(batch)
        understood = understanding_of(batch, table)
        return _preview(request, batch, table, understood, understood.mapping)
    return _result(request, batch)


@dataclass(frozen=True, slots=True)
class _ColumnLine:
    """One column of the file in the preview."""

    at: int
    header: str
    chosen: str
    evidence: Text | None
    examples: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with the answer that is shown; empty where the person must choose."""

    question: Question
    answer: str
    suggestion: Text | None


def _preview(
    request: HttpRequest,
    batch: ImportBatch,
    table: RawTable,
    understood: Understanding,
    reading: ColumnReading,
    faults: Sequence[Text] = (),
    answered: bool = False,
    status: int = 200,
) -> HttpResponse:
    columns = [
        _ColumnLine(
            at,
            header,
            reading.columns.get(at, ""),
            understood.evidence.get(at),
            _examples(table, at),
        )
        for at, header in enumerate(table.header)
    ]
    asked = [
        _asked(one, reading, answered)
        for one in understood.questions
        if one.field in reading.columns.values()
    ]
    head = RawTable(table.header, table.rows[:_SHOWN_ROWS], table.encoding, table.separator)
    typed = typed_table(head, batch.kind, reading)
    words = []
    if batch.kind == ImportKind.EVENTS and "kind" in reading.columns.values():
        every = typed_table(table, batch.kind, _only(reading, "kind"))
        words = list(words_met(every, reading.words))[:_SHOWN_WORDS]
    return render(
        request,
        "herd/import_preview.html",
        {
            "batch": batch,
            "title": IMPORT_KINDS[batch.kind],
            "understood": understood,
            "missing": [
                [field_of(batch.kind, key).title for key in group]
                for group in understood.missing
                if not set(group) & set(reading.columns.values())
            ],
            "columns": columns,
            "fields": FIELDS[batch.kind],
            "asked": asked,
            "rows": list(_as_understood(typed, batch.kind, reading)),
            "shown_fields": [field_of(batch.kind, key) for key in reading.columns.values()],
            "words": words,
            "event_kinds": [
                (kind, EVENTS[kind]) for kind in EventKind.values if kind in EVENTS
                and kind != EventKind.RETRACTION
            ],
            "count": len(table.rows),
            "lost": [Text(f["zh"], f["en"]) for f in batch.faults[:5]],
            "lost_count": len(batch.faults),
            "remarks": [Text(w["zh"], w["en"]) for w in batch.warnings],
            "faults": faults,
            "may_confirm": may(request.user, VERBS[batch.kind]),
        },
        status=status,
    )  # fmt: skip


def _examples(table: RawTable, at: int) -> list[str]:
    found: list[str] = []
    for _, cells in table.rows[:200]:
        if at < len(cells) and cells[at] and cells[at] not in found:
            found.append(cells[at])
        if len(found) == 3:
            break
    return found


def _asked(question: Question, reading: ColumnReading, answered: bool) -> _Asked:
    held = (reading.units if question.key.startswith("unit:") else reading.orders).get(
        question.field, ""
    )
    open_ = question.must_ask and not answered
    suggestion = next((title for key, title in question.options if key == question.guess), None)
    return _Asked(question, "" if open_ else held, suggestion if question.must_ask else None)


def _only(reading: ColumnReading, key: str) -> ColumnReading:
    return ColumnReading({at: held for at, held in reading.columns.items() if held == key})


def _as_understood(
    typed: TypedTable, kind: str, reading: ColumnReading
) -> Iterator[tuple[int, list[tuple[Field, str, bool]]]]:
    """The first rows as they would be kept: line, and for each field its value and whether bad."""
    bad = {(one.field, int(row)) for one in typed.wrong for row in one.rows}
    for at in range(len(typed)):
        cells = []
        for key in reading.columns.values():
            field = field_of(kind, key)
            wrong = (key, at) in bad
            raw = str(typed.texts[key][at].as_py())
            cells.append((field, raw if wrong else _shown(typed, field, at, raw), wrong))
        yield int(typed.lines[at]), cells


def _shown(typed: TypedTable, field: Field, at: int, raw: str) -> str:
    if field.cells is Cells.DAY:
        day = typed.days[field.key][at]
        return str(np.datetime64(int(day), "D")) if raw else ""
    if field.key in typed.numbers:
        number = typed.numbers[field.key][at]
        return f"{number:,.2f}".rstrip("0").rstrip(".") if np.isfinite(number) else ""
    return raw


@require_POST
@page("herd.see")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file in as the person says it is to be read, or show how it would be read so."""
    batch = _batch_of(request, pk)
    require(request.user, VERBS[batch.kind])
    if batch.state != ImportState.PREVIEWED:
        return redirect("herd:import", pk=pk)
    table = table_of(batch)
    understood = understanding_of(batch, table)
    reading = _posted_reading(request, batch.kind, table, understood.mapping.words)
    faults: Sequence[Text] = ()
    if "again" not in request.POST:
        try:
            confirm_import(
                batch,
                reading,
                person=cast("Person", request.user),
                remember="remember" in request.POST,
            )
            return redirect("herd:import", pk=pk)
        except Problem as problem:
            faults = [fault.message for fault in problem.faults] or [problem.detail]
    return _preview(
        request,
        batch,
        table,
        understood,
        reading,
        faults,
        answered=True,
        status=422 if faults else 200,
    )


def _posted_reading(
    request: HttpRequest, kind: str, table: RawTable, words: Mapping[str, str]
) -> ColumnReading:
    known = {field.key for field in FIELDS[kind]}
    columns = {
        at: request.POST[f"column-{at}"]
        for at in range(len(table.header))
        if request.POST.get(f"column-{at}", "") in known
    }
    held = set(columns.values())
    units, orders = {}, {}
    for key in held:
        field = field_of(kind, key)
        if field.units:
            # a column that was only now given its meaning has no answer yet: its own unit
            units[key] = request.POST.get(f"unit:{key}", field.units[0].key)
        elif field.cells is Cells.DAY:
            order = request.POST.get(f"order:{key}", "")
            orders[key] = order if order in DATE_ORDERS else "ymd"
    told = {
        request.POST[f"word-{n}"]: request.POST[f"kind-{n}"]
        for n in range(_SHOWN_WORDS)
        if request.POST.get(f"word-{n}") and request.POST.get(f"kind-{n}") in EventKind.values
    }
    return ColumnReading(columns, units, orders, {**words, **told})


@require_POST
@page("herd.see")
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a waiting file away."""
    batch = _batch_of(request, pk)
    drop_import(batch, person=cast("Person", request.user))
    return redirect("herd:imports")


def _result(request: HttpRequest, batch: ImportBatch) -> HttpResponse:
    """What became of one file: counts, remarks, every refused row, and the mean curve."""
    faults = Paginator(faults_of(batch), _FAULTS_PER_PAGE)
    page_obj = faults.get_page(request.GET.get("page"))
    tests = list(batch.test_days.values_list("days_in_milk", "milk_kg", "parity"))
    curves = []
    for title, parities in (
        (Text("第1胎", "Parity 1"), {1}),
        (Text("第2胎及以上", "Parity 2 and over"), set(range(2, 100))),
    ):
        held = [(day, float(milk)) for day, milk, parity in tests if parity in parities]
        if held:
            curves.append((title, mean_curve([d for d, _ in held], [m for _, m in held])))
    days = sorted({float(day) for _, curve in curves for day in curve.days_in_milk})
    language = get_language() or "zh"
    by_title = [
        (title, dict(zip(curve.days_in_milk.tolist(), curve.milk_kg.tolist(), strict=True)))
        for title, curve in curves
    ]
    rows = [(day, [values.get(day) for _, values in by_title]) for day in days[::3]]
    dates = next(iter(batch.layout.get("dates", {}).values()), "")
    return render(
        request,
        "herd/import.html",
        {
            "batch": batch,
            "title": IMPORT_KINDS[batch.kind],
            "page_obj": page_obj,
            "faults": [(field_title(batch.kind, f.field), f) for f in page_obj],
            "warnings": [Text(w["zh"], w["en"]) for w in batch.warnings],
            "dates": DATE_ORDERS.get(batch.layout.get("dates", {}).get("test_date", dates)),
            "columns": [
                (
                    field_title(batch.kind, name),
                    header,
                    _unit_title(batch.kind, name, batch.layout.get("units", {}).get(name, "")),
                )
                for name, header in batch.layout.get("columns", {}).items()
            ],
            "chart": {
                "labels": [round(day) for day in days],
                "unit": KG_PER_DAY.in_language(language),
                "series": [
                    {
                        "name": title.in_language(language),
                        "values": [
                            None if values.get(day) is None else round(values[day], 2)
                            for day in days
                        ],
                    }
                    for title, values in by_title
                ],
            }
            if days
            else {},
            "curve_titles": [title for title, _ in curves],
            "curve_rows": rows,
            "has_curve": batch.kind == ImportKind.TEST_DAYS,
            "lactations": batch.test_days.values("lactation_key", "animal", "parity")
            .distinct()
            .count(),
        },
    )


def field_title(kind: str, key: str) -> Text:
    """What people read for a field of a fault or a column."""
    found = next((field.title for field in FIELDS.get(kind, ()) if field.key == key), None)
    return found or IMPORT_FIELDS.get(key, Text(key, key))


def _unit_title(kind: str, key: str, unit: str) -> Text | None:
    field = next((one for one in FIELDS.get(kind, ()) if one.key == key), None)
    if field is None:
        return None
    return next((one.title for one in field.units if one.key == unit), None)


@require_GET
@page("herd.see")
def import_faults(request: HttpRequest, pk: int) -> HttpResponse:
    """The refused rows of a file as they stood, with the reasons, as an Excel table."""
    batch = _batch_of(request, pk)
    language = get_language() or "zh"
    header, refused = refused_rows(batch)
    columns = [
        Column("row", Text("行号", "Row"), Kind.INTEGER, width=8),
        Column("reason", Text("退回原因", "Reason"), width=60),
        *(Column(f"cell-{at}", Text(name, name), width=16) for at, name in enumerate(header)),
    ]
    rows = [
        {
            "row": line,
            "reason": reason,
            **{f"cell-{at}": cell for at, cell in enumerate(cells)},
        }
        for line, cells, reason in refused[:_MOST_REFUSED_IN_EXCEL]
    ]
    title = Text("退回行清单", "Refused rows").in_language(language)
    sheet = Sheet(title, columns, rows, notes=[batch.file_name])
    content = write_excel([sheet], synthetic=batch.farm.synthetic, language=language)
    return _file(content, MEDIA_TYPE, f"faults-{batch.pk}.xlsx")


@require_GET
@page("herd.see")
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty file of a kind to fill in, with the meaning of its columns."""
    if kind not in FIELDS:
        raise Problem(NOT_FOUND)
    content = exports.template(kind, get_language() or "zh")
    return _file(content, MEDIA_TYPE, f"{kind}.xlsx")


@require_GET
@page("herd.see")
def export(request: HttpRequest, code: str, kind: str, form: str) -> HttpResponse:
    """A farm's records as CSV, Excel, or an ADIS file."""
    farms = Farm.objects.select_related("place", "organisation")
    farm = get_visible(farms, scope_of(request.user), code=code)
    language = get_language() or "zh"
    if (kind, form) == ("herd", "ads"):
        return _file(exports.as_adis(farm), "text/plain; charset=utf-8", f"{code}.ads")
    if kind not in FIELDS or form not in ("csv", "xlsx"):
        raise Problem(NOT_FOUND)
    table = exports.export_of(farm, kind)
    if form == "csv":
        content, media_type = exports.as_csv(table, language), "text/csv; charset=utf-8"
    else:
        content, media_type = exports.as_excel(table, farm, language), MEDIA_TYPE
    return _file(content, media_type, f"{code}-{kind}.{form}")


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
