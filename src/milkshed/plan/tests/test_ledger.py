"""A task from its opening to its closing, reminders, letters, and everything that is refused."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import timezone
from docx import Document

from milkshed.kernel.problems import Problem, invalid
from milkshed.plan.actions.items import (
    ItemWish,
    Minutes,
    apply_close,
    note_meeting,
    open_item,
    reopen_item,
    return_item,
    verify_close,
)
from milkshed.plan.actions.letters import (
    LetterWish,
    answer_letter,
    draft_letter,
    issue_letter,
    letter_for,
    remind,
)
from milkshed.plan.actions.loading import load_plan
from milkshed.plan.actions.periods import close_period
from milkshed.plan.actions.progress import ProgressWish, Proof, report_progress, review_progress
from milkshed.plan.actions.reports import report_manually
from milkshed.plan.actions.telling import receive_delivery
from milkshed.plan.models import (
    Delivery,
    Indicator,
    LedgerItem,
    ProgressReport,
    ResponsibleUnit,
    SupervisionLetter,
)
from milkshed.plan.queries.ledger import item_rows, items_for
from milkshed.plan.rules import ROWS
from milkshed.plan.science.deadlines import Stage, stage_of
from milkshed.platform.attachments import path_of
from milkshed.platform.models import Holiday, Membership, Person
from milkshed.platform.rule_book import load_rules
from tests.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(cast: Cast) -> Cast:
    """The plan loaded; the department of science and Litong's task force have accounts."""
    load_plan()
    load_rules(ROWS)
    ResponsibleUnit.objects.filter(code="U3").update(organisation=cast.organisations["member"])
    ResponsibleUnit.objects.filter(code="D640302").update(organisation=cast.organisations["litong"])
    return cast


def wish(**changes: object) -> ItemWish:
    values: dict[str, object] = {
        "title": "建成奶业科技创新服务中心3个",
        "goal": "验收3个",
        "lead": "U3",
        "due_on": timezone.localdate() + timedelta(days=30),
        "indicator": "T10.1",
        "evidence_kinds": ("document", "photo"),
    }
    return ItemWish(**{**values, **changes})  # type: ignore[arg-type]


def proof(kind: str = "document", name: str = "证明.pdf") -> Proof:
    return Proof(kind, BytesIO(f"{kind}{name}".encode()), name)


def report(cast: Cast, item: LedgerItem, percent: int, *proofs: Proof) -> ProgressReport:
    item.refresh_from_db()
    return report_progress(
        cast.people["member_unit_officer"],
        item.pk,
        ProgressWish(timezone.localdate(), percent, "按计划推进"),
        proofs or (proof(),),
        revision=item.revision,
    )


def rules_of(error: pytest.ExceptionInfo[Problem]) -> set[str]:
    return {fault.rule for fault in error.value.faults}


def test_a_task_goes_from_opening_to_closing_and_back(office: Cast) -> None:
    people = office.people
    unit, officer, other = (
        people[name] for name in ("member_unit_officer", "region_officer", "administrator")
    )
    item = open_item(officer, wish(support=("U11", "D640302")))
    assert item.number == f"TZ{timezone.localdate().year}-0001"
    assert item.deliveries.count() == 3
    half = report(office, item, 50)
    with pytest.raises(Problem) as refused:
        review_progress(_both_roles(office), half.pk, accept=True)
    assert rules_of(refused) == {"four-eyes"}
    review_progress(officer, half.pk, accept=True)
    item.refresh_from_db()
    with pytest.raises(Problem) as missing:
        apply_close(unit, item.pk, words="", revision=item.revision)
    assert rules_of(missing) == {"evidence-kind", "whole"}
    whole = report(office, item, 100, proof(), proof("photo", "现场.jpg"))
    review_progress(officer, whole.pk, accept=True)
    item.refresh_from_db()
    item = apply_close(unit, item.pk, words="已完成", revision=item.revision)
    item = return_item(officer, item.pk, words="补验收意见", revision=item.revision)
    assert item.state == "returned"
    item = apply_close(unit, item.pk, words="已补", revision=item.revision)
    with pytest.raises(Problem):
        verify_close(unit, item.pk, words="同意", revision=item.revision)
    item = verify_close(other, item.pk, words="核实无误", revision=item.revision)
    assert (item.state, item.closed_on) == ("closed", timezone.localdate())
    with pytest.raises(Problem, match="nothing is reported"):
        report(office, item, 100)
    item = reopen_item(officer, item.pk, words="运行不足", revision=item.revision)
    assert (item.state, item.closed_on) == ("open", None)


