"""What quality control says of the samples of a file, alone and beside all earlier ones."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from milkshed.breeding.actions.genotype_store import kept_genotypes
from milkshed.breeding.models import GenotypeSample
from milkshed.breeding.queries.book import parents_of
from milkshed.breeding.science import genotype_quality as quality
from milkshed.breeding.science.arrays import Bool, Float
from milkshed.breeding.science.genotype_files import LaboratoryGenotypes
from milkshed.breeding.science.genotype_quality import Counts, Finding, GenotypeLimits
from milkshed.kernel.text import Text


def check_samples(
    content: LaboratoryGenotypes,
    counts: Counts,
    matched: Mapping[int, GenotypeSample],
    limits: GenotypeLimits,
) -> dict[int, list[Finding]]:
    """What quality control says of each matched sample of a file."""
    rates, marker_rates = quality.call_rates(counts)
    good = marker_rates >= limits.marker_call_rate
    is_x = np.array([name.lower() in quality.X_NAMES for name in content.chromosomes], dtype=bool)
    autosomal = good & ~is_x
    found: dict[int, list[Finding]] = {row: [] for row in matched}
    for row, sample in matched.items():
        found[row] += _alone(row, sample, counts, rates, is_x & good, content, limits)
    rows = list(matched)
    plain = counts[:, autosomal]
    for i, j, share in quality.duplicates(plain[rows], plain[rows], limits, same=True):
        for one, other in ((rows[i], rows[j]), (rows[j], rows[i])):
            found[one].append(_duplicate(matched[one], matched[other], share))
    earlier = list(_accepted())
    markers = {name: place for place, name in enumerate(content.markers)}
    for sample, names, theirs in earlier:
        _against_earlier(sample, names, theirs, matched, counts, markers, autosomal, limits, found)
    _parents(matched, counts, markers, autosomal, earlier, limits, found)
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


Earlier = tuple[GenotypeSample, tuple[str, ...], Counts]


def _accepted() -> Iterator[Earlier]:
    """Accepted samples with their markers and counts, file by file."""
    accepted = GenotypeSample.objects.filter(state="accepted").select_related("file")
    by_file: dict[int, list[GenotypeSample]] = {}
    for one in accepted.order_by("file", "row"):
        by_file.setdefault(one.file_id or 0, []).append(one)
    for group in by_file.values():
        file = group[0].file
        if file is None:
            continue
        stored = kept_genotypes(file).genotypes
        rows = np.array([one.row for one in group], dtype=np.int64)
        counts = stored.counts(rows)
        for place, one in enumerate(group):
            yield one, stored.markers, counts[place]


def _aligned(
    names: tuple[str, ...],
    theirs: Counts,
    markers: Mapping[str, int],
    usable: Bool,
) -> Counts:
    """Another file's counts in the order of this file's usable markers; −1 where it has none."""
    answer = np.full(len(markers), -1, dtype=np.int8)
    for place, name in enumerate(names):
        at = markers.get(name)
        if at is not None:
            answer[at] = theirs[place]
    return answer[usable]


def _against_earlier(
    sample: GenotypeSample,
    names: tuple[str, ...],
    theirs: Counts,
    matched: Mapping[int, GenotypeSample],
    counts: Counts,
    markers: Mapping[str, int],
    usable: Bool,
    limits: GenotypeLimits,
    found: dict[int, list[Finding]],
) -> None:
    other = _aligned(names, theirs, markers, usable)
    for row, one in matched.items():
        if one.pk == sample.pk:
            continue
        same, both = quality.alike(counts[row][usable], other)
        if both >= limits.fewest_markers and same / both >= limits.identical:
            found[row].append(_duplicate(one, sample, same / both))


def _parents(
    matched: Mapping[int, GenotypeSample],
    counts: Counts,
    markers: Mapping[str, int],
    usable: Bool,
    earlier: Sequence[Earlier],
    limits: GenotypeLimits,
    found: dict[int, list[Finding]],
) -> None:
    """Registered parents by opposing homozygotes; who fits instead; samples that look swapped."""
    held: dict[str, Counts] = {
        one.identity: _aligned(names, theirs, markers, usable) for one, names, theirs in earlier
    }
    sexes = {one.identity: one.sex for one, _, _ in earlier}
    for row, one in matched.items():
        held[one.identity] = counts[row][usable]
        sexes[one.identity] = one.sex
    registered = parents_of({one.identity for one in matched.values()})
    wrong: dict[int, list[str]] = {}
    for row, one in matched.items():
        parents = registered.get(one.identity)
        for side, name in (("sire", parents.sire), ("dam", parents.dam)) if parents else ():
            if name not in held:
                continue
            against, both = quality.opposing(counts[row][usable], held[name])
            if both < limits.fewest_markers or against / both <= limits.conflict:
                continue
            wrong.setdefault(row, []).append(name)
            fits = _who_fits(one, side, counts[row][usable], held, sexes, limits)
            title = Text("父亲", "sire") if side == "sire" else Text("母亲", "dam")
            instead = f"；可能是{'、'.join(fits)}" if fits else "；没有其他个体符合"
            other = f"; could be {', '.join(fits)}" if fits else "; nobody else fits"
            found[row].append(
                Finding(
                    f"genotype.{side}_conflict",
                    False,
                    Text(
                        f"与登记的{title.zh}{name}有{against}/{both}个纯合对立{instead}",
                        f"{against} of {both} markers oppose its {title.en} {name}{other}",
                    ),
                    (name, *fits),
                )
            )
    _swaps(wrong, matched, counts, usable, held, limits, found)


def _who_fits(
    one: GenotypeSample,
    side: str,
    mine: Counts,
    held: Mapping[str, Counts],
    sexes: Mapping[str, str],
    limits: GenotypeLimits,
) -> list[str]:
    wanted = "M" if side == "sire" else "F"
    names = [n for n in held if sexes[n] == wanted and n != one.identity]
    if not names:
        return []
    others = np.stack([held[name] for name in names])
    return [names[place] for place, _ in quality.discover_parents(mine, others, limits)]


def _swaps(
    wrong: Mapping[int, list[str]],
    matched: Mapping[int, GenotypeSample],
    counts: Counts,
    usable: Bool,
    held: Mapping[str, Counts],
    limits: GenotypeLimits,
    found: dict[int, list[Finding]],
) -> None:
    """Two samples that each fit the other's registered parents and not their own."""

    def fits(row: int, names: Sequence[str]) -> bool:
        for name in names:
            against, both = quality.opposing(counts[row][usable], held[name])
            if both < limits.fewest_markers or against / both > limits.conflict:
                return False
        return True

    rows = sorted(wrong)
    for place, first in enumerate(rows):
        for second in rows[place + 1 :]:
            if fits(first, wrong[second]) and fits(second, wrong[first]):
                for row, other in ((first, second), (second, first)):
                    partner = matched[other]
                    found[row].append(
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
