"""Addresses of the breeding pages."""

from django.urls import path

from milkshed.breeding.mating_urls import MATING_PATHS
from milkshed.breeding.pages import (
    bulls,
    farms,
    genomic,
    indices,
    parentage,
    register,
    runs,
    samples,
    types,
)

app_name = "breeding"

urlpatterns = [
    path("bulls", bulls.bulls, name="bulls"),
    path("bulls.xlsx", bulls.excel, name="bulls-excel"),
    path("bulls.pdf", bulls.pdf, name="bulls-pdf"),
    path("bulls/<str:number>", bulls.bull, name="bull"),
    path("indices", indices.index_list, name="indices"),
    path("genomic", genomic.genomic_list, name="genomic"),
    path("farms", farms.farm_list, name="farms"),
    path("farms/<int:place>", farms.farm, name="farm"),
    path("farms/<int:place>/excel", farms.excel, name="farm-excel"),
    path("farms/<int:place>/pdf", farms.pdf, name="farm-pdf"),
    path("cows/<int:animal>", farms.cow, name="cow"),
    path("register", register.register, name="register"),
    path("register.xlsx", register.excel, name="register-excel"),
    path("register/quality", register.quality, name="book-quality"),
    path("register/genotyped", parentage.parentage, name="parentage"),
    path("register/<int:pk>", register.entry, name="entry"),
    path("register/<int:pk>/<str:step>", register.entry_step, name="entry-step"),
    path("types", types.types, name="types"),
    path("types/<int:pk>", types.classification, name="classification"),
    path("samples", samples.samples, name="samples"),
    path("samples/<int:pk>", samples.sample, name="sample"),
    path("samples/<int:pk>/<str:step>", samples.sample_step, name="sample-step"),
    path("genotype-files/<int:pk>", samples.genotype_file, name="genotype-file"),
    path("runs", runs.runs, name="runs"),
    path("runs/<int:pk>", runs.run, name="run"),
    path("runs/<int:pk>/findings", runs.findings, name="run-findings"),
    path("runs/<int:pk>/manifest", runs.manifest, name="run-manifest"),
    path("runs/<int:pk>/<str:step>", runs.step, name="run-step"),
    *MATING_PATHS,
]
