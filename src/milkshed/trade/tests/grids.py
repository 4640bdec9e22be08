"""Pay grids that trade's tests share."""

from typing import Any

COMMON: dict[str, Any] = {
    "base_price": "3.80",
    "rounding": {
        "mean": "half-up", "rate": "half-up", "amount": "half-up", "mass": "half-up",
        "rate_places": 4,
    },
    "missing": {"rule": "mean", "look_back_days": 31},
    "terms": [
        {
            "code": "fat", "measure": "fat", "unit": "per_kg",
            "shape": {
                "kind": "line", "reference": "3.10", "step": "0.10", "rate": "0.03",
                "high": "4.00", "whole_steps": True,
            },
        },
        {
            "code": "protein", "measure": "protein", "unit": "per_kg",
            "shape": {
                "kind": "line", "reference": "2.80", "step": "0.10", "rate": "0.06",
                "high": "3.40",
            },
        },
        {
            "code": "total_count", "measure": "total_count", "unit": "per_kg", "window_months": 2,
            "shape": {
                "kind": "steps", "closed": "right",
                "bands": [
                    {"low": None, "high": "10000", "rate": "0.05"},
                    {"low": "10000", "high": "50000", "rate": "0.03"},
                    {"low": "50000", "high": "100000", "rate": "0"},
                    {"low": "100000", "high": "200000", "rate": "-0.05"},
                    {"low": "200000", "high": None, "rate": "-0.20"},
                ],
            },
        },
        {
            "code": "somatic_cells", "measure": "somatic_cells", "unit": "per_kg",
            "window_months": 3,
            "shape": {
                "kind": "steps", "closed": "right",
                "bands": [
                    {"low": None, "high": "200000", "rate": "0.05"},
                    {"low": "200000", "high": "400000", "rate": "0"},
                    {"low": "400000", "high": None, "rate": "-0.08"},
                ],
            },
        },
        {
            "code": "water", "measure": "freezing_point", "unit": "mass", "average": "each",
            "title_zh": "掺水扣量", "title_en": "Added water",
            "shape": {
                "kind": "line", "reference": "-0.525", "step": "0.525", "rate": "1",
                "low": "-0.525", "starts": "-0.510",
            },
        },
        {
            "code": "residue", "measure": "residue", "unit": "mass",
            "shape": {
                "kind": "steps", "closed": "right",
                "bands": [
                    {"low": None, "high": "0", "rate": "0"},
                    {"low": "0", "high": None, "rate": "1"},
                ],
            },
        },
        {
            "code": "temperature", "measure": "temperature", "unit": "per_kg",
            "shape": {
                "kind": "steps", "closed": "right",
                "bands": [
                    {"low": None, "high": "6.0", "rate": "0"},
                    {"low": "6.0", "high": None, "rate": "-0.05"},
                ],
            },
        },
    ],
}  # fmt: skip
"""The usual grid of practice: fat and protein in steps, counts, water, residues, warmth."""
