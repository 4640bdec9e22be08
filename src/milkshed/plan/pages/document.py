"""Pages of the plan as a document: its text, its versions, what changed, and loading another."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.plan.actions.loading import adopt_version, load_version, plan_set
from milkshed.plan.facts.writing import set_as_toml
from milkshed.plan.jobs import COMPUTE
from milkshed.plan.models import PlanVersion
from milkshed.plan.queries.document import (
    FIELD_WORDS,
    document_tree,
    member_units,
    present_version,
    version_by_code,
    version_difference,
)
from milkshed.platform.jobs import start_job
from milkshed.platform.permissions import may
from milkshed.platform.web.entries import tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_LARGEST_SET = 2 * 1024 * 1024


@require_GET
@page("plan.see")
def document(request: HttpRequest) -> HttpResponse:
    """A version of the plan to read: parts with their quotes, indicators beside them."""
    code = request.GET.get("version", "")
    version = version_by_code(code) if code else present_version()
    if version is None:
        return render(request, "plan/document.html", {"version": None})
    return render(
        request,
        "plan/document.html",
        {
            "version": version,
            "tree": document_tree(version),
            "units": member_units(),
            "contradictions": version.contradictions.all(),
            "counts": {
                "indicators": version.indicators.count(),
                "parts": version.parts.count(),
                "contradictions": version.contradictions.count(),
            },
        },
    )


@require_GET
@page("plan.see")
def versions(request: HttpRequest) -> HttpResponse:
    """All versions; those who may load another one or put one in force find the forms here."""
    return render(
        request,
        "plan/versions.html",
        {
            "versions": PlanVersion.objects.select_related("loaded_by").order_by("-loaded_at"),
            "present": present_version(),
            "may_load": may(request.user, "plan.load_version"),
            "may_adopt": may(request.user, "plan.adopt_version"),
        },
    )


@require_GET
@page("plan.see")
def compare(request: HttpRequest, before: str, after: str) -> HttpResponse:
    """What changed from one version to another."""
    found = version_difference(version_by_code(before), version_by_code(after))
    return render(request, "plan/compare.html", {"found": found, "fields": FIELD_WORDS})


@require_GET
@page("plan.see")
def version_toml(request: HttpRequest, code: str) -> HttpResponse:
    """A version as a TOML set, to start the next one from."""
    answer = HttpResponse(
        set_as_toml(plan_set(version_by_code(code))), content_type="application/toml; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="plan-{code}.toml"'
    return answer


@require_POST
@page("plan.load_version")
def load(request: HttpRequest) -> HttpResponse:
    """Load another version; where rows are refused nothing is stored and each is told."""
    file = request.FILES.get("file")
    if file is None:
        raise invalid("file", None, "required", "请选择 TOML 文件", "Choose a TOML file")
    content = file.read(_LARGEST_SET + 1)
    if len(content) > _LARGEST_SET:
        raise invalid("file", file.name, "max-bytes", "文件超过 2 MB", "Larger than 2 MB")
    version, report = load_version(person_of(request), content)
    if version is None:
        return render(request, "plan/load_faults.html", {"report": report}, status=422)
    tell(
        request,
        f"已载入 {report.total} 行；由另一人设为现行后生效",
        f"{report.total} rows loaded; another person puts it in force",
    )
    present = present_version()
    if present is None:
        return redirect("plan:versions")
    return redirect("plan:compare", before=present.code, after=version.code)


@require_POST
@page("plan.adopt_version")
def adopt(request: HttpRequest, code: str) -> HttpResponse:
    """Put a version in force."""
    revision = whole_entry(request, "revision")
    if not PlanVersion.objects.filter(code=code).exists():
        raise Problem(NOT_FOUND, Text("没有该版本", "There is no such version"))
    adopt_version(
        person_of(request), code, opinion=word(request, "opinion"), revision=revision or 0
    )
    start_job(COMPUTE, {"as_of": timezone.localdate().isoformat()}, person_of(request))
    tell(
        request,
        "已设为现行，正在按新版本重新计算指标",
        "In force now; the figures are being computed for it",
    )
    return redirect("plan:versions")
