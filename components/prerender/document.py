"""The document of a page, as the browser shows it first, and the layout that Dash draws over it."""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from html import escape
from typing import Any, Final, NamedTuple

from dash import dcc, html
from dash.development.base_component import Component

from components.bundles import MARK, bundles, first_styles, marked_ids
from components.parts.badges import icon
from components.parts.fault import faults
from components.parts.search import dialog
from components.prerender.markup import (
    as_json,
    callback_ids,
    inside,
    properties,
    static_markup,
    stores,
    text,
    to_html,
    walk,
)
from components.prerender.pictures import picture, widths
from components.prerender.stand_ins import stand_in
from components.shell import ORIGIN, Scheme, root, titled
from components.text import LANGUAGE_TAGS, markup, words
from components.theme import DARK, LIGHT
from data.languages import LOCALES

_SUITE: Final = "/_dash-component-suites/dash/dcc/async-"
# Scripts that Dash asks for when it first draws such a component: asked for with the page, they come earlier.
_LATE: Final = {dcc.Dropdown: "dropdown", dcc.Slider: "slider"}
# What Dash lists, but no page of this site uses: tables of its own, and what browsers lacked before 2020.
_SOURCE: Final = re.compile(r'<script src="([^"]+)"')
_CONFIG: Final = re.compile(r'<script id="_dash-config"[^>]*>.*?</script>', re.DOTALL)
_UNUSED: Final = re.compile(r'<script src="[^"]*/(?:dash_table/|deps/polyfill)[^"]*"></script>\s*')

SENTENCE: Final = re.compile(r".+?(?:[.?!](?=\s+[^\s\da-z])|。|$)\s*")
PREVIEW: Final = (1200, 630)
"""Width and height of the preview of a link in pixels."""

PRERENDER: Final = "site-first"
"""The id of the element that holds the page until Dash has drawn it (scripts/prerender.js)."""

_VISIBLE: Final = (
    "data-action",
    "data-count",
    "data-change",
    "data-raised",
    "data-html",
    "data-index",
    "data-label",
    "data-story",
)
_NUMBER: Final = re.compile(r"-\d+$")
# What scripts find elements by must not be there twice.
_LEFT_OUT: Final = ("id", "htmlFor", "tabIndex", "aria-describedby", "aria-controls", "aria-labelledby")


# Parts of a page that links lead to.
_PLACES: Final = (html.Main, html.Section, html.Details, html.H2, html.H3, html.H4)


class Frame(NamedTuple):
    """What surrounds a page: the site, or a static edition.

    lead: where an address of the site leads; note: ends the line of the footer on the snapshot; edition: what
    scripts/static_edition.js reads of an edition, as data of the document's element; {} of the site.
    """

    lead: Callable[[str], str] = str
    note: str = ""
    edition: Mapping[str, str] = {}


