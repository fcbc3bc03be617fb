"""Whatever the World Bank publishes: what is refused is named and costs no other, the rest is taken over."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from click.testing import CliRunner, Result

from data import catalog, store
from data.catalog import Catalog
from data.contract import Violation
from data.release_notes import read_held_back
from data.snapshot import Snapshot, current_version, open_current, open_snapshot
from etl import cli_context, pipeline
from etl.checks import GATES, Report, Tables
from etl.cli_context import Progress, Request
from etl.commands import main
from etl.errors import CorruptSnapshot
from etl.feeds import FEEDS
from tests import packages
from tests.publishers import Publishers, world_bank_rows
from tests.publishers.world_bank import ARCHIVED, message

Edit = Callable[["Rows"], "Rows"]


Rows = list[dict[str, Any]]

WDI, WGI = "world_bank_wdi", "world_bank_wgi"
BEFORE, NOW = "2026-04-08", "2026-07-13"
ECONOMIES = ("CHN", "DEU", "FRA", "GBR", "IND", "JPN", "KOR", "USA")
YEARS = range(2014, 2025)
PATENTS, RESEARCH, TRADE = "IP.PAT.RESD", "GB.XPD.RSDV.GD.ZS", "NE.TRD.GNFS.ZS"
TRADEMARKS, DESIGNS, PAPERS = "IP.TMK.RSCT", "IP.IDS.RSCT", "IP.JRN.ARTC.SC"
RULE, ERROR = "GOV_WGI_RL.EST", "GOV_WGI_RL.SE"
OLD, NEW = "world_bank_wdi_2026_04_08", "world_bank_wdi_2026_07_13"
PAGES = 26 * 2
NEWEST = ("CHN", "2024")


class Bank:
    """One refresh: what the World Bank publishes, the data folder, and the command line."""

    def __init__(self, folder: Path, publishers: Publishers) -> None:
        self.folder, self.publishers = folder, publishers

    def publish(
        self, edit: Callable[[Rows], Rows] = list, *, family: str = WDI, lastupdated: str = NOW
    ) -> None:
        """Publish the observations of a family, edited."""
        source = {WDI: "2", WGI: "3"}[family]
        rows = [dict(row) for row in world_bank_rows(observed(family))]
        self.publishers.world_bank(edit(rows), source=source, lastupdated=lastupdated)

    def refresh(self, *options: str) -> Result:
        """Run the command."""
        environment = self.publishers.environment | {"DATA_DIR": str(self.folder)}
        return CliRunner().invoke(main, ["refresh", "world_bank", *options], env=environment)

    def told(self, *options: str) -> tuple[int, str]:
        """Refresh; return the exit code, and as one line all that a machine is told."""
        done = self.refresh("--json", *options)
        assert done.stdout, done.stderr
        assert "Traceback" not in done.output
        return done.exit_code, json.dumps(json.loads(done.stdout), ensure_ascii=False)

    def state(self) -> dict[str, bytes]:
        """Return CURRENT and every file of the version that it names."""
        version = current_version(self.folder)
        assert version is not None
        files = [self.folder / "CURRENT", *sorted(version.iterdir())]
        return {str(path.relative_to(self.folder)): path.read_bytes() for path in files}

    def table(self, name: str) -> pd.DataFrame:
        """Return a table of the snapshot in use, which is verified on the way."""
        version = current_version(self.folder)
        assert version is not None
        return open_snapshot(version).table(name)

    def sources(self, indicator: str) -> set[str]:
        """Return the releases that an indicator comes from."""
        frame = self.table("observations")
        return set(frame.loc[frame["indicator"] == indicator, "source"])


def wanted(family: str) -> list[str]:
    """Return the codes of all indicators that the catalog asks a family for."""
    return [item.api for item in catalog.load().indicators.values() if item.source == family and item.api]


def observed(family: str) -> pd.DataFrame:
    """Return made-up observations of all indicators of a family.

    They are such as any unit can have, even a standard error, and move as little as real ones.
    """
    cells = [
        (code, economy, year, 1 + number / 10 + len(code) / 1000 + (year - 2014) / 70)
        for code in wanted(family)
        for number, economy in enumerate(ECONOMIES)
        for year in YEARS
    ]
    return pd.DataFrame(cells, columns=["indicator", "economy", "year", "value"])


@pytest.fixture(scope="session")
def world_bank_before(pinned: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that took over an earlier release of both databases."""
    folder = tmp_path_factory.mktemp("world_bank") / "data"
    store.publish(folder, packages.overall(pinned.tables()))
    with Publishers() as publishers:
        earlier = Bank(folder, publishers)
        for family in (WDI, WGI):
            earlier.publish(family=family, lastupdated=BEFORE)
        done = earlier.refresh("--accept-revisions", f"{WDI},{WGI}", "--accept-values", "CHN")
    assert (done.exit_code, earlier.sources("IP.PAT.RESD")) == (0, {"world_bank_wdi_2026_04_08"}), done.output
    return folder


