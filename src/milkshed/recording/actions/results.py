"""The laboratory's results by tube, and their release as the cows' test days."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from django.db import transaction
from django.utils import timezone

from milkshed.herd import facade as herd
from milkshed.herd.facade import CowTest
from milkshed.kernel.problems import CONFLICT, Fault, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.bulk import update_rows
from milkshed.platform.models import Organisation, Person
from milkshed.platform.permissions import require
from milkshed.recording.actions.plan import locked_visit
from milkshed.recording.actions.tubes import as_cow, cows_of
from milkshed.recording.flow import VISIT_FLOW
from milkshed.recording.models import LabFile, SampleTube, TestVisit, TubeState
from milkshed.recording.rules import RecordingRules
from milkshed.recording.science.somatic_cells import score
from milkshed.recording.science.tube_reconciliation import Finding, Tube, reconcile
from milkshed.recording.science.unusual_tests import distance, stage_norms

COMPONENTS = {
    "fat_pct": (Text("乳脂率", "Fat"), Decimal("0.01")),
    "protein_pct": (Text("乳蛋白率", "Protein"), Decimal("0.01")),
    "lactose_pct": (Text("乳糖率", "Lactose"), Decimal("0.01")),
    "urea_mg_per_dl": (Text("尿素", "Urea"), Decimal("0.1")),
    "scc_per_ml": (Text("体细胞数", "Somatic cells"), Decimal(1)),
}
_NORM_DAYS = timedelta(days=365)
_OPEN_STATES = ("received", "analysed")


@dataclass(frozen=True, slots=True)
class ResultRow:
    """What the laboratory found in one tube; None where not analysed. ``line`` is its file row."""

    line: int
    tube: str
    fat_pct: float | None = None
    protein_pct: float | None = None
    lactose_pct: float | None = None
    urea_mg_per_dl: float | None = None
    scc_per_ml: float | None = None


@dataclass(frozen=True, slots=True)
class LabContent:
    """A file as read: rows, rows that could not be read, and which columns were recognised."""

    rows: Sequence[ResultRow]
    faults: Sequence[Fault]
    columns: Mapping[str, str]
    total: int


def take_lab_file(
    person: Person,
    centre: Organisation,
    content: LabContent,
    *,
    file_name: str,
    digest: str,
) -> LabFile:
    """Take results by tube; good rows go in together, each bad row is refused with its reasons.

    A file brought again answers with what became of it the first time; a row equal to what is
    stored counts as already there, another result for the same tube is refused.
    """
    require(person, "recording.take_results")
    if centre.pk not in {one.pk for one in person.organisations()}:
        raise Problem(
            CONFLICT, Text("只能导入本中心的结果", "Bring results of your own centre only")
        )
    earlier = LabFile.objects.filter(centre=centre, sha256=digest).first()
    if earlier is not None:
        return earlier
    report = BatchReport()
    for fault in content.faults:
        report.refuse(fault.row or 0, fault)
    with transaction.atomic():
        taking = _Taking(person, centre, content.rows, report)
        kept = LabFile.objects.create(
            centre=centre,
            file_name=file_name[:200],
            sha256=digest,
            rows=content.total,
            accepted=len(report.accepted),
            repeated=len(report.repeated),
            refused=content.total - len(report.accepted) - len(report.repeated),
            faults=[_stored(fault) for fault in report.faults],
            columns=dict(content.columns),
            brought_by=person,
            synthetic=centre.synthetic,
        )
        taking.write(kept)
    return kept


@dataclass(slots=True)
class _Taking:
    """The rows of one file while they are judged and written."""

    person: Person
    centre: Organisation
    rows: Sequence[ResultRow]
    report: BatchReport
    _changed: list[SampleTube] = field(default_factory=list)
    _visits: dict[int, TestVisit] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wanted = {row.tube for row in self.rows}
        ids = (
            SampleTube.objects.filter(tube__in=wanted, visit__enrolment__centre=self.centre)
            .values_list("visit", flat=True)
            .distinct()
        )
        held = TestVisit.objects.select_for_update(of=("self",)).filter(pk__in=list(ids))
        self._visits = {v.pk: v for v in held.select_related("enrolment__place").order_by("pk")}
        tubes = {
            t.tube: t for t in SampleTube.objects.filter(tube__in=wanted, visit__in=self._visits)
        }
        rules = RecordingRules.on(timezone.localdate())
        seen: dict[str, int] = {}
        for row in self.rows:
            tube = tubes.get(row.tube)
            faults = self._faults(row, tube, seen, rules)
            seen.setdefault(row.tube, row.line)
            if faults:
                self.report.refuse(row.line, faults)
            elif tube is not None:
                self._judge(row, tube)

    def _faults(
        self,
        row: ResultRow,
        tube: SampleTube | None,
        seen: Mapping[str, int],
        rules: RecordingRules,
    ) -> list[Fault]:
        faults = []
        if row.tube in seen:
            message = Text(
                f"与第{seen[row.tube]}行是同一样品管", f"The tube of row {seen[row.tube]} again"
            )
            faults.append(Fault("tube", row.tube, "repeated-row", message, row.line))
        if tube is None:
            message = Text("本中心没有此样品管", "The centre has no such tube")
            faults.append(Fault("tube", row.tube[:40], "known", message, row.line))
        elif (visit := self._visits[tube.visit_id]).state not in _OPEN_STATES:
            message = Text(
                f"该次测定{VISIT_FLOW.states[visit.state].zh}，不能导入结果",
                f"The visit is “{VISIT_FLOW.states[visit.state].en}”; results do not go in",
            )
            faults.append(Fault("tube", row.tube, "visit-state", message, row.line))
        elif tube.state not in (TubeState.SAMPLED, TubeState.RESULT):
            message = Text("该样品管未登记采样", "No sampling of this tube was recorded")
            faults.append(Fault("tube", row.tube, "sampled", message, row.line))
        for name, (title, _) in COMPONENTS.items():
            value, (low, high) = getattr(row, name), rules.bounds(f"range.{name}")
            if value is not None and not low <= value <= high:
                message = Text(
                    f"{title.zh}应在{low:g}至{high:g}之间",
                    f"{title.en} lies between {low:g} and {high:g}",
                )
                faults.append(Fault(name, value, f"range.{name}", message, row.line))
        return faults

    def _judge(self, row: ResultRow, tube: SampleTube) -> None:
        found = {name: _exact(getattr(row, name), step) for name, (_, step) in COMPONENTS.items()}
        if tube.state == TubeState.RESULT:
            stored = {name: _decimal(getattr(tube, name)) for name in COMPONENTS}
            if stored == found:
                self.report.repeat(row.line, tube.tube)
            else:
                message = Text(
                    "该样品管已有不同的结果", "Another result of this tube is stored already"
                )
                self.report.refuse(row.line, Fault("tube", tube.tube, "differs", message, row.line))
            return
        for name, value in found.items():
            setattr(tube, name, value)
        tube.state, tube.lab_row = TubeState.RESULT, row.line
        self._changed.append(tube)
        self.report.accept(row.line, tube.tube)

    def write(self, kept: LabFile) -> None:
        """Write the accepted results, move their visits on, and note what looks unusual."""
        for tube in self._changed:
            tube.lab_file = kept
        _advise(self._changed, self._visits)
        update_rows(self._changed, [*COMPONENTS, "state", "lab_row", "lab_file", "advice"])
        for key in {tube.visit_id for tube in self._changed}:
            visit = self._visits[key]
            VISIT_FLOW.perform(
                visit, "recording.take_results", self.person, evidence={"lab_file": kept.pk}
            )
            visit.analysed_at = timezone.now()
            visit.save(update_fields=["analysed_at"])


def _advise(tubes: Sequence[SampleTube], visits: Mapping[int, TestVisit]) -> None:
    """Mark tubes whose values are unlike the farm's cows of the same stage; nothing is refused."""
    limit = RecordingRules.on(timezone.localdate()).value("unusual.distance")
    for key, visit in visits.items():
        mine = [t for t in tubes if t.visit_id == key and t.days_in_milk is not None]
        if not mine or visit.tested_on is None:
            continue
        past = herd.test_day_columns(
            [visit.enrolment.place_id], visit.tested_on - _NORM_DAYS, visit.tested_on
        )
        norms = stage_norms(
            np.stack(
                [past.milk_kg, past.fat_pct, past.protein_pct, score(past.scc_per_ml / 1000)],
                axis=1,
            ),
            past.dim,
        )
        values = np.array(
            [
                [_float(t.milk_kg), _float(t.fat_pct), _float(t.protein_pct), _float(t.scc_per_ml)]
                for t in mine
            ]
        )
        values[:, 3] = score(values[:, 3] / 1000)
        far = distance(values, [t.days_in_milk or 0 for t in mine], norms)
        for tube, one in zip(mine, far.tolist(), strict=True):
            tube.advice = (
                [{"rule": "unusual.distance", "value": round(one, 1)}] if one > limit else []
            )


