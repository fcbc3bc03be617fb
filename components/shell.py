"""The frame of every page: document, header, navigation, language, theme, footer."""

from collections.abc import Iterable, Mapping
from html import escape
from typing import Final, Literal

from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components import numbers
from components.attributes import attributes, button
from components.parts import search
from components.parts.badges import icon, ring
from components.text import LANGUAGE_TAGS, LANGUAGES, Words, words
from components.theme import DARK, FONT, LIGHT, Theme, css_tokens
from data.article import HERO
from data.languages import LABELS

PAGE, THEME, WIDTH, VISIT, LANG = "site-page", "site-theme", "site-width", "site-visit", "site-lang"
REFUSED: Final = "site-refused"
"""The id of the line on what an address asks for in vain; a choice of the reader empties it."""
AGAIN = (429, 500, 502, 503, 504)
Scheme = Literal["light", "dark", ""]
ORIGIN: Final = "{origin}"
"""Stands for the public address of the site; where that is not named, the browser puts in its own."""
Groups = Mapping[str, Mapping[str, str]]
"""The navigation: by the key of a group, the paths of its pages with the keys of their names."""
FOOT: Final = ("learn", "data")
"""The groups whose pages the footer of every page leads to: what explains the site and its data."""
OF_INDEX: Final = frozenset({"overview", "ranking", "reach", "why", "weights", "economy", "brief"})
"""The keys of pages about ranks in the index, which their headings do not name."""
ECONOMY: Final = f"economy/{HERO}"
"""The path of the page of the article's economy."""
_NAMES: Final = {"": "overview", ECONOMY: "economy", "strategy/innovation-system": "pillar"}
"""The keys of the names of pages whose path does not end with them."""


def scheme_of(theme: str | None) -> Scheme:
    """Return the theme that an address or a cookie names, "" for that of the reader's system."""
    return "dark" if theme == "dark" else "light" if theme == "light" else ""


def root(page: Component | None = None) -> html.Div:
    """Return the whole layout: what is the same for every address, and the page of the address asked."""
    stores = [dcc.Store(id=THEME), dcc.Store(id=WIDTH), dcc.Store(id=VISIT)]
    return html.Div([*stores, html.Div(page, id=PAGE)])


def path(lang: str, page: str) -> str:
    """Return the path of a page in a language: /en/, /zh/data."""
    return f"/{lang}/{page}"


def page_links(places: Iterable[str], t: Words) -> list[str | Component]:
    """Return links to pages, and to parts and methods of the page on data, in a row of text."""
    found: list[str | Component] = []
    for place in places:
        found += [html.A(t(name_of(place)), href=path(t.lang, place)), t("list.separator")]
    return found[:-1]


def titled(key: str, heading: str, t: Words) -> str:
    """Return what a page, given by its key, is called where nothing else names the index."""
    return t("site.title_of_index", heading=heading) if key in OF_INDEX else heading


def name_of(place: str) -> str:
    """Return the key of the name of a place: weights, economy/KOR, data#coverage, data#method-index."""
    page, _, anchor = place.partition("#")
    if anchor:
        method = anchor.removeprefix("method-")
        return f"data.part.{anchor}" if method == anchor else f"method.{method}.title"
    return f"page.{_NAMES.get(page, page.rpartition('/')[2])}"