@pytest.fixture
def bank(world_bank_before: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bank]:
    """The World Development Indicators alone, in a folder of their own, without pauses between tries."""
    folder = tmp_path / "data"
    shutil.copytree(world_bank_before, folder)
    live = cli_context.catalog().sources[WDI].live
    assert live is not None
    monkeypatch.setitem(live.options, "per_page", "100")  # two pages of each indicator
    monkeypatch.setattr("etl.http.sleep", lambda _: None)
    monkeypatch.setattr("etl.pipeline.FEEDS", [feed for feed in FEEDS if feed.family == WDI])
    with Publishers() as publishers:
        yield Bank(folder, publishers)


def each(change: Callable[[dict[str, Any]], dict[str, Any]], *place: str) -> Edit:
    """Change the rows whose indicator, economy and year match `place` by what change returns."""

    def changed(row: dict[str, Any]) -> dict[str, Any]:
        found = (row["indicator"]["id"], row["countryiso3code"], row["date"])
        return row | change(row) if all(map(re.fullmatch, place, found)) else row

    return lambda rows: [changed(row) for row in rows]


def put(*place: str, **fields: Any) -> Edit:
    return each(lambda _: fields, *place)


def times(factor: float, *place: str) -> Edit:
    return each(lambda row: {"value": row["value"] and row["value"] * factor}, *place)


def exchanged(one: str, other: str, *place: str) -> Edit:
    """Exchange two economies, with their names."""

    def edit(rows: Rows) -> Rows:
        named = {row["countryiso3code"]: {"country": row["country"]} for row in rows}
        given = {old: named[new] | {"countryiso3code": new} for old, new in ((one, other), (other, one))}
        code, *year = place
        return each(lambda row: given[row["countryiso3code"]], code, f"{one}|{other}", *year)(rows)

    return edit


def again(code: str, edit: Edit, year: str = ".*") -> Edit:
    """Add rows of a series once more, edited."""
    return lambda rows: (
        rows
        + edit([row for row in rows if row["indicator"]["id"] == code and re.fullmatch(year, row["date"])])
    )


def newer(code: str, edit: Edit = list) -> Edit:
    """Add the year 2025 to a series, with the values of 2024, edited."""
    return again(code, lambda rows: edit(put(code, date="2025")(rows)), "2024")


def codes_moved(rows: Rows) -> Rows:
    """Move the column of codes by one."""
    codes = sorted({row["countryiso3code"] for row in rows if row["countryiso3code"]})
    after = {"": ""} | dict(zip(codes, [*codes[1:], codes[0]], strict=True))
    return [row | {"countryiso3code": after[row["countryiso3code"]]} for row in rows]


def named(code: str) -> Edit:
    return put(code, indicator={"id": code, "value": "Thousands"})


