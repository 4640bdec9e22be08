"""Addresses of the trade room."""

from django.urls import path

from milkshed.trade.pages import contracts

app_name = "trade"

urlpatterns = [
    path("contracts", contracts.contract_list, name="contracts"),
    path("contracts/<int:key>", contracts.contract_page, name="contract"),
]
