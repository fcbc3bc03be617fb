"""The document of a page, as the browser shows it first, and the layout that Dash draws over it."""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from html import escape
from typing import Any, Final, NamedTuple

from dash import dcc, html
from dash.development.base_component import Component

from components.bundles import ID_ATTRIBUTE, bundles, first_styles, styled_ids
from components.cards.badges import icon
from components.cards.markup import (
    as_json,
    callback_ids,
    children_of,
    properties,
    static_markup,
    stores,
    text,
    to_html,
    walk_components,
)
from components.documents.prerender.pictures import picture, widths
from components.documents.shell import Scheme, root_layout, with_title
from components.text.catalog import LANGUAGE_TAGS, markup, words
from components.text.paths import ORIGIN
from components.theme import DARK, LIGHT
from components.widgets.templates import faults, search
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
    *("data-action", "data-count", "data-change", "data-raised"),
    *("data-html", "data-index", "data-label", "data-story"),
)
_NUMBER: Final = re.compile(r"-\d+$")
# What scripts find elements by must not be there twice.
_LEFT_OUT: Final = ("id", "htmlFor", "tabIndex", "aria-describedby", "aria-controls", "aria-labelledby")
# Parts of a page that links lead to.
_PLACES: Final = (html.Main, html.Section, html.Details, html.H2, html.H3, html.H4)


class DocumentFrame(NamedTuple):
    """What surrounds a page: the site, or a static edition.

    lead: where an address of the site leads; note: ends the line of the footer on the snapshot; edition: what
    scripts/static_edition.js reads of an edition, as data of the document's element; {} of the site.
    """

    lead: Callable[[str], str] = str
    note: str = ""
    edition: Mapping[str, str] = {}


ONLINE: Final = DocumentFrame()


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
        return json.dumps(
            root_layout(self.answer(page)), default=as_json, ensure_ascii=False, separators=(",", ":")
        )

    def document(
        self,
        page: Component,
        lang: str,
        scheme: Scheme,
        key: str = "",
        address: str = "",
        link: tuple[str, str] = ("", ""),
        found: tuple[str, str] = ("", ""),
        frame: DocumentFrame = ONLINE,
    ) -> str:
        """Return the HTML document of a page, complete without scripts; its layout is at another address.

        scheme: the theme, "" for the reader's system; key: of the page; address:
        the full one of the page for the public, without choices; "" where it is not known; link: the choices
        of the view as they end its address, and the path of its preview; found: what others find the page by,
        as HTML for the head and for the end; frame: that in which the addresses of the page lead already.

        The styles of the page stand in its head, those of all pages below it. What the first picture does not
        need is at the end: fetched beside it, it would make it wait.
        """
        t, parts = words(lang), [*walk_components(page)]
        title = with_title(key, text(next(part for part in parts if isinstance(part, html.H1))), t)
        theme = f' data-theme="{scheme}"' if scheme else ""
        site, lead = origin(address), frame.lead
        styles = f"<style>{first_styles(key)}</style>"
        rest = f'<link rel="stylesheet" href="{lead(bundles().styles.address)}">'
        if frame.edition:
            styles = f'<link rel="stylesheet" href="{lead(bundles().first.address)}">\n{rest}'
            rest = f'<script defer src="{lead(bundles().edition.address)}"></script>'
        marks = "".join(f' data-{name}="{escape(value)}"' for name, value in frame.edition.items())
        # What the style sheet shows when the scripts of the page have not come after a while.
        late = f'{to_html(markup(t("fault.late")))} <a href="">{escape(t("fault.reload"))}</a>'
        body = f"""<div id="react-entry-point"></div>
<noscript>{_noscript(lang, parts)}</noscript>
{prerender(page, parts, lang, self.callback_ids).replace(ORIGIN, site)}
<div class="empty late" role="status"><p>{late}</p></div>"""
        # What Dash needs is fetched when scripts/late.js says so.
        kinds = {type(part) for part in parts}
        names = [name for kind, name in _LATE.items() if kind in kinds]
        files = [f'<link data-ahead href="{lead(f"{_SUITE}{one}.js")}" as="script">' for one in names]
        ahead = "\n".join(files)
        scripts = "\n".join(f'<link data-script href="{lead(one)}" as="script">' for one in self.scripts)
        return f"""<!DOCTYPE html>
<html lang="{LANGUAGE_TAGS[lang]}" class="first"{theme}{mark_ids(site)}{marks}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(t("site.title", heading=title))}</title>
{_about(lang, title, description(parts) or t("site.description"), address, link)}{found[0]}
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
<template id="site-faults">{to_html(faults(t))}</template>
<template id="site-search">{to_html(search(t))}</template>{found[1]}
{self.config}
<link data-ahead href="{lead("/_dash-dependencies")}" as="fetch" crossorigin="anonymous">
{ahead}
{scripts}
</body>
</html>"""


