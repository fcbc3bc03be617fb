"""The routes: the page at a path, what it shows of a query, and its entries for search engines."""

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
from components.text.keys import PAGE_NAMES, VERDICTS
from components.text.paths import name_key, path
from components.text.view import View
from components.widgets.controls import Controls
from data.catalog import Catalog
from data.languages import TAGS, alternates

Route = tuple[str, Page, dict[str, str]]
"""Language, page, and the choices in the path itself."""

_PLAIN_PATHS: Final = {page.path for page in PAGES if not page.item}
PATHS: Final[dict[str, Route]] = {
    path(lang, page.path): (lang, page, {})
    for lang in LANGUAGES
    for page in PAGES
    if not page.item or page.path not in _PLAIN_PATHS
}
"""The routes of pages that exist once."""
_MIN_SIMILARITY: Final = 0.75
"""Similarity of names, from 0 to 1, from which one may be meant for the other: rankings and ranking 0.93."""
FIRST: Final = next(iter(PATHS))
MAX_SUGGESTIONS, MAX_QUOTED_LENGTH = 3, 40  # unknown values of one key that are quoted, and their characters
_REFUSED_LABELS: Final = {
    "from": "refused.of.from", "to": "refused.of.to", "with": "refused.of.with",
    "raise": "refused.of.raise", "sort": "refused.of.sort", "order": "refused.of.order",
    "w": "refused.of.w", "claim": "refused.of.claim", "history": "refused.of.history",
}  # fmt: skip
"""Keys of labels of choices that no control labels."""


def routes(catalog: Catalog) -> dict[str, Route]:
    """Return all routes by path, including the pages that exist once for each of their items."""
    items: dict[str, Route] = {
        path(lang, f"{page.path}/{code}"): (lang, page, {page.item: code})
        for lang in LANGUAGES
        for page in PAGES
        if page.item
        for code in page.items(catalog)
    }
    return PATHS | items


_HOMES: Final = {page.key: page.home for page in PAGES}
NAVIGATION: Final[Groups] = {
    group: {page.home: Place(PAGE_NAMES[page.key], _HOMES[page.tab or page.key]) for page in pages}
    for group, pages in GROUPS.items()
}
"""The place of each page in the navigation, by group and path."""


def suggest_paths(catalog: Catalog, lang: str, requested: str) -> dict[str, str]:
    """Return the paths that a path which leads nowhere may mean, each with the name of its page.

    Only the last path segment is compared, with page slugs and with the names of economies.
    """
    t, segments = words(lang), [segment for segment in requested.split("/") if segment] or [""]
    folder = "brief" if "brief" in segments[:-1] else "economy"
    paths, titles = dict[str, str](), dict[str, str]()
    for code, economy in catalog.economies.items():
        target = path(lang, f"{folder}/{code}")
        titles[target] = t.phrase(economy.short)
        paths |= dict.fromkeys(map(normalize_name, catalog.spellings[code]), target)
    for target, (page_lang, page, _) in PATHS.items():
        if page_lang == lang:
            titles[target] = t(PAGE_NAMES[page.key])
            paths[normalize_name(target.rpartition("/")[2])] = target
    name = normalize_name(segments[-1].replace("-", " "))
    matches = get_close_matches(name, paths, cutoff=_MIN_SIMILARITY)
    return {paths[match]: titles[paths[match]] for match in matches}


def canonical_path(dataset: Dataset, route: Route) -> str:
    """Return the canonical path of a route: that of a strategic pillar has its slug, not its number."""
    lang, page, given = route
    pillars = dataset.catalog.strategy if page.item == "pillar" else ()
    slugs = {str(pillar.number): pillar.slug for pillar in pillars}
    return path(lang, "/".join((page.path, *(slugs.get(value, value) for value in given.values()))))


def view_query(page: Page, query: Mapping[str, str]) -> str:
    """Return the choices of a query that a page reads, as a query string with its question mark."""
    choices = {key: query[key] for key in (*page.keys, *page.query.OLD_KEYS) if key in query}
    return f"?{urlencode(choices, safe=',')}" if choices else ""


