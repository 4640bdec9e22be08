"""What a mating plan is made from: the females, the straws and embryos, kinship, worths, limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from django.db.models import Q
from django.utils import timezone

from milkshed.breeding.actions.matings import Wishes
from milkshed.breeding.models import Bull, CowValue, EvaluationRun
from milkshed.breeding.models.extension import Batch, BatchKind
from milkshed.breeding.queries.candidates import Blood, Candidates, blood, blood_of_donors
from milkshed.breeding.queries.merits import FemaleMerits, bull_indices, female_merits
from milkshed.breeding.queries.stock import Lot, centre_lots, farm_lots, left
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.arrays import Bool, Float, Int
from milkshed.breeding.science.mating.scores import (
    Allowed,
    Cows,
    Embryos,
    Lots,
    Scores,
    Worth,
    score_matings,
)
from milkshed.herd.facade import FarmFacts, FemaleFacts
from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Everything the plan is made from.

    ``lots`` are straws, then embryos; ``donors`` the published values of the embryos' donors by
    the donor's key, ``recipient`` (females,) who may carry one.
    """

    farm: FarmFacts
    rules: BreedingRules
    run: EvaluationRun
    lots: tuple[Lot, ...]
    bulls: tuple[Bull, ...]
    donors: Mapping[int, CowValue]
    chosen: Candidates
    merits: FemaleMerits
    recipient: Bool
    bull_index: Float
    kin: Blood
    allowed: Allowed
    max_share: float

    @property
    def embryos(self) -> bool:
        """Whether there are embryos among the lots."""
        return bool(self.donors)


def said(rule: str, zh: str, en: str) -> dict[str, str]:
    """A finding of the plan."""
    return {"rule": rule, "zh": zh, "en": en}


def ask(
    farm: FarmFacts,
    rules: BreedingRules,
    run: EvaluationRun,
    chosen: Candidates,
    asked: Wishes,
) -> tuple[Question, list[dict[str, str]]]:
    """Everything the plan is made from, with what had to be left out.

    Raises a problem where no straw or embryo of a bull with an index is left.
    """
    lots = (*_held(farm, asked, BatchKind.STRAW), *_held(farm, asked, BatchKind.EMBRYO))
    index = bull_indices(run, [lot.batch.bull for lot in lots])
    donors = _donors(run, lots)
    known = tuple(
        lot
        for lot in lots
        if lot.batch.bull_id in index
        and (lot.batch.donor_id is None or lot.batch.donor_id in donors)
    )
    findings = _lots_without_index(lots, index) + _embryos_without_index(lots, index, donors)
    if not known:
        raise Problem(
            CONFLICT,
            Text(
                "没有可用的冻精：本场没有收到且未用完、公牛有指数的批次"
                if asked.source == "farm"
                else "没有可用的冻精：育种中心没有可分配、公牛有指数的批次",
                "No straw of a bull with an index is left",
            ),
        )
    bulls = tuple({lot.batch.bull_id: lot.batch.bull for lot in known}.values())
    limit = asked.max_inbreeding_pct
    share = asked.max_share_pct
    merits = female_merits(run, chosen.females)
    used = {lot.batch.donor_id for lot in known}
    return (
        Question(
            farm=farm,
            rules=rules,
            run=run,
            lots=known,
            bulls=bulls,
            donors={key: value for key, value in donors.items() if key in used},
            chosen=chosen,
            merits=merits,
            recipient=_recipients(chosen.females, merits.index, rules, timezone.now()),
            bull_index=np.array([index[bull.pk] for bull in bulls]),
            kin=blood(chosen.females, bulls),
            allowed=Allowed(
                inbreeding=(rules.high("mating.inbreeding") if limit is None else float(limit))
                / 100,
                affected=rules.high("mating.affected") / 100,
                hard_calving_pct=rules.high("mating.hard_calving"),
            ),
            max_share=(rules.high("mating.bull_share") if share is None else float(share)) / 100,
        ),
        findings,
    )


def _held(farm: FarmFacts, asked: Wishes, kind: str) -> tuple[Lot, ...]:
    """Pieces of a kind left to the farm, or that the centre could give."""
    if asked.source == "farm":
        return left(farm_lots(farm.place_id, kind))
    batches = Batch.objects.filter(kind=kind)
    if kind == BatchKind.STRAW:
        batches = batches.filter(bull__semen_status="active")
    return left(centre_lots(batches))


def _donors(run: EvaluationRun, lots: Sequence[Lot]) -> dict[int, CowValue]:
    """Published values of the donors of embryos by the donor's key; without an index left out."""
    donors = {lot.batch.donor.pk: lot.batch.donor for lot in lots if lot.batch.donor is not None}
    valued = CowValue.objects.filter(run=run, score__isnull=False).filter(
        Q(animal_key__in=[one.animal_key for one in donors.values() if one.animal_key])
        | Q(identity__in=[one.identity for one in donors.values() if not one.animal_key])
    )
    by_key = {one.animal_key: one for one in valued} if donors else {}
    by_identity = {one.identity: one for one in by_key.values()}
    found = {
        key: by_key.get(one.animal_key) if one.animal_key else by_identity.get(one.identity)
        for key, one in donors.items()
    }
    return {key: value for key, value in found.items() if value is not None}


