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

_AUTHORITY = ("region_officer", "county_officer", "inspector", "auditor", "administrator")
_REPRESENTATIVES = (*_PARTIES, "tanker_driver")
_ASSOCIATION = ("association_secretary",)
_CREDIT = {
    "trade.see_credit": (*_AUTHORITY, *_REPRESENTATIVES, *_ASSOCIATION),
    "trade.note_signal": ("county_officer", "region_officer", "inspector", *_ASSOCIATION),
    "trade.defend_credit": _REPRESENTATIVES,
    "trade.import_statutory": ("region_officer",),
    "trade.propose_regulator_entry": ("county_officer", "region_officer", "inspector"),
    "trade.serve_regulator_entry": ("county_officer", "region_officer", "inspector"),
    "trade.withdraw_regulator_entry": ("county_officer", "region_officer", "inspector"),
    "trade.decide_regulator_entry": ("county_officer", "region_officer"),
    "trade.dismiss_regulator_entry": ("county_officer", "region_officer"),
    "trade.publish_regulator_entry": ("region_officer",),
    "trade.repair_regulator_entry": ("county_officer", "region_officer"),
    "trade.hear_regulator_entry": ("region_officer",),
    "trade.propose_association_entry": _ASSOCIATION,
    "trade.serve_association_entry": _ASSOCIATION,
    "trade.withdraw_association_entry": _ASSOCIATION,
    "trade.decide_association_entry": _ASSOCIATION,
    "trade.dismiss_association_entry": _ASSOCIATION,
    "trade.publish_association_entry": _ASSOCIATION,
    "trade.repair_association_entry": _ASSOCIATION,
    "trade.hear_association_entry": _ASSOCIATION,
}

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
        **_CREDIT,
    },
    menu=(
        MenuItem(Text("购销合同", "Contracts"), "trade:contracts", "trade.see_contracts"),
        MenuItem(Text("合同履约", "Fulfilment"), "trade:fulfilment", "trade.see_contracts"),
        MenuItem(Text("投诉与调解", "Complaints"), "trade:complaints", "trade.see_contracts"),
        MenuItem(Text("信用档案", "Credit files"), "trade:credit-files", "trade.see_credit"),
    ),
)
