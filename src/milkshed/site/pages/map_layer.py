"""The borders on maps: where they come from, and how an official layer takes their place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.maps.layers import (
    MAX_LAYER_BYTES,
    layer_in_use,
    load_layer,
    ningxia_counties_json,
    retire_layer,
)
from milkshed.platform.models import MapLayer
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.site.pages.map_data import blank_map
from milkshed.site.pages.reader import tell

_YEAR_SECONDS = 31_536_000


@require_GET
def counties_geojson(_: HttpRequest, version: str) -> HttpResponse:
    """The county borders, public and unchanging under one version."""
    if version != layer_in_use().version:
        raise Problem(NOT_FOUND)
    answer = HttpResponse(ningxia_counties_json(), content_type="application/geo+json")
    answer["Cache-Control"] = f"public, max-age={_YEAR_SECONDS}, immutable"
    return answer


@require_GET
@page("platform.edit_rules")
def map_layer(request: HttpRequest) -> HttpResponse:
    """The layer in use and those loaded before."""
    return render(
        request,
        "site/map_layer.html",
        {
            "layer": layer_in_use(),
            "layers": MapLayer.objects.defer("geojson").order_by("-pk"),
            "map": blank_map(),
        },
    )


@require_POST
@page("platform.edit_rules")
def load(request: HttpRequest) -> HttpResponse:
    """Read an uploaded layer and show it from now on."""
    upload = request.FILES.get("file")
    if upload is None:
        raise invalid("file", "", "required", "请选择 GeoJSON 文件", "Choose a GeoJSON file")
    content = upload.read(MAX_LAYER_BYTES + 1)
    load_layer(
        content,
        name=request.POST.get("name", ""),
        source=request.POST.get("source", ""),
        approval_number=request.POST.get("approval_number", ""),
        person=person_of(request),
    )
    tell(request, Text("图层已载入并启用", "The layer is loaded and in use"))
    return redirect("map-layer")


@require_POST
@page("platform.edit_rules")
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Go back to the package's borders."""
    layer = MapLayer.objects.filter(pk=pk).first()
    if layer is None:
        raise Problem(NOT_FOUND)
    retire_layer(layer, person_of(request))
    tell(request, Text("已停用该图层", "The layer is no longer shown"))
    return redirect("map-layer")
