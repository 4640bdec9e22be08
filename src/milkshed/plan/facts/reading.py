"""Reads the plan's facts that lie beside this module as TOML."""

import tomllib
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
