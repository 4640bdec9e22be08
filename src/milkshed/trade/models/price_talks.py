"""The talks of a round: proposals, judgement, motions and votes."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import Q

from milkshed.kernel.text import Text
from milkshed.platform.models import Attachment, Person
from milkshed.platform.scope import ScopePaths
from milkshed.trade.models.price_committee import ONLY_ADDED, PRICE_SIDES, PriceSeat, choices_of
from milkshed.trade.models.price_rounds import PriceEstimate, PriceRound

MOTION_STATES: dict[str, Text] = {
    "open": Text("表决中", "Being voted on"),
    "carried": Text("通过", "Carried"),
    "lost": Text("未通过", "Lost"),
    "lapsed": Text("未达法定人数，作废", "Lapsed without a quorum"),
}
VOTE_CHOICES: dict[str, Text] = {
    "yes": Text("赞成", "Yes"),
    "no": Text("反对", "No"),
    "abstain": Text("弃权", "Abstain"),
}


class PriceProposal(models.Model):
    """What one side asks for, with its reasons; the side's youngest counts."""

    round = models.ForeignKey(PriceRound, on_delete=models.PROTECT, related_name="proposals")
    seat = models.ForeignKey(PriceSeat, on_delete=models.PROTECT, related_name="proposals")
    side = models.CharField("方面", max_length=12, choices=choices_of(PRICE_SIDES))
    central = models.DecimalField("提案价（元/公斤）", max_digits=6, decimal_places=2)
    reason = models.TextField("理由")
    document = models.ForeignKey(
        Attachment, verbose_name="附件", null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间")

    scope_paths: ClassVar[ScopePaths] = ScopePaths(organisations=("seat__organisation",))

    class Meta:
        verbose_name = verbose_name_plural = "价格提案"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(central__gt=0), name="price_proposal_positive")
        ]
        triggers: ClassVar = [ONLY_ADDED]

    @property
    def side_text(self) -> Text:
        """The side in words."""
        return PRICE_SIDES[self.side]


class PriceJudgement(models.Model):
    """A step away from what a formula gives: who, what, why, and its effect in yuan per kg."""

    round = models.ForeignKey(PriceRound, on_delete=models.PROTECT, related_name="judgements")
    what = models.CharField("判断内容", max_length=200)
    why = models.TextField("理由")
    effect_yuan = models.DecimalField("影响（元/公斤）", max_digits=7, decimal_places=4)
    person = models.ForeignKey(
        Person, verbose_name="判断人", on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "专家判断"
        triggers: ClassVar = [ONLY_ADDED]


@pghistory.track(pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PriceMotion(models.Model):
    """A price put to the vote: the formula's value plus the judgement logged, and the corridor."""

    round = models.ForeignKey(PriceRound, on_delete=models.PROTECT, related_name="motions")
    number = models.PositiveSmallIntegerField("案号")
    estimate = models.ForeignKey(PriceEstimate, on_delete=models.PROTECT, related_name="motions")
    formula = models.CharField("公式", max_length=20)
    formula_value = models.DecimalField("公式值（元/公斤）", max_digits=12, decimal_places=6)
    judgement_yuan = models.DecimalField("判断合计（元/公斤）", max_digits=7, decimal_places=4)
    central = models.DecimalField("中准价（元/公斤）", max_digits=6, decimal_places=2)
    floor = models.DecimalField("下限（元/公斤）", max_digits=6, decimal_places=2)
    cap = models.DecimalField("上限（元/公斤）", max_digits=6, decimal_places=2)
    corridor_reason = models.CharField("另定上下限的理由", max_length=500, blank=True)
    state = models.CharField(
        "状态", max_length=8, default="open", choices=choices_of(MOTION_STATES)
    )
    put_by = models.ForeignKey(
        Person, verbose_name="提交人", on_delete=models.PROTECT, related_name="+"
    )
    put_at = models.DateTimeField("提交时间")
    closed_by = models.ForeignKey(
        Person, verbose_name="计票人", null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField("计票时间", null=True)
    tally = models.JSONField("计票", default=dict)

    class Meta:
        verbose_name = verbose_name_plural = "表决案"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "number"], name="price_motion_once"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state="open"), name="price_motion_one_open"
            ),
            models.CheckConstraint(
                condition=Q(floor__lte=models.F("central"), central__lte=models.F("cap")),
                name="price_motion_in_corridor",
            ),
        ]

    @property
    def state_text(self) -> Text:
        """The state in words."""
        return MOTION_STATES[self.state]


class PriceVote(models.Model):
    """One member's vote, which stands."""

    motion = models.ForeignKey(PriceMotion, on_delete=models.PROTECT, related_name="votes")
    seat = models.ForeignKey(PriceSeat, on_delete=models.PROTECT, related_name="votes")
    choice = models.CharField("表决", max_length=8, choices=choices_of(VOTE_CHOICES))
    reason = models.CharField("意见", max_length=500, blank=True)
    at = models.DateTimeField("时间")

    scope_paths: ClassVar[ScopePaths] = ScopePaths(organisations=("seat__organisation",))

    class Meta:
        verbose_name = verbose_name_plural = "委员表决"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["motion", "seat"], name="price_vote_once")
        ]
        triggers: ClassVar = [ONLY_ADDED]

    @property
    def choice_text(self) -> Text:
        """The vote in words."""
        return VOTE_CHOICES[self.choice]
