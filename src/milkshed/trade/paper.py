"""A contract, and a mediated agreement, on paper: Word in the official layout, and PDF."""

from collections.abc import Sequence
from datetime import datetime

from reportlab.platypus import Flowable

from milkshed.kernel.clock import in_shanghai, shanghai_day
from milkshed.platform.documents.official_wording import chinese_number
from milkshed.platform.documents.pdf import (
    Footer,
    heading,
    pairs,
    paragraph,
    qr,
    rows_table,
    signatures,
    title,
    write_pdf,
)
from milkshed.platform.documents.word import Body, Grid, Heading, Paper, write_word
from milkshed.trade.models import SIDES, Complaint, Contract
from milkshed.trade.queries.wording import ClauseText, clause_texts

TITLE = "宁夏生鲜乳购销合同"


def contract_word(contract: Contract) -> bytes:
    """The contract as ``.docx`` in the layout of GB/T 9704: clauses, parties' table, signatures."""
    blocks: list[Heading | Body | Grid] = [Grid(("项目", "内容"), _head(contract))]
    for clause in clause_texts(contract):
        blocks.append(Heading(1, clause.title.zh))
        blocks.append(Body(clause.text.zh))
    blocks.append(Heading(1, "签署"))
    blocks.append(Grid(("签署方", "签字人", "签字时间", "签字摘要"), _signed(contract)))
    blocks.append(Body(_basis(contract)))
    return write_word(
        Paper(title=TITLE, blocks=blocks, number=contract.number),
        synthetic=contract.seller.synthetic,
    )


def contract_pdf(contract: Contract, address: str) -> bytes:
    """The contract as PDF; ``address`` is where the stored version is shown and checked."""
    blocks: list[Sequence[Flowable]] = [
        title(TITLE, f"编号 {contract.number}　第{contract.version}版　{contract.state_text.zh}"),
        pairs(_head(contract)),
    ]
    for clause in clause_texts(contract):
        blocks.append(heading(_article(clause)))
        blocks.append(paragraph(clause.text.zh))
    signed = {s.side: s for s in contract.signatures.select_related("person")}
    blocks.append(
        signatures(
            [
                (
                    side.zh,
                    signed[code].person.name_zh if code in signed else "",
                    _moment(signed[code].signed_at) if code in signed else "",
                )
                for code, side in SIDES.items()
            ]
        )
    )
    if signed:
        blocks.append(rows_table(("签署方", "签字人", "签字时间", "签字摘要"), _signed(contract)))
    blocks += [paragraph(_basis(contract), quiet=True), qr(address, "扫码核对本版合同")]
    return write_pdf(
        blocks,
        f"{TITLE} {contract.number} 第{contract.version}版",
        Footer(issued=f"{contract.seller.name_zh}、{contract.buyer.name_zh}", verification=address),
        synthetic=contract.seller.synthetic,
    )


def agreement_word(complaint: Complaint) -> bytes:
    """A mediated agreement as ``.docx``."""
    contract = complaint.contract
    signed = complaint.signatures.select_related("person").order_by("signed_at")
    names = {**{code: side.zh for code, side in SIDES.items()}, "mediator": "调解员"}
    return write_word(
        Paper(
            title="生鲜乳购销合同纠纷调解协议书",
            number=complaint.number,
            blocks=[
                Grid(
                    ("项目", "内容"),
                    [
                        ("案号", complaint.number),
                        ("合同", f"{contract.number} 第{contract.version}版"),
                        ("卖方", contract.seller.name_zh),
                        ("买方", contract.buyer.name_zh),
                        ("事由", complaint.kind_text.zh),
                        ("调解员", complaint.mediator.name_zh if complaint.mediator else ""),
                    ],
                ),
                Heading(1, "争议事项"),
                Body(complaint.account),
                Heading(1, "协议内容"),
                Body(complaint.agreement),
                Heading(1, "签署"),
                Grid(
                    ("签署方", "签字人", "签字时间", "签字摘要"),
                    [
                        (names[s.side], s.person.name_zh, _moment(s.signed_at), s.digest[:16])
                        for s in signed
                    ],
                ),
            ],
            signed_by=complaint.office.name_zh,
            signed_on=complaint.closed_on,
        ),
        synthetic=contract.seller.synthetic,
    )


def _article(clause: ClauseText) -> str:
    return f"第{chinese_number(clause.number)}条　{clause.title.zh}"


def _head(contract: Contract) -> list[tuple[str, str]]:
    return [
        ("合同编号", contract.number),
        ("版次", f"第{contract.version}版"),
        ("卖方（甲方）", contract.seller.name_zh),
        ("买方（乙方）", contract.buyer.name_zh),
        ("卖方场所", contract.seller_place.name_zh),
        ("交货地点", contract.delivery_place.name_zh),
        ("合同期", f"{contract.valid_from}至{contract.valid_to}"),
        ("示范文本", contract.form.title_zh),
    ]


def _signed(contract: Contract) -> list[tuple[str, str, str, str]]:
    return [
        (s.side_text.zh, s.person.name_zh, _moment(s.signed_at), s.digest[:16])
        for s in contract.signatures.select_related("person").order_by("signed_at")
    ]


def _basis(contract: Contract) -> str:
    unsure = "（条款依据待核实）" if contract.form.status != "official" else ""
    day = (
        f"签订于{shanghai_day(contract.signed_at)}。" if contract.signed_at else "未签齐，不生效。"
    )
    return f"{day}本合同按{contract.form.title_zh}{unsure}生成，签字摘要覆盖全部条款。"


def _moment(value: datetime) -> str:
    return f"{in_shanghai(value):%Y-%m-%d %H:%M}"
