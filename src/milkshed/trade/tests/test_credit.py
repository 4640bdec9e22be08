"""A credit case from signal to repair and appeal, and everything that must be refused."""

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from docx import Document

from milkshed.collection.actions.bulk import record_sheets
from milkshed.collection.tests.furniture import furnish, sheet_row
from milkshed.kernel.text import Text
from milkshed.platform.jobs import Progress
from milkshed.platform.models import Job, Membership, Person, Transition
from milkshed.trade.actions.credit_entries import (
    Defence,
    Proposal,
    decide_entry,
    propose_entry,
    publish_entry,
    serve_notice,
    state_defence,
    withdraw_entry,
)
from milkshed.trade.actions.credit_lists import import_statutory
from milkshed.trade.actions.credit_requests import (
    Plea,
    answer_repair,
    ask_repair,
    file_appeal,
    hear_appeal,
)
from milkshed.trade.actions.credit_signals import (
    NotedFact,
    SignalRow,
    gather_signals,
    note_signal,
    note_signals,
    withdraw_signal,
)
from milkshed.trade.credit_papers import as_pdf, as_word
from milkshed.trade.facade import listed_units, open_credit_cases
from milkshed.trade.jobs import SIGNALS, _gather
from milkshed.trade.models import CreditEntry, CreditSignal, StatutoryListing
from milkshed.trade.queries.credit import (
    entries_for,
    files_of,
    history,
    public_entries,
    signals_for,
)
from milkshed.trade.tests.credit_scene import (
    LAYER,
    ago,
    decided,
    noticed,
    people,
    published,
    refused,
    signal,
    today,
)
from tests.cast import Cast, cast

__all__ = ["cast", "people"]


def test_a_case_from_notice_to_publication(cast: Cast, people: dict[str, Person]) -> None:
    entry = noticed(cast, people)
    state_defence(people["inspector"], entry, Defence("资金周转困难，已付清", ago(27)))
    entry.refresh_from_db()
    assert not public_entries(today()).exists()
    entry = decide_entry(
        people["county_officer"], entry, listed=True, number="利农决〔2026〕1号",
        words="申辩不足以免责", revision=entry.revision,
    )  # fmt: skip
    assert not public_entries(today()).exists()
    entry = publish_entry(
        people["region_officer"], entry, opinion="同意公示", revision=entry.revision
    )
    assert list(public_entries(today())) == [entry]
    assert entry.expires_on is not None
    assert entry.expires_on.year == today().year + 3 or entry.expires_on.month == 12
    assert not public_entries(entry.expires_on + timedelta(days=1)).exists()
    assert entry.standing(entry.expires_on + timedelta(days=1)) == "expired"
    assert [step.title.zh for step in history(entry)] == [
        "提请列入", "送达告知书", "决定列入", "审核公示",
    ]  # fmt: skip
    assert [one.number for one in listed_units(today(), today())] == [entry.number]


@pytest.mark.parametrize(
    ("served", "last"),
    [
        (date(2025, 9, 26), date(2025, 10, 10)),  # across National Day and a worked Sunday
        (date(2026, 9, 25), date(2026, 10, 9)),
        (date(2026, 11, 23), date(2026, 11, 30)),
    ],
)
def test_the_defence_runs_five_working_days(
    cast: Cast, people: dict[str, Person], served: date, last: date
) -> None:
    entry = propose_entry(
        people["inspector"],
        cast.organisations["station"],
        [signal(cast)],
        Proposal(LAYER, "逾期", "依据"),
        on=served,
    )
    entry = serve_notice(people["inspector"], entry, number="1", served_on=served, revision=0)
    assert entry.defence_due == last


