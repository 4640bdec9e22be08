"""Who is told of new events, and what was sent to them."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.ledger.models.queries import NamedQuery


class SubscriptionState(models.TextChoices):
    """Whether a subscriber is being told."""

    ACTIVE = "active", "推送中"
    SUSPENDED = "suspended", "已暂停"


class DeliveryFormat(models.TextChoices):
    """In which notation documents are sent."""

    JSON_LD = "application/ld+json", "JSON-LD"
    XML = "application/xml", "XML"


class Subscription(models.Model):
    """A subscriber to a named query: where documents go, when, and how far it has come.

    ``reached_seq`` is the last event that was delivered or did not match: whatever happens,
    delivery goes on behind it. ``run_until_seq`` bounds a scheduled run that is under way.
    Nothing is sent before ``due_at``. ``leased_until`` keeps other deliverers away; it passes by
    itself when the one that holds it dies. A subscriber that failed or was slow the last time
    is ``is_troubled`` and waits behind the others.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    query = models.ForeignKey(
        NamedQuery, verbose_name="命名查询", on_delete=models.CASCADE, related_name="subscriptions"
    )
    dest = models.TextField("推送地址")
    signature_token = models.TextField("签名口令", blank=True)
    media_type = models.CharField(
        "推送格式", max_length=30, choices=DeliveryFormat.choices, default=DeliveryFormat.JSON_LD
    )
    schedule = models.JSONField("推送时间表", null=True)
    report_if_empty = models.BooleanField("无事件也推送", default=False)
    initial_record_time = models.DateTimeField("起始记录时间", null=True)
    created_at = models.DateTimeField("建立时间")
    state = models.CharField(
        "状态", max_length=10, choices=SubscriptionState.choices, default=SubscriptionState.ACTIVE
    )
    reached_seq = models.BigIntegerField("已推送到")
    run_until_seq = models.BigIntegerField("本轮推送到", null=True)
    due_at = models.DateTimeField("下次推送不早于")
    leased_until = models.DateTimeField("占用至", null=True)
    is_troubled = models.BooleanField("接收不畅", default=False)
    failing_since = models.DateTimeField("开始失败时间", null=True)
    failure_zh = models.CharField("失败原因", max_length=300, blank=True)
    failure_en = models.CharField("失败原因（英文）", max_length=300, blank=True)
    last_notified_at = models.DateTimeField("最近送达时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "订阅"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(run_until_seq__isnull=True) | Q(schedule__isnull=False),
                name="ledger_only_schedules_have_runs",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=Q(state="active"), name="ledger_subscription_due"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.query} → {self.dest}"

    @property
    def is_stream(self) -> bool:
        """Whether events are sent as they arrive, not by a schedule."""
        return self.schedule is None

    @property
    def failure(self) -> Text:
        """What went wrong last, in both languages."""
        return Text(self.failure_zh, self.failure_en)


class Delivery(models.Model):
    """One document for a subscriber: the events behind ``after_seq`` up to ``until_seq``.

    It is stored before it is sent the first time and keeps its identifier however often it is
    sent, so that a subscriber can tell a repetition. A subscription has one open delivery at most:
    documents arrive in order.
    """

    id = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    subscription = models.ForeignKey(
        Subscription, verbose_name="订阅", on_delete=models.CASCADE, related_name="deliveries"
    )
    after_seq = models.BigIntegerField("自此之后")
    until_seq = models.BigIntegerField("至此为止")
    event_count = models.IntegerField("事件数")
    created_at = models.DateTimeField("生成时间")
    attempts = models.IntegerField("发送次数", default=0)
    attempted_at = models.DateTimeField("最近发送时间", null=True)
    delivered_at = models.DateTimeField("送达时间", null=True)
    status_code = models.IntegerField("应答状态", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "推送记录"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subscription"],
                condition=Q(delivered_at__isnull=True),
                name="ledger_one_open_delivery",
            ),
            models.CheckConstraint(
                condition=Q(until_seq__gte=F("after_seq")), name="ledger_delivery_goes_forward"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["delivered_at"], name="ledger_delivery_by_time"),
            models.Index(
                fields=["subscription", "-created_at"], name="ledger_delivery_of_subscriber"
            ),
        ]