def reconcile_visit(visit: TestVisit) -> tuple[Finding, ...]:
    """What does not fit between a visit's filled tubes and the herd; nothing before sampling."""
    if visit.tested_on is None:
        return ()
    filled = visit.tubes.filter(state__in=[TubeState.SAMPLED, TubeState.RESULT])
    tubes = [
        Tube(t.tube, t.number, t.animal_key, t.milk_kg is not None)
        for t in filled.order_by("position")
    ]
    cows = [as_cow(cow) for cow in cows_of(visit, visit.tested_on)]
    return reconcile(tubes, cows, visit.tested_on)


def release_visit(person: Person, visit_id: int) -> BatchReport:
    """Release a visit's results as test days of the cows; another person than who took them in.

    Tubes that do not belong to exactly one cow in milk, or without weighed milk, stay out and are
    reported, as is a test that the herd's register refuses.
    """
    report = BatchReport()
    with transaction.atomic():
        visit = locked_visit(person, visit_id)
        VISIT_FLOW.perform(visit, "recording.release_results", person)
        day = visit.tested_on
        assert day is not None  # a visit is sampled on a day, which the table guarantees
        tubes = list(visit.tubes.filter(state=TubeState.RESULT).order_by("position"))
        wrong = _blocked(reconcile_visit(visit))
        cows = {cow.animal_id: cow for cow in cows_of(visit, day)}
        tests, places = [], []
        for tube in tubes:
            if tube.tube in wrong:
                report.refuse(tube.position, wrong[tube.tube])
                continue
            assert tube.animal_key is not None
            assert tube.milk_kg is not None
            cow = cows[tube.animal_key]
            places.append(tube.position)
            tests.append(
                CowTest(
                    cow=cow,
                    test_date=day,
                    days_in_milk=(day - cow.calved_on).days,
                    parity=cow.parity,
                    milk_kg=float(tube.milk_kg),
                    fat_pct=_optional(tube.fat_pct),
                    protein_pct=_optional(tube.protein_pct),
                    lactose_pct=_optional(tube.lactose_pct),
                    urea_mg_per_dl=_optional(tube.urea_mg_per_dl),
                    scc_per_ml=tube.scc_per_ml,
                    milkings=tuple(tube.milkings),
                    weighing=visit.enrolment.scheme,
                )
            )
        taken = herd.record_centre_tests(
            visit.enrolment.farm_code, tests, synthetic=visit.synthetic
        )
        for row in taken.accepted:
            report.accept(places[row - 1])
        for row in taken.repeated:
            report.repeat(places[row - 1])
        for row, faults in taken.refused.items():
            report.refuse(places[row - 1], faults)
        visit.released_at = timezone.now()
        visit.save(update_fields=["released_at"])
    return report


def _blocked(findings: Sequence[Finding]) -> dict[str, list[Fault]]:
    found: dict[str, list[Fault]] = {}
    for one in findings:
        if one.tube and one.fault.blocks:
            found.setdefault(one.tube, []).append(
                Fault("tube", one.tube, one.fault.value, one.fault.message)
            )
    return found


def digest_of(content: bytes) -> str:
    """The hash by which a file is known again."""
    return hashlib.sha256(content).hexdigest()


def _stored(fault: Fault) -> dict[str, object]:
    return {
        "row": fault.row,
        "field": fault.field,
        "value": "" if fault.value is None else str(fault.value)[:60],
        "rule": fault.rule,
        "zh": fault.message.zh,
        "en": fault.message.en,
    }


def _exact(value: float | None, step: Decimal) -> Decimal | None:
    return None if value is None else Decimal(str(value)).quantize(step, ROUND_HALF_UP)


def _decimal(value: Decimal | int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _float(value: Decimal | int | None) -> float:
    return float("nan") if value is None else float(value)


def _optional(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
