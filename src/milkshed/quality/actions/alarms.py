"""Alarms that quality raises, and the lots they name for hold."""

from collections.abc import Sequence

from milkshed.kernel.text import Text
from milkshed.platform.alarms import raise_alarm
from milkshed.quality.models import Sample
from milkshed.quality.science.analytes import ANALYTES

ANTIBIOTICS = "antibiotics"
FREEZING_POINT = "freezing_point"


def raise_for_sample(sample: Sample) -> None:
    """Raise what a failed sample calls for: antibiotics, added water, contraband, a limit."""
    failed = list(sample.failed)
    if ANTIBIOTICS in failed:
        _raise(
            sample,
            "antibiotics_positive",
            Text(
                "抗生素检测阳性，建议暂停使用该批生鲜乳", "Antibiotic residue found; hold the lot"
            ),
            [ANTIBIOTICS],
        )
    if sample.added_water:
        share = float(sample.added_water)
        _raise(
            sample,
            "added_water",
            Text(
                f"冰点异常，推算掺水{share:.1%}",
                f"Freezing point out of limits; about {share:.1%} added water",
            ),
            [FREEZING_POINT],
        )
    banned = [code for code in failed if ANALYTES[code].contraband]
    if banned:
        _raise(
            sample,
            "contraband",
            _named(banned, "检出违禁物：", "Contraband found: "),
            banned,
        )
    told = {ANTIBIOTICS, *banned, *([FREEZING_POINT] if sample.added_water else [])}
    others = [code for code in failed if code not in told]
    if others:
        _raise(
            sample,
            "limit_exceeded",
            _named(others, "生鲜乳不合格：", "Raw milk out of limits: "),
            others,
        )


def _named(codes: Sequence[str], zh: str, en: str) -> Text:
    names = [ANALYTES[code].name for code in codes]
    return Text(zh + "、".join(n.zh for n in names), en + ", ".join(n.en for n in names))


def _raise(sample: Sample, kind: str, title: Text, codes: Sequence[str]) -> None:
    named = _named(codes, "", "")
    raise_alarm(
        f"quality.{kind}:{sample.barcode}",
        kind=f"quality.{kind}",
        severity="serious",
        title=title,
        happened_at=sample.reported_at or sample.sampled_at,
        place=sample.place,
        organisations=(sample.place.organisation,),
        facts=[
            {
                "title_zh": "样品",
                "title_en": "Sample",
                "value": sample.barcode,
                "url": f"/quality/samples/{sample.barcode}",
            },
            {"title_zh": "项目", "title_en": "Analyte", "value": named.zh, "url": ""},
            {"title_zh": "奶批（建议扣留）", "title_en": "Lot (to hold)", "value": sample.lot_uri,
             "url": ""},
        ],
    )  # fmt: skip