def frame(
    dataset: Dataset,
    lang: str,
    page: str,
    groups: Groups,
    content: list[Component],
    *,
    key: str,
    index: str = "",
    refused: str = "",
    note: str = "",
) -> list[Component]:
    """Return header, the pages of the group, content below the question of the page, and footer.

    ``page`` is the path of the page, with the item it is about: economy/KOR; ``key`` names it among words.
    ``index``: the address of the index of the search; refused: see ``components.refused``;
    note: ends the line of the footer on the snapshot.
    """
    t = words(lang)
    links = {group: _links(pages, _here(page, groups), t) for group, pages in groups.items()}
    skip = html.A(t("site.skip"), href="#content", className="skip")
    above = [
        html.P(refused or None, id=REFUSED, className="refused"),
        html.P(t(f"question.{key}"), className="question"),
    ]
    main = html.Main(
        [*above, *content, dcc.Store(id=LANG, data=lang)], id="content", className="page", tabIndex="-1"
    )
    arrow = html.Span("↑", **attributes(aria_hidden="true"))
    link = html.A([arrow, html.Span(t("site.top"))], href="#content", className="button", title=t("site.top"))
    up = html.Nav(link, className="to-top", **attributes(aria_label=t("site.top")))
    sections = html.Nav(className="on-page", hidden=True, **attributes(aria_label=t("data.contents")))
    header = _header(t, page, links, index)
    return [skip, header, *_section(links, t), main, sections, _footer(dataset, t, links, note), up]


def _here(page: str, groups: Groups) -> str:
    """Return the path by which the navigation has a page: one of economy/KOR for all of them."""
    places = [place for pages in groups.values() for place in pages]
    folder = page.rpartition("/")[0] or page
    return page if page in places else next((one for one in places if one.rpartition("/")[0] == folder), "")


def _links(pages: Mapping[str, str], here: str, t: Words) -> list[html.A]:
    """Return links to the pages of a group; strategic pillars have their number."""
    return [
        html.A(
            [*([ring(int(key[-1]))] if key.startswith("strategy.short.") else []), html.Span(t(key))],
            href=path(t.lang, place),
            **(attributes(aria_current="page") if place == here else {}),
        )
        for place, key in pages.items()
    ]


def _is_current(links: list[html.A]) -> bool:
    return any(hasattr(link, "aria-current") for link in links)


def _section(groups: Mapping[str, list[html.A]], t: Words) -> list[html.Nav]:
    """Return the row below the header with the pages of the group on show."""
    return [
        html.Nav(html.Div(links), className="section", **attributes(aria_label=t(f"group.{group}")))
        for group, links in groups.items()
        if _is_current(links)
    ]


def _header(t: Words, page: str, groups: Mapping[str, list[html.A]], index: str) -> html.Header:
    entries = [
        html.Li(
            [
                html.A(
                    t(f"group.{group}"),
                    href=getattr(links[0], "href", ""),
                    **(attributes(aria_current="true") if _is_current(links) else {}),
                ),
                html.Ul([html.Li(link) for link in links]),
            ]
        )
        for group, links in groups.items()
    ]
    mark = html.A(
        [
            html.Span(className="mark", **attributes(aria_hidden="true")),
            html.Span([t("site.name"), html.Small(t("site.subtitle"))], className="brand-name"),
        ],
        href=path(t.lang, ""),
    )
    menu = {"data_action": "menu", "aria_expanded": "false", "aria_controls": "site-nav"}
    menu["aria_label"] = t("site.menu")
    theme = {"data_action": "theme", "aria_label": t("site.theme"), "title": t("site.theme")}
    tools = [
        search.opener(t, index),
        *(_other(lang, page) for lang in LANGUAGES if lang != t.lang),
        button([icon("theme-moon only-light"), icon("theme-sun only-dark")], "quiet", **theme),
        button([icon("menu")], "quiet menu", **menu),
    ]
    nav = html.Nav(html.Ul(entries), id="site-nav", **(attributes(aria_label=t("site.navigation"))))
    return html.Header(html.Div([html.P(mark, className="brand"), nav, html.Div(tools, className="tools")]))


def _other(lang: str, page: str) -> html.A:
    """Return the link to the page in another language, named and described in that language."""
    about = attributes(lang=LANGUAGE_TAGS[lang], aria_label=words(lang)("site.own_language_label"))
    about |= attributes(data_action="language")
    return html.A(LABELS[lang], href=path(lang, page), className="quiet", **about)


