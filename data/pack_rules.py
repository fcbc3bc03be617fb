"""The rules for the files of a pack, each with the sentence that `etl pack check` says where it is broken."""

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from data.claims import FIGURES, SUFFIXES, Claim, Figure
from data.codes import CODE
from data.entries import Action, Article, Entry, Indicator, Link, StrategicPillar
from data.languages import Text

ARTICLE_FILE: Final = "article.toml"
MAX_QUOTED: Final = 80  # characters of a text that a fault quotes
_BRACES: Final = re.compile(r"\{\{|\}\}|\{(\w+)\}|([{}][^{}]*\}?)")


class PackFiles(NamedTuple):
    """What the files of a pack hold, and the indicators and editions that they may name."""

    article: Article
    pillars: tuple[StrategicPillar, ...]
    claims: tuple[Claim, ...]
    indicators: Mapping[str, Indicator]
    editions: Collection[int]


Parts = Iterator[tuple[str, Any]]
"""(place in the files, part of them)"""


class Rule(NamedTuple):
    """A rule for one kind of part.

    faults: whether a part breaks the rule, or what in it does, once for each fault, to stand for {}.
    """

    parts: Callable[[PackFiles], Parts]
    faults: Callable[[Any, PackFiles], bool | Iterable[object]]
    sentence: str


def faults_of_pack(files: PackFiles) -> Iterator[str]:
    """Yield a message for each fault, with file and key."""
    for rule in RULES:
        for place, part in rule.parts(files):
            broken = rule.faults(part, files)
            for detail in [""] * broken if isinstance(broken, bool) else broken:
                yield f"{place}: {rule.sentence.format(detail)}"


# --- parts


def _article(files: PackFiles) -> Parts:
    yield ARTICLE_FILE, files.article


def _claims_file(files: PackFiles) -> Parts:
    yield "claims.toml", files.claims


def _pillars(files: PackFiles) -> Parts:
    for pillar in files.pillars:
        yield f"{ARTICLE_FILE}, pillar {pillar.number}", pillar


def _links(files: PackFiles) -> Parts:
    for place, pillar in _pillars(files):
        for number, link in enumerate(pillar.links, start=1):
            yield f"{place}, link {number}", link


def _actions(files: PackFiles) -> Parts:
    for place, pillar in _pillars(files):
        for number, action in enumerate(pillar.actions, start=1):
            yield f"{place}, action {number}", (action, pillar)


def _claims(files: PackFiles) -> Parts:
    for number, claim in enumerate(files.claims, start=1):
        yield f"claims.toml, claim {number}", claim


def _figures(files: PackFiles) -> Parts:
    for place, claim in _claims(files):
        for name, figure in claim.figures.items():
            yield f"{place}, figures, {name}", (name, figure)


def _texts(files: PackFiles) -> Parts:
    """Yield each text in each language, after the place that it has in its file."""
    yield from _texts_in(files.article, ARTICLE_FILE)
    yield from _texts_in(files.pillars, f"{ARTICLE_FILE}, pillar")
    for place, claim in _claims(files):
        yield from _texts_in(claim.statement, f"{place}, statement")


def _texts_in(value: object, place: str) -> Parts:
    if isinstance(value, Text):
        yield from ((place, (place, text)) for text in value.by_language.values())
    elif isinstance(value, tuple):
        for number, item in enumerate(value, start=1):
            yield from _texts_in(item, f"{place} {number}")
    elif isinstance(value, Entry):
        for name, field in type(value).model_fields.items():
            yield from _texts_in(getattr(value, name), f"{place}, {field.alias or name}")


# --- what breaks a rule, where an expression does not say it


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, count in Counter(values).items() if count > 1]


def _linked(pillar: StrategicPillar) -> dict[str, bool]:
    """Return the indicators that a pillar links, with whether they are codes of the index."""
    return {link.indicator: link.gii for link in pillar.links}


