"""The few lines that the documents offer for checking a proof by hand do check it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from milkshed.ledger.log.notes import to_base64
from milkshed.ledger.log.tests.test_verifier import Log

HOUSE = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_script_of_the_document(language: str, tmp_path: Path) -> None:
    text = (HOUSE / "docs" / language / "proof.md").read_text(encoding="utf-8")
    found = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert found is not None

    def told(document: object) -> str:
        (tmp_path / "proof.json").write_text(json.dumps(document))
        done = subprocess.run(
            [sys.executable, "-c", found[1]],  # type: ignore[index]
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    for index, size in ((0, 1), (7, 40), (39, 40), (20, 33)):
        document = Log().bundle(index, size).as_document()
        assert told(document) == f"OK example.com/log {size}\n"
        assert told({**document, "entry": None, "leaf": to_base64(bytes(32))}).startswith("WRONG")