EXCHANGED, MOST = "look exchanged", "most economies moved too far at once"
PAST = ("CHN", "201.|2020")
ALONE: list[tuple[str, str, Callable[[str], Edit]]] = [
    # a series ("" for any), what refuses it (after a + what is told though it is taken), what is done to it
    (RESEARCH, "77,777 % of GDP in 2024, above the bound of 15.00", lambda c: put(c, *NEWEST, value=77_777)),
    (RESEARCH, "China's value of 2024", lambda c: times(2.9, c, *NEWEST)),
    (RESEARCH, "China rose by 32% in 2024", lambda c: times(1.3, c, *NEWEST)),
    (RESEARCH, "1e-300 % of GDP, where 1.", lambda c: put(c, *NEWEST, value=1e-300)),
    (PATENTS, "12 applications, where 1.2 is in use", lambda c: times(10, c, *NEWEST)),
    (DESIGNS, "most of China's past is revised", lambda c: times(1000, c)),
    (PATENTS, f"China and India {EXCHANGED}", lambda c: exchanged("CHN", "IND", c)),
    (TRADEMARKS, f"China and Rep. of Korea {EXCHANGED}", lambda c: exchanged("CHN", "KOR", c)),
    (DESIGNS, "China's value of 2023", lambda c: exchanged("CHN", "USA", c, "202[34]")),
    (PAPERS, "Rep. of Korea look exchanged in 2025", lambda c: newer(c, exchanged("CHN", "KOR", c))),
    ("", "look shifted", lambda c: each(lambda row: {"date": str(int(row["date"]) - 1)}, c)),
    ("", "unit 'per mille' is stated for China 2014", lambda c: put(c, unit="per mille")),
    ("", "China 2024 is both 1.1", lambda c: again(c, times(2, c, *NEWEST))),
    # a past that is gone or another
    ("", "column value: all 88 values are gone", lambda c: put(c, value=None)),
    ("", "year 2019, column value: all values", lambda c: put(c, ".*", "2019", value=None)),
    ("", "economy CHN, column value: all values are gone", lambda c: put(c, "CHN", value=None)),
    ("", "economy CHN, column value: 1 of 11", lambda c: put(c, *NEWEST, value=None)),
    ("", "economy CHN, column value: 3 of 11", lambda c: put(c, "CHN", "202[2-4]", value=None)),
    ("", "it was called '", named),
    (PATENTS, "most of China's past is revised by 12%", lambda c: times(1.12, c, *PAST)),
    (TRADE, "in use; 3 more economies", lambda c: times(4 / 3, c, "DEU|FRA|GBR|IND")),
    # what publishers do
    (PATENTS, "", lambda c: times(0.92, c, *NEWEST)),
    (PAPERS, "", lambda c: times(1.03, c)),
    (TRADEMARKS, "", lambda c: times(0.95, c, *PAST)),
    (DESIGNS, "+Japan's value of 20", lambda c: times(4 / 3, c, "JPN")),
    ("", "", newer),
    ("", "+forecasts are not taken: China 2025", lambda c: newer(c, put(c, obs_status="E, forecast"))),
    ("", "+observations came twice, with the same value", lambda c: again(c, list)),
    ("", "", lambda c: again(c, put(c, countryiso3code="ZZZ"))),
]


def packed() -> list[dict[str, tuple[str, Edit]]]:
    """Return the rows of ALONE in releases of at most four refused series: what is said, and the edit.

    The note of a source, which names what is held back and why, has room for no more than about five.
    """
    releases: list[dict[str, tuple[str, Edit]]] = []
    free = [code for code in wanted(WDI) if code not in {code for code, _, _ in ALONE}]
    for place, (code, told, edit) in enumerate(ALONE):
        series = code or free[place % len(free)]
        room = [one for one in releases if series not in one and (not refusing(told) or len(one) < 4)]
        if not room:
            releases.append({})
        (room or releases[-1:])[0][series] = told, edit(series)
    return releases


def refusing(told: str) -> bool:
    return told[:1] not in ("", "+")


@pytest.mark.parametrize("number", range(len(packed())))
def test_a_fault_of_a_series_is_told_and_costs_no_other(bank: Bank, number: int) -> None:
    release = packed()[number]

    def edit(rows: Rows) -> Rows:
        for _, change in release.values():
            rows = change(rows)
        return rows[::-1]

    bank.publish(edit)
    code, told = bank.told()
    refused = {series: said for series, (said, _) in release.items() if refusing(said)}
    assert code == (5 if refused else 0), told
    assert [said for said, _ in release.values() if said[:1] == "+" and said[1:] not in told] == []
    wrong = {
        series: said
        for series, said in refused.items()
        if not re.search(re.escape(series) + '[^"]*' + re.escape(said), told) or bank.sources(series) != {OLD}
    }
    assert wrong == {}, told
    assert [one for one in wanted(WDI) if one not in refused and bank.sources(one) != {NEW}] == []
    past = [one for one, said in refused.items() if re.search("column value|called", said)]
    assert [one for one in past if not re.search(r"--accept-revisions [\w.,]*" + re.escape(one), told)] == []


