"""Where things stand: circles inside each county, road distances, markets and plant sites.

Circles lie inside the county polygons of the packaged map layer (a test proves it); a farm
belongs to its county by code whatever the map says.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from milkshed.kernel.text import Text

KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class Circle:
    """A circle in which farms lie: longitude, latitude, radius km, share, township code."""

    longitude: float
    latitude: float
    radius_km: float
    share: float = 1.0
    town: str = ""


@dataclass(frozen=True, slots=True)
class Market:
    """A buyer outside the region."""

    name: Text
    longitude: float
    latitude: float


CIRCLES: Mapping[str, tuple[Circle, ...]] = MappingProxyType(
    {
        "640104": (
            Circle(106.575, 38.57, 3.4, 0.8, "640104201"),
            Circle(106.523, 38.442, 6.0, 0.2),
        ),
        "640105": (Circle(106.012, 38.532, 9.0),),
        "640106": (Circle(106.229, 38.541, 3.5),),
        "640121": (Circle(106.190, 38.270, 5.5),),
        "640122": (Circle(106.350, 38.600, 4.5, 0.7), Circle(106.029, 38.762, 6.0, 0.3)),
        "640181": (
            Circle(106.420, 37.810, 4.0, 0.6, "640181201"),
            Circle(106.420, 38.090, 11.0, 0.4),
        ),
        "640202": (Circle(106.343, 39.009, 6.0),),
        "640205": (Circle(106.660, 39.210, 7.5),),
        "640221": (
            Circle(106.740, 38.860, 4.0, 0.6, "640221205"),
            Circle(106.600, 38.855, 11.0, 0.4),
        ),
        "640302": (
            Circle(106.250, 37.800, 3.6, 0.4, "640302401"),
            Circle(106.215, 37.715, 7.5, 0.6, "640302402"),
        ),
        "640303": (Circle(106.090, 37.348, 9.0),),
        "640323": (Circle(106.972, 37.439, 14.0),),
        "640324": (Circle(106.314, 36.852, 12.0),),
        "640381": (Circle(105.940, 37.870, 7.5),),
        "640402": (Circle(106.247, 36.125, 10.0),),
        "640422": (Circle(105.622, 35.944, 10.0),),
        "640423": (Circle(106.114, 35.595, 5.5),),
        "640424": (Circle(106.373, 35.396, 6.5),),
        "640425": (Circle(106.727, 36.036, 10.0),),
        "640502": (Circle(104.900, 37.450, 7.5, 0.3), Circle(105.300, 37.400, 12.0, 0.7)),
        "640521": (Circle(105.750, 37.480, 8.5, 1.0, "640521206"),),
        "640522": (Circle(105.742, 36.494, 15.0),),
    }
)

TOWNS: Mapping[str, Text] = MappingProxyType(
    {
        "640104201": Text("月牙湖", "Yueyahu"),
        "640181201": Text("白土岗", "Baitugang"),
        "640221205": Text("红崖子", "Hongyazi"),
        "640302401": Text("五里坡", "Wulipo"),
        "640302402": Text("孙家滩", "Sunjiatan"),
        "640521206": Text("太阳梁", "Taiyangliang"),
    }
)
"""Names of the townships that hold farms; the codes of Litong's two are set by us."""

MARKETS: tuple[Market, ...] = (
    Market(Text("区外销售（陕西）", "Sold outside: Shaanxi"), 108.90, 34.80),
    Market(Text("区外销售（内蒙古）", "Sold outside: Inner Mongolia"), 106.90, 39.90),
    Market(Text("区外销售（甘肃）", "Sold outside: Gansu"), 104.20, 36.30),
)

# Daily capacity in t of each plant by county: 26 plants, 15,000 t, 53 % of it in Wuzhong.
PLANT_CAPACITIES_T: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "640105": (500, 200),
        "640106": (500,),
        "640121": (400,),
        "640122": (600, 300),
        "640181": (1300, 900, 450, 150),
        "640202": (150,),
        "640221": (500, 200),
        "640302": (1600, 1300, 1000, 800, 500, 250, 150),
        "640323": (150,),
        "640381": (1200, 700, 300),
        "640502": (600,),
        "640521": (300,),
    }
)


def scatter(
    county: str, count: int, generator: np.random.Generator
) -> tuple[NDArray[np.float64], NDArray[np.float64], list[str]]:
    """Longitudes, latitudes (degrees) and township codes of ``count`` points in a county."""
    circles = CIRCLES[county]
    shares = np.array([circle.share for circle in circles])
    chosen = generator.choice(len(circles), size=count, p=shares / shares.sum())
    radius = np.array([circle.radius_km for circle in circles])[chosen]
    radius = radius * np.sqrt(generator.random(count))
    angle = generator.random(count) * 2 * math.pi
    latitude = np.array([circle.latitude for circle in circles])[chosen]
    longitude = np.array([circle.longitude for circle in circles])[chosen]
    latitude = latitude + radius * np.sin(angle) / KM_PER_DEGREE
    longitude = longitude + radius * np.cos(angle) / (KM_PER_DEGREE * np.cos(np.radians(latitude)))
    return longitude.round(5), latitude.round(5), [circles[i].town for i in chosen]


def distances_km(
    longitude: NDArray[np.float64],
    latitude: NDArray[np.float64],
    to_longitude: NDArray[np.float64],
    to_latitude: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Straight distances in km, shape (n, m); plane approximation, good to 1 % at this size."""
    middle = np.radians((latitude[:, None] + to_latitude[None, :]) / 2)
    east = (longitude[:, None] - to_longitude[None, :]) * KM_PER_DEGREE * np.cos(middle)
    north = (latitude[:, None] - to_latitude[None, :]) * KM_PER_DEGREE
    return np.hypot(east, north)
