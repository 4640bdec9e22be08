"""Addresses of the pages of mating and extension; part of the room's."""

from django.urls import path

from milkshed.breeding.pages import claims, extension, matings, nucleus

MATING_PATHS = [
    path("nucleus", nucleus.nucleus, name="nucleus"),
    path("nucleus.xlsx", nucleus.excel, name="nucleus-excel"),
    path("nucleus/contributions", nucleus.contributions, name="contributions"),
    path("matings", matings.matings, name="matings"),
    path("farms/<str:code>/matings", matings.farm, name="mating-farm"),
    path("matings/<int:pk>", matings.plan, name="mating-plan"),
    path("matings/<int:pk>/excel", matings.excel, name="mating-plan-excel"),
    path("matings/<int:pk>/pdf", matings.pdf, name="mating-plan-pdf"),
    path("matings/<int:pk>/<str:step>", matings.step, name="mating-plan-step"),
    path("extension", extension.extension, name="extension"),
    path("extension/enter", extension.enter, name="extension-enter"),
    path("extension/donors/<int:pk>", extension.donor, name="donor"),
    path("extension/batches/<int:pk>", extension.batch, name="batch"),
    path(
        "extension/allocations/<int:pk>/<str:step>",
        extension.allocation_step,
        name="allocation-step",
    ),
    path("claims", claims.claims, name="claims"),
    path("claims/submit", claims.submit, name="submit-claim"),
    path("claims/template", claims.template, name="claim-template"),
    path("claims/<int:pk>", claims.claim, name="claim"),
    path("claims/<int:pk>/<str:step>", claims.claim_step, name="claim-step"),
    path("statements/draw", claims.draw, name="draw-statement"),
    path("statements/<int:pk>", claims.statement, name="statement"),
    path("statements/<int:pk>/excel", claims.excel, name="statement-excel"),
    path("statements/<int:pk>/pdf", claims.pdf, name="statement-pdf"),
    path("statements/<int:pk>/<str:step>", claims.statement_step, name="statement-step"),
]