def test_a_signal_needs_evidence(cast: Cast, people: dict[str, Person]) -> None:
    station = cast.organisations["station"]
    bare = SignalRow(station.pk, "late_payment", ago(1), Text("x", "x"), "trade.payment:9", "")
    refused(lambda: note_signals([bare]), "evidence")
    refused(
        lambda: note_signal(people["county_officer"], station, NotedFact("case", ago(2), "立案")),
        "evidence",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditSignal.objects.create(
            subject=station, kind="case", happened_on=ago(1), noted_on=ago(1), words_zh="x",
            source="x", keeper="regulator",
        )  # fmt: skip
    refused(
        lambda: note_signals(
            [SignalRow(station.pk, "case", today() + timedelta(days=1), Text("x", "x"), "s", "/")]
        ),
        "past",
    )
    assert not CreditSignal.objects.exists()


def test_a_person_notes_a_fact_with_a_file(cast: Cast, people: dict[str, Person]) -> None:
    station = cast.organisations["station"]
    said = NotedFact("case", ago(3), "行政处罚", "处罚决定书.pdf", BytesIO(b"%PDF-1.4 x"))
    noted = note_signal(people["county_officer"], station, said)
    assert noted.keeper == "regulator"
    assert noted.evidence is not None
    assert noted.evidence.organisation == station
    assert noted in signals_for(people["station_manager"])
    assert noted not in signals_for(people["association_secretary"])
    refused(lambda: note_signal(people["other_county_officer"], station, said))
    withdraw_signal(people["county_officer"], noted, reason="录错单位")
    (file,) = files_of(signals_for(people["county_officer"]), today())
    assert file.score.total == 0


def test_the_score_explains_itself_and_can_be_computed_for_the_past(
    cast: Cast, people: dict[str, Person]
) -> None:
    signal(cast, "late_payment", days=180, n=1)
    signal(cast, "contract_breach", days=0, n=2)
    (file,) = files_of(signals_for(people["region_officer"]), today())
    assert file.score.total == Decimal("16.00")  # 8 halved in 180 days, and 12
    assert [(t.fact.kind, t.counted) for t in file.score.terms] == [
        ("contract_breach", Decimal("12.00")), ("late_payment", Decimal("4.00")),
    ]  # fmt: skip
    (before,) = files_of(signals_for(people["region_officer"]), ago(1))
    assert [t.fact.kind for t in before.score.terms] == ["late_payment"]


def test_nothing_is_proposed_without_standing_signals(
    cast: Cast, people: dict[str, Person]
) -> None:
    proposal = Proposal(LAYER, "理由", "依据")
    station, officer = cast.organisations["station"], people["inspector"]
    refused(lambda: propose_entry(officer, station, [], proposal), "evidence")
    other = cast.organisations["farm"]
    found = signal(cast)
    refused(lambda: propose_entry(officer, other, [found], proposal), "evidence")
    refused(lambda: propose_entry(officer, station, [found], Proposal(LAYER, "", "x")), "required")
    refused(
        lambda: propose_entry(officer, station, [found], Proposal("statutory", "x", "x")), "choice"
    )
    refused(lambda: propose_entry(people["farm_manager"], station, [found], proposal))
    refused(lambda: propose_entry(people["other_county_officer"], station, [found], proposal))
    propose_entry(officer, station, [found], proposal)
    problem = refused(lambda: propose_entry(officer, station, [found], proposal))
    assert "在办案卷" in problem.detail.zh


def test_the_proposer_does_not_decide(cast: Cast, people: dict[str, Person]) -> None:
    entry = propose_entry(
        people["county_officer"],
        cast.organisations["station"],
        [signal(cast)],
        Proposal(LAYER, "逾期", "依据"),
        on=ago(30),
    )
    entry = serve_notice(
        people["inspector"], entry, number="1", served_on=ago(28), revision=entry.revision
    )
    refused(
        lambda: decide_entry(
            people["county_officer"], entry, listed=True, number="2", words="列入",
            revision=entry.revision,
        ),
        "four-eyes",
    )  # fmt: skip
    entry.refresh_from_db()
    assert entry.state == "noticed"


def test_nobody_decides_within_the_time_to_defend(cast: Cast, people: dict[str, Person]) -> None:
    entry = noticed(cast, people, served=1)
    refused(
        lambda: decide_entry(
            people["county_officer"], entry, listed=True, number="2", words="列入",
            revision=entry.revision,
        ),
        "defence-period",
    )  # fmt: skip
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditEntry.objects.filter(pk=entry.pk).update(decided_on=entry.defence_due)
    refused(lambda: state_defence(people["inspector"], entry, Defence("晚", ago(20))), "clock")


def test_an_undecided_entry_is_not_published(cast: Cast, people: dict[str, Person]) -> None:
    entry = noticed(cast, people)
    refused(
        lambda: publish_entry(
            people["region_officer"], entry, opinion="公示", revision=entry.revision
        ),
        "no-such-move",
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        CreditEntry.objects.filter(pk=entry.pk).update(state="published", published_on=today())


def test_nothing_is_listed_on_withdrawn_facts(cast: Cast, people: dict[str, Person]) -> None:
    entry = noticed(cast, people)
    withdraw_signal(people["county_officer"], entry.signals.get(), reason="系统误记")
    refused(
        lambda: decide_entry(
            people["county_officer"], entry, listed=True, number="2", words="列入",
            revision=entry.revision,
        ),
        "evidence",
    )  # fmt: skip


def test_a_stale_page_is_refused(cast: Cast, people: dict[str, Person]) -> None:
    entry = noticed(cast, people)
    read = entry.revision
    state_defence(people["inspector"], entry, Defence("书面申辩", ago(27)))
    refused(
        lambda: decide_entry(
            people["county_officer"], entry, listed=True, number="2", words="未申辩",
            revision=read,
        ),
        "stale",
    )  # fmt: skip


def test_the_unit_defends_itself_and_takes_no_part_in_deciding(
    cast: Cast, people: dict[str, Person]
) -> None:
    entry = noticed(cast, people, served=0)
    said = state_defence(people["station_manager"], entry, Defence("已付清", today()))
    assert not said.on_paper
    refused(lambda: state_defence(people["farm_manager"], entry, Defence("外人", today())))
    Membership.objects.create(
        person=people["county_officer"], organisation=entry.subject, role="county_officer"
    )
    officer = Person.objects.get(pk=people["county_officer"].pk)
    entry.refresh_from_db()
    refused(lambda: withdraw_entry(officer, entry, reason="x", revision=entry.revision), "party")


def test_repair_waits_for_its_least_time_and_leaves_the_public_page(
    cast: Cast, people: dict[str, Person]
) -> None:
    entry = published(cast, people)
    manager = people["station_manager"]
    refused(lambda: ask_repair(manager, entry, Plea("已改正")), "least-period")
    later = today() + timedelta(days=365)
    repair = ask_repair(manager, entry, Plea("已改正"), on=later)
    refused(lambda: ask_repair(manager, entry, Plea("再问"), on=later))
    entry.refresh_from_db()
    refused(
        lambda: answer_repair(
            people["inspector"], repair, granted=True, answer="同意", revision=entry.revision
        )
    )
    answer_repair(
        people["county_officer"], repair, granted=True, answer="核实已改正",
        revision=entry.revision, on=later,
    )  # fmt: skip
    assert not public_entries(later).exists()
    kept = entries_for(people["county_officer"], later).get()
    assert (kept.state, kept.removed_on) == ("repaired", later)


def test_an_appeal_is_heard_by_somebody_else_and_in_time(
    cast: Cast, people: dict[str, Person]
) -> None:
    entry = published(cast, people)
    manager = people["station_manager"]
    late = today() + timedelta(days=61)
    refused(lambda: file_appeal(manager, entry, Plea("晚"), on=late), "clock")
    appeal = file_appeal(manager, entry, Plea("事实有误"))
    entry.refresh_from_db()
    refused(
        lambda: hear_appeal(
            people["region_officer"], appeal, granted=True, answer="x", revision=entry.revision
        ),
        "four-eyes",
    )
    hear_appeal(
        people["region_judge"], appeal, granted=True, answer="事实不清，撤销",
        revision=entry.revision,
    )  # fmt: skip
    entry.refresh_from_db()
    assert entry.state == "annulled"
    assert not public_entries(today()).exists()


def test_a_refused_appeal_leaves_the_listing(cast: Cast, people: dict[str, Person]) -> None:
    entry = published(cast, people)
    appeal = file_appeal(people["station_manager"], entry, Plea("不服"))
    entry.refresh_from_db()
    hear_appeal(
        people["region_judge"], appeal, granted=False, answer="事实清楚", revision=entry.revision
    )
    entry.refresh_from_db()
    assert entry.state == "published"
    assert history(entry)[-1].title.zh == "申诉不予支持"


def test_the_association_keeps_its_own_list(cast: Cast, people: dict[str, Person]) -> None:
    secretary, second = people["association_secretary"], people["second_secretary"]
    entry = propose_entry(
        secretary,
        cast.organisations["station"],
        [signal(cast)],
        Proposal("association", "违反自律公约", "章程第十条"),
        on=ago(30),
    )
    assert entry.number.startswith("XYZL")
    assert not entries_for(people["county_officer"], today()).exists()
    assert entries_for(people["station_manager"], today()).get() == entry
    entry = serve_notice(secretary, entry, number="1", served_on=ago(28), revision=0)
    refused(
        lambda: decide_entry(
            people["county_officer"], entry, listed=True, number="2", words="x",
            revision=entry.revision,
        )
    )  # fmt: skip
    entry = decide_entry(
        second, entry, listed=True, number="2", words="公约第十条", revision=entry.revision
    )
    publish_entry(second, entry, opinion="公示", revision=entry.revision)
    assert entries_for(people["county_officer"], today()).get() == entry
    assert not open_credit_cases()


def test_a_case_ends_without_listing(cast: Cast, people: dict[str, Person]) -> None:
    entry = noticed(cast, people)
    assert [one.number for one in open_credit_cases(frozenset({"640302"}))] == [entry.number]
    assert not open_credit_cases(frozenset({"640221"}))
    entry = decide_entry(
        people["county_officer"], entry, listed=False, number="", words="申辩成立",
        revision=entry.revision,
    )  # fmt: skip
    assert entry.state == "dismissed"
    assert Transition.objects.filter(subject="trade.credit_entry").count() == 3


def test_papers_carry_number_facts_and_clock(cast: Cast, people: dict[str, Person]) -> None:
    entry = decided(cast, people)
    for which, words in (
        ("notice", ["利农告〔2026〕1号", "货款逾期30天", "陈述、申辩", "金河源收购站："]),
        ("decision", ["利农决〔2026〕1号", "未提出陈述申辩", "申诉"]),
    ):
        text = "\n".join(
            p.text for p in Document(BytesIO(as_word(entry, which, synthetic=True))).paragraphs
        )
        assert all(word in text for word in words), text
        assert as_pdf(entry, which, synthetic=True).startswith(b"%PDF")


def test_statutory_lists_come_row_by_row_and_stay_as_they_are(
    cast: Cast, people: dict[str, Person]
) -> None:
    content = (
        "credit_code,name,list_name,authority,decision_number,listed_on,until\n"
        "91110000600037341L,某公司,严重违法失信名单,市场监管局,1号,2026-01-05,2029-01-04\n"
        "91110000600037341X,坏码,严重违法失信名单,市场监管局,2号,2026-01-05,\n"
        "91110000600037341L,某公司,严重违法失信名单,市场监管局,1号,2026-01-05,2029-01-04\n"
        "91110000600037341L,,名单,机关,3号,2026-13-05,\n"
    ).encode()
    report = import_statutory(people["region_officer"], content, "演示")
    assert (list(report.accepted), list(report.repeated)) == ([1], [3])
    assert {(f.row, f.field, f.rule) for f in report.faults} == {
        (2, "credit_code", "check-character"), (4, "name", "required"), (4, "listed_on", "day"),
    }  # fmt: skip
    refused(lambda: import_statutory(people["county_officer"], content, "x"))
    refused(lambda: import_statutory(people["region_officer"], b"a,b\n1,2\n", "x"), "columns")
    with pytest.raises(Exception, match="Cannot"), transaction.atomic():
        StatutoryListing.objects.update(name="改")


def test_refused_loads_become_signals_once(cast: Cast, people: dict[str, Person]) -> None:
    things = furnish(cast)
    record_sheets(
        [
            sheet_row(cast, things, received_kg=None, refusal_reason="抗生素阳性"),
            sheet_row(cast, things, "J0002"),
        ]
    )
    span = (date(2026, 1, 1), date(2026, 1, 31))
    assert gather_signals(*span) == 1
    assert gather_signals(*span) == 0
    found = CreditSignal.objects.get()
    assert (found.kind, found.subject) == ("refused_load", cast.organisations["station"])
    assert found.url.startswith("/collection/sheets/")


def test_the_nightly_job_notes_the_facts_of_the_days(cast: Cast, people: dict[str, Person]) -> None:
    things = furnish(cast)
    record_sheets([sheet_row(cast, things, received_kg=None, refusal_reason="抗生素阳性")])
    job = Job.objects.create(kind=SIGNALS, arguments={"first": "2026-01-04", "last": "2026-01-06"})
    assert _gather(Progress(job), job.arguments) == {"noted": 1}
    assert _gather(Progress(job), job.arguments) == {"noted": 0}


def test_pages_of_a_case(cast: Cast, people: dict[str, Person], client: Client) -> None:
    entry = published(cast, people)
    path = f"/trade/credit/entries/{entry.pk}"
    public = client.get("/trade/credit/public")
    assert "金河源收购站" in public.text
    assert "利农决〔2026〕1号" in public.text
    assert client.get(path).status_code == 401
    for name, inside in (
        ("county_officer", True), ("station_manager", True), ("association_secretary", False),
    ):  # fmt: skip
        client.force_login(people[name])
        page = client.get(path)
        assert page.status_code == 200
        assert ("多次逾期付款" in page.text) == inside
        wanted = 200 if inside else 404
        assert client.get(f"{path}/notice.docx").status_code == wanted
    client.force_login(people["farm_manager"])
    assert client.get(path).status_code == 404
    client.force_login(people["county_officer"])
    listing = client.get("/trade/credit")
    assert "公示中" in listing.text
    file = client.get(f"/trade/credit/files/{entry.subject_id}")
    assert "trade.credit.points.late_payment" in file.text
    told = client.get(f"/api/trade/credit/files/{entry.subject_id}").json()
    assert told["total"] == str(sum(Decimal(one["counted"]) for one in told["terms"]))
    assert told["terms"][0]["rule"] == "trade.credit.points.late_payment"
    answer = client.post(f"{path}/steps/publish", {"words": "x", "revision": "0"})
    assert answer.status_code in (403, 409)
