"""The mass balance as an Excel file: what does not close, and every place's days."""

from collections.abc import Iterator

from milkshed.kernel.counties import division_name
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import Sheet, write_excel
from milkshed.site.balance.reading import Line, Open, Reading

_KG = "kg"
_FINDINGS = (
    Column("at", Text("时间", "Time"), Kind.TIME, width=18),
    Column("kind", Text("不平事项", "What does not close"), width=20),
    Column("county", Text("县（市、区）", "County"), width=12),
    Column("place", Text("场所", "Place"), width=26),
    Column("vessel", Text("容器", "Vessel"), width=16),
    Column("lot", Text("批次", "Lot"), width=26),
    Column("document", Text("交接单", "Sheet"), width=28),
    Column("expected", Text("应为", "Expected"), Kind.DECIMAL, _KG, places=1),
    Column("found", Text("实为", "Found"), Kind.DECIMAL, _KG, places=1),
    Column("difference", Text("相差", "Difference"), Kind.DECIMAL, _KG, places=1),
    Column("tolerance", Text("容差", "Tolerance"), Kind.DECIMAL, _KG, places=1),
    Column("events", Text("事实标识", "Facts"), width=60),
)
_DAYS = (
    Column("day", Text("日期", "Day"), Kind.DATE, width=12),
    Column("county", Text("县（市、区）", "County"), width=12),
    Column("place", Text("场所", "Place"), width=26),
    Column("vessel", Text("容器", "Vessel"), width=16),
    Column("made", Text("产奶", "Made"), Kind.DECIMAL, _KG, places=1),
    Column("in", Text("投入", "In"), Kind.DECIMAL, _KG, places=1),
    Column("out", Text("产出", "Out"), Kind.DECIMAL, _KG, places=1),
    Column("lost", Text("损耗", "Loss"), Kind.DECIMAL, _KG, places=1),
    Column("events", Text("事实数", "Facts"), Kind.INTEGER),
)


def balance_workbook(
    reading: Reading, title: Text, sentence: Text, *, synthetic: bool, language: str
) -> bytes:
    """The reading as an ``.xlsx`` with one sheet of findings and one of days."""

    def say(both: Text) -> str:
        return both.in_language(language)

    notes = (say(sentence), say(IN_AND_OUT))
    findings = Text("不平事项", "Findings")
    days = Text("逐日进出", "By day")
    return write_excel(
        [
            Sheet(say(title), _FINDINGS, _finding_rows(reading, language), notes, say(findings)),
            Sheet(say(title), _DAYS, _day_rows(reading, language), notes, say(days)),
        ],
        synthetic=synthetic,
        language=language,
    )


IN_AND_OUT = Text(
    "投入、产出为各工序记录的公斤数之和，同一批奶每过一道工序计一次；"
    "损耗＝投入－产出，加工中浓缩、干燥失去的水也在内。",
    "In and out add up the kilograms of all steps: milk counts once at each step it passes."
    " Loss is in minus out, water taken away in processing included.",
)


def _finding_rows(reading: Reading, language: str) -> Iterator[dict[str, object]]:
    for one in reading.findings:
        yield _finding_row(one, language)


def _finding_row(one: Open, language: str) -> dict[str, object]:
    finding = one.finding
    return {
        "at": finding.at,
        "kind": finding.kind.title.in_language(language),
        "county": _county(one.place.county if one.place else "", language),
        "place": one.place.name.in_language(language) if one.place else "",
        "vessel": _vessel(one, language),
        "lot": one.lot_number,
        "document": one.document,
        "expected": finding.expected_kg,
        "found": finding.found_kg,
        "difference": finding.difference_kg,
        "tolerance": finding.tolerance_kg,
        "events": " ".join(event.event_id for event in one.events),
    }


def _vessel(one: Open, language: str) -> str:
    if one.vessel is None:
        return ""
    return (one.vessel.vessel or one.vessel.name).in_language(language)


def _day_rows(reading: Reading, language: str) -> Iterator[dict[str, object]]:
    for line in reading.days:
        yield _day_row(line, language)


def _day_row(line: Line, language: str) -> dict[str, object]:
    named = line.named
    return {
        "day": line.day,
        "county": _county(named.county if named else "", language),
        "place": named.name.in_language(language) if named else "",
        "vessel": named.vessel.in_language(language) if named and named.vessel else "",
        "made": line.made_kg,
        "in": line.in_kg,
        "out": line.out_kg,
        "lost": line.lost_kg,
        "events": line.events,
    }


def _county(code: str, language: str) -> str:
    return division_name(code).in_language(language) if code else ""
