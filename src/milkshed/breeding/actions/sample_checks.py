"""What quality control says of the samples of a file, alone and beside all earlier ones."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

import numpy as np

from milkshed.breeding.actions.genotype_store import kept_genotypes
from milkshed.breeding.models import GenotypeSample
from milkshed.breeding.queries.book import Parents, parents_of
from milkshed.breeding.science import genotype_quality as quality
from milkshed.breeding.science.arrays import Bool, Float
from milkshed.breeding.science.chromosomes import Kind, kind_of
from milkshed.breeding.science.genotype_files import LaboratoryGenotypes
from milkshed.breeding.science.genotype_quality import Counts, Finding, GenotypeLimits
from milkshed.kernel.text import Text

_SAMPLES_AT_ONCE = 400
_MOST_PROPOSED = 3


def check_samples(
    content: LaboratoryGenotypes,
    counts: Counts,
    matched: Mapping[int, GenotypeSample],
    limits: GenotypeLimits,
) -> dict[int, list[Finding]]:
    """What quality control says of each matched sample of a file.

    Accepted samples of earlier files are read some at a time, so that memory does not grow with
    them.
    """
    rates, marker_rates = quality.call_rates(counts)
    good = marker_rates >= limits.marker_call_rate
    is_x = np.array([kind_of(name) is Kind.X for name in content.chromosomes], dtype=np.bool_)
    autosomal = good & ~is_x
    found: dict[int, list[Finding]] = {row: [] for row in matched}
    for row, sample in matched.items():
        found[row] += _alone(row, sample, counts, rates, is_x & good, content, limits)
    rows = list(matched)
    if not rows:
        return found
    mine = counts[rows][:, autosomal]
    for i, j, share in quality.duplicates(mine, mine, limits, same=True):
        for one, other in ((rows[i], rows[j]), (rows[j], rows[i])):
            found[one].append(_duplicate(matched[one], matched[other], share))
    markers = {name: place for place, name in enumerate(content.markers)}
    registered = parents_of({one.identity for one in matched.values()})
    wanted = {name for one in registered.values() for name in (one.sire, one.dam) if name}
    held: dict[str, Counts] = {}
    for earlier in _accepted(markers, autosomal):
        for i, j, share in quality.duplicates(mine, earlier.counts, limits, same=False):
            sample, other_sample = matched[rows[i]], earlier.samples[j]
            if sample.pk != other_sample.pk:
                found[rows[i]].append(_duplicate(sample, other_sample, share))
        for place, sample in enumerate(earlier.samples):
            if sample.identity in wanted:
                held[sample.identity] = earlier.counts[place].copy()
    held |= {matched[row].identity: mine[at] for at, row in enumerate(rows)}
    own = _Typed(tuple(matched[row] for row in rows), mine)
    _parents(own, rows, registered, held, lambda: _accepted(markers, autosomal), limits, found)
    return found


def _alone(
    row: int,
    sample: GenotypeSample,
    counts: Counts,
    rates: Float,
    is_x: Bool,
    content: LaboratoryGenotypes,
    limits: GenotypeLimits,
) -> list[Finding]:
    answer = []
    if rates[row] < limits.call_rate:
        answer.append(
            Finding(
                "genotype.call_rate",
                True,
                Text(
                    f"检出率{rates[row]:.3f}，低于{limits.call_rate:g}",
                    f"Call rate {rates[row]:.3f}, below {limits.call_rate:g}",
                ),
            )
        )
    sex = quality.told_sex(counts[row], is_x, limits) or content.sexes[row]
    if sex and sex != sample.sex:
        told = Text("公", "male") if sex == "M" else Text("母", "female")
        answer.append(
            Finding(
                "genotype.sex",
                True,
                Text(
                    f"基因型性别为{told.zh}，与登记不符",
                    f"The genotype is {told.en}, not as registered",
                ),
            )
        )
    return answer


def _duplicate(sample: GenotypeSample, other: GenotypeSample, share: float) -> Finding:
    if sample.identity == other.identity:
        return Finding(
            "genotype.same_animal",
            False,
            Text(f"与同一个体的样品{other.barcode}一致（{share:.4f}）",
                 f"Agrees with {other.barcode} of the same animal ({share:.4f})"),
            (other.barcode,),
        )  # fmt: skip
    return Finding(
        "genotype.identical",
        True,
        Text(
            f"与{other.identity}的样品{other.barcode}相同（{share:.4f}）：同一个体或样品调换",
            f"The same as {other.barcode} of {other.identity} ({share:.4f}): one animal or a swap",
        ),
        (other.barcode, other.identity),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Typed:
    """Genotyped samples and their counts at the usable markers of a file, (samples, markers)."""

    samples: tuple[GenotypeSample, ...]
    counts: Counts


def _accepted(markers: Mapping[str, int], usable: Bool) -> Iterator[_Typed]:
    """Accepted samples of earlier files, some at a time, at this file's usable markers."""
    accepted = GenotypeSample.objects.filter(state="accepted").select_related("file")
    by_file: dict[int, list[GenotypeSample]] = {}
    for one in accepted.order_by("file", "row"):
        by_file.setdefault(one.file_id or 0, []).append(one)
    for group in by_file.values():
        file = group[0].file
        if file is None:
            continue
        stored = kept_genotypes(file).genotypes
        place = np.array([markers.get(name, -1) for name in stored.markers], dtype=np.int64)
        there = place >= 0
        for low in range(0, len(group), _SAMPLES_AT_ONCE):
            some = tuple(group[low : low + _SAMPLES_AT_ONCE])
            counts = stored.counts(np.array([one.row for one in some], dtype=np.int64))
            aligned = np.full((len(some), len(markers)), -1, dtype=np.int8)
            aligned[:, place[there]] = counts[:, there]
            yield _Typed(some, aligned[:, usable])


