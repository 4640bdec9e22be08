"""The two pay grids of the demonstration, as data. Pure: no I/O, no clock."""

from collections.abc import Mapping
from typing import Any


def _steps(*bands: tuple[str | None, str | None, str], closed: str = "right") -> dict[str, Any]:
    return {
        "kind": "steps",
        "closed": closed,
        "bands": [{"low": low, "high": high, "rate": rate} for low, high, rate in bands],
    }


_COUNTS = _steps(
    (None, "10000", "0.05"), ("10000", "50000", "0.03"), ("50000", "100000", "0"),
    ("100000", "200000", "-0.05"), ("200000", None, "-0.20"),
)  # fmt: skip
_CELLS = _steps(
    (None, "200000", "0.05"), ("200000", "300000", "0.02"), ("300000", "400000", "0"),
    ("400000", None, "-0.08"),
)  # fmt: skip
_WATER = {
    "code": "water", "title_zh": "掺水扣量", "title_en": "Added water",
    "measure": "freezing_point", "unit": "mass", "average": "each", "default": "-0.525",
    "shape": {
        "kind": "line", "reference": "-0.525", "step": "0.525", "rate": "1", "low": "-0.525",
        "starts": "-0.510",
    },
}  # fmt: skip
_RESIDUE = {
    "code": "residue", "title_zh": "药残拒付", "title_en": "Residues: not paid",
    "measure": "residue", "unit": "mass", "shape": _steps((None, "0", "0"), ("0", None, "1")),
}  # fmt: skip

BY_STEPS: Mapping[str, Any] = {
    "base_price": "3.60",
    "missing": {"rule": "last", "look_back_days": 31},
    "terms": [
        {
            "code": "fat", "measure": "fat", "unit": "per_kg", "default": "3.10",
            "shape": {
                "kind": "line", "reference": "3.10", "step": "0.10", "rate": "0.03",
                "high": "4.00", "whole_steps": True,
            },
        },
        {
            "code": "protein", "measure": "protein", "unit": "per_kg", "default": "2.80",
            "shape": {
                "kind": "line", "reference": "2.80", "step": "0.10", "rate": "0.06",
                "high": "3.40", "whole_steps": True,
            },
        },
        {
            "code": "total_count", "measure": "total_count", "unit": "per_kg",
            "window_months": 2, "default": "100000", "shape": _COUNTS,
        },
        {
            "code": "somatic_cells", "measure": "somatic_cells", "unit": "per_kg",
            "window_months": 3, "default": "400000", "shape": _CELLS,
        },
        {
            "code": "temperature", "measure": "temperature", "unit": "per_kg", "default": "4.0",
            "shape": _steps((None, "6.0", "0"), ("6.0", None, "-0.05")),
        },
        _WATER,
        _RESIDUE,
    ],
}  # fmt: skip
"""By steps over a base price, as most contracts have it."""

BY_COMPONENTS: Mapping[str, Any] = {
    "base_price": "0.90",
    "missing": {"rule": "mean", "look_back_days": 31},
    "terms": [
        {
            "code": "fat", "measure": "fat", "unit": "per_component", "default": "3.10",
            "shape": _steps((None, None, "28.00")),
        },
        {
            "code": "protein", "measure": "protein", "unit": "per_component", "default": "2.80",
            "shape": {
                "kind": "points",
                "points": [
                    {"value": "2.80", "rate": "50.00"}, {"value": "3.20", "rate": "54.00"},
                    {"value": "3.60", "rate": "55.00"},
                ],
            },
        },
        {
            "code": "grade", "measure": "grade", "title_zh": "质量等级", "title_en": "Grade",
            "unit": "factor", "window_months": 2,
            "shape": {
                "kind": "grades",
                "rows": [
                    {
                        "name": "特优", "rate": "1.02",
                        "bounds": {
                            "total_count": {"high": "50000"}, "somatic_cells": {"high": "200000"},
                        },
                    },
                    {
                        "name": "优", "rate": "1.00",
                        "bounds": {
                            "total_count": {"high": "100000"}, "somatic_cells": {"high": "400000"},
                        },
                    },
                    {"name": "合格", "rate": "0.96", "bounds": {}},
                ],
            },
        },
        _WATER,
        _RESIDUE,
    ],
}  # fmt: skip
"""By kilograms of fat and protein, with grades as factors."""