def whole_of(*edits: Edit) -> Edit:
    def edit(rows: Rows) -> Rows:
        for one in edits:
            rows = one(rows)
        return rows

    return edit


def text(old: str, new: str, **fault: Any) -> dict[str, Any]:
    return {"edit": lambda body: re.sub(old.encode(), new.encode(), body), **fault}


WHOLE, BEYOND = "26 series, 2,288 values", "and 21 more beyond the tolerance"
CASES: dict[str, tuple[bool, int, str, Edit | dict[str, Any]]] = {
    # whether it is taken over, exit code, what is told, edited rows or a Fault
    "codes": (False, 5, "the code DEU stands beside the name 'China'", codes_moved),
    "never China": (False, 5, BEYOND, put(".*", "CHN", value=None)),
    "most at fault": (False, 5, "values that look wrong", times(1000)),
    "NaN": (False, 4, "has the value 'nan', not a number", text(r'"value": \d[\d.]*', '"value": NaN')),
    "a page": (False, 3, "answered a page in place of JSON, 4 tries", {"body": b"<html>Portal</html>"}),
    "404 late": (False, 3, "&page=2 answered 404 Not Found", {"where": "page=2$", "status": 404}),
    "a message": (False, 5, "(message 120: 'The provided parameter value is", {"body": message()}),
    "one page": (False, 4, "gave 100 observations in place of 121", text('"pages": 2', '"pages": 1')),
    "same page": (False, 4, "has the pages [1, 1] in place of 1 to 2", text('"page": 2', '"page": 1')),
    "a day": (False, 3, "changed while it was read, 3 tries", text("-07-13", "-07-14", where="page=2$")),
}


