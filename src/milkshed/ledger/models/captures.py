"""Documents that arrived."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from milkshed.ledger.models.words import Behaviour


class Capture(models.Model):
    """One document that arrived, as it arrived, and what became of it."""

    id = models.BigAutoField("编号", primary_key=True)
    person = models.ForeignKey(
        "platform.Person",
        verbose_name="采集人",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    media_type = models.CharField("内容类型", max_length=60)
    document = models.BinaryField("原始文档（zlib压缩）")
    sha256 = models.BinaryField("原始文档摘要", max_length=32)
    context = models.BinaryField("JSON-LD上下文", null=True)
    behaviour = models.CharField("出错处理", max_length=10, choices=Behaviour.choices)
    created_at = models.DateTimeField("收到时间")
    finished_at = models.DateTimeField("完成时间", null=True)
    running = models.BooleanField("进行中", default=False)
    success = models.BooleanField("成功", default=True)
    event_count = models.IntegerField("事件数")
    repeated_count = models.IntegerField("重复事件数", default=0)
    errors = models.JSONField("错误", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "采集任务"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["sha256", "person"],
                condition=Q(success=True),
                nulls_distinct=False,
                name="ledger_document_taken_once_per_person",
            ),
            models.CheckConstraint(
                condition=Q(running=True) | Q(finished_at__gte=F("created_at")),
                name="ledger_finished_capture_has_its_time",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["person", "id"], name="ledger_capture_of_person")]
