"""A farm with heifers and cows, four bulls with published indices, and straws on the way."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils import timezone

from milkshed.breeding.actions.batches import (
    BatchRow,
    approve_allocation,
    propose_allocation,
    receive_allocation,
    register_batch,
    set_quota,
)
from milkshed.breeding.actions.register import BullRow, register_bull
from milkshed.breeding.models import (
    Allocation,
    Batch,
    Bull,
    BullValue,
    CowValue,
    EvaluationRun,
)
from milkshed.breeding.rules import ROWS
from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.farms import register_farm
from milkshed.herd.actions.rows import AnimalRow, EventRow
from milkshed.herd.models import Animal
from milkshed.herd.rules import ROWS as HERD_ROWS
from milkshed.kernel.clock import at_shanghai
from milkshed.platform.models import Person
from milkshed.platform.rule_book import load_rules
from tests.cast import Cast

CODE, OTHER = "6403020001", "6402210001"
BULLS = ("11119001", "11119002", "11119003", "11119004")
SCORES = (3100.0, 2900.0, 2700.0, 2500.0)


@dataclass(frozen=True, slots=True)
class Scene:
    """The farm, its people, and today."""

    cast: Cast
    run: EvaluationRun
    today: date

    def person(self, role: str) -> Person:
        """The one who holds a role."""
        return self.cast.people[role]

    def ago(self, days: int) -> datetime:
        """Morning of a day past."""
        return at_shanghai(self.today - timedelta(days=days), 9)

    def batch(
        self, number: str, bull: int, pieces: int, *, sexed: bool = True, days: int = 90
    ) -> Batch:
        """A batch of straws of a bull, made some days ago."""
        return register_batch(
            self.person("breeding_officer"),
            BatchRow(
                number=number,
                kind="straw",
                bull=BULLS[bull],
                pieces=pieces,
                made_on=self.today - timedelta(days=days),
                price_yuan=Decimal("180.00") if sexed else Decimal("40.00"),
                sexed=sexed,
            ),
        )

    def quota(self, pieces: int = 1000, kind: str = "straw") -> None:
        """The county's pieces of this year."""
        set_quota(
            self.person("region_officer"),
            year=self.today.year,
            county="640302",
            kind=kind,
            pieces=pieces,
            source="演示下达文件",
        )

    def received(self, number: str, pieces: int, *, days: int = 80) -> Allocation:
        """Pieces of a batch allocated, approved and received."""
        one = propose_allocation(self.person("breeding_officer"), number, CODE, pieces)
        approve_allocation(self.person("county_officer"), one.pk)
        return receive_allocation(
            self.person("farm_manager"), one.pk, pieces, self.today - timedelta(days=days)
        )

    def served(self, cow: str, days: int, bull: int, batch: str, *, sexed: bool = True) -> None:
        """An insemination told by the farm."""
        report = record_events(
            [
                EventRow(
                    CODE,
                    cow,
                    "insemination",
                    self.ago(days),
                    scheme="on-farm",
                    details={
                        "bull_number": BULLS[bull],
                        "straw_batch": batch,
                        "straw_sexed": sexed,
                    },
                )
            ]
        )
        assert report.is_clean, report.faults


def scene(cast: Cast, *, cows: int = 12) -> Scene:
    """Females 101…, every third a heifer; those of odd numbers are daughters of the first bull.

    The first two bulls carry HH1, the last calves hard. All bulls and all but the last cow have a
    published index.
    """
    load_rules((*HERD_ROWS, *ROWS))
    today = timezone.localdate()
    for key, code in (("farm", CODE), ("other_farm", OTHER)):
        register_farm(
            place=cast.places[key],
            code=code,
            declared_head=300,
            filed_on=date(2020, 1, 1),
            synthetic=True,
        )
    officer = cast.people["breeding_officer"]
    bulls = [
        register_bull(
            officer,
            BullRow(
                number=number,
                born_on=date(2019, 3, 1),
                recessives={"HH1": "carrier" if at < 2 else "free"},
                calving_ease_pct=Decimal("11.0") if at == 3 else Decimal("3.0"),
                semen_status="active",
            ),
        )
        for at, number in enumerate(BULLS)
    ]
    rows = []
    for at in range(cows):
        heifer = at % 3 == 0
        rows.append(
            AnimalRow(
                CODE,
                "F",
                today - timedelta(days=480 if heifer else 1500 + at),
                on_farm=str(101 + at),
                sire_number=BULLS[0] if at % 2 else "",
                parity=0 if heifer else 1 + at % 2,
                last_calving_date=None if heifer else today - timedelta(days=120),
            )
        )
    report = register_animals(rows)
    assert report.is_clean, report.faults
    run = _published(cast, bulls, today)
    return Scene(cast, run, today)


def _published(cast: Cast, bulls: list[Bull], today: date) -> EvaluationRun:
    run = EvaluationRun.objects.create(
        number="2026-11",
        month=today.replace(day=1),
        centre=cast.organisations["breeding_centre"],
        state="published",
        cut_on=today,
        published_at=timezone.now(),
    )
    BullValue.objects.bulk_create(
        BullValue(run=run, bull=bull, score=score, index="CN-GCPI-2016")
        for bull, score in zip(bulls, SCORES, strict=True)
    )
    animals = list(Animal.objects.order_by("pk"))
    CowValue.objects.bulk_create(
        CowValue(
            run=run,
            animal_key=animal.pk,
            identity=f"herd:{animal.pk}",
            number=animal.number,
            place_id=cast.places["farm"].pk,
            score=1500.0 + 20 * at,
            index="CN-GCPI-2016",
            sire=animal.sire_number,
            born_year=animal.birth_date.year,
        )
        for at, animal in enumerate(animals[:-1])
    )
    return run
