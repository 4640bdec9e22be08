"""Making this platform's next package out of its own herds."""

import os
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count, Max
from django.utils import timezone

from milkshed.herd.federation.keys import own_platform, private_key_of
from milkshed.herd.federation.packages import (
    AnimalFacts,
    Body,
    FarmFacts,
    FigureFacts,
    Package,
    make_package,
)
from milkshed.herd.federation.receiving import store
from milkshed.herd.models import (
    AnimalEvent,
    Farm,
    FarmDay,
    FarmFigure,
    FederationMember,
    FederationPackage,
)
from milkshed.kernel.problems import invalid
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

# An animal is known by its ear tag, else its herd-book or transponder number, else by farm and
# on-farm number, which nobody else can share.
_ANIMALS = """
WITH numbers AS (
  SELECT DISTINCT ON (n.animal_id) n.animal_id, n.scheme,
    CASE WHEN n.issuer_id IS NULL THEN n.value ELSE f.code || '/' || n.value END AS value
  FROM herd_animalidentifier n LEFT JOIN herd_farm f ON f.id = n.issuer_id
  ORDER BY n.animal_id, (n.issuer_id IS NOT NULL),
    array_position(ARRAY['ear-tag', 'herd-book', 'iso-11784', 'on-farm', 'dhi'], n.scheme::text),
    n.valid_to IS NOT NULL, n.id
)
SELECT a.id, coalesce(n.scheme, 'key'), coalesce(n.value, f.code || '/' || a.id::text), f.code,
  a.entered_on,
  CASE WHEN a.sex = 'M' THEN 'male' WHEN a.parity = 0 THEN 'young'
    WHEN a.dry_on IS NOT NULL THEN 'dry' ELSE 'milking' END, a.parity
FROM herd_animal a JOIN herd_farm f ON f.id = a.registered_farm_id
LEFT JOIN numbers n ON n.animal_id = a.id
WHERE a.entered_on <= %(last)s
"""
_MOVES = """
SELECT e.animal_id, f.code, e.kind = 'arrival',
  (e.happened_at AT TIME ZONE 'Asia/Shanghai')::date AS day
FROM herd_animalevent e JOIN herd_farm f ON f.id = e.farm_id
WHERE e.kind IN ('arrival', 'departure', 'death')
  AND e.id <> ALL (ARRAY(SELECT corrects_id FROM herd_animalevent WHERE corrects_id IS NOT NULL))
ORDER BY day, e.id
"""
_EVERYWHERE = ("ear-tag", "herd-book", "iso-11784")


@transaction.atomic
def publish_package(last_day: date, *, person: Person | None = None) -> tuple[Package, Path]:
    """Sign the package of the days since the last one up to ``last_day``, and write its file.

    The first package begins on the first of ``last_day``'s month. This platform's own facts
    count for its own view of the federation too. ``last_day`` must be over.
    """
    if person is not None:
        require(person, "herd.manage_federation")
    member = FederationMember.objects.select_for_update().get(pk=own_platform().pk)
    before = member.packages.order_by("-sequence").first()
    first_day = before.last_day + timedelta(days=1) if before else last_day.replace(day=1)
    if last_day >= timezone.localdate() or last_day < first_day:
        raise invalid(
            "last_day",
            last_day,
            "period",
            f"截止日期应在 {first_day} 至昨天之间",
            f"The last day must lie between {first_day} and yesterday",
        )
    package = make_package(
        member.name,
        private_key_of(member),
        sequence=before.sequence + 1 if before else 1,
        previous=before.digest if before else "",
        first_day=first_day,
        last_day=last_day,
        made_at=timezone.now(),
        body=collect(first_day, last_day),
    )
    path = path_of(member, package.header.sequence)
    store(member, package)
    _write(path, package.as_file())
    return package, path


def path_of(member: FederationMember, sequence: int) -> Path:
    """Where the file of an own package stands."""
    return Path(settings.VAR) / "federation" / f"{member.name}-{sequence:06d}.json"


def collect(first_day: date, last_day: date) -> Body:
    """The content of a package: every open farm, every stay, the figures of the period."""
    animals = tuple(_stays(first_day, last_day))
    head: dict[str, int] = {}
    numbered: dict[str, int] = {}
    for one in animals:
        if one.left_on is None:
            head[one.farm] = head.get(one.farm, 0) + 1
            numbered[one.farm] = numbered.get(one.farm, 0) + (one.scheme in _EVERYWHERE)
    declared = {
        farm: (days, last)
        for farm, days, last in FarmDay.objects.filter(day__range=(first_day, last_day))
        .order_by()
        .values_list("farm")
        .annotate(Count("pk"), Max("day"))
    }
    events = dict(
        AnimalEvent.objects.filter(happened_at__date__lte=last_day)
        .order_by()
        .values_list("farm")
        .annotate(Max("happened_at"))
    )
    farms = []
    standing = {one.farm for one in animals}
    for farm in Farm.objects.select_related("place").order_by("code"):
        if farm.closed_on is not None and farm.closed_on < first_day and farm.code not in standing:
            continue
        days, last = declared.get(farm.pk, (0, None))
        told = events.get(farm.pk)
        farms.append(
            FarmFacts(
                code=farm.code,
                name=farm.place.name_zh,
                county=farm.place.county,
                declared_days=days,
                last_declared_on=last,
                last_event_on=timezone.localdate(told) if told else None,
                head=head.get(farm.code, 0),
                numbered=numbered.get(farm.code, 0),
            )
        )
    figures = tuple(
        FigureFacts(one.farm.code, one.code, one.last_day, one.numerator, one.denominator,
                    one.version)
        for one in FarmFigure.objects.filter(last_day__range=(first_day, last_day))
        .select_related("farm")
    )  # fmt: skip
    return Body(tuple(farms), animals, figures)


def _stays(first_day: date, last_day: date) -> Iterator[AnimalFacts]:
    """Every stay that touches the period.

    A stay begins with registration or an arrival and ends with the first leaving that follows it
    on the same farm.
    """
    arrivals: dict[int, set[tuple[str, date]]] = defaultdict(set)
    leavings: dict[tuple[int, str], list[date]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_MOVES)
        for animal, farm, arrives, day in cursor.fetchall():
            if arrives:
                arrivals[animal].add((farm, day))
            else:
                leavings[animal, farm].append(day)
        cursor.execute(_ANIMALS, {"last": last_day})
        animals = cursor.fetchall()
    for key, scheme, number, registered, entered_on, state, parity in animals:
        for farm, entered in sorted({(registered, entered_on)} | arrivals[key]):
            left = next((day for day in leavings[key, farm] if day >= entered), None)
            if entered > last_day or (left is not None and left < first_day):
                continue
            ended = left if left is not None and left <= last_day else None
            yield AnimalFacts(
                scheme, number, farm, entered, ended, "left" if ended else state, parity
            )


def _write(path: Path, content: bytes) -> None:
    """Write the file whole; it is on disk before its row is committed.

    What stood there under this number was never committed, else the number would be taken.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def own_packages() -> list[FederationPackage]:
    """This platform's packages, the youngest first."""
    return list(own_platform().packages.order_by("-sequence"))
