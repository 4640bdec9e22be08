"""Alarms that collection raises."""

from datetime import datetime

from milkshed.collection.models import HandoverSheet
from milkshed.collection.science.findings import Finding
from milkshed.platform.alarms import raise_alarm


def raise_for_sheet(sheet: HandoverSheet, found: list[Finding], happened_at: datetime) -> None:
    """Raise one alarm per finding, seen by station, carrier, plant and the county's officers."""
    place = sheet.station.place
    for finding in found:
        raise_alarm(
            f"collection.{finding.kind}:{sheet.gdti}"
            + (f":{finding.value}" if finding.kind == "forged_sheet" else ""),
            kind=f"collection.{finding.kind}",
            severity=finding.severity,
            title=finding.title,
            happened_at=happened_at,
            place=place,
            organisations=(place.organisation, sheet.tanker.carrier, sheet.plant.organisation),
            facts=[
                {
                    "title_zh": "交接单",
                    "title_en": "Handover sheet",
                    "value": sheet.number,
                    "url": f"/collection/sheets/{sheet.number}",
                },
                {
                    "title_zh": "查得",
                    "title_en": "Found",
                    "value": finding.value,
                    "url": "",
                },
                {
                    "title_zh": "收购站",
                    "title_en": "Station",
                    "value": place.name_zh,
                    "url": "",
                },
                {
                    "title_zh": "运输车",
                    "title_en": "Tanker",
                    "value": sheet.tanker.plate,
                    "url": "",
                },
            ],
        )
