"""Views of the Overview that tests draw, and walking through components."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from xml.etree import ElementTree

import pandas as pd
from dash import Dash, html
from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.index.standing import MEASURES, Choice
from components.cards.page import Module, Page
from components.charts.lines import records
from components.charts.trajectory import ChartStyle, add_tips, trajectories
from components.documents import shell
from components.documents.routes import NAVIGATION
from components.pages import draw_card
from components.text.catalog import words
from components.text.view import line_labels
from components.widgets import trajectory
from components.widgets.framework import explained_changes
from data import catalog
from data.schema import REVISIONS
from data.snapshot import Snapshot
from data.store import encode

QUERIES: tuple[dict[str, object], ...] = (
    {},
    {"with": ""},
    {"from": "2012", "to": "2022"},
    {"from": "2013", "to": "2020"},
    {"from": "2011", "to": "2012"},
    {"from": "2019", "to": "2020", "with": "USA"},
    {"from": "2014", "to": "2015"},
    {"with": "YEM,VEN,IND"},
)


_WDI = {"series": "GB.XPD.RSDV.GD.ZS", "measure": "value", "old_vintage": "2026-02-24"}
_WDI |= {"new_vintage": "2026-07-13", "source": "wdi_2026_07_13"}
_GII = {"series": "GII", "economy": "FRA", "year": 2025, "old_vintage": "2025", "new_vintage": "2025.2"}
_GII |= {"source": "wipo_tech1_2025"}
REVISED: tuple[dict[str, object], ...] = (
    {**_WDI, "economy": "CHN", "year": 2019, "old": 2.5, "new": 2.44, "relative_change": -0.024},
    {**_WDI, "economy": "CHN", "year": 2020, "old": 2.4, "new": None, "relative_change": None},
    {**_WDI, "economy": "FRA", "year": 2020, "old": 2.0, "new": 1.0, "relative_change": -0.5},
    {**_GII, "measure": "score", "old": 50.0, "new": 51.0, "relative_change": 0.02},
    {**_GII, "measure": "rank", "old": 13.0, "new": 12.0, "relative_change": -1 / 13},
)
"""Rows of the table of revisions: two series of the World Bank's, one edition reissued."""


def revised(snapshot: Snapshot) -> Snapshot:
    """Return the snapshot as it would be with the revisions REVISED."""
    contents = {resource["name"]: snapshot.content(resource["name"]) for resource in snapshot.resources}
    frame = pd.DataFrame(REVISED).reindex(columns=REVISIONS.columns).astype(REVISIONS.dtypes)
    return Snapshot(snapshot.folder, snapshot.descriptor, contents | {"revisions": encode(frame)})


def altered(
    snapshot: Snapshot, change: Callable[[pd.DataFrame], pd.DataFrame], table: str = "observations"
) -> Dataset:
    """A site one of whose tables is changed."""
    made = Snapshot(snapshot.folder, snapshot.descriptor, {})
    made._frames = {**snapshot.tables(), table: change(snapshot.table(table).copy())}
    return Dataset(made, catalog.load())


def selections(dataset: Dataset) -> Iterator[Choice]:
    """Every query in every measure."""
    for query in QUERIES:
        for measure in MEASURES:
            yield Choice.read(dataset, {**query, "show": measure})


def chosen(dataset: Dataset, **query: object) -> Choice:
    """The selection of a query; ``first`` and ``last`` stand for from and to, ``peers`` for with."""
    names = {"first": "from", "last": "to", "peers": "with"}
    return Choice.read(dataset, {names.get(k, k): v for k, v in query.items()})


def frame_of(dataset: Dataset, selection: Choice, lang: str = "en") -> pd.DataFrame:
    """The one frame behind a view."""
    return trajectory.frame_of(dataset, selection, words(lang))


def drawn(dataset: Dataset, selection: Choice, lang: str = "en", **options: Any) -> dict[str, Any]:
    """The figure of a view."""
    t = words(lang)
    names = {code: line_labels(dataset, t)[code] for code in selection.economies}
    table, look = (
        add_tips(records(frame_of(dataset, selection, lang)), t),
        ChartStyle(selection.measure, t, **options),
    )
    return trajectories(table, names, explained_changes(dataset, t), [look])[0]


