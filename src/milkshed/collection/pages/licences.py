"""The register of papers: the list, one paper, its certificate, Excel both ways, coverage."""

from io import BytesIO

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.collection.actions.papers import REFUSALS, check_code, code_of
from milkshed.collection.actions.registry import move_licence
from milkshed.collection.certificate import certificate_pdf
from milkshed.collection.flow import LICENCE_FLOW
from milkshed.collection.importers import COLUMNS, import_licences
from milkshed.collection.indicators import licence_figures
from milkshed.collection.models import (
    STANDINGS,
    Licence,
    LicenceKind,
    LicencePaper,
    RefusedCheck,
    Station,
    Tanker,
)
from milkshed.collection.queries import (
    coverage_by_county,
    notice_days,
    office_of,
    whole,
    with_standing,
)
from milkshed.kernel.counties import COUNTIES, division_name
from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.attachments import path_of, store_attachment
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import MEDIA_TYPE, Sheet, write_excel, write_template
from milkshed.platform.figures import FigureRequest
from milkshed.platform.models import Attachment, Person, Transition
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import as_whole, day_entry, tell, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 30
TAGS = {
    "coming": "none", "valid": "ok", "expiring": "warn", "continued": "warn",
    "expired": "bad", "suspended": "warn", "revoked": "bad",
}  # fmt: skip
_REGISTER = (
    *COLUMNS,
    Column("holder", Text("持证单位", "Holder"), width=28),
    Column("county", Text("县（市、区）", "County")),
    Column("issuer", Text("发证机关", "Issuer"), width=24),
    Column("standing", Text("状态", "Standing")),
    Column("version", Text("版次", "Version"), Kind.INTEGER),
)


def _asked(request: HttpRequest) -> QuerySet[Licence]:
    """The licences in reach that the filters of the address leave, without the standing's."""
    asked = request.GET
    rows = visible(Licence.objects.all(), scope_of(request.user))
    if asked.get("kind") in LicenceKind.values:
        rows = rows.filter(kind=asked["kind"])
    if asked.get("county") in COUNTIES:
        rows = rows.filter(holder__county=asked["county"])
    search = asked.get("q", "").strip()
    if search:
        rows = rows.filter(
            Q(number__icontains=search)
            | Q(holder__name_zh__icontains=search)
            | Q(station__place__name_zh__icontains=search)
            | Q(tanker__plate__icontains=search)
        )
    return rows


@require_GET
@page("collection.see_licences")
def licence_list(request: HttpRequest) -> HttpResponse:
    """The register of licences and permits, those that end soonest first."""
    today, asked = timezone.localdate(), request.GET
    days = notice_days(today)
    rows = with_standing(_asked(request), today, days)
    counts = dict(rows.order_by().values_list("stands").annotate(n=Count("pk", distinct=True)))
    wanted = asked.get("standing", "")
    if wanted in STANDINGS:
        rows = rows.filter(stands=wanted)
    shown = rows.select_related("holder", "issuer", "station__place", "tanker").order_by(
        "valid_to", "number"
    )
    page_obj = Paginator(shown, _PER_PAGE).get_page(asked.get("page"))
    lines = [
        (one, STANDINGS[standing], TAGS[standing], (one.valid_to - today).days)
        for one in page_obj
        for standing in (one.standing(today, days),)
    ]
    return render(
        request,
        "collection/licences.html",
        {
            "page_obj": page_obj,
            "lines": lines,
            "counts": [
                (code, STANDINGS[code], TAGS[code], counts.get(code, 0)) for code in STANDINGS
            ],
            "kinds": LicenceKind.choices,
            "kind": asked.get("kind", ""),
            "counties": COUNTIES.values(),
            "county": asked.get("county", ""),
            "wanted": wanted,
            "q": asked.get("q", "").strip(),
            "days": days,
            "may_import": may(request.user, "collection.import_licences"),
            "officer": may(request.user, "collection.see_flow"),
        },
    )


