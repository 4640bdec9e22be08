"""Bilingual text: Chinese first, English second, side by side where it is used."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One message in both languages of the product."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """Return the wording for a language tag; every tag but ``en…`` reads Chinese."""
        return self.en if language.startswith("en") else self.zh

    def format(self, **values: object) -> "Text":
        """Fill ``{name}`` places in both wordings."""
        return Text(self.zh.format(**values), self.en.format(**values))

    def __str__(self) -> str:
        return self.zh
