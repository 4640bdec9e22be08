"""Tubes of a visit: prepared per cow, filled on the test day, handed to the laboratory."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.db import transaction
from django.utils import timezone

from milkshed.herd import facade as herd
from milkshed.herd.facade import CowFacts
from milkshed.kernel.problems import Fault, invalid
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.bulk import copy_rows, update_rows
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.recording.actions.plan import locked_visit
from milkshed.recording.flow import VISIT_FLOW
from milkshed.recording.models import SampleTube, TestVisit, TubeState
from milkshed.recording.rules import RecordingRules
from milkshed.recording.science.tube_reconciliation import Cow, in_milk
from milkshed.recording.science.weighing import Conversion, Milking, WeighingFault, day_milk_kg

_TENTH = Decimal("0.1")
_LONGEST_NUMBER = 30
_LONGEST_TUBE = 24
_GONE_SINCE = timedelta(days=400)
_PARTS = ("am", "noon", "pm", "robot")


@dataclass(frozen=True, slots=True)
class SamplingRow:
    """One filled tube: its number, the cow's number where it is another than prepared, milkings.

    ``line`` is its row in a file, where it comes from one.
    """

    tube: str
    number: str = ""
    milkings: tuple[Milking, ...] = ()
    remark: str = ""
    line: int = 0


def prepare_tubes(person: Person, visit_id: int) -> int:
    """Give every cow that should be in milk on the planned day a numbered tube; how many.

    Preparing again replaces the tubes, as long as nothing was sampled.
    """
    with transaction.atomic():
        visit = locked_visit(person, visit_id)
        VISIT_FLOW.perform(visit, "recording.prepare_tubes", person)
        visit.tubes.all().delete()
        day, farm = visit.planned_on, visit.enrolment.farm_code
        cows = [cow for cow in cows_of(visit, day) if in_milk(as_cow(cow), day)]
        rows = [
            (
                visit.pk,
                tube_number(farm, day, position),
                position,
                cow.animal_id,
                cow.number,
                cow.parity,
                (day - cow.calved_on).days,
            )
            for position, cow in enumerate(cows, start=1)
        ]
        copy_rows(
            SampleTube,
            ("visit", "tube", "position", "animal_key", "number", "parity", "days_in_milk"),
            rows,
        )
    return len(rows)


def tube_number(farm_code: str, day: date, position: int) -> str:
    """The number on a tube: farm, day, place in the box; digits only, for a narrow barcode."""
    return f"{farm_code}{day:%y%m%d}{position:05d}"


def cows_of(visit: TestVisit, day: date) -> tuple[CowFacts, ...]:
    """The farm's cows around a day, those that have left since a year before included."""
    return herd.cows_at(visit.enrolment.place_id, left_since=day - _GONE_SINCE)


def as_cow(cow: CowFacts) -> Cow:
    """A cow of the register as the reconciliation takes her."""
    return Cow(cow.animal_id, cow.number, cow.calved_on, cow.dry_on, cow.left_on)


def conversion_of(rules: RecordingRules) -> Conversion:
    """The coefficients of the 24-hour conversion in force."""
    parts = ("am", "pm")
    return Conversion(
        intercept={part: rules.value(f"conversion.{part}.intercept") for part in parts},
        slope={part: rules.value(f"conversion.{part}.slope") for part in parts},
        cofactor={part: rules.value(f"conversion.{part}.cofactor") for part in parts},
        centre_day=rules.value("conversion.centre_day"),
        robot_window=rules.value("conversion.robot_window"),
    )


def record_sampling(
    person: Person, visit_id: int, tested_on: date, rows: Sequence[SamplingRow]
) -> BatchReport:
    """Note which tubes were filled from which cows and what was weighed; bad rows are refused.

    Tubes that were prepared and are not among the rows count as not sampled. A tube that was not
    prepared is added at the end; where its cow's number is not known, it stays without a cow and
    the reconciliation says so.
    """
    require(person, "recording.record_sampling")
    report = BatchReport()
    with transaction.atomic():
        visit = locked_visit(person, visit_id)
        if not visit.planned_on - timedelta(days=14) <= tested_on <= timezone.localdate():
            raise invalid(
                "tested_on",
                tested_on,
                "day",
                "测定日期应在计划日期前14天至今天之间",
                "The test day lies between 14 days before the plan and today",
            )
        visit.tested_on, visit.sampler = tested_on, person
        visit.save(update_fields=["tested_on", "sampler"])
        VISIT_FLOW.perform(visit, "recording.record_sampling", person)
        _Sampling(visit, tested_on, report).record(rows)
    return report