@require_GET
@page("collection.see_licences")
def licence_page(request: HttpRequest, key: int) -> HttpResponse:
    """One paper: its face, its versions, what was decided about it and on what evidence."""
    found = _licence_of(request, key)
    today = timezone.localdate()
    standing = found.standing(today, notice_days(today))
    moves = Transition.objects.filter(subject=LICENCE_FLOW.subject, subject_id=found.pk)
    evidence: dict[int, list[Attachment]] = {}
    for one in found.evidence.select_related("attachment"):
        evidence.setdefault(one.transition_id, []).append(one.attachment)
    papers = list(found.papers.select_related("issued_by").order_by("-version"))
    return render(
        request,
        "collection/licence.html",
        {
            "one": found,
            "standing": STANDINGS[standing],
            "tag": TAGS[standing],
            "papers": papers,
            "present": papers[0] if papers else None,
            "check_address": _check_path(papers[0]) if papers else "",
            "moves": [
                (move, evidence.get(move.pk, []))
                for move in moves.select_related("person").order_by("at")
            ],
            "next": [m for m in LICENCE_FLOW.moves_from(found.state) if may(request.user, m.verb)],
            "applications": visible(found.applications.all(), scope_of(request.user)).order_by(
                "-pk"
            ),
            "today": today,
            "see_applications": may(request.user, "collection.see_applications"),
            "late": today > found.last_day,
        },
    )


def _licence_of(request: HttpRequest, key: int) -> Licence:
    found = Licence.objects.select_related(
        "holder", "issuer", "station__place", "tanker", "renews", "renewed_by"
    )
    return get_visible(found, scope_of(request.user), pk=key)


@require_POST
@page()
def licence_move(request: HttpRequest, key: int) -> HttpResponse:
    """Suspend, reinstate or revoke a licence; the flow asks for the right."""
    licence = get_visible(Licence.objects.all(), scope_of(request.user), pk=key)
    move_licence(
        person_of(request),
        licence,
        word(request, "verb"),
        on=day_entry(request, "on"),
        reason=word(request, "reason"),
        evidence=[(one.name or "", one) for one in request.FILES.getlist("evidence")],
    )
    tell(request, "已办理", "Done")
    return redirect("collection:licence", key=key)


@require_GET
@page("collection.see_licences")
def certificate(request: HttpRequest, key: int) -> HttpResponse:
    """The paper's present version as PDF with its QR code."""
    found = _licence_of(request, key)
    paper = found.papers.select_related("licence").order_by("-version").first()
    if paper is None:
        raise Problem(NOT_FOUND, Text("该证件没有签发记录", "The paper was never printed here"))
    content = certificate_pdf(paper, request.build_absolute_uri(_check_path(paper)))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="licence-{found.pk}-{paper.version}.pdf"'
    return answer


def _check_path(paper: LicencePaper) -> str:
    return reverse("collection:check-paper", kwargs={"code": code_of(paper)})


@require_GET
def check_paper(request: HttpRequest, code: str = "") -> HttpResponse:
    """Anybody checks a paper: what its code says, and whether the number read off it agrees."""
    number = request.GET.get("number", "").strip()
    now = timezone.now()
    outcome = check_code(code, number, now=now) if code else None
    paper = outcome.paper if outcome else None
    today = timezone.localdate(now)
    standing = paper.licence.standing(today, notice_days(today)) if paper else ""
    status = 404 if outcome is not None and paper is None else 200
    return render(
        request,
        "collection/check.html",
        {
            "code": code,
            "number": number,
            "outcome": outcome,
            "paper": paper,
            "standing": STANDINGS.get(standing),
            "tag": TAGS.get(standing, "none"),
            "in_force": paper is not None and paper.licence.stands_on(today),
            "synthetic": paper is not None and paper.licence.holder.synthetic,
            "now": now,
        },
        status=status,
    )


@require_GET
@page("collection.see_flow")
def refused_checks(request: HttpRequest) -> HttpResponse:
    """Codes that were refused: forged, copied onto another paper, or unknown."""
    rows = visible(RefusedCheck.objects.all(), scope_of(request.user))
    shown = rows.select_related("paper__licence").order_by("-last_at", "-pk")
    page_obj = Paginator(shown, _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "collection/refused_checks.html",
        {
            "page_obj": page_obj,
            "lines": [(one, REFUSALS.get(one.reason)) for one in page_obj],
        },
    )


