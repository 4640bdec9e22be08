"""Files of results: choosing one, looking at it, confirming units, and what became of its rows."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import MEDIA_TYPE, Sheet, write_excel
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import as_decimal, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.quality.importers import (
    bring_file,
    change_fields,
    drop_file,
    guesses_of,
    layouts_of,
    measurements_of,
    take_file,
)
from milkshed.quality.models import Laboratory, ResultFile
from milkshed.quality.pages.bench import laboratory_of
from milkshed.quality.science.analytes import ANALYTES
from milkshed.quality.science.instrument_files import (
    NUMBER_FIELD,
    Field,
    FileRow,
    layout_of,
    plain_name,
)
from milkshed.quality.science.verdict import units_like

_PER_PAGE = 20
_PREVIEW = 15
_FAULTS_PER_PAGE = 50
_FAULT_COLUMNS = (
    Column("row", Text("行号", "Row"), Kind.INTEGER, width=8),
    Column("field", Text("字段", "Field"), width=22),
    Column("value", Text("填写值", "Value"), width=24),
    Column("rule", Text("规则", "Rule"), width=18),
    Column("message", Text("退回原因", "Reason"), width=48),
)


def bench_of(request: HttpRequest) -> Laboratory:
    """The laboratory where the person of a request works."""
    found = laboratory_of(person_of(request))
    if found is None:
        raise Problem(NOT_FOUND, Text("您的单位没有登记实验室", "Your organisation has none"))
    return found


@require_http_methods(["GET", "POST"])
@page("quality.import_results")
def files(request: HttpRequest) -> HttpResponse:
    """Files brought so far, and the form to bring one."""
    person = person_of(request)
    laboratory = laboratory_of(person)
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            raise invalid("file", "", "required", "请选择文件", "Choose a file")
        kept = bring_file(
            person,
            bench_of(request),
            upload.read(),
            file_name=upload.name or "",
            layout_code=word(request, "layout"),
        )
        return redirect("quality:file", pk=kept.pk)
    found = visible(
        ResultFile.objects.select_related("brought_by", "laboratory__place"), scope_of(person)
    )
    return render(
        request,
        "quality/files.html",
        {
            "laboratory": laboratory,
            "layouts": layouts_of(laboratory).items() if laboratory else (),
            "page_obj": Paginator(
                found.defer("rows", "faults").order_by("-pk"), _PER_PAGE
            ).get_page(request.GET.get("page")),
        },
    )


def _file_of(request: HttpRequest, pk: int) -> ResultFile:
    found = ResultFile.objects.select_related("laboratory__place", "brought_by")
    return get_visible(found, scope_of(request.user), pk=pk)


@require_GET
@page("quality.import_results")
def file_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A file before it is taken in: columns, units, first rows; afterwards: every refused row."""
    kept = _file_of(request, pk)
    layout = layout_of(kept.layout)
    rows = [FileRow(int(row["line"]), row["texts"]) for row in kept.rows]
    guesses = (
        {g.field.source: g.suggested for g in guesses_of(kept)} if kept.state == "preview" else {}
    )
    faults = Paginator(kept.faults, _FAULTS_PER_PAGE)
    page_obj = faults.get_page(request.GET.get("page"))
    return render(
        request,
        "quality/file.html",
        {
            "kept": kept,
            "layout": layout,
            "total": len(rows),
            "fields": [
                {
                    "at": at,
                    "field": field,
                    "name": _name_of(field.field),
                    "units": units_like(ANALYTES[field.field].unit)
                    if field.field in ANALYTES
                    else (),
                    "negative": field.factor < 0,
                    "guess": guesses.get(field.source),
                    "example": next(
                        (t for row in rows if (t := row.texts.get(plain_name(field.source)))), ""
                    ),
                }
                for at, field in enumerate(layout.fields)
            ],
            "analytes": ANALYTES.values(),
            "preview": [_look(layout, row) for row in rows[:_PREVIEW]],
            "unclear": sum(1 for row in rows if _look(layout, row)["wrong"]),
            "page_obj": page_obj,
            "faults": [
                (one["row"], _name_of(one["field"]), one["value"], Text(one["zh"], one["en"]),
                 one["rule"])
                for one in page_obj
            ],
        },
    )  # fmt: skip


def _name_of(field: str) -> Text:
    if field in ANALYTES:
        return ANALYTES[field].name
    return {
        NUMBER_FIELD: Text("样品编号", "Sample number"),
        "instrument": Text("仪器", "Instrument"),
    }.get(field, Text(field, field))


def _look(layout: Any, row: FileRow) -> dict[str, Any]:
    """A row as the preview shows it: what its cells would mean, or what is wrong with them."""
    try:
        number, found = measurements_of(layout, row)
    except Problem as problem:
        return {
            "line": row.line,
            "number": "",
            "cells": list(row.texts.values()),
            "wrong": [fault.message for fault in problem.faults],
        }
    return {
        "line": row.line,
        "number": number,
        "cells": [
            f"{'<' if m.below else ''}{m.value.normalize():f} {m.unit}"
            if m.value is not None
            else ("检出" if m.found else "未检出")
            for m in found
        ],
        "names": [ANALYTES[m.analyte].name for m in found],
        "wrong": [],
    }


@require_POST
@page("quality.import_results")
def file_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm the fields, take the file in, or give it up."""
    kept, person, step = _file_of(request, pk), person_of(request), word(request, "step")
    if step == "fields":
        change_fields(
            person,
            kept,
            _fields(request, kept),
            decimal=word(request, "decimal"),
            name=word(request, "name"),
        )
        tell(request, "列与单位已确认", "Columns and units are confirmed")
    elif step == "take":
        taken = take_file(person, kept)
        tell(
            request,
            f"接收{taken.accepted}行，已有{taken.repeated}行，退回{taken.refused}行",
            f"{taken.accepted} taken, {taken.repeated} there already, {taken.refused} refused",
        )
    elif step == "drop":
        drop_file(person, kept)
        tell(request, "已放弃", "Dropped")
        return redirect("quality:files")
    else:
        raise Problem(NOT_FOUND, Text("没有该步骤", "There is no such step"))
    return redirect("quality:file", pk=pk)


def _fields(request: HttpRequest, kept: ResultFile) -> list[Field]:
    count = min(whole_entry(request, "count") or 0, 100)
    fields = []
    for at in range(count):
        field = word(request, f"field-{at}")
        if field:
            sign = as_decimal("-1" if word(request, f"negative-{at}") == "yes" else "1")
            fields.append(
                Field(
                    request.POST.get(f"source-{at}", "")[:80],
                    field,
                    word(request, f"unit-{at}"),
                    sign or Field("", "").factor,
                )
            )
    return fields


@require_GET
@page("quality.import_results")
def file_faults(request: HttpRequest, pk: int) -> HttpResponse:
    """Every refused row of a file as an Excel table."""
    kept = _file_of(request, pk)
    language = get_language() or "zh"
    rows = [
        {
            "row": one["row"],
            "field": _name_of(one["field"]).in_language(language),
            "value": one["value"],
            "rule": one["rule"],
            "message": Text(one["zh"], one["en"]).in_language(language),
        }
        for one in kept.faults
    ]
    title = Text("退回的结果行", "Refused rows").in_language(language)
    content = write_excel(
        [Sheet(title, _FAULT_COLUMNS, rows)],
        synthetic=kept.laboratory.organisation.synthetic,
        language=language,
    )
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="refused-{kept.pk}.xlsx"'
    return answer
