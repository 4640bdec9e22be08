"""The manifest of the trade room."""

from milkshed.kernel.text import Text
from milkshed.platform.domain import Domain, MenuItem

_OFFICERS = ("region_officer", "county_officer", "inspector", "auditor", "administrator")
_SELLER = ("farm_manager", "station_manager")
_BUYER = ("plant_buyer", "plant_quality")
_PARTIES = (*_SELLER, *_BUYER)
_READERS = (*_OFFICERS, *_PARTIES, "association_secretary")

DOMAIN = Domain(
    label="trade",
    title=Text("购销", "Trade"),
    order=35,
    depends_on=(),
    verbs={
        "trade.see_contracts": _READERS,
        "trade.draft_contract": (*_SELLER, "plant_buyer"),
        "trade.offer_contract": (*_SELLER, "plant_buyer"),
        "trade.return_contract": (*_SELLER, "plant_buyer"),
        "trade.withdraw_contract": (*_SELLER, "plant_buyer"),
        "trade.comment_contract": _PARTIES,
        "trade.sign_contract": (*_SELLER, "plant_buyer"),
        "trade.change_contract": (*_SELLER, "plant_buyer"),
        "trade.replace_contract": (*_SELLER, "plant_buyer"),
        "trade.terminate_contract": (*_SELLER, "plant_buyer"),
        "trade.submit_filing": (*_SELLER, "plant_buyer"),
        "trade.answer_filing": ("county_officer",),
    },
    menu=(MenuItem(Text("购销合同", "Contracts"), "trade:contracts", "trade.see_contracts"),),
)
