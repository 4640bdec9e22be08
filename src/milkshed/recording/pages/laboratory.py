"""Files of results by tube: brought, and what became of every row."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from milkshed.kernel.problems import invalid
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import MEDIA_TYPE, Sheet, write_excel
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.recording import queries
from milkshed.recording.importers import import_lab_file
from milkshed.recording.models import LabFile
from milkshed.recording.pages.board import centre_of
from milkshed.recording.words import FIELDS

_PER_PAGE = 20
_FAULTS_PER_PAGE = 50
_FAULT_COLUMNS = (
    Column("row", Text("行号", "Row"), Kind.INTEGER, width=8),
    Column("field", Text("字段", "Field"), width=18),
    Column("value", Text("填写值", "Value"), width=26),
    Column("rule", Text("规则", "Rule"), width=22),
    Column("message", Text("退回原因", "Reason"), width=48),
)


@require_http_methods(["GET", "POST"])
@page("recording.see_laboratory")
def files(request: HttpRequest) -> HttpResponse:
    """Files so far, and the form to bring one."""
    if request.method == "POST":
        upload = request.FILES.get("file")
        if upload is None:
            raise invalid("file", "", "required", "请选择文件", "Choose a file")
        kept = import_lab_file(
            person_of(request), centre_of(request), upload.read(), file_name=upload.name or ""
        )
        return redirect("recording:lab-file", pk=kept.pk)
    found = queries.lab_files(scope_of(request.user))
    return render(
        request,
        "recording/lab_files.html",
        {
            "page_obj": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
            "may_take": may(request.user, "recording.take_results"),
            "waiting": queries.visits(scope_of(request.user)).filter(
                state__in=["received", "analysed"]
            ),
        },
    )


def _file_of(request: HttpRequest, pk: int) -> LabFile:
    found = LabFile.objects.select_related("centre", "brought_by")
    return get_visible(found, scope_of(request.user), pk=pk)


@require_GET
@page("recording.see_laboratory")
def file_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: counts, recognised columns, every refused row."""
    kept = _file_of(request, pk)
    page_obj = Paginator(kept.faults, _FAULTS_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "recording/lab_file.html",
        {
            "kept": kept,
            "page_obj": page_obj,
            "faults": [
                (FIELDS.get(f["field"], Text(f["field"], f["field"])), f, Text(f["zh"], f["en"]))
                for f in page_obj
            ],
            "columns": [
                (FIELDS.get(name, Text(name, name)), header)
                for name, header in kept.columns.items()
                if name != "scc_unit"
            ],
            "unit": kept.columns.get("scc_unit"),
            "visits": queries.visits(scope_of(request.user))
            .filter(tubes__lab_file=kept)
            .distinct(),
        },
    )


@require_GET
@page("recording.see_laboratory")
def faults(request: HttpRequest, pk: int) -> HttpResponse:
    """Every refused row as an Excel table."""
    kept, language = _file_of(request, pk), get_language() or "zh"
    rows = [
        {
            "row": f["row"],
            "field": FIELDS.get(f["field"], Text(f["field"], f["field"])).in_language(language),
            "value": f["value"],
            "rule": f["rule"],
            "message": Text(f["zh"], f["en"]).in_language(language),
        }
        for f in kept.faults
    ]
    title = Text("退回的结果行", "Refused rows").in_language(language)
    content = write_excel(
        [Sheet(title, _FAULT_COLUMNS, rows)], synthetic=kept.synthetic, language=language
    )
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="refused-{kept.pk}.xlsx"'
    return answer