def origin(address: str) -> str:
    """Return scheme, host and port of a full address, "" of ""."""
    return "/".join(address.split("/", 3)[:3])


def mark_ids(site: str) -> str:
    """Return the attribute by which scripts know the public address of the site (scripts/address.js)."""
    return f' data-site="{escape(site)}"' if site else ""


def description(parts: Sequence[Any]) -> str:
    """Return the first sentence below the heading of a page, given by its components; "" if there is none.

    Where the heading has no deck it is what the first figure measures.
    """
    for name in ("deck", "measure"):
        named = (part for part in parts if name in str(getattr(part, "className", "")).split())
        if below := text(next(named, None)).strip():
            found = SENTENCE.match(below)
            return found[0].strip() if found else below
    return ""


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


def prerender(page: Component, parts: Sequence[Any], lang: str, called: Collection[str]) -> str:
    """Return a page as HTML: without what is hidden at first, with stand-ins for controls.

    parts: all components of the page (``walk``); called: the ids that callbacks name. Parts that links lead
    to keep their ids. Those without scripts find beside a figure the address of the same numbers.
    """
    data, t = stores(parts), words(lang)
    files: dict[str, str] = {}
    labels: dict[str, str] = {}  # by the ids of controls; those of sliders are of the groups around them
    for part in parts:
        if isinstance(part, html.A):
            files[_id(part)] = str(getattr(part, "href", ""))
        elif isinstance(part, html.Label):
            labels[str(getattr(part, "htmlFor", ""))] = text(part)
        elif getattr(part, "role", "") == "group":
            label = str(properties(part).get("aria-label", ""))
            labels |= {_id(slider): label for slider in children_of(part) if isinstance(slider, dcc.Slider)}

    def plain(node: Component) -> Mapping[str, Any] | None:
        values, name = _plain(node), _id(node)
        if values is None or not isinstance(node, _PLACES) or not name or name in called:
            return values
        return {**values, "id": name}

    def unscripted(address: str, key: str) -> str:
        """Return what is read in place of a figure, or below its picture, by those without scripts."""
        link = f'<a href="{escape(address)}">{escape(t("fault.unscripted_link"))}</a>'
        sentence = f"{to_html(markup(t(key)))} {link}"
        return f'<div class="empty unscripted"><p>{sentence}</p></div>' if address else ""

    def replacement(node: Component) -> str | None:
        if getattr(node, "data-action", "") == "menu":
            check = f'<input type="checkbox" aria-label="{escape(words(lang)("site.menu"))}">'
            label = f'<label class="quiet menu-check">{check}{to_html(icon("menu"))}</label>'
            return f"{to_html(node, plain)}<noscript>{label}</noscript>"
        if getattr(node, "className", "") != "graph":
            return _stand_in(node, labels)
        prefix = _id(node).removesuffix("-graph")
        address = files.get(f"{prefix}-data") or files.get(f"{_NUMBER.sub('', prefix)}-data", "")
        store = f"{prefix}-figures"
        views = data.get(store)
        drawing = picture(store, views, unscripted(address, "fault.pictured")) if views else ""
        return drawing or f'<div class="graph">{unscripted(address, "fault.unscripted")}</div>'

    return f'<div id="{PRERENDER}">{to_html(page, plain, replacement)}</div>'


