"""Open data, for everybody without signing in: the front page, one data set, and its files."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from milkshed.kernel.counties import NINGXIA
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.plan.models import DataEdition
from milkshed.plan.models.publications import LICENCES
from milkshed.plan.pages.open_files import (
    DICTIONARY,
    FOREVER_S,
    JSON,
    NEWEST_S,
    no_such_file,
    open_file,
)
from milkshed.plan.queries.open_bulletins import public_bulletins
from milkshed.plan.queries.open_data import newest_editions, public_edition
from milkshed.platform.documents.tables import CSV_MEDIA_TYPE, as_csv

_BULLETINS_SHOWN = 6
_DESCRIPTION = (
    "dataset", "edition", "title_zh", "title_en", "definition_zh", "definition_en", "method",
    "through", "source", "licence", "withholding_zh", "withholding_en", "sha256", "label",
)  # fmt: skip


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The data sets that are public, each with its newest value, and the newest bulletins."""
    rows = []
    for edition in newest_editions():
        region = [row for row in edition.document["rows"] if row["area_code"] == NINGXIA]
        rows.append((edition, _title(edition), region[-1] if region else None))
    bulletins = public_bulletins()
    return render(
        request,
        "plan/open/home.html",
        {
            "rows": rows,
            "bulletins": bulletins[:_BULLETINS_SHOWN],
            "more": bulletins.count() > _BULLETINS_SHOWN,
        },
    )


@require_safe
def dataset(request: HttpRequest, slug: str) -> HttpResponse:
    """One data set: its months, its counties, what the fields mean, and its editions."""
    edition = _edition(slug)
    document = edition.document
    region = [row for row in document["rows"] if row["area_code"] == NINGXIA]
    month = region[-1]["month"] if region else ""
    return render(
        request,
        "plan/open/dataset.html",
        {
            "edition": edition,
            "document": document,
            "title": _title(edition),
            "licence": LICENCES[document["licence"]],
            "definition": _both(document["definition"]),
            "methods": [
                (one["version"], Text(one["zh"], one["en"])) for one in document["methods"]
            ],
            "withholding": _both(document["withholding"]),
            "dictionary": [
                (one["field"], Text(one["meaning_zh"], one["meaning_en"]), one["unit"])
                for one in document["dictionary"]
            ],
            "months": region[::-1],
            "month": month,
            "counties": [
                row
                for row in document["rows"]
                if row["month"] == month and row["area_code"] != NINGXIA
            ],
            "chart": _chart(region, document["unit"]),
            "editions": edition.publication.editions.all(),
        },
    )


def _both(words: Mapping[str, str]) -> Text:
    return Text(words["zh"], words["en"])


def _title(edition: DataEdition) -> Text:
    return _both(edition.document["title"])


def _chart(rows: Sequence[Mapping[str, str]], unit: str) -> dict[str, Any] | None:
    shown = [row for row in rows if row["value"]]
    if len(shown) < 2:
        return None
    return {
        "labels": [row["month"] for row in shown],
        "unit": unit,
        "series": [{"name": shown[0]["name_zh"], "values": [float(r["value"]) for r in shown]}],
    }


def _edition(slug: str, number: int | None = None) -> DataEdition:
    found = public_edition(slug, number)
    if found is None:
        raise Problem(NOT_FOUND, Text("没有公开该数据集", "There is no such open data set"))
    return found


@require_safe
def newest_csv(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The newest edition's rows as CSV."""
    return _answer(request, _edition(slug), "data.csv", NEWEST_S)


@require_safe
def newest_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The newest edition as JSON."""
    return _answer(request, _edition(slug), "data.json", NEWEST_S)


@require_safe
def edition_file(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """A file of an edition, which never changes: its rows, its dictionary, or all as JSON."""
    return _answer(request, _edition(slug, number), name, FOREVER_S)


def _answer(
    request: HttpRequest, edition: DataEdition, name: str, seconds: int
) -> HttpResponseBase:
    write = _WRITERS.get(name)
    if write is None:
        raise no_such_file()
    return open_file(
        request,
        lambda: write(edition),
        digest=edition.sha256,
        media_type=JSON if name.endswith("json") else CSV_MEDIA_TYPE,
        name=f"{edition.publication.slug}-{edition.number}-{name}",
        seconds=seconds,
    )


def _data_csv(edition: DataEdition) -> bytes:
    header = [one["field"] for one in edition.document["dictionary"]]
    return as_csv(header, edition.document["rows"])


def _dictionary_csv(edition: DataEdition) -> bytes:
    """What each field means; behind the fields, the description of the whole edition."""
    document = edition.document
    described = _description(edition)
    rows = [
        *document["dictionary"],
        *(
            {"field": f"#{name}", "meaning_zh": described[name], "meaning_en": "", "unit": ""}
            for name in _DESCRIPTION
        ),
    ]
    return as_csv(DICTIONARY, rows)


def _description(edition: DataEdition) -> dict[str, object]:
    document = edition.document
    return {
        "dataset": document["dataset"],
        "edition": document["edition"],
        "title_zh": document["title"]["zh"],
        "title_en": document["title"]["en"],
        "definition_zh": document["definition"]["zh"],
        "definition_en": document["definition"]["en"],
        "method": "；".join(f"版本{one['version']}：{one['zh']}" for one in document["methods"]),
        "through": document["through"],
        "source": document["source"]["zh"],
        "licence": document["licence"],
        "withholding_zh": document["withholding"]["zh"],
        "withholding_en": document["withholding"]["en"],
        "sha256": edition.sha256,
        "label": document["notice"]["zh"] if document["notice"] else "",
    }


def _json(edition: DataEdition) -> bytes:
    document = {**edition.document, "sha256": edition.sha256}
    return json.dumps(document, ensure_ascii=False, indent=1).encode()


_WRITERS = {"data.csv": _data_csv, "dictionary.csv": _dictionary_csv, "data.json": _json}
