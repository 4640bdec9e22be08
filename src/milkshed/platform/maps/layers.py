"""The layer of county borders in use: an official one where it was loaded, else the package's."""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from milkshed.kernel.problems import MALFORMED, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.maps.borders import (
    NOTE,
    SOURCE,
    Collection,
    Point,
    checked_collection,
    middles,
    package_counties,
)
from milkshed.platform.models import MapLayer, Person
from milkshed.platform.permissions import require

MAX_LAYER_BYTES = 20_000_000


@dataclass(frozen=True, slots=True)
class LayerInUse:
    """Where the borders come from, their approval number, and the note they carry.

    ``version`` changes whenever the borders do.
    """

    name: str
    source: str
    approval_number: str
    version: str

    @property
    def note(self) -> Text:
        """What is written under every map."""
        if not self.approval_number:
            return NOTE
        return Text(
            f"审图号：{self.approval_number}。{NOTE.zh}",
            f"Approval number {self.approval_number}. {NOTE.en}",
        )


def layer_in_use() -> LayerInUse:
    """The youngest active layer, or the package's borders."""
    row = _active().defer("geojson").first()
    if row is None:
        version = hashlib.sha256(SOURCE.encode()).hexdigest()[:12]
        return LayerInUse("县级边界（内置）", SOURCE, "", version)
    version = f"layer-{row.pk}-{row.loaded_at:%Y%m%d%H%M%S%f}"
    return LayerInUse(row.name_zh, row.source, row.approval_number, version)


def ningxia_counties() -> Collection:
    """The 22 counties as a GeoJSON FeatureCollection; see :mod:`milkshed.platform.maps.borders`."""
    document: Collection = json.loads(ningxia_counties_json())
    return document


def ningxia_counties_json() -> bytes:
    """The same as compact JSON, kept under ``var`` after the first reading."""
    layer = layer_in_use()
    kept = Path(settings.VAR) / "map" / f"counties-{layer.version}.json"
    if not kept.exists():
        active = _active().values_list("geojson", flat=True).first()
        content = _compact(active if active is not None else package_counties())
        kept.parent.mkdir(parents=True, exist_ok=True)
        unfinished = kept.with_suffix(".unfinished")
        unfinished.write_bytes(content)
        unfinished.replace(kept)
    return kept.read_bytes()


def county_middles() -> dict[str, Point]:
    """The middle of each county in degrees, read once for each layer."""
    return _middles_of(layer_in_use().version)


@lru_cache(maxsize=4)
def _middles_of(version: str) -> dict[str, Point]:
    return middles(ningxia_counties())


def load_layer(
    content: bytes, *, name: str, source: str, approval_number: str, person: Person
) -> MapLayer:
    """Put an official layer in place of the present one.

    Raises a problem when the file is no GeoJSON, or lacks or repeats a county.
    """
    require(person, "platform.edit_rules")
    for field, value in (("name", name), ("source", source)):
        if not value.strip():
            raise invalid(
                field, value, "required", "名称和来源必须填写", "Name and source are needed"
            )
    if len(content) > MAX_LAYER_BYTES:
        raise invalid(
            "file", len(content), "size", "文件超过 20 MB", "The file is larger than 20 MB"
        )
    try:
        document = json.loads(content)
    except (ValueError, UnicodeDecodeError) as error:
        raise Problem(
            MALFORMED, Text(f"文件不是 JSON：{error}", f"The file is no JSON: {error}")
        ) from error
    collection = checked_collection(document)
    with transaction.atomic():
        MapLayer.objects.filter(active=True).update(active=False)
        return MapLayer.objects.create(
            name_zh=name.strip(),
            source=source.strip(),
            approval_number=approval_number.strip(),
            geojson=collection,
        )


def retire_layer(layer: MapLayer, person: Person) -> None:
    """Stop showing a layer; the package's borders are shown again."""
    require(person, "platform.edit_rules")
    layer.active = False
    layer.save(update_fields=["active"])


def _active() -> QuerySet[MapLayer]:
    return MapLayer.objects.filter(active=True).order_by("-pk")


def _compact(collection: Collection) -> bytes:
    return json.dumps(collection, ensure_ascii=False, separators=(",", ":")).encode()
