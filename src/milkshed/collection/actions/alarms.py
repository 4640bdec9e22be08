"""Alarms that collection raises."""

from datetime import date, datetime, timedelta

from milkshed.collection.models import HandoverSheet
from milkshed.collection.queries import station_licensed, tanker_permitted
from milkshed.collection.science.findings import Finding
from milkshed.kernel.clock import shanghai_day, start_of_day
from milkshed.kernel.text import Text
from milkshed.platform.alarms import raise_alarm

_OF_PAPERS = {"station_unlicensed", "tanker_unlicensed"}


def raise_for_sheet(sheet: HandoverSheet, found: list[Finding], happened_at: datetime) -> None:
    """Raise one alarm per finding, seen by station, carrier, plant and the county's officers.

    Papers that do not stand are one alarm per station or tanker and month, with the number of
    loads and the latest one: they do not get worse with every load.
    """
    for finding in found:
        if finding.kind in _OF_PAPERS:
            _raise_for_papers(sheet, finding)
        else:
            _raise(sheet, finding, happened_at)


def _raise(sheet: HandoverSheet, finding: Finding, happened_at: datetime) -> None:
    place = sheet.station.place
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
            _sheet_fact("交接单", "Handover sheet", sheet),
            _fact("查得", "Found", finding.value),
            *_parties(sheet),
        ],
    )


def _raise_for_papers(sheet: HandoverSheet, finding: Finding) -> None:
    of_station = finding.kind == "station_unlicensed"
    subject = sheet.station.place.gln if of_station else sheet.tanker.grai
    first = shanghai_day(sheet.loaded_at).replace(day=1)
    loads = _unlicensed_loads(sheet, first, of_station=of_station)
    latest = loads[-1]
    raise_alarm(
        f"collection.{finding.kind}:{subject}:{first:%Y-%m}",
        kind=f"collection.{finding.kind}",
        severity=finding.severity,
        title=Text(
            f"{finding.title.zh}（{first.year}年{first.month}月{len(loads)}车）",
            f"{finding.title.en} ({len(loads)} loads in {first:%Y-%m})",
        ),
        happened_at=latest.loaded_at,
        place=sheet.station.place if of_station else None,
        county=sheet.station.place.county if of_station else sheet.tanker.carrier.county,
        facts=[
            _sheet_fact("最近一车的交接单", "Sheet of the latest load", latest),
            _fact("查得", "Found", finding.value),
            _fact("当月车数", "Loads in the month", str(len(loads))),
            *_parties(latest),
        ],
    ).organisations.add(
        sheet.station.place.organisation, sheet.tanker.carrier, sheet.plant.organisation
    )


def _unlicensed_loads(
    sheet: HandoverSheet, first: date, *, of_station: bool
) -> list[HandoverSheet]:
    """The month's loads of the sheet's station or tanker without its paper; the latest last."""
    after = (first + timedelta(days=31)).replace(day=1)
    same = {"station": sheet.station} if of_station else {"tanker": sheet.tanker}
    sheets = (
        HandoverSheet.objects.filter(
            **same, loaded_at__gte=start_of_day(first), loaded_at__lt=start_of_day(after)
        )
        .exclude(state__in=["draft", "replaced"])
        .select_related("station__place", "tanker")
        .order_by("loaded_at", "pk")
    )

    def stands(day: date) -> bool:
        if of_station:
            return station_licensed(sheet.station, day)
        return tanker_permitted(sheet.tanker, day)

    days = {shanghai_day(one.loaded_at) for one in sheets}
    bare = {day for day in days if not stands(day)}
    return [one for one in sheets if shanghai_day(one.loaded_at) in bare] or [sheet]


def _sheet_fact(zh: str, en: str, sheet: HandoverSheet) -> dict[str, str]:
    return _fact(zh, en, sheet.number, f"/collection/sheets/{sheet.number}")


def _parties(sheet: HandoverSheet) -> tuple[dict[str, str], ...]:
    return (
        _fact("收购站", "Station", sheet.station.place.name_zh),
        _fact("运输车", "Tanker", sheet.tanker.plate),
    )


def _fact(zh: str, en: str, value: str, url: str = "") -> dict[str, str]:
    return {"title_zh": zh, "title_en": en, "value": value, "url": url}