def _drawn_without_series(pillar: StrategicPillar, _: PackFiles) -> Iterator[str]:
    multiples = (code for multiple in pillar.multiples for code in (multiple.indicator, multiple.peers))
    for code in filter(None, (pillar.headline, *multiples)):
        if _linked(pillar).get(code, True):
            yield code


def _repeats_no_link(pillar: StrategicPillar, _: PackFiles) -> Iterator[str]:
    own = {link.indicator for link in pillar.links if not link.gii and not link.of}
    for link in pillar.links:
        if link.of and (link.gii or link.of not in own):
            yield f"'{link.indicator}' measures the same as '{link.of}'"


def _unused_links(pillar: StrategicPillar, _: PackFiles) -> list[str]:
    used = {code for action in pillar.actions for code in action.indicators}
    return sorted(_linked(pillar).keys() - used)[:1]


def _not_linked(part: tuple[Action, StrategicPillar], _: PackFiles) -> list[str]:
    action, pillar = part
    return [code for code in action.indicators if code not in _linked(pillar)][:1]


def _not_one_way(claim: Claim, _: PackFiles) -> bool:
    ways = ("actions", "series") if claim.kind == "aim" else ("tests", "untestable")
    given = [way for way in ("actions", "series", "tests", "untestable") if getattr(claim, way)]
    return given not in ([ways[0]], [ways[1]])


def _wrong_keys(part: tuple[str, Figure], _: PackFiles) -> Iterator[str]:
    figure = part[1]
    stated = {Figure.model_fields[key].alias or key for key in figure.model_fields_set}
    for key in sorted((stated - {"kind", "code"}) ^ {*FIGURES[figure.kind]}):
        yield f"{'unknown' if key in stated else 'missing'} key '{key}'"


def _without_year(part: tuple[str, Figure], _: PackFiles) -> bool:
    figure = part[1]
    return not (figure.indicator or figure.ranking) and "latest" in (figure.since, figure.to)


def _unknown_in_tests(claim: Claim, _: PackFiles) -> Iterator[str]:
    for test in (*claim.tests, *(caveat.test for caveat in claim.caveats if caveat.test)):
        for compared in (test.figure, test.than):
            if isinstance(compared, str) and compared not in claim.figures:
                yield compared


def _unknown_figures(claim: Claim, _: PackFiles) -> Iterator[str]:
    names = {name + suffix for name in claim.figures for suffix in ("", *SUFFIXES)}
    for text in (text for words in claim.texts for text in words.by_language.values()):
        for name in _in_braces(text):
            if name not in names:
                yield f"'{name}' in '{text[:MAX_QUOTED]}'"


def _other_ranks_tested(article: Article, files: PackFiles) -> Iterator[str]:
    ranks = dict(zip(article.editions, article.ranks, strict=False))
    for number, claim in enumerate(files.claims, start=1):
        for test in claim.tests if claim.id == article.claim else ():
            figure = claim.figures.get(test.figure)
            rank = ranks.get(figure.edition or 0) if figure and figure.kind == "rank" else None
            if rank and isinstance(test.than, float) and (test.op, test.than) != ("=", rank):
                yield f"{rank} is tested as {test.than:g} in claim {number}"


def _unknown_names(part: tuple[str, str], _: PackFiles) -> set[str]:
    place, text = part
    return {*_in_braces(text)} - ({"last"} if place.endswith(", finding") else set())


def _aims_without_action(claims: tuple[Claim, ...], files: PackFiles) -> Iterator[str]:
    aims = Counter((claim.pillar, action) for claim in claims for action in claim.actions)
    actions = Counter((pillar.number, n) for pillar in files.pillars for n, _ in enumerate(pillar.actions, 1))
    for pillar, action in sorted(aims - actions):
        yield f"{action} of pillar {pillar}"


def _in_braces(text: str) -> Iterator[str]:
    """Yield the plain names in braces, and whole what else stands in one: formats would read more into it."""
    for name, other in _BRACES.findall(text):
        if name or other:
            yield name or other


