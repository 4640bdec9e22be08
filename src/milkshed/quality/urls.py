"""Addresses of the quality room."""

from django.urls import path

from milkshed.quality.pages import bench, comparison, control, disputes, files, plans, samples

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
    path("samples/<str:number>/object", disputes.object_to, name="object"),
    path("limits", samples.limit_list, name="limits"),
    path("plans", plans.plans, name="plans"),
    path("plans/new", plans.new_plan, name="new-plan"),
    path("plans/size", plans.planner, name="planner"),
    path("plans/<str:number>", plans.plan_page, name="plan"),
    path("plans/<str:number>/step", plans.plan_step, name="plan-step"),
    path("plans/<str:number>/record.json", plans.plan_record, name="plan-record"),
    path("tasks", plans.tasks, name="tasks"),
    path("tasks/<int:pk>/step", plans.task_step, name="task-step"),
    path("files", files.files, name="files"),
    path("files/<int:pk>", files.file_page, name="file"),
    path("files/<int:pk>/step", files.file_step, name="file-step"),
    path("files/<int:pk>/refused.xlsx", files.file_faults, name="file-faults"),
    path("control", control.control, name="control"),
    path("control/new", control.new_series, name="new-series"),
    path("control/<int:pk>", control.series_page, name="series"),
    path("control/<int:pk>/reading", control.reading, name="reading"),
    path("comparisons", comparison.rounds, name="rounds"),
    path("comparisons/<str:number>", comparison.round_page, name="round"),
    path("comparisons/<str:number>/step", comparison.round_step, name="round-step"),
    path("objections", disputes.objections, name="objections"),
    path("objections/<str:number>", disputes.objection_page, name="objection"),
    path("objections/<str:number>/step", disputes.objection_step, name="objection-step"),
    path("cases", disputes.cases, name="cases"),
    path("cases/<str:number>", disputes.case_page, name="case"),
    path("cases/<str:number>/step", disputes.case_step, name="case-step"),
]
