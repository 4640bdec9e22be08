"""Entering laboratories."""

from datetime import date

from milkshed.kernel.problems import invalid
from milkshed.platform.models import Person, Place, PlaceKind
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.quality.models import Laboratory


def register_laboratory(
    place: Place,
    *,
    accredited: bool,
    accreditation_number: str = "",
    accredited_to: date | None = None,
    person: Person | None = None,
) -> Laboratory:
    """Enter the laboratory that stands at a place; entering it again changes its accreditation.

    An accredited laboratory (CMA) needs its certificate's number and last day.
    """
    if person is not None:
        require(person, "quality.register_laboratory")
        get_visible(Place.objects.all(), scope_of(person), pk=place.pk)
    if place.kind != PlaceKind.LABORATORY:
        raise invalid("place", place.name_zh, "kind", "该场所不是实验室", "It is no laboratory")
    if accredited and not (accreditation_number and accredited_to):
        raise invalid(
            "accreditation_number",
            accreditation_number,
            "required",
            "具备资质认定须填证书号和有效期",
            "An accreditation needs its number and last day",
        )
    laboratory, _ = Laboratory.objects.update_or_create(
        place=place,
        defaults={
            "accredited": accredited,
            "accreditation_number": accreditation_number,
            "accredited_to": accredited_to,
        },
    )
    return laboratory
