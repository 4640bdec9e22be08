"""The handover sheet on paper: the white copy for the station, the green for the processor."""

from collections.abc import Sequence
from datetime import datetime

from reportlab.platypus import Flowable, PageBreak

from milkshed.collection.models import SIGNATURE_ROLES, HandoverSheet, Weighing
from milkshed.kernel.clock import in_shanghai
from milkshed.platform.documents.pdf import (
    Footer,
    pairs,
    paragraph,
    qr,
    signatures,
    title,
    write_pdf,
)

_COPIES = ("第一联（白）：收购站留存", "第二联（绿）：乳制品生产企业留存")


def sheet_pdf(sheet: HandoverSheet, address: str) -> bytes:
    """Both copies, one page each; ``address`` is where the sheet can be verified."""
    first, second = (_copy(sheet, name, address) for name in _COPIES)
    return write_pdf(
        [*first, [PageBreak()], *second],
        f"生鲜乳交接单 {sheet.number}",
        Footer(
            issued=f"{sheet.station.place.name_zh}　保存二年（国务院令第536号第二十五条）",
            verification=address,
        ),
        synthetic=sheet.station.place.organisation.synthetic,
    )


def _copy(sheet: HandoverSheet, name: str, address: str) -> list[Sequence[Flowable]]:
    signed = {s.role: s for s in sheet.signatures.select_related("person")}
    return [
        title("生鲜乳交接单", f"编号 {sheet.number}　{name}"),
        pairs(
            [
                ("收购站", sheet.station.place.name_zh),
                ("乳制品企业", sheet.plant.name_zh),
                ("运输单位", sheet.tanker.carrier.name_zh),
                ("车牌号", sheet.tanker.plate),
                ("装车批", sheet.load_lot.rsplit("/", 1)[-1]),
                ("铅封号", "、".join(sheet.seals) or "—"),
                ("发出数量", f"{sheet.shipped_kg:,.1f} 公斤"),
                ("收到数量", _kg(sheet)),
                ("装车时间", _moment(sheet.loaded_at)),
                (
                    "降温用时",
                    "—" if sheet.cooling_minutes is None else f"{sheet.cooling_minutes} 分钟",
                ),
                ("离站时间", _moment(sheet.departed_at)),
                ("离站温度", f"{sheet.departure_temperature_c} ℃"),
                ("到厂时间", _moment(sheet.arrived_at)),
                (
                    "到厂温度",
                    "—"
                    if sheet.arrival_temperature_c is None
                    else f"{sheet.arrival_temperature_c} ℃",
                ),
                ("磅单", _ticket(sheet)),
                ("结果", sheet.get_outcome_display()),
                ("拒收原因", sheet.refusal_reason or "—"),
            ]
        ),
        signatures(
            [
                (
                    role.zh,
                    signed[code].person.name_zh if code in signed else "",
                    _moment(signed[code].signed_at) if code in signed else "",
                )
                for code, role in SIGNATURE_ROLES.items()
            ]
        ),
        paragraph(
            "电子签字摘要："
            + "；".join(f"{s.get_role_display()} {s.digest[:16]}" for s in signed.values()),
            quiet=True,
        ),
        qr(address, "扫码查验本交接单"),
    ]


def _ticket(sheet: HandoverSheet) -> str:
    found = Weighing.objects.filter(sheet=sheet).select_related("weighbridge").first()
    if found is None:
        return "—"
    return (
        f"{found.weighbridge.code} {found.ticket}："
        f"{found.gross_kg:,.1f}−{found.tare_kg:,.1f}={found.net_kg:,.1f} 公斤"
    )


def _moment(value: datetime | None) -> str:
    return "—" if value is None else f"{in_shanghai(value):%Y-%m-%d %H:%M}"


def _kg(sheet: HandoverSheet) -> str:
    return "—" if sheet.received_kg is None else f"{sheet.received_kg:,.1f} 公斤"
