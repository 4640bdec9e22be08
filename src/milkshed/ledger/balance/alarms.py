"""Alarms for what does not balance: one per finding, with the events behind it."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

from milkshed.kernel.clock import in_shanghai
from milkshed.ledger.balance.finding import Finding
from milkshed.ledger.query.briefs import EventBrief, brief_events
from milkshed.platform.alarms import raise_alarm
from milkshed.platform.models import Alarm, Place, Severity

KIND = "mass_balance"
_SERIOUS_KG = 1000.0
_FACTS = 12


def raise_balance_alarms(findings: Iterable[Finding]) -> list[Alarm]:
    """Raise an alarm per finding at the place where the milk does not balance.

    The same finding raised again is the same alarm. Those in whose scope the place lies see it.
    """
    found = list(findings)
    places = {
        place.uri: place
        for place in Place.objects.filter(
            gln__in={f.place_uri.rpartition("/")[2] for f in found if f.place_uri}
        ).select_related("organisation")
    }
    events = brief_events({event_id for f in found for event_id in f.event_ids[:_FACTS]})
    return [_raise(finding, places.get(finding.place_uri or ""), events) for finding in found]


def _raise(finding: Finding, place: Place | None, events: Mapping[str, EventBrief]) -> Alarm:
    subject = finding.lot_uri or finding.document_uri or finding.vessel_uri or ""
    serious = abs(finding.difference_kg) >= _SERIOUS_KG
    return raise_alarm(
        f"balance:{finding.kind.code}:{subject}"[-160:],
        kind=KIND,
        severity=Severity.SERIOUS if serious else Severity.WARNING,
        title=finding.summary,
        happened_at=finding.at,
        place=place,
        facts=[
            _fact("批次", "Lot", subject, _page_of(subject)),
            *(
                _fact("事实", "Fact", _said(events[event_id]), f"/facts/{quote(event_id, safe='')}")
                for event_id in finding.event_ids[:_FACTS]
                if event_id in events
            ),
        ],
    )


def _said(event: EventBrief) -> str:
    return f"{event.step.zh} {in_shanghai(event.at):%Y-%m-%d %H:%M}"


def _fact(zh: str, en: str, value: str, url: str) -> dict[str, str]:
    return {"title_zh": zh, "title_en": en, "value": value, "url": url}


def _page_of(uri: str) -> str:
    return uri.removeprefix("https://id.gs1.org")
