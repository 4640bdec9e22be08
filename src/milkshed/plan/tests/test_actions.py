"""Computing, reporting by hand, and what the board makes of it."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.plan.actions import figures
from milkshed.plan.actions.figures import compute_figures
from milkshed.plan.actions.loading import load_plan
from milkshed.plan.actions.reports import report_manually, review_report
from milkshed.plan.exports import board_workbook
from milkshed.plan.facade import lights
from milkshed.plan.jobs import COMPUTE
from milkshed.plan.models import ComputedFigure, Contradiction, Indicator, ManualReport, Milestone
from milkshed.plan.queries.board import board
from milkshed.platform.attachments import path_of
from milkshed.platform.domain import Domain
from milkshed.platform.figures import Contribution, Figure, FigureInput, FigureRequest
from milkshed.platform.jobs import perform
from milkshed.platform.models import Job
from tests.cast import Cast

pytestmark = pytest.mark.django_db
DAY = date(2025, 12, 31)


def figure(value: object, request: FigureRequest) -> Figure:
    return Figure(
        value=None if value is None else Decimal(str(value)),
        unit="万头",
        as_of=request.as_of,
        method=Text("数一数", "Counted"),
        version="1",
        inputs=(FigureInput(Text("牛", "Cattle"), 910_000, "/herd/farms"),),
    )


def herd(request: FigureRequest) -> Figure:
    """91 in the region; a zone answers with its number of counties."""
    return figure(91 if request.counties is None else len(request.counties), request)


def broken(_: FigureRequest) -> Figure:
    raise ZeroDivisionError("no cows")


def broken_in_the_database(_: FigureRequest) -> Figure:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM nowhere")
    raise AssertionError


def unreachable() -> tuple[Contribution, ...]:
    raise ImportError("a room that cannot be read")


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> None:
    """A good room, a room whose figures fail, and one that does not answer at all."""
    title = Text("室", "Room")
    given = (
        Domain("dark", title, 1, indicators=unreachable),
        Domain(
            "bad",
            title,
            2,
            indicators=lambda: (
                Contribution("K2", broken),
                Contribution("K3", broken_in_the_database),
                Contribution("X9", herd),
            ),
        ),
        Domain("good", title, 3, indicators=lambda: (Contribution("K1", herd),)),
    )
    monkeypatch.setattr(figures, "domains", lambda: given)
    load_plan()


def test_a_failing_room_never_stops_the_rest(rooms: None) -> None:
    done = compute_figures(DAY)
    assert sorted(done.computed) == ["K1", "T1.1", "T1.3"]
    assert set(done.failed) == {"K2", "K3", "T1.2", "T1.4", "(dark)"}
    assert "no cows" in done.failed["K2"]
    assert done.unknown == ["X9"]
    values = dict(
        ComputedFigure.objects.filter(failed=False).values_list("indicator__code", "value")
    )
    assert values == {"K1": 91, "T1.1": 7, "T1.3": 5}
    again = compute_figures(DAY)
    assert not again.computed
    assert ComputedFigure.objects.count() == 7


def test_the_job_computes_and_tells_how_far_it_is(rooms: None) -> None:
    done = perform(Job.objects.create(kind=COMPUTE, arguments={"as_of": DAY.isoformat()}))
    assert (done.state, done.result["computed"]) == ("done", 3)
    assert done.done == done.total == 7


def test_figures_are_only_added(rooms: None) -> None:
    compute_figures(DAY)
    for change in (
        lambda: ComputedFigure.objects.update(value=1),
        lambda: ComputedFigure.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_lights_take_one_query(rooms: None) -> None:
    compute_figures(DAY)
    with CaptureQueriesContext(
        connection,
    ) as seen:
        found = {facts.code: facts for facts in lights(DAY)}
    assert len(seen) == 1
    assert len(found) == 58
    assert (found["K1"].colour, found["K1"].word.zh) == ("green", "正常")
    assert found["K2"].colour == "grey"
    assert found["K1"].target.zh == "≈90"


def test_official_milestones_survive_loading_and_move_the_light(rooms: None) -> None:
    compute_figures(DAY)
    Milestone.objects.filter(indicator__code="K1", on=DAY).update(value=80, basis="official")
    load_plan()
    assert {facts.code: facts.colour for facts in lights(DAY)}["K1"] == "red"


def report(cast: Cast, role: str = "region_officer", **values: object) -> ManualReport:
    person = cast.people[role]
    given: dict[str, object] = {
        "indicator": Indicator.objects.get(code="T9.3"),
        "as_of": DAY,
        "value": Decimal(26),
        "evidence": BytesIO(b"%PDF-1.7 26 events"),
        "evidence_name": "联名活动.pdf",
        "organisation": person.organisations()[0],
        "person": person,
    }
    return report_manually(**(given | values))  # type: ignore[arg-type]


def test_a_report_counts_once_another_person_accepted_it(cast: Cast) -> None:
    load_plan()
    made = report(cast)
    assert path_of(made.evidence.sha256).read_bytes() == b"%PDF-1.7 26 events"
    assert {f.code: f.colour for f in lights(DAY)}["T9.3"] == "grey"
    with pytest.raises(Problem) as caught:
        review_report(made.pk, cast.people["region_officer"], accept=True)
    assert caught.value.faults[0].rule == "four-eyes"
    done = review_report(made.pk, cast.people["administrator"], accept=True)
    assert (done.state, done.reviewed_by) == ("accepted", cast.people["administrator"])
    shown = {f.code: f for f in lights(DAY)}["T9.3"]
    assert (shown.value, shown.by_hand, shown.colour) == (26, True, "green")


def test_a_return_needs_an_opinion_and_counts_nothing(cast: Cast) -> None:
    load_plan()
    made = report(cast)
    with pytest.raises(Problem):
        review_report(made.pk, cast.people["administrator"], accept=False)
    review_report(made.pk, cast.people["administrator"], accept=False, opinion="缺活动名单")
    assert {f.code: f.colour for f in lights(DAY)}["T9.3"] == "grey"


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"value": Decimal(-1)}, "not-negative"),
        ({"as_of": date(2099, 1, 1)}, "not-in-future"),
        ({"evidence_name": "run.exe"}, "media-type"),
    ],
)
def test_a_bad_report_is_named(cast: Cast, values: dict[str, object], rule: str) -> None:
    load_plan()
    with pytest.raises(Problem) as caught:
        report(cast, **values)
    assert [fault.rule for fault in caught.value.faults] == [rule]
    assert not ManualReport.objects.exists()


def test_people_report_only_for_where_they_work(cast: Cast) -> None:
    load_plan()
    with pytest.raises(Problem) as caught:
        report(cast, organisation=cast.organisations["litong"])
    assert caught.value.faults[0].rule == "own-organisation"
    with pytest.raises(Problem) as refused:
        report(cast, "farm_manager")
    assert refused.value.kind.status == 403


def test_a_reported_and_a_computed_value_stand_side_by_side(cast: Cast, rooms: None) -> None:
    compute_figures(DAY)
    made = report(cast, indicator=Indicator.objects.get(code="K1"), value=Decimal(95))
    review_report(made.pk, cast.people["administrator"], accept=True)
    row = next(r for g in board(DAY) for r in g.rows if r.indicator.code == "K1")
    assert (row.value, row.by_hand, row.reported) == (91, False, 95)


def test_the_board_takes_few_queries_and_judges_each_claim(rooms: None) -> None:
    with CaptureQueriesContext(connection) as seen:
        groups = board(DAY)
    assert len(seen) <= 4
    assert sum(len(group.rows) for group in groups) == 58
    manure = next(r for g in groups for r in g.rows if r.indicator.code == "K7")
    assert [c.claim.target_text.zh for c in manure.claims] == ["≥95", "≥90"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_board_goes_out_as_excel(rooms: None, language: str) -> None:
    compute_figures(DAY)
    content = board_workbook(
        board(DAY), list(Contradiction.objects.all()), DAY, synthetic=True, language=language
    )
    indicators, held = load_workbook(BytesIO(content)).worksheets
    text = [[cell.value for cell in row] for row in indicators.iter_rows()]
    assert any("K1" in row and 91 in row for row in text)
    assert sum(1 for row in held.iter_rows() if str(row[0].value).startswith("C")) >= 42
