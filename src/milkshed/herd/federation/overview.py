"""The federation as the region sees it: every animal once, and how fresh and whole it all is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import F, Q, QuerySet

from milkshed.herd.kpi_queries.records import whole_rule
from milkshed.herd.models import (
    AnimalStay,
    FederationMember,
    FederationPackage,
    MemberFarm,
    PackageRefusal,
)

_NOW = "member__ended_at__isnull"

# Where platforms disagree the later arrival wins; of two on the same day, what was told last.
_STANDING = """
WITH standing AS (
  SELECT s.*, row_number() OVER (PARTITION BY s.scheme, s.number
    ORDER BY s.entered_on DESC, p.made_at DESC, s.id DESC) AS rank
  FROM herd_animalstay s
  JOIN herd_federationmember m ON m.id = s.member_id AND m.ended_at IS NULL
  JOIN herd_federationpackage p ON p.id = s.package_id
  WHERE s.entered_on <= %(on)s AND (s.left_on IS NULL OR s.left_on > %(on)s)
)
"""
_HEADS = (
    _STANDING
    + """
SELECT member_id, farm_code, count(*) FILTER (WHERE rank = 1),
  count(*) FILTER (WHERE rank = 1 AND parity > 0), count(*) FILTER (WHERE rank > 1)
FROM standing GROUP BY member_id, farm_code
"""
)
_OVERLAPS = """
SELECT earlier.scheme, earlier.number, one.name, earlier.farm_code, other.name, later.farm_code,
  later.entered_on, earlier.left_on
FROM herd_animalstay earlier
JOIN herd_animalstay later ON later.scheme = earlier.scheme AND later.number = earlier.number
  AND (later.entered_on, later.id) > (earlier.entered_on, earlier.id)
  AND later.entered_on < coalesce(earlier.left_on, 'infinity')
JOIN herd_federationmember one ON one.id = earlier.member_id AND one.ended_at IS NULL
JOIN herd_federationmember other ON other.id = later.member_id AND other.ended_at IS NULL
WHERE (earlier.member_id, earlier.farm_code) <> (later.member_id, later.farm_code)
ORDER BY later.entered_on DESC, earlier.number LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True)
class FarmHead:
    """Head of a farm on a day after every animal is counted once.

    ``elsewhere`` animals it tells of that stand on another farm since.
    """

    member: int
    farm_code: str
    head: int
    adults: int
    elsewhere: int


@dataclass(frozen=True, slots=True)
class Overlap:
    """An animal in two farms at once; it counts on the second, where it arrived later."""

    scheme: str
    number: str
    platform: str
    farm_code: str
    later_platform: str
    later_farm_code: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A platform with its last package. ``is_silent`` where none came for too long."""

    member: FederationMember
    last: FederationPackage | None
    days_since: int | None
    is_silent: bool
    farms: int
    head: int
    refusals: int


@dataclass(frozen=True, slots=True)
class FarmLine:
    """A farm's data: ``declared_pct`` of the period's days, ``numbered_pct`` of its head."""

    farm: MemberFarm
    declared_pct: float
    numbered_pct: float | None
    is_complete: bool
    is_fresh: bool


def heads(on: date) -> list[FarmHead]:
    """Head by platform and farm on a day, every animal counted once."""
    with connection.cursor() as cursor:
        cursor.execute(_HEADS, {"on": on})
        return [FarmHead(*row) for row in cursor.fetchall()]


def overlaps(*, most: int = 200) -> list[Overlap]:
    """Animals that platforms or farms place in two farms at once, the latest first."""
    with connection.cursor() as cursor:
        cursor.execute(_OVERLAPS, {"most": most})
        return [Overlap(*row) for row in cursor.fetchall()]


def vanished() -> QuerySet[AnimalStay]:
    """Stays without an end that the platform's last package tells no more."""
    last = FederationPackage.objects.filter(
        member__ended_at__isnull=True, member__packages__sequence__gt=F("sequence")
    )
    return (
        AnimalStay.objects.filter(left_on__isnull=True, package__in=last.values("pk"))
        .select_related("member", "package")
        .order_by("member", "farm_code", "number")
    )


def farms_told_twice() -> list[str]:
    """Codes of farms that more than one platform tells of."""
    codes: dict[str, set[int]] = {}
    for code, member in MemberFarm.objects.filter(**{_NOW: True}).values_list("code", "member"):
        codes.setdefault(code, set()).add(member)
    return sorted(code for code, members in codes.items() if len(members) > 1)


def members(on: date) -> list[MemberLine]:
    """All platforms with their last package and how long ago it ended."""
    late = whole_rule("herd.federation.late", on, 35)
    head_of: dict[int, int] = {}
    for one in heads(on):
        head_of[one.member] = head_of.get(one.member, 0) + one.head
    lines = []
    for member in FederationMember.objects.order_by("ended_at", "name"):
        last = member.packages.order_by("-sequence").first()
        days = (on - last.last_day).days if last else None
        lines.append(
            MemberLine(
                member,
                last,
                days,
                member.ended_at is None and (days is None or days > late),
                member.farms.count(),
                head_of.get(member.pk, 0),
                member.refusals.count(),
            )
        )
    return lines


def farm_lines(member: str, on: date) -> list[FarmLine]:
    """Completeness and freshness of each farm's data, the worst first; of one platform or all."""
    fresh = whole_rule("herd.federation.fresh", on, 3)
    complete = whole_rule("herd.federation.complete", on, 95)
    found = MemberFarm.objects.filter(**{_NOW: True}).select_related("member", "package")
    if member:
        found = found.filter(Q(member__name=member))
    lines = []
    for farm in found:
        declared = 100 * farm.declared_days / farm.period_days if farm.period_days else 0.0
        last = farm.last_declared_on
        lines.append(
            FarmLine(
                farm,
                declared,
                100 * farm.numbered / farm.head if farm.head else None,
                declared >= complete,
                last is not None and (farm.package.last_day - last).days <= fresh,
            )
        )
    return sorted(lines, key=lambda line: (line.is_complete, line.is_fresh, line.farm.code))


def refusals(*, most: int = 20) -> Sequence[PackageRefusal]:
    """The last packages that were not taken."""
    return list(PackageRefusal.objects.select_related("member").order_by("-refused_at")[:most])
