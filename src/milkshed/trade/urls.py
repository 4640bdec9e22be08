"""Addresses of the trade room."""

from django.urls import path

from milkshed.trade.pages import complaints, contracts, fulfilment, grids, settlements, trials

app_name = "trade"

urlpatterns = [
    path("contracts", contracts.contract_list, name="contracts"),
    path("contracts/new", contracts.new_contract, name="new-contract"),
    path("contracts/<int:key>", contracts.contract_page, name="contract"),
    path("contracts/<int:key>/edit", contracts.edit, name="edit-contract"),
    path("contracts/<int:key>/change", contracts.change, name="change-contract"),
    path("contracts/<int:key>/steps/<str:what>", contracts.step, name="contract-step"),
    path("contracts/<int:key>/paper/<str:kind>", contracts.contract_paper, name="contract-paper"),
    path(
        "contracts/<int:key>/fulfilment",
        fulfilment.contract_fulfilment,
        name="contract-fulfilment",
    ),
    path("contracts/<int:key>/receivables", fulfilment.add_receivable, name="add-receivable"),
    path("contracts/<int:key>/complaints", complaints.new_complaint, name="new-complaint"),
    path("model-contract", contracts.model_form, name="model-form"),
    path("fulfilment", fulfilment.overview_page, name="fulfilment"),
    path("buyers/<int:key>", fulfilment.buyer_page, name="buyer"),
    path("receivables/<int:key>/payments", fulfilment.add_payment, name="add-payment"),
    path("payments/<int:key>/answer", fulfilment.confirm_payment, name="answer-payment"),
    path("complaints", complaints.complaint_list, name="complaints"),
    path("complaints/<int:key>", complaints.complaint_page, name="complaint"),
    path(
        "complaints/<int:key>/evidence/<int:file>",
        complaints.evidence_file,
        name="complaint-evidence",
    ),
    path("complaints/<int:key>/agreement", complaints.agreement_paper, name="agreement"),
    path("complaints/<int:key>/steps/<str:what>", complaints.complaint_step, name="complaint-step"),
    path("grids", grids.grid_list, name="grids"),
    path("grids/new", grids.new_grid, name="new-grid"),
    path("grids/check", grids.check, name="check-grid"),
    path("grids/<int:key>", grids.grid_page, name="grid"),
    path("grids/<int:key>/edit", grids.edit, name="edit-grid"),
    path("grids/<int:key>/steps/<str:what>", grids.step, name="grid-step"),
    path("settlements", settlements.settlement_list, name="settlements"),
    path("settlements/new", settlements.new_settlement, name="new-settlement"),
    path("settlements/<str:number>", settlements.settlement_page, name="settlement"),
    path("settlements/<str:number>/excel", settlements.settlement_excel, name="settlement-excel"),
    path("settlements/<str:number>/pdf", settlements.settlement_download, name="settlement-pdf"),
    path("settlements/<str:number>/difference", settlements.difference, name="difference"),
    path("settlements/<str:number>/steps/<str:what>", settlements.step, name="settlement-step"),
    path("what-if", trials.what_if, name="what-if"),
]
