"""Addresses of the quality room."""

from django.urls import path

from milkshed.quality.pages import bench, custody, holds, origin, samples

app_name = "quality"

urlpatterns = [
    path("bench", bench.bench, name="bench"),
    path("bench/receive", bench.receive, name="receive"),
    path("check/<str:analyte>", bench.check, name="check"),
    path("samples", samples.sample_list, name="samples"),
    path("samples/new", samples.new_sample, name="new-sample"),
    path("samples/<str:number>", samples.sample_page, name="sample"),
    path("samples/<str:number>/seal", bench.seal, name="seal"),
    path("samples/<str:number>/results", bench.enter, name="enter"),
    path("samples/<str:number>/review", bench.review, name="review"),
    path("samples/<str:number>/retest", samples.retest, name="retest"),
    path("samples/<str:number>/custody", custody.chain, name="custody"),
    path("samples/<str:number>/custody/<str:what>", custody.chain_step, name="custody-step"),
    path("samples/<str:number>/labels", custody.label_sheet, name="sample-labels"),
    path("samples/<str:number>/origin", origin.origin, name="origin"),
    path("portions", custody.portion_list, name="portions"),
    path("portions/<int:key>/<str:what>", custody.portion_step, name="portion-step"),
    path("holds", holds.hold_list, name="holds"),
    path("holds/new", holds.new_hold, name="new-hold"),
    path("holds/<str:number>", holds.hold_page, name="hold"),
    path("holds/<str:number>/<str:what>", holds.hold_step, name="hold-step"),
    path("limits", samples.limit_list, name="limits"),
]
