"""Plans, samples and laboratories that the laboratory's tests stand on."""

from datetime import date, timedelta
from decimal import Decimal

from django.utils import timezone

from milkshed.platform.models import Membership, Organisation, Person, Place
from milkshed.quality.actions.custody import countersign_taking
from milkshed.quality.actions.judging import Measurement
from milkshed.quality.actions.plans import Drafting, Stratum
from milkshed.quality.actions.samples import (
    Taking,
    receive_sample,
    record_results,
    review_report,
    seal_sample,
    take_sample,
)
from milkshed.quality.models import Laboratory, Sample
from milkshed.quality.tests.furniture import LOT
from tests.cast import Cast

LITONG = "640302"


def stations(cast: Cast, count: int) -> list[Place]:
    """More stations in the county, each of its own organisation."""
    found = []
    for n in range(count):
        firm = Organisation.objects.create(
            kind="station", name_zh=f"收购站{n}号", county=LITONG, gln=f"95200000{n:05d}"
        )
        found.append(
            Place.objects.create(
                kind="station", name_zh=firm.name_zh, organisation=firm, county=LITONG,
                longitude=106.2, latitude=37.98, gln=f"95210000{n:05d}",
            )
        )  # fmt: skip
    return found


def second_officer(cast: Cast, role: str = "county_officer") -> Person:
    """Another person of the same office and role."""
    person = Person.objects.create_person(f"second-{role}", None, name_zh="第二人")
    office = cast.people[role].present_memberships()[0].organisation
    Membership.objects.create(person=person, organisation=office, role=role)
    return person


def drafting(cast: Cast, **changes: object) -> Drafting:
    """A sound plan: three of the county's stations."""
    today = timezone.localdate()
    values: dict[str, object] = {
        "title": "第四季度监督抽检",
        "kind": "official",
        "method": "random",
        "analytes": ("melamine", "fat"),
        "first_day": today,
        "last_day": today + timedelta(days=20),
        "strata": (Stratum(LITONG, "station", 3),),
        "officers": (cast.people["sampler"].pk, cast.people["inspector"].pk),
        "avoids": {},
    }
    return Drafting(**(values | changes))  # type: ignore[arg-type]


def received(cast: Cast, laboratory: Laboratory, barcode: str = "S1", **changes: object) -> Sample:
    """An official sample that stands on the bench."""
    values: dict[str, object] = {
        "kind": "official",
        "lot_uri": LOT,
        "place": cast.places["station"],
        "sampled_at": timezone.now() - timedelta(hours=2),
        "barcode": barcode,
        "second_sampler": cast.people["inspector"],
        "portions": 3,
    }
    sample = take_sample(cast.people["sampler"], Taking(**(values | changes)))  # type: ignore[arg-type]
    if sample.second_sampler is not None:
        countersign_taking(sample.second_sampler, sample)
    seal_sample(cast.people["sampler"], sample, seal=f"F-{barcode}")
    analyst = _of(laboratory, "lab_analyst", cast)
    return receive_sample(analyst, barcode, laboratory=laboratory, intact=True)


def reported(
    cast: Cast, laboratory: Laboratory, *measurements: Measurement, barcode: str = "S1"
) -> Sample:
    """An official sample with its report."""
    sample = received(cast, laboratory, barcode)
    return report(cast, laboratory, sample, *measurements)


def report(
    cast: Cast, laboratory: Laboratory, sample: Sample, *measurements: Measurement
) -> Sample:
    """Enter results of a received sample and report it."""
    record_results(_of(laboratory, "lab_analyst", cast), sample, measurements)
    return review_report(_of(laboratory, "lab_reviewer", cast), sample)


def other_laboratory(name: str, serial: int) -> Laboratory:
    """Another accredited laboratory with an analyst and a reviewer."""
    firm = Organisation.objects.create(
        kind="laboratory", name_zh=name, county="640104", gln=f"95230000{serial:05d}"
    )
    place = Place.objects.create(
        kind="laboratory", name_zh=name, organisation=firm, county="640104",
        longitude=106.2, latitude=38.4, gln=f"95240000{serial:05d}",
    )  # fmt: skip
    for role in ("lab_analyst", "lab_reviewer"):
        person = Person.objects.create_person(f"{role}-{serial}", None, name_zh=f"{name}{role}")
        Membership.objects.create(person=person, organisation=firm, role=role)
    return Laboratory.objects.create(
        place=place,
        accredited=True,
        accreditation_number=f"CMA-{serial}",
        accredited_to=date(2030, 1, 1),
    )


def _of(laboratory: Laboratory, role: str, cast: Cast) -> Person:
    found = Person.objects.filter(
        memberships__organisation=laboratory.place.organisation, memberships__role=role
    ).first()
    return found or cast.people[role]


analyst_of = _of
MELAMINE = Measurement("melamine", Decimal("3.0"))
FAT = Measurement("fat", Decimal("3.8"))
