"""Reads of what is published: the bull catalogue, a bull explained, cows of farms."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from milkshed.breeding.models import Bull, BullValue, CowValue, EvaluationRun, ReportedIndex
from milkshed.breeding.queries import genomic
from milkshed.breeding.science.selection_index import (
    TRAITS,
    Explanation,
    IndexVersion,
    china_versions,
    explain,
    version_for,
)
from milkshed.kernel.text import Text
from milkshed.platform.scope import Scope, visible

PUBLISHED = ("published", "rollback_asked")
VALUES = (
    "milk_kg", "fat_kg", "protein_kg", "fat_pct", "protein_pct", "scs",
    "type_total", "mammary_system", "feet_legs",
)  # fmt: skip
SORTS: Mapping[str, Text] = {
    "score": Text("指数", "Index"),
    "reliability": Text("可靠性", "Reliability"),
    "daughters": Text("女儿数", "Daughters"),
    "genomic": Text("基因组指数 GCPI", "Genomic index"),
    **{name: TRAITS[name] for name in VALUES if name in TRAITS},
    "number": Text("牛号", "Number"),
}
_ASCENDING = ("scs", "number")


@cache
def index_versions() -> Mapping[str, IndexVersion]:
    """All index versions by code."""
    return {version.code: version for version in china_versions()}


def published_run() -> EvaluationRun | None:
    """The evaluation that is published now."""
    found = EvaluationRun.objects.filter(state__in=PUBLISHED)
    return found.order_by("-published_at").first()


def bulls(
    run: EvaluationRun | None,
    *,
    search: str = "",
    semen: str = "",
    home_bred: bool = False,
    sort: str = "score",
) -> QuerySet[Bull]:
    """Bulls of the register with their values in a run as ``value_*``, sorted; unvalued last.

    Their genomic values stand beside as ``genomic_*``.
    """
    values = BullValue.objects.filter(run=run, bull=OuterRef("pk"))
    names = (*VALUES, "score", "index", "index_reliability", "reliability", "daughters", "herds")
    found = Bull.objects.annotate(
        **{f"value_{name}": Subquery(values.values(name)[:1]) for name in names},
        **genomic.beside(run, bull=OuterRef("pk")),
    )
    if search:
        found = found.filter(
            Q(number__startswith=search.upper())
            | Q(name_zh__icontains=search)
            | Q(name_en__icontains=search)
        )
    if semen:
        found = found.filter(semen_status=semen)
    if home_bred:
        found = found.filter(home_bred=True)
    key = sort if sort in SORTS else "score"
    if key == "number":
        return found.order_by("number")
    if key == "genomic":
        return found.order_by(
            F("genomic_score").desc(nulls_last=True),
            F("genomic_milk_kg").desc(nulls_last=True),
            "number",
        )
    column = F(f"value_{key}")
    ordered = column.asc(nulls_last=True) if key in _ASCENDING else column.desc(nulls_last=True)
    return found.order_by(ordered, "number")


def bull_value(bull: Bull, run: EvaluationRun | None) -> BullValue | None:
    """A bull's values in a run."""
    if run is None:
        return None
    return BullValue.objects.select_related("run").filter(run=run, bull=bull).first()


def bull_history(bull: Bull) -> QuerySet[BullValue]:
    """A bull's values in every run that was published, the oldest first."""
    found = BullValue.objects.filter(bull=bull, run__published_at__isnull=False)
    return found.select_related("run").order_by("run__published_at")


@dataclass(frozen=True, slots=True)
class IndexShown:
    """An index taken apart for a page; ``chart`` feeds the bars."""

    version: IndexVersion
    explanation: Explanation
    missing: Sequence[Text]
    reported: ReportedIndex | None = None


def explained(value: BullValue | CowValue) -> IndexShown | None:
    """The index of an animal term by term; None where none is printed."""
    version = index_versions().get(value.index)
    if version is None or value.score is None:
        return None
    held = values_of(value)
    if any(trait not in held for trait in version.traits):
        return None
    return IndexShown(version, explain(version, held), ())


