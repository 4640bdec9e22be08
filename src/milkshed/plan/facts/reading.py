"""Reads the plan's facts that lie beside this module as TOML."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from milkshed.kernel.text import Text

VERSION = "draft-v1"
VERSION_TITLE = Text("牛奶产业规划（2024—2027年）征求意见稿", "Draft dairy plan 2024–2027")

GROUPS: dict[str, Text] = {
    "table": Text("发展目标（表1）", "Main targets (table 1)"),
    "goal": Text("发展目标（正文）", "Targets in the text"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One task of the plan, with the group of its indicators; the heading is ours."""

    group: str
    section: str
    title: Text


@dataclass(frozen=True, slots=True)
class Project:
    """One project of a box."""

    code: str
    title: Text
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """One box (专栏) of the plan with its projects."""

    section: str
    group: str
    title: Text
    projects: tuple[Project, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """The order of the plan: tasks, safeguards, boxes."""

    tasks: tuple[Task, ...]
    safeguards: tuple[Task, ...]
    boxes: tuple[Box, ...]


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(files(__package__).joinpath(f"{name}.toml").read_text("utf-8"))


@cache
def indicator_facts() -> tuple[dict[str, Any], ...]:
    """The 58 indicators in the plan's order; see the head of ``indicators.toml`` for the fields."""
    return tuple(_read("indicators")["indicator"])


@cache
def contradiction_facts() -> tuple[dict[str, Any], ...]:
    """The 42 contradictions."""
    return tuple(_read("contradictions")["contradiction"])


@cache
def outline() -> Outline:
    """The plan's tasks, safeguards and boxes."""
    read = _read("outline")
    return Outline(
        tasks=tuple(_task(row) for row in read["task"]),
        safeguards=tuple(_task(row) for row in read["safeguard"]),
        boxes=tuple(
            Box(
                row["section"],
                row["group"],
                _title(row),
                tuple(
                    Project(p["code"], _title(p), tuple(p["indicators"])) for p in row["projects"]
                ),
            )
            for row in read["box"]
        ),
    )


def group_titles() -> dict[str, Text]:
    """Titles of the groups of indicators, in the order of the plan."""
    return GROUPS | {
        task.group: Text(f"{task.section} {task.title.zh}", f"{task.group}. {task.title.en}")
        for task in outline().tasks
    }


def _title(row: dict[str, Any]) -> Text:
    return Text(row["title_zh"], row["title_en"])


def _task(row: dict[str, Any]) -> Task:
    return Task(row.get("group", ""), row["section"], _title(row))


_SECTIONS: tuple[tuple[str, str, Text], ...] = (
    ("N1.1", "一(一)", Text("发展现状", "Where the industry stands")),
    ("N1.2", "一(二)", Text("面临形势", "The situation")),
    ("N1.3", "一(三)", Text("发展机遇", "Opportunities")),
    ("N2", "二", Text("总体要求", "General aims")),
    ("N3.1", "三(一)", Text("养殖与饲草", "Herds and forage")),
    ("N3.2", "三(二)", Text("加工与龙头", "Processing and enterprises")),
    ("N3.3", "三(三)", Text("品牌与市场", "Brands and markets")),
    ("N3.4", "三(四)", Text("科技与利益联结", "Science and shared interests")),
    ("N4", "四", Text("保障措施", "Safeguards")),
)


@cache
def part_facts() -> tuple[dict[str, Any], ...]:
    """All parts of the draft as a document: sections, tasks, safeguards, boxes, projects, units."""
    rows: list[dict[str, Any]] = [
        _part("section", code, section, title) for code, section, title in _SECTIONS
    ]
    read = outline()
    rows += [_part("task", f"R{one.group}", one.section, one.title) for one in read.tasks]
    rows += [
        _part("safeguard", f"B{number}", one.section, one.title, parent="N4")
        for number, one in enumerate(read.safeguards, start=1)
    ]
    for number, box in enumerate(read.boxes, start=1):
        rows.append(_part("box", f"Z{number}", box.section, box.title, parent=f"R{box.group}"))
        rows += [
            _part("project", p.code, box.section, p.title, f"Z{number}", indicators=p.indicators)
            for p in box.projects
        ]
    rows += [
        _part(
            "mechanism",
            row["code"],
            row["section"],
            _title(row),
            quote_zh=row["quote_zh"],
            indicators=row["indicators"],
        )
        for row in _read("mechanisms")["mechanism"]
    ]
    rows += [
        _part("unit", row["code"], "四(一)", _title_of_unit(row), "B1", quote_zh=row["name_zh"])
        for row in unit_facts()
    ]
    return tuple(rows)


@cache
def unit_facts() -> tuple[dict[str, Any], ...]:
    """The 18 member units that the draft names."""
    return tuple(_read("units")["unit"])


def _title_of_unit(row: dict[str, Any]) -> Text:
    return Text(row["name_zh"], row["name_en"])


def _part(
    kind: str,
    code: str,
    section: str,
    title: Text,
    parent: str = "",
    *,
    quote_zh: str = "",
    indicators: Iterable[str] = (),
) -> dict[str, Any]:
    return {
        "kind": kind,
        "code": code,
        "parent": parent or _parent_of(kind, section),
        "section": section,
        "title_zh": title.zh,
        "title_en": title.en,
        "quote_zh": quote_zh,
        "indicators": list(indicators),
    }


def _parent_of(kind: str, section: str) -> str:
    """The section or task that a task or mechanism stands in, by the longest heading it shares."""
    if kind == "section":
        return ""
    headings = {heading: code for code, heading, _ in _SECTIONS}
    if kind == "mechanism":
        headings |= {one.section: f"R{one.group}" for one in outline().tasks}
        headings |= {one.section: f"B{n}" for n, one in enumerate(outline().safeguards, start=1)}
        headings |= {one.section: f"Z{n}" for n, one in enumerate(outline().boxes, start=1)}
    found = [heading for heading in headings if section.startswith(heading)]
    return headings[max(found, key=len)] if found else ""