def traces(figure: dict[str, Any], **meta: str) -> list[dict[str, Any]]:
    """The traces whose meta holds these values."""
    return [t for t in figure["data"] if meta.items() <= t.get("meta", {}).items()]


def page_of(module: Module, dataset: Dataset, lang: str = "en", query: Any = ()) -> list[Component]:
    """A page by its module, without what stands around every page."""
    return Page("", module, draw=draw_card).layout(dataset, lang, dict(query))


class Pages:
    """The pages of a site, each drawn once for a query: no test changes what it is given."""

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        self._drawn: dict[tuple[str, str, tuple[tuple[str, str], ...]], Any] = {}

    def content(self, page: Page, lang: str = "en", query: Mapping[str, str] | None = None) -> Any:
        """A page without what stands around every page."""
        choices = tuple((query or {}).items())
        key = (page.key, lang, choices)
        if key not in self._drawn:
            self._drawn[key] = page.layout(self.dataset, lang, dict(choices))
        return self._drawn[key]

    def framed(self, page: Page, lang: str = "en") -> Any:
        """A page with head and footer, in the view that it opens with."""
        groups = NAVIGATION
        return shell.page_shell(self.dataset, lang, page.home, groups, self.content(page, lang), key=page.key)


def sent(page: Page, dataset: Dataset) -> dict[str, set[str]]:
    """What the callbacks of a page read and write: properties by the id of their component."""
    recorded = Dash(__name__, suppress_callback_exceptions=True)
    page.register(recorded, lambda: dataset)
    found: dict[str, set[str]] = {}
    for entry in (*recorded.callback_map.values(), *recorded._callback_list):
        outputs = str(entry["output"] if isinstance(entry["output"], str) else "").strip(".").split("...")
        written = [one.partition("@")[0].rpartition(".") for one in outputs if "." in one]
        read = [(part["id"], "", part["property"]) for key in ("inputs", "state") for part in entry[key]]
        for name, _, prop in (*written, *read):
            found.setdefault(name, set()).add(prop)
    return found


def walk(node: object) -> Iterator[Component]:
    """Every component of a tree, the root included."""
    if isinstance(node, list | tuple):
        for child in node:
            yield from walk(child)
    elif isinstance(node, Component):
        yield node
        yield from walk(getattr(node, "children", None))


def text_of(node: object) -> str:
    """The text of a tree of components."""
    if isinstance(node, list | tuple):
        return "".join(text_of(child) for child in node)
    if isinstance(node, Component):
        return text_of(getattr(node, "children", None))
    return "" if node is None else str(node)


def of_type(node: object, *names: str) -> list[Any]:
    """The components of a tree that have one of these types."""
    return [part for part in walk(node) if type(part).__name__ in names]


def of_class(node: object, name: str) -> list[Any]:
    """The components of a tree that have a class."""
    return [part for part in walk(node) if name in str(getattr(part, "className", "")).split()]


def of_id(node: object, name: str) -> Any:
    """The component of a tree that has an id."""
    return next(part for part in walk(node) if getattr(part, "id", None) == name)


def links(node: object) -> set[str]:
    """The addresses that a tree leads to."""
    return {str(address) for part in walk(node) if (address := getattr(part, "href", None))}


def asked(query: Mapping[str, Any]) -> dict[str, Any]:
    """A query of keyword arguments: ``from_`` and ``with_`` stand for from and with."""
    return {key.rstrip("_"): value for key, value in query.items()}


def heading(page: object) -> str:
    """The text of the one heading of a page, which titles its document."""
    (found,) = (part for part in walk(page) if isinstance(part, html.H1))
    return text_of(found)


def long_table(written: str) -> ElementTree.Element:
    """A table that the server wrote as HTML, as a tree."""
    return ElementTree.fromstring(f"<div>{written}</div>")  # noqa: S314 - our own


def cells(part: ElementTree.Element) -> list[list[str]]:
    """What is seen in the cells of each row, without what is read out and second lines."""
    return [
        [
            "".join(one.text or "" for one in cell.iter() if one.get("class") not in ("unseen", "small"))
            for cell in row
        ]
        for row in part.iter("tr")
    ]
