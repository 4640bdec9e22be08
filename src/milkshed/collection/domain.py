"""The manifest of the collection room."""

from milkshed.kernel.text import Text
from milkshed.platform.domain import Domain, MenuItem
from milkshed.platform.figures import Contribution

_OFFICERS = ("region_officer", "county_officer", "inspector", "auditor", "administrator")
_STATION = ("station_manager",)
_READERS = ("farm_manager", "farm_vet", "sampler", "association_secretary")
_TRANSPORT = ("tanker_driver", "tanker_escort")
_PLANT = ("plant_receiver", "plant_quality")


def _indicators() -> tuple[Contribution, ...]:
    from milkshed.collection.indicators import contributions

    return contributions()


DOMAIN = Domain(
    label="collection",
    title=Text("收购运输", "Collection"),
    order=20,
    verbs={
        "collection.see_sheets": (
            *_OFFICERS,
            *_STATION,
            *_TRANSPORT,
            *_PLANT,
            *_READERS,
            "plant_buyer",
        ),
        "collection.see_licences": (*_OFFICERS, *_STATION, *_TRANSPORT, *_PLANT),
        "collection.see_flow": _OFFICERS,
        "collection.see_intake": _STATION,
        "collection.see_receiving": _PLANT,
        "collection.register": ("county_officer", "region_officer"),
        "collection.grant_licence": ("county_officer",),
        "collection.halt_licence": ("county_officer",),
        "collection.revoke_licence": ("county_officer",),
        "collection.reinstate_licence": ("county_officer",),
        "collection.record_purchase": _STATION,
        "collection.open_sheet": _STATION,
        "collection.sign_station": _STATION,
        "collection.sign_transport": _TRANSPORT,
        "collection.note_arrival": _PLANT,
        "collection.accept_load": _PLANT,
        "collection.refuse_load": _PLANT,
        "collection.close_sheet": _STATION,
        "collection.correct_sheet": _STATION,
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
        MenuItem(Text("许可证件", "Licences"), "collection:licences", "collection.see_licences"),
    ),
    indicators=_indicators,
)
