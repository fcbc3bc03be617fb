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
# Dash loads these scripts when it first draws such a component; the page preloads them.
_ASYNC_SCRIPTS: Final = {dcc.Dropdown: "dropdown", dcc.Slider: "slider"}
_SCRIPT_ADDRESS: Final = re.compile(r'<script src="([^"]+)"')
_DASH_CONFIG: Final = re.compile(r'<script id="_dash-config"[^>]*>.*?</script>', re.DOTALL)
# Scripts that Dash lists, but no page uses: its own tables, and features that browsers lacked before 2020.
_UNUSED_SCRIPT: Final = re.compile(r'<script src="[^"]*/(?:dash_table/|deps/polyfill)[^"]*"></script>\s*')

_FIRST_SENTENCE: Final = re.compile(r".+?(?:[.?!](?=\s+[^\s\da-z])|。|$)\s*")
PREVIEW: Final = (1200, 630)
"""Width and height of a link preview in px."""

PRERENDER: Final = "site-first"
"""The id of the element that holds the page until Dash has drawn it (scripts/prerender.js)."""

_KEPT_DATA: Final = (
    "data-action", "data-count", "data-change", "data-raised",
    "data-html", "data-index", "data-label", "data-story",
)  # fmt: skip
_NUMBER: Final = re.compile(r"-\d+$")
# Omitted, since the layout of Dash repeats them and scripts find elements by them.
_OMITTED: Final = ("id", "htmlFor", "tabIndex", "aria-describedby", "aria-controls", "aria-labelledby")
_LINK_TARGETS: Final = (html.Main, html.Section, html.Details, html.H2, html.H3, html.H4)


class DocumentFrame(NamedTuple):
    """What differs between documents of the site and of a static edition.

    lead: turns an address of the site into that of a link; note: appended to the footer's line on the
    snapshot; edition: data attributes for scripts/static_edition.js; {} for the site.
    """

    lead: Callable[[str], str] = str
    note: str = ""
    edition: Mapping[str, str] = {}


ONLINE: Final = DocumentFrame()


class Prerender:
    """Documents with pages drawn on the server, and compact answers of callbacks.

    index: Dash's own document, the source of scripts and configuration; callbacks: its ``callback_map``.
    """

    def __init__(self, index: str, callbacks: Mapping[str, Any]) -> None:
        self.scripts = [bundles().plotly.address, *_SCRIPT_ADDRESS.findall(_UNUSED_SCRIPT.sub("", index))]
        self.config = "".join(_DASH_CONFIG.findall(index))
        self.callback_ids = callback_ids(callbacks)

    def answer(self, value: Any) -> Any:
        """Return the answer of a callback with its static parts made compact."""
        return static_markup(value, self.callback_ids)

    def layout(self, page: Component) -> str:
        """Return the layout with a page as JSON, for Dash."""
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
        metadata: tuple[str, str] = ("", ""),
        frame: DocumentFrame = ONLINE,
    ) -> str:
        """Return the HTML document of a page, complete without scripts; its layout is at another address.

        scheme: the theme, "" for the reader's system; key: of the page; address: the public one of the page,
        without choices, "" if unknown; link: the query string of the view, and the path of its preview;
        metadata: HTML for search engines in the head and at the end; frame: its ``lead`` was already applied
        to the links of the page.

        The styles of the page are in the head. Everything that the first picture does not need comes at the
        end, so that its download does not delay the picture.
        """
        t, parts = words(lang), [*walk_components(page)]
        title = with_title(key, text(next(part for part in parts if isinstance(part, html.H1))), t)
        theme = f' data-theme="{scheme}"' if scheme else ""
        site, lead = origin(address), frame.lead
        head_styles = f"<style>{first_styles(key)}</style>"
        deferred = f'<link rel="stylesheet" href="{lead(bundles().styles.address)}">'
        if frame.edition:
            head_styles = f'<link rel="stylesheet" href="{lead(bundles().first.address)}">\n{deferred}'
            deferred = f'<script defer src="{lead(bundles().edition.address)}"></script>'
        edition = "".join(f' data-{name}="{escape(value)}"' for name, value in frame.edition.items())
        # The style sheet shows this if the scripts of the page have not arrived after a while.
        late = f'{to_html(markup(t("fault.late")))} <a href="">{escape(t("fault.reload"))}</a>'
        body = f"""<div id="react-entry-point"></div>
<noscript>{_noscript(lang, parts)}</noscript>
{prerender(page, parts, lang, self.callback_ids).replace(ORIGIN, site)}
<div class="empty late" role="status"><p>{late}</p></div>"""
        # scripts/late.js decides when to fetch the files of Dash.
        types = {type(part) for part in parts}
        names = [name for component, name in _ASYNC_SCRIPTS.items() if component in types]
        preloads = [f'<link data-ahead href="{lead(f"{_SUITE}{name}.js")}" as="script">' for name in names]
        ahead = "\n".join(preloads)
        scripts = "\n".join(f'<link data-script href="{lead(file)}" as="script">' for file in self.scripts)
        return f"""<!DOCTYPE html>
<html lang="{LANGUAGE_TAGS[lang]}" class="first"{theme}{site_attribute(site)}{edition}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(t("site.title", heading=title))}</title>
{_meta_tags(lang, title, description(parts) or t("site.description"), address, link)}{metadata[0]}
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="{LIGHT.ground}" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="{DARK.ground}" media="(prefers-color-scheme: dark)">
<link rel="icon" href="{lead("/assets/favicon.svg")}" type="image/svg+xml">
<link rel="apple-touch-icon" href="{lead("/assets/apple-touch-icon.png")}">
{head_styles}
<style>@layer prerender{{{widths(body)}}}</style>
</head>
<body>
{body}
{deferred}
<script defer src="{lead(bundles().pages.address)}"></script>
<template id="site-faults">{to_html(faults(t))}</template>
<template id="site-search">{to_html(search(t))}</template>{metadata[1]}
{self.config}
<link data-ahead href="{lead("/_dash-dependencies")}" as="fetch" crossorigin="anonymous">
{ahead}
{scripts}
</body>
</html>"""


