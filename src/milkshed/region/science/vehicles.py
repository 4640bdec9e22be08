"""Carriers and tankers."""

from collections.abc import Callable, Sequence

import numpy as np

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.identifiers import PLATE, build_grai
from milkshed.kernel.text import Text
from milkshed.region.science.calibration import COUNTY_TABLE, parameter
from milkshed.region.science.entities import Carrier, Firm, Station, Tanker
from milkshed.region.science.sizes import whole_shares

_PREFECTURE_LETTERS = {"6401": "A", "6402": "B", "6403": "C", "6404": "D", "6405": "E"}
_ASSET_TYPE = 210
_CARRIER_T = 1_400  # a carrier for each 1,400 t of a prefecture's daily milk, at least one each
_CAPACITIES_T = (25.0, 26.0, 28.0, 28.0, 28.0, 30.0, 30.0)


def make_carriers(
    word: Callable[[], Text], firm: Callable[[Text, str], Firm]
) -> tuple[Carrier, ...]:
    """Hauliers in each county with 10,000 head or more, two in the largest."""
    carriers: list[Carrier] = []
    for row in COUNTY_TABLE:
        count = 0 if row.head < 10_000 else 1 + row.milk_t // 365 // _CARRIER_T
        for _ in range(count):
            made = word()
            place = COUNTIES[row.code].short
            name = Text(
                f"{place.zh}{made.zh}冷链运输有限公司", f"{made.en} Cold Chain Transport Co., Ltd."
            )
            carriers.append(Carrier(len(carriers), firm(name, row.code)))
    return tuple(carriers)


def make_tankers(
    stations: Sequence[Station], carriers: Sequence[Carrier], generator: np.random.Generator
) -> tuple[Tanker, ...]:
    """460 tankers, shared out by the milk of the counties.

    A seventh are long-haul tankers for milk sold outside; a fifth of the others have two
    compartments, for two small stations in one trip. Counties without a carrier are served by
    the next one in the list of counties.
    """
    counties = [row.code for row in COUNTY_TABLE]
    owners = {code: [c.number for c in carriers if c.firm.county == code] for code in counties}
    milk = dict.fromkeys(counties, 0.0)
    for station in stations:
        home = station.site.county
        while not owners[home]:
            home = counties[(counties.index(home) + 1) % len(counties)]
        milk[home] += station.daily_t + 0.35 * 28
    shares = whole_shares(
        np.array([milk[code] for code in counties]), int(parameter("region.tankers"))
    )
    tankers: list[Tanker] = []
    for code, count in zip(counties, shares, strict=True):
        for serial in range(1, int(count) + 1):
            number = len(tankers)
            long_haul = serial % 7 == 0
            tankers.append(
                Tanker(
                    number=number,
                    plate=PLATE.parse(f"宁{_PREFECTURE_LETTERS[code[:4]]}N{number + 1001:04d}"),
                    grai=build_grai("952", _ASSET_TYPE, f"T{number + 1:04d}"),
                    carrier=owners[code][serial % len(owners[code])],
                    county=code,
                    capacity_t=30.0 if long_haul else float(generator.choice(_CAPACITIES_T)),
                    compartments=2 if serial % 5 == 1 and not long_haul else 1,
                    permit_number=f"宁{code}(2025){serial:04d}",
                    long_haul=long_haul,
                )
            )
    return tuple(tankers)
