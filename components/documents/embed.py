"""Embeds: one card of a page in a document of its own, which other sites may show in a frame."""

import re
from collections.abc import Mapping
from html import escape
from typing import Any
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.bundles import bundles
from components.cards.markup import STATIC_HTML, properties, text, to_html
from components.documents.prerender.document import site_attribute
from components.documents.routes import refusal_line, view_query
from components.documents.shell import scheme_of
from components.pages import CARDS, draw_card
from components.text.catalog import LANGUAGE_TAGS, plain, words
from components.text.paths import path
from components.widgets.templates import EMBED_FAULTS, faults

_DOWNLOAD = "/download/"
_TAG = re.compile(r"<[^>]+>")


def page_address(dataset: Dataset, name: str, lang: str, query: Mapping[str, str]) -> str:
    """Return the address of the page of a card, with the choices that the page reads of the query."""
    page, _ = CARDS[name]
    item = f"/{page.with_item(dataset, query)[page.item]}" if page.item else ""
    return path(lang, page.path + item) + view_query(page, query)


def document(dataset: Dataset, name: str, lang: str, query: Mapping[str, str]) -> str:
    """Return the document of an embed; the query is read as on the page.

    If the query names a snapshot, links and downloads stay with it.
    """
    t, (page, card) = words(lang), CARDS[name]
    card_drawn, address = draw_card(dataset, name, lang, query), page_address(dataset, name, lang, query)
    snapshot = dataset.snapshot
    frozen = snapshot.id if query.get("snapshot") else ""

    def change(node: Component) -> dict[str, Any] | None:
        props = properties(node)
        if props.get("id") == card.id("heading"):
            return None
        if STATIC_HTML in props:
            props[STATIC_HTML] = props[STATIC_HTML].replace("<a ", '<a target="_blank" rel="noopener" ')
        if not isinstance(node, html.A):
            return props
        href = str(props.get("href", ""))
        if href.startswith(_DOWNLOAD):
            named = f"{'&' if '?' in href else '?'}snapshot={frozen}" if frozen else ""
            return {**props, "href": href + named}
        target = address + href if href.startswith("#") else href
        return {**props, "href": target, "target": "_blank", "rel": "noopener"}

    title = to_html(card_drawn.title, change)
    stores, body = card_drawn.stores, to_html(card_drawn.element, change)
    if card_drawn.content.is_empty:
        stores, body = {}, f'<p class="empty">{escape(t("embed.empty"))}</p>'
    refusal = refusal_line(dataset, lang, page, {}, query, lambda: page.layout(dataset, lang, query))
    data = {"data-embed": card.name, "data-view": address, "data-snapshot": snapshot.id}
    if frozen:
        data["data-frozen"] = frozen
    body_data = "".join(f' {name}="{escape(value)}"' for name, value in data.items())
    has_figure = any(name.endswith("-figures") for name in stores)
    files = [bundles().plotly, bundles().embeds] if has_figure else [bundles().embeds]
    scripts = "\n".join(f'<script src="{file.address}" defer></script>' for file in files)
    key = "embed.frozen" if frozen else "embed.snapshot"
    credit = escape(plain(t(key, created=t.write(snapshot.created, "day"), id=snapshot.id)))
    page_link = f'href="{escape(dataset.address + address)}" target="_blank" rel="noopener"'
    # "<" is escaped so that no text can end the script element.
    escaped = {name: text.replace("<", "\\u003c") for name, text in stores.items()}
    store_scripts = "\n".join(
        f'<script type="application/json" id="{escape(name)}">{text}</script>'
        for name, text in escaped.items()
    )
    return f"""{_head(lang, query, _TAG.sub("", title), dataset.address, address)}
{scripts}
<noscript><style>.table-panel{{display:block}}.plot,.actions{{display:none}}</style></noscript>
</head>
<body class="embed"{body_data}>
<main>
<p class="refused">{escape(refusal)}</p>
<h1>{title}</h1>
{body}
<p class="embed-credit"><a {page_link}>{escape(t("embed.site"))}</a><span>{credit}</span></p>
</main>
<template id="site-faults">{to_html(faults(t, EMBED_FAULTS))}</template>
{store_scripts}
</body>
</html>"""


def card_finding(dataset: Dataset, name: str, lang: str, query: Mapping[str, str]) -> tuple[str, str]:
    """Return the finding of a card for a query, without marks, and the address of the view."""
    return text(draw_card(dataset, name, lang, query).title), page_address(dataset, name, lang, query)


def missing_document(name: str, lang: str, query: Mapping[str, str], snapshot: str) -> str:
    """Return the document for a figure of a missing snapshot, in every language, ``lang`` first.

    snapshot: the id that was requested, "" if it cannot be one.
    """
    current = urlencode({key: value for key, value in query.items() if key != "snapshot"}, safe=",")
    address = f"/embed/{name}?{current}"
    parts = []
    for other in sorted(LANGUAGE_TAGS, key=lambda code: code != lang):
        t = words(other)
        sentence = t("embed.missing", id=snapshot) if snapshot else t("embed.unnamed")
        parts.append(
            f'<section lang="{LANGUAGE_TAGS[other]}"><h1>{escape(t("embed.missing_title"))}</h1>'
            f'<p>{escape(sentence)}</p><p><a href="{escape(address)}" target="_self">'
            f"{escape(t('embed.current'))}</a></p></section>"
        )
    return f"""{_head(lang, query, escape(words(lang)("embed.missing_title")))}
</head>
<body class="embed"><main class="embed-missing">{"".join(parts)}</main></body>
</html>"""


def _head(lang: str, query: Mapping[str, str], title: str, site: str = "", page: str = "") -> str:
    scheme = scheme_of(query.get("theme"))
    theme = f' data-theme="{scheme}"' if scheme else ""
    canonical = f'\n<link rel="canonical" href="{escape(site + page)}">' if page else ""
    return f"""<!DOCTYPE html>
<html lang="{LANGUAGE_TAGS[lang]}"{theme}{site_attribute(site)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<base target="_blank">{canonical}
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{bundles().first.address}">
<link rel="stylesheet" href="{bundles().styles.address}">"""
