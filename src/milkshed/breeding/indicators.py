"""What breeding contributes to the figures of the plan."""

from decimal import Decimal

from milkshed.breeding.mating_indicators import mating_contributions
from milkshed.breeding.models import Bull, BullValue, SemenStatus
from milkshed.breeding.rules import BreedingRules
from milkshed.kernel.text import Text
from milkshed.platform.figures import (
    NO_HOLDERS,
    Contribution,
    Figure,
    FigureInput,
    FigureRequest,
)


def contributions() -> tuple[Contribution, ...]:
    """Home-bred bulls (T3.3), sexed straws (B2.1) and embryos (B2.2) distributed."""
    return (Contribution("T3.3", home_bred_bulls), *mating_contributions())


def home_bred_bulls(request: FigureRequest) -> Figure:
    """T3.3: bulls born in the region, in service, whose published index reaches the threshold."""
    rules = BreedingRules.on(request.as_of)
    least = rules.value("homebred.score")
    own = Bull.objects.filter(home_bred=True, registered_at__date__lte=request.as_of)
    serving = own.filter(semen_status=SemenStatus.ACTIVE)
    reached = BullValue.objects.filter(
        bull__in=serving,
        run__state__in=["published", "rollback_asked"],
        run__published_at__date__lte=request.as_of,
        score__gte=least,
    )
    count = reached.count()
    whole_region = request.counties is None
    known = whole_region and own.exists()
    return Figure(
        value=Decimal(count) if known else None,
        unit="头",
        as_of=request.as_of,
        method=Text(
            f"区内出生、在采供精、最近发布指数不低于{least:g}的荷斯坦公牛数",
            f"Holstein bulls born in the region, in service, published index of {least:g} or more",
        ),
        version="1",
        inputs=(
            FigureInput(Text("区内出生的公牛", "Home-bred bulls"), own.count(), "/breeding/bulls"),
            FigureInput(Text("其中在采供精", "In service"), serving.count(), "/breeding/bulls"),
            FigureInput(Text("其中指数达标", "Index reached"), count, "/breeding/bulls"),
        ),
        note=None
        if known
        else Text("没有登记的自主繁育公牛", "No home-bred bull is registered")
        if whole_region
        else Text("公牛不属于县", "Bulls belong to no county"),
        unconfirmed_rules=("breeding.homebred.score",),
        holders=NO_HOLDERS,  # bulls with a published index stand in a public catalogue
    )
