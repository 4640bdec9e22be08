"""Addresses of the herd's pages."""

from django.urls import path

from milkshed.herd.pages import animals, farms, federation, filings, imports, kpi, timeline

app_name = "herd"

urlpatterns = [
    path("farms", farms.farm_list, name="farms"),
    path("farms/<str:code>", farms.farm_today, name="farm"),
    path("farms/<str:code>/days", farms.farm_day_list, name="farm-days"),
    path("farms/<str:code>/animals", animals.animal_list, name="animals"),
    path("kpi", kpi.farm_figures, name="kpi-farms"),
    path("farms/<str:code>/kpi", kpi.board_page, name="kpi"),
    path("farms/<str:code>/kpi.xlsx", kpi.board_excel, name="kpi-excel"),
    path("farms/<str:code>/kpi/waiting", kpi.waiting_period, name="kpi-waiting"),
    path("farms/<str:code>/kpi/account", kpi.month_account, name="kpi-account"),
    path("farms/<str:code>/kpi/<str:figure>", kpi.figure_page, name="kpi-figure"),
    path("animals/<int:pk>/timeline", timeline.time_line_page, name="timeline"),
    path("federation", federation.federation_page, name="federation"),
    path("animals/<int:pk>", animals.animal, name="animal"),
    path("animals/<int:pk>/events", animals.record_event, name="record-event"),
    path("filings", filings.filing_list, name="filings"),
    path("filings/new", filings.new_filing, name="new-filing"),
    path("filings/<int:pk>", filings.filing_page, name="filing"),
    path("filings/<int:pk>/steps/<str:what>", filings.filing_step, name="filing-step"),
    path("imports", imports.import_list, name="imports"),
    path("imports/<int:pk>", imports.import_result, name="import"),
    path("imports/<int:pk>/faults.xlsx", imports.import_faults, name="import-faults"),
]
