"""The price committee: seats with their terms, and interests that members declare."""

from datetime import date
from typing import ClassVar

import pghistory
import pgtrigger
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person
from milkshed.platform.scope import ScopePaths

PRICE_SIDES: dict[str, Text] = {
    "farm": Text("养殖方", "Farms"),
    "processor": Text("加工方", "Processors"),
    "independent": Text("独立方", "Independent"),
}
ONLY_ADDED = pgtrigger.Protect(name="only_added", operation=pgtrigger.Update | pgtrigger.Delete)


def choices_of(words: dict[str, Text]) -> list[tuple[str, str]]:
    """A vocabulary as the choices of a field."""
    return [(code, title.zh) for code, title in words.items()]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PriceSeat(models.Model):
    """A seat of the committee, held by a person for an organisation during a term."""

    person = models.ForeignKey(
        Person, verbose_name="委员", on_delete=models.PROTECT, related_name="price_seats"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="代表单位", on_delete=models.PROTECT, related_name="+"
    )
    side = models.CharField("方面", max_length=12, choices=choices_of(PRICE_SIDES))
    is_chair = models.BooleanField("主任委员", default=False)
    valid_from = models.DateField("任期起")
    valid_to = models.DateField("任期止")
    appointed_by = models.ForeignKey(
        Person, verbose_name="聘任人", on_delete=models.PROTECT, related_name="+"
    )
    appointed_at = models.DateTimeField("聘任时间")
    end_reason = models.CharField("提前离任原因", max_length=300, blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(organisations=("organisation",))

    class Meta:
        verbose_name = verbose_name_plural = "价格委员席位"
        indexes: ClassVar = [models.Index(fields=["valid_to", "side"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=F("valid_from")), name="price_seat_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(is_chair=False) | Q(side="independent"),
                name="price_chair_is_independent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}（{self.side_text.zh}）"

    @property
    def side_text(self) -> Text:
        """The side in words."""
        return PRICE_SIDES[self.side]

    def is_held_on(self, day: date) -> bool:
        """Whether the term covers a day."""
        return self.valid_from <= day <= self.valid_to


class PriceConflict(models.Model):
    """An interest that a member declares; with ``recuses`` the member does not vote.

    Without a round it stands for every round until the seat ends.
    """

    seat = models.ForeignKey(
        PriceSeat, verbose_name="席位", on_delete=models.PROTECT, related_name="conflicts"
    )
    round = models.ForeignKey(
        "PriceRound",
        verbose_name="期次",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="conflicts",
    )
    text = models.CharField("利益关系", max_length=500)
    recuses = models.BooleanField("回避表决")
    declared_by = models.ForeignKey(
        Person, verbose_name="申报人", on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField("申报时间")

    scope_paths: ClassVar[ScopePaths] = ScopePaths(organisations=("seat__organisation",))

    class Meta:
        verbose_name = verbose_name_plural = "利益冲突申报"
        triggers: ClassVar = [ONLY_ADDED]
