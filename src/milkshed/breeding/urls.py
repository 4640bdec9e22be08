"""Addresses of the breeding pages."""

from django.urls import path

from milkshed.breeding.pages import bulls, register

app_name = "breeding"

urlpatterns = [
    path("bulls", bulls.bulls, name="bulls"),
    path("bulls.xlsx", bulls.excel, name="bulls-excel"),
    path("bulls.pdf", bulls.pdf, name="bulls-pdf"),
    path("bulls/<str:number>", bulls.bull, name="bull"),
    path("register", register.register, name="register"),
    path("register/<int:pk>", register.entry, name="entry"),
    path("register/<int:pk>/<str:step>", register.entry_step, name="entry-step"),
]
