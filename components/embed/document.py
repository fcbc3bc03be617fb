"""The document of an embed: one figure with finding, measure, source and origin; readable without scripts."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape, unescape
from urllib.parse import urlencode

from analysis.dataset import Dataset
from components import numbers
from components.bundles import bundles
from components.embed.card import pick, view
from components.pages import CARDS
from components.parts.fault import FRAMED, faults
from components.prerender.document import marked
from components.prerender.markup import to_html
from components.shell import Scheme
from components.text import LANGUAGE_TAGS, Words, plain, words

_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class EmbedRequest:
    """The name of a card, a language, a theme and the query of an embed."""

    name: str
    lang: str
    scheme: Scheme
    query: Mapping[str, str]

    @property
    def frozen(self) -> bool:
        """Whether the embed stays with the snapshot that its address names."""
        return bool(self.query.get("snapshot"))


def document(dataset: Dataset, request: EmbedRequest) -> str:
    """Return the document of an embed; what the query asks for is read as on the page."""
    say, (page, card) = words(request.lang), CARDS[request.name]
    shown = view(dataset, request.lang, page, request.query)
    picked = pick(shown, card, dataset.snapshot.id if request.frozen else "")
    body = picked.card or f'<p class="empty">{escape(say("embed.empty"))}</p>'
    marks = {
        "data-embed": card.name,
        "data-view": shown.address,
        "data-snapshot": dataset.snapshot.id,
        **({"data-frozen": dataset.snapshot.id} if request.frozen else {}),
    }
    about = "".join(f' {name}="{escape(value)}"' for name, value in marks.items())
    graphs = any(name.endswith("-figures") for name in picked.stores)
    return f"""{_head(request, _TAG.sub("", picked.finding), dataset.address, shown.address)}
{_scripts(drawn=graphs)}
<noscript><style>.table-panel{{display:block}}.plot,.actions{{display:none}}</style></noscript>
</head>
<body class="embed"{about}>
<main>
<h1>{picked.finding}</h1>
{body}
{_credit(dataset, dataset.address + shown.address, say, frozen=request.frozen)}
</main>
<template id="site-faults">{to_html(faults(say, FRAMED))}</template>
{_data(picked.stores)}
</body>
</html>"""


def finding(dataset: Dataset, name: str, lang: str, query: Mapping[str, str]) -> tuple[str, str]:
    """Return what the figure of a card says for a query, without marks, and the address of the view."""
    page, card = CARDS[name]
    shown = view(dataset, lang, page, query)
    return unescape(_TAG.sub("", pick(shown, card).finding)), shown.address


def missing(request: EmbedRequest, snapshot: str) -> str:
    """Return the document in place of a figure of a snapshot that is missing, in every language.

    ``snapshot`` is the id that was requested, "" if it cannot be one.
    """
    current = urlencode({key: value for key, value in request.query.items() if key != "snapshot"}, safe=",")
    address = f"/embed/{request.name}?{current}"
    parts = []
    for lang in sorted(LANGUAGE_TAGS, key=lambda one: one != request.lang):
        say = words(lang)
        told = say("embed.missing", id=snapshot) if snapshot else say("embed.unnamed")
        parts.append(
            f'<section lang="{LANGUAGE_TAGS[lang]}"><h1>{escape(say("embed.missing_title"))}</h1>'
            f'<p>{escape(told)}</p><p><a href="{escape(address)}" target="_self">'
            f"{escape(say('embed.current'))}</a></p></section>"
        )
    return f"""{_head(request, escape(words(request.lang)("embed.missing_title")))}
</head>
<body class="embed"><main class="embed-missing">{"".join(parts)}</main></body>
</html>"""


def _data(stores: Mapping[str, str]) -> str:
    """Return the data of the card, which the scripts read; "<" is written so that no text can end them."""
    quiet = {name: text.replace("<", "\\u003c") for name, text in stores.items()}
    return "\n".join(
        f'<script type="application/json" id="{escape(name)}">{text}</script>' for name, text in quiet.items()
    )


def _scripts(*, drawn: bool) -> str:
    """Return the elements that load the scripts; plotly.js only where a figure is drawn."""
    files = [*([bundles().plotly] if drawn else []), bundles().frames]
    return "\n".join(f'<script src="{one.address}" defer></script>' for one in files)


def _head(request: EmbedRequest, title: str, site: str = "", page: str = "") -> str:
    theme = f' data-theme="{request.scheme}"' if request.scheme else ""
    canonical = f'\n<link rel="canonical" href="{escape(site + page)}">' if page else ""
    return f"""<!DOCTYPE html>
<html lang="{LANGUAGE_TAGS[request.lang]}"{theme}{marked(site)}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<meta name="robots" content="noindex">
<meta name="color-scheme" content="light dark">
<base target="_blank">{canonical}
<link rel="icon" href="/assets/favicon.svg" type="image/svg+xml">
<link rel="stylesheet" href="{bundles().styles.address}">"""


def _credit(dataset: Dataset, address: str, say: Words, *, frozen: bool) -> str:
    """Return the line that says where the figure comes from, and of which snapshot it is."""
    created = numbers.day(dataset.snapshot.created, say.lang)
    key = "embed.frozen" if frozen else "embed.snapshot"
    told = escape(plain(say(key, created=created, id=dataset.snapshot.id)))
    name = escape(say("embed.site"))
    return (
        f'<p class="embed-credit"><a href="{escape(address)}" target="_blank" rel="noopener">{name}</a>'
        f"<span>{told}</span></p>"
    )