def sitemap_paths(dataset: Dataset, routes_by_path: Mapping[str, Route]) -> list[str]:
    """Return the paths for search engines, in the first language.

    Leaves out second names of a page, and economies that were never ranked.
    """
    return [
        path
        for path, (lang, page, given) in routes_by_path.items()
        if lang == LANGUAGES[0] and canonical_path(dataset, (lang, page, given)) == path
        if page.item != "economy" or given.get("economy") in dataset.economies
    ]


def static_paths(dataset: Dataset, routes_by_path: Mapping[str, Route]) -> dict[str, bool]:
    """Return the paths of a static edition, each with whether its page is about one economy.

    Leaves out economies that were never ranked.
    """
    economies = {path: given.get("economy", "") for path, (_, _, given) in routes_by_path.items()}
    ranked = ("", *dataset.economies)
    return {path: bool(economy) for path, economy in economies.items() if economy in ranked}


def cards_by_path(routes_by_path: Mapping[str, Route]) -> dict[str, tuple[str, str, dict[str, str]]]:
    """Return by path the first card of its page, the language, and the choices in the path."""
    first_cards = {page.key: name for name, (page, _) in reversed([*CARDS.items()])}
    return {
        path: (first_cards[page.key], lang, given)
        for path, (lang, page, given) in routes_by_path.items()
        if page.key in first_cards
    }


def page_component(dataset: Dataset, route: Route, query: Mapping[str, str], note: str = "") -> html.Div:
    """Return the page of a route with header and footer, and its snapshot and title as data attributes.

    note: appended to the footer's line on the snapshot.
    """
    lang, page, given = route
    here = canonical_path(dataset, route).removeprefix(path(lang, ""))
    content = page.layout(dataset, lang, {**query, **given})
    index = search_index.index_path(dataset, lang)
    refusal = refusal_line(dataset, lang, page, given, query, lambda: content)
    whole_page = page_shell(
        dataset, lang, here, NAVIGATION, content, key=page.key, index=index, refused=refusal, note=note
    )
    t = words(lang)
    data = attributes(
        data_snapshot=dataset.snapshot.id,
        data_title=t("site.title", heading=with_title(page.key, "{heading}", t)),
    )
    return html.Div(whole_page, **data)


