"""Selection indices: every version with its constants, and the region's own with its derivation."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from milkshed.breeding.models import EvaluationRun
from milkshed.breeding.queries import catalogue, indices
from milkshed.breeding.science.selection_index import (
    TRAITS,
    IndexVersion,
    china_versions,
    version_for,
)
from milkshed.breeding.words import POPULATIONS
from milkshed.kernel.text import Text
from milkshed.platform.web.entries import as_decimal
from milkshed.platform.web.pages import page

_TOP = 10
_BULLS_SHOWN = 100
_LARGEST = 100_000


@require_GET
@page("breeding.see")
def index_list(request: HttpRequest) -> HttpResponse:
    """All versions; the economic index of the published run, with numbers that may be tried."""
    run, today = catalogue.published_run(), timezone.localdate()
    told = indices.assumptions(today, _tried(request))
    economic = indices.economic_index(run, told) if run is not None else None
    beside = (
        indices.beside_catalogue(run, economic.version, top=_TOP)
        if run is not None and economic is not None
        else None
    )
    return render(
        request,
        "breeding/indices.html",
        {
            "run": run,
            "synthetic": run is not None and run.synthetic,
            "assumptions": told,
            "tried": any(one.tried for one in told),
            "economic": economic,
            "rows": _rows(economic) if economic is not None else (),
            "left_out": [TRAITS[name] for name in economic.left_out] if economic else (),
            "chart": _chart(economic, run) if economic is not None and run is not None else None,
            "beside": beside,
            "bulls": beside.bulls[:_BULLS_SHOWN] if beside is not None else (),
            "versions": [_shown(version, today) for version in _newest()],
        },
    )


def _tried(request: HttpRequest) -> dict[str, float]:
    """Numbers typed in place of the rules'; what is no number from 0 up is left alone."""
    typed = ((key, as_decimal(request.GET.get(key))) for key in indices.ASSUMED)
    return {
        key: float(value) for key, value in typed if value is not None and 0 <= value <= _LARGEST
    }


def _rows(economic: indices.Economic) -> list[dict[str, object]]:
    derived = economic.derived
    return [
        {
            "title": TRAITS[one.trait],
            "income": one.income_yuan,
            "cost": one.cost_yuan,
            "worth": one.yuan,
            "spread": float(derived.spread[at]),
            "of_spread": one.yuan * float(derived.spread[at]),
            "emphasis": float(derived.emphasis[at]),
            "own": float(derived.own[at]),
            "response": float(derived.response[at]),
        }
        for at, one in enumerate(economic.values)
    ]


def _chart(economic: indices.Economic, run: EvaluationRun) -> dict[str, object]:
    """The emphasis on each trait of the economic index and of the catalogue's."""
    language = get_language() or "zh"
    own = economic.version.emphasis()
    version = version_for(china_versions(), "domestic-production", run.cut_on)
    other = version.emphasis() if version is not None else {}
    traits = [name for name in TRAITS if name in own or name in other]
    series = [(indices.NAME, own), *([(version.name, other)] if version is not None else [])]
    return {
        "labels": [TRAITS[name].in_language(language) for name in traits],
        "unit": "%",
        "horizontal": True,
        "series": [
            {
                "name": title.in_language(language),
                "values": [round(100 * shares.get(name, 0.0), 1) for name in traits],
            }
            for title, shares in series
        ],
    }


def _newest() -> list[IndexVersion]:
    return sorted(china_versions(), key=lambda one: (one.population, -one.valid_from.toordinal()))


def _shown(version: IndexVersion, today: date) -> dict[str, object]:
    current = version_for(china_versions(), version.population, today)
    return {
        "version": version,
        "current": current is not None and current.code == version.code,
        "population": POPULATIONS.get(version.population, Text(version.population, "")),
        "terms": [
            (TRAITS[term.trait], term, share)
            for term, share in zip(version.terms, version.emphasis().values(), strict=True)
        ],
    }
