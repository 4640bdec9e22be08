"""Addresses of the trade room."""

from django.urls import path

from milkshed.trade.pages import complaints, contracts, credit, fulfilment

app_name = "trade"

urlpatterns = [
    path("contracts", contracts.contract_list, name="contracts"),
    path("contracts/new", contracts.new_contract, name="new-contract"),
    path("contracts/<int:key>", contracts.contract_page, name="contract"),
    path("credit", credit.files, name="credit-files"),
    path("credit/public", credit.public, name="credit-public"),
    path("credit/statutory", credit.statutory, name="credit-statutory"),
    path("credit/files/<int:pk>", credit.file, name="credit-file"),
    path("credit/files/<int:pk>/signals", credit.add_signal, name="credit-add-signal"),
    path("credit/files/<int:pk>/proposals", credit.propose, name="credit-propose"),
    path("credit/signals/<int:pk>/withdrawal", credit.drop_signal, name="credit-drop-signal"),
    path("credit/entries/<int:pk>", credit.entry, name="credit-entry"),
    path("credit/entries/<int:pk>/steps/<slug:what>", credit.step, name="credit-step"),
    path("credit/entries/<int:pk>/<slug:which>.<slug:form>", credit.paper, name="credit-paper"),
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
]
