"""Addresses of the trade room."""

from django.urls import path

from milkshed.trade.pages import contracts, grids, settlements, trials

app_name = "trade"

urlpatterns = [
    path("contracts", contracts.contract_list, name="contracts"),
    path("contracts/<int:key>", contracts.contract_page, name="contract"),
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
