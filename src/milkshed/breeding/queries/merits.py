"""Published indices of females and bulls, and what stands in where there is none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from milkshed.breeding.models import Bull, BullValue, CowValue, EvaluationRun
from milkshed.breeding.queries import catalogue
from milkshed.breeding.science.arrays import Bool, Float
from milkshed.herd.facade import FemaleFacts
from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text


def published_run() -> EvaluationRun:
    """The latest published evaluation; a problem where there is none."""
    run = catalogue.published_run()
    if run is None:
        raise Problem(
            CONFLICT,
            Text(
                "还没有发布的遗传评估，无法选配；请先完成并发布一期评估",
                "No evaluation is published yet; matings need one",
            ),
        )
    return run


@dataclass(frozen=True, slots=True, eq=False)
class FemaleMerits:
    """Indices (females,); ``stood_in`` where parents' or the farm's mean stands in."""

    index: Float
    stood_in: Bool


def bull_indices(run: EvaluationRun, bulls: Iterable[Bull]) -> dict[int, float]:
    """Published index by bull's key; bulls without one are left out."""
    rows = BullValue.objects.filter(
        run=run, bull__in=[bull.pk for bull in bulls], score__isnull=False
    )
    return {bull: score for bull, score in rows.values_list("bull", "score") if score is not None}


def female_merits(run: EvaluationRun, females: Sequence[FemaleFacts]) -> FemaleMerits:
    """The index of each female: her own, else half the sire's and the mean's, else the mean's."""
    cows = CowValue.objects.filter(run=run, animal_key__in=[one.animal_id for one in females])
    own = {
        key: score for key, score in cows.values_list("animal_key", "score") if score is not None
    }
    valued = BullValue.objects.filter(
        run=run, bull__number__in={one.sire_number for one in females if one.sire_number}
    )
    sires = {
        number: score
        for number, score in valued.values_list("bull__number", "score")
        if score is not None
    }
    if not own and not sires:
        raise Problem(
            CONFLICT,
            Text(
                f"第{run.number}期评估没有本场母牛或其父亲的指数",
                f"Evaluation {run.number} has no index of these cows or their sires",
            ),
        )
    mean = float(np.mean(list(own.values() or sires.values())))
    index = np.array(
        [own.get(one.animal_id, 0.5 * (sires.get(one.sire_number, mean) + mean)) for one in females]
    )
    return FemaleMerits(index, np.array([one.animal_id not in own for one in females], np.bool_))
