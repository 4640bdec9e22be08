"""The factory's typed REST routes: silos, product lots, and unloading a tanker."""

from datetime import date, datetime
from decimal import Decimal
from typing import cast

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Field, Router, Schema, Status
from pydantic import AwareDatetime

from milkshed.factory.actions.receiving import receive_into_silo
from milkshed.factory.models import Intake, ProductLot, Silo
from milkshed.factory.queries.silos import silo_states
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.schemas import problems

router = Router()

_LARGEST_KEY = 2**63 - 1


class SiloOut(Schema):
    """A silo with what stands in it, in kg."""

    id: int
    uri: str
    extension: str
    plant: str
    capacity_kg: Decimal
    level_kg: Decimal
    oldest_at: datetime | None
    loads: int
    cleaned_at: datetime | None


class ProductLotOut(Schema):
    """A product lot; ``path`` is that of its Digital Link."""

    uri: str
    path: str
    gtin: str
    lot: str
    product: str
    category: str
    plant: str
    kg: Decimal
    packs: int
    produced_on: date
    expires_on: date
    state: str
    batch: str


class IntakeIn(Schema):
    """An accepted load to unload; ``sheet`` is the GDTI, ``kg`` empty means all that is left."""

    silo: int = Field(ge=1, le=_LARGEST_KEY)
    sheet: str = Field(max_length=30, pattern=r"^[!-~]+$")
    temperature_c: Decimal = Field(ge=-5, le=60)
    at: AwareDatetime
    kg: Decimal | None = Field(None, gt=0, le=1_000_000)


class IntakeOut(Schema):
    """What was unloaded and the silo's new state."""

    id: int
    silo_lot: str
    load_lot: str
    kg: Decimal
    heel_kg: Decimal
    at: datetime


@router.get(
    "/silos",
    response={200: list[SiloOut], **problems()},
    summary="奶仓与存量 · Silos and what stands in them",
)
def silos(request: HttpRequest) -> list[SiloOut]:
    """The silos in reach with what stands in them."""
    require(request.user, "factory.see")
    found = visible(
        Silo.objects.filter(active=True).select_related("plant__place"), scope_of(request.user)
    )
    return [
        SiloOut(
            id=state.silo.pk,
            uri=state.silo.uri,
            extension=state.silo.extension,
            plant=state.silo.plant.uri,
            capacity_kg=state.silo.capacity_kg,
            level_kg=state.level_kg,
            oldest_at=state.oldest_at,
            loads=state.loads,
            cleaned_at=state.cleaned_at,
        )
        for state in silo_states(found.order_by("plant", "extension"))
    ]


@router.get(
    "/products/{gtin}/lots/{lot}",
    response={200: ProductLotOut, **problems(404)},
    summary="产品批 · A product lot",
)
def product_lot(request: HttpRequest, gtin: str, lot: str) -> ProductLotOut:
    """One product lot in reach."""
    require(request.user, "factory.see")
    found = get_visible(
        ProductLot.objects.select_related("product__plant__place", "batch"),
        scope_of(request.user),
        product__gtin=gtin.replace("\x00", ""),
        lot=lot.replace("\x00", ""),
    )
    language = get_language() or "zh"
    return ProductLotOut(
        uri=found.uri,
        path=found.path,
        gtin=found.product.gtin,
        lot=found.lot,
        product=found.product.name.in_language(language),
        category=found.product.category,
        plant=found.product.plant.uri,
        kg=found.kg,
        packs=found.packs,
        produced_on=found.produced_on,
        expires_on=found.expires_on,
        state=found.state,
        batch=found.batch.lot if found.batch else "",
    )


@router.post(
    "/intakes",
    response={201: IntakeOut, **problems(404, 409, 413)},
    summary="卸奶入仓 · Unload into a silo",
)
def unload(request: HttpRequest, load: IntakeIn) -> Status[IntakeOut]:
    """Unload an accepted load into a silo; the fact goes into the ledger."""
    require(request.user, "factory.receive")
    person = cast("Person", request.user)
    silo = get_visible(Silo.objects.all(), scope_of(person), pk=load.silo)
    made: Intake = receive_into_silo(
        person,
        silo,
        sheet=load.sheet,
        temperature_c=load.temperature_c,
        at=load.at,
        kg=load.kg,
    )
    answer = IntakeOut(
        id=made.pk,
        silo_lot=made.silo_lot,
        load_lot=made.load_lot,
        kg=made.kg,
        heel_kg=made.heel_kg,
        at=made.at,
    )
    return Status(201, answer)