def origin(address: str) -> str:
    """Return scheme, host and port of a full address; "" for ""."""
    return "/".join(address.split("/", 3)[:3])


def site_attribute(site: str) -> str:
    """Return the attribute that tells scripts the public address of the site (scripts/address.js)."""
    return f' data-site="{escape(site)}"' if site else ""


def description(parts: Sequence[Any]) -> str:
    """Return the first sentence of a page's deck, else of its first measure line; "" if it has neither.

    parts: all components of the page.
    """
    for css in ("deck", "measure"):
        matches = (part for part in parts if css in str(getattr(part, "className", "")).split())
        if line := text(next(matches, None)).strip():
            sentence = _FIRST_SENTENCE.match(line)
            return sentence[0].strip() if sentence else line
    return ""


def _meta_tags(lang: str, title: str, description: str, address: str, link: tuple[str, str]) -> str:
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
        attribute = "property" if name.startswith("og:") else "name"
        lines.append(f'<meta {attribute}="{name}" content="{escape(value)}">')
    return "\n".join(lines)


def _noscript(lang: str, parts: Sequence[Any]) -> str:
    t = words(lang)
    data_links = (part for part in parts if isinstance(part, html.A) and _id(part).endswith("-data"))
    address = str(getattr(next(data_links, None), "href", ""))
    if not address:
        return f'<p class="no-script">{escape(t("site.no_script"))}</p>'
    name = address.partition("?")[0].rpartition("/")[2]
    sentences = t.sentences([t("site.no_script"), t("site.no_script_data")])
    link = f'<a href="{escape(address)}">{escape(name)}</a>'
    return f'<p class="no-script">{escape(sentences)} {link}</p>'


def prerender(page: Component, parts: Sequence[Any], lang: str, called: Collection[str]) -> str:
    """Return a page as HTML: without hidden elements, with stand-ins for controls.

    parts: all components of the page (``walk_components``); called: the ids that callbacks name. Link targets
    keep their ids. Beside each figure, readers without scripts get a link to its numbers.
    """
    data, t = stores(parts), words(lang)
    files: dict[str, str] = {}
    labels: dict[str, str] = {}  # by the ids of controls; sliders have that of the group around them
    for part in parts:
        if isinstance(part, html.A):
            files[_id(part)] = str(getattr(part, "href", ""))
        elif isinstance(part, html.Label):
            labels[str(getattr(part, "htmlFor", ""))] = text(part)
        elif getattr(part, "role", "") == "group":
            label = str(properties(part).get("aria-label", ""))
            labels |= {_id(slider): label for slider in children_of(part) if isinstance(slider, dcc.Slider)}

    def attributes(node: Component) -> Mapping[str, Any] | None:
        values, name = _static_attributes(node), _id(node)
        if values is None or not isinstance(node, _LINK_TARGETS) or not name or name in called:
            return values
        return {**values, "id": name}

    def note_without_scripts(address: str, key: str) -> str:
        if not address:
            return ""
        link = f'<a href="{escape(address)}">{escape(t("fault.unscripted_link"))}</a>'
        return f'<div class="empty unscripted"><p>{to_html(markup(t(key)))} {link}</p></div>'

    def replacement(node: Component) -> str | None:
        if getattr(node, "data-action", "") == "menu":
            check = f'<input type="checkbox" aria-label="{escape(t("site.menu"))}">'
            label = f'<label class="quiet menu-check">{check}{to_html(icon("menu"))}</label>'
            return f"{to_html(node, attributes)}<noscript>{label}</noscript>"
        if getattr(node, "className", "") != "graph":
            return _stand_in(node, labels)
        prefix = _id(node).removesuffix("-graph")
        address = files.get(f"{prefix}-data") or files.get(f"{_NUMBER.sub('', prefix)}-data", "")
        store = f"{prefix}-figures"
        figures = data.get(store)
        note = note_without_scripts(address, "fault.pictured")
        drawing = picture(store, figures, note) if figures else ""
        return drawing or f'<div class="graph">{note_without_scripts(address, "fault.unscripted")}</div>'

    return f'<div id="{PRERENDER}">{to_html(page, attributes, replacement)}</div>'


