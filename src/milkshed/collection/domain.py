"""The manifest of the collection room."""

from milkshed.kernel.text import Text
from milkshed.platform.domain import Domain, MenuItem
from milkshed.platform.figures import Contribution

_OFFICERS = ("region_officer", "county_officer", "inspector", "auditor", "administrator")
_STATION = ("station_manager",)
_READERS = ("farm_manager", "farm_vet", "sampler", "association_secretary")
_TRANSPORT = ("tanker_driver", "tanker_escort")
_APPLICANTS = ("station_manager", "tanker_driver")
_COUNTY = ("county_officer", "inspector")
_TOWNSHIP = ("township_officer",)
_PLANT = ("plant_receiver", "plant_quality")


def _indicators() -> tuple[Contribution, ...]:
    from milkshed.collection.indicators import contributions

    return contributions()


DOMAIN = Domain(
    label="collection",
    title=Text("收购运输", "Collection"),
    order=20,
    depends_on=("herd",),
    verbs={
        "collection.see_sheets": (
            *_OFFICERS,
            *_STATION,
            *_TRANSPORT,
            *_PLANT,
            *_READERS,
            *_TOWNSHIP,
            "plant_buyer",
        ),
        "collection.see_licences": (*_OFFICERS, *_STATION, *_TRANSPORT, *_PLANT, *_TOWNSHIP),
        "collection.see_flow": _OFFICERS,
        "collection.see_supervision": (*_OFFICERS, *_TOWNSHIP),
        "collection.plan_inspections": ("county_officer", "region_officer"),
        "collection.assign_inspection": ("county_officer", "region_officer"),
        "collection.move_inspection": ("county_officer", "region_officer"),
        "collection.cancel_inspection": ("county_officer", "region_officer"),
        "collection.report_inspection": ("inspector", "county_officer"),
        "collection.confirm_remedy": ("inspector", "county_officer"),
        "collection.see_intake": _STATION,
        "collection.see_receiving": _PLANT,
        "collection.register": ("county_officer", "region_officer"),
        "collection.grant_licence": ("county_officer",),
        "collection.halt_licence": ("county_officer",),
        "collection.revoke_licence": ("county_officer",),
        "collection.reinstate_licence": ("county_officer",),
        "collection.see_applications": (*_OFFICERS, *_STATION, *_TRANSPORT),
        "collection.submit_application": _APPLICANTS,
        "collection.complete_application": _APPLICANTS,
        "collection.withdraw_application": _APPLICANTS,
        "collection.accept_application": _COUNTY,
        "collection.return_application": _COUNTY,
        "collection.extend_application": ("county_officer",),
        "collection.see_visits": (*_OFFICERS, *_STATION, *_TRANSPORT, *_TOWNSHIP),
        "collection.plan_visit": _COUNTY,
        "collection.record_visit": _COUNTY,
        "collection.pass_visit": _COUNTY,
        "collection.order_remedy": _COUNTY,
        "collection.review_application": _COUNTY,
        "collection.approve_application": ("county_officer",),
        "collection.refuse_application": ("county_officer",),
        "collection.import_licences": ("county_officer",),
        "collection.record_purchase": _STATION,
        "collection.open_sheet": _STATION,
        "collection.sign_station": _STATION,
        "collection.sign_transport": _TRANSPORT,
        "collection.note_arrival": _PLANT,
        "collection.accept_load": _PLANT,
        "collection.refuse_load": _PLANT,
        "collection.close_sheet": _STATION,
        "collection.correct_sheet": _STATION,
        "collection.see_seals": (*_OFFICERS, *_STATION),
        "collection.issue_seals": ("county_officer", "region_officer"),
        "collection.see_weighbridges": (*_OFFICERS, *_PLANT),
        "collection.register_weighbridge": ("county_officer", "region_officer", "plant_quality"),
    },
    menu=(
        MenuItem(Text("收购站今日", "Station today"), "collection:intake", "collection.see_intake"),
        MenuItem(
            Text("到厂收奶", "Plant receiving"), "collection:receiving", "collection.see_receiving"
        ),
        MenuItem(Text("交接单", "Handover sheets"), "collection:sheets", "collection.see_sheets"),
        MenuItem(
            Text("收购站与运输车", "Stations and tankers"),
            "collection:stations",
            "collection.see_licences",
        ),
        MenuItem(
            Text("许可申请", "Applications"),
            "collection:applications",
            "collection.see_applications",
        ),
        MenuItem(Text("许可证件", "Licences"), "collection:licences", "collection.see_licences"),
        MenuItem(Text("现场核查", "Site visits"), "collection:visits", "collection.see_visits"),
    ),
    indicators=_indicators,
)
