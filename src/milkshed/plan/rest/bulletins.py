"""Typed REST of bulletins and of the open data, which everybody may read."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from milkshed.kernel.counties import NINGXIA
from milkshed.kernel.text import Text
from milkshed.plan.models import Bulletin, DataEdition
from milkshed.plan.queries.bulletins.shelf import bulletins_for
from milkshed.plan.queries.open_bulletins import listed, public_bulletins
from milkshed.plan.queries.open_data import newest_editions, public_edition
from milkshed.plan.science.wording import plain_text
from milkshed.platform.permissions import require
from milkshed.platform.scope import no_such_record
from milkshed.platform.web.schemas import problems

router = Router()


class BulletinOut(Schema):
    """A bulletin; ``number`` is empty before it is issued, digests are those of its copies."""

    id: int
    title: str
    period: str
    first: date
    last: date
    area_code: str
    edition: int
    replaces: int | None
    state: str
    number: str
    issued_on: date | None
    word_sha256: str
    sheet_sha256: str
    content_sha256: str


class BulletinFieldOut(Schema):
    """A datum of a bulletin: its key, what it is, how it reads, and its footnote."""

    key: str
    label: str
    text: str
    note: str


class BulletinSectionOut(Schema):
    """A section's text as it is read, by paragraph."""

    code: str
    heading: str
    paragraphs: list[str]


class BulletinWholeOut(BulletinOut):
    """A bulletin with its text and all its data."""

    sections: list[BulletinSectionOut]
    fields: list[BulletinFieldOut]


class BulletinFilter(Schema):
    """Which bulletins; all in reach when left out."""

    period: str | None = Field(None, pattern="^(month|year)$")
    state: str | None = Field(None, pattern="^(drawn|edited|proposed|issued|replaced|withdrawn)$")
    limit: int = Field(100, ge=1, le=500)


def _bulletin(found: Bulletin) -> dict[str, object]:
    return {
        "id": found.pk,
        "title": found.title,
        "period": found.period,
        "first": found.first,
        "last": found.last,
        "area_code": found.county or NINGXIA,
        "edition": found.edition,
        "replaces": found.replaces_id,
        "state": found.state,
        "number": found.number,
        "issued_on": found.issued_on,
        "word_sha256": found.word.sha256 if found.word else "",
        "sheet_sha256": found.sheet.sha256 if found.sheet else "",
        "content_sha256": found.content_sha256,
    }


@router.get(
    "/bulletins",
    response={200: list[BulletinOut], **problems()},
    summary="通报 · Bulletins",
)
def read_bulletins(request: HttpRequest, asked: Query[BulletinFilter]) -> list[dict[str, object]]:
    """The bulletins in the reader's scope, the youngest period first."""
    require(request.user, "plan.see")
    found = bulletins_for(request.user)
    if asked.period:
        found = found.filter(period=asked.period)
    if asked.state:
        found = found.filter(state=asked.state)
    return [_bulletin(one) for one in found[: asked.limit]]


@router.get(
    "/bulletins/{number}",
    response={200: BulletinWholeOut, **problems(404)},
    summary="一件通报 · One bulletin",
)
def read_bulletin(request: HttpRequest, number: int) -> dict[str, object]:
    """One bulletin, by its key, with text and data."""
    require(request.user, "plan.see")
    found = bulletins_for(request.user).filter(pk=number).first()
    if found is None:
        raise no_such_record()
    return {
        **_bulletin(found),
        "sections": [
            {
                "code": section["code"],
                "heading": section["heading"],
                "paragraphs": [plain_text(text) for text in section["paragraphs"]],
            }
            for section in found.wording
        ],
        "fields": [
            {
                "key": key,
                "label": one["label"],
                "text": one["text"],
                "note": found.content["notes"][one["note"]],
            }
            for key, one in found.fields.items()
        ],
    }


class DatasetOut(Schema):
    """A public data set, its newest edition, and the paths of its files."""

    dataset: str
    indicator: str
    title: str
    unit: str
    edition: int
    since: date
    through: date
    licence: str
    synthetic: bool
    sha256: str
    csv: str
    json_file: str
    dictionary: str


class DatasetRowOut(Schema):
    """A value of a public data set; ``value`` is None where it is withheld or unknown."""

    month: str
    area_code: str
    as_of: date | None
    value: Decimal | None
    unit: str
    status: str
    origin: str
    method_version: str


class DatasetWholeOut(DatasetOut):
    """A public data set with its rows."""

    rows: list[DatasetRowOut]


def _dataset(edition: DataEdition) -> dict[str, object]:
    document = edition.document
    title = Text(document["title"]["zh"], document["title"]["en"])

    def path(name: str) -> str:
        return reverse("plan:open-file", args=[document["dataset"], edition.number, name])

    return {
        "dataset": document["dataset"],
        "indicator": document["indicator"],
        "title": title.in_language(get_language() or "zh"),
        "unit": document["unit"],
        "edition": edition.number,
        "since": document["since"],
        "through": document["through"],
        "licence": document["licence"],
        "synthetic": document["synthetic"],
        "sha256": edition.sha256,
        "csv": path("data.csv"),
        "json_file": path("data.json"),
        "dictionary": path("dictionary.csv"),
    }


@router.get(
    "/open",
    response={200: list[DatasetOut], **problems()},
    auth=None,
    summary="公开数据集 · Open data sets",
)
def read_datasets(request: HttpRequest) -> list[dict[str, object]]:
    """The data sets that are public now; without signing in."""
    return [_dataset(edition) for edition in newest_editions()]


class OpenBulletinOut(Schema):
    """A public bulletin: what it is, its copies with their digests; addresses are paths."""

    number: str
    title: str
    period: str
    first: date
    last: date
    area_code: str
    area_zh: str
    area_en: str
    office: str
    issued_on: date
    edition: int
    in_force: bool
    extract: bool
    licence: str
    page: str
    word: str
    word_sha256: str
    tables: str
    tables_sha256: str
    data: str
    label: str


@router.get(
    "/open/bulletins",
    response={200: list[OpenBulletinOut], **problems()},
    auth=None,
    summary="公开通报 · Public bulletins",
)
def read_open_bulletins(request: HttpRequest) -> list[dict[str, str]]:
    """The bulletins that are public now, the youngest period first; without signing in."""
    return listed(public_bulletins())


@router.get(
    "/open/{slug}",
    response={200: DatasetWholeOut, **problems(404)},
    auth=None,
    summary="一个公开数据集 · One open data set",
)
def read_dataset(request: HttpRequest, slug: str) -> dict[str, object]:
    """The newest edition of a public data set with its rows; without signing in."""
    edition = public_edition("".join(c for c in slug if c.isprintable()))
    if edition is None:
        raise no_such_record()
    rows = [
        {**row, "value": row["value"] or None, "as_of": row["as_of"] or None}
        for row in edition.document["rows"]
    ]
    return {**_dataset(edition), "rows": rows}