ONLINE: Final = Frame()


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

    def layout(self, page: Component) -> str:
        """Return the layout with a page, as Dash asks for it, as JSON."""
        return json.dumps(root(self.answer(page)), default=as_json, ensure_ascii=False, separators=(",", ":"))

    def document(
        self,
        page: Component,
        lang: str,
        scheme: Scheme,
        key: str = "",
        address: str = "",
        link: tuple[str, str] = ("", ""),
        found: tuple[str, str] = ("", ""),
        frame: Frame = ONLINE,
    ) -> str:
        """Return the HTML document of a page, complete without scripts; its layout is at another address.

        scheme: the theme, "" for the reader's system; key: of the page; address:
        the full one of the page for the public, without choices; "" where it is not known; link: the choices
        of the view as they end its address, and the path of its preview; found: what others find the page by,
        as HTML for the head and for the end; frame: that in which the addresses of the page lead already.

        The styles of the page stand in its head, those of all pages below it. What the first picture does not
        need is at the end: fetched beside it, it would make it wait.
        """
        parts = [*walk(page)]
        heading = next(part for part in parts if isinstance(part, html.H1))
        title = titled(key, text(heading), words(lang))
        theme = f' data-theme="{scheme}"' if scheme else ""
        site, lead = origin(address), frame.lead
        styles = f"<style>{first_styles(key)}</style>"
        rest = f'<link rel="stylesheet" href="{lead(bundles().styles.address)}">'
        if frame.edition:
            styles = f'<link rel="stylesheet" href="{lead(bundles().first.address)}">\n{rest}'
            rest = f'<script defer src="{lead(bundles().edition.address)}"></script>'
        marks = "".join(f' data-{name}="{escape(value)}"' for name, value in frame.edition.items())
        body = f"""<div id="react-entry-point"></div>
<noscript>{_noscript(lang, parts)}</noscript>
{prerender(page, parts, lang, self.callback_ids).replace(ORIGIN, site)}
{_late(lang)}"""
        # What Dash needs is fetched when scripts/late.js says so.
        scripts = "\n".join(f'<link data-script href="{lead(one)}" as="script">' for one in self.scripts)
        return f"""<!DOCTYPE html>
<html lang="{LANGUAGE_TAGS[lang]}" class="first"{theme}{marked(site)}{marks}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(words(lang)("site.title", heading=title))}</title>
{_about(lang, title, description(parts) or words(lang)("site.description"), address, link)}{found[0]}
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="{LIGHT.ground}" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="{DARK.ground}" media="(prefers-color-scheme: dark)">
<link rel="icon" href="{lead("/assets/favicon.svg")}" type="image/svg+xml">
<link rel="apple-touch-icon" href="{lead("/assets/apple-touch-icon.png")}">
{styles}
<style>@layer prerender{{{widths(body)}}}</style>
</head>
<body>
{body}
{rest}
<script defer src="{lead(bundles().pages.address)}"></script>
{_templates(lang)}{found[1]}
{self.config}
<link data-ahead href="{lead("/_dash-dependencies")}" as="fetch" crossorigin="anonymous">
{_preloads(parts, lead)}
{scripts}
</body>
</html>"""


def origin(address: str) -> str:
    """Return scheme, host and port of a full address, "" of ""."""
    return "/".join(address.split("/", 3)[:3])


def marked(site: str) -> str:
    """Return the attribute by which scripts know the public address of the site (scripts/address.js)."""
    return f' data-site="{escape(site)}"' if site else ""


def description(parts: Sequence[Any]) -> str:
    """Return the first sentence below the heading of a page, given by its components; "" if there is none."""
    decks = (part for part in parts if "deck" in str(getattr(part, "className", "")).split())
    found = SENTENCE.match(text(next(decks, None)).strip())
    return found[0].strip() if found else ""


def _about(lang: str, title: str, description: str, address: str, link: tuple[str, str]) -> str:
    """Return what others show of a view; where its address is known, with a picture (Open Graph)."""
    choices, picture = link
    meta = {
        "og:type": "website",
        "og:site_name": words(lang)("site.name"),
        "og:locale": LOCALES[lang].replace("-", "_"),
        "og:title": title,
        "og:description": description,
        "twitter:card": "summary",
    }
    lines = [f'<meta name="description" content="{escape(description)}">']
    if address:
        meta["og:url"] = address + choices
    if address and picture:
        meta |= {
            "og:image": origin(address) + picture,
            "og:image:type": "image/png",
            "og:image:width": str(PREVIEW[0]),
            "og:image:height": str(PREVIEW[1]),
            "og:image:alt": title,
            "twitter:card": "summary_large_image",
            "twitter:image:alt": title,
        }
    for name, value in meta.items():
        kind = "property" if name.startswith("og:") else "name"
        lines.append(f'<meta {kind}="{name}" content="{escape(value)}">')
    return "\n".join(lines)


def _templates(lang: str) -> str:
    """Return what scripts make elements of when needed, unknown to Dash: notices of faults, the search."""
    t = words(lang)
    parts = {"site-faults": faults(t), "site-search": dialog(t)}
    return "\n".join(f'<template id="{name}">{to_html(part)}</template>' for name, part in parts.items())


def _late(lang: str) -> str:
    """Return what the style sheet shows when the scripts of the page have not come after a while."""
    t = words(lang)
    link = f'<a href="">{escape(t("fault.reload"))}</a>'
    return f'<div class="empty late" role="status"><p>{to_html(markup(t("fault.late")))} {link}</p></div>'


