"""What programs read: robots.txt, sitemap, llms.txt, the search index, schema.org."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any, Final

from flask import Flask, Response, abort, g

from analysis.dataset import Dataset, cached
from analysis.freshness import launched_notes
from data.api import BY_NAME, ENDPOINTS, OPENAPI, ROOT, TOOLS, load_wording
from data.citation import SITE
from data.languages import LANGUAGES, ORIGINAL, TAGS, alternates
from data.pack import fill
from service.api.answers import Cards, full_address
from service.files import with_etag
from service.headers import EMBED

OfLanguage = Callable[[Dataset, str], str]

SITEMAP: Final = "/sitemap.xml"
ENDLESS: Final = ("/*?", "/_dash", "/embed/", "/oembed")
"""Views by their query and what only programs ask for: without end, or nothing that a reader looks for."""
NEEDED: Final = ("/assets/", "/_dash-component-suites/", "/_dash-dependencies", "/preview/", f"{ROOT}/")
"""What pages are drawn with and llms.txt recommends, with a query too: by RFC 9309 the longer path decides"""
PREVIEWS: Final = (
    *("Twitterbot", "facebookexternalhit", "LinkedInBot", "Slackbot-LinkExpanding", "Discordbot"),
    *("TelegramBot", "WhatsApp", "Embedly", "Iframely"),
)
"""Programs that read one address, which a reader shared, for its preview: they may read views as well."""
_SITEMAPS: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"
_LICENCES: Final = "Data belong to their publishers and keep their licences. Of the editions, as stated: {}."
_SERVER: Final = (
    "Assistants may read it through the Model Context Protocol where an operator runs python -m "
    f"service.assistants; its tools are {', '.join(TOOLS)}."
)
_PAGE: Final = "/en/data"


def install(
    server: Flask,
    current: Callable[[], Dataset],
    site: Callable[[], str],
    listed: Callable[[Dataset], Sequence[str]],
    index: OfLanguage,
    place: OfLanguage,
    cards: Cards,
    pages: Sequence[tuple[str, str]],
) -> None:
    """Serve robots.txt, the sitemap, llms.txt, and the index of the search in each language.

    The sitemap needs the address of the site, and is 404 where it is not known. listed: the paths of the
    sitemap, in the first language; index: of the search, at its ``place``; cards, and pages with name and
    path: what llms.txt lists.
    """
    languages = f"any({', '.join(LANGUAGES)})"

    def answer(text: str, mimetype: str) -> Response:
        response = with_etag(text, mimetype)
        response.headers["Cache-Control"] = EMBED
        return response

    @server.get("/robots.txt")
    def robots_file() -> Response:
        return answer(robots(site()), "text/plain")

    @server.get(SITEMAP)
    def sitemap_file() -> Response:
        dataset, home = current(), site() or abort(404)
        return answer(sitemap(listed(dataset), dataset.snapshot.created, home), "application/xml")

    @server.get("/llms.txt")
    def llms_file() -> Response:
        return answer(llms(current(), cards, pages), "text/plain")

    @server.get(f"/search/<{languages}:lang>.<digest>.json")
    def search(lang: str, digest: str) -> Response:
        """Answer with the current index, also where the page of an older snapshot asks for an older one."""
        dataset = current()
        if place(dataset, lang) == f"/search/{lang}.{digest}.json":
            g.named = True
        return with_etag(index(dataset, lang), "application/json")


def robots(home: str) -> str:
    """Return robots.txt (RFC 9309)."""
    lines = [
        *(f"User-agent: {name}" for name in PREVIEWS),
        *("Allow: /", "", "User-agent: *"),
        *(f"Allow: {path}" for path in NEEDED),
        *(f"Disallow: {path}" for path in ENDLESS),
        *(["", f"Sitemap: {home}{SITEMAP}"] if home else []),
    ]
    return "\n".join(lines) + "\n"


def sitemap(paths: Iterable[str], day: str, home: str) -> str:
    """Return the sitemap (sitemaps.org 0.9) with every page in every language."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<urlset xmlns="{_SITEMAPS}" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ]
    for path in paths:
        places = [(tag, escape(home + other)) for tag, other in alternates(path)]
        links = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{place}"/>' for tag, place in places
        )
        lines += [f"<url><loc>{place}</loc><lastmod>{day}</lastmod>{links}</url>" for _, place in places[:-1]]
    return "\n".join([*lines, "</urlset>"]) + "\n"