class _Sampling:
    """The rows of one visit while they are taken."""

    def __init__(self, visit: TestVisit, tested_on: date, report: BatchReport) -> None:
        self._visit, self._day, self._report = visit, tested_on, report
        self._rules = RecordingRules.on(tested_on)
        self._conversion = conversion_of(self._rules)
        self._tubes = {tube.tube: tube for tube in visit.tubes.all()}
        self._cows = {cow.number: cow for cow in cows_of(visit, tested_on)}
        self._seen: dict[str, int] = {}

    def record(self, rows: Sequence[SamplingRow]) -> None:
        changed: list[SampleTube] = []
        added: list[SampleTube] = []
        position = max((tube.position for tube in self._tubes.values()), default=0)
        for place, row in enumerate(rows, start=1):
            number = row.line or place
            faults = self._faults(row, number)
            if faults:
                self._report.refuse(number, faults)
                continue
            self._seen[row.tube] = number
            tube = self._tubes.get(row.tube)
            if tube is None:
                position += 1
                tube = SampleTube(visit=self._visit, tube=row.tube, position=position)
                added.append(tube)
            else:
                changed.append(tube)
            weighed = self._fill(tube, row)
            if isinstance(weighed, WeighingFault):
                fault = Fault("milkings", row.tube, weighed.value, weighed.message, number)
                self._report.refuse(number, fault)
                (added if tube in added else changed).remove(tube)
            else:
                self._report.accept(number, row.tube)
        for tube in self._tubes.values():
            if tube.tube not in self._seen and tube.state != TubeState.RESULT:
                tube.state, tube.milk_kg, tube.milkings = TubeState.SKIPPED, None, []
                changed.append(tube)
        fields = ["animal_key", "number", "parity", "days_in_milk", "milkings", "milk_kg"]
        update_rows(changed, [*fields, "state", "remark"])
        SampleTube.objects.bulk_create(added)

    def _faults(self, row: SamplingRow, number: int) -> list[Fault]:
        faults = []
        if not row.tube or len(row.tube) > _LONGEST_TUBE or not row.tube.isalnum():
            message = Text(
                "样品管号应为1–24位字母数字", "A tube number has 1 to 24 letters or digits"
            )
            faults.append(Fault("tube", row.tube[:40], "tube", message, number))
        elif row.tube in self._seen:
            message = Text(
                f"与第{self._seen[row.tube]}行是同一样品管",
                f"The tube of row {self._seen[row.tube]}",
            )
            faults.append(Fault("tube", row.tube, "repeated-row", message, number))
        elif row.tube not in self._tubes and not row.number:
            message = Text("样品管未备，须写牛号", "An unprepared tube needs a cow's number")
            faults.append(Fault("number", "", "required", message, number))
        if len(row.number) > _LONGEST_NUMBER:
            message = Text("编号超过30个字符", "The number is longer than 30 characters")
            faults.append(Fault("number", row.number[:40], "length", message, number))
        low, high = self._rules.bounds("range.milk_kg")
        least, most = self._rules.bounds("range.interval_hours")
        for milking in row.milkings:
            if milking.part not in _PARTS:
                message = WeighingFault.PART.message
                faults.append(Fault("milkings", milking.part[:20], "part", message, number))
            if milking.hours is not None and not least <= milking.hours <= most:
                message = Text(
                    f"挤奶间隔应在{least:g}至{most:g}小时之间",
                    f"{least:g} to {most:g} hours between milkings",
                )
                rule = "range.interval_hours"
                faults.append(Fault("milkings", milking.hours, rule, message, number))
            if not low <= milking.kg <= high:
                message = Text(
                    f"奶量应在{low:g}至{high:g}公斤之间", f"{low:g} to {high:g} kg a milking"
                )
                faults.append(Fault("milkings", milking.kg, "range.milk_kg", message, number))
        return faults

    def _fill(self, tube: SampleTube, row: SamplingRow) -> WeighingFault | None:
        """Write a row into its tube; the fault where the milkings give no day's yield."""
        if row.number and row.number != tube.number:
            tube.number, tube.animal_key = row.number, None
        cow = self._cows.get(tube.number)
        tube.animal_key = None if cow is None else cow.animal_id
        tube.parity = None if cow is None else cow.parity
        days = 0 if cow is None else (self._day - cow.calved_on).days
        tube.days_in_milk = days if days > 0 else None
        tube.state, tube.remark = TubeState.SAMPLED, row.remark[:60]
        tube.milkings = [
            {"part": m.part, "kg": m.kg, "hours": m.hours, "before_hours": m.before_hours}
            for m in row.milkings
        ]
        tube.milk_kg = None
        if not row.milkings:
            return None
        enrolment = self._visit.enrolment
        found = day_milk_kg(
            enrolment.scheme,
            row.milkings,
            milkings_per_day=enrolment.milkings_per_day,
            dim=days or round(self._conversion.centre_day),
            conversion=self._conversion,
        )
        if isinstance(found, WeighingFault):
            return found
        tube.milk_kg = Decimal(str(min(found, 999.0))).quantize(_TENTH, ROUND_HALF_UP)
        return None


def receive_samples(person: Person, visit_id: int, received_at: datetime) -> TestVisit:
    """Note that a visit's samples have come to the laboratory."""
    with transaction.atomic():
        visit = locked_visit(person, visit_id)
        if received_at > timezone.now() or (
            visit.tested_on is not None and timezone.localdate(received_at) < visit.tested_on
        ):
            raise invalid(
                "received_at",
                received_at,
                "moment",
                "到样时间应在采样之后、现在之前",
                "Samples arrive after sampling and before now",
            )
        visit.received_at = received_at
        visit.save(update_fields=["received_at"])
        VISIT_FLOW.perform(visit, "recording.receive_samples", person)
    return visit
