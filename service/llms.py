"""llms.txt (https://llmstxt.org): what the site holds and how programs that read text may use it."""

from collections.abc import Callable, Iterable

from flask import Flask, Response

from analysis.dataset import Dataset
from analysis.news import launched
from data.api import ENDPOINTS, OPENAPI, Wording, wording
from data.citation import SITE
from service.api.cards import Cards
from service.api.statements import address

PATH = "/llms.txt"
CACHE = "public, max-age=300, must-revalidate"
_SERVER = (
    "Assistants may read it through the Model Context Protocol where an operator runs python -m "
    "service.assistants; its tools are find, get_card, compare and check_statement."
)

Pages = Iterable[tuple[str, str]]
"""The names of pages with their paths."""


def install(server: Flask, current: Callable[[], Dataset], cards: Cards, pages: Pages) -> None:
    """Serve llms.txt, made from the catalog and the snapshot of today."""
    words = wording()

    @server.get(PATH)
    def llms() -> Response:
        text = written(current(), words, cards, pages)
        response = Response(text, content_type="text/plain; charset=utf-8")
        response.headers["Cache-Control"] = CACHE
        return response


def written(dataset: Dataset, words: Wording, cards: Cards, pages: Pages) -> str:
    """Return the text: title, summary and notes, then lists of links, as the format asks."""
    phrases = dataset.catalog.phrases
    about = (
        f"China’s rank in the Global Innovation Index, editions {dataset.editions[0]} to "
        f"{dataset.editions[-1]}, beside the five strategic pillars of an article that starts from it: "
        f"{len(dataset.economies)} economies, {len(dataset.observed)} related indicators. Snapshot "
        f"{dataset.snapshot.id} of {dataset.snapshot.created}."
    )
    licences = "; ".join(f"{edition}: {licence}" for edition, licence in dataset.licences.items())
    checking = next(one for one in ENDPOINTS if one.name == "check")
    downloads = dataset.catalog.downloads
    titles = [(card, downloads[card.tables[0].name].title.en) for card in cards.values()]
    lines = [
        f"# {SITE}",
        "",
        f"> {about}",
        "",
        *launched(dataset, "en").values(),
        phrases["check_comparability"].en,
        "The site shows association, not cause: no figure shows that a policy moved a rank.",
        f"Data belong to their publishers and keep their licences. Of the editions, as stated: {licences}.",
        f"To check a sentence against the data: {address(dataset, checking.path)}?{checking.example}",
        _SERVER,
        "",
        "## Pages",
        "",
        *(_link(dataset, name, path) for name, path in pages),
        "",
        "## API",
        "",
        _link(dataset, "OpenAPI document", OPENAPI, "Every address with its parameters and answers"),
        *(_link(dataset, one.name, one.path, words.endpoints[one.name].en) for one in ENDPOINTS),
        "",
        "## Cards",
        "",
        *(_link(dataset, card.name, card.endpoint.path, title) for card, title in titles),
        "",
        "## Optional",
        "",
        _link(dataset, "All tables", "/download/snapshot.zip", "A Frictionless Data Package of CSV files"),
    ]
    return "\n".join(lines) + "\n"


def _link(dataset: Dataset, name: str, path: str, note: str = "") -> str:
    return f"- [{name}]({address(dataset, path)})" + (f": {note}" if note else "")
