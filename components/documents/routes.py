"""The routes: which page is at a path, what it shows of a query, and how others find it."""

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from html import escape
from typing import Any, Final
from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.evidence.verdicts import RIGHT, WRONG, claim_assessments
from analysis.normalize import normalize_name
from components import search_index
from components.cards.callbacks import by_id
from components.cards.page import Page
from components.documents.prerender.document import origin
from components.documents.shell import Groups, Place, page_shell, with_title
from components.pages import CARDS, GROUPS, PAGES
from components.text.attributes import attributes
from components.text.catalog import LANGUAGES, Words, plain, words
from components.text.paths import name_key, path
from components.text.view import View
from components.widgets.controls import Controls
from data.catalog import Catalog
from data.languages import TAGS, alternates

Route = tuple[str, Page, dict[str, str]]
"""Language, page, and the choices in the path itself."""

PATHS: Final[dict[str, Route]] = {
    path(lang, page.path): (lang, page, {})
    for lang in LANGUAGES
    for page in PAGES
    if not page.item or page.path not in {one.path for one in PAGES if not one.item}
}
"""The routes of pages that exist once."""
_ALIKE: Final = 0.75
"""How alike two names are that may be meant for one another, from 0 to 1: rankings and ranking 0.93."""
FIRST: Final = next(iter(PATHS))
MAX_SUGGESTIONS, MAX_QUOTED_LENGTH = 3, 40  # values of one key that are repeated, and their characters


def routes(known: Catalog) -> dict[str, Route]:
    """Return all routes by path, with the pages that exist once for each of their items."""
    items: dict[str, Route] = {
        path(lang, f"{page.path}/{code}"): (lang, page, {page.item: code})
        for lang in LANGUAGES
        for page in PAGES
        if page.item
        for code in page.items(known)
    }
    return PATHS | items


_HOMES: Final = {page.key: page.home for page in PAGES}
NAVIGATION: Final[Groups] = {
    group: {page.home: Place(f"page.{page.key}", _HOMES[page.tab or page.key]) for page in pages}
    for group, pages in GROUPS.items()
}
"""Where the navigation has each page, by group and path."""


def suggest_paths(known: Catalog, lang: str, asked: str) -> dict[str, str]:
    """Return the paths that a path which leads nowhere may mean, each with the name of its page.

    Compared is its last part: with those of pages, and with the names of economies.
    """
    t, parts = words(lang), [part for part in asked.split("/") if part] or [""]
    folder = "brief" if "brief" in parts[:-1] else "economy"
    names, called = dict[str, str](), dict[str, str]()
    for code, one in known.economies.items():
        place = path(lang, f"{folder}/{code}")
        called[place] = t.phrase(one.short)
        names |= dict.fromkeys(map(normalize_name, known.spellings[code]), place)
    for place, (of, page, _) in PATHS.items():
        if of == lang:
            called[place] = t(f"page.{page.key}")
            names[normalize_name(place.rpartition("/")[2])] = place
    found = get_close_matches(normalize_name(parts[-1].replace("-", " ")), names, cutoff=_ALIKE)
    return {names[name]: called[names[name]] for name in found}


def canonical_path(dataset: Dataset, route: Route) -> str:
    """Return the path by which a route is known: of a strategic pillar by its name, not by its number."""
    lang, page, given = route
    named = page.item == "pillar"
    slugs = {str(one.number): one.slug for one in dataset.catalog.strategy} if named else {}
    return path(lang, "/".join((page.path, *(slugs.get(value, value) for value in given.values()))))


def view_query(page: Page, query: Mapping[str, str]) -> str:
    """Return the choices of a query as they end the address of a page, from the question mark."""
    choices = {key: query[key] for key in (*page.keys, *page.query.OLD_KEYS) if key in query}
    return f"?{urlencode(choices, safe=',')}" if choices else ""


def sitemap_paths(dataset: Dataset, known: Mapping[str, Route]) -> list[str]:
    """Return the paths for search engines, in the first language.

    No second name, none that shows what the path of an economy does, and no economy that was never ranked.
    """
    return [
        path
        for path, (lang, page, given) in known.items()
        if lang == LANGUAGES[0] and canonical_path(dataset, (lang, page, given)) == path
        if page.item != "economy" or given.get("economy") in dataset.economies
    ]


