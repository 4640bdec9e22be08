"""The manifest of the trade room."""

from milkshed.kernel.text import Text
from milkshed.platform.domain import Domain, MenuItem

_OFFICERS = ("region_officer", "county_officer", "inspector", "auditor", "administrator")
_SELLER = ("farm_manager", "station_manager")
_BUYER = ("plant_buyer", "plant_quality")
_PARTIES = (*_SELLER, *_BUYER)
_SIGNERS = (*_SELLER, "plant_buyer")
_MEDIATORS = ("county_officer", "association_secretary")
_READERS = (*_OFFICERS, *_PARTIES, "association_secretary")

DOMAIN = Domain(
    label="trade",
    title=Text("购销", "Trade"),
    order=35,
    depends_on=("collection", "quality"),
    verbs={
        "trade.see_contracts": _READERS,
        "trade.draft_contract": _SIGNERS,
        "trade.offer_contract": _SIGNERS,
        "trade.return_contract": _SIGNERS,
        "trade.withdraw_contract": _SIGNERS,
        "trade.comment_contract": _PARTIES,
        "trade.sign_contract": _SIGNERS,
        "trade.change_contract": _SIGNERS,
        "trade.replace_contract": _SIGNERS,
        "trade.terminate_contract": _SIGNERS,
        "trade.submit_filing": _SIGNERS,
        "trade.answer_filing": ("county_officer",),
        "trade.return_filing": ("county_officer",),
        "trade.open_receivable": _BUYER,
        "trade.tell_payment": ("plant_buyer",),
        "trade.answer_payment": _SELLER,
        "trade.file_complaint": _SIGNERS,
        "trade.withdraw_complaint": _SIGNERS,
        "trade.accept_complaint": _MEDIATORS,
        "trade.decline_complaint": _MEDIATORS,
        "trade.mediate": _MEDIATORS,
        "trade.order_test": _MEDIATORS,
        "trade.draft_agreement": _MEDIATORS,
        "trade.redraft_agreement": _MEDIATORS,
        "trade.fail_mediation": _MEDIATORS,
        "trade.sign_agreement": (*_SIGNERS, *_MEDIATORS),
        "trade.see_grids": _READERS,
        "trade.draft_grid": _PARTIES,
        "trade.publish_grid": _BUYER,
        "trade.retire_grid": _BUYER,
        "trade.agree_grid": _SELLER,
        "trade.see_settlements": _READERS,
        "trade.compare_grids": _READERS,
        "trade.make_settlement": _BUYER,
        "trade.approve_settlement": _BUYER,
        "trade.accept_settlement": _SELLER,
        "trade.dispute_settlement": _SELLER,
        "trade.withdraw_dispute": _SELLER,
        "trade.answer_dispute": _BUYER,
        "trade.correct_settlement": _BUYER,
    },
    menu=(
        MenuItem(Text("购销合同", "Contracts"), "trade:contracts", "trade.see_contracts"),
        MenuItem(Text("合同履约", "Fulfilment"), "trade:fulfilment", "trade.see_contracts"),
        MenuItem(Text("投诉与调解", "Complaints"), "trade:complaints", "trade.see_contracts"),
        MenuItem(Text("结算单", "Settlements"), "trade:settlements", "trade.see_settlements"),
        MenuItem(Text("计价表", "Pay grids"), "trade:grids", "trade.see_grids"),
        MenuItem(Text("换表试算", "What if"), "trade:what-if", "trade.compare_grids"),
    ),
)
