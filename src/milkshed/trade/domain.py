"""The manifest of the trade room."""

from milkshed.kernel.text import Text
from milkshed.platform.domain import Domain, MenuItem

_OFFICERS = ("region_officer", "county_officer", "inspector", "auditor", "administrator")
_SELLER = ("farm_manager", "station_manager")
_BUYER = ("plant_buyer", "plant_quality")
_PARTIES = (*_SELLER, *_BUYER)
_TALKERS = (
    "farm_manager",
    "plant_buyer",
    "plant_quality",
    "lab_reviewer",
    "county_officer",
    "association_secretary",
)
_READERS = (*_OFFICERS, *_PARTIES, "association_secretary")

DOMAIN = Domain(
    label="trade",
    title=Text("购销", "Trade"),
    order=35,
    depends_on=("collection",),
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
        "trade.see_price_talks": (*_TALKERS, "region_officer", "auditor", "administrator"),
        "trade.appoint_price_member": ("region_officer",),
        "trade.declare_price_conflict": _TALKERS,
        "trade.run_price_round": ("association_secretary",),
        "trade.see_cost_sheets": (
            "farm_manager",
            "association_secretary",
            "region_officer",
            "auditor",
        ),
        "trade.enter_cost_sheet": ("farm_manager",),
        "trade.review_cost_sheet": ("association_secretary",),
        "trade.close_cost_survey": ("association_secretary",),
        "trade.reopen_cost_survey": ("association_secretary",),
        "trade.compute_price": ("association_secretary",),
        "trade.propose_price": _TALKERS,
        "trade.judge_price": ("association_secretary", "lab_reviewer", "county_officer"),
        "trade.put_price_motion": ("association_secretary",),
        "trade.vote_price": _TALKERS,
        "trade.decide_price": ("association_secretary",),
        "trade.return_price": ("region_officer",),
        "trade.suspend_price": ("region_officer",),
        "trade.publish_price": ("region_officer",),
        "trade.report_price_error": (*_TALKERS, "auditor"),
        "trade.decide_price_error": ("region_officer",),
        "trade.complain_about_price": ("farm_manager", "plant_buyer", "plant_quality"),
        "trade.see_price_complaints": (
            "farm_manager",
            "plant_buyer",
            "plant_quality",
            "association_secretary",
            "region_officer",
            "auditor",
        ),
        "trade.accept_price_complaint": ("association_secretary",),
        "trade.refuse_price_complaint": ("association_secretary",),
        "trade.answer_price_complaint": ("association_secretary",),
        "trade.close_price_complaint": ("region_officer",),
        "trade.review_price": ("auditor",),
    },
    menu=(
        MenuItem(Text("购销合同", "Contracts"), "trade:contracts", "trade.see_contracts"),
        MenuItem(Text("交易参考价", "Reference price"), "trade:price"),
        MenuItem(Text("参考价协商", "Price talks"), "trade:price-rounds", "trade.see_price_talks"),
        MenuItem(Text("成本调查", "Cost survey"), "trade:costs", "trade.see_cost_sheets"),
        MenuItem(
            Text("参考价投诉", "Price complaints"),
            "trade:price-complaints",
            "trade.see_price_complaints",
        ),
    ),
)
