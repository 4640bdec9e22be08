"""The recorded verdicts on the OpenEPCIS test files (Apache-2.0), where they are at hand."""

import json
from pathlib import Path

import pytest

from tests.reference_data import reference_path

_FOLDER = "traceability/epcis-test-resources"


def recorded_verdicts(kind: str) -> list[tuple[str, bool]]:
    """Return relative path and whether accepted for ``gs1_json_schema`` or ``gs1_xsd``.

    Empty without the reference data, so that parametrised tests skip themselves.
    """
    try:
        verdicts = json.loads(reference_path(f"{_FOLDER}/verdicts.json").read_text())
    except pytest.skip.Exception:
        return []
    return [
        (name, verdict[kind] == "valid") for name, verdict in verdicts.items() if kind in verdict
    ]


def file_named(name: str) -> Path:
    """Return the path of one test file."""
    return reference_path(f"{_FOLDER}/2.0/EPCIS/{name}")
