"""Standard samples: a reading entered, bias and repeatability, centres beside one another."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from milkshed.kernel.problems import invalid
from milkshed.platform.permissions import may
from milkshed.platform.scope import scope_of
from milkshed.platform.web.entries import as_decimal, day_entry, decimal_entry, tell, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.recording import queries
from milkshed.recording.actions.standards import record_standard
from milkshed.recording.pages.board import centre_of
from milkshed.recording.words import FIELDS

_COMPONENTS = ("fat_pct", "protein_pct", "lactose_pct", "urea_mg_per_dl", "scc_per_ml")


@require_http_methods(["GET", "POST"])
@page("recording.see_laboratory")
def standards(request: HttpRequest) -> HttpResponse:
    """Readings with their figures, and the form to enter one."""
    if request.method == "POST":
        typed = [part for part in re.split(r"[\s,，;；]+", word(request, "values")) if part]
        values = [as_decimal(part) for part in typed]
        if None in values:
            raise invalid("values", word(request, "values")[:60], "number", "读数应为数字",
                          "Readings are numbers")  # fmt: skip
        record_standard(
            person_of(request),
            centre_of(request),
            instrument=word(request, "instrument"),
            material=word(request, "material"),
            component=word(request, "component"),
            reference=decimal_entry(request, "reference"),
            values=[value for value in values if value is not None],
            measured_on=day_entry(request, "measured_on"),
        )
        tell(request, "已登记", "Noted")
        return redirect("recording:standards")
    scope = scope_of(request.user)
    return render(
        request,
        "recording/standards.html",
        {
            "figures": [
                (one, FIELDS[one.reading.component]) for one in queries.standard_figures(scope)
            ],
            "between": [(one, FIELDS[one.component]) for one in queries.between_centres(scope)],
            "components": [(code, FIELDS[code]) for code in _COMPONENTS],
            "may_read": may(request.user, "recording.read_standards"),
            "today": timezone.localdate(),
        },
    )