def llms(dataset: Dataset, cards: Cards, pages: Iterable[tuple[str, str]]) -> str:
    """Return llms.txt (llmstxt.org): title, summary and notes, then lists of links, as the format asks."""

    def link(name: str, path: str, note: str = "") -> str:
        return f"- [{name}]({full_address(dataset, path)})" + (f": {note}" if note else "")

    words, checking = load_wording(), BY_NAME["check"]
    about = (
        fill("{HERO}’s rank in the Global Innovation Index, editions ", ORIGINAL)
        + f"{dataset.editions[0]} to {dataset.editions[-1]}, beside "
        + fill("the {MANY} strategic pillars of {NAMED}: ", ORIGINAL)
        + f"{len(dataset.economies)} economies, {len(dataset.observations_by_series)} related indicators. "
        f"Snapshot {dataset.snapshot.id} of {dataset.snapshot.created}."
    )
    licences = "; ".join(f"{edition}: {licence}" for edition, licence in dataset.licences.items())
    lines = [
        f"# {SITE}",
        "",
        f"> {about}",
        "",
        *launched_notes(dataset, "en").values(),
        dataset.catalog.phrases["check_comparability"].en,
        "The site shows association, not cause: no figure shows that a policy moved a rank.",
        _LICENCES.format(licences),
        f"To check a sentence against the data: {full_address(dataset, checking.path)}?{checking.example}",
        _SERVER,
        "",
        "## Pages",
        "",
        *(link(name, path) for name, path in pages),
        "",
        "## API",
        "",
        link("OpenAPI document", OPENAPI, "Every address with its parameters and answers"),
        *(link(one.name, one.path, words.endpoints[one.name].en) for one in ENDPOINTS),
        "",
        "## Cards",
        "",
        *(link(card.name, card.endpoint.path, card.title(dataset).en) for card in cards.values()),
        "",
        "## Optional",
        "",
        link("All tables", "/download/snapshot.zip", "A Frictionless Data Package of CSV files"),
    ]
    return "\n".join(lines) + "\n"


# --- the snapshot for search engines


def json_ld(content: Mapping[str, Any]) -> str:
    """Return JSON as an element that no browser runs and no text in it can end; "" of nothing."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/ld+json">{text}</script>' if content else ""


@cached
def schema_org(dataset: Dataset) -> str:
    """Return a script element with the Dataset of schema.org, and the works that it is based on.

    Licences differ by release, and some publishers state none: the licence of the whole is the page that
    lists what each states. One stands by itself at a work where it is stated without reserve.
    """
    snapshot, catalog = dataset.snapshot, dataset.catalog
    described = snapshot.descriptor
    stated = {one.licence: one.licence_url for one in catalog.sources.values()}
    stated |= {one.licence: one.licence_url for one in catalog.editions.values()}
    makers = [{"@type": "Organization", "name": one["title"]} for one in described["contributors"]]
    works = []
    releases = dataset.table("sources").fillna({"licence": ""})
    for _, rows in releases.groupby(["family", "licence"]):
        source, licence = catalog.sources[rows["family"].iloc[0]], rows["licence"].iloc[0]
        work = {
            "@type": "CreativeWork",
            "name": source.name.en,
            "publisher": {"@type": "Organization", "name": source.publisher.en},
            "url": source.url,
            "version": ", ".join(sorted(rows["vintage"].unique())),
            "creditText": min(rows["citation"].dropna(), default=""),
            "license": stated.get(licence, "") if "(" not in licence else "",
        }
        works.append({name: value for name, value in work.items() if value})
    whole = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "name": described["title"],
        "description": described["description"],
        "url": dataset.address + _PAGE,
        "identifier": snapshot.id,
        "version": snapshot.id,
        "dateModified": snapshot.created,
        "datePublished": snapshot.created,
        "creator": makers[0] if len(makers) == 1 else makers,
        "keywords": [
            "Global Innovation Index",
            "innovation",
            fill("{HERO}", ORIGINAL),
            "science and technology",
        ],
        "inLanguage": [*TAGS.values()],
        "isAccessibleForFree": True,
        "usageInfo": f"{dataset.address}{_PAGE}#sources",
        "license": f"{dataset.address}{_PAGE}#sources",
        "alternateName": catalog.phrases["title_whole"].zh,
        "temporalCoverage": f"{dataset.editions[0]}/{dataset.editions[-1]}",
        "spatialCoverage": "World",
        "distribution": [
            {
                "@type": "DataDownload",
                "contentUrl": f"{dataset.address}/download/snapshot.zip?snapshot={snapshot.id}",
                "encodingFormat": "application/zip",
            }
        ],
        "isBasedOn": works,
    }
    return json_ld(whole)
