"""Declaring that a cow's milk is kept apart from the tank (单独存放)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from milkshed.herd.models import Animal, AnimalStatus, Farm, MilkSeparation
from milkshed.kernel.problems import invalid
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

_LONGEST = 60


def declare_apart(
    farm: Farm,
    animals: Sequence[int],
    *,
    since: datetime,
    container: str,
    person: Person | None = None,
) -> int:
    """Declare the milk of cows of a farm kept apart in a container until their withdrawal ends.

    ``animals`` are keys; those that are in no withdrawal or that are declared already are left
    alone. Returns how many declarations were written.
    """
    if person is not None:
        require(person, "herd.record_events")
    container = container.strip()
    if not container or not container.isprintable() or len(container) > _LONGEST:
        raise invalid("container", container, "length", "请填写存放容器", "Name the container")
    now = timezone.now()
    if since > now:
        raise invalid("since", since, "not-in-future", "时间晚于现在", "In the future")
    with transaction.atomic():
        cows = Animal.objects.select_for_update().filter(
            farm=farm, pk__in=list(animals), status=AnimalStatus.ALIVE, withdrawal_until__gt=since
        )
        declared = set(
            MilkSeparation.objects.filter(
                animal__in=[cow.pk for cow in cows], since__lte=since, until__gt=since
            ).values_list("animal_id", flat=True)
        )
        rows = [
            MilkSeparation(
                farm=farm,
                animal=cow,
                since=since,
                until=cow.withdrawal_until,
                container=container,
                declared_by=person,
                declared_at=now,
            )
            for cow in cows
            if cow.pk not in declared
        ]
        return len(MilkSeparation.objects.bulk_create(rows))
