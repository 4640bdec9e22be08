"""What somebody typed or scanned, as the lots that it may mean.

Understood are GS1 Digital Links of any domain, EPC URNs, bracketed element strings, a GTIN with
a lot, a lot number alone, the number of a handover sheet or sample, a tanker's plate or number,
and a vessel. Registers are cut to what the reader may see; a lot named in full is looked up as
it stands, since its chain is public (places and masses are cut where it is shown).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from milkshed.collection.models import HandoverSheet, Tanker
from milkshed.factory.models import Intake, Product, ProductLot
from milkshed.kernel.clock import in_shanghai
from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.ledger.facade import lot_kinds
from milkshed.ledger.gs1.digital_link import build, elements_of
from milkshed.ledger.gs1.epc import canonical_uri
from milkshed.ledger.query.trade_items import trade_items_in_use
from milkshed.ledger.trace.queries import term_of
from milkshed.platform.scope import Scope, scope_of, visible
from milkshed.quality.models import Sample

MOST_LENGTH = 200
_SHOWN = 12
_ROOT = "https://id.gs1.org"
_GTIN_AND_LOT = re.compile(r"([0-9]{8}|[0-9]{12,14})[\s/,，;；+]+([!-.0-~]{1,20})")
_LOT_NUMBER = re.compile(r"[!-.0-~]{1,20}")
_TANKER, _VESSEL, _SHEET = "/8003/", "/254/", "/253/"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lot that may be meant, and why it is offered."""

    uri: str
    note: Text

    @property
    def number(self) -> str:
        """The lot's own number."""
        return self.uri.rpartition("/")[2]


def find_lots(typed: str, person: Any) -> tuple[Candidate, ...]:
    """The lots that a text may mean, the likeliest first; empty when nothing is known of it."""
    text = typed.strip()[:MOST_LENGTH]
    if not text:
        return ()
    scope = scope_of(person)
    found: dict[str, Candidate] = {}
    for candidate in _candidates(text, scope):
        found.setdefault(candidate.uri, candidate)
        if len(found) == _SHOWN:
            break
    known = lot_kinds(found)
    return tuple(one for one in found.values() if one.uri in known or term_of(one.uri))


def _candidates(text: str, scope: Scope) -> Iterator[Candidate]:
    uri = _as_uri(text)
    if uri:
        yield from _of_uri(uri, scope)
        return
    yield from _by_sheet(text, scope)
    yield from _by_sample(text, scope)
    yield from _by_plate(text, scope)
    if _LOT_NUMBER.fullmatch(text):
        yield from _by_lot_number(text, scope)


def _as_uri(text: str) -> str:
    """The canonical name of something written in full; empty for anything else."""
    if text.startswith("("):
        try:
            return build(elements_of(text), permit_unknown=True).canonical
        except Problem:
            return ""
    pair = _GTIN_AND_LOT.fullmatch(text)
    if pair:
        return canonical_uri(f"{_ROOT}/01/{pair[1].zfill(14)}/10/{pair[2]}")
    if text.startswith("/"):
        return canonical_uri(_ROOT + text)
    if text.lower().startswith(("urn:", "http://", "https://")):
        return canonical_uri(text)
    return ""


def _of_uri(uri: str, scope: Scope) -> Iterator[Candidate]:
    if _VESSEL in uri:
        yield from _in_vessel(uri, scope)
    elif _TANKER in uri:
        grai = uri.partition(_TANKER)[2]
        yield from _loads_of(visible(Tanker.objects.filter(grai=grai), scope), scope)
    elif _SHEET in uri:
        yield from _by_sheet(uri.partition(_SHEET)[2], scope)
    else:
        yield Candidate(uri, Text("按标识", "by its identifier"))


def _sheets(scope: Scope) -> Any:
    return visible(HandoverSheet.objects.select_related("station__place", "tanker"), scope)


def _by_sheet(number: str, scope: Scope) -> Iterator[Candidate]:
    for sheet in _sheets(scope).filter(number=number)[:2]:
        yield _load(sheet)
    for sheet in _sheets(scope).filter(gdti=number)[:2]:
        yield _load(sheet)


def _load(sheet: HandoverSheet) -> Candidate:
    left = in_shanghai(sheet.departed_at or sheet.loaded_at)
    station = sheet.station.place.name
    return Candidate(
        sheet.load_lot,
        Text(
            f"交接单{sheet.number}，{sheet.tanker.plate}，{left:%m-%d %H:%M}离{station.zh}",
            f"sheet {sheet.number}, {sheet.tanker.plate}, left {station.en} {left:%m-%d %H:%M}",
        ),
    )


def _by_sample(number: str, scope: Scope) -> Iterator[Candidate]:
    # by its barcode only: who may know a blind number has no business with the lot behind it
    for sample in visible(Sample.objects.filter(barcode=number), scope)[:2]:
        yield Candidate(sample.lot_uri, Text(f"样品{number}的奶批", f"the lot of sample {number}"))


def _by_plate(text: str, scope: Scope) -> Iterator[Candidate]:
    plate = text.upper().replace(" ", "").replace("·", "")
    yield from _loads_of(visible(Tanker.objects.filter(plate=plate), scope), scope)


def _loads_of(tankers: Iterable[Tanker], scope: Scope) -> Iterator[Candidate]:
    for tanker in tankers:
        for sheet in _sheets(scope).filter(tanker=tanker).order_by("-loaded_at")[:_SHOWN]:
            yield _load(sheet)


def _in_vessel(uri: str, scope: Scope) -> Iterator[Candidate]:
    place, _, extension = uri.partition(_VESSEL)
    states = visible(Intake.objects.select_related("silo"), scope).filter(
        plant__place__gln=place.rpartition("/")[2], silo__extension=extension
    )
    for intake in states.order_by("-at")[:_SHOWN]:
        at = in_shanghai(intake.at)
        yield Candidate(
            intake.silo_lot,
            Text(
                f"{extension}，{at:%m-%d %H:%M}入仓后的状态",
                f"{extension} after the intake of {at:%m-%d %H:%M}",
            ),
        )


def _by_lot_number(number: str, scope: Scope) -> Iterator[Candidate]:
    for lot in visible(ProductLot.objects.select_related("product"), scope).filter(lot=number)[
        :_SHOWN
    ]:
        yield Candidate(lot.uri, Text(f"产品批：{lot.product}", f"lot of {lot.product.name.en}"))
    # the ledger's dictionary knows whole names: the number is tried under each trade item in use
    wanted = [f"{stem}/10/{number}" for stem in _stems()]
    known = lot_kinds(wanted)
    for uri in wanted:
        if uri in known:
            yield Candidate(uri, known[uri].name)


def _stems() -> list[str]:
    """``https://id.gs1.org/01/{gtin}`` of every trade item that lots here are numbered under."""
    products = Product.objects.values_list("gtin", flat=True)
    return list(dict.fromkeys([*trade_items_in_use(), *(f"{_ROOT}/01/{g}" for g in products)]))
