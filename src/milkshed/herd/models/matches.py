"""Numbers from other systems that name no animal yet, and what a person decided about them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from milkshed.herd.models.animals import Animal, IdentifierScheme
from milkshed.herd.models.farms import Farm
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.scope import ScopePaths

MATCH_STATES = {
    "open": Text("待核对", "Open"),
    "matched": Text("已对应", "Matched"),
    "unknown": Text("非本场牛", "Not of this farm"),
}


class NumberMatch(models.Model):
    """A number that another system uses on a farm, with what that system knows of the animal.

    Proposals are computed when it is looked at; ``animal`` is what a person confirmed, and the
    number then belongs to the animal as ``scheme``.
    """

    farm = models.ForeignKey(
        Farm, verbose_name="牧场", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    system = models.CharField("来源系统", max_length=60)
    scheme = models.CharField("标识体系", max_length=10, choices=IdentifierScheme.choices)
    value = models.CharField("号码", max_length=30)
    birth_date = models.DateField("出生日期", null=True)
    dam_number = models.CharField("母号", max_length=30, blank=True)
    state = models.CharField(
        "状态",
        max_length=8,
        default="open",
        choices=[(code, title.zh) for code, title in MATCH_STATES.items()],
    )
    animal = models.ForeignKey(
        Animal, verbose_name="个体", null=True, on_delete=models.PROTECT, related_name="+"
    )
    score = models.PositiveSmallIntegerField("得分", null=True)
    added_by = models.ForeignKey(
        Person, verbose_name="提交人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField("提交时间")

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("farm__organisation",), counties=("farm__place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "号码对应"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["farm", "system", "scheme", "value"], name="number_match_once"
            ),
            models.CheckConstraint(
                condition=Q(state="matched", animal__isnull=False)
                | (~Q(state="matched") & Q(animal__isnull=True)),
                name="matched_number_names_its_animal",
            ),
        ]
