"""Addresses of the collection room."""

from django.urls import path

from milkshed.collection.pages import custody, intake, registry, sheets

app_name = "collection"

urlpatterns = [
    path("intake", intake.intake, name="intake"),
    path("intake/purchases", intake.add_purchase, name="add-purchase"),
    path("receiving", intake.receiving, name="receiving"),
    path("sheets", sheets.sheet_list, name="sheets"),
    path("sheets/new", sheets.new_sheet, name="new-sheet"),
    path("sheets/<str:number>", sheets.sheet_page, name="sheet"),
    path("sheets/<str:number>/print", sheets.sheet_print, name="sheet-print"),
    path("sheets/<str:number>/pdf", sheets.sheet_download, name="sheet-pdf"),
    path("sheets/<str:number>/correction", sheets.correction, name="correct-sheet"),
    path("sheets/<str:number>/steps/<str:what>", sheets.step, name="sheet-step"),
    path("sheets/<str:number>/changes/<str:what>", custody.change, name="sheet-change"),
    path("check/<str:number>/<str:code>", custody.check, name="check-sheet"),
    path("seals", custody.seal_list, name="seals"),
    path("seals/issue", custody.issue, name="issue-seals"),
    path("seals/void", custody.void, name="void-seal"),
    path("weighbridges", custody.weighbridge_list, name="weighbridges"),
    path("weighbridges/new", custody.add_weighbridge, name="add-weighbridge"),
    path("stations", registry.station_list, name="stations"),
    path("tankers", registry.tanker_list, name="tankers"),
    path("licences", registry.licence_list, name="licences"),
    path("licences/<int:key>/moves", registry.licence_move, name="licence-move"),
]
