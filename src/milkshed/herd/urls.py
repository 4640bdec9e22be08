"""Addresses of the herd's pages."""

from django.urls import include, path

from milkshed.herd.pages import animals, farms, filings, imports
from milkshed.herd.rest import ade

app_name = "herd"

urlpatterns = [
    path("farms", farms.farm_list, name="farms"),
    path("farms/<str:code>", farms.farm_today, name="farm"),
    path("farms/<str:code>/days", farms.farm_day_list, name="farm-days"),
    path("farms/<str:code>/animals", animals.animal_list, name="animals"),
    path("animals/<int:pk>", animals.animal, name="animal"),
    path("animals/<int:pk>/events", animals.record_event, name="record-event"),
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
