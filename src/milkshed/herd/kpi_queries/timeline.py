"""One cow's life on a line: her events, her test days, and her cell counts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from milkshed.herd.models import Animal, AnimalEvent, TestDay
from milkshed.herd.words import EVENTS
from milkshed.kernel.text import Text

_TRACKS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (Text("泌乳期", "Lactation"), ("calving", "abortion", "dry_off")),
    (
        Text("繁殖", "Breeding"),
        ("heat", "insemination", "embryo_transfer", "pregnancy_check", "do_not_breed"),
    ),
    (
        Text("健康", "Health"),
        ("health", "treatment", "vaccination", "hoof_care", "body_condition", "weight"),
    ),
    (Text("去来", "Moves"), ("arrival", "departure", "death", "pen_move", "birth")),
)


@dataclass(frozen=True, slots=True)
class Dot:
    """One event on its track."""

    day: date
    track: int
    title: Text


@dataclass(frozen=True, slots=True)
class TimeLine:
    """Events by track and the test days beneath them, both in order of days."""

    tracks: Sequence[Text]
    dots: Sequence[Dot]
    tests: Sequence[TestDay]


def time_line(animal: Animal) -> TimeLine:
    """The standing events and test days of an animal."""
    track_of = {kind: n for n, (_, kinds) in enumerate(_TRACKS) for kind in kinds}
    events = AnimalEvent.objects.filter(animal=animal, corrections__isnull=True).order_by(
        "happened_at", "pk"
    )
    dots = [
        Dot(
            timezone.localdate(event.happened_at),
            track_of[event.kind],
            EVENTS.get(event.kind, Text(event.kind, event.kind)),
        )
        for event in events
        if event.kind in track_of
    ]
    if animal.registered_calving_date is not None:
        dots.append(Dot(animal.registered_calving_date, 0, EVENTS["calving"]))
    return TimeLine(
        [title for title, _ in _TRACKS],
        sorted(dots, key=lambda dot: dot.day),
        list(animal.test_days.order_by("test_date")),
    )
