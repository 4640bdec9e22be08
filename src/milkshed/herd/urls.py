"""Addresses of the herd's pages."""

from django.urls import include, path

from milkshed.herd.pages import (
    animals,
    farms,
    federation,
    filings,
    herd_book,
    imports,
    kpi,
    matching,
    phone,
    timeline,
    worklists,
)
from milkshed.herd.rest import ade
from milkshed.platform.web.offline import service_worker

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
    path("animals/<int:pk>/numbers", herd_book.number_animal, name="number-animal"),
    path("farms/<str:code>/pens", herd_book.pens, name="pens"),
    path("pens/<int:key>/close", herd_book.pen_close, name="close-pen"),
    path("farms/<str:code>/purchase", herd_book.purchase, name="purchase"),
    path("farms/<str:code>/withheld", herd_book.withheld, name="withheld"),
    path("farms/<str:code>/herd-on-day", herd_book.herd_on_day, name="herd-on-day"),
    path("farms/<str:code>/matching", matching.matching, name="matching"),
    path("matches/<int:key>/decide", matching.decide, name="decide-match"),
    path("farms/<str:code>/worklists", worklists.list_of_lists, name="worklists"),
    path("farms/<str:code>/worklists/<str:name>.xlsx", worklists.list_excel, name="worklist-excel"),
    path("farms/<str:code>/worklists/<str:name>", worklists.one_list, name="worklist"),
    path("farms/<str:code>/list-events", worklists.record_list, name="record-list"),
    path("farms/<str:code>/enrolments", worklists.enrol, name="enrol"),
    path("phone/worker.js", service_worker, name="phone-worker"),
    path("phone/<str:code>", phone.phone, name="phone"),
    path("filings", filings.filing_list, name="filings"),
    path("filings/new", filings.new_filing, name="new-filing"),
    path("filings/<int:pk>", filings.filing_page, name="filing"),
    path("filings/<int:pk>/steps/<str:what>", filings.filing_step, name="filing-step"),
    path("imports", imports.import_list, name="imports"),
    path("imports/<int:pk>", imports.import_result, name="import"),
    path("imports/<int:pk>/confirm", imports.confirm, name="confirm-import"),
    path("imports/<int:pk>/drop", imports.drop, name="drop-import"),
    path("imports/<int:pk>/faults.xlsx", imports.import_faults, name="import-faults"),
    path("imports/template/<str:kind>.xlsx", imports.template, name="import-template"),
    path("farms/<str:code>/export/<str:kind>.<str:form>", imports.export, name="export"),
]

ROOT = [
    path(
        "ade/",
        include(
            (
                [
                    path("locations", ade.locations, name="locations"),
                    path(
                        "locations/<str:scheme>/<str:location>/<str:message>",
                        ade.messages,
                        name="messages",
                    ),
                    path(
                        "batches/locations/<str:scheme>/<str:location>/<str:message>",
                        ade.batch,
                        name="batch",
                    ),
                ],
                "ade",
            )
        ),
    )
]
"""Addresses that a standard sets, below the root of the site."""