def other_indices(value: BullValue) -> list[IndexShown]:
    """Other domestic indices in force whose traits were all estimated, where one is printed.

    Their scores do not compare with the catalogue's; foreign and genomic ones are for animals
    with such proofs and are left out.
    """
    if value.score is None:
        return []
    held, day = values_of(value), value.run.cut_on
    populations = ("domestic-production", "domestic-production-type")
    versions = (version_for(china_versions(), name, day) for name in populations)
    return [
        IndexShown(version, explain(version, held), ())
        for version in versions
        if version is not None
        and version.code != value.index
        and all(trait in held for trait in version.traits)
    ]


def reported(bull: Bull) -> list[IndexShown]:
    """Indices that others published of a bull: what its known components explain, what is missing.

    A component that is not published stays unexplained; nothing is guessed.
    """
    found = []
    for one in bull.reported.order_by("-reported_on"):
        version = index_versions()[one.index]
        told = explain(version, one.components, published=float(one.value))
        missing = [TRAITS[trait] for trait in told.missing]
        found.append(IndexShown(version, told, missing, one))
    return found


def under_versions(one: ReportedIndex) -> list[IndexShown]:
    """A published index under every version for such animals: what each would explain of it.

    Which version somebody printed is not always told; that it was printed in comes first.
    """
    own = index_versions()[one.index]
    same = [
        version for version in index_versions().values() if version.population == own.population
    ]
    answer = []
    for version in sorted(same, key=lambda held: (held.code != own.code, held.valid_from)):
        known = {
            trait: one.components[trait] for trait in version.traits if trait in one.components
        }
        told = explain(version, known, published=float(one.value))
        answer.append(IndexShown(version, told, [TRAITS[trait] for trait in told.missing], one))
    return answer


def milk_parts(value: CowValue, scope: Scope) -> list[tuple[Text, float]]:
    """What a cow's milk value is made of: half of each parent's, and what she herself adds.

    The rest is her own records and progeny beside that mean (Mendelian sampling). A dam that the
    scope does not reach, or that has no value, goes into the rest; empty without a sire's value.
    """
    if value.milk_kg is None:
        return []
    sire = BullValue.objects.filter(run=value.run_id, bull__number=value.sire).first()
    if sire is None or sire.milk_kg is None:
        return []
    parts = [(Text(f"父亲 {value.sire} 的一半", f"half of sire {value.sire}"), 0.5 * sire.milk_kg)]
    dams = CowValue.objects.filter(run=value.run_id, identity=value.dam, milk_kg__isnull=False)
    dam = visible(dams, scope).first() if value.dam else None
    if dam is not None and dam.milk_kg is not None:
        parts.append((Text(f"母亲 {dam.number} 的一半", f"half of dam {dam.number}"),
                      0.5 * dam.milk_kg))  # fmt: skip
        rest = Text("自身和后代的信息", "her own records and progeny")
    else:
        rest = Text("母亲、自身和后代的信息", "dam, her own records and progeny")
    return [*parts, (rest, value.milk_kg - sum(points for _, points in parts))]


def values_of(value: BullValue | CowValue) -> dict[str, float]:
    """Breeding values that were estimated, by trait."""
    named = ((name, getattr(value, name)) for name in VALUES)
    return {name: held for name, held in named if held is not None}


def daughters(bull: Bull, run: EvaluationRun, scope: Scope) -> QuerySet[CowValue]:
    """Daughters of a bull in a run that the scope reaches, the highest index first."""
    found = visible(CowValue.objects.filter(run=run, sire=bull.number), scope)
    return found.select_related("place").order_by(F("score").desc(nulls_last=True), "animal_key")


def valued_cows(animal_keys: Collection[int]) -> set[int]:
    """Those of these cows that have published values now."""
    run = published_run()
    if run is None:
        return set()
    rows = CowValue.objects.filter(run=run, animal_key__in=animal_keys)
    return set(rows.values_list("animal_key", flat=True))


def cow_value(scope: Scope, animal_key: int | None) -> CowValue | None:
    """A cow's published values where the scope reaches her."""
    run = published_run()
    if run is None or animal_key is None:
        return None
    found = visible(CowValue.objects.filter(run=run, animal_key=animal_key), scope)
    return found.select_related("place", "run").first()
