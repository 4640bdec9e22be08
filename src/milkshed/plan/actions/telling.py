"""Telling units something, once, and their people's receipt of it."""

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.plan.models import Delivery, LedgerItem, ResponsibleUnit, SupervisionLetter
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of


def tell_unit(
    item: LedgerItem,
    unit: ResponsibleUnit,
    kind: str,
    key: str,
    words: Text,
    letter: SupervisionLetter | None = None,
) -> bool:
    """Log that a unit was told something; False where the same key was told before."""
    _, made = Delivery.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "item": item,
            "letter": letter,
            "unit": unit,
            "words_zh": words.zh[:200],
            "words_en": words.en[:240],
        },
    )
    return made


def receive_delivery(person: Person, delivery_id: int) -> Delivery:
    """Confirm, as somebody of the unit that was told, that it was read."""
    require(person, "plan.receive")
    get_visible(Delivery.objects.all(), scope_of(person), pk=delivery_id)
    with transaction.atomic():
        told = Delivery.objects.select_for_update().get(pk=delivery_id)
        if told.unit.organisation_id not in {o.pk for o in person.organisations()}:
            raise invalid(
                "unit", told.unit.name_zh, "own-unit",
                "只有送达单位的人员可以签收", "Only people of the unit that was told may confirm",
            )  # fmt: skip
        if told.read_at is not None:
            raise Problem(CONFLICT, Text("已签收", "It is confirmed already"))
        told.read_by, told.read_at = person, timezone.now()
        told.save(update_fields=["read_by", "read_at"])
    return told
