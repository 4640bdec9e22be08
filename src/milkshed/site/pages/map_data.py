"""What a map on a page is drawn from: borders by address, one value per county."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.text import Text
from milkshed.platform.maps.layers import layer_in_use
from milkshed.site.pages.reader import in_words


def county_map(
    values: Mapping[str, float | None],
    *,
    title: Text,
    unit: Text,
    urls: Mapping[str, str] | None = None,
    own: frozenset[str] = frozenset(),
    top: float | None = None,
    points: Sequence[Mapping[str, object]] = (),
) -> dict[str, Any]:
    """A choropleth; ``own`` counties are outlined and the others stand back.

    ``top`` is the end of the colour scale, the largest value when None; ``points`` are
    ``name``, ``lon``, ``lat`` and, where wanted, ``url``, ``symbol`` and ``colour``.
    """
    return {
        "map": reverse("county-borders", args=[layer_in_use().version]),
        "title": in_words(title),
        "unit": in_words(unit),
        **({"max": top} if top else {}),
        **({"points": list(points)} if points else {}),
        "values": [
            {
                "code": code,
                "name": in_words(county.short),
                "value": values.get(code),
                **({"url": urls[code]} if urls and urls.get(code) else {}),
                **({"own": True} if code in own else {}),
            }
            for code, county in COUNTIES.items()
        ],
    }


def blank_map() -> dict[str, Any]:
    """Borders and names only."""
    return county_map({}, title=Text("", ""), unit=Text("", ""))
