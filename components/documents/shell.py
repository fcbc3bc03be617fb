"""What surrounds the content of every page: header, navigation, language, theme and footer."""

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Final, Literal

from dash import dcc, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from components.bundles import bundles
from components.cards.badges import icon
from components.cards.markup import to_html
from components.text.attributes import attributes, button
from components.text.catalog import LANGUAGE_TAGS, LANGUAGES, Words, words
from components.text.keys import PAGE_GROUPS, PAGE_QUESTIONS
from components.text.paths import LANG, PAGE, REFUSED, THEME, VISIT, WIDTH, path
from components.theme import DARK, FONT, LIGHT, Theme, css_tokens
from data.languages import BY_CODE

RETRY_STATUSES = (429, 500, 502, 503, 504)  # the same address may be answered in a moment
Scheme = Literal["light", "dark", ""]


@dataclass(frozen=True, slots=True)
class Place:
    """A page in the navigation: the text key of its name, and the path of the entry that it belongs to."""

    name: str
    tab: str


Groups = Mapping[str, Mapping[str, Place]]
"""The navigation: the pages of each group by path."""
FOOTER_GROUPS: Final = ("learn", "data")
_INDEX_PAGES: Final = {"overview", "ranking", "reach", "why", "weights", "indicator", "economy", "brief"}
"""The keys of pages about ranks in the index, whose headings do not name it."""
_ERRORS: Final = {
    400: ("error.title_400", "error.text_400"), 404: ("error.title_404", "error.text_404"),
    405: ("error.title_405", "error.text_405"), 413: ("error.title_413", "error.text_413"),
    429: ("error.title_429", "error.text_429"), 500: ("error.title_500", "error.text_500"),
    503: ("error.title_503", "error.text_503"),
}  # fmt: skip


def scheme_of(theme: str | None) -> Scheme:
    """Return the theme that an address or a cookie names, "" for that of the reader's system."""
    return "dark" if theme == "dark" else "light" if theme == "light" else ""


def root_layout(page: Component | None = None) -> html.Div:
    """Return the whole layout: the stores of all pages, and the page of the requested address."""
    stores = [dcc.Store(id=THEME), dcc.Store(id=WIDTH), dcc.Store(id=VISIT)]
    return html.Div([*stores, html.Div(page, id=PAGE)])


def with_title(key: str, heading: str, t: Words) -> str:
    """Return the title of a page, given by its key, for places where nothing else names the index."""
    return t("site.title_of_index", heading=heading) if key in _INDEX_PAGES else heading


