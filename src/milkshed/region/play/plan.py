"""The three lists and the ledger of the played region, by the people of its offices and units.

Everything goes through the actions that people use. Task, deadline and split are invented and say
so; what is split is no official figure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

from django.utils import timezone

from milkshed.kernel.counties import COUNTIES
from milkshed.plan.actions.items import (
    ItemWish,
    Minutes,
    apply_close,
    note_meeting,
    open_item,
    return_item,
    verify_close,
)
from milkshed.plan.actions.letters import LetterWish, draft_letter, issue_letter, remind
from milkshed.plan.actions.lists import SplitRow, set_duty, split_target
from milkshed.plan.actions.progress import ProgressWish, Proof, report_progress, review_progress
from milkshed.plan.actions.telling import receive_delivery
from milkshed.plan.models import Indicator, LedgerItem, ResponsibleUnit, SupervisionLetter
from milkshed.platform.models import Organisation, Person
from milkshed.region.play.furnish import Furniture

_LISTS_FROM = date(2024, 1, 1)
_SHARES = (  # 10⁴ head in 2027: invented, and made so that the zones' 63 and 27 come out
    ("640104", "7.0"), ("640105", "3.5"), ("640121", "1.7"), ("640122", "4.4"), ("640181", "17.1"),
    ("640302", "22.3"), ("640381", "7.0"), ("640205", "1.3"), ("640221", "10.0"),
    ("640502", "8.4"), ("640521", "5.6"), ("640522", "1.7"),
)  # fmt: skip
_DUTIES = (
    ("S2", "U11", ("U13", "U4")), ("S15", "U8", ("U11",)), ("S30", "U16", ("U11", "U5")),
    ("S31", "U17", ("U15", "U11")), ("S34", "U11", ("U12", "U13")), ("S37", "U12", ("U2",)),
    ("S38", "U3", ("U11",)), ("S40", "U6", ("U3", "U11")), ("P2.3", "U3", ("U11",)),
    ("P5.1", "U4", ("U1", "U7")), ("P1.1", "U11", ("U10",)), ("S33", "U7", ("U11",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Play:
    """One task: its wish in short, how far it gets, and how it ends."""

    title: str
    lead: str
    part: str
    indicator: str
    opened_days_ago: int
    due_in_days: int
    percents: tuple[int, ...] = ()
    end: str = "open"


_TASKS = (
    _Play("建成奶业科技创新服务中心", "U3", "S38", "T10.1", 120, 60, (40,)),
    _Play("农垦技术创新中心投入运行", "U3", "P2.3", "", 200, -25, (60,), "overdue"),
    _Play("企业出题、专家答题首批对接", "U3", "S38", "", 150, -40, (50, 100), "closed"),
    _Play("培训繁育和兽医专业技术人才", "U6", "S40", "T10.3", 90, 20, (70, 100), "applied"),
    _Play("粪污集中收集处理中心选址", "U8", "S15", "K7", 80, 8, (35, 100), "returned"),
    _Play("落实液态奶项目用地和能耗指标", "U4", "P5.1", "B5.1", 60, 90, (20,), "waiting"),
    _Play("学生奶供应学校名录核定", "U12", "S37", "T9.1", 45, 3),
    _Play("活体抵押贷款贴息办法", "U17", "S31", "", 160, -12, (30,), "letter"),
    _Play("奶牛保险保额调整方案", "U16", "S30", "", 30, 45),
    _Play("养殖用地确权试点", "U7", "S33", "", 20, 120),
)


def play_plan(furniture: Furniture) -> None:
    """Join units with their accounts, fill the lists, and bring a dozen tasks to their states."""
    _join(furniture)
    region = furniture.offices["region"]
    officer = furniture.people(region.pk, "region_officer")[0]
    other = furniture.people(region.pk, "administrator")[0]
    today = timezone.localdate()
    split_target(
        officer,
        Indicator.objects.get(version__current=True, code="K1"),
        [SplitRow(code, value) for code, value in _SHARES],
        valid_from=_LISTS_FROM,
        basis="assumed",
        document="演示数据，不是下达数",
    )
    for part, lead, support in _DUTIES:
        for unit, role in ((lead, "lead"), *((one, "support") for one in support)):
            set_duty(officer, part, unit, role, on=_LISTS_FROM, document="演示分工")
    for task in _TASKS:
        _play_task(furniture, task, officer, other, today)
    due = today + timedelta(days=30)
    county = next(code for code in furniture.offices if code in COUNTIES)
    note_meeting(
        officer,
        Minutes(
            "牛奶产业工作机制调度会（演示）",
            today - timedelta(days=2),
            "省级包抓领导（演示）",
            "会议听取进展，议定以下事项（演示数据）。",
        ),
        [
            ItemWish("汇总各县奶牛存栏核查结果", "完成全区核查", "U11", due),
            ItemWish("上报生鲜乳收购站复核情况", "完成本县复核", f"D{county}", due),
        ],
    )
    remind(today)


def _join(furniture: Furniture) -> None:
    """Give units the accounts of the organisations that stand for them."""
    accounts: dict[str, Organisation] = {
        **furniture.members,
        "U11": furniture.offices["region"],
        **{f"D{code}": one for code, one in furniture.offices.items() if code in COUNTIES},
    }
    units = list(ResponsibleUnit.objects.filter(code__in=accounts))
    for unit in units:
        unit.organisation = accounts[unit.code]
    ResponsibleUnit.objects.bulk_update(units, ["organisation"])


def _play_task(
    furniture: Furniture, task: _Play, officer: Person, other: Person, today: date
) -> None:
    item = open_item(
        officer,
        ItemWish(
            title=f"{task.title}（演示）",
            goal=task.title,
            lead=task.lead,
            due_on=today + timedelta(days=task.due_in_days),
            part=task.part,
            indicator=task.indicator,
        ),
        on=today - timedelta(days=task.opened_days_ago),
    )
    unit = furniture.people(furniture.members[task.lead].pk, "member_unit_officer")[0]
    _report(item, unit, other, task, today)
    if task.end in ("applied", "closed", "returned"):
        item.refresh_from_db()
        item = apply_close(unit, item.pk, words="已完成，申请销号（演示）", revision=item.revision)
    if task.end == "closed":
        verify_close(other, item.pk, words="现场核实（演示）", revision=item.revision)
    elif task.end == "returned":
        return_item(other, item.pk, words="缺环评意见，补齐再报（演示）", revision=item.revision)
    elif task.end == "letter":
        _send_letter(item, officer, other, unit, today)


def _report(item: LedgerItem, unit: Person, other: Person, task: _Play, today: date) -> None:
    """Report what was reached; the last report of a task that waits is not reviewed."""
    for number, percent in enumerate(task.percents, start=1):
        item.refresh_from_db()
        made = report_progress(
            unit,
            item.pk,
            ProgressWish(
                today - timedelta(days=2 * (len(task.percents) - number) + 1),
                percent,
                f"完成{percent}%（演示数据）",
                next_step="按计划推进" if percent < 100 else "",
            ),
            _proofs(item, number),
            revision=item.revision,
        )
        if task.end != "waiting":
            review_progress(other, made.pk, accept=True)


def _proofs(item: LedgerItem, number: int) -> Sequence[Proof]:
    words = f"演示佐证：{item.number} 第{number}次填报"
    return [Proof("document", BytesIO(words.encode()), f"佐证{number}.txt")]


def _send_letter(
    item: LedgerItem, officer: Person, other: Person, unit: Person, today: date
) -> None:
    words = LetterWish(
        f"“{item.title}”（{item.number}）应于{item.due_on}前完成，至今未完成。",
        "请抓紧办理，书面说明逾期原因、下步措施和完成时间（演示）。",
        today + timedelta(days=7),
    )
    letter = draft_letter(officer, item, words)
    letter = issue_letter(
        other, letter.pk, issuer_short="演示奶办督", opinion="同意", revision=letter.revision
    )
    for told in SupervisionLetter.objects.get(pk=letter.pk).deliveries.all():
        receive_delivery(unit, told.pk)
