"""Addresses of the collection room."""

from django.urls import path

from milkshed.collection.pages import (
    applications,
    custody,
    intake,
    licences,
    registry,
    sheets,
    visits,
)
from milkshed.platform.web.offline import service_worker

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
    path("stations/new", registry.new_station, name="new-station"),
    path("tankers", registry.tanker_list, name="tankers"),
    path("tankers/new", registry.new_tanker, name="new-tanker"),
    path("licences", licences.licence_list, name="licences"),
    path("licences.xlsx", licences.register_excel, name="licences-excel"),
    path("licences/import", licences.licence_import, name="licence-import"),
    path("licences/import/template", licences.import_template, name="licence-template"),
    path("licences/coverage", licences.coverage, name="licence-coverage"),
    path("licences/refused-checks", licences.refused_checks, name="refused-checks"),
    path("licences/<int:key>", licences.licence_page, name="licence"),
    path("licences/<int:key>/moves", licences.licence_move, name="licence-move"),
    path("licences/<int:key>/certificate", licences.certificate, name="certificate"),
    path("check", licences.check_paper, name="check"),
    path("check/<str:code>", licences.check_paper, name="check-paper"),
    path("applications", applications.application_list, name="applications"),
    path("applications/new", applications.new_application, name="new-application"),
    path("applications/<int:key>", applications.application_page, name="application"),
    path("applications/<int:key>/visits", applications.application_visit, name="application-visit"),
    path(
        "applications/<int:key>/steps/<str:what>",
        applications.application_step,
        name="application-step",
    ),
    path("visits", visits.visit_list, name="visits"),
    path("visits/worker.js", service_worker, name="visit-worker"),
    path("visits/<int:key>", visits.visit_page, name="visit"),
    path("visits/<int:key>/entries", visits.visit_entries, name="visit-entries"),
    path("visits/<int:key>/photos", visits.visit_photo, name="visit-photo"),
    path("visits/<int:key>/signatures", visits.visit_sign, name="visit-sign"),
    path("visits/<int:key>/cancellation", visits.visit_cancel, name="visit-cancel"),
]
