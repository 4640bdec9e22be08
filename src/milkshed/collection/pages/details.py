"""What a sheet's page shows besides the sheet: rules kept, seals, weighing, changes, the ledger."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from milkshed.collection.facts import LoadSample, handover_event_id, samples_of
from milkshed.collection.models import HandoverSheet, LoadChange, Seal, Weighing
from milkshed.collection.queries import seals_on
from milkshed.collection.science.findings import weight_gap
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.text import Text
from milkshed.ledger.facade import (
    STOPPING,
    Standing,
    find_event,
    proof_of,
    standing_dispositions,
)
from milkshed.ledger.log.refusal import NotProven
from milkshed.ledger.log.verifier import verify_bundle
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import rules_under
from milkshed.platform.scope import Scope


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule held against a sheet: what was, what may be, kept or not, and why."""

    title: Text
    value: str
    limit: str
    colour: str
    word: Text
    source: str
    confirmed: bool


@dataclass(frozen=True, slots=True)
class LedgerFact:
    """The handover in the ledger: its entry in the log, and whether the proof holds."""

    event_id: str
    number: int | None = None
    size: int | None = None
    root: str = ""
    signed_at: datetime | None = None
    holds: bool = False


@dataclass(frozen=True, slots=True)
class Details:
    """Everything the page asks for at once."""

    rules: tuple[RuleLine, ...]
    seals: tuple[Seal, ...]
    expected_seals: tuple[str, ...]
    weighing: Weighing | None
    changes: tuple[LoadChange, ...]
    parts: tuple[HandoverSheet, ...]
    samples: tuple[LoadSample, ...]
    fact: LedgerFact | None
    standing: tuple[Standing, ...]


def details_of(sheet: HandoverSheet, scope: Scope) -> Details:
    """The details of a sheet whose station, tanker and plant are at hand."""
    changes = tuple(sheet.changes.select_related("tanker", "recorded_by", "witness"))
    parts = (
        HandoverSheet.objects.filter(load_lot=sheet.load_lot)
        .exclude(pk=sheet.pk)
        .exclude(state="replaced")
        .select_related("plant")
        .order_by("loaded_at", "pk")
    )
    standing = standing_dispositions([sheet.load_lot]).get(sheet.load_lot, ())
    return Details(
        rules=tuple(_rule_lines(sheet)),
        seals=tuple(Seal.objects.filter(sheet=sheet).order_by("applied_at", "number")),
        expected_seals=seals_on(sheet),
        weighing=Weighing.objects.filter(sheet=sheet).select_related("weighbridge").first(),
        changes=changes,
        parts=tuple(parts),
        samples=samples_of(sheet, scope),
        fact=_fact(sheet) if sheet.state == "closed" else None,
        standing=tuple(one for one in standing if one.word in STOPPING),
    )


def _fact(sheet: HandoverSheet) -> LedgerFact | None:
    event_id = handover_event_id(sheet)
    found = proof_of(event_id)
    if found is None:
        return LedgerFact(event_id) if find_event(event_id) is not None else None
    try:
        verify_bundle(found.bundle)
        holds = True
    except NotProven:
        holds = False
    return LedgerFact(
        event_id, found.bundle.index + 1, found.size, found.root.hex(), found.signed_at, holds
    )


_KEPT, _BROKEN = Text("符合", "Kept"), Text("超限", "Broken")
_OPEN = Text("未填", "Not yet")


def _rule_lines(sheet: HandoverSheet) -> list[RuleLine]:
    rows = rules_under("collection.", shanghai_day(sheet.loaded_at))
    under_way = None
    if sheet.arrival_temperature_c is not None:
        under_way = sheet.arrival_temperature_c - sheet.departure_temperature_c
    gap = None
    if sheet.received_kg is not None:
        gap = round(Decimal(str(weight_gap(sheet.shipped_kg, sheet.received_kg))) * 100, 2) or (
            Decimal(0)
        )
    lines = [
        _line(
            rows.get("collection.cooling.minutes"),
            Text("挤奶后降温用时", "Cooled after milking in"),
            sheet.cooling_minutes,
            "分钟",
        ),
        _line(
            rows.get("collection.storage.temperature_c"),
            Text("离站奶温", "Temperature on leaving"),
            sheet.departure_temperature_c,
            "℃",
        ),
        _line(
            rows.get("collection.arrival.warn_c"),
            Text("到厂奶温", "Temperature on arrival"),
            sheet.arrival_temperature_c,
            "℃",
        ),
        _line(
            rows.get("collection.transport.warming_c"),
            Text(f"途中升温{_hours(sheet)}", f"Warming on the way{_hours(sheet)}"),
            under_way,
            "℃",
        ),
        _line(
            rows.get("collection.weight.tolerance"),
            Text("收发数量差", "Shipped against received"),
            gap,
            "%",
            hundredfold=True,
        ),
    ]
    return [line for line in lines if line is not None]


def _hours(sheet: HandoverSheet) -> str:
    """How long the tanker was under way, in brackets; empty while it is."""
    if sheet.departed_at is None or sheet.arrived_at is None:
        return ""
    minutes = int((sheet.arrived_at - sheet.departed_at) / timedelta(minutes=1))
    return f"（{minutes // 60} h {minutes % 60:02d} min）"


def _line(
    row: Rule | None,
    title: Text,
    value: Decimal | int | None,
    unit: str,
    *,
    hundredfold: bool = False,
) -> RuleLine | None:
    if row is None:
        return None
    factor = 100 if hundredfold else 1
    low = None if row.low is None else row.low * factor
    high = None if row.high is None else row.high * factor
    limit = f"≤ {_plain(high)} {unit}" if low is None else f"{_plain(low)}—{_plain(high)} {unit}"
    if value is None:
        colour, word = "none", _OPEN
    else:
        held = abs(Decimal(value)) if hundredfold else Decimal(value)
        is_kept = (low is None or held >= low) and (high is None or held <= high)
        colour, word = ("ok", _KEPT) if is_kept else ("bad", _BROKEN)
    shown = (
        "–"
        if value is None
        else f"{Decimal(value):.2f} {unit}"
        if hundredfold
        else (f"{value} {unit}")
    )
    return RuleLine(title, shown, limit, colour, word, row.source, row.confirmed)


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"
