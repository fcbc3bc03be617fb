"""The rules for the files of a pack, each with a function that yields its violations."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

from data.claims import FIGURES, SUFFIXES, Claim, Figure
from data.codes import CODE
from data.entries import Article, Entry, Indicator, StrategicPillar
from data.languages import Text

ARTICLE_FILE: Final = "article.toml"
MAX_QUOTED: Final = 80  # characters of a text that a fault quotes
_BRACES: Final = re.compile(r"\{\{|\}\}|\{(\w+)\}|([{}][^{}]*\}?)")


class PackFiles(NamedTuple):
    """The content of the files of a pack, and the indicators and editions that they may name."""

    article: Article
    pillars: tuple[StrategicPillar, ...]
    claims: tuple[Claim, ...]
    indicators: Mapping[str, Indicator]
    editions: Collection[int]


Faults = Iterator[str]
"""Messages, each with file and key."""


def _check_article(files: PackFiles) -> Faults:
    article = files.article
    for edition in [edition for edition in article.editions if edition not in files.editions][:1]:
        yield f"{ARTICLE_FILE}: 'editions': there is no edition {edition}"
    if sorted({*article.editions}) != [*article.editions]:
        yield f"{ARTICLE_FILE}: 'editions' must be one or two, the earlier first"
    if (len(article.editions) == 1) != (article.target is not None):
        yield f"{ARTICLE_FILE}: 'target' belongs to one edition, and only to one"
    if len(article.ranks) != len(article.editions):
        yield f"{ARTICLE_FILE}: 'ranks' must be as many as 'editions'"
    if not article.peers or article.economy in article.peers:
        yield f"{ARTICLE_FILE}: 'peers' must be other economies, one at least"
    if article.claim not in {claim.id for claim in files.claims}:
        yield f"{ARTICLE_FILE}: 'claim': '{article.claim}' is not in claims.toml"


def _check_tested_ranks(files: PackFiles) -> Faults:
    ranks = dict(zip(files.article.editions, files.article.ranks, strict=False))
    for number, claim in enumerate(files.claims, start=1):
        for test in claim.tests if claim.id == files.article.claim else ():
            figure = claim.figures.get(test.figure)
            rank = ranks.get(figure.edition or 0) if figure and figure.kind == "rank" else None
            if rank and isinstance(test.than, float) and (test.op, test.than) != ("=", rank):
                yield f"{ARTICLE_FILE}: 'ranks' has {rank}, claim {number} is tested by {test.than:g}"


def _check_pillars(files: PackFiles) -> Faults:
    for slug in _find_duplicates(pillar.slug for pillar in files.pillars):
        yield f"{ARTICLE_FILE}: 'slug': two pillars have '{slug}', and so one address"
    if [pillar.number for pillar in files.pillars] != [*range(1, len(files.pillars) + 1)]:
        yield f"{ARTICLE_FILE}: the pillars must be numbered from 1, in this order"


def _check_links(files: PackFiles) -> Faults:
    for location, pillar in _pillars(files):
        measured = {link.indicator for link in pillar.links if not link.gii and not link.of}
        for number, link in enumerate(pillar.links, start=1):
            code, indicator = link.indicator, files.indicators.get(link.indicator)
            if link.gii and not re.fullmatch(CODE, code):
                yield f"{location}, link {number}: '{code}' is not a GII code"
            if not link.gii and not indicator:
                yield f"{location}, link {number}: unknown indicator '{code}'"
            if not link.gii and indicator and indicator.status in ("withheld", "superseded"):
                yield f"{location}, link {number}: indicator '{code}' is {indicator.status}"
            if link.of and (link.gii or link.of not in measured):
                yield f"{location}: '{code}' measures the same as '{link.of}', which is no link of its own"


def _check_actions(files: PackFiles) -> Faults:
    for location, pillar in _pillars(files):
        linked = {link.indicator for link in pillar.links}
        for number, action in enumerate(pillar.actions, start=1):
            for code in [code for code in action.indicators if code not in linked][:1]:
                yield f"{location}, action {number}: '{code}' is not among the links of the pillar"
            if not action.indicators and action.gap is None:
                yield f"{location}, action {number}: an action without indicators must say its gap"
        if unused := linked - {code for action in pillar.actions for code in action.indicators}:
            yield f"{location}: no action names the link '{min(unused)}'"


def _check_drawn_series(files: PackFiles) -> Faults:
    for location, pillar in _pillars(files):
        series = {link.indicator for link in pillar.links if not link.gii}
        multiples = (code for multiple in pillar.multiples for code in (multiple.indicator, multiple.peers))
        for code in filter(None, (pillar.headline, *multiples)):
            if code not in series:
                yield f"{location}: the headline or multiple '{code}' is not a series among its links"


def _check_claims(files: PackFiles) -> Faults:
    for name in _find_duplicates(name for claim in files.claims for name in (claim.id, claim.number)):
        yield f"claims.toml: '{name}' occurs twice"
    for location, claim in _claims(files):
        first, second = ("actions", "series") if claim.kind == "aim" else ("tests", "untestable")
        values: dict[str, object] = {"actions": claim.actions, "series": claim.series, "tests": claim.tests}
        values["untestable"] = claim.untestable
        given = [key for key, value in values.items() if value]
        if given not in ([first], [second]):
            yield f"{location}: either '{first}' or '{second}' must be given, not both"
        if not claim.actions and not (claim.definition and claim.computation):
            yield f"{location}: 'definition' and 'computation' must be given"
        if sorted(claim.caveats, key=lambda caveat: not caveat.weighty) != list(claim.caveats):
            yield f"{location}: the weighty caveats must come first"


def _check_figures(files: PackFiles) -> Faults:
    for location, claim in _claims(files):
        for name, figure in claim.figures.items():
            stated = {Figure.model_fields[key].alias or key for key in figure.model_fields_set}
            for key in sorted((stated - {"kind", "code"}) ^ {*FIGURES[figure.kind]}):
                yield f"{location}, figures, {name}: {'unknown' if key in stated else 'missing'} key '{key}'"
            if not (figure.indicator or figure.ranking) and "latest" in (figure.since, figure.to):
                yield f"{location}, figures, {name}: 'since' and 'to' must be years"
            if name.endswith(SUFFIXES):
                yield f"{location}, figures: '{name}' is not a name of a figure"
        for test in (*claim.tests, *(caveat.test for caveat in claim.caveats if caveat.test)):
            for compared in (test.figure, test.than):
                if isinstance(compared, str) and compared not in claim.figures:
                    yield f"{location}: '{compared}' in a test is not one of the figures of the claim"
        names = {name + suffix for name in claim.figures for suffix in ("", *SUFFIXES)}
        for text in (text for words in claim.texts for text in words.by_language.values()):
            for name in _names_in_braces(text):
                if name not in names:
                    yield f"{location}: unknown figure '{name}' in '{text[:MAX_QUOTED]}'"


def _check_names_in_texts(files: PackFiles) -> Faults:
    texts = [*_texts(files.article, ARTICLE_FILE), *_texts(files.pillars, f"{ARTICLE_FILE}, pillar")]
    for location, claim in _claims(files):
        texts += _texts(claim.statement, f"{location}, statement")
    for location, text in texts:
        for name in {*_names_in_braces(text)} - ({"last"} if location.endswith(", finding") else set()):
            yield f"{location}: unknown name '{name}' in braces"


def _check_aims(files: PackFiles) -> Faults:
    aims = Counter((claim.pillar, action) for claim in files.claims for action in claim.actions)
    actions = Counter((pillar.number, n) for pillar in files.pillars for n, _ in enumerate(pillar.actions, 1))
    for pillar, action in sorted(aims - actions):
        yield f"claims.toml: one aim alone may name recommendation {action} of pillar {pillar}"


RULES: Final[Mapping[str, Callable[[PackFiles], Faults]]] = {
    "The article names one or two editions, a rank for each, peers, and its claim.": _check_article,
    "The claim of the article tests the ranks that the article names.": _check_tested_ranks,
    "Pillars are numbered from 1, and each has an address of its own.": _check_pillars,
    "A link names a code of the index, or an indicator that the site shows.": _check_links,
    "An action names links of its pillar, or a gap; each link has an action.": _check_actions,
    "The headline and the multiples of a pillar are series among its links.": _check_drawn_series,
    "A claim has its own id and number, one way to be tested, weighty caveats first.": _check_claims,
    "A figure has the keys of its kind; tests and texts name figures of their claim.": _check_figures,
    "In braces, texts name {HERO}, {NOUN}, {FIRST} and {LAST} alone.": _check_names_in_texts,
    "A recommendation is named by one aim at most.": _check_aims,
}
"""The function that checks each rule."""


def _pillars(files: PackFiles) -> Iterator[tuple[str, StrategicPillar]]:
    for pillar in files.pillars:
        yield f"{ARTICLE_FILE}, pillar {pillar.number}", pillar


def _claims(files: PackFiles) -> Iterator[tuple[str, Claim]]:
    for number, claim in enumerate(files.claims, start=1):
        yield f"claims.toml, claim {number}", claim


def _texts(value: object, location: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Text):
        yield from ((location, text) for text in value.by_language.values())
    elif isinstance(value, tuple):
        for number, item in enumerate(value, start=1):
            yield from _texts(item, f"{location} {number}")
    elif isinstance(value, Entry):
        for name, field in type(value).model_fields.items():
            yield from _texts(getattr(value, name), f"{location}, {field.alias or name}")


def _names_in_braces(text: str) -> Iterator[str]:
    """Yield names in braces, and other uses of braces as a whole, which str.format would interpret."""
    for name, other in _BRACES.findall(text):
        if name or other:
            yield name or other


def _find_duplicates(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]
