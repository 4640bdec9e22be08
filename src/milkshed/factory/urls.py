"""Addresses of the factory's pages."""

from django.urls import path

from milkshed.factory.pages import made, receiving, registers
from milkshed.factory.pages.recalls import cases, notices, papers, steps

app_name = "factory"

urlpatterns = [
    path("receiving/", receiving.receiving, name="receiving"),
    path("receiving/unload", receiving.receive, name="receive"),
    path("silos/", receiving.silos, name="silos"),
    path("silos/<int:pk>", receiving.silo, name="silo"),
    path("silos/<int:pk>/cleanings", receiving.clean, name="clean"),
    path("batches/", made.batches, name="batches"),
    path("batches/<int:pk>", made.batch, name="batch"),
    path("lots/", made.lots, name="lots"),
    path("lots/<int:pk>", made.lot, name="lot"),
    path("lots/<int:pk>/label", made.label, name="label"),
    path("lots/<int:pk>/decision", made.decide, name="decide"),
    path("products/", registers.products, name="products"),
    path("recalls/", cases.recalls, name="recalls"),
    path("recalls/new", cases.new, name="open-recall"),
    path("recalls/<int:pk>", cases.recall, name="recall"),
    path("recalls/<int:pk>/step", steps.step, name="recall-step"),
    path("recalls/<int:pk>/apply", steps.apply, name="recall-apply"),
    path("recalls/<int:pk>/scope", steps.revise, name="recall-revise"),
    path("recalls/<int:pk>/notices", steps.notify, name="recall-notify"),
    path("recalls/<int:pk>/statements", steps.state, name="recall-state"),
    path("recalls/<int:pk>/movements", steps.move, name="recall-move"),
    path("recalls/movements/<int:pk>/undo", steps.undo, name="recall-undo"),
    path("recalls/<int:pk>/notice.docx", papers.notice, name="recall-notice"),
    path("recalls/<int:pk>/scope.xlsx", papers.scope, name="recall-scope"),
    path("recalls/<int:pk>/case.pdf", papers.case_file, name="recall-pdf"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:pk>/receipt", notices.confirm, name="confirm-notice"),
    path("plants/", registers.plants, name="plants"),
]
