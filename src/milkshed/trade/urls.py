"""Addresses of the trade room."""

from django.urls import path

from milkshed.trade.pages import contracts, credit

app_name = "trade"

urlpatterns = [
    path("contracts", contracts.contract_list, name="contracts"),
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
]