@pytest.mark.parametrize("case", CASES)
def test_a_release_is_taken_over_or_refused_as_a_whole_and_the_other_database_goes_on(
    bank: Bank, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, code, told, fault = CASES[case]
    both = case in ("NaN", "a page", "a message")
    if both:
        monkeypatch.setattr("etl.pipeline.FEEDS", [feed for feed in FEEDS if feed.family in (WDI, WGI)])
        bank.publish(family=WGI)
    bank.publish(list if isinstance(fault, dict) else fault)
    if isinstance(fault, dict):
        often = {"times": 1_000, **fault}
        bank.publishers.misbehave(f"source=2&.*{often.pop('where', '')}", **often)
    before = bank.state()
    done, said = bank.told()
    assert (done, told in said) == (code, True), said
    assert (bank.sources(PATENTS), bank.sources(TRADE)) == (({NEW},) * 2 if taken else ({OLD},) * 2)
    assert bank.sources(RULE) == {f"world_bank_wgi_2026_{'07_13' if both else '04_08'}"}
    assert (bank.state() == before) == (not taken and not both)


def test_estimates_and_errors_of_governance_with_the_wrong_sign_are_refused(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.pipeline.FEEDS", [feed for feed in FEEDS if feed.family == WGI])
    for series, told in ((RULE, f"({RULE}): {MOST}"), (ERROR, f"({ERROR}): China: -1")):
        bank.publish(times(-1, series), family=WGI)
        code, said = bank.told("--dry-run")
        assert (code, told in said) == (5, True), said


def test_a_new_release_replaces_the_series_and_its_revisions_are_told(bank: Bank) -> None:
    bank.publish(times(1.05, PATENTS, "CHN", "2020"))  # less than the tolerance refuses
    bank.publishers.misbehave("page=1$", edit=lambda body: body.replace(b"2026-07-13", b"2026-07-12"))
    done = bank.refresh()
    assert (done.exit_code, bank.sources(PATENTS), bank.sources(TRADE)) == (0, {NEW}, {NEW}), done.stderr
    assert "26 series, 2,288 values; 1 values of the past revised" in done.stderr
    told = bank.table("revisions").set_index("series").loc[PATENTS]
    assert (told["economy"], told["year"], round(told["relative_change"], 6)) == ("CHN", 2020, 0.05)
    assert (told["old_vintage"], told["new_vintage"]) == ("2026-04-08", "2026-07-13")
    source = bank.table("sources").set_index("source").loc[NEW]
    assert source["title"] == "World Development Indicators, release of 2026-07-13"
    query = "v2/country/all/indicator/GB.XPD.RSDV.GD.ZS?source=2&"
    assert source["provenance"].startswith(f"{bank.publishers.base}/{query}")
    names = {path.name for path in (bank.folder / "raw" / WDI / "2026-07-13").iterdir()}
    assert {"release.json", f"{TRADE}-page-001.json", f"{TRADE}-page-002.json"} < names
    assert len(names) == 1 + PAGES
    pattern = re.compile("/v2/country/all/indicator/([^/?;]+)[?].*&page=[12]")
    asked = [pattern.fullmatch(path) for path in bank.publishers.paths]
    codes = [found[1] for found in asked if found]
    assert len(codes) == len(asked) == 2 * PAGES, "one of another date is asked for again, with all others"
    assert len(set(codes)) == 26


@pytest.mark.parametrize("body", [message(), ARCHIVED], ids=["message", "XML"])
def test_an_indicator_that_is_gone_takes_no_other_with_it(bank: Bank, body: bytes) -> None:
    bank.publish(lambda rows: [row for row in rows if row["indicator"]["id"] != PATENTS])
    bank.publishers.misbehave(f"indicator/{PATENTS}\\?", body=body)
    done = bank.refresh()
    assert done.exit_code == 5
    assert f"World Development Indicators: the World Bank no longer has {PATENTS} (message 1" in done.stderr
    assert "`api` in data/catalog/indicators.toml" in done.stderr
    assert (bank.sources(PATENTS), bank.sources(TRADE)) == ({OLD}, {NEW})


def test_naming_a_series_or_the_database_accepts_its_past_and_no_other(bank: Bank) -> None:
    bank.publish(whole_of(times(4 / 3, f"{PATENTS}|{TRADE}", "CHN"), put(PAPERS, ".*", "2019", value=None)))
    before = bank.table("observations").query("indicator == @TRADE").reset_index(drop=True)
    done = bank.refresh("--accept-values", f"{PATENTS}:CHN", "--accept-revisions", PATENTS)
    assert (done.exit_code, bank.sources(PATENTS), bank.sources(TRADE)) == (5, {NEW}, {OLD}), done.output
    assert before.equals(bank.table("observations").query("indicator == @TRADE").reset_index(drop=True))
    made = "new_vintage == '2026-07-13'"
    assert set(bank.table("revisions").query(made)["series"]) == {PATENTS}
    done = bank.refresh("--accept-values", "CHN", "--accept-revisions", WDI)
    assert (done.exit_code, bank.sources(TRADE)) == (0, {NEW}), done.output
    assert set(bank.table("revisions").query(made)["series"]) == {PATENTS, TRADE, PAPERS}
    lost = bank.table("revisions").query("series == @PAPERS and year == 2019")
    assert (len(lost), lost["new"].count()) == (8, 0)


def marks(bank: Bank) -> list[tuple[str, str, str]]:
    notes = bank.table("sources")["note"].dropna()
    return [(one.series, one.vintage, one.since) for one in read_held_back(notes)]


def test_a_series_is_held_back_until_its_values_are_accepted(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-12-01")
    wrong = put(RESEARCH, *NEWEST, value=77_777)
    bank.publish(lambda rows: wrong(times(10, PATENTS, "CHN", "202[34]")(rows)))
    done = bank.refresh()
    assert (done.exit_code, bank.sources(TRADE)) == (5, {NEW}), done.stderr
    assert bank.sources(PATENTS) == bank.sources(RESEARCH) == {OLD}
    assert f"--accept-values {RESEARCH}:CHN --accept-values {PATENTS}:CHN" in done.stderr
    held = [(RESEARCH, "2026-07-13", "2026-12-01"), (PATENTS, "2026-07-13", "2026-12-01")]
    assert marks(bank) == held
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-12-02")
    done = bank.refresh("--accept-values", f"{RESEARCH}:CHN")  # beyond its bounds
    assert (done.exit_code, bank.sources(RESEARCH), marks(bank)) == (5, {NEW}, held[1:]), done.stderr
    done = bank.refresh("--accept-values", PATENTS)
    assert (done.exit_code, bank.sources(PATENTS), marks(bank)) == (0, {NEW}, []), done.stderr
    assert bank.table("sources")["note"].str.endswith(f"bounds: {RESEARCH}:CHN.").any()
    assert (bank.refresh().exit_code, bank.refresh("--accept-values", "CHINA").exit_code) == (0, 2)


def test_a_release_of_the_future_and_one_older_than_that_in_use_are_refused(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("etl.pipeline.today", lambda: "2026-12-01")
    before = bank.state()
    for day, told in (("2026-12-03", "dated 2026-12-03"), ("2026-04-07", "older than that of 2026-07-13")):
        bank.publish(lastupdated=day)
        done = bank.refresh()
        assert (done.exit_code, bank.state()) == (5, before), done.stderr
        assert told in done.stderr
    assert "--accept-revisions world_bank_wdi" in done.stderr
    assert bank.refresh("--accept-revisions", WDI).exit_code == 0
    assert bank.sources(TRADE) == {"world_bank_wdi_2026_04_07"}
    bank.publish(lastupdated="2026-12-02")  # it may be tomorrow at the publisher
    assert bank.refresh().exit_code == 0


def test_a_gate_at_the_end_stops_only_the_source_that_breaks_it(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    def newest(tables: Tables, _: Catalog, __: Report) -> Iterator[Violation]:
        frame: pd.DataFrame = tables["observations"]
        if (frame["source"] == NEW).any():
            yield Violation("observations", "", "", "the release of July breaks a gate")

    monkeypatch.setitem(GATES, "newer", newest)
    monkeypatch.setattr("etl.pipeline.FEEDS", [feed for feed in FEEDS if feed.name == "world_bank"])
    bank.publish()
    bank.publish(family=WGI)
    done = bank.refresh()
    assert (done.exit_code, bank.sources(TRADE)) == (5, {OLD}), done.stderr
    assert "the release of July breaks a gate" in done.stderr
    assert bank.sources(RULE) == {"world_bank_wgi_2026_07_13"}


def test_what_was_kept_gives_the_same_snapshot_again_unless_it_was_altered(
    bank: Bank, pinned: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, address in bank.publishers.environment.items():
        monkeypatch.setenv(name, address)
    source = packages.curated_short(tmp_path / "curated")
    store.publish(bank.folder, packages.short(pinned.tables()))
    later, wrong = "2026-09-24", times(10, PATENTS, "CHN", "202[34]")  # PATENTS stay from the release before
    for day, edit, values, code in ((NOW, list, ("CHN",), 0), (later, wrong, (), 5)):
        bank.publish(edit, lastupdated=day)
        taken = ("curated", WDI)[: 1 + len(values)]
        request = Request(("world_bank", "curated"), accept_revisions=taken, accept_values=values)
        outcome = pipeline.refresh(request, bank.folder, Progress(quiet=True), source)
        assert (outcome.published, outcome.exit_code) == (True, code), outcome
    newest = {"world_bank_wdi_2026_09_24"}
    assert (bank.sources(PATENTS) == newest, bank.sources(TRADE) == newest) == (False, True)
    before, asked = bank.state(), len(bank.publishers.seen)
    assert "the same bytes" in pipeline.rebuild(bank.folder, source=source).sentence
    assert (bank.state(), len(bank.publishers.seen)) == (before, asked)
    pipeline.curate_refreshed(bank.folder, kept := shutil.copytree(source, tmp_path / "kept"))
    pipeline.build_bundled(tmp_path / "built", kept)
    for name in ("observations", "revisions"):
        built = open_snapshot(tmp_path / "built").table(name)
        pd.testing.assert_frame_equal(built, open_current(bank.folder)[0].table(name))
    page = bank.folder / "raw" / WDI / later / f"{TRADE}-page-001.json"
    page.write_bytes(page.read_bytes().replace(b"1", b"2", 1))
    with pytest.raises(CorruptSnapshot, match=f"{page.name} was altered"):
        pipeline.rebuild(bank.folder, source=source)
