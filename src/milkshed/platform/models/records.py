"""Records that every room uses: rules, holidays, moves, alarms, jobs, files and the lake."""

import uuid
from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.kernel.text import Text
from milkshed.platform.editions import new_edition
from milkshed.platform.models.people import Organisation, Person
from milkshed.platform.models.places import Place
from milkshed.platform.scope import ScopePaths


class Edition(models.Model):
    """The one row whose token changes whenever reference data do; written by triggers only."""

    token = models.UUIDField("版次")

    class Meta:
        verbose_name = verbose_name_plural = "参考资料版次"


class RuleStatus(models.TextChoices):
    """How sure we are of a rule."""

    OFFICIAL = "official", "已核对原文"
    RECALLED = "recalled", "待核实"
    ASSUMED = "assumed", "平台设定"


@pghistory.track()
class Rule(models.Model):
    """One dated, source-tagged rule row: a limit, a clock, a target or a coefficient."""

    key = models.CharField("规则键", max_length=80)
    title_zh = models.CharField("名称", max_length=120)
    title_en = models.CharField("英文名称", max_length=160)
    low = models.DecimalField("下限", max_digits=18, decimal_places=6, null=True, blank=True)
    high = models.DecimalField("上限", max_digits=18, decimal_places=6, null=True, blank=True)
    value = models.DecimalField("数值", max_digits=18, decimal_places=6, null=True, blank=True)
    unit = models.CharField("单位", max_length=30, blank=True)
    source = models.CharField("来源", max_length=200)
    status = models.CharField("核实状态", max_length=10, choices=RuleStatus.choices)
    valid_from = models.DateField("生效日期")
    valid_to = models.DateField("失效日期", null=True, blank=True)
    note = models.CharField("备注", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "规则"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key", "valid_from"], name="rule_once_per_first_day"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="rule_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(low__isnull=True) | Q(high__isnull=True) | Q(low__lte=F("high")),
                name="rule_low_not_above_high",
            ),
        ]
        triggers: ClassVar = [new_edition()]

    def __str__(self) -> str:
        return f"{self.title_zh}（{self.key}）"

    @property
    def title(self) -> Text:
        """The name in both languages."""
        return Text(self.title_zh, self.title_en)

    @property
    def confirmed(self) -> bool:
        """Whether the row was checked against its official text."""
        return self.status == RuleStatus.OFFICIAL


