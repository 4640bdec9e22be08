"""Open data, for everybody without signing in: the list, one data set, and its files."""

import csv
import json
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from milkshed.kernel.counties import NINGXIA
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.plan.models import DataEdition
from milkshed.plan.models.publications import LICENCES
from milkshed.plan.queries.open_data import newest_editions, public_edition

_NEWEST_S = 300
_FOREVER_S = 31_536_000
_DICTIONARY = ("field", "meaning_zh", "meaning_en", "unit")
_DESCRIPTION = (
    "dataset", "edition", "title_zh", "title_en", "definition_zh", "definition_en", "method",
    "through", "source", "licence", "withholding_zh", "withholding_en", "sha256", "label",
)  # fmt: skip


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The data sets that are public, each with its newest value."""
    rows = []
    for edition in newest_editions():
        region = [row for row in edition.document["rows"] if row["area_code"] == NINGXIA]
        rows.append((edition, _title(edition), region[-1] if region else None))
    return render(request, "plan/open/home.html", {"rows": rows})


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
    return _answer(request, _edition(slug), "data.csv", _NEWEST_S)


@require_safe
def newest_json(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The newest edition as JSON."""
    return _answer(request, _edition(slug), "data.json", _NEWEST_S)


@require_safe
def edition_file(request: HttpRequest, slug: str, number: int, name: str) -> HttpResponseBase:
    """A file of an edition, which never changes: its rows, its dictionary, or all as JSON."""
    return _answer(request, _edition(slug, number), name, _FOREVER_S)


def _answer(
    request: HttpRequest, edition: DataEdition, name: str, seconds: int
) -> HttpResponseBase:
    write = _WRITERS.get(name)
    if write is None:
        raise Problem(NOT_FOUND, Text("没有该文件", "There is no such file"))
    etag = f'"{edition.sha256[:32]}-{name}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        answer: HttpResponse = HttpResponseNotModified()
    else:
        kind = "application/json" if name.endswith("json") else "text/csv"
        answer = HttpResponse(write(edition), content_type=f"{kind}; charset=utf-8")
        stem, _, ending = name.partition(".")
        answer["Content-Disposition"] = (
            f'attachment; filename="{edition.publication.slug}-{edition.number}-{stem}.{ending}"'
        )
    answer["ETag"] = etag
    lasting = ", immutable" if seconds == _FOREVER_S else ""
    answer["Cache-Control"] = f"public, max-age={seconds}{lasting}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _csv(header: Sequence[str], rows: Sequence[Mapping[str, object]]) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that spreadsheets read Chinese as Chinese."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_one_line(row[name]) for name in header] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def _one_line(value: object) -> str:
    """Text in one line that a spreadsheet takes for text and not for a formula."""
    plain = " ".join(str(value).split())
    is_number = plain[1:2].isdigit() or plain[1:2] == "."
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") and not is_number else plain


def _data_csv(edition: DataEdition) -> bytes:
    header = [one["field"] for one in edition.document["dictionary"]]
    return _csv(header, edition.document["rows"])


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
    return _csv(_DICTIONARY, rows)


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