def refusal_line(
    dataset: Dataset,
    lang: str,
    page: Page,
    given: Mapping[str, str],
    query: Mapping[str, str],
    content: Callable[[], Sequence[Component]],
) -> str:
    """Return the values of a query that are not available and what is shown instead; "" if there are none.

    given: the choices in the path, which are always available; content: draws the page, whose controls name
    options.
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
        text = t(_REFUSED_LABELS[key]) if key in _REFUSED_LABELS else controls.label(key)
        return text[:1].upper() + text[1:]

    sentences = []
    if ordered is not values:
        first, last = (chosen.texts()[key] for key in page.query.SPAN or ())
        sentences.append(t("refused.order", first=first, last=last))
    for key, parts, _ in page.query.refused_choices(dataset, ordered):  # type: ignore[arg-type]  # all are texts
        unknown = [part for part in parts if part.strip()]
        if key in given or not any(unknown):
            continue
        control_id = f"{page.key}-{key}"
        options = getattr(by_id(content(), {control_id}).get(control_id), "options", None) or []
        names = dataset.menu_names(lang) | {str(option["value"]): str(option["label"]) for option in options}
        quoted = t.listing([names.get(part) or _quote(part) for part in unknown[:MAX_SUGGESTIONS]])
        value = controls.value(key)
        taken = value if isinstance(value, tuple) else (value,)
        labels = [names.get(str(item)) or (str(item) if isinstance(item, int) else "") for item in taken]
        listing = t.listing([text for text in labels if text])
        sentence = "refused.shown" if listing else "refused.only"
        sentences.append(t(sentence, label=label(key), asked=quoted, shown=listing))
        if any(str(edition.year) in unknown for edition in dataset.missing_editions):
            sentences.append(View(dataset, t).newer_edition_note)
    possible = chosen.options(dataset)
    for control in declared:
        unknown = list(dict.fromkeys(values.get(control.key, "").split(","))) if control.most else []
        if sum(not control.invalid_parts(part, possible[control.key]) for part in unknown) > control.most:
            sentences.append(t("refused.most", label=label(control.key), most=control.most))
    return t.sentences(sentences)


def _quote(text: str) -> str:
    """Return a value shortened, with a replacement character for each that cannot be printed."""
    short = text[:MAX_QUOTED_LENGTH] + "…" * (len(text) > MAX_QUOTED_LENGTH)
    return "".join(character if character.isprintable() else "\ufffd" for character in short)


def head_links(address: str, lang: str, page: Page, query: Mapping[str, str]) -> str:
    """Return links for the head of a page: canonical, hreflang, and oEmbed if it has a figure.

    address: the full one of the page, without choices; query: the choices of the view.
    """
    site, t = origin(address), words(lang)
    links = [f'<link rel="canonical" href="{escape(address)}">']
    for tag, target in alternates(address.removeprefix(site)):
        links.append(f'<link rel="alternate" hreflang="{tag}" href="{escape(site + target)}">')
    if page.cards:
        view = urlencode({"url": address + view_query(page, query), "format": "json"})
        oembed, title = escape(f"{site}/oembed?{view}"), escape(t("site.name"))
        links.append(f'<link rel="alternate" type="application/json+oembed" href="{oembed}" title="{title}">')
    return "\n" + "\n".join(links)


def page_subject(dataset: Dataset, route: Route) -> dict[str, Any]:
    """Return a page in terms of schema.org: its site, breadcrumbs, and the economy that it is about.

    {} if the public address of the site is unknown.
    """
    if not dataset.address:
        return {}
    lang, page, given = route
    t = words(lang)
    items = {key: value for key, value in given.items() if key in ("economy", "pillar")}
    names = dict(dataset.labels(lang))
    for pillar in dataset.catalog.strategy:
        names[pillar.slug] = names[str(pillar.number)] = t.phrase(pillar.short)
    crumbs = {path(lang, ""): t("site.name")}
    crumbs |= {path(lang, page.path): t(name_key(page.path))} if page.path else {}
    crumbs |= {canonical_path(dataset, route): names[value] for value in items.values()}
    steps = [
        {"@type": "ListItem", "position": position, "name": name, "item": dataset.address + address}
        for position, (address, name) in enumerate(crumbs.items(), 1)
    ]
    site = {"@type": "WebSite", "@id": f"{dataset.address}/#site", "url": f"{dataset.address}/"}
    site |= {"name": t("site.name"), "alternateName": t("site.subtitle")}
    web_page = {
        "@type": "WebPage",
        "url": dataset.address + canonical_path(dataset, route),
        "inLanguage": TAGS[lang],
        "dateModified": dataset.snapshot.created,
        "isPartOf": {"@id": site["@id"]},
        "isBasedOn": f"{dataset.address}/en/data",
        "breadcrumb": {"@type": "BreadcrumbList", "itemListElement": steps},
    }
    if "economy" in items:
        web_page["about"] = {"@type": "Place", "name": names[items["economy"]]}
    reviews = _claim_reviews(dataset, t, site["@id"]) if page.key == "claims" else []
    return {"@context": "https://schema.org", "@graph": [site, web_page, *reviews]}


def _claim_reviews(dataset: Dataset, t: Words, site: str) -> list[dict[str, Any]]:
    source, reviews = dataset.catalog.sources["article"], []
    for assessment in claim_assessments(dataset):
        claim, verdict = assessment.claim, assessment.verdict
        if verdict not in (RIGHT, WRONG):
            continue
        appearance = {"@type": "CreativeWork", "url": source.url, "name": t.phrase(source.name)}
        rating = {"@type": "Rating", "ratingValue": int(verdict == RIGHT), "worstRating": 0, "bestRating": 1}
        review = {
            "@type": "ClaimReview",
            "url": f"{dataset.address}{t.link('claims', claim=claim.id)}#claim-{claim.id}",
            "author": {"@type": "Organization", "name": t("site.name"), "@id": site},
            "claimReviewed": plain(t.phrase(claim.quotation or claim.statement)),
            "itemReviewed": {"@type": "Claim", "appearance": appearance},
            "reviewRating": rating | {"alternateName": t(VERDICTS[verdict])},
            "datePublished": dataset.snapshot.created,
        }
        reviews.append(review)
    return reviews
