"""World Development Indicators and Worldwide Governance Indicators from the World Bank's Indicators API."""

import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, Final, NamedTuple, NoReturn
from urllib.parse import urlsplit

import numpy as np
import pandas as pd

from data.entries import Indicator
from etl.economies import check_names
from etl.errors import BadFile, EtlError, Retired, SourceUnreachable
from etl.http import Session, Unusable
from etl.release import Content, Document, Release, Task, now
from etl.sources.observations import FIRST_YEAR, ROWS, content, places

MAX_TRIES: Final = 3
MAX_BYTES: Final = 16 * 2**20
NO_DATA_MESSAGES: Final = ("120", "160", "175")
"""Messages on the query: invalid value, no data, indicator deleted or archived."""
NEUTRAL_PATTERNS: Final = {"unit": "", "scale": "", "decimal": r"\d?|1[0-5]"}
"""Fields that qualify a number, and patterns of values that do not change its meaning."""
_PAGE: Final = "&page="
_XML_MESSAGE: Final = re.compile(r'<wb:message id="(\d+)"[^>]*>([^<]*)')


class Answer(NamedTuple):
    """One page of observations as published, or the problem if there is none.

    pages, total: of the query; updated: date of the database's release, YYYY-MM-DD.
    """

    problem: str
    page: int = 0
    pages: int = 0
    total: int = 0
    updated: str = ""
    rows: Sequence[Any] = ()


def fetch(session: Session, task: Task) -> Iterator[Release | EtlError]:
    """Yield Retired for removed indicators, then the release; SourceUnreachable if it keeps changing."""
    for _ in range(MAX_TRIES):
        pages = list(_fetch_pages(session, task, [(item, 1) for item in task.indicators]))
        first = {item: answer for item, _, answer in pages}
        remaining = [(item, page) for item in first for page in range(2, first[item].pages + 1)]
        pages = [page for page in pages if not page[2].problem]
        pages += _fetch_pages(session, task, remaining)
        moved = [document for item, document, answer in pages if answer != first[item]]
        releases = sorted({answer.updated for _, _, answer in pages})
        if not moved and len(releases) < 2:
            break
    else:
        address = task.live.base_address
        reason = moved[0].address if moved else f"releases of {' and '.join(releases)}"
        raise SourceUnreachable(f"{address} changed while it was read, {MAX_TRIES} tries: {reason}", address)
    for problem in sorted({answer.problem for answer in first.values()} - {""}):
        items = [item for item, answer in first.items() if answer.problem == problem]
        sentence = f"the World Bank no longer has {', '.join(item.api for item in items)} ({problem})"
        yield Retired(f"{task.source.name.en}: {sentence}", [item.id for item in items])
    if pages:
        yield Release(task.family, releases[0], now(), tuple(document for _, document, _ in pages))