def _parents(
    own: _Typed,
    rows: Sequence[int],
    registered: Mapping[str, Parents],
    held: Mapping[str, Counts],
    accepted: Callable[[], Iterator[_Typed]],
    limits: GenotypeLimits,
    found: dict[int, list[Finding]],
) -> None:
    """Registered parents by opposing homozygotes; who fits instead; samples that look swapped."""
    against: list[_Conflict] = []
    for at, one in enumerate(own.samples):
        parents = registered.get(one.identity)
        for side, name in (("sire", parents.sire), ("dam", parents.dam)) if parents else ():
            if name not in held:
                continue
            opposed, both = quality.opposing(own.counts[at], held[name])
            if both >= limits.fewest_markers and opposed / both > limits.conflict:
                against.append(_Conflict(at, side, name, opposed, both))
    if not against:
        return
    fits = _who_fits(own, against, accepted, limits)
    wrong: dict[int, list[str]] = {}
    for conflict, names in zip(against, fits, strict=True):
        found[rows[conflict.at]].append(conflict.finding(names))
        wrong.setdefault(conflict.at, []).append(conflict.parent)
    _swaps(wrong, own, rows, held, limits, found)


@dataclass(frozen=True, slots=True)
class _Conflict:
    """A sample, by its place, that opposes a registered parent."""

    at: int
    side: str
    parent: str
    opposed: int
    both: int

    def finding(self, fits: Sequence[str]) -> Finding:
        """The conflict in words, with who fits instead."""
        title = Text("父亲", "sire") if self.side == "sire" else Text("母亲", "dam")
        instead = f"；可能是{'、'.join(fits)}" if fits else "；没有其他个体符合"
        other = f"; could be {', '.join(fits)}" if fits else "; nobody else fits"
        return Finding(
            f"genotype.{self.side}_conflict",
            False,
            Text(
                f"与登记的{title.zh}{self.parent}有{self.opposed}/{self.both}个纯合对立{instead}",
                f"{self.opposed} of {self.both} markers oppose its {title.en} {self.parent}{other}",
            ),
            (self.parent, *fits),
        )


def _who_fits(
    own: _Typed,
    against: Sequence[_Conflict],
    accepted: Callable[[], Iterator[_Typed]],
    limits: GenotypeLimits,
) -> list[list[str]]:
    """For each conflict the animals that could be the parent instead, the best first."""
    found: list[list[tuple[float, str]]] = [[] for _ in against]
    for typed in (*accepted(), own):
        for i, one in enumerate(against):
            wanted = "M" if one.side == "sire" else "F"
            for j, sample in enumerate(typed.samples):
                if sample.sex != wanted or sample.identity == own.samples[one.at].identity:
                    continue
                opposed, both = quality.opposing(own.counts[one.at], typed.counts[j])
                if both >= limits.fewest_markers and opposed / both <= limits.conflict:
                    found[i].append((opposed / both, sample.identity))
    best = [dict.fromkeys(name for _, name in sorted(told, key=itemgetter(0))) for told in found]
    return [list(names)[:_MOST_PROPOSED] for names in best]


def _swaps(
    wrong: Mapping[int, list[str]],
    own: _Typed,
    rows: Sequence[int],
    held: Mapping[str, Counts],
    limits: GenotypeLimits,
    found: dict[int, list[Finding]],
) -> None:
    """Two samples that each fit the other's registered parents and not their own."""

    def fits(at: int, names: Sequence[str]) -> bool:
        for name in names:
            against, both = quality.opposing(own.counts[at], held[name])
            if both < limits.fewest_markers or against / both > limits.conflict:
                return False
        return True

    places = sorted(wrong)
    for place, first in enumerate(places):
        for second in places[place + 1 :]:
            if fits(first, wrong[second]) and fits(second, wrong[first]):
                for at, other in ((first, second), (second, first)):
                    partner = own.samples[other]
                    found[rows[at]].append(
                        Finding(
                            "genotype.swap",
                            True,
                            Text(
                                f"疑似与{partner.identity}的样品{partner.barcode}对调："
                                "两者各符合对方登记的亲本",
                                f"Looks swapped with {partner.barcode} of {partner.identity}: "
                                "each fits the other's registered parents",
                            ),
                            (partner.barcode, partner.identity),
                        )
                    )
