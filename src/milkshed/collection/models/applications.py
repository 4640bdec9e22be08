"""Applications for licences and permits: the form, its files, and when its clock stood still."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q

from milkshed.collection.models.registry import Licence, LicenceKind, Station, Tanker
from milkshed.kernel.text import Text
from milkshed.platform.models import Attachment, Organisation, Person
from milkshed.platform.scope import ScopePaths


class Purpose(models.TextChoices):
    """What is asked for."""

    NEW = "new", "新办"
    RENEWAL = "renewal", "延续"
    CHANGE = "change", "变更"


PURPOSES: dict[str, Text] = {
    "new": Text("新办", "New"),
    "renewal": Text("延续", "Renewal"),
    "change": Text("变更", "Change"),
}

APPLICATION_STATES: dict[str, Text] = {
    "draft": Text("草稿", "Draft"),
    "submitted": Text("已提交，待受理", "Submitted"),
    "returned": Text("待补正", "Returned for completion"),
    "accepted": Text("已受理，待现场核查", "Accepted, visit due"),
    "remedy": Text("整改中", "Remedy ordered"),
    "visited": Text("已核查，待审查", "Visited, review due"),
    "reviewed": Text("已审查，待决定", "Reviewed, decision due"),
    "approved": Text("准予许可", "Approved"),
    "refused": Text("不予许可", "Refused"),
    "withdrawn": Text("已撤回", "Withdrawn"),
}

CLOSED = ("approved", "refused", "withdrawn")

PAUSE_REASONS: dict[str, Text] = {
    "completion": Text("申请人补正", "Completion by the applicant"),
    "remedy": Text("整改与复查", "Remedy and second visit"),
}


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Application(models.Model):
    """A request for a licence or permit, from draft to decision.

    ``edition`` counts every write; a form sends back the edition it showed, and an older one is
    refused, so that two people never overwrite each other. Days are Chinese calendar days.
    """

    number = models.CharField("申请编号", max_length=24, unique=True, null=True)
    kind = models.CharField("证件类型", max_length=16, choices=LicenceKind.choices)
    purpose = models.CharField("申请事项", max_length=10, choices=Purpose.choices)
    applicant = models.ForeignKey(
        Organisation, verbose_name="申请单位", on_delete=models.PROTECT, related_name="+"
    )
    county = models.CharField("受理县（市、区）代码", max_length=6)
    station = models.ForeignKey(
        Station,
        verbose_name="收购站",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )
    tanker = models.ForeignKey(
        Tanker,
        verbose_name="运输车",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )
    of_licence = models.ForeignKey(
        Licence,
        verbose_name="原证件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="applications",
    )
    form = models.CharField("表单版本", max_length=30)
    content = models.JSONField("申请内容", default=dict)
    state = models.CharField(
        "状态",
        max_length=12,
        default="draft",
        choices=[(code, title.zh) for code, title in APPLICATION_STATES.items()],
    )
    edition = models.PositiveIntegerField("修改次数", default=1)
    created_by = models.ForeignKey(
        Person, verbose_name="填报人", on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("创建时间", auto_now_add=True)
    submitted_on = models.DateField("提交日期", null=True, blank=True)
    returned_on = models.DateField("补正告知日期", null=True, blank=True)
    missing = models.JSONField("需补正的内容", default=list)
    accepted_on = models.DateField("受理日期", null=True, blank=True)
    extended_on = models.DateField("批准延长日期", null=True, blank=True)
    recommendation = models.CharField(
        "审查意见", max_length=8, blank=True, choices=[("approve", "准予"), ("refuse", "不予")]
    )
    decided_on = models.DateField("决定日期", null=True, blank=True)
    licence = models.ForeignKey(
        Licence,
        verbose_name="所发证件",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="granted_on",
    )

    scope_paths: ClassVar[ScopePaths] = ScopePaths(
        organisations=("applicant",), counties=("county",)
    )

    class Meta:
        verbose_name = verbose_name_plural = "许可申请"
        indexes: ClassVar = [models.Index(fields=["county", "state"])]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="station_licence", station__isnull=False, tanker__isnull=True)
                | Q(kind="tanker_permit", station__isnull=True, tanker__isnull=False),
                name="application_fits_its_subject",
            ),
            models.CheckConstraint(
                condition=Q(purpose="new") | Q(of_licence__isnull=False),
                name="application_names_the_paper_it_is_about",
            ),
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(licence__isnull=False, decided_on__isnull=False),
                name="application_approved_has_its_licence",
            ),
            models.UniqueConstraint(
                fields=["station"],
                condition=~Q(state__in=CLOSED) & Q(station__isnull=False),
                name="application_open_once_per_station",
            ),
            models.UniqueConstraint(
                fields=["tanker"],
                condition=~Q(state__in=CLOSED) & Q(tanker__isnull=False),
                name="application_open_once_per_tanker",
            ),
        ]

    def __str__(self) -> str:
        return self.number or "草稿"

    @property
    def subject(self) -> Station | Tanker:
        """The station or tanker it is about."""
        found = self.station or self.tanker
        assert found is not None
        return found

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return APPLICATION_STATES[self.state]

    @property
    def purpose_text(self) -> Text:
        """What is asked for, in words."""
        return PURPOSES[self.purpose]


class ApplicationFile(models.Model):
    """A file handed in for one of the materials that the form asks for."""

    application = models.ForeignKey(
        Application, verbose_name="申请", on_delete=models.CASCADE, related_name="files"
    )
    material = models.CharField("材料", max_length=40)
    attachment = models.ForeignKey(
        Attachment, verbose_name="附件", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = verbose_name_plural = "申请材料"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["application", "material", "attachment"], name="application_file_once"
            )
        ]


class Pause(models.Model):
    """Days on which an application's clock stood still: after ``first_day``, to ``last_day``."""

    application = models.ForeignKey(
        Application, verbose_name="申请", on_delete=models.CASCADE, related_name="pauses"
    )
    reason = models.CharField(
        "原因",
        max_length=12,
        choices=[(code, title.zh) for code, title in PAUSE_REASONS.items()],
    )
    first_day = models.DateField("中止日期")
    due_on = models.DateField("限期", null=True, blank=True)
    last_day = models.DateField("恢复日期", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "期限中止"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(last_day__isnull=True) | Q(last_day__gte=F("first_day")),
                name="pause_ends_after_it_begins",
            ),
            models.UniqueConstraint(
                fields=["application"],
                condition=Q(last_day__isnull=True),
                name="pause_open_once",
            ),
        ]

    @property
    def reason_text(self) -> Text:
        """Why the clock stood still, in words."""
        return PAUSE_REASONS[self.reason]