def _footer(dataset: Dataset, t: Words, groups: Mapping[str, list[html.A]], note: str) -> html.Footer:
    """Return the way to what explains the site, then whose the data are and of which snapshot."""
    ends = {"first": dataset.editions[0], "last": dataset.editions[-1]}
    disclaimer = t("footer.disclaimer", quote=t("footer.quote"), **ends)
    created = numbers.day(dataset.snapshot.created, t.lang)
    links = [link for group in FOOT for link in groups[group]]
    checked = numbers.day(dataset.checked, t.lang)
    lines = (
        f"{t('footer.snapshot', created=created, id=dataset.snapshot.id)} {note}".rstrip(),
        t("footer.checked", checked=checked),
    )
    right = [html.P(line) for line in lines]
    left = [html.P(disclaimer), html.P(t("footer.article"))]
    nav = html.Nav(links, className="foot-links", **attributes(aria_label=t("footer.label")))
    return html.Footer(html.Div([nav, html.Div(left), html.Div(right)]))


def message_for(status: int, lang: str, groups: Groups | None = None) -> str:
    """Return a complete page for an error status, with ways on; it needs no other file.

    groups: the navigation, as for ``frame``; none where no page can be drawn.
    """
    t = words(lang)
    key = status if t.has(f"error.title_{status}") else 500
    title, text = escape(t(f"error.title_{key}")), escape(t(f"error.text_{key}"))
    links = [(f"/{lang}/", t("error.home"))]
    if groups:
        links.append((f"/{lang}/#search", t("search.label")))
    if status in AGAIN:  # the same address may be answered in a moment
        links.insert(0, ("", t("fault.again")))
    nav = "".join(
        f"<p><b>{escape(t(f'group.{group}'))}</b> {_anchors(pages, t)}</p>"
        for group, pages in (groups or {}).items()
    )
    # In the frame of an embed no page of the site may be shown.
    ways = " ".join(
        f'<a href="{to}" target="_{"top" if to else "self"}">{escape(word)}</a>' for to, word in links
    )
    return f"""<!DOCTYPE html>
<html lang="{LANGUAGE_TAGS[lang]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(t("site.title", heading=t(f"error.title_{key}")))}</title>
<style>{_message_style()}</style>
</head>
<body><header><a href="/{lang}/" target="_top"><b>{escape(t("site.name"))}</b></a></header>
<main><p>{status}</p><h1>{title}</h1><p class="empty">{text}</p><p class="ways">{ways}</p>
<nav aria-label="{escape(t("site.navigation"))}">{nav}</nav></main></body>
</html>"""


def _anchors(pages: Mapping[str, str], t: Words) -> str:
    return " ".join(
        f'<a href="{path(t.lang, place)}" target="_top">{escape(t(key))}</a>' for place, key in pages.items()
    )


def _message_style() -> str:
    def block(theme: Theme) -> str:
        return "".join(f"{name}:{value};" for name, value in css_tokens(theme).items())

    return (
        f":root{{color-scheme:light dark;{block(LIGHT)}}}"
        f"@media(prefers-color-scheme:dark){{:root{{{block(DARK)}}}}}"
        f"body{{margin:0;background:var(--ground);color:var(--ink-2);font:16px/24px {FONT}}}"
        "header{padding:16px 24px;border-bottom:1px solid var(--rule)}header a{text-decoration:none}"
        "nav{border-top:1px solid var(--rule)}nav p{margin:8px 0}nav b{color:var(--ink);display:block}"
        "nav a{display:inline-block;margin-right:16px;line-height:36px}"
        "main{max-width:640px;margin:0 auto;padding:48px 24px}main>p:first-child{color:var(--ink-3)}"
        ".empty{padding:20px 24px;border:1px dashed var(--edge);background:repeating-linear-gradient("
        "135deg,var(--grid) 0 1px,var(--ground) 1px 7px)}.ways a{margin-right:16px}"
        "h1{margin:0;color:var(--ink);font-size:31px;line-height:38px}a{color:inherit}"
    )
