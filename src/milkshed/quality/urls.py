"""Addresses of the quality room."""

from django.urls import path

from milkshed.quality.pages import bench, samples

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
    path("limits", samples.limit_list, name="limits"),
]
