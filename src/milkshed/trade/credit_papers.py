"""Notice and decision of a credit case in the official layout, as Word and as PDF."""

from typing import Any

from milkshed.kernel.clock import day_in_chinese
from milkshed.platform.documents.pdf import Footer, heading, paragraph, title, write_pdf
from milkshed.platform.documents.word import Body, Heading, Paper, write_word
from milkshed.trade.models.credit import CreditEntry

PAPERS = ("notice", "decision")
_APPEAL = (
    "如不服本决定，可在规定期限内提出申诉（对行政机关的决定可依法申请行政复议或提起行政诉讼）。"
)


def has_paper(entry: CreditEntry, which: str) -> bool:
    """Whether the paper was issued: a notice once served, a decision once taken."""
    if which == "notice":
        return entry.served_on is not None
    return entry.decided_on is not None and bool(entry.decision_number)


def notice_paper(entry: CreditEntry) -> Paper:
    """The notice that tells a unit what is intended, on which facts, and how to answer."""
    assert entry.served_on is not None
    assert entry.defence_due is not None
    facts = entry.signals.order_by("happened_on", "pk")
    return Paper(
        title=f"列入{entry.layer_text.zh}告知书",
        issuer=entry.office.name_zh,
        number=entry.notice_number,
        addressee=entry.subject.name_zh,
        blocks=[
            Body(f"经查，你单位存在下列情形，拟将你单位列入{entry.layer_text.zh}。"),
            Heading(1, "事实"),
            *(
                Body(f"{day_in_chinese(one.happened_on)}，{one.kind_text.zh}：{one.words_zh}。")
                for one in facts
            ),
            Heading(1, "理由和依据"),
            Body(entry.reason),
            Body(f"依据：{entry.basis}。"),
            *([Body(f"拟采取的措施：{entry.measures}。")] if entry.measures else []),
            Heading(1, "陈述申辩"),
            Body(
                f"你单位自收到本告知书之日起至{day_in_chinese(entry.defence_due)}，"
                "有权向本单位陈述、申辩，并提交证据。逾期未提出的，视为放弃。"
            ),
        ],
        signed_by=entry.office.name_zh,
        signed_on=entry.served_on,
    )


def decision_paper(entry: CreditEntry) -> Paper:
    """The decision with its facts, how the defence was weighed, and the ways to appeal."""
    assert entry.decided_on is not None
    said = list(entry.statements.order_by("given_on", "pk"))
    listed = entry.state != "dismissed"
    heard = [
        Body(f"你单位于{day_in_chinese(one.given_on)}提出陈述申辩：{one.text}") for one in said
    ] or [Body("你单位在期限内未提出陈述申辩。")]
    return Paper(
        title=f"{'列入' if listed else '不予列入'}{entry.layer_text.zh}决定书",
        issuer=entry.office.name_zh,
        number=entry.decision_number,
        addressee=entry.subject.name_zh,
        blocks=[
            Heading(1, "事实和依据"),
            Body(entry.reason),
            Body(f"依据：{entry.basis}。"),
            Heading(1, "陈述申辩及采纳情况"),
            *heard,
            Body(entry.decision_words),
            Heading(1, "决定"),
            Body(
                f"决定将你单位列入{entry.layer_text.zh}，经审核后公示。"
                if listed
                else f"决定不将你单位列入{entry.layer_text.zh}。"
            ),
            *(
                [Body("公示满规定期限并纠正违规行为的，可申请信用修复。"), Body(_APPEAL)]
                if listed
                else []
            ),
        ],
        signed_by=entry.office.name_zh,
        signed_on=entry.decided_on,
    )


def paper_of(entry: CreditEntry, which: str) -> Paper:
    """One of :data:`PAPERS`."""
    return notice_paper(entry) if which == "notice" else decision_paper(entry)


def as_word(entry: CreditEntry, which: str, *, synthetic: bool) -> bytes:
    """The paper as ``.docx``."""
    return write_word(paper_of(entry, which), synthetic=synthetic)


def as_pdf(entry: CreditEntry, which: str, *, synthetic: bool) -> bytes:
    """The same words as a PDF."""
    paper = paper_of(entry, which)
    blocks: list[Any] = [title(paper.title, f"{paper.issuer}　{paper.number}")]
    blocks.append(paragraph(f"{paper.addressee}："))
    for block in paper.blocks:
        if isinstance(block, Heading):
            blocks.append(heading(block.text))
        elif isinstance(block, Body):
            blocks.append(paragraph(block.text))
    signed = day_in_chinese(paper.signed_on) if paper.signed_on else ""
    blocks.append(paragraph(f"{paper.signed_by}　{signed}"))
    return write_pdf(
        blocks,
        paper.title,
        Footer(f"{entry.office.name_zh}　案卷{entry.number}"),
        synthetic=synthetic,
    )