def _noscript(lang: str, parts: Sequence[Any]) -> str:
    """Return what readers without scripts are told, with the file of the first figure of the page."""
    t, links = words(lang), (part for part in parts if isinstance(part, html.A))
    files = (str(one.href) for one in links if str(getattr(one, "id", "")).endswith("-data"))  # type: ignore[attr-defined]
    told, address = [t("site.no_script")], next(files, "")
    if not address:
        return f'<p class="no-script">{escape(told[0])}</p>'
    name = address.partition("?")[0].rpartition("/")[2]
    told.append(t("site.no_script_data"))
    link = f'<a href="{escape(address)}">{escape(name)}</a>'
    return f'<p class="no-script">{escape(t.sentences(told))} {link}</p>'


def _preloads(parts: Sequence[Any], lead: Callable[[str], str]) -> str:
    kinds = {type(part) for part in parts}
    names = [name for kind, name in _LATE.items() if kind in kinds]
    return "\n".join(f'<link data-ahead href="{lead(f"{_SUITE}{name}.js")}" as="script">' for name in names)


def prerender(page: Component, parts: Sequence[Any], lang: str, called: Collection[str]) -> str:
    """Return a page as HTML: without what is hidden at first, with stand-ins for controls.

    parts: all components of the page (``walk``); called: the ids that callbacks name. Parts that links lead
    to keep their ids. Those without scripts find beside a figure the address of the same numbers.
    """
    data = stores(parts)
    links = [part for part in parts if isinstance(part, html.A)]
    labels = {str(getattr(one, "htmlFor", "")): text(one) for one in parts if isinstance(one, html.Label)}
    labels |= _groups(parts)
    files = {str(getattr(part, "id", "")): str(getattr(part, "href", "")) for part in links}

    def plain(node: Component) -> Mapping[str, Any] | None:
        values, name = _plain(node), str(getattr(node, "id", ""))
        if values is None or not isinstance(node, _PLACES) or not name or name in called:
            return values
        return {**values, "id": name}

    def replacement(node: Component) -> str | None:
        name, css = str(getattr(node, "id", "")), str(getattr(node, "className", ""))
        store = f"{name.removesuffix('-graph')}-figures"
        if css == "graph":
            prefix = name.removesuffix("-graph")
            address = files.get(f"{prefix}-data") or files.get(f"{_NUMBER.sub('', prefix)}-data", "")
            rest = _unscripted(address, lang, "fault.pictured")
            known = data.get(store)
            drawing = picture(store, known, rest) if known else ""
            return drawing or f'<div class="graph">{_unscripted(address, lang, "fault.unscripted")}</div>'
        if getattr(node, "data-action", "") == "menu":
            check = f'<input type="checkbox" aria-label="{escape(words(lang)("site.menu"))}">'
            label = f'<label class="quiet menu-check">{check}{to_html(icon("menu"))}</label>'
            return f"{to_html(node, plain)}<noscript>{label}</noscript>"
        return stand_in(node, labels)

    return f'<div id="{PRERENDER}">{to_html(page, plain, replacement)}</div>'


def _groups(parts: Sequence[Any]) -> Mapping[str, str]:
    """Return the labels of groups by the ids of the sliders in them."""
    groups = [part for part in parts if getattr(part, "role", "") == "group"]
    sliders = [(one, part) for part in groups for one in inside(part) if isinstance(one, dcc.Slider)]
    return {str(getattr(one, "id", "")): str(properties(part).get("aria-label", "")) for one, part in sliders}


def _unscripted(address: str, lang: str, key: str) -> str:
    """Return what is read in place of what a script draws, or below its picture, by those without scripts.

    address: of the numbers as a table, "" for none; key: of the words before the link to it.
    """
    t = words(lang)
    text = to_html(markup(t(key)))
    link = f'<a href="{escape(address, quote=True)}">{escape(t("fault.unscripted_link"))}</a>'
    return f'<div class="empty unscripted"><p>{text} {link}</p></div>' if address else ""


def _plain(node: Component) -> Mapping[str, Any] | None:
    props = properties(node)
    if props.get("hidden") or isinstance(node, html.Dialog):
        return None
    values = {name: value for name, value in props.items() if name not in _LEFT_OUT}
    if values.get("role") == "application":
        values["role"] = "img"  # no script runs yet that would answer its keys
    values = {
        name: value for name, value in values.items() if not name.startswith("data-") or name in _VISIBLE
    }
    return values | ({MARK: props["id"]} if props.get("id") in marked_ids() else {})