def _both_roles(cast: Cast) -> Person:
    """The unit's officer, who is given the office's role as well."""
    person = cast.people["member_unit_officer"]
    Membership.objects.create(
        person=person, organisation=cast.organisations["region"], role="region_officer"
    )
    return Person.objects.get(pk=person.pk)


BAD_WISHES: tuple[tuple[dict[str, object], str], ...] = (
    ({"lead": "U99"}, "member-unit"),
    ({"due_on": date(2024, 1, 1)}, "not-before-opening"),
    ({"title": " "}, "length"),
    ({"evidence_kinds": ()}, "choice"),
    ({"evidence_kinds": ("rumour",)}, "choice"),
    ({"indicator": "K99"}, "known"),
    ({"part": "R1"}, "known"),
)


def test_a_bad_task_is_refused(office: Cast) -> None:
    for changes, rule in BAD_WISHES:
        with pytest.raises(Problem) as refused:
            open_item(office.people["region_officer"], wish(**changes))
        assert rules_of(refused) == {rule}, changes
    assert not LedgerItem.objects.exists()


def test_a_unit_that_left_the_list_is_no_member(office: Cast) -> None:
    ResponsibleUnit.objects.filter(code="U14").update(valid_to=date(2024, 12, 31))
    with pytest.raises(Problem) as refused:
        open_item(office.people["region_officer"], wish(lead="U14"))
    assert rules_of(refused) == {"member-unit"}


def test_missing_and_wrong_evidence_is_refused(office: Cast) -> None:
    item = open_item(office.people["region_officer"], wish())
    for proofs, rule in (
        ((), "evidence-missing"),
        ((proof("table", "表.xlsx"),), "evidence-kind"),
        ((proof("photo", "照片.pdf"),), "evidence-kind"),
    ):
        with pytest.raises(Problem) as refused:
            report_progress(
                office.people["member_unit_officer"],
                item.pk,
                ProgressWish(timezone.localdate(), 10, "进展"),
                proofs,
                revision=item.revision,
            )
        assert rules_of(refused) == {rule}
    assert not ProgressReport.objects.exists()


def test_two_at_once_and_strangers_are_refused(office: Cast) -> None:
    item = open_item(office.people["region_officer"], wish())
    seen = item.revision
    report(office, item, 10)
    with pytest.raises(Problem, match="Somebody changed"):
        report_progress(
            office.people["member_unit_officer"],
            item.pk,
            ProgressWish(timezone.localdate(), 20, "进展"),
            [proof()],
            revision=seen,
        )
    item.refresh_from_db()
    with pytest.raises(Problem) as stranger:
        report_progress(
            office.people["region_officer"],
            item.pk,
            ProgressWish(timezone.localdate(), 20, "进展"),
            [proof()],
            revision=item.revision,
        )
    assert rules_of(stranger) == {"own-unit"}
    with pytest.raises(Problem, match="no such record"):
        report_progress(
            office.people["county_officer"],
            item.pk,
            ProgressWish(timezone.localdate(), 20, "进展"),
            [proof()],
            revision=item.revision,
        )


def test_nothing_is_reported_for_a_closed_month(office: Cast) -> None:
    officer = office.people["region_officer"]
    last_month = timezone.localdate().replace(day=1) - timedelta(days=1)
    with pytest.raises(Problem, match="not over"):
        close_period(officer, timezone.localdate())
    close_period(officer, last_month)
    item = open_item(officer, wish(), on=last_month - timedelta(days=5))
    with pytest.raises(Problem) as refused:
        report_progress(
            office.people["member_unit_officer"],
            item.pk,
            ProgressWish(last_month, 10, "进展"),
            [proof()],
            revision=item.revision,
        )
    assert rules_of(refused) == {"closed-period"}
    with pytest.raises(Problem) as refused:
        report_manually(
            indicator=Indicator.objects.get(code="T10.3"),
            as_of=last_month,
            value=Decimal(100),
            evidence=BytesIO(b"x"),
            evidence_name="x.pdf",
            organisation=office.organisations["region"],
            person=officer,
        )
    assert rules_of(refused) == {"closed-period"}


def test_a_figure_beyond_the_plausible_is_refused(office: Cast) -> None:
    with pytest.raises(Problem) as refused:
        report_manually(
            indicator=Indicator.objects.get(code="K1"),
            as_of=timezone.localdate(),
            value=Decimal(920_000),  # head instead of 万头
            evidence=BytesIO(b"x"),
            evidence_name="x.pdf",
            organisation=office.organisations["region"],
            person=office.people["region_officer"],
        )
    assert rules_of(refused) == {"plausible-range"}