def static_paths(dataset: Dataset, known: Mapping[str, Route]) -> dict[str, bool]:
    """Return the paths of a static edition, each with whether its page is one of an economy.

    None of an economy that was never ranked.
    """
    economies = {path: given.get("economy", "") for path, (_, _, given) in known.items()}
    return {path: bool(one) for path, one in economies.items() if one in ("", *dataset.economies)}


def cards_by_path(known: Mapping[str, Route]) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Return by path the first card of its page, the language, and what it asks for."""
    first = {page.key: name for name, (page, _) in reversed([*CARDS.items()])}
    return {
        path: (first[page.key], lang, given)
        for path, (lang, page, given) in known.items()
        if page.key in first
    }


def page_component(dataset: Dataset, route: Route, query: Mapping[str, str], note: str = "") -> html.Div:
    """Return the page of a route in its frame, marked with its snapshot and the form of its title.

    note: ends the line of the footer on the snapshot.
    """
    lang, page, given = route
    here = canonical_path(dataset, route).removeprefix(path(lang, ""))
    content = page.layout(dataset, lang, {**query, **given})
    index = search_index.index_path(dataset, lang)
    line = refusal_line(dataset, lang, page, given, query, lambda: content)
    framed = page_shell(
        dataset, lang, here, NAVIGATION, content, key=page.key, index=index, refused=line, note=note
    )
    t = words(lang)
    marks = attributes(
        data_snapshot=dataset.snapshot.id,
        data_title=t("site.title", heading=with_title(page.key, "{heading}", t)),
    )
    return html.Div(framed, **marks)


def refusal_line(
    dataset: Dataset,
    lang: str,
    page: Page,
    given: Mapping[str, str],
    query: Mapping[str, str],
    content: Callable[[], Sequence[Component]],
) -> str:
    """Return what an address asks for that is not there, with what is shown in its place; "" for nothing.

    given: what the path names, which is always there; content: draws the page, whose controls name options.
    """
    declared = [*page.query.controls().values()]
    if not declared:
        return ""
    t = words(lang)
    values = {**query, **given}
    ordered = page.query.ordered_choices(dataset, values)
    chosen = page.query.read(dataset, ordered)
    controls = Controls(page.key, chosen, dataset, t)

    def label(key: str) -> str:
        own = f"refused.of.{key}"
        text = t(own) if t.has(own) else controls.label(key)
        return text[:1].upper() + text[1:]

    sentences = []
    if ordered is not values:
        first, last = (chosen.texts()[key] for key in page.query.SPAN or ())
        sentences.append(t("refused.order", first=first, last=last))
    for key, parts, _ in page.query.refused_choices(dataset, ordered):  # type: ignore[arg-type]  # all are texts
        unknown = [part for part in parts if part.strip()]
        if key in given or not any(unknown):
            continue
        name = f"{page.key}-{key}"
        options = getattr(by_id(content(), {name}).get(name), "options", None) or []
        named = dataset.menu_names(lang) | {str(one["value"]): str(one["label"]) for one in options}
        repeated = t.listing([named.get(part) or _short(part) for part in unknown[:MAX_SUGGESTIONS]])
        value = controls.value(key)
        taken = value if isinstance(value, tuple) else (value,)
        shown = [named.get(str(one)) or (str(one) if isinstance(one, int) else "") for one in taken]
        listing = t.listing([one for one in shown if one])
        kind = "refused.shown" if listing else "refused.only"
        sentences.append(t(kind, label=label(key), asked=repeated, shown=listing))
        if any(str(one.year) in unknown for one in dataset.missing_editions):
            sentences.append(View(dataset, t).newer_edition_note)
    possible = chosen.options(dataset)
    for control in declared:
        unknown = list(dict.fromkeys(values.get(control.key, "").split(","))) if control.most else []
        if sum(not control.invalid_parts(part, possible[control.key]) for part in unknown) > control.most:
            sentences.append(t("refused.most", label=label(control.key), most=control.most))
    return t.sentences(sentences)


def _short(text: str) -> str:
    """Return a value as it is repeated: without signs that have no form of their own, and not too long."""
    cut = text[:MAX_QUOTED_LENGTH] + "…" * (len(text) > MAX_QUOTED_LENGTH)
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in cut)


def head_links(address: str, lang: str, page: Page, query: Mapping[str, str]) -> str:
    """Return links for the head of a page: canonical, hreflang, and oEmbed where it has a figure.

    address: the full one of the page, without choices; query: the choices of the view.
    """
    site, t = origin(address), words(lang)
    found = [
        f'<link rel="canonical" href="{escape(address)}">',
        *(
            f'<link rel="alternate" hreflang="{tag}" href="{escape(site + path)}">'
            for tag, path in alternates(address.removeprefix(site))
        ),
    ]
    if page.cards:
        view = urlencode({"url": address + view_query(page, query), "format": "json"})
        found.append(_alternate("application/json+oembed", f"{site}/oembed?{view}", t("site.name")))
    return "\n" + "\n".join(found)


def page_subject(dataset: Dataset, route: Route) -> dict[str, Any]:
    """Return what schema.org has for a page: its site, the way to it, and the economy that it is about.

    {} where the address of the site is not known.
    """
    lang, page, given = route
    t, items = words(lang), {key: value for key, value in given.items() if key in ("economy", "pillar")}
    if not dataset.address:
        return {}
    aims = {t.phrase(one.short): (one.slug, str(one.number)) for one in dataset.catalog.strategy}
    names = {value: name for name, values in aims.items() for value in values} | dataset.labels(lang)
    way = {path(lang, ""): t("site.name")}
    way |= {path(lang, page.path): t(name_key(page.path))} if page.path else {}
    way |= {canonical_path(dataset, route): names[value] for value in items.values()}
    steps = [
        {"@type": "ListItem", "position": place, "name": name, "item": dataset.address + address}
        for place, (address, name) in enumerate(way.items(), 1)
    ]
    site = {"@type": "WebSite", "@id": f"{dataset.address}/#site", "url": f"{dataset.address}/"}
    site |= {"name": t("site.name"), "alternateName": t("site.subtitle")}
    found = {
        "@type": "WebPage",
        "url": dataset.address + canonical_path(dataset, route),
        "inLanguage": TAGS[lang],
        "dateModified": dataset.snapshot.created,
        "isPartOf": {"@id": site["@id"]},
        "isBasedOn": f"{dataset.address}/en/data",
        "breadcrumb": {"@type": "BreadcrumbList", "itemListElement": steps},
    }
    if "economy" in items:
        found["about"] = {"@type": "Place", "name": names[items["economy"]]}
    reviews = _reviews(dataset, t, site["@id"]) if page.key == "claims" else []
    return {"@context": "https://schema.org", "@graph": [site, found, *reviews]}


def _reviews(dataset: Dataset, t: Words, site: str) -> list[dict[str, Any]]:
    """Return the ClaimReview of schema.org of each statement of the article that can be checked."""
    source, found = dataset.catalog.sources["article"], []
    for one in claim_assessments(dataset):
        if one.verdict not in (RIGHT, WRONG):
            continue
        stated = one.claim.quotation or one.claim.statement
        appearance = {"@type": "CreativeWork", "url": source.url, "name": t.phrase(source.name)}
        rating = {
            "@type": "Rating",
            "ratingValue": int(one.verdict == RIGHT),
            "worstRating": 0,
            "bestRating": 1,
        }
        about = t.link("claims", claim=one.claim.id)
        review = {
            "@type": "ClaimReview",
            "url": f"{dataset.address}{about}#claim-{one.claim.id}",
            "author": {"@type": "Organization", "name": t("site.name"), "@id": site},
            "claimReviewed": plain(t.phrase(stated)),
            "itemReviewed": {"@type": "Claim", "appearance": appearance},
            "reviewRating": rating | {"alternateName": t(f"verdict.{one.verdict}")},
            "datePublished": dataset.snapshot.created,
        }
        found.append(review)
    return found


def _alternate(kind: str, address: str, title: str) -> str:
    return f'<link rel="alternate" type="{kind}" href="{escape(address)}" title="{escape(title)}">'
