"""Bulletins and open data of the played region: two issued months, a draft, five data sets.

The first month is public, the second is proposed and waits for its decision.

Figures of past months are computed by the herd's own contribution where that has records, and
reported by hand with evidence else; all of it is invented and says so.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

from django.utils import timezone

from milkshed.plan.actions.bulletins.county_figures import compute_county_figures
from milkshed.plan.actions.bulletins.drawing import draw_bulletin
from milkshed.plan.actions.bulletins.editing import edit_bulletin
from milkshed.plan.actions.bulletins.issuing import issue_bulletin, propose_bulletin
from milkshed.plan.actions.bulletins.releasing import (
    BulletinWish,
    decide_public_bulletin,
    propose_public_bulletin,
)
from milkshed.plan.actions.figures import compute_figures
from milkshed.plan.actions.periods import close_period
from milkshed.plan.actions.publishing import (
    PublicationWish,
    decide_publication,
    propose_publication,
)
from milkshed.plan.actions.reports import report_manually, review_report
from milkshed.plan.models import Bulletin, Indicator
from milkshed.platform.models import Organisation, Person
from milkshed.region.play.furnish import Furniture

_COMPUTED = ("K1",)
_REPORTED = {  # what three months told, the oldest first: invented
    "K7": ("89.6", "90.1", "90.8"),
    "T9.1": ("136", "141", "149"),
    "T10.3": ("412", "455", "455"),
    "T2.1": ("98.4", "98.4", "99.2"),
}
_PUBLISHED = (("K1", "region"), ("K1", "county"), ("K7", "region"), ("T9.1", "region"),
              ("T2.1", "region"))  # fmt: skip
_SHORT = "演示奶办通"
_NOTE = "演示数据，不作任何依据"


def months_before(today: date, count: int) -> list[date]:
    """The last days of the months that are over, the oldest first."""
    ends, day = [], today
    for _ in range(count):
        day = day.replace(day=1) - timedelta(days=1)
        ends.append(day)
    return ends[::-1]


def play_bulletins(furniture: Furniture) -> None:
    """Fill three months, issue two bulletins and publish the first of them and five data sets."""
    region = furniture.offices["region"]
    officer = furniture.people(region.pk, "region_officer")[0]
    other = furniture.people(region.pk, "administrator")[0]
    ends = months_before(timezone.localdate(), 3)
    _fill(region, officer, other, ends)
    proposed = []
    for end in ends[:2]:
        close_period(other, end, reason="演示关账")
        made = draw_bulletin(officer, "month", end)
        made = _reword(officer, made)
        made = propose_bulletin(officer, made.pk, revision=made.revision)
        issue_bulletin(
            other, made.pk, issuer_short=_SHORT, opinion="同意印发（演示）", revision=made.revision
        )
        proposed.append(propose_public_bulletin(officer, BulletinWish(made.pk, note=_NOTE)))
    decide_public_bulletin(
        other, proposed[0].pk, publish=True, opinion="同意公开（演示）", revision=0
    )
    draw_bulletin(officer, "month", ends[2])
    for indicator, breakdown in _PUBLISHED:
        wish = PublicationWish(indicator, breakdown, ends[0], note=_NOTE)
        publication = propose_publication(officer, wish)
        decide_publication(
            other, publication.pk, publish=True, opinion="同意公开（演示）", revision=0
        )


def _fill(region: Organisation, officer: Person, other: Person, ends: Sequence[date]) -> None:
    for end in ends:
        compute_figures(end, only=_COMPUTED)
        compute_county_figures(end, only=_COMPUTED)
    indicators = {
        one.code: one for one in Indicator.objects.filter(version__current=True, code__in=_REPORTED)
    }
    for code, values in _REPORTED.items():
        for end, value in zip(ends, values, strict=True):
            made = report_manually(
                indicator=indicators[code],
                as_of=end,
                value=Decimal(value),
                evidence=BytesIO(f"演示佐证：{code} {end} {value}".encode()),
                evidence_name=f"{code}-{end}.txt",
                organisation=region,
                person=officer,
                note="演示填报",
            )
            review_report(made.pk, other, accept=True)


def _reword(officer: Person, bulletin: Bulletin) -> Bulletin:
    summary = next(one for one in bulletin.wording if one["code"] == "summary")
    text = "\n".join([*summary["paragraphs"], "各地各单位要对照变动说明，逐项核实原因。"])
    return edit_bulletin(officer, bulletin.pk, {"summary": text}, revision=bulletin.revision)