def _id(part: object) -> str:
    return str(getattr(part, "id", ""))


def _static_attributes(node: Component) -> Mapping[str, Any] | None:
    """Return the attributes of an element without those that only scripts read; None if it is hidden."""
    props = properties(node)
    if props.get("hidden") or isinstance(node, html.Dialog):
        return None
    values = {
        name: value
        for name, value in props.items()
        if name not in _OMITTED and (not name.startswith("data-") or name in _KEPT_DATA)
    }
    if values.get("role") == "application":
        values["role"] = "img"  # no script answers its keys yet
    return values | ({ID_ATTRIBUTE: props["id"]} if props.get("id") in styled_ids() else {})


def _stand_in(node: Any, labels: Mapping[str, str]) -> str | None:
    """Return the stand-in for a control until Dash has drawn it (scripts/late.js); None for other nodes.

    It has the size and texts of the control, which takes over its value. labels: by the ids of controls.
    """
    css, label = _escape(getattr(node, "className", "")), _escape(labels.get(_id(node), ""))
    value, hint = getattr(node, "value", None), _escape(getattr(node, "placeholder", ""))
    control = f'data-control="{_escape(_id(node))}"'
    if isinstance(node, dcc.RadioItems):
        options = _options(node, "radio", "radioitems", [value])
        return f'<div class="dash-options-list dash-radioitems {css}" {control}>{options}</div>'
    if isinstance(node, dcc.Checklist):
        options = _options(node, "checkbox", "checklist", value or ())
        return f'<div class="dash-options-list dash-checklist {css}" {control}>{options}</div>'
    if isinstance(node, dcc.Dropdown):
        choices = getattr(node, "options", [])
        chosen = next((escape(str(option["label"])) for option in choices if option["value"] == value), "")
        empty = "" if chosen or value else " dash-dropdown-placeholder"
        state = 'aria-disabled="true"' if getattr(node, "disabled", None) else 'tabindex="0"'
        words = f'<span class="dash-dropdown-value{empty}">{chosen or hint}</span>'
        trigger = f'<span class="dash-dropdown-trigger">{words}</span>'
        button = f'role="button" {state} aria-haspopup="dialog" {control}'
        field = f'<span class="dash-dropdown {css}" {button}>{trigger}</span>'
        return f'<div class="dash-dropdown-wrapper">{field}</div>'
    if isinstance(node, dcc.Input):
        state = f'type="text" autocomplete="off" placeholder="{hint}" value="{_escape(value)}"'
        field = f'<input class="dash-input-element" aria-label="{label or hint}" {state}>'
        return f'<div class="dash-input-container dash-input {css}" {control}>{field}</div>'
    if isinstance(node, dcc.Slider):
        field = _range_input(node, label)
        return f"<div {control}>{field}</div>"  # the styles of Dash's class, once loaded, would end a drag
    return None


def _range_input(node: Any, label: str) -> str:
    """Return the field of a slider; without a step it moves between its marks (scripts/late.js)."""
    low, high, value, step = node.min, node.max, node.value, getattr(node, "step", None)
    stops = "" if step else f' data-places="{" ".join(map(str, node.marks))}"'
    # The style sheet fills the track up to the value.
    is_filled = getattr(node, "included", True)
    style = f' style="--at:{(value - low) / (high - low):.4g}"' if is_filled else ""
    state = f'min="{low}" max="{high}" step="{step or 1}" value="{value}"'
    return f'<input type="range" aria-label="{label}" autocomplete="off" {state}{stops}{style}>'


def _escape(value: Any) -> str:
    return escape(str(value or ""))


def _options(node: Any, kind: str, css: str, chosen: Collection[Any]) -> str:
    return "".join(
        f'<label class="dash-options-list-option dash-{css}-inline">'
        f'<input type="{kind}" name="{_escape(f"first-{_id(node)}")}"'
        f"{' disabled' if option.get('disabled') else ''}{' checked' if option['value'] in chosen else ''}>"
        f'<span class="dash-options-list-option-text">{escape(str(option["label"]))}</span></label>'
        for option in node.options
    )
