"""The traded mean of the reference price, worked out from statements."""

from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from milkshed.platform.models import Organisation, Place
from milkshed.trade.actions.reference_price.talks import enter_market_figure
from milkshed.trade.models import PayGrid, PriceRound, Settlement
from milkshed.trade.queries.price_inputs import estimate_inputs
from milkshed.trade.queries.traded_price import traded_mean
from milkshed.trade.tests.price_furniture import Scene, opened, set_scene
from tests.cast import Cast

PAID = (("f1", "100000.0", "330000.00"), ("f2", "50000.0", "170000.00"), ("f3", "1.0", "3.00"))


@pytest.fixture
def scene(cast: Cast) -> Scene:
    return set_scene(cast)


def _pay(scene: Scene, round_of: PriceRound, sellers: int, state: str = "accepted") -> None:
    buyer = Organisation.objects.filter(kind="processor").first()
    grid = PayGrid.objects.create(
        code="G", title_zh="计价", owner=buyer, document={}, digest="0" * 64,
        valid_from=round_of.survey_first, source="演示", drafted_by=scene.secretary,
    )  # fmt: skip
    now = timezone.now()
    for farm, (name, kg, yuan) in zip(scene.farms, PAID[:sellers], strict=False):
        Settlement.objects.create(
            number=f"S-{state}-{name}", grid=grid, seller=farm.organisation,
            seller_place=Place.objects.get(pk=farm.pk), buyer=buyer,
            first_day=round_of.survey_first, last_day=round_of.survey_last,
            accepted_kg=Decimal(kg), payable_kg=Decimal(kg), amount_yuan=Decimal(yuan),
            inputs={"deliveries": []}, digest="0" * 64, made_by=scene.secretary, made_at=now,
            approved_at=now, accepted_at=now, state=state,
        )  # fmt: skip


def test_the_mean_is_yuan_by_kilograms_of_statements_both_sides_accepted(scene: Scene) -> None:
    round_of, today = opened(scene), timezone.localdate()
    _pay(scene, round_of, 3)
    mean = traded_mean(round_of, today)
    assert mean is not None
    # 500,003 yuan for 150,001 kg
    assert (mean.yuan_per_kg, mean.sellers) == (Decimal("3.3333"), 3)
    inputs = estimate_inputs(round_of, today)
    assert inputs["values"]["traded"] == "3.333300"
    assert inputs["traded"]["statements"] == list(mean.statements)
    assert not inputs["traded"]["overridden"]
    client = Client(headers={"Accept": "text/html"})
    client.force_login(scene.secretary)
    address = f"/trade/price/rounds/{round_of.pk}"
    assert "由3张双方确认的结算单计算" in client.get(address).content.decode()
    enter_market_figure(
        scene.secretary, round_of, code="traded", value=Decimal("3.50"), source="秘书处更正"
    )
    inputs = estimate_inputs(round_of, today)
    assert inputs["values"]["traded"] == "3.500000"
    assert inputs["traded"]["overridden"]
    assert inputs["sources"]["traded"] == "秘书处更正"
    assert "人工录入，替代计算值" in client.get(address).content.decode()


def test_too_few_sellers_and_open_statements_give_no_mean(scene: Scene) -> None:
    round_of, today = opened(scene), timezone.localdate()
    _pay(scene, round_of, 2)
    assert traded_mean(round_of, today) is None
    assert "traded" not in estimate_inputs(round_of, today)["values"]


def test_statements_not_accepted_by_both_do_not_count(scene: Scene) -> None:
    round_of, today = opened(scene), timezone.localdate()
    _pay(scene, round_of, 3, state="approved")
    assert traded_mean(round_of, today) is None
    assert estimate_inputs(round_of, today)["traded"] is None
