"""Loading the editions of the model contract that lie beside the room as data."""

import tomllib
from importlib.resources import files

from django.db import transaction

from milkshed.trade.models import FormClause, ModelForm


def load_model_forms() -> int:
    """Write editions that are not there yet; return how many. A stored edition stays as it is."""
    found = tomllib.loads(
        files("milkshed.trade.facts").joinpath("model_contract.toml").read_text("utf-8")
    )
    written = 0
    for edition in found["edition"]:
        clauses = edition.pop("clause")
        with transaction.atomic():
            form, created = ModelForm.objects.get_or_create(code=edition["code"], defaults=edition)
            if created:
                for number, clause in enumerate(clauses, start=1):
                    FormClause.objects.create(form=form, number=number, **clause)
        written += created
    return written
