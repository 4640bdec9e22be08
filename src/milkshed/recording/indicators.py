"""What milk recording contributes to the figures of the plan."""

from decimal import Decimal

from milkshed.herd import facade as herd
from milkshed.kernel.text import Text
from milkshed.platform.figures import (
    NO_HOLDERS,
    Contribution,
    Figure,
    FigureInput,
    FigureRequest,
)
from milkshed.recording.models import Enrolment


def contributions() -> tuple[Contribution, ...]:
    """Core breeding farms and recording centres (T3.1)."""
    return (Contribution("T3.1", farms_and_centres),)


def farms_and_centres(request: FigureRequest) -> Figure:
    """T3.1: nucleus farms plus centres that record at least one farm on the day, shown by kind."""
    held = Enrolment.objects.filter(started_on__lte=request.as_of).exclude(
        ended_on__lt=request.as_of
    )
    if request.counties is not None:
        held = held.filter(centre__county__in=request.counties)
    centres = held.order_by().values("centre").distinct().count()
    nucleus = [
        farm
        for farm in herd.all_farms()
        if farm.is_nucleus and (request.counties is None or farm.county in request.counties)
    ]
    count = len(nucleus) + centres
    return Figure(
        value=Decimal(count) if count else None,
        unit="个",
        as_of=request.as_of,
        method=Text(
            "登记为核心育种场的牧场数 + 当日至少有一个测定牧场的测定中心数，分类列示；级别未登记",
            "Farms registered as nucleus + centres that record a farm on the day; levels unknown",
        ),
        version="1",
        inputs=(
            FigureInput(Text("核心育种场（场）", "Nucleus farms"), len(nucleus), "/herd/farms"),
            FigureInput(Text("性能测定中心（个）", "Recording centres"), centres, "/recording/"),
        ),
        note=None if count else Text("没有登记的核心场和测定中心", "None is registered"),
        holders=NO_HOLDERS,  # which farms and centres are named by the office is public
    )
