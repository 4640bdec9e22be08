"""Two recalls of the played region: one still running, one closed, each from a planted anomaly.

They are played through the actions that people use, by people of the plant and of its county's
office, so that the four eyes and the balance hold for them too.
"""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from django.utils import timezone

from milkshed.factory.actions.recalls.accounting import (
    Movement,
    close_recall,
    record_movement,
    report_recall,
)
from milkshed.factory.actions.recalls.cases import Suspicion, open_recall
from milkshed.factory.actions.recalls.deciding import decide_recall, propose_recall
from milkshed.factory.actions.recalls.telling import (
    Addressee,
    acknowledge,
    send_notices,
    state_on_recall,
)
from milkshed.factory.models import RecallCase
from milkshed.factory.queries.recalls import concerned_by, lots_in_scope
from milkshed.platform.models import Person
from milkshed.quality.models import Sample
from milkshed.region.play import uris
from milkshed.region.play.facts import Flow
from milkshed.region.science.answer_key import Planted

_RUNNING, _CLOSED = "residue-late", "warm"
_KNOWN_BEFORE = timedelta(hours=5)
_CONFIRMED_OF = 3
_SEALED_OF = 2


@dataclass(frozen=True, slots=True)
class _Crew:
    """Who plays a case: the plant's quality officer, its receiver, the county's officer."""

    quality: Person
    receiver: Person
    officer: Person


def play_recalls(flow: Flow) -> None:
    """Open a case for each anomaly that the region holds, and bring it as far as it shall be."""
    planted = {one.kind: one for one in flow.key.planted if one.load is not None}
    if _RUNNING in planted:
        _play_running(flow, planted[_RUNNING])
    if _CLOSED in planted:
        _play_closed(flow, planted[_CLOSED])


def _crew(flow: Flow, planted: Planted) -> _Crew:
    plant = flow.destination(planted.load or 0)
    furniture = flow.furniture
    return _Crew(
        quality=furniture.people(plant.organisation_id, "plant_quality")[0],
        receiver=furniture.people(plant.organisation_id, "plant_receiver")[0],
        officer=furniture.people(furniture.offices[plant.county].pk, "county_officer")[0],
    )


def _opened(flow: Flow, planted: Planted, crew: _Crew, cause: str, hazard: str) -> RecallCase:
    suspect = uris.load_lot(flow.load_serial(planted.load or 0))
    failed = Sample.objects.filter(lot_uri=suspect, verdict="fail").order_by("sampled_at").first()
    return open_recall(
        crew.quality,
        Suspicion(
            cause=cause,
            hazard=hazard,
            suspects=(suspect,),
            samples=(failed.barcode,) if failed else (),
            known_at=timezone.now() - _KNOWN_BEFORE,
        ),
    )


def _decided(case: RecallCase, crew: _Crew) -> bool:
    """Propose and decide; False where the milk was not made into products yet."""
    if not lots_in_scope(case):
        return False
    propose_recall(crew.quality, case, opinion="实验室结果可靠，建议召回并暂扣")
    state_on_recall(crew.receiver, case, "进厂快检为阴性，已按规程收奶；同意召回，请尽快复检留样。")
    decide_recall(crew.officer, case, opinion="证据充分，同意召回")
    return True


def _play_running(flow: Flow, planted: Planted) -> None:
    crew = _crew(flow, planted)
    case = _opened(flow, planted, crew, "实验室确证原料奶抗生素残留，进厂快检漏检", "residue")
    if not _decided(case, crew):
        return
    _tell(flow, case, crew, confirmed_of=_CONFIRMED_OF)
    for number, lot in enumerate(lots_in_scope(case)):
        whole = lot.product_lot.kg
        if number % _SEALED_OF == 0:
            _move(crew, case, lot_index=number, kind="sealed", kg=_tenth(whole * 6 / 10))
            _move(crew, case, lot_index=number, kind="recovered", kg=_tenth(whole * 2 / 10))


def _play_closed(flow: Flow, planted: Planted) -> None:
    crew = _crew(flow, planted)
    case = _opened(
        flow, planted, crew, "到厂奶温超标，复检检出致病菌，做成的产品须召回", "pathogen"
    )
    if not _decided(case, crew):
        return
    _tell(flow, case, crew, confirmed_of=1)
    for number, lot in enumerate(lots_in_scope(case)):
        whole = lot.product_lot.kg
        sealed, recovered = _tenth(whole * 7 / 10), _tenth(whole * 2 / 10)
        consumed = _tenth(whole * 8 / 100)
        for kind, kg in (
            ("sealed", sealed),
            ("recovered", recovered),
            ("consumed", consumed),
            ("unknown", whole - sealed - recovered - consumed),
            ("destroyed", sealed + recovered),
        ):
            _move(crew, case, lot_index=number, kind=kind, kg=kg)
    report_recall(
        crew.quality, case, text="在手产品已全部无害化处理，凭证齐全；剩余已食用或去向不明。"
    )
    close_recall(crew.officer, case, text="逐批核对数量相符，现场核验销毁记录，同意结案。")


def _tenth(kg: Decimal) -> Decimal:
    return round(kg, 1)


def _move(crew: _Crew, case: RecallCase, *, lot_index: int, kind: str, kg: Decimal) -> None:
    if kg > 0:
        where = {"sealed": "厂内成品库", "recovered": "区内商超渠道"}.get(kind, "")
        record_movement(
            crew.quality,
            lots_in_scope(case)[lot_index],
            Movement(kind, kg, timezone.now(), where=where, document="演示凭证"),
        )


def _tell(flow: Flow, case: RecallCase, crew: _Crew, *, confirmed_of: int) -> None:
    """Tell everybody concerned; every so many of them confirm."""
    told = [Addressee(one.audience, one.organisation) for one in concerned_by(case)]
    told.append(Addressee("channel", None, "演示商超（区内渠道）", "电话登记"))
    text = f"案卷{case.number}：{case.cause}。请立即停止有关批次的发运和销售，就地封存并回执。"
    for number, notice in enumerate(send_notices(crew.quality, case, told, text)):
        if number % confirmed_of:
            continue
        if notice.organisation_id is None:
            acknowledge(crew.quality, notice, answer="电话确认，已下架")
            continue
        reader = _reader(flow, notice.organisation_id, notice.audience)
        if reader is not None:
            acknowledge(reader, notice, answer="已收到，正在清点")


_READERS = {
    "plant": "plant_quality",
    "station": "station_manager",
    "farm": "farm_manager",
    "office": "county_officer",
}


def _reader(flow: Flow, organisation: int, audience: str) -> Person | None:
    role = "region_officer" if organisation == flow.furniture.offices["region"].pk else ""
    return next(iter(flow.furniture.people(organisation, role or _READERS[audience])), None)
