"""Labels to print: choose things of a kind, look at their labels, print or carry them away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from milkshed.kernel.problems import invalid
from milkshed.kernel.text import Text
from milkshed.ledger.facade import read_identifier
from milkshed.ledger.http.resolver import root_of
from milkshed.platform.web.pages import page
from milkshed.site.labels.design import LAYOUTS, Design, Layout, design
from milkshed.site.labels.drawing import pdf, svg
from milkshed.site.labels.subjects import KINDS, label_of
from milkshed.site.pages.reader import in_words

_MOST = 200


@require_GET
@page("ledger.query")
def labels(request: HttpRequest) -> HttpResponse:
    """Choose what to make labels for."""
    kind = KINDS.get(request.GET.get("kind", ""), KINDS["lot"])
    words = request.GET.get("q", "").strip()[:60]
    return render(
        request,
        "site/labels.html",
        {
            "kinds": KINDS.values(),
            "kind": kind,
            "q": words,
            "found": kind.find(request.user, words),
            "layouts": LAYOUTS.values(),
        },
    )


@require_GET
@page("ledger.query")
def sheet(request: HttpRequest) -> HttpResponse:
    """The labels as they will be printed."""
    layout = _layout(request)
    drawn = _designs(request, layout)
    return render(
        request,
        "site/labels_sheet.html",
        {
            "labels": [mark_safe(svg(one)) for one in drawn],  # svg() escapes all words
            "layout": layout,
            "layouts": LAYOUTS.values(),
            "items": request.GET.getlist("item"),
        },
    )


@require_GET
@page("ledger.query")
def sheet_pdf(request: HttpRequest) -> HttpResponse:
    """The labels as a PDF file."""
    layout = _layout(request)
    name = in_words(Text("标签", "Labels"))
    answer = HttpResponse(
        pdf(_designs(request, layout), layout, name), content_type="application/pdf"
    )
    answer["Content-Disposition"] = 'attachment; filename="labels.pdf"'
    return answer


@require_GET
@page("ledger.query")
def label_svg(request: HttpRequest) -> HttpResponse:
    """The first label as an SVG image."""
    first = _designs(request, _layout(request))[0]
    answer = HttpResponse(svg(first), content_type="image/svg+xml")
    answer["Content-Disposition"] = 'attachment; filename="label.svg"'
    return answer


def _layout(request: HttpRequest) -> Layout:
    return LAYOUTS.get(request.GET.get("layout", ""), LAYOUTS["8"])


def _designs(request: HttpRequest, layout: Layout) -> list[Design]:
    items = request.GET.getlist("item")
    if not 0 < len(items) <= _MOST:
        raise invalid(
            "item",
            len(items),
            "count",
            f"请选择1至{_MOST}个标识",
            f"Choose between 1 and {_MOST} identifiers",
        )
    root, language = root_of(request), get_language() or "zh"
    return [
        design(label_of(request.user, read_identifier(item)), layout, root, language)
        for item in items
    ]
