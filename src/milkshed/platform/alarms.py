"""Raising and handling alarms."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Alarm, Organisation, Person, Place
from milkshed.platform.permissions import require


def raise_alarm(
    key: str,
    *,
    kind: str,
    severity: str,
    title: Text,
    happened_at: datetime,
    place: Place | None = None,
    county: str = "",
    organisations: Iterable[Organisation] = (),
    facts: Sequence[dict[str, str]] = (),
) -> Alarm:
    """Raise an alarm once per ``key``; a second finding refreshes title and facts.

    A fact is ``{"title_zh", "title_en", "value", "url"}``. The organisations named, and the
    officers of the county, are the ones who see the alarm.
    """
    with transaction.atomic():
        alarm, created = Alarm.objects.update_or_create(
            key=key,
            defaults={
                "kind": kind,
                "severity": severity,
                "title_zh": title.zh,
                "title_en": title.en,
                "happened_at": happened_at,
                "place": place,
                "county": county or (place.county if place else ""),
                "facts": list(facts),
            },
        )
        if created:
            named = {o.pk for o in organisations} | ({place.organisation_id} if place else set())
            alarm.organisations.set(named)
    return alarm


def handle_alarm(alarm: Alarm, person: Person, *, handling: str, dismissed: bool = False) -> Alarm:
    """Close an open alarm with a written account of what was done."""
    require(person, "platform.handle_alarm")
    with transaction.atomic():
        locked = Alarm.objects.select_for_update().get(pk=alarm.pk)
        if locked.state != "open":
            raise Problem(CONFLICT, Text("该预警已处置", "The alarm is already closed"))
        locked.state = "dismissed" if dismissed else "handled"
        locked.handled_by = person
        locked.handling = handling
        locked.save(update_fields=["state", "handled_by", "handling"])
    return locked
