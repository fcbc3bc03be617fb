"""World Development Indicators and Worldwide Governance Indicators from the World Bank's Indicators API."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode, urlsplit

from etl.errors import BadFile, EtlError, Refused, Retired, SourceUnreachable
from etl.exchanges import check_names
from etl.http import Session
from etl.release import Content, Document, Release, Task, now, release_row, source_id
from etl.sources.world_bank_answer import Answer, Series, State, check_usable, read, state_of

FIRST_YEAR: Final = 1996
TRIES: Final = 3
MAX_BYTES: Final = 16 * 2**20
MAX_INDICATORS, MAX_SEGMENT, MAX_ADDRESS = 60, 1_500, 4_000
"""Limits of the API: indicators of one query, characters between two slashes, characters of an address."""
_PAGE: Final = "&page="


class _Moved(Exception):
    """The database was released anew while its pages were read."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """The first page of one query that was answered."""

    query: str
    content: bytes
    state: State


@dataclass(slots=True)
class _Tally:
    """What the pages of one query add up to."""

    state: State
    pages: list[int] = field(default_factory=list)
    rows: int = 0


def probe(session: Session, task: Task) -> str:
    """Return the day of the database's release, if all indicators are there and a row is as expected."""
    vintages = set()
    for codes in _batches(task):
        address = f"{_query(task, codes, per_page='1')}{_PAGE}1"
        content = session.get(address, accept="application/json", check=check_usable, limit=MAX_BYTES)
        answer = read(Document("", address, content))
        if answer.problem:
            raise BadFile(f"{address}: one of {len(codes)} indicators is not there ({answer.problem})")
        _check_database(address, answer, task.live.options["source"])
        wanted = {item.api: item.id for item in task.indicators}
        Series(wanted, task.catalog.economies.values()).add(address, codes, answer.rows)
        vintages.add(answer.state.updated)
    return max(vintages)


def fetch(session: Session, task: Task) -> Iterator[Release | EtlError]:
    """Yield Retired for each indicator that the World Bank no longer has, then the release with all others.

    Retired is raised if nothing is left, SourceUnreachable if the database changes in each of three tries.
    """
    for _ in range(TRIES):
        try:
            batches, gone = _first_pages(session, task)
            release = _complete(session, task, batches)
            break
        except _Moved as moved:
            reason = str(moved)
    else:
        address = task.live.address
        raise SourceUnreachable(f"{address} changed while it was read, {TRIES} tries: {reason}", address)
    for code, problem in sorted(gone.items()):
        ids = [item.id for item in task.indicators if item.api == code]
        yield Retired(f"{task.source.name.en}: the World Bank no longer has {code} ({problem})", ids)
    yield release


def parse(release: Release, task: Task) -> Content:
    """Return the observations of the economies and indicators that the catalog holds, sorted by their key.

    Raises BadFile if pages are missing or a row is not an observation, Refused if there is no value at all or
    values contradict one another. Series without a value are named in the warnings.
    """
    wanted = {item.api: item.id for item in task.indicators}
    series = Series(wanted, task.catalog.economies.values())
    queries = _read_pages(release, task.live.options["source"], series)
    source = source_id(release.family, release.vintage)
    title = f"{task.source.name.en}, release of {release.vintage}"
    pairs = sorted(pair for pair in series.economies if all(isinstance(text, str) for text in pair))
    check_names(pairs, task.catalog, f"{title}, countries")
    observations, warnings = series.frame(source)
    if observations.empty:
        raise Refused(f"{title}: no value for any economy of the catalog")
    years = (int(observations["year"].min()), int(observations["year"].max()))
    for year in years:  # a parameter that is passed over would bring them
        if not FIRST_YEAR <= year <= int(release.fetched[:4]):
            raise BadFile(f"{title}: there are values of {year}, which was not asked for")
    queried = {wanted[code] for query in queries for code in _codes(query) if code in wanted}
    if missing := sorted(queried - set(observations["indicator"])):
        warnings += (f"{title}: no value of {', '.join(missing)} for any economy of the catalog",)
    row = release_row(source, release.family, title, release.vintage, task.checked, provenance=queries[0])
    return Content(row, observations, series.names(), warnings=warnings)


def _read_pages(release: Release, database: str, series: Series) -> list[str]:
    """Add all pages of a release to the series; return its queries, each of which is answered in full."""
    tallies: dict[str, _Tally] = {}
    for document in release.documents:
        query, _, _ = document.address.rpartition(_PAGE)
        answer = read(document)
        # a second issue of a release is kept as 2026-07-13.2
        if answer.problem or answer.state.updated != release.vintage.partition(".")[0]:
            found = answer.problem or f"the release of {answer.state.updated}"
            raise BadFile(f"{document.address} answered with {found}, not with the release {release.vintage}")
        _check_database(document.address, answer, database)
        tally = tallies.setdefault(query, _Tally(answer.state))
        tally.pages.append(answer.page)
        tally.rows += len(answer.rows)
        series.add(document.address, _codes(query), answer.rows)
    for query, tally in tallies.items():
        if sorted(tally.pages) != list(range(1, tally.state.pages + 1)):
            pages = f"1 to {tally.state.pages}"
            raise BadFile(f"{query} has the pages {sorted(tally.pages)} in place of {pages}")
        if tally.rows != tally.state.total:
            raise BadFile(f"{query} gave {tally.rows:,} observations in place of {tally.state.total:,}")
    return list(tallies)


