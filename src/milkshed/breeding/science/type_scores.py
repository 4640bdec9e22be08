"""Linear type classification: twenty traits scored 1 to 9, five part scores, a total, a grade.

A trait counts 100 points at its ideal and loses a fixed number of points for each step away from
it; a part is the mean of its traits, the total the weighted mean of the parts less the defects.
Weights, ideals, bounds and losses are arguments.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from milkshed.kernel.text import Text

PARTS: Mapping[str, tuple[str, ...]] = {
    "body_capacity": ("stature", "chest_width", "body_depth", "loin_strength"),
    "rump": ("rump_angle", "rump_width"),
    "feet_legs": (
        "foot_angle",
        "heel_depth",
        "bone_quality",
        "rear_legs_side",
        "rear_legs_rear",
    ),
    "mammary_system": (
        "udder_depth",
        "median_suspensory",
        "fore_attachment",
        "front_teat_placement",
        "teat_length",
        "rear_attachment_height",
        "rear_attachment_width",
        "rear_teat_placement",
    ),
    "dairy_character": ("angularity",),
}
PART_TITLES: Mapping[str, Text] = {
    "body_capacity": Text("体躯容量", "Body capacity"),
    "rump": Text("尻部", "Rump"),
    "feet_legs": Text("肢蹄", "Feet and legs"),
    "mammary_system": Text("泌乳系统", "Mammary system"),
    "dairy_character": Text("乳用特征", "Dairy character"),
}
TRAITS: tuple[str, ...] = tuple(trait for traits in PARTS.values() for trait in traits)
TRAIT_TITLES: Mapping[str, Text] = {
    "stature": Text("体高", "Stature"),
    "chest_width": Text("胸宽", "Chest width"),
    "body_depth": Text("体深", "Body depth"),
    "loin_strength": Text("腰强度", "Loin strength"),
    "rump_angle": Text("尻角度", "Rump angle"),
    "rump_width": Text("尻宽", "Rump width"),
    "foot_angle": Text("蹄角度", "Foot angle"),
    "heel_depth": Text("蹄踵深度", "Heel depth"),
    "bone_quality": Text("骨质地", "Bone quality"),
    "rear_legs_side": Text("后肢侧视", "Rear legs, side"),
    "rear_legs_rear": Text("后肢后视", "Rear legs, rear"),
    "udder_depth": Text("乳房深度", "Udder depth"),
    "median_suspensory": Text("中央悬韧带", "Median suspensory"),
    "fore_attachment": Text("前乳房附着", "Fore attachment"),
    "front_teat_placement": Text("前乳头位置", "Front teat placement"),
    "teat_length": Text("乳头长度", "Teat length"),
    "rear_attachment_height": Text("后乳房附着高度", "Rear attachment height"),
    "rear_attachment_width": Text("后乳房附着宽度", "Rear attachment width"),
    "rear_teat_placement": Text("后乳头位置", "Rear teat placement"),
    "angularity": Text("棱角性", "Angularity"),
}
LOWEST_GRADE = "P"


@dataclass(frozen=True, slots=True)
class TypeRules:
    """What a classification goes by.

    ``weights`` of the parts, which add up to 100; ``ideals``: lowest and highest ideal score of a
    trait; ``grades``: least total of each grade; ``score``: lowest and highest linear score;
    ``step``: points lost a step; ``defect``: points of the total lost for each defect.
    """

    weights: Mapping[str, float]
    ideals: Mapping[str, tuple[float, float]]
    grades: Mapping[str, float]
    score: tuple[float, float]
    step: float
    defect: float


@dataclass(frozen=True, slots=True)
class TypeResult:
    """Part scores and total, of 100, to one decimal (half up), and the grade."""

    parts: Mapping[str, Decimal]
    total: Decimal
    grade: str


def wrong_scores(traits: Mapping[str, int], rules: TypeRules) -> dict[str, int | None]:
    """Traits that are missing (None), unknown, or outside the scale, with what was given."""
    low, high = rules.score
    wrong: dict[str, int | None] = {name: None for name in TRAITS if name not in traits}
    strange = {
        name: value
        for name, value in traits.items()
        if name not in PARTS_OF or not low <= value <= high
    }
    return wrong | strange


def classify(traits: Mapping[str, int], defects: Collection[str], rules: TypeRules) -> TypeResult:
    """Part scores, total and grade; raises ValueError where a trait is missing or off the scale."""
    wrong = wrong_scores(traits, rules)
    if wrong:
        raise ValueError(f"linear scores missing or outside {rules.score}: {sorted(wrong)}")
    if abs(sum(rules.weights.values()) - 100) > 1e-9:
        raise ValueError(f"weights of the parts add up to {sum(rules.weights.values()):g}, not 100")
    parts = {
        part: sum(points_of(traits[trait], *rules.ideals[trait], rules.step) for trait in own)
        / len(own)
        for part, own in PARTS.items()
    }
    whole = sum(rules.weights[part] * score for part, score in parts.items()) / 100
    total = _one_decimal(min(max(whole - rules.defect * len(set(defects)), 0.0), 100.0))
    reached = [(least, grade) for grade, least in rules.grades.items() if float(total) >= least]
    return TypeResult(
        {part: _one_decimal(score) for part, score in parts.items()},
        total,
        max(reached)[1] if reached else LOWEST_GRADE,
    )


def points_of(score: int, low: float, high: float, step: float) -> float:
    """Points of 100 of a linear score beside its ideals ``low`` to ``high``."""
    away = max(low - score, score - high, 0.0)
    return max(100.0 - step * away, 0.0)


def _one_decimal(value: float) -> Decimal:
    return Decimal(repr(value)).quantize(Decimal("0.1"), ROUND_HALF_UP)


PARTS_OF: Mapping[str, str] = {trait: part for part, own in PARTS.items() for trait in own}
