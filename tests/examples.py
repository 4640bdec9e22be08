"""The examples that pages of documentation print, run as they stand."""

import re
from pathlib import Path
from typing import Any

_PAGES = Path(__file__).resolve().parents[1] / "docs"


def run_example(language: str, page: str, containing: str = "") -> dict[str, Any]:
    """Run the page's first block of Python that contains a text; the names it leaves behind."""
    return _run([next(block for block in _blocks(language, page) if containing in block)])


def run_examples(language: str, page: str) -> dict[str, Any]:
    """Run all blocks of Python of a page one after another; the names they leave behind."""
    return _run(_blocks(language, page))


def _blocks(language: str, page: str) -> list[str]:
    text = (_PAGES / language / page).read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def _run(blocks: list[str]) -> dict[str, Any]:
    names: dict[str, Any] = {}
    for block in blocks:
        exec(block, names)
    return names
