"""The palette is readable: every text colour on every ground it stands on, by day and on the wall.

Contrast as in WCAG 2.2 (relative luminance); 4.5 : 1 is asked of text.
"""

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parents[5] / "ui" / "src" / "milkshed.css").read_text()
TEXT = 4.5
_GROUNDS = ("surface", "ground", "sunken")
_MEANINGS = ("ok", "warn", "bad", "info", "none")


def _palette(selector: str) -> dict[str, str]:
    found = re.search(rf"(?m)^{re.escape(selector)} {{(.*?)^}}", CSS, re.DOTALL)
    assert found, selector
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", found[1]))


def _luminance(colour: str) -> float:
    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.03928 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_knows_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("selector", [":root", ".wall"])
def test_text_is_readable_on_every_ground(selector: str) -> None:
    palette = _palette(":root") | _palette(selector)
    for ground in _GROUNDS:
        for ink in ("ink", "ink-soft", "accent", "accent-strong"):
            assert contrast(palette[ink], palette[ground]) >= TEXT, (ink, ground)


@pytest.mark.parametrize("selector", [":root", ".wall"])
def test_words_of_lights_and_tags_are_readable(selector: str) -> None:
    palette = _palette(":root") | _palette(selector)
    for meaning in _MEANINGS:
        assert contrast(palette[meaning], palette[f"{meaning}-wash"]) >= TEXT, meaning
        assert contrast(palette[meaning], palette["surface"]) >= TEXT, meaning


def test_the_frame_and_buttons_are_readable() -> None:
    palette = _palette(":root")
    assert contrast(palette["on-structure"], palette["structure"]) >= TEXT
    assert contrast("#ffffff", palette["accent"]) >= TEXT
    assert contrast(palette["accent-strong"], palette["accent-wash"]) >= TEXT


def test_nothing_is_fetched_from_elsewhere() -> None:
    assert "url(http" not in CSS
    assert "@import" not in CSS