def _status(link: Link, files: PackFiles) -> list[str]:
    indicator = None if link.gii else files.indicators.get(link.indicator)
    hidden = indicator and indicator.status in ("withheld", "superseded")
    return [f"'{link.indicator}' is {indicator.status}"] if indicator and hidden else []


RULES: Final = (
    Rule(
        _article,
        lambda article, files: [year for year in article.editions if year not in files.editions][:1],
        "'editions': there is no edition {}",
    ),
    Rule(
        _article,
        lambda article, _: sorted({*article.editions}) != [*article.editions],
        "'editions' must be one or two, the earlier first",
    ),
    Rule(
        _article,
        lambda article, _: (len(article.editions) == 1) != (article.target is not None),
        "'target' belongs to one edition, and only to one",
    ),
    Rule(
        _article,
        lambda article, _: len(article.ranks) != len(article.editions),
        "'ranks' must be as many as 'editions'",
    ),
    Rule(
        _article,
        lambda article, _: not article.peers or article.economy in article.peers,
        "'peers' must be other economies, one at least",
    ),
    Rule(
        _article,
        lambda _, files: _repeated(pillar.slug for pillar in files.pillars),
        "'slug': two pillars have '{}', and so one address",
    ),
    Rule(
        _article,
        lambda _, files: [pillar.number for pillar in files.pillars] != [*range(1, len(files.pillars) + 1)],
        "the pillars must be numbered from 1, in this order",
    ),
    Rule(
        _article,
        lambda article, files: article.claim not in {claim.id for claim in files.claims},
        "'claim' must be the id of a claim in claims.toml",
    ),
    Rule(_article, _other_ranks_tested, "'ranks' must be what the claim tests: {}"),
    Rule(
        _links,
        lambda link, _: [link.indicator] if link.gii and not re.fullmatch(CODE, link.indicator) else [],
        "'{}' is not a GII code",
    ),
    Rule(
        _links,
        lambda link, files: [] if link.gii or link.indicator in files.indicators else [link.indicator],
        "unknown indicator '{}'",
    ),
    Rule(_links, _status, "indicator {}, which no pack may show"),
    Rule(_pillars, _repeats_no_link, "{}, which must be a link of its own to a series"),
    Rule(_actions, _not_linked, "'{}' is not among the links of the pillar"),
    Rule(
        _actions,
        lambda part, _: not part[0].indicators and part[0].gap is None,
        "an action without indicators must say its gap",
    ),
    Rule(_pillars, _drawn_without_series, "the headline or multiple '{}' is not a series among its links"),
    Rule(_pillars, _unused_links, "no action names the link '{}'"),
    Rule(
        _claims_file,
        lambda claims, _: _repeated(name for claim in claims for name in (claim.id, claim.number)),
        "'{}' occurs twice",
    ),
    Rule(
        _claims,
        _not_one_way,
        "exactly one must be given: 'tests' or 'untestable' of a statement, 'actions' or 'series' of an aim",
    ),
    Rule(
        _claims,
        lambda claim, _: not claim.actions and not (claim.definition and claim.computation),
        "'definition' and 'computation' must be given",
    ),
    Rule(
        _claims,
        lambda claim, _: sorted(claim.caveats, key=lambda caveat: not caveat.weighty) != list(claim.caveats),
        "the weighty caveats must come first",
    ),
    Rule(_figures, _wrong_keys, "{}: each kind of figure has its own keys"),
    Rule(_figures, _without_year, "'since' and 'to' must be years"),
    Rule(
        _figures,
        lambda part, _: [part[0]] if part[0].endswith(SUFFIXES) else [],
        "'{}' is not a name of a figure",
    ),
    Rule(_claims, _unknown_in_tests, "'{}' in a test is not one of the figures of the claim"),
    Rule(_claims, _unknown_figures, "unknown figure {}"),
    Rule(_texts, _unknown_names, "unknown name '{}' in braces"),
    Rule(_claims_file, _aims_without_action, "one aim alone may name recommendation {}"),
)
"""In the order in which `etl pack check` tells them; {} is what breaks the rule."""
