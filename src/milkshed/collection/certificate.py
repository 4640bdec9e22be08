"""A licence or permit on paper, with the QR code under which anybody can check it."""

from milkshed.collection.models import LicencePaper
from milkshed.kernel.clock import day_in_chinese
from milkshed.platform.documents.pdf import (
    PAGE_A4_LANDSCAPE,
    Footer,
    pairs,
    paragraph,
    qr,
    title,
    write_pdf,
)

_WIDTH_MM = 261


def certificate_pdf(paper: LicencePaper, address: str) -> bytes:
    """One landscape page: the face as it was issued, and the address that checks it."""
    licence = paper.licence
    face = paper.face
    term = f"{day_in_chinese(licence.valid_from)} 至 {day_in_chinese(licence.valid_to)}"
    return write_pdf(
        [
            title(licence.get_kind_display(), f"证号 {licence.number}　第{paper.version}版"),
            pairs(
                [
                    ("持证单位", face["holder"]),
                    ("收购站" if licence.station_id else "车牌号", face["subject"]),
                    ("有效期", term),
                    ("发证机关", face["issuer"]),
                    *((zh, value) for zh, _, value in face["fields"]),
                    ("发证日期", day_in_chinese(paper.issued_on)),
                ],
                width_mm=_WIDTH_MM,
            ),
            paragraph(
                "依据《乳品质量安全监督管理条例》（国务院令第536号）"
                + ("第二十条" if licence.station_id else "第二十五条")
                + "。不得涂改、出租、出借、转让。",
                quiet=True,
            ),
            qr(address, "扫码查验；证件是否有效以查验结果为准"),
        ],
        f"{licence.get_kind_display()} {licence.number}",
        Footer(issued=f"{face['issuer']}　{day_in_chinese(paper.issued_on)}"),
        synthetic=licence.holder.synthetic,
        page=PAGE_A4_LANDSCAPE,
    )