@require_GET
@page("collection.see_licences")
def register_excel(request: HttpRequest) -> HttpResponse:
    """The register as the filters leave it, as Excel."""
    today = timezone.localdate()
    days = notice_days(today)
    rows = with_standing(_asked(request), today, days)
    wanted = request.GET.get("standing", "")
    if wanted in STANDINGS:
        rows = rows.filter(stands=wanted)
    shown = rows.select_related("holder", "issuer", "station__place", "tanker").order_by(
        "valid_to", "number"
    )
    content = write_excel(
        [
            Sheet(
                "生鲜乳许可证件登记簿",
                _REGISTER,
                (
                    {
                        "kind": one.get_kind_display(),
                        "number": one.number,
                        "subject": str(one.station or one.tanker),
                        "valid_from": one.valid_from,
                        "valid_to": one.valid_to,
                        "holder": one.holder.name_zh,
                        "county": division_name(one.holder.county).zh
                        if one.holder.county in COUNTIES
                        else one.holder.county,
                        "issuer": one.issuer.name_zh,
                        "standing": STANDINGS[one.standing(today, days)].zh,
                        "version": one.version,
                    }
                    for one in shown
                ),
                notes=[f"截至{today}；临近到期为{days}天内"],
            )
        ],
        synthetic=shown.filter(holder__synthetic=True).exists(),
    )
    return _excel(content, f"licences-{today}.xlsx")


def _excel(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
@page("collection.import_licences")
def import_template(request: HttpRequest) -> HttpResponse:
    """An empty file to fill in."""
    return _excel(write_template("许可证件导入", COLUMNS), "licences-template.xlsx")


@require_http_methods(["GET", "POST"])
@page("collection.import_licences")
def licence_import(request: HttpRequest) -> HttpResponse:
    """Bring papers from Excel: look through the file first, then take it in."""
    person = person_of(request)
    result, stored = None, None
    if request.method == "POST":
        key = as_whole(word(request, "attachment"))
        if key is not None:
            own = Attachment.objects.filter(uploaded_by=person, media_type=MEDIA_TYPE)
            stored = get_visible(own, scope_of(person), pk=key)
            result = import_licences(person, path_of(stored.sha256).read_bytes(), keep=True)
            tell(
                request,
                f"已登记{len(result.report.accepted)}件，退回{len(result.report.refused)}行",
                f"{len(result.report.accepted)} taken, {len(result.report.refused)} refused",
            )
        else:
            stored = _store_upload(request, person)
            result = import_licences(person, path_of(stored.sha256).read_bytes(), keep=False)
    return render(
        request,
        "collection/licence_import.html",
        {
            "columns": COLUMNS,
            "result": result,
            "stored": stored,
            "kept": request.method == "POST" and bool(word(request, "attachment")),
            "faults": result.report.faults if result else (),
        },
    )


def _store_upload(request: HttpRequest, person: Person) -> Attachment:
    upload = request.FILES.get("file")
    if upload is None:
        raise invalid("file", "", "required", "请选择文件", "Choose a file")
    counties = sorted(scope_of(person).counties)
    office = office_of(counties[0]) if counties else None
    content = BytesIO(upload.read())
    name = upload.name or "licences.xlsx"
    if not name.lower().endswith(".xlsx"):
        raise invalid("file", name, "media-type", "请上传.xlsx文件", "Bring an .xlsx file")
    return store_attachment(content, name, office or person.organisations()[0], person)


@require_GET
@page("collection.see_flow")
def coverage(request: HttpRequest) -> HttpResponse:
    """How far stations and tankers are licensed, by county, with what ends soon."""
    today, scope = timezone.localdate(), scope_of(request.user)
    days = notice_days(today)
    rows = coverage_by_county(
        visible(Station.objects.all(), scope), visible(Tanker.objects.all(), scope), today, days
    )
    figures = licence_figures(
        FigureRequest(today, None if scope.everything else frozenset(scope.counties))
    )
    return render(
        request,
        "collection/coverage.html",
        {
            "rows": rows,
            "figures": figures,
            "today": today,
            "days": days,
            "early": whole("renewal.early_days", today),
        },
    )
