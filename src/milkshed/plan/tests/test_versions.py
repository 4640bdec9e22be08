"""A later version is checked row by row, loaded beside the draft, compared, and put in force."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from milkshed.kernel.problems import Problem
from milkshed.plan.actions.items import ItemWish, open_item
from milkshed.plan.actions.lists import SplitRow, set_duty, set_milestone, split_target
from milkshed.plan.actions.loading import adopt_version, load_plan, load_version, plan_set
from milkshed.plan.facts.checking import read_set
from milkshed.plan.facts.writing import set_as_toml
from milkshed.plan.models import Indicator, PlanVersion
from milkshed.plan.queries.document import version_difference
from milkshed.plan.science.lights import FIRST_DAY
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def draft() -> str:
    return set_as_toml(plan_set(load_plan()))


def final() -> bytes:
    text = (
        draft()
        .replace('code = "draft-v1"', 'code = "final-2026"')
        .replace('status = "draft"', 'status = "final"')
    )
    text = text.replace('quote_zh = "稳定在90万头左右"', 'quote_zh = "稳定在90万头"')
    start = text.index('code = "K2"')
    text = text[:start] + text[start:].replace('target = "450"', 'target = "455"', 1)
    return text.encode()


def test_a_version_reads_back_as_it_was_written() -> None:
    text = draft()
    read, report = read_set(text.encode())
    assert report.is_clean
    assert report.total == 58 + 114 + 42
    assert set_as_toml(read) == text


def test_a_later_version_is_loaded_compared_and_adopted_by_another(cast: Cast) -> None:
    officer, other = cast.people["region_officer"], cast.people["administrator"]
    version, report = load_version(officer, final())
    assert report.is_clean
    assert version is not None
    draft_version = PlanVersion.objects.get(code="draft-v1")
    found = version_difference(draft_version, version)
    changes = {
        change.code: (change.kind, [(c.field, c.before, c.after) for c in change.changes])
        for _, entries in found.groups
        for change in entries
    }
    assert changes == {"K2": ("numbers", [("target", "450", "455")])}
    with pytest.raises(Problem, match="Another person"):
        adopt_version(officer, "final-2026", opinion="印发", revision=0)
    with pytest.raises(Problem, match="Somebody changed"):
        adopt_version(other, "final-2026", opinion="印发", revision=5)
    milk = draft_version.indicators.get(code="K2")
    start = date(2026, 1, 1)
    set_duty(officer, "S2", "U13", "lead", on=start)
    split_target(officer, milk, [SplitRow("640302", "114")], valid_from=start, basis="assumed")
    set_milestone(officer, milk, date(2025, 12, 31), Decimal(445), "宁奶发〔2025〕1号")
    item = open_item(
        officer,
        ItemWish("任务", "目标", "U3", timezone.localdate() + timedelta(days=9), part="S2",
                 indicator="K2"),
    )  # fmt: skip
    adopt_version(other, "final-2026", opinion="宁政发〔2026〕1号", revision=0)
    later = version.indicators.get(code="K2")
    assert version.parts.get(code="S2").duties.get().unit.code == "U13"
    assert later.splits.get().value == 114
    points = {point.on.year: point.value for point in later.milestones.exclude(on=FIRST_DAY)}
    assert (points[2025], points[2026], points[2027]) == (445, 450, 455)
    item.refresh_from_db()
    assert (item.part, item.indicator) == (version.parts.get(code="S2"), later)
    assert Indicator.objects.get(version__current=True, code="K2").target == Decimal(455)
    draft_version.refresh_from_db()
    assert (draft_version.state, draft_version.current) == ("superseded", False)
    load_plan()
    assert PlanVersion.objects.get(current=True).code == "final-2026"
    with pytest.raises(Problem, match="already"):
        load_version(officer, final())


BAD_ROWS = (
    ('target = "455"', 'target = "四百五十"', "target"),
    ('unit = "万吨"', 'unit = ""', "unit"),
    ('operator = "band"', 'operator = "about"', "operator"),
    ('indicators = ["K7", "T4.5"]', 'indicators = ["K77"]', "indicators"),
    ('kind = "section"', 'kind = "chapter"', "kind"),
    ('code = "S47"', 'code = "S46"', "code"),
    ('baseline = "430.6"', 'baseline = "-1"', "baseline"),
)


def test_one_bad_row_keeps_the_whole_set_out(cast: Cast) -> None:
    text = final().decode()
    for before, after, field in BAD_ROWS:
        assert before in text
        version, report = load_version(
            cast.people["region_officer"], text.replace(before, after, 1).encode()
        )
        assert version is None
        assert field in {fault.field for fault in report.faults}
    assert PlanVersion.objects.count() == 1


@pytest.mark.parametrize("content", [b"\xff", b"[version", b"a = 1", b"[version]\ncode='A B'"])
def test_what_is_no_set_is_refused(cast: Cast, content: bytes) -> None:
    with pytest.raises(Problem):
        load_version(cast.people["region_officer"], content)


def test_the_page_tells_every_bad_row(client: Client, cast: Cast) -> None:
    client.force_login(cast.people["region_officer"])
    text = final().decode().replace('operator = "band"', 'operator = "about"', 1)
    answer = client.post(
        "/plan/versions/load",
        {"file": SimpleUploadedFile("set.toml", text.encode())},
        headers={"Accept": "text/html"},
    )
    assert answer.status_code == 422
    assert "全部未写入" in answer.text
    assert "operator" in answer.text
