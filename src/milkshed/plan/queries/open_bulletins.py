"""The bulletins that everybody may read, and the table that lists them as open data."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from milkshed.kernel.counties import NINGXIA
from milkshed.kernel.text import Text
from milkshed.plan.models import Bulletin, PublicBulletin
from milkshed.plan.queries.bulletins.shelf import bulletins_for

LISTED: dict[str, tuple[Text, str]] = {
    "number": (Text("文号", "Number of the paper"), ""),
    "title": (Text("标题", "Title, Chinese"), ""),
    "period": (Text("month月报，year年报", "month or year"), ""),
    "first": (Text("期首", "First day of the period"), "YYYY-MM-DD"),
    "last": (Text("期末", "Last day of the period"), "YYYY-MM-DD"),
    "area_code": (Text("行政区划代码（GB/T 2260）", "Code of the area (GB/T 2260)"), ""),
    "area_zh": (Text("区域（中文）", "Area, Chinese"), ""),
    "area_en": (Text("区域（英文）", "Area, English"), ""),
    "office": (Text("发文单位", "Issuing office"), ""),
    "issued_on": (Text("签发日期", "Day of issue"), "YYYY-MM-DD"),
    "edition": (Text("版次，大于1为更正版", "Edition; above 1 a correction"), ""),
    "in_force": (
        Text("yes现行；no已被更正", "yes when in force; no when replaced by a correction"),
        "",
    ),
    "extract": (
        Text(
            "no与签发稿一致；yes公开版：涉及主体过少的数不公布，或有部分不公开",
            "no: the papers as issued; yes: figures of too few holders withheld or sections left "
            "out",
        ),
        "",
    ),
    "licence": (Text("使用许可", "Licence"), ""),
    "page": (Text("网页", "Page to read it on"), ""),
    "word": (Text("公文（Word）", "Paper (Word)"), ""),
    "word_sha256": (Text("公文的SHA-256摘要", "SHA-256 of the paper"), "hex"),
    "tables": (Text("附表（Excel）", "Tables (Excel)"), ""),
    "tables_sha256": (Text("附表的SHA-256摘要", "SHA-256 of the tables"), "hex"),
    "data": (Text("全部内容（JSON）", "Everything (JSON)"), ""),
    "label": (Text("数据标记：演示数据或空", "Mark: demonstration data, or empty"), ""),
}
"""The fields of the list of public bulletins: meaning, and form."""

FILES = {"paper.docx": "word", "tables.xlsx": "sheet"}
"""The copies of a public bulletin by the name of their file."""


def public_bulletins() -> QuerySet[PublicBulletin]:
    """The bulletins that are public now, the youngest period first."""
    return (
        PublicBulletin.objects.filter(state="published")
        .select_related("bulletin__office", "word", "sheet")
        .order_by("-bulletin__last", "bulletin__county", "-bulletin__edition")
    )


def proposed_bulletins(person: Any) -> QuerySet[PublicBulletin]:
    """The bulletins ever proposed for everybody that are public, or whose bulletin one may read."""
    return PublicBulletin.objects.filter(
        Q(state="published") | Q(bulletin__in=bulletins_for(person).values("pk"))
    ).select_related("bulletin__office", "proposed_by", "decided_by")


def unpublished_bulletins(bulletins: QuerySet[Bulletin]) -> QuerySet[Bulletin]:
    """Those of some bulletins that are in force and neither public nor proposed."""
    return bulletins.filter(state="issued").exclude(
        public_editions__state__in=["proposed", "published"]
    )


def corrections_of(public: PublicBulletin) -> QuerySet[PublicBulletin]:
    """The public correction of a public bulletin, where there is one."""
    return public_bulletins().filter(bulletin__replaces=public.bulletin_id)


def listed(bulletins: Iterable[PublicBulletin]) -> list[dict[str, str]]:
    """A row of :data:`LISTED` for each public bulletin; addresses are paths of this site."""
    return [_row(one) for one in bulletins]


def _row(one: PublicBulletin) -> dict[str, str]:
    bulletin = one.bulletin

    def path(name: str) -> str:
        return reverse("plan:open-bulletin-file", args=[one.pk, name])

    return {
        "number": bulletin.number,
        "title": one.title,
        "period": bulletin.period,
        "first": bulletin.first.isoformat(),
        "last": bulletin.last.isoformat(),
        "area_code": bulletin.county or NINGXIA,
        "area_zh": bulletin.area_text.zh,
        "area_en": bulletin.area_text.en,
        "office": bulletin.office.name_zh,
        "issued_on": bulletin.issued_on.isoformat() if bulletin.issued_on else "",
        "edition": str(bulletin.edition),
        "in_force": "yes" if bulletin.state == "issued" else "no",
        "extract": "yes" if one.is_extract else "no",
        "licence": one.licence,
        "page": reverse("plan:open-bulletin", args=[one.pk]),
        "word": path("paper.docx"),
        "word_sha256": one.word.sha256 if one.word else "",
        "tables": path("tables.xlsx"),
        "tables_sha256": one.sheet.sha256 if one.sheet else "",
        "data": path("data.json"),
        "label": "演示数据 synthetic" if bulletin.office.synthetic else "",
    }


def whole(one: PublicBulletin) -> dict[str, Any]:
    """Everything a public bulletin tells, for programs: its row, sections, data and footnotes."""
    return {
        **_row(one),
        "sha256": one.sha256,
        "note": one.note,
        "sections": one.wording,
        "fields": one.content["fields"],
        "notes": one.content["notes"],
        "tables": one.content["tables"],
    }
