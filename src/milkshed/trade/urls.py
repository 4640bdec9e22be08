"""Addresses of the trade room."""

from django.urls import path

from milkshed.trade.pages import contracts
from milkshed.trade.pages.reference_price import complaints as price_complaints
from milkshed.trade.pages.reference_price import costs, public, rounds

app_name = "trade"

urlpatterns = [
    path("contracts", contracts.contract_list, name="contracts"),
    path("contracts/<int:key>", contracts.contract_page, name="contract"),
    path("price", public.price, name="price"),
    path("price/history.csv", public.history, name="price-history"),
    path("price/committee", public.committee, name="price-committee"),
    path("price/method", public.method, name="price-method"),
    path("price/principles", public.principles, name="price-principles"),
    path("price/publications/<int:pk>", public.publication, name="price-publication"),
    path("price/publications/<int:pk>/notice.docx", public.notice, name="price-notice"),
    path("price/publications/<int:pk>/errors", rounds.error, name="price-error"),
    path("price/errors/<int:pk>", rounds.decide, name="price-error-decision"),
    path("price/trails/<int:pk>", public.round_trail, name="price-trail"),
    path("price/rounds", rounds.rounds, name="price-rounds"),
    path("price/rounds/<int:pk>", rounds.price_round, name="price-round"),
    path("price/rounds/<int:pk>/step", rounds.step, name="price-step"),
    path("price/seats", rounds.appoint, name="price-appoint"),
    path("price/seats/<int:pk>", rounds.seat_step, name="price-seat"),
    path("price/complaints", price_complaints.complaints, name="price-complaints"),
    path("price/complaints/<int:pk>", price_complaints.complaint, name="price-complaint"),
    path(
        "price/complaints/<int:pk>/step",
        price_complaints.complaint_step,
        name="price-complaint-step",
    ),
    path("price/review", price_complaints.review, name="price-review"),
    path("costs", costs.costs, name="costs"),
    path("costs/template.xlsx", costs.template, name="cost-template"),
    path("costs/import", costs.bring, name="cost-import"),
    path("costs/farms/<int:pk>", costs.cost_sheet, name="cost-sheet"),
    path("costs/sheets/<int:pk>/review", costs.review, name="cost-review"),
]