@pytest.mark.parametrize(
    ("left", "overdue", "stage"),
    [
        (4, False, None),
        (3, False, Stage("soon")),
        (1, False, Stage("soon")),
        (0, False, Stage("today")),
        (0, True, Stage("overdue", 0)),
        (-4, True, Stage("overdue", 0)),
        (-5, True, Stage("overdue", 1)),
        (-11, True, Stage("overdue", 2)),
    ],
)
def test_stages_of_a_deadline(left: int, overdue: bool, stage: Stage | None) -> None:
    assert stage_of(left, overdue, before=3, every=5) == stage


def test_reminders_go_once_and_count_working_days(office: Cast) -> None:
    """Due Wed 30 Sep 2026; with 1–7 Oct off and Sat 10 Oct worked, Mon 12 Oct is the third day."""
    Holiday.objects.bulk_create(
        Holiday(day=date(2026, 10, d), is_working=d == 10, source="test")
        for d in (*range(1, 8), 10)
    )
    item = open_item(
        office.people["region_officer"],
        wish(due_on=date(2026, 9, 30)),
        on=date(2026, 9, 1),
    )
    assert remind(date(2026, 9, 24)).reminded == 0
    assert remind(date(2026, 9, 25)).reminded == 1
    assert remind(date(2026, 9, 28)).reminded == 0
    assert remind(date(2026, 9, 30)).reminded == 1
    assert remind(date(2026, 10, 9)).reminded == 1
    assert remind(date(2026, 10, 9)).reminded == 0
    (row,) = item_rows(items_for(office.people["auditor"]), date(2026, 10, 12))
    assert row.standing.zh == "逾期4个工作日"
    assert row.colour == "red"
    assert remind(date(2026, 10, 13)).drafted == []
    done = remind(date(2026, 10, 20))
    assert done.drafted == [item.number]
    assert remind(date(2026, 10, 21)).drafted == []
    letter = SupervisionLetter.objects.get()
    assert (letter.state, letter.drafted_by) == ("draft", None)


def test_a_letter_takes_two_people_and_its_copy_is_frozen(office: Cast) -> None:
    people = office.people
    officer, other, unit = (
        people[name] for name in ("region_officer", "administrator", "member_unit_officer")
    )
    item = open_item(officer, wish(support=("U5",)))
    words = LetterWish("事项逾期", "抓紧办理", timezone.localdate() + timedelta(days=7))
    letter = draft_letter(officer, item, words)
    with pytest.raises(Problem, match="no such record"):
        letter_for(unit, letter.pk)
    with pytest.raises(Problem, match="Another person"):
        issue_letter(officer, letter.pk, issuer_short="宁奶办督", opinion="", revision=1)
    with pytest.raises(Problem, match="Somebody changed"):
        issue_letter(other, letter.pk, issuer_short="宁奶办督", opinion="", revision=0)
    letter = issue_letter(other, letter.pk, issuer_short="宁奶办督", opinion="", revision=1)
    assert letter.number == f"宁奶办督〔{timezone.localdate().year}〕1号"
    assert letter.copy is not None
    paper = Document(str(path_of(letter.copy.sha256)))
    text = "\n".join(p.text for p in paper.paragraphs)
    for wanted in (letter.number, "科技厅：", "一、督办事项", "抓紧办理", "抄送：财政厅"):
        assert wanted in text
    told = Delivery.objects.get(letter=letter)
    with pytest.raises(Problem):
        receive_delivery(other, told.pk)
    assert receive_delivery(unit, told.pk).read_by == unit
    with pytest.raises(Problem, match="confirmed already"):
        receive_delivery(unit, told.pk)
    letter = answer_letter(unit, letter.pk, words="已约谈承建单位", revision=letter.revision)
    assert letter.state == "answered"
    second = draft_letter(officer, item, words)
    second = issue_letter(other, second.pk, issuer_short="宁奶办督", opinion="", revision=1)
    assert second.serial == 2


def test_minutes_become_tasks_line_by_line(office: Cast) -> None:
    due = timezone.localdate() + timedelta(days=10)
    bad = invalid("tasks", "没有分号的一行", "line", "每行三段", "Three parts")
    done = note_meeting(
        office.people["region_officer"],
        Minutes("牛奶产业工作机制例会", timezone.localdate(), "分管负责同志", "议定三项"),
        [
            ItemWish("完成验收标准", "完成验收标准", "U3", due),
            ItemWish("完成验收标准", "完成验收标准", "不存在的厅", due),
            bad,
        ],
    )
    assert set(done.report.accepted) == {1}
    assert set(done.report.refused) == {2, 3}
    assert done.meeting is not None
    assert done.meeting.items.count() == 1
