"""Addresses of the plan's pages."""

from django.urls import path

from milkshed.plan import pages

app_name = "plan"

urlpatterns = [
    path("", pages.board, name="board"),
    path("board.xlsx", pages.board_excel, name="board-excel"),
    path("compute", pages.compute, name="compute"),
    path("outline", pages.plan_outline, name="outline"),
    path("contradictions", pages.contradictions, name="contradictions"),
    path("reports", pages.reports, name="reports"),
    path("reports/<int:pk>/review", pages.review, name="review"),
    path("indicators/<str:code>", pages.indicator, name="indicator"),
    path("indicators/<str:code>/reports", pages.report, name="report"),
]
