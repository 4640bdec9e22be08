"""Addresses of the factory's pages."""

from django.urls import path

from milkshed.factory.pages import made, receiving, registers

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
    path("plants/", registers.plants, name="plants"),
]