def page_shell(
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

    page: its path with its item: economy/KOR; key: of the page; index: the address of the search index;
    refused: see ``refusal_line``; note: appended to the footer's line on the snapshot.
    """
    t = words(lang)
    tab = _tab_path(page, groups)
    current = next((group for group, pages in groups.items() if tab in pages), "")
    links = _tab_links(groups, tab, t)
    foot = [_link(path, entry, tab, t) for group in FOOTER_GROUPS for path, entry in groups[group].items()]
    skip = html.A(t("site.skip"), href="#content", className="skip")
    label = attributes(aria_label=t(PAGE_GROUPS[current])) if current else {}
    section = [html.Nav(html.Div(links[current]), className="section", **label)] if current else []
    above = [
        html.P(refused or None, id=REFUSED, className="refused"),
        html.P(t(PAGE_QUESTIONS[key]), className="question"),
    ]
    main = html.Main(
        [*above, *content, dcc.Store(id=LANG, data=lang)], id="content", className="page", tabIndex="-1"
    )
    arrow = html.Span("↑", **attributes(aria_hidden="true"))
    link = html.A([arrow, html.Span(t("site.top"))], href="#content", className="button", title=t("site.top"))
    up = html.Nav(link, className="to-top", **attributes(aria_label=t("site.top")))
    sections = html.Nav(className="on-page", hidden=True, **attributes(aria_label=t("data.contents")))
    header = _header(t, page, links, current, index)
    return [skip, header, *section, main, sections, _footer(dataset, t, foot, note), up]


def _tab_path(page: str, groups: Groups) -> str:
    """Return the path of the entry that a page belongs to; all economies and briefs share that of one."""
    tabs = {path: entry.tab for pages in groups.values() for path, entry in pages.items()}
    folder = page.rpartition("/")[0] or page
    tabs_of_folder = (tab for path, tab in tabs.items() if path.rpartition("/")[0] == folder)
    return tabs.get(page) or next(tabs_of_folder, "")


def _tab_links(groups: Groups, here: str, t: Words) -> dict[str, list[html.A]]:
    """Return the links to the entries of each group; that of the path ``here`` is marked."""
    return {
        group: [_link(path, entry, here, t) for path, entry in pages.items() if entry.tab == path]
        for group, pages in groups.items()
    }


def _link(page: str, entry: Place, here: str, t: Words) -> html.A:
    marks = attributes(aria_current="page") if page == here else {}
    return html.A(html.Span(t(entry.name)), href=path(t.lang, page), **marks)


def _nav(groups: Mapping[str, list[html.A]], current: str, t: Words) -> html.Nav:
    entries = []
    for group, links in groups.items():
        marks = attributes(aria_current="true") if group == current else {}
        entry = html.A(t(PAGE_GROUPS[group]), href=getattr(links[0], "href", ""), **marks)
        entries.append(html.Li([entry, html.Ul([html.Li(link) for link in links])]))
    return html.Nav(html.Ul(entries), id="site-nav", **attributes(aria_label=t("site.navigation")))


def _header(t: Words, page: str, groups: Mapping[str, list[html.A]], current: str, index: str) -> html.Header:
    search = attributes(title=t("search.title"), aria_haspopup="dialog", data_index=index)
    search |= attributes(aria_keyshortcuts="Control+K Meta+K /")
    word = html.Span(t("search.open"), className="search-word")  # hidden in a narrow header
    tools: list[Component] = [button([icon("search"), word], "quiet search-open", **search)]
    for lang in LANGUAGES:
        if lang != t.lang:
            marks = attributes(lang=LANGUAGE_TAGS[lang], data_action="language")
            marks |= attributes(aria_label=words(lang)("site.own_language_label"))
            tools.append(html.A(BY_CODE[lang].label, href=path(lang, page), className="quiet", **marks))
    theme = {"data_action": "theme", "aria_label": t("site.theme"), "title": t("site.theme")}
    menu = {"data_action": "menu", "aria_expanded": "false", "aria_controls": "site-nav"}
    tools += [
        button([icon("theme-moon only-light"), icon("theme-sun only-dark")], "quiet", **theme),
        button([icon("menu")], "quiet menu", **menu, aria_label=t("site.menu")),
    ]
    return html.Header(html.Div([_brand(t), _nav(groups, current, t), html.Div(tools, className="tools")]))


def _brand(t: Words) -> html.P:
    name = html.Span([t("site.name"), html.Small(t("site.subtitle"))], className="brand-name")
    mark = html.Span(className="mark", **attributes(aria_hidden="true"))
    return html.P(html.A([mark, name], href=path(t.lang, "")), className="brand")


def _footer(dataset: Dataset, t: Words, links: list[html.A], note: str) -> html.Footer:
    created, checked = t.write(dataset.snapshot.created, "day"), t.write(dataset.last_checked, "day")
    snapshot = f"{t('footer.snapshot', created=created, id=dataset.snapshot.id)} {note}".rstrip()
    ends = {"first": dataset.editions[0], "last": dataset.editions[-1]}
    disclaimer = t("footer.disclaimer", quote=t("footer.quote"), **ends)
    left = [html.P(disclaimer), html.P(t("footer.article"))]
    right = [html.P(snapshot), html.P(t("footer.checked", checked=checked))]
    nav = html.Nav(links, className="foot-links", **attributes(aria_label=t("footer.label")))
    return html.Footer(html.Div([nav, html.Div(left), html.Div(right)]))


def message_for(
    status: int, lang: str, groups: Groups | None = None, near: Mapping[str, str] | None = None
) -> str:
    """Return a complete HTML page for an error status, with links to pages.

    groups: the navigation, as for ``page_shell``; without it the page needs no other file, for when no page
    can be drawn. near: the pages that may be meant, by path, each with its name.
    """
    t = words(lang)
    title_key, text_key = _ERRORS.get(status, _ERRORS[500])
    title, text = escape(t(title_key)), escape(t(text_key))
    links = [(f"/{lang}/", t("error.home"))]
    if groups:
        links.append((f"/{lang}/#search", t("search.label")))
    if status in RETRY_STATUSES:
        links.insert(0, ("", t("fault.again")))
    header = (
        f'<header class="plain"><a href="/{lang}/" target="_top"><b>{escape(t("site.name"))}</b></a></header>'
    )
    styles = f"<style>{_MESSAGE_STYLE}</style>"
    if groups:
        header = to_html(html.Header(html.Div([_brand(t), _nav(_tab_links(groups, "", t), "", t)])))
        styles = f'<link rel="stylesheet" href="{bundles().first.address}">{styles}<base target="_top">'
    near_links = " ".join(f'<a href="{escape(to)}">{escape(name)}</a>' for to, name in (near or {}).items())
    if near_links:
        near_links = f'<p class="ways"><b>{escape(t("error.near"))}</b> {near_links}</p>'
    nav = ""
    for group, pages in (groups or {}).items():
        page_links = " ".join(
            f'<a href="{path(lang, page)}" target="_top">{escape(t(entry.name))}</a>'
            for page, entry in pages.items()
        )
        nav += f"<p><b>{escape(t(PAGE_GROUPS[group]))}</b> {page_links}</p>"
    # Links leave the iframe of an embed, which must not show pages of the site.
    ways = " ".join(
        f'<a href="{to}" target="_{"top" if to else "self"}">{escape(word)}</a>' for to, word in links
    )
    return f"""<!DOCTYPE html>
<html lang="{LANGUAGE_TAGS[lang]}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(t("site.title", heading=t(title_key)))}</title>
{styles}
</head>
<body>{header}
<main><p>{status}</p><h1>{title}</h1>{near_links}<p class="empty">{text}</p><p class="ways">{ways}</p>
<nav aria-label="{escape(t("site.navigation"))}">{nav}</nav></main></body>
</html>"""


def _tokens(theme: Theme) -> str:
    return "".join(f"{name}:{value};" for name, value in css_tokens(theme).items())


_MESSAGE_STYLE: Final = (
    f":root{{color-scheme:light dark;{_tokens(LIGHT)}}}"
    f"@media(prefers-color-scheme:dark){{:root{{{_tokens(DARK)}}}}}"
    "body{margin:0;background:var(--ground);color:var(--ink-2)}"
    f"main,.plain{{font:16px/24px {FONT}}}.plain a{{color:inherit;text-decoration:none}}"
    ".plain{padding:16px 24px;border-bottom:1px solid var(--rule)}"
    "main nav{border-top:1px solid var(--rule)}main nav p{margin:8px 0}"
    "main nav b{color:var(--ink);display:block}"
    "main nav a{display:inline-block;margin-right:16px;line-height:36px}"
    "main{max-width:640px;margin:0 auto;padding:48px 24px}main>p:first-child{color:var(--ink-3)}"
    "main .empty{margin:16px 0;padding:20px 24px;border:1px dashed var(--edge)}"
    ".ways{margin:8px 0}main .empty{background:repeating-linear-gradient("
    "135deg,var(--grid) 0 1px,var(--ground) 1px 7px)}.ways a{margin-right:16px}"
    "main h1{margin:0;color:var(--ink);font-size:31px;line-height:38px}main a{color:inherit}"
)
