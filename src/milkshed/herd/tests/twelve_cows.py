"""The twelve cows of ``test_kpi_science`` on a farm, told through the verbs that people use."""

from datetime import datetime, timedelta

from django.utils import timezone

from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.rows import AnimalRow, EventRow, TestDayRow
from milkshed.herd.actions.test_days import record_test_days
from milkshed.herd.models import Farm
from milkshed.kernel.clock import at_shanghai
from milkshed.kernel.identifiers import build_ear_tag

LAST = 1000
BIRTHS = {
    "A": -500, "B": -90, "C": -900, "D": 80, "E": -300, "F": -1200, "G": -600, "H": 400,
    "I": 380, "J": 275, "K": -80, "L": -300,
}  # fmt: skip
# calvings before the first one recorded, so that parities come out as in the table
REGISTERED = {"C": (1, -130), "F": (2, 60)}
STORY = """
A calving 300, insemination 420, calving 700, insemination 760, insemination 781, pregnant 815
B calving 640, insemination 700, insemination 721, insemination 742, pregnant 780
C calving 270, insemination 370, calving 650, insemination 710, pregnant 745, abortion 830
C insemination 880, pregnant 915
D calving 800, insemination 860, insemination 885, open 890, heat 895
E calving 520, insemination 620, calving 900, insemination 970
F calving 440, insemination 540, calving 820, milk_fever 821, death 840
G calving 260, insemination 400, calving 680, heat 750, do_not_breed 770, culled 930
H insemination 800, insemination 821, pregnant 860
I insemination 780, pregnant 815
J insemination 695, stillbirth 975
K calving 660, insemination 710, twins 990, retained_placenta 991, ketosis 995
L calving 500, insemination 560, insemination 600, culled 870
"""
_CALF, _DEAD = {"sex": "F"}, {"sex": "F", "stillborn": True}
_TOLD: dict[str, tuple[str, dict[str, object]]] = {
    "calving": ("calving", {"calves": [_CALF]}),
    "stillbirth": ("calving", {"calves": [_DEAD]}),
    "twins": ("calving", {"calves": [_CALF, _CALF]}),
    "pregnant": ("pregnancy_check", {"result": "pregnant"}),
    "open": ("pregnancy_check", {"result": "open"}),
    "do_not_breed": ("do_not_breed", {"reason": "mastitis"}),
    "death": ("death", {"cause": "milk_fever"}),
    **{code: ("health", {"diagnosis": code}) for code in ("milk_fever", "ketosis")},
    "retained_placenta": ("health", {"diagnosis": "胎衣不下"}),  # told by its name
}
_CULLED = {"G": "mastitis", "L": "infertility"}
TESTS = (
    ("A", 730, 30, 2, 40.0, 4.8, 3.0),
    ("B", 730, 90, 1, 30.0, 3.6, 3.0),
    ("C", 950, 300, 3, 25.0, 5.0, 3.0),
    ("D", 830, 30, 1, 32.0, 4.5, 3.0),
    ("E", 950, 50, 2, 43.0, 5.0, None),
)


def tag_of(cow: str, serial: int = 100) -> str:
    """The ear tag of a cow."""
    return build_ear_tag("640302", serial + list(BIRTHS).index(cow))


def play(farm: Farm, *, serial: int = 100) -> None:
    """Register the cows on a farm and tell their story; today is day 1000."""
    today = timezone.localdate()

    def day(number: int) -> datetime:
        return at_shanghai(today - timedelta(days=LAST - number), 0, 30)

    animals = [
        AnimalRow(
            farm.code,
            "F",
            day(born).astimezone(timezone.get_current_timezone()).date(),
            ear_tag=tag_of(cow, serial),
            parity=REGISTERED.get(cow, (0, 0))[0],
            last_calving_date=today - timedelta(days=LAST - REGISTERED[cow][1])
            if cow in REGISTERED
            else None,
            synthetic=True,
        )
        for cow, born in BIRTHS.items()
    ]
    report = register_animals(animals)
    assert report.is_clean, report.faults
    rows = []
    for line in STORY.strip().splitlines():
        cow, _, events = line.partition(" ")
        for one in events.split(","):
            what, when = one.split()
            kind, details = _TOLD.get(what, (what, {}))
            if what == "insemination":
                details = {"technician": "王" if cow in "AB" else "李"}
            if what == "culled":
                kind, details = "departure", {"cause": _CULLED[cow]}
            rows.append(
                EventRow(
                    farm.code,
                    tag_of(cow, serial),
                    kind,
                    day(int(when)),
                    reason="culled" if what == "culled" else "",
                    details=details,
                )
            )
    told = record_events(rows)
    assert told.is_clean, told.faults
    tests = [
        TestDayRow(
            farm.code,
            today - timedelta(days=LAST - when),
            dim,
            parity,
            milk,
            number=tag_of(cow, serial),
            fat_pct=fat,
            protein_pct=protein,
        )
        for cow, when, dim, parity, milk, fat, protein in TESTS
    ]
    kept = record_test_days(tests)
    assert kept.is_clean, kept.faults