def _check_database(address: str, answer: Answer, database: str) -> None:
    if answer.database not in ("", database):
        raise BadFile(f"{address} answered from the database {answer.database}, not from {database}")


def grouped(codes: Sequence[str], room: int) -> list[list[str]]:
    """Return the codes in groups that the API answers at once, each of at most `room` characters."""
    groups: list[list[str]] = []
    for code in codes:
        last = groups[-1] if groups else None
        if last and len(last) < MAX_INDICATORS and len(";".join([*last, code])) <= room:
            last.append(code)
        else:
            groups.append([code])
    return groups


def _batches(task: Task) -> list[list[str]]:
    """Return the codes of the indicators wanted in groups that one query can ask for."""
    codes = [item.api for item in task.indicators]
    return grouped(codes, min(MAX_SEGMENT, MAX_ADDRESS - len(_query(task, []) + _PAGE) - 9))


def _first_pages(session: Session, task: Task) -> tuple[list[_Batch], dict[str, str]]:
    """Return the first pages, and the codes that the World Bank does not know with what it says of them.

    One unknown code spoils the answer for its whole batch, whose codes are then asked for one by one.
    """
    pending = _batches(task)
    answered: list[_Batch] = []
    gone: dict[str, str] = {}
    while pending:
        queries = [_query(task, batch) for batch in pending]
        single = []
        for batch, query, content in zip(pending, queries, _pages(session, queries), strict=True):
            answer = read(Document("", f"{query}{_PAGE}1", content))
            if not answer.problem:
                answered.append(_Batch(query, content, answer.state))
            elif len(batch) > 1:
                single += [[code] for code in batch]
            else:
                gone[batch[0]] = answer.problem
        pending = single
    if not answered:
        problem = next(iter(gone.values()))
        raise Retired(
            f"{task.source.name.en}: the World Bank has none of the {len(gone)} indicators asked for "
            f"({problem}; {queries[0]})",
            [item.id for item in task.indicators],
        )
    return answered, gone


def _complete(session: Session, task: Task, batches: list[_Batch]) -> Release:
    """Return the release with all pages; _Moved if they are not all of one release."""
    rest = [(batch, page) for batch in batches for page in range(2, batch.state.pages + 1)]
    contents = _pages(session, [batch.query for batch, _ in rest], [page for _, page in rest])
    pages: dict[str, list[bytes]] = {batch.query: [batch.content] for batch in batches}
    for (batch, page), content in zip(rest, contents, strict=True):
        if state_of(Document("", f"{batch.query}{_PAGE}{page}", content)) != batch.state:
            raise _Moved(f"page {page} of {batch.query}")
        pages[batch.query].append(content)
    vintages = {batch.state.updated for batch in batches}
    if len(vintages) > 1:
        raise _Moved(f"releases of {' and '.join(sorted(vintages))}")
    documents = (
        Document(
            f"source-{task.live.options['source']}-batch-{number}-page-{page:03d}.json",
            f"{query}{_PAGE}{page}",
            content,
        )
        for number, (query, answers) in enumerate(pages.items(), 1)
        for page, content in enumerate(answers, 1)
    )
    return Release(task.family, vintages.pop(), now(), tuple(documents))


def _pages(session: Session, queries: Sequence[str], numbers: Iterable[int] | None = None) -> Iterator[bytes]:
    """Yield pages as they arrive, so that one is read while others are on their way."""
    numbers = [1] * len(queries) if numbers is None else numbers
    addresses = [f"{query}{_PAGE}{number}" for query, number in zip(queries, numbers, strict=True)]
    yield from session.get_all(addresses, accept="application/json", check=check_usable, limit=MAX_BYTES)


def _query(task: Task, codes: Sequence[str], per_page: str = "") -> str:
    """Return the address of a query without the number of a page; per_page: another than the catalog's."""
    options = task.live.options
    period, rows = f"{FIRST_YEAR}:{task.checked[:4]}", per_page or options["per_page"]
    parameters = {"source": options["source"], "format": "json", "date": period, "per_page": rows}
    return f"{task.live.url('data', indicators=';'.join(codes))}?{urlencode(parameters, safe=':')}"


def _codes(address: str) -> list[str]:
    """Return the codes that an address asks for."""
    return urlsplit(address).path.rpartition("/")[2].split(";")
