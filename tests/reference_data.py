"""Where the reference data sets lie that some tests compare with."""

import os
from pathlib import Path

import pytest

_BESIDE_THE_REPOSITORY = Path(__file__).resolve().parents[2] / "shared" / "data"


def reference_path(relative: str) -> Path:
    """Return a path below the reference data, or skip the test when it is not there.

    ``MILKSHED_REFERENCE_DATA`` names the folder; without it ``../shared/data`` beside the
    repository is tried.
    """
    root = Path(os.environ.get("MILKSHED_REFERENCE_DATA", _BESIDE_THE_REPOSITORY))
    path = root / relative
    if not path.exists():
        pytest.skip(f"reference data not available: set MILKSHED_REFERENCE_DATA ({relative})")
    return path