def _recipients(
    females: Sequence[FemaleFacts], index: Float, rules: BreedingRules, now: datetime
) -> Bool:
    """Who may carry an embryo: low in the herd's order, of the right parity, under no treatment."""
    low, high = rules.bounds("mating.recipient_parity")
    below = np.quantile(index, rules.high("mating.recipient_pct") / 100)
    healthy = np.array(
        [one.withdrawal_until is None or one.withdrawal_until <= now for one in females]
    )
    parity = np.array([low <= one.parity <= high for one in females])
    return np.asarray(healthy & parity & (index <= below), dtype=np.bool_)


def _lots_without_index(lots: Sequence[Lot], index: Mapping[int, float]) -> list[dict[str, str]]:
    missing = [lot.batch for lot in lots if lot.batch.bull_id not in index]
    if not missing:
        return []
    names = "、".join(f"{batch.number}（{batch.bull.number}）" for batch in missing[:8])
    return [
        said(
            "index",
            f"{len(missing)}个批次的公牛没有已发布指数，未参与选配：{names}",
            f"{len(missing)} batches of bulls without a published index are left out: {names}",
        )
    ]


def _embryos_without_index(
    lots: Sequence[Lot], index: Mapping[int, float], donors: Mapping[int, CowValue]
) -> list[dict[str, str]]:
    missing = [
        (lot.batch.number, lot.batch.donor.identity)
        for lot in lots
        if lot.batch.donor is not None
        and lot.batch.bull_id in index
        and lot.batch.donor.pk not in donors
    ]
    if not missing:
        return []
    names = "、".join(f"{number}（{donor}）" for number, donor in missing[:8])
    return [
        said(
            "donor",
            f"{len(missing)}个胚胎批次的供体没有已发布指数，未参与选配：{names}",
            f"{len(missing)} batches of embryos of donors without a published index are left "
            f"out: {names}",
        )
    ]


def _worth(rules: BreedingRules) -> Worth:
    def pair(key: str) -> tuple[float, float]:
        return rules.value(key) / 100, rules.value(f"{key}_sexed") / 100

    return Worth(
        point_yuan=rules.value("mating.point_yuan"),
        inbreeding_pct_yuan=rules.value("mating.inbreeding_milk_kg")
        * rules.value("mating.milk_margin")
        * rules.value("mating.lactations"),
        heifer_calf_yuan=rules.value("mating.heifer_calf"),
        bull_calf_yuan=rules.value("mating.bull_calf"),
        lost_calf_yuan=rules.value("mating.lost_calf"),
        hard_calving_yuan=rules.value("mating.hard_calving_yuan"),
        heifer_conception=pair("mating.conception.heifer"),
        cow_conception=pair("mating.conception.cow"),
        heifer_share=pair("mating.females"),
        embryo_conception=(
            rules.value("mating.conception.embryo_heifer") / 100,
            rules.value("mating.conception.embryo_cow") / 100,
        ),
    )


def scores_of(question: Question) -> Scores:
    """The worth of every service and transfer, and why some are forbidden."""
    rules, females, lots = question.rules, question.chosen.females, question.lots
    place = {bull.pk: at for at, bull in enumerate(question.bulls)}
    last_sexed = rules.high("mating.sexed_parity")
    bull = np.array([place[lot.batch.bull_id] for lot in lots], dtype=np.int64)
    hard = [lot.batch.bull.calving_ease_pct for lot in lots]
    return score_matings(
        Cows(
            merit=question.merits.index,
            heifer=np.array([one.parity == 0 for one in females], dtype=np.bool_),
            sexed=np.array([one.parity <= last_sexed for one in females], dtype=np.bool_),
            recipient=question.recipient,
        ),
        Lots(
            bull=bull,
            merit=question.bull_index[bull],
            sexed=np.array([lot.batch.sexed for lot in lots], dtype=np.bool_),
            price_yuan=np.array([float(lot.batch.price_yuan) for lot in lots]),
            straws=np.array([lot.left for lot in lots], dtype=np.int64),
            hard_calving_pct=np.array([np.nan if one is None else float(one) for one in hard]),
            embryos=_embryos(question, bull) if question.embryos else None,
        ),
        question.kin.inbreeding,
        question.kin.affected,
        _worth(rules),
        question.allowed,
    )


def _embryos(question: Question, bull: Int) -> Embryos:
    """What the embryos among the lots bring of their own parents."""
    row = {key: at for at, key in enumerate(question.donors)}
    donors = list(question.donors.values())
    kin = blood_of_donors(donors, question.bulls)
    merit, inbreeding, affected = (np.full(len(question.lots), np.nan) for _ in range(3))
    for at, lot in enumerate(question.lots):
        if lot.batch.donor_id is None:
            continue
        cow, sire = row[lot.batch.donor_id], int(bull[at])
        merit[at] = 0.5 * (float(donors[cow].score or 0.0) + float(question.bull_index[sire]))
        inbreeding[at], affected[at] = kin.inbreeding[cow, sire], kin.affected[cow, sire]
    return Embryos(merit, inbreeding, affected)
