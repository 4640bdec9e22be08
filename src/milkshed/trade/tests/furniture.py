"""What trade's tests stand on: licensed stations, rules, the model form, a sound draft."""

from datetime import UTC, date, datetime
from decimal import Decimal

from milkshed.collection.tests.furniture import Furniture, furnish
from milkshed.platform.calendar.table import fill_holidays
from milkshed.platform.models import Person
from milkshed.platform.rule_book import load_rules
from milkshed.trade.actions.contracts import draft_contract, offer_contract, sign_contract
from milkshed.trade.actions.drafts import Draft
from milkshed.trade.actions.forms import load_model_forms
from milkshed.trade.models import Contract
from milkshed.trade.rules import ROWS
from tests.cast import Cast

SIGNED = datetime(2025, 12, 20, 2, 0, tzinfo=UTC)


def furnish_trade(cast: Cast) -> Furniture:
    things = furnish(cast)
    load_rules(ROWS)
    load_model_forms()
    fill_holidays()
    return things


def sound_draft(cast: Cast, **changes: object) -> Draft:
    """A draft no clause of which is broken; ``changes`` replace single values."""
    values: dict[str, object] = {
        "seller_place": cast.places["farm"],
        "delivery_place": cast.places["plant"],
        "stations": (cast.places["station"],),
        "valid_from": date(2026, 1, 1),
        "valid_to": date(2026, 12, 31),
        "price_kind": "fixed",
        "price_yuan_per_kg": Decimal("3.40"),
        "planned_kg_per_day": Decimal(24_000),
        "float_pct": Decimal(10),
        "settlement_period": "month",
        "payment_term_days": 30,
        "late_interest_pct_per_day": Decimal("0.03"),
        "breach_pct": Decimal(10),
        "notice_days": 30,
        "test_report_hours": 48,
        "third_party": cast.places["laboratory"],
        "dispute_path": "arbitration",
        "dispute_body": "吴忠仲裁委员会",
    }
    values.update(changes)
    return Draft(**values)  # type: ignore[arg-type]


def fresh(person: Person) -> Person:
    """The person as another request would load them."""
    return Person.objects.get(pk=person.pk)


def signed_contract(cast: Cast, **changes: object) -> Contract:
    """A contract that the farm drafted and both sides signed."""
    seller, buyer = cast.people["farm_manager"], cast.people["plant_buyer"]
    contract = draft_contract(seller, sound_draft(cast, **changes))
    offer_contract(seller, contract)
    for person in (seller, buyer):
        sign_contract(person, contract, revision=1, signed_at=SIGNED)
    contract.refresh_from_db()
    return contract
