"""Addresses of the recording pages."""

from django.urls import path

from milkshed.recording.pages import (
    board,
    farms,
    improvement,
    laboratory,
    reports,
    standards,
    visits,
)

app_name = "recording"

urlpatterns = [
    path("", board.board, name="board"),
    path("visits", visits.visit_list, name="visits"),
    path("visits/<int:pk>", visits.visit, name="visit"),
    path("visits/<int:pk>/labels", visits.labels, name="visit-labels"),
    path("visits/<int:pk>/list", visits.sampling, name="visit-list"),
    path("visits/<int:pk>/<str:step>", visits.step, name="visit-step"),
    path("lab-files", laboratory.files, name="lab-files"),
    path("lab-files/<int:pk>", laboratory.file_page, name="lab-file"),
    path("lab-files/<int:pk>/faults", laboratory.faults, name="lab-file-faults"),
    path("standards", standards.standards, name="standards"),
    path("farms/<str:code>", farms.farm, name="farm"),
    path("farms/<str:code>/cows/<int:animal>", farms.cow, name="cow"),
    path("farms/<str:code>/draft", reports.draft, name="draft-report"),
    path("reports/<int:pk>", reports.report, name="report"),
    path("reports/<int:pk>/pdf", reports.pdf, name="report-pdf"),
    path("reports/<int:pk>/excel", reports.excel, name="report-excel"),
    path("reports/<int:pk>/issue", reports.issue, name="issue-report"),
    path("improvement", improvement.improvement, name="improvement"),
    path("improvement/excel", improvement.excel, name="improvement-excel"),
    path("improvement/propose", improvement.propose, name="propose-advice"),
    path("advice/<int:pk>/<str:step>", improvement.step, name="advice-step"),
]
