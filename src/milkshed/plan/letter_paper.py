"""A supervision letter in the layout of official papers (GB/T 9704)."""

from milkshed.kernel.clock import day_in_chinese
from milkshed.plan.models import SupervisionLetter
from milkshed.platform.documents.word import Body, Grid, Heading, Paper, write_word


def letter_paper(letter: SupervisionLetter) -> Paper:
    """The letter as a paper; before it is issued it has neither number nor day."""
    item = letter.item
    office = letter.office.name_zh if letter.office else "牛奶产业工作机制办公室"
    support = "、".join(item.support.values_list("name_zh", flat=True)) or "无"
    return Paper(
        title="督办函",
        issuer=office,
        number=letter.number,
        addressee=letter.unit.name_zh,
        blocks=[
            Heading(1, "督办事项"),
            Body(letter.matter),
            Grid(
                ("台账编号", "任务", "完成时限", "配合单位"),
                [(item.number, item.title, day_in_chinese(item.due_on), support)],
            ),
            Heading(1, "办理要求"),
            Body(letter.demand),
            Body(f"请于{day_in_chinese(letter.reply_by)}前回复办理情况。"),
        ],
        signed_by=office,
        signed_on=letter.issued_on,
        copies_to=[unit.name_zh for unit in item.support.all()],
        printed_by=office if letter.issued_on else "",
    )


def letter_word(letter: SupervisionLetter, *, synthetic: bool) -> bytes:
    """The letter as ``.docx``."""
    return write_word(letter_paper(letter), synthetic=synthetic)
