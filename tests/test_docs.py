"""Documents point only to files that exist."""

import re
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(
    [
        *HOUSE.glob("README*.md"),
        *(HOUSE / "docs").rglob("*.md"),
        *(HOUSE / "src/milkshed").glob("*/README.md"),
    ]
)
_FENCED = re.compile(r"^\s*```.*?^\s*```", re.MULTILINE | re.DOTALL)
_TARGET = re.compile(r"\]\(([^)\s]+)\)|<img[^>]*\bsrc=\"([^\"]+)\"")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(HOUSE)))
def test_relative_links_lead_somewhere(document: Path) -> None:
    text = _FENCED.sub("", document.read_text(encoding="utf-8"))
    targets = {first or second for first, second in _TARGET.findall(text)}
    relative = {t.partition("#")[0] for t in targets if "://" not in t and not t.startswith("#")}
    missing = sorted(t for t in relative if not (document.parent / t).exists())
    assert not missing, f"{document.name}: {missing}"


def test_every_picture_is_shown_somewhere() -> None:
    told = "".join(document.read_text(encoding="utf-8") for document in DOCUMENTS)
    unused = [p.name for p in (HOUSE / "docs/images").glob("*.png") if p.name not in told]
    assert not unused
