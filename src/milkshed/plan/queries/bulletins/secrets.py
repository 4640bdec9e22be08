"""Which figures of a bulletin rest on too few holders to be told to everybody."""

from collections.abc import Iterable

from django.db.models import Q

from milkshed.plan.models import Bulletin, ComputedFigure, CountyFigure
from milkshed.plan.queries.bulletins.readings import Period, farms_on_record
from milkshed.plan.rules import LEAST_HOLDERS
from milkshed.plan.science.redaction import Secrets
from milkshed.plan.science.suppression import too_few, withheld
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import rule

Held = tuple[str, int | None]
"""What a figure is of (an indicator or a county), and on how many holders it rests."""


def least_holders(bulletin: Bulletin) -> Rule:
    """The rule row that says from how many holders on a figure of the period may be told."""
    return rule(LEAST_HOLDERS, bulletin.last)


def secrets_of(bulletin: Bulletin) -> Secrets:
    """What of a bulletin may not be told to everybody.

    A bulletin compares two periods, and figures may have been computed more than once, so the
    fewest holders that ever stood behind a figure of either period decide. A county's figure is
    secret where it would be in a table of all counties. Reports by hand are totals of offices.
    """
    least = int(least_holders(bulletin).value or 0)
    period = Period(bulletin.period, bulletin.first, bulletin.last)
    of_time = Q(
        indicator__code__in=list(bulletin.content["readings"]),
        as_of__range=(period.before.first, period.last),
        value__isnull=False,
    ) & ~Q(value=0)
    farms = farms_on_record()
    region = _fewest(
        ComputedFigure.objects.filter(of_time, failed=False).values_list(
            "indicator__code", "holders"
        ),
        {},
        sum(farms.values()),
    )
    cells: dict[str, list[Held]] = {}
    for code, county, holders in CountyFigure.objects.filter(of_time).values_list(
        "indicator__code", "county", "holders"
    ):
        cells.setdefault(code, []).append((county, holders))
    hidden = {code: withheld(_fewest(rows, farms), least) for code, rows in cells.items()}
    if bulletin.county:
        own = frozenset(code for code, counties in hidden.items() if bulletin.county in counties)
        return Secrets(own, frozenset(), least)
    return Secrets(
        frozenset(code for code, holders in region.items() if too_few(holders, least)),
        frozenset(
            code
            for code, counties in hidden.items()
            if any(f"{code}.part.{county}" in bulletin.fields for county in counties)
        ),
        least,
    )


def _fewest(rows: Iterable[Held], farms: dict[str, int], otherwise: int = 0) -> dict[str, int]:
    """The fewest holders of each; where a room did not tell, the farms on record, at least one."""
    found: dict[str, int] = {}
    for key, holders in rows:
        number = max(1, farms.get(key, otherwise)) if holders is None else holders
        found[key] = min(number, found.get(key, number))
    return found
