"""What the conformance tests counted, kept for the tables of ``docs/conformance.md``.

Each count is a small file below ``MILKSHED_VAR``, so that test processes need not meet;
``tools/conformance`` makes the document of them.
"""

import json
import os
import re
from dataclasses import asdict, dataclass
from pathlib import Path

AREAS = {
    "capture": ("采集文档", "Capture of documents"),
    "rest": ("REST接口", "REST bindings"),
    "query": ("查询参数", "Query parameters"),
    "subscription": ("订阅", "Subscriptions"),
    "event-hash": ("事件哈希标识", "Event hash identifiers"),
    "digital-link": ("GS1数字链接", "GS1 Digital Link"),
    "resolver": ("解析服务", "Resolver"),
    "log": ("可验证日志", "Verifiable log"),
    "trace": ("追溯", "Tracing"),
}
"""The tables of the document in their order: area and its heading."""


@dataclass(frozen=True, slots=True)
class Count:
    """One line of a table: what was tested, against what, how many vectors, how many right."""

    area: str
    what_zh: str
    what_en: str
    vectors: int
    passed: int
    source: str
    remark: str = ""


def folder() -> Path:
    """Where the counts of this installation lie."""
    return Path(os.environ["MILKSHED_VAR"]) / "conformance"


def note(count: Count) -> None:
    """Keep a count; the same line of an earlier run is replaced."""
    assert count.area in AREAS
    folder().mkdir(parents=True, exist_ok=True)
    slug = re.sub(r"[^a-z0-9]+", "-", count.what_en.lower()).strip("-")
    path = folder() / f"{count.area}.{slug}.json"
    path.write_text(json.dumps(asdict(count), ensure_ascii=False))


def counts() -> list[Count]:
    """All counts kept, in the order of the document."""
    found = [Count(**json.loads(path.read_text())) for path in sorted(folder().glob("*.json"))]
    order = list(AREAS)
    return sorted(found, key=lambda count: (order.index(count.area), count.what_en))