@pghistory.track()
class Holiday(models.Model):
    """A day whose working state differs from the plain week; editable by administrators."""

    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("是否上班")
    name_zh = models.CharField("名称", max_length=60, blank=True)
    source = models.CharField("来源", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "节假日"


class Transition(models.Model):
    """One step of a workflow: who moved what from where to where, when and why."""

    subject = models.CharField("对象类型", max_length=40)
    subject_id = models.BigIntegerField("对象编号")
    verb = models.CharField("动作", max_length=60)
    source = models.CharField("原状态", max_length=30)
    target = models.CharField("新状态", max_length=30)
    person = models.ForeignKey(Person, verbose_name="办理人", on_delete=models.PROTECT)
    at = models.DateTimeField("时间", auto_now_add=True)
    opinion = models.TextField("意见", blank=True)
    evidence = models.JSONField("佐证", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "流转记录"
        indexes: ClassVar = [models.Index(fields=["subject", "subject_id"])]


class Severity(models.TextChoices):
    """How much an alarm matters."""

    NOTICE = "notice", "提示"
    WARNING = "warning", "预警"
    SERIOUS = "serious", "严重"


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Alarm(models.Model):
    """Something that a person should look at, with the facts behind it.

    ``key`` makes raising idempotent: the same finding is one alarm. ``facts`` is a list of
    ``{"title_zh", "title_en", "value", "url"}``.
    """

    key = models.CharField("唯一键", max_length=160, unique=True)
    kind = models.CharField("类别", max_length=40)
    severity = models.CharField("等级", max_length=10, choices=Severity.choices)
    title_zh = models.CharField("标题", max_length=200)
    title_en = models.CharField("英文标题", max_length=240)
    county = models.CharField("县（市、区）代码", max_length=6, blank=True)
    place = models.ForeignKey(Place, verbose_name="场所", null=True, on_delete=models.PROTECT)
    organisations = models.ManyToManyField(Organisation, verbose_name="相关单位", blank=True)
    happened_at = models.DateTimeField("发生时间")
    raised_at = models.DateTimeField("发现时间", auto_now_add=True)
    facts = models.JSONField("依据", default=list)
    state = models.CharField(
        "状态",
        max_length=12,
        default="open",
        choices=[("open", "待处置"), ("handled", "已处置"), ("dismissed", "已排除")],
    )
    handled_by = models.ForeignKey(
        Person, verbose_name="处置人", null=True, on_delete=models.PROTECT
    )
    handling = models.TextField("处置说明", blank=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisations",), counties=("county",), towns=("place__town",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "预警"
        indexes: ClassVar = [
            models.Index(fields=["state", "-happened_at"]),
            models.Index(fields=["county", "state"]),
        ]

    @property
    def title(self) -> Text:
        """The headline in both languages."""
        return Text(self.title_zh, self.title_en)


class Job(models.Model):
    """A long piece of work with progress, that can be cancelled and resumed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=60)
    arguments = models.JSONField("参数", default=dict)
    state = models.CharField(
        "状态",
        max_length=12,
        default="queued",
        choices=[
            ("queued", "排队中"),
            ("running", "运行中"),
            ("done", "已完成"),
            ("failed", "失败"),
            ("cancelled", "已取消"),
        ],
    )
    done = models.BigIntegerField("已完成", default=0)
    total = models.BigIntegerField("总量", default=0)
    message_zh = models.CharField("说明", max_length=300, blank=True)
    message_en = models.CharField("英文说明", max_length=300, blank=True)
    checkpoint = models.JSONField("断点", default=dict)
    result = models.JSONField("结果", default=dict)
    cancel_requested = models.BooleanField("请求取消", default=False)
    created_by = models.ForeignKey(
        Person, verbose_name="发起人", null=True, on_delete=models.PROTECT
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    started_at = models.DateTimeField("开始时间", null=True)
    finished_at = models.DateTimeField("结束时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(done__gte=0), name="job_done_not_negative")
        ]


class Attachment(models.Model):
    """A file that proves something, kept by the hash of its content."""

    name = models.CharField("文件名", max_length=200)
    media_type = models.CharField("类型", max_length=80)
    size = models.PositiveBigIntegerField("大小（字节）")
    sha256 = models.CharField("摘要", max_length=64)
    organisation = models.ForeignKey(Organisation, verbose_name="单位", on_delete=models.PROTECT)
    uploaded_by = models.ForeignKey(Person, verbose_name="上传人", on_delete=models.PROTECT)
    uploaded_at = models.DateTimeField("上传时间", auto_now_add=True)

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("organisation",), counties=("organisation__county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "附件"


class LakeFile(models.Model):
    """One immutable Parquet file of the lake."""

    dataset = models.CharField("数据集", max_length=60)
    partition = models.CharField("分区", max_length=120)
    path = models.CharField("路径", max_length=300, unique=True)
    rows = models.BigIntegerField("行数")
    bytes = models.BigIntegerField("字节数")
    min_time = models.DateTimeField("最早时间", null=True)
    max_time = models.DateTimeField("最晚时间", null=True)
    sha256 = models.CharField("摘要", max_length=64)
    state = models.CharField(
        "状态", max_length=10, default="live", choices=[("live", "在用"), ("retired", "已替换")]
    )
    published_at = models.DateTimeField("发布时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "数据湖文件"
        indexes: ClassVar = [models.Index(fields=["dataset", "state", "partition"])]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dataset", "partition", "sha256"], name="lake_file_content_once"
            )
        ]
