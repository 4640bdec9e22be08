"""Reads the templates of bulletins that lie beside this module as TOML."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Template:
    """What a kind of bulletin holds: indicators (all when empty), sections, headings, sentences.

    ``sections`` are codes with the tables that stand behind their text, in order.
    """

    code: str
    version: str
    title: str
    indicators: tuple[str, ...]
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    headings: Mapping[str, str]
    captions: Mapping[str, str]
    sentences: Mapping[str, str]


@cache
def bulletin_template(period: str) -> Template:
    """The template of monthly (``month``) or yearly (``year``) bulletins."""
    read = tomllib.loads(files(__package__).joinpath("bulletins.toml").read_text("utf-8"))
    found = next(one for one in read["template"] if one["period"] == period)
    return Template(
        code=found["code"],
        version=found["version"],
        title=found["title"],
        indicators=tuple(found["indicators"]),
        sections=tuple((one["code"], tuple(one["tables"])) for one in found["sections"]),
        headings=read["headings"],
        captions=read["captions"],
        sentences=read["sentences"],
    )


def section_headings() -> dict[str, str]:
    """The headings of all sections that a bulletin may have, by code."""
    return dict(bulletin_template("month").headings)