def parse(release: Release, task: Task) -> Content:
    """Return the observations of the economies and indicators in the catalog, sorted by their key.

    Raises BadFile if pages are missing or a row is not an observation; Refused if names and codes
    of economies disagree, or if there is no value at all. A series with an unexpected unit or
    scale is refused alone.
    """
    title, catalog = f"{task.source.name.en}, release of {release.vintage}", task.catalog
    cells = []
    queries = defaultdict(list)
    for document in release.documents:
        answer = read_page(document, task)
        # a second issue of a release is kept as 2026-07-13.2
        if answer.problem or answer.updated != release.vintage.partition(".")[0]:
            other = answer.problem or f"the release of {answer.updated}"
            _raise_bad_page(document, f"{other}, not with the release {release.vintage}")
        cells.append(_select_observations(document, answer.rows, task))
        parts = answer.page, answer.pages, len(answer.rows), answer.total
        queries[document.address.rpartition(_PAGE)[0]].append(parts)
    for query, parts_of_query in queries.items():
        numbers, pages, counts, totals = zip(*parts_of_query, strict=True)
        if sorted(numbers) != list(range(1, pages[0] + 1)):
            raise BadFile(f"{query} has the pages {sorted(numbers)} in place of 1 to {pages[0]}")
        if sum(counts) != totals[0]:
            raise BadFile(f"{query} gave {sum(counts):,} observations in place of {totals[0]:,}")
    frame = pd.concat(cells, ignore_index=True)
    name_of_iso2 = {item.iso2: item.name.en for item in catalog.economies.values()}
    pairs = frame[["economy", "iso2", "name"]].drop_duplicates().to_numpy().tolist()
    check_names([(economy, name) for economy, _, name in pairs], catalog, f"{title}, countries")
    two_letter_pairs = [(economy, name_of_iso2[iso2]) for economy, iso2, _ in pairs if iso2 in name_of_iso2]
    check_names(two_letter_pairs, catalog, f"{title}, codes of two letters")
    refused: dict[str, str] = {}
    for name, usual in NEUTRAL_PATTERNS.items():
        marked = frame[~frame[name].str.fullmatch(usual)]
        if name == "unit":  # the same as in the brackets of its name: "%" of "(% of GDP)"
            own_units = marked["form"].str.extract(r"\(([^()]*)\)[^()]*$", expand=False).fillna("") + " "
            same = [text.startswith(f"{unit} ") for unit, text in zip(marked[name], own_units, strict=True)]
            marked = marked[~np.array(same, "bool")]
        for indicator, odd in marked.groupby("indicator"):
            sentence = f"{name} {odd[name].iloc[0][:20]!r} is stated for {places(odd, catalog)}"
            expected = catalog.indicators[str(indicator)].unit.en
            refused.setdefault(str(indicator), f"{sentence}; the catalog expects {expected!r}")
    codes = {code for query in queries for code in _codes_in(query)}
    names = {item.id: item.api for item in task.indicators if item.api in codes}
    names |= dict(zip(frame["indicator"], frame["form"], strict=True))
    frame = frame[ROWS]
    return content(release, task, frame, names, title=title, provenance=next(iter(queries)), refused=refused)


def decode_answer(body: bytes, **hooks: Any) -> Any:
    """Return the JSON of an answer, or an Answer if its message says that there is no such data.

    Unusable if it is neither, or has another message, such as that the service is down.
    """
    try:
        text = body.decode("utf-8-sig")
        # a message comes in XML even where JSON was asked for
        message = _XML_MESSAGE.search(text[:2_000])
        data = (
            [{"message": [{"id": message[1], "value": message[2]}]}] if message else json.loads(text, **hooks)
        )
    except (ValueError, RecursionError) as error:
        start = body.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        reason = "a page in place of JSON" if start == b"<" else "JSON that is broken or cut off"
        raise Unusable(reason if start else "nothing") from error
    match data:
        case [{"message": [{"id": number, "value": words}, *_]}, *_]:
            sentence = f"message {str(number)[:10]}: {str(words)[:200]!r}"
            if number not in NO_DATA_MESSAGES:
                raise Unusable(sentence)
            return Answer(sentence)
        case [{"message": words}, *_]:
            raise Unusable(f"the message {str(words)[:200]!r}")
    return data


