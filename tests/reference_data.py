"""Where the reference data sets lie that some tests compare with."""

import os
from pathlib import Path

import pytest

_BESIDE_THE_REPOSITORY = Path(__file__).resolve().parents[2] / "shared" / "data"


def data_folder() -> Path | None:
    """The folder of the reference data, None where it is not at hand."""
    root = Path(os.environ.get("MILKSHED_REFERENCE_DATA", _BESIDE_THE_REPOSITORY))
    return root if root.is_dir() else None


def reference_path(relative: str) -> Path:
    """Return a path below the reference data, or skip the test when it is not there.

    ``MILKSHED_REFERENCE_DATA`` names the folder; without it ``../shared/data`` beside the
    repository is tried.
    """
    root = data_folder()
    if root is None or not (root / relative).exists():
        pytest.skip(f"reference data not available: set MILKSHED_REFERENCE_DATA ({relative})")
    return root / relative
