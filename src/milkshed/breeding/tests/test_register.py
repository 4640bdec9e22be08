"""The herd book: what is entered, what is refused and why, how a wrong parent is mended."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from milkshed.breeding.actions.bulls import BullChange, change_bull
from milkshed.breeding.actions.parentage import verify_entry
from milkshed.breeding.actions.register import (
    BullRow,
    EntryRow,
    correct_parents,
    move_entry,
    register_bull,
    register_entries,
    register_farm,
    report_index,
)
from milkshed.breeding.importers import import_entries
from milkshed.breeding.models import Bull, PedigreeEntry
from milkshed.breeding.queries.book import ancestors, book_quality, quality_by_farm
from milkshed.breeding.queries.catalogue import reported, under_versions
from milkshed.breeding.tests.furniture import BULLS, CODES, Scene, ear_tag, scene
from milkshed.kernel.problems import Problem
from milkshed.platform.scope import EVERYTHING, scope_of
from tests.cast import Cast


@pytest.fixture
def made(cast: Cast) -> Scene:
    return scene(cast, cows=9, entered=False)


def test_an_animal_of_the_register_is_entered_once(made: Scene) -> None:
    row = EntryRow(made.tags[0].lower(), BULLS[0], made.tags[2])
    assert register_entries(made.officer, [row]).is_clean
    entry = PedigreeEntry.objects.get()
    assert (entry.identity, entry.sire, entry.dam) == (made.tags[0], BULLS[0], made.tags[2])
    assert (entry.sire_source, entry.place, entry.sex) == ("record", made.place(), "F")
    again = register_entries(made.officer, [row])
    assert list(again.repeated) == [1]
    other = register_entries(made.officer, [EntryRow(made.tags[0], BULLS[1])])
    assert [fault.rule for fault in other.faults] == ["entered"]
    tree = ancestors(made.tags[0], EVERYTHING)
    assert [(one.generation, one.identity) for one in tree] == [(1, BULLS[0]), (1, made.tags[2])]


@pytest.mark.parametrize(
    ("row", "field", "rule"),
    [
        (EntryRow("", BULLS[0]), "identity", "required"),
        (EntryRow("X" * 31, sex="F"), "identity", "length"),
        (EntryRow("HOUSA1", "HOUSA1", sex="M"), "identity", "own-parent"),
        (EntryRow("HOUSA1", "HOUSA2", "HOUSA2", sex="M"), "dam", "same-parent"),
        (EntryRow("HOUSA1"), "sex", "required"),
        (EntryRow(ear_tag(0, 1), sex="M"), "sex", "sex"),
        (EntryRow(ear_tag(0, 1), ear_tag(0, 2)), "sire", "sex"),
        (EntryRow(ear_tag(0, 1), dam=BULLS[0]), "dam", "sex"),
        (EntryRow("HOUSA1", BULLS[0], sex="F", born_on=date(2014, 3, 1)), "sire", "age.sire"),
        (EntryRow("HOUSA1", BULLS[0], sex="F", born_on=date(2010, 3, 1)), "sire", "age.sire"),
        (
            EntryRow("HOUSA1", dam=ear_tag(0, 1), sex="F", born_on=date(2010, 1, 1)),
            "dam",
            "age.dam",
        ),
        (EntryRow(ear_tag(0, 1), BULLS[0], source="hearsay"), "source", "choice"),
    ],
)
def test_a_bad_row_names_field_and_rule_and_never_stops_the_others(
    made: Scene, row: EntryRow, field: str, rule: str
) -> None:
    report = register_entries(made.officer, [row, EntryRow(made.tags[8], BULLS[2])])
    assert (field, rule) in [(fault.field, fault.rule) for fault in report.faults]
    assert list(report.accepted) == [2]
    assert PedigreeEntry.objects.count() == 1


def test_a_file_tells_the_fate_of_every_line(made: Scene) -> None:
    content = "\n".join(
        [
            "登记号,父号,母号,性别,出生日期,国家",
            f"{made.tags[0]},{BULLS[0]},0,,,",
            "USA123,,,公,2012/03/04,US",
            "USA124,,,牛,2012-03-04,US",
            "USA125,,,母,2012-13-40,US",
        ]
    ).encode()
    report = import_entries(made.officer, content)
    assert sorted(report.accepted) == [2, 3]
    assert {row: faults[0].field for row, faults in report.refused.items()} == {
        4: "sex",
        5: "born_on",
    }
    foreign = PedigreeEntry.objects.get(identity="USA123")
    assert (foreign.sex, foreign.country, foreign.born_on) == ("M", "US", date(2012, 3, 4))
    with pytest.raises(Problem, match="malformed"):
        import_entries(made.officer, "颜色,重量\n红,3\n".encode())


def test_a_whole_farm_is_entered_with_recorded_parents(made: Scene) -> None:
    report = register_farm(made.officer, CODES[0])
    assert len(report.accepted) == 9
    quality = book_quality(EVERYTHING)
    assert (quality.entries, quality.with_sire, quality.with_dam) == (9, 9, 0)
    own = book_quality(scope_of(made.cast.people["farm_manager"]))
    assert own.entries == 9
    assert len(register_farm(made.officer, CODES[0]).repeated) == 9


def test_a_questioned_parent_is_corrected_by_another_person(made: Scene) -> None:
    register_entries(made.officer, [EntryRow(made.tags[0], BULLS[0])])
    entry = PedigreeEntry.objects.get()
    with pytest.raises(Problem, match="invalid"):
        move_entry(made.approver, entry.pk, "question", " ")
    move_entry(made.approver, entry.pk, "question", "纯合对立 8%")
    with pytest.raises(Problem, match="not-allowed"):
        correct_parents(made.approver, entry.pk, sire=BULLS[3], dam="", opinion="基因型")
    with pytest.raises(Problem, match="not-allowed"):
        correct_parents(made.officer, entry.pk, sire=BULLS[3], dam="", opinion="基因型")
    with pytest.raises(Problem, match="neither parent can be compared"):
        verify_entry(made.officer, entry.pk)
    entry.refresh_from_db()
    assert entry.state == "questioned"


def test_correction_writes_what_it_rests_on(made: Scene) -> None:
    register_entries(made.officer, [EntryRow(made.tags[0], BULLS[0])])
    entry = PedigreeEntry.objects.get()
    move_entry(made.officer, entry.pk, "question", "纯合对立 8%")
    with pytest.raises(Problem, match="conflict"):
        correct_parents(made.approver, entry.pk, sire=made.tags[1], dam="", opinion="基因型")
    correct_parents(made.approver, entry.pk, sire=BULLS[3], dam="", opinion="发现亲本")
    entry.refresh_from_db()
    assert (entry.sire, entry.sire_source, entry.state) == (BULLS[3], "record", "registered")


def test_bulls_are_numbered_by_their_country(made: Scene) -> None:
    for row, field in (
        (BullRow("6411800"), "value"),
        (BullRow("HOUSA-1", country="US"), "number"),
        (BullRow("HOUSA1", country="US", recessives={"HH1": "maybe"}), "recessives.HH1"),
        (BullRow("HOUSA1", country="US", sire="HOUSA1"), "sire"),
        (BullRow("HOUSA1", country="US", born_on=made.today + timedelta(days=1)), "born_on"),
        (BullRow("HOUSA1", country="US", calving_ease_pct=Decimal(150)), "calving_ease_pct"),
        (BullRow("HOUSA1", country="US", calving_ease_pct=Decimal("3.25")), "calving_ease_pct"),
        (BullRow("HOUSA1", country="US", sire=made.tags[0]), "sire"),
        (BullRow("HOUSA1", country="US", dam=BULLS[0]), "dam"),
        (BullRow("HOUSA1", country="US", sire=BULLS[0], born_on=date(2014, 2, 1)), "sire"),
    ):
        with pytest.raises(Problem) as refused:
            register_bull(made.officer, row)
        assert field == "value" or refused.value.faults[0].field == field
    with pytest.raises(Problem, match="conflict"):
        register_bull(made.officer, BullRow(BULLS[0]))
    made_bull = register_bull(made.officer, BullRow("housa9", country="US"))
    assert made_bull.number == "HOUSA9"
    with pytest.raises(Problem, match="not-allowed"):
        register_bull(made.cast.people["farm_manager"], BullRow("64118099"))


def test_what_changes_of_a_bull_is_noted_and_what_stood_is_kept(made: Scene) -> None:
    change = BullChange("stopped", {"HH1": "free"}, Decimal("4.5"), " 站一 ", home_bred=True)
    change_bull(made.officer, BULLS[0], change)
    bull = Bull.objects.get(number=BULLS[0])
    assert (bull.semen_status, bull.recessives, bull.owner) == ("stopped", {"HH1": "free"}, "站一")
    before = Bull.pgh_event_model.objects.filter(pgh_obj=bull)  # type: ignore[attr-defined]
    assert before.exists()
    for wrong, field in (
        (replace(change, semen_status="sold"), "semen_status"),
        (replace(change, recessives={"HH1": "perhaps"}), "recessives.HH1"),
        (replace(change, calving_ease_pct=Decimal(-1)), "calving_ease_pct"),
    ):
        with pytest.raises(Problem) as refused:
            change_bull(made.officer, BULLS[0], wrong)
        assert refused.value.faults[0].field == field
    with pytest.raises(Problem, match="no such bull"):
        change_bull(made.officer, "HOUSA404", change)
    with pytest.raises(Problem, match="not-allowed"):
        change_bull(made.cast.people["farm_manager"], BULLS[0], change)


def test_completeness_is_told_farm_by_farm(made: Scene) -> None:
    register_entries(made.officer, [EntryRow(made.tags[0], BULLS[0]), EntryRow(made.tags[1])])
    register_farm(made.officer, CODES[1])
    worst, best = quality_by_farm(EVERYTHING)
    assert (worst.place, worst.entries, worst.with_sire, worst.sire_share) == (
        made.place(), 2, 1, 0.5
    )  # fmt: skip
    assert (best.place, best.entries, best.with_both) == (made.place(1), 9, 0)
    own = quality_by_farm(scope_of(made.cast.people["farm_manager"]))
    assert [one.place for one in own] == [made.place()]


def test_a_reported_index_shows_what_is_explained_and_what_is_missing(made: Scene) -> None:
    bull = Bull.objects.get(number=BULLS[0])
    report_index(
        made.officer, bull, index="CN-GCPI-2016", value=Decimal(3977),
        reported_on=date(2020, 12, 1), components={"milk_kg": 2748}, source="宁夏日报",
    )  # fmt: skip
    (shown,) = reported(bull)
    assert shown.explanation.offset == 80
    assert [round(part.points) for part in shown.explanation.parts] == [2061]
    assert round(shown.explanation.unexplained) == 1836
    assert len(shown.missing) == 6
    assert shown.reported is not None
    first, second = under_versions(shown.reported)
    assert (first.version.code, round(first.explanation.unexplained)) == ("CN-GCPI-2016", 1836)
    assert (second.version.code, second.explanation.parts) == ("CN-GCPI-2021", ())
    assert round(second.explanation.unexplained) == 3977 - 1800
    for day, rule in ((date(2020, 12, 1), "unique"), (made.today + timedelta(days=1), "day")):
        with pytest.raises(Problem) as refused:
            report_index(
                made.officer, bull, index="CN-GCPI-2016", value=Decimal(1), reported_on=day,
                components={}, source="x",
            )  # fmt: skip
        assert refused.value.faults[0].rule == rule
    with pytest.raises(Problem, match="invalid"):
        report_index(
            made.officer, bull, index="CN-GCPI-2016", value=Decimal(1),
            reported_on=date(2020, 1, 1), components={"horns": 1}, source="x",
        )  # fmt: skip
