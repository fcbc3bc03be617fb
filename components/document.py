"""The document of a page: the page as the browser shows it first, and the layout that Dash draws over it."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

from dash import dcc
from dash.development.base_component import Component

from components.bundles import bundles
from components.embed.elements import properties, written
from components.first import first
from components.parts.fault import faults
from components.parts.tour import tour
from components.shell import ORIGIN, Scheme, root
from components.still import plain
from components.text import LANGUAGE_TAGS, markup, words
from components.theme import DARK, LIGHT

LAYOUT: Final = "site-layout"
"""The id of the element that holds the layout, in place of an answer of the server (site.js)."""

_SUITE: Final = "/_dash-component-suites/dash/dcc/async-"
# Scripts that Dash asks for when it first draws such a component: asked for with the page, they come earlier.
_LATE: Final = {dcc.Dropdown: "dropdown", dcc.Slider: "slider"}
# What Dash lists, but no page of this site uses: tables of its own, and what browsers lacked before 2020.
_SOURCE: Final = re.compile(r'<script src="([^"]+)"')
_UNUSED: Final = re.compile(r'<script src="[^"]*/(?:dash_table/|deps/polyfill)[^"]*"></script>\s*')


@dataclass(frozen=True, slots=True)
class Parts:
    """What Dash gives for every document: the elements of its scripts and of its configuration."""

    scripts: str
    config: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One page in a language and a theme ("" for the reader's system): title and components.

    still: the same components as Dash is to draw them (components.still); key: of the page, "" for none.
    """

    lang: str
    scheme: Scheme
    title: str
    page: Component
    still: Component
    key: str = ""


def document(shown: Shown, parts: Parts, address: str = "") -> str:
    """Return the HTML document: complete for readers without scripts, and with all that Dash needs.

    address: the full one of the page for the public, without choices; "" where it is not known.

    What the first picture does not need stands at the end: fetched beside it, it would make it wait.
    """
    theme = f' data-theme="{shown.scheme}"' if shown.scheme else ""
    site = origin(address)
    return f"""<!DOCTYPE html>
<html lang="{LANGUAGE_TAGS[shown.lang]}" class="first"{theme}{marked(site)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(shown.title)}</title>
{_about(shown, address)}
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="{LIGHT.ground}" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="{DARK.ground}" media="(prefers-color-scheme: dark)">
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{bundles().styles.address}">
<script defer src="{bundles().pages.address}"></script>
</head>
<body>
<div id="react-entry-point"></div>
<noscript>{_noscript(shown.lang)}</noscript>
{first(shown.page, shown.lang).replace(ORIGIN, site)}
{_late(shown.lang)}
<script type="application/json" id="{LAYOUT}">{_text(root(shown.still))}</script>
{_later(shown)}
{parts.config}
<link rel="preload" href="/_dash-dependencies" as="fetch" crossorigin="anonymous">
{_preloads(shown.page)}
{_scripts(parts)}
</body>
</html>"""


def origin(address: str) -> str:
    """Return scheme, host and port of a full address, "" of ""."""
    return "/".join(address.split("/", 3)[:3])


def marked(site: str) -> str:
    """Return the attribute by which scripts know the public address of the site (site-embed.js)."""
    return f' data-site="{escape(site)}"' if site else ""


def _about(shown: Shown, address: str) -> str:
    """Return what others show of a page: its description, and where its address is known a preview."""
    say = words(shown.lang)
    description = say("site.description")
    lines = [f'<meta name="description" content="{escape(description)}">']
    if address:
        preview = {
            "type": "website",
            "site_name": say("site.name"),
            "title": shown.title,
            "description": description,
            "url": address,
        }
        lines.append(f'<link rel="canonical" href="{escape(address)}">')
        lines += [f'<meta property="og:{name}" content="{escape(text)}">' for name, text in preview.items()]
    return "\n".join(lines)


def _later(shown: Shown) -> str:
    """Return what scripts make elements of when it is needed, unknown to Dash: notices of faults, tour."""
    say = words(shown.lang)
    parts = {"site-faults": faults(say), "site-tour": tour(shown.key, say)}
    return "\n".join(
        f'<template id="{name}">{written(part, properties)}</template>'
        for name, part in parts.items()
        if part
    )


def _late(lang: str) -> str:
    """Return what the style sheet shows when the scripts of the page have not come after a while."""
    say = words(lang)
    text = written(markup(say("fault.late")), properties)
    link = f'<a href="">{escape(say("fault.reload"))}</a>'
    return f'<div class="empty late" role="status"><p>{text} {link}</p></div>'


def _noscript(lang: str) -> str:
    say = words(lang)
    link = f'<a href="/download/trajectory.csv?lang={lang}">{escape(say("site.no_script_link"))}</a>'
    return f'<p class="no-script">{escape(say("site.no_script"))} {link}</p>'


def _text(layout: Component) -> str:
    """Return a layout as JSON inside an element: "<" is written so that no text can end it."""
    written = json.dumps(layout, default=plain, ensure_ascii=False, separators=(",", ":"))
    return written.replace("<", "\\u003c")


def _scripts(parts: Parts) -> str:
    """Return the scripts that the browser fetches at once and runs after its first frame (site-first.js)."""
    sources = [bundles().plotly.address, *_SOURCE.findall(_UNUSED.sub("", parts.scripts))]
    return "\n".join(f'<link rel="preload" href="{one}" as="script" data-script>' for one in sources)


def _preloads(page: Component) -> str:
    kinds = {type(node) for node in _walk(page)}
    names = [name for kind, name in _LATE.items() if kind in kinds]
    return "\n".join(f'<link rel="preload" href="{_SUITE}{name}.js" as="script">' for name in names)


def _walk(node: Any) -> Iterator[Component]:
    if isinstance(node, Component):
        yield node
        yield from _walk(getattr(node, "children", None))
    elif isinstance(node, Sequence) and not isinstance(node, str):
        for child in node:
            yield from _walk(child)
