"""What people confirmed of the layouts of files, so that they are asked once."""

from typing import ClassVar

import pghistory
from django.db import models

from milkshed.herd.models.farms import Farm
from milkshed.herd.models.test_days import ImportKind
from milkshed.platform.models import Person
from milkshed.platform.scope import ScopePaths


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ColumnMapping(models.Model):
    """How a farm's files with a certain header are read, as a person confirmed it.

    ``fingerprint`` is that of the header; ``mapping`` holds columns, units, orders of dates and
    words for events.
    """

    farm = models.ForeignKey(
        Farm, verbose_name="养殖场", on_delete=models.PROTECT, related_name="column_mappings"
    )
    kind = models.CharField("类型", max_length=12, choices=ImportKind.choices)
    fingerprint = models.CharField("表头摘要", max_length=64)
    mapping = models.JSONField("对应关系")
    confirmed_by = models.ForeignKey(
        Person, verbose_name="确认人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField("确认时间", auto_now=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("farm__organisation",), counties=("farm__place__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "列对应关系"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["farm", "kind", "fingerprint"], name="layout_confirmed_once"
            )
        ]
