"""Pages of imported files: taking one in, and what became of every row."""

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from milkshed.herd import queries
from milkshed.herd.importers import faults_of, import_test_days
from milkshed.herd.models import Farm, ImportBatch
from milkshed.herd.science.lactation_curve import mean_curve
from milkshed.herd.words import DATE_ORDERS, IMPORT_FIELDS, KG_PER_DAY
from milkshed.kernel.problems import invalid
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import MEDIA_TYPE, Sheet, write_excel
from milkshed.platform.models import Person
from milkshed.platform.permissions import may, require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.pages import page

_PER_PAGE = 20
_FAULTS_PER_PAGE = 50
_FAULT_COLUMNS = (
    Column("row", Text("行号", "Row"), Kind.INTEGER, width=8),
    Column("field", Text("字段", "Field"), width=22),
    Column("value", Text("填写值", "Value"), width=24),
    Column("rule", Text("规则", "Rule"), width=18),
    Column("message", Text("退回原因", "Reason"), width=48),
)


@require_http_methods(["GET", "POST"])
@page("herd.see")
def import_list(request: HttpRequest) -> HttpResponse:
    """Files taken in so far, and the form to bring another."""
    scope = scope_of(request.user)
    if request.method == "POST":
        require(request.user, "herd.import_test_days")
        upload = request.FILES.get("file")
        if upload is None:
            raise invalid("file", "", "required", "请选择文件", "Choose a file")
        farm = get_visible(
            Farm.objects.select_related("place"), scope, code=request.POST.get("farm", "")
        )
        batch = import_test_days(
            upload.read(),
            file_name=upload.name or "",
            farm=farm,
            person=cast("Person", request.user),
        )
        return redirect("herd:import", pk=batch.pk)
    may_import = may(request.user, "herd.import_test_days")
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
        },
    )


@require_GET
@page("herd.see")
def import_result(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of one file: counts, remarks, every refused row, and the mean curve."""
    batch = _batch_of(request, pk)
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
    return render(
        request,
        "herd/import.html",
        {
            "batch": batch,
            "page_obj": page_obj,
            "faults": [(IMPORT_FIELDS.get(f.field, Text(f.field, f.field)), f) for f in page_obj],
            "warnings": [Text(w["zh"], w["en"]) for w in batch.warnings],
            "dates": DATE_ORDERS.get(batch.layout.get("dates", {}).get("test_date", "")),
            "columns": [
                (IMPORT_FIELDS.get(name, Text(name, name)), header)
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
            "lactations": batch.test_days.values("lactation_key", "animal", "parity")
            .distinct()
            .count(),
        },
    )


def _batch_of(request: HttpRequest, pk: int) -> ImportBatch:
    batches = ImportBatch.objects.select_related("farm__place", "imported_by")
    return get_visible(batches, scope_of(request.user), pk=pk)


@require_GET
@page("herd.see")
def import_faults(request: HttpRequest, pk: int) -> HttpResponse:
    """Every refused row of a file as an Excel table."""
    batch = _batch_of(request, pk)
    language = get_language() or "zh"
    rows = [
        {
            "row": fault.row,
            "field": IMPORT_FIELDS.get(fault.field, Text(fault.field, fault.field)).in_language(
                language
            ),
            "value": str(fault.value or ""),
            "rule": fault.rule,
            "message": fault.message.in_language(language),
        }
        for fault in faults_of(batch)
    ]
    title = Text("退回行清单", "Refused rows").in_language(language)
    sheet = Sheet(title, _FAULT_COLUMNS, rows, notes=[batch.file_name])
    content = write_excel([sheet], synthetic=batch.farm.synthetic, language=language)
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="faults-{batch.pk}.xlsx"'
    return response
