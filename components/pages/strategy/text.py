"""What stands around the evidence matrix: finding, deck, source, columns, the words of an empty choice."""

from urllib.parse import urlencode

from dash import html
from dash.development.base_component import Component

from components import numbers
from components.pages.strategy.table import anchor
from components.pages.strategy.view import View
from components.parts.note import empty
from components.text import markup

TABLE, READING = "matrix-drawn", "matrix-reading"


def finding(view: View) -> str:
    """Return the sentence over the page, of all five pillars whatever the filters leave out."""
    return view.say("matrix.finding", since=view.choice.since, **view.total)


def deck(view: View) -> str:
    """Return what the page holds, and how many indicators reach beyond the base year."""
    held = view.whole[view.whole["kind"] != "indicator"]["code"].dropna().nunique()
    return view.say("matrix.deck", since=view.choice.since, parts=held, **view.total)


def parts(view: View) -> dict[str, str]:
    """Return what the contents link to, {id: words}: the strategic pillars with rows on show, the notes."""
    say, shown = view.say, set(view.rows["pillar"]) if view.choice.sort == "pillar" else set()
    order = sorted(shown, reverse=view.choice.descending)
    rows = {anchor(number): f"{number} {say(f'strategy.short.{number}')}" for number in order}
    return (rows or {TABLE: say("matrix.caption")}) | {READING: say("matrix.read.title")}


def count(view: View) -> str:
    """Return how many rows of how many are shown."""
    return view.say("matrix.shown", shown=len(view.rows), all=len(view.whole))


def data_address(view: View) -> str:
    """Return the address of the CSV of the rows on show."""
    query = {"lang": view.say.lang, **view.choice.chosen(view.dataset)}
    return f"/download/evidence-matrix.csv?{urlencode(query)}"


def source(view: View) -> list[str | Component]:
    """Return the publishers of all that is shown, what is our own, and when it was checked."""
    dataset, say = view.dataset, view.say
    held = set(view.whole.loc[view.whole["last"].notna(), "code"])
    families = [one.source for key, one in dataset.catalog.indicators.items() if key in held]
    shorts = [dataset.catalog.sources[family].short.get(say.lang) for family in families]
    names = [*dict.fromkeys(name for short in shorts for name in short.split("、"))]  # of joint ones, each
    checked = numbers.day(dataset.checked, say.lang)
    link = html.A(say("overview.source_link"), href=f"/{say.lang}/data")
    return [say("matrix.source", sources=say.listing(names), checked=checked), link]


def nothing(view: View) -> list[Component]:
    """Return the words that stand where no row fits, with the way back; nothing where some do."""
    if len(view.rows):
        return []
    back = html.A(view.say("matrix.all"), href=f"/{view.say.lang}/strategy", className="button")
    return [empty([view.say("matrix.empty")]), html.P(back)]


def columns(view: View) -> html.Section:
    """Return the three columns below: how to read it, how it was made, what it cannot show."""
    parts = []
    for name in ("read", "made", "cannot"):
        lines = [html.P(markup(view.say(f"matrix.{name}.{part}"))) for part in ("first", "second", "third")]
        parts.append(html.Div([html.H2(view.say(f"matrix.{name}.title")), *lines]))
    return html.Section(parts, className="block three", id=READING)
