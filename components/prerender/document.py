"""The document of a page: the page as the browser shows it first, and the layout that Dash draws over it."""

import json
import re
from collections.abc import Mapping, Sequence
from html import escape
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from components.bundles import bundles
from components.parts.fault import faults
from components.parts.tour import tour
from components.prerender.markup import to_html
from components.prerender.page import prerender
from components.prerender.static_markup import as_json, callback_ids, static_markup
from components.prerender.tree import text, walk
from components.shell import ORIGIN, Scheme, root
from components.text import LANGUAGE_TAGS, markup, words
from components.theme import DARK, LIGHT

LAYOUT: Final = "site-layout"
"""The id of the element that holds the layout, in place of an answer of the server (scripts/prerender.js)."""

_SUITE: Final = "/_dash-component-suites/dash/dcc/async-"
# Scripts that Dash asks for when it first draws such a component: asked for with the page, they come earlier.
_LATE: Final = {dcc.Dropdown: "dropdown", dcc.Slider: "slider"}
# What Dash lists, but no page of this site uses: tables of its own, and what browsers lacked before 2020.
_SOURCE: Final = re.compile(r'<script src="([^"]+)"')
_CONFIG: Final = re.compile(r'<script id="_dash-config"[^>]*>.*?</script>', re.DOTALL)
_UNUSED: Final = re.compile(r'<script src="[^"]*/(?:dash_table/|deps/polyfill)[^"]*"></script>\s*')


class Prerender:
    """What a Dash app sends so that no reader waits for its scripts: documents, and compact answers.

    index: Dash's own document, of which scripts and configuration are read; callbacks: its ``callback_map``.
    """

    def __init__(self, index: str, callbacks: Mapping[str, Any]) -> None:
        self.scripts = [bundles().plotly.address, *_SOURCE.findall(_UNUSED.sub("", index))]
        self.config = "".join(_CONFIG.findall(index))
        self.callback_ids = callback_ids(callbacks)

    def answer(self, value: Any) -> Any:
        """Return the answer of a callback with its static parts made compact."""
        return static_markup(value, self.callback_ids)

    def document(self, page: Component, lang: str, scheme: Scheme, key: str = "", address: str = "") -> str:
        """Return the HTML document of a page: complete without scripts, and with all that Dash needs.

        scheme: the theme, "" for the reader's system; key: of the page, "" for one without a tour; address:
        the full one of the page for the public, without choices; "" where it is not known.

        What the first picture does not need stands at the end: fetched beside it, it would make it wait.
        """
        parts = [*walk(page)]
        heading = next(part for part in parts if isinstance(part, html.H1))
        title = words(lang)("site.title", heading=text(heading))
        theme = f' data-theme="{scheme}"' if scheme else ""
        site = origin(address)
        return f"""<!DOCTYPE html>
<html lang="{LANGUAGE_TAGS[lang]}" class="first"{theme}{marked(site)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
{_about(lang, title, address)}
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="{LIGHT.ground}" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="{DARK.ground}" media="(prefers-color-scheme: dark)">
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{bundles().styles.address}">
<script defer src="{bundles().pages.address}"></script>
</head>
<body>
<div id="react-entry-point"></div>
<noscript>{_noscript(lang)}</noscript>
{prerender(page, parts, lang).replace(ORIGIN, site)}
{_late(lang)}
<script type="application/json" id="{LAYOUT}">{_layout(self.answer(page))}</script>
{_templates(lang, key)}
{self.config}
<link rel="preload" href="/_dash-dependencies" as="fetch" crossorigin="anonymous">
{_preloads(parts)}
{_scripts(self.scripts)}
</body>
</html>"""


def origin(address: str) -> str:
    """Return scheme, host and port of a full address, "" of ""."""
    return "/".join(address.split("/", 3)[:3])


def marked(site: str) -> str:
    """Return the attribute by which scripts know the public address of the site (scripts/address.js)."""
    return f' data-site="{escape(site)}"' if site else ""


def _about(lang: str, title: str, address: str) -> str:
    """Return what others show of a page: its description, and where its address is known a preview."""
    say = words(lang)
    description = say("site.description")
    lines = [f'<meta name="description" content="{escape(description)}">']
    if address:
        preview = {
            "type": "website",
            "site_name": say("site.name"),
            "title": title,
            "description": description,
            "url": address,
        }
        lines.append(f'<link rel="canonical" href="{escape(address)}">')
        lines += [f'<meta property="og:{name}" content="{escape(one)}">' for name, one in preview.items()]
    return "\n".join(lines)


def _templates(lang: str, key: str) -> str:
    """Return what scripts make elements of when it is needed, unknown to Dash: notices of faults, tour."""
    say = words(lang)
    parts = {"site-faults": faults(say), "site-tour": tour(key, say)}
    return "\n".join(
        f'<template id="{name}">{to_html(part)}</template>' for name, part in parts.items() if part
    )


def _late(lang: str) -> str:
    """Return what the style sheet shows when the scripts of the page have not come after a while."""
    say = words(lang)
    link = f'<a href="">{escape(say("fault.reload"))}</a>'
    return f'<div class="empty late" role="status"><p>{to_html(markup(say("fault.late")))} {link}</p></div>'


def _noscript(lang: str) -> str:
    say = words(lang)
    link = f'<a href="/download/trajectory.csv?lang={lang}">{escape(say("site.no_script_link"))}</a>'
    return f'<p class="no-script">{escape(say("site.no_script"))} {link}</p>'


def _layout(page: Component) -> str:
    """Return the layout with a page as JSON inside an element: "<" is written so that no text can end it."""
    layout = json.dumps(root(page), default=as_json, ensure_ascii=False, separators=(",", ":"))
    return layout.replace("<", "\\u003c")


def _scripts(sources: Sequence[str]) -> str:
    """Return the scripts that the browser fetches at once and runs after its first frame."""
    return "\n".join(f'<link rel="preload" href="{one}" as="script" data-script>' for one in sources)


def _preloads(parts: Sequence[Any]) -> str:
    kinds = {type(part) for part in parts}
    names = [name for kind, name in _LATE.items() if kind in kinds]
    return "\n".join(f'<link rel="preload" href="{_SUITE}{name}.js" as="script">' for name in names)