def _id(part: object) -> str:
    return str(getattr(part, "id", ""))


def _plain(node: Component) -> Mapping[str, Any] | None:
    """Return the attributes of an element without those that only scripts read; None of what is hidden."""
    props = properties(node)
    if props.get("hidden") or isinstance(node, html.Dialog):
        return None
    values = {
        name: value
        for name, value in props.items()
        if name not in _LEFT_OUT and (not name.startswith("data-") or name in _VISIBLE)
    }
    if values.get("role") == "application":
        values["role"] = "img"  # no script runs yet that would answer its keys
    return values | ({ID_ATTRIBUTE: props["id"]} if props.get("id") in styled_ids() else {})


def _stand_in(node: Any, labels: Mapping[str, str]) -> str | None:
    """Return what stands in for a control until Dash has drawn it (scripts/late.js); None for what is none.

    It has its size and words; what is chosen in it goes on to the control. labels: by the ids of controls.
    """
    css, label = _quoted(getattr(node, "className", "")), _quoted(labels.get(_id(node), ""))
    value, hint = getattr(node, "value", None), _quoted(getattr(node, "placeholder", ""))
    mark = f'data-control="{_quoted(_id(node))}"'
    if isinstance(node, dcc.RadioItems):
        options = _options(node, "radio", "radioitems", [value])
        return f'<div class="dash-options-list dash-radioitems {css}" {mark}>{options}</div>'
    if isinstance(node, dcc.Checklist):
        options = _options(node, "checkbox", "checklist", value or ())
        return f'<div class="dash-options-list dash-checklist {css}" {mark}>{options}</div>'
    if isinstance(node, dcc.Dropdown):
        known = getattr(node, "options", [])
        chosen = next((escape(str(one["label"])) for one in known if one["value"] == value), "")
        empty = "" if chosen or value else " dash-dropdown-placeholder"
        state = 'aria-disabled="true"' if getattr(node, "disabled", None) else 'tabindex="0"'
        words = f'<span class="dash-dropdown-value{empty}">{chosen or hint}</span>'
        inside = f'<span class="dash-dropdown-trigger">{words}</span>'
        about = f'role="button" {state} aria-haspopup="dialog" {mark}'
        button = f'<span class="dash-dropdown {css}" {about}>{inside}</span>'
        return f'<div class="dash-dropdown-wrapper">{button}</div>'
    if isinstance(node, dcc.Input):
        about = f'type="text" autocomplete="off" placeholder="{hint}" value="{_quoted(value)}"'
        field = f'<input class="dash-input-element" aria-label="{label or hint}" {about}>'
        return f'<div class="dash-input-container dash-input {css}" {mark}>{field}</div>'
    if isinstance(node, dcc.Slider):
        field = _range(node, label)
        return f"<div {mark}>{field}</div>"  # of Dash's class its styles, once there, would end a drag
    return None


def _range(node: Any, label: str) -> str:
    """Return the field of a slider; without a step its places are those of its marks (scripts/late.js)."""
    least, most, value, step = node.min, node.max, node.value, getattr(node, "step", None)
    places = "" if step else f' data-places="{" ".join(str(one) for one in node.marks)}"'
    # The part of the track that is done, as the style sheet draws it.
    done = getattr(node, "included", True)
    style = f' style="--at:{(value - least) / (most - least):.4g}"' if done else ""
    about = f'min="{least}" max="{most}" step="{step or 1}" value="{value}"'
    return f'<input type="range" aria-label="{label}" autocomplete="off" {about}{places}{style}>'


def _quoted(value: Any) -> str:
    return escape(str(value or ""))


def _options(node: Any, kind: str, css: str, chosen: Collection[Any]) -> str:
    return "".join(
        f'<label class="dash-options-list-option dash-{css}-inline">'
        f'<input type="{kind}" name="{_quoted(f"first-{_id(node)}")}"'
        f"{' disabled' if one.get('disabled') else ''}{' checked' if one['value'] in chosen else ''}>"
        f'<span class="dash-options-list-option-text">{escape(str(one["label"]))}</span></label>'
        for one in node.options
    )
