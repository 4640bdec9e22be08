"""What-if for a new farm: county resources set with their source, answers kept for good."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import INVALID, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.plan.actions.projects.entries import organisation_of
from milkshed.plan.actions.projects.places import own_county
from milkshed.plan.models import (
    RESOURCE_STATUSES,
    RESOURCES,
    CountyResource,
    SitingScenario,
)
from milkshed.plan.queries.siting import REACHES, inputs_for
from milkshed.plan.rule_rows import SITING_PREFIX
from milkshed.plan.science.siting import METHOD_VERSION, Answer, Inputs, Known, assess
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import rule

CHANGEABLE = (*RESOURCES, "county_cap_head", "capacity_t_day")
"""The inputs that may be given for one what-if in place of what is stored."""
_TYPED = "本次推演填写"


@dataclass(frozen=True, slots=True)
class SitingWish:
    """A question: so many head in a county. ``changes`` replaces stored inputs for this once."""

    county: str
    head: int
    reach: str = "city"
    own_forage: bool = False
    place: str = ""
    changes: Mapping[str, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A question with everything it was answered from."""

    wish: SitingWish
    on: date
    inputs: Inputs
    answer: Answer


def try_siting(person: Person, wish: SitingWish, *, on: date | None = None) -> WhatIf:
    """Answer a what-if; writes nothing. Raises a problem with every broken rule."""
    require(person, "plan.try_siting")
    day = on or timezone.localdate()
    faults = list(_wrong(person, wish, day))
    if faults:
        raise Problem(INVALID, None, faults)
    inputs = inputs_for(wish.county, day, wish.reach)
    for key, value in (wish.changes or {}).items():
        inputs[key] = Known(value, "assumed", _TYPED)
    return WhatIf(wish, day, inputs, assess(wish.head, inputs, own_forage=wish.own_forage))


def _wrong(person: Person, wish: SitingWish, on: date) -> list[Fault]:
    faults = []
    if wish.county not in COUNTIES:
        message = Text("请选择县（市、区）", "Choose a county of Ningxia")
        faults.append(Fault("county", wish.county, "known-county", message))
    own = own_county(person)
    if own and wish.county != own:
        message = Text(f"只能推演本县（{COUNTIES[own].name.zh}）", "Only one's own county")
        faults.append(Fault("county", wish.county, "own-county", message))
    most = int(rule(f"{SITING_PREFIX}most_head", on).value or 0)
    if not 1 <= wish.head <= most:
        message = Text(f"规模应为1至{most:,}头", f"Between 1 and {most:,} head")
        faults.append(Fault("head", wish.head, "range", message))
    if wish.reach not in REACHES:
        message = Text("请选择可及范围", "Choose how far plants are reached")
        faults.append(Fault("reach", wish.reach, "choice", message))
    if len(wish.place) > 80:
        message = Text("最多80字", "At most 80 characters")
        faults.append(Fault("place", wish.place[:40], "length", message))
    for key, value in (wish.changes or {}).items():
        if key not in CHANGEABLE or not value.is_finite() or not 0 <= value < 10**12:
            message = Text("请填写不小于0的数", "A number from 0 on is expected")
            faults.append(Fault(key, value, "number", message))
    return faults


def keep_scenario(
    person: Person, wish: SitingWish, name: str, *, on: date | None = None
) -> SitingScenario:
    """Answer a what-if and keep it under a name, with its inputs and method as they are now."""
    require(person, "plan.keep_siting")
    if not name.strip() or len(name.strip()) > 80:
        raise invalid(
            "name", name[:40], "length", "请写名称，最多80字", "A name of at most 80 characters"
        )
    found = try_siting(person, wish, on=on)
    return SitingScenario.objects.create(
        name=name.strip(),
        county=wish.county,
        place=wish.place.strip(),
        head=wish.head,
        own_forage=wish.own_forage,
        reach=wish.reach,
        on=found.on,
        inputs=frozen_inputs(found.inputs),
        answer={
            "limiting": found.answer.limiting,
            "greatest_head": found.answer.greatest_head,
            "unknown": list(found.answer.unknown),
        },
        method_version=METHOD_VERSION,
        organisation=organisation_of(person),
        made_by=person,
    )


def frozen_inputs(inputs: Inputs) -> dict[str, Any]:
    """Inputs as they are stored: decimals as text."""
    return {
        key: {"value": f"{one.value:f}", "status": one.status, "source": one.source}
        for key, one in sorted(inputs.items())
    }


@dataclass(frozen=True, slots=True)
class ResourceWish:
    """What a county has from a day on, with its source."""

    county: str
    kind: str
    value: Decimal
    source: str
    status: str
    valid_from: date


def set_resource(person: Person, wish: ResourceWish) -> CountyResource:
    """Set what a county has from a day on; the present row ends the day before."""
    require(person, "plan.set_resource")
    faults = _wrong_resource(person, wish)
    if faults:
        raise Problem(INVALID, None, faults)
    with transaction.atomic():
        before = (
            CountyResource.objects.select_for_update()
            .filter(county=wish.county, kind=wish.kind, valid_to__isnull=True)
            .first()
        )
        if before is not None:
            if before.valid_from >= wish.valid_from:
                raise invalid(
                    "valid_from", wish.valid_from.isoformat(), "after-present",
                    f"起始日期须晚于现有数据的{before.valid_from}",
                    f"The day lies after {before.valid_from}, when the present row began",
                )  # fmt: skip
            before.valid_to = wish.valid_from - timedelta(days=1)
            before.save(update_fields=["valid_to"])
        return CountyResource.objects.create(
            county=wish.county,
            kind=wish.kind,
            value=round(wish.value, 2),
            source=wish.source.strip(),
            status=wish.status,
            valid_from=wish.valid_from,
            entered_by=person,
        )


def _wrong_resource(person: Person, wish: ResourceWish) -> list[Fault]:
    faults = []
    if wish.county not in COUNTIES:
        message = Text("请选择县（市、区）", "Choose a county of Ningxia")
        faults.append(Fault("county", wish.county, "known-county", message))
    own = own_county(person)
    if own and wish.county != own:
        message = Text("只能登记本县", "Only one's own county")
        faults.append(Fault("county", wish.county, "own-county", message))
    if wish.kind not in RESOURCES:
        message = Text("请选择类别", "Choose what it is")
        faults.append(Fault("kind", wish.kind, "choice", message))
    if wish.status not in RESOURCE_STATUSES:
        message = Text("请选择核实状态", "Choose how sure it is")
        faults.append(Fault("status", wish.status, "choice", message))
    if not wish.value.is_finite() or not 0 <= wish.value < 10**12:
        message = Text("请填写不小于0的数", "A number from 0 on is expected")
        faults.append(Fault("value", wish.value, "number", message))
    if not wish.source.strip() or len(wish.source.strip()) > 200:
        message = Text("请写明来源，最多200字", "Name the source, at most 200 characters")
        faults.append(Fault("source", wish.source[:40], "required", message))
    return faults
