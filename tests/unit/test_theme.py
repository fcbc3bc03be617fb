"""Colours are written in the style sheet alone, and text can be read on every ground."""

import re
from itertools import product
from pathlib import Path

from components.theme import DARK, LIGHT, TOKENS, Theme, css_tokens

ROOT = Path(__file__).resolve().parents[2]
COMPONENTS = ROOT / "components"
STYLE = COMPONENTS / "styles" / "tokens.css"
GROUNDS = ("ground", "surface", "wash")
TEXT = ("ink", "ink_2", "ink_3", "hero", "peer_1", "peer_2", "peer_3", "up", "down")
MARKS = ("edge", "focus")


def blocks() -> list[dict[str, str]]:
    """The three token blocks of the style sheet, in their order."""
    text = STYLE.read_text(encoding="utf-8")
    found = re.findall(r"\{([^{}]*--ground:[^{}]*)\}", text)
    return [dict(re.findall(r"(--[\w-]+):\s*([^;]+);", block)) for block in found]


def test_the_dark_theme_is_the_same_of_the_system_and_of_choice_and_figures_name_the_same_tokens() -> None:
    light, system_dark, chosen_dark = blocks()
    assert light == css_tokens(LIGHT)
    assert system_dark == chosen_dark == css_tokens(DARK)
    assert css_tokens(TOKENS) == {name: f"var({name})" for name in light}


# Contrast as WCAG 2 defines it


def channels(colour: str) -> tuple[float, float, float]:
    digits = colour.removeprefix("#")
    red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    return red, green, blue


def luminance(rgb: tuple[float, float, float]) -> float:
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def over(colour: str, ground: str) -> tuple[float, float, float]:
    """What a half-transparent colour looks like on a ground."""
    *rgb, alpha = (float(number) for number in re.findall(r"[\d.]+", colour))
    red, green, blue = (alpha * c / 255 + (1 - alpha) * g for c, g in zip(rgb, channels(ground), strict=True))
    return red, green, blue


def contrasts(theme: Theme, tokens: tuple[str, ...]) -> dict[tuple[str, str], float]:
    """The contrast of each token on each ground."""
    return {
        (token, ground): contrast(channels(getattr(theme, token)), channels(getattr(theme, ground)))
        for token, ground in product(tokens, GROUNDS)
    }


def test_text_controls_and_the_band_can_be_read() -> None:
    for theme in (LIGHT, DARK):
        for tokens, least in ((TEXT, 4.5), (MARKS, 3)):
            assert {pair: found for pair, found in contrasts(theme, tokens).items() if found < least} == {}
        assert contrast(channels(theme.ground), channels(theme.ink)) >= 4.5  # chosen control, filled letters
        for ink in (theme.ink, theme.hero):  # marked rows
            assert contrast(channels(ink), over(theme.hero_wash, theme.ground)) >= 4.5
        for step, ink in enumerate(
            (*[theme.on_step_1] * 3, "", *[theme.on_step_2] * 2)
        ):  # ranks on their colour
            assert not ink or contrast(channels(ink), channels(theme.map_colours[step])) >= 4.5, step