def read_page(document: Document, task: Task) -> Answer:
    """Parse a page; BadFile names its address and the problem."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields = dict(pairs)
        if len(fields) < len(pairs):
            keys = ", ".join(name for name, _ in pairs)
            _raise_bad_page(document, f"JSON that has a key twice among {keys}")
        return fields

    try:
        data = decode_answer(document.content, object_pairs_hook=unique)
    except Unusable as reason:
        raise BadFile(f"{document.address} answered {reason}") from reason
    if isinstance(data, Answer):
        return data
    head = data[0] if isinstance(data, list) and len(data) == 2 and isinstance(data[0], dict) else {}
    numbers = [str(head.get(name)) for name in ("page", "pages", "total")]  # some answers have them as text
    updated, database = str(head.get("lastupdated")), task.live.options["source"]
    if not all(re.fullmatch(r"\d{1,9}", number) for number in numbers):
        _raise_bad_page(document, "JSON that does not state page, pages and total, followed by observations")
    page, pages, total = map(int, numbers)
    if pages == total == 0:
        return Answer("no observation")
    if pages > 5_000:  # no indicator has so many
        _raise_bad_page(document, f"JSON that claims {pages} pages")
    if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", updated):
        _raise_bad_page(document, "JSON that does not state the date of its release ('lastupdated')")
    if (other := str(head.get("sourceid") or database)) != database:
        _raise_bad_page(document, f"the database {other}, not {database}")
    if not isinstance(data[1], list):
        _raise_bad_page(document, f"JSON that states {total} observations and has none")
    return Answer("", page, pages, total, updated, data[1])


def _select_observations(document: Document, rows: Sequence[Any], task: Task) -> pd.DataFrame:
    """Return the wanted observations of a page (ROWS, iso2, name and units); BadFile names the row."""
    query, _, page = document.address.rpartition(_PAGE)
    codes, wanted = _codes_in(query), {item.api: item.id for item in task.indicators}
    # a code of three letters and one of two never meet
    economies = {code: item.id for item in task.catalog.economies.values() for code in (item.iso2, item.id)}
    observations = []
    for number, row in enumerate(rows, 1):
        problem = ""
        try:
            code, title = row["indicator"]["id"], row["indicator"]["value"]
            iso2, name = row["country"]["id"], row["country"]["value"]
            economy = economies.get(row["countryiso3code"] or iso2)
            year, value = row["date"], row["value"]
            if code not in codes:
                problem = f"the indicator {str(code)[:40]!r}, which was not asked for"
            elif not title.isprintable() or not title.strip():
                problem = f"no name for the indicator {code}"
            elif not re.fullmatch("[0-9]{4}", year):
                problem = f"the date {year[:20]!r}, not a year"
            elif value is not None and (
                type(value) not in (int, float) or not abs(value) <= sys.float_info.max
            ):
                problem = f"the value {str(value)[:20]!r}, not a number"
        except (KeyError, TypeError, AttributeError):
            problem = "other fields than an observation has"
        if problem:
            raise BadFile(f"{document.address}, observation {number}, has {problem}")
        if economy and value is not None and code in wanted:
            status, *marks = (
                str(row.get(field) or "").strip() for field in ("obs_status", *NEUTRAL_PATTERNS)
            )
            key = wanted[code], economy, int(year), float(value)
            observations.append(
                (*key, status, title, f"page {page}, row {number}", str(iso2), str(name), *marks)
            )
    kinds = dict.fromkeys([*ROWS, "iso2", "name", *NEUTRAL_PATTERNS], "str") | {
        "year": "int64",
        "value": "float64",
    }
    return pd.DataFrame(observations, columns=list(kinds)).astype(kinds)


def _fetch_pages(
    session: Session, task: Task, wanted: Sequence[tuple[Indicator, int]]
) -> Iterator[tuple[Indicator, Document, Answer]]:
    addresses = [f"{_query_address(task, item.api)}{_PAGE}{page}" for item, page in wanted]
    bodies = session.get_all(addresses, check=decode_answer, limit=MAX_BYTES)
    for (item, page), address, body in zip(wanted, addresses, bodies, strict=True):
        document = Document(f"{item.api}-page-{page:03d}.json", address, body)
        yield item, document, read_page(document, task)._replace(page=1, rows=())


def _query_address(task: Task, codes: str, **other: str) -> str:
    years = f"{FIRST_YEAR}:{task.checked[:4]}"
    return task.live.url("data", **{**task.live.options, **other}, indicators=codes, years=years)


def _codes_in(query: str) -> list[str]:
    return urlsplit(query).path.rpartition("/")[2].split(";")


def _raise_bad_page(document: Document, what: str) -> NoReturn:
    raise BadFile(f"{document.address} answered with {what}")
