"""Examples of the programming interface in three languages; the browser puts in the address of the site."""

from dash import html
from dash.development.base_component import Component

from components.attributes import attributes
from components.parts.figure_card import copyable
from components.shell import ORIGIN
from components.text import Words
from data.api import Endpoint

# Only a blank is missing: the iso2 of Namibia is NA.
_BLANK = {"python": 'keep_default_na=False, na_values=[""]', "r": 'na.strings = ""'}
_PAGES = """import requests
from urllib.parse import urljoin

address = "{address}"
rows = []
while address:
    page = requests.get(address, timeout=30).json()
    rows += page["data"]
    address = page["next"] and urljoin(address, page["next"])"""


def address(endpoint: Endpoint, *more: str) -> str:
    """Return the address of an endpoint's example, with more parameters."""
    query = "&".join(part for part in (endpoint.example, *more) if part)
    return f"{ORIGIN}{endpoint.path}?{query}" if query else f"{ORIGIN}{endpoint.path}"


def examples(endpoint: Endpoint, say: Words, heading: type[html.H3 | html.H4] = html.H4) -> html.Div:
    """Return how the example of an endpoint is read with curl, Python and R, each below a ``heading``."""
    csv, name = address(endpoint, "format=csv"), endpoint.name
    codes = {
        "curl": f'curl "{address(endpoint)}"',
        "python": f'import pandas as pd\n\n{name} = pd.read_csv("{csv}", {_BLANK["python"]})',
        "r": f'{name} <- read.csv("{csv}", {_BLANK["r"]})',
    }
    return html.Div(
        [copyable(code, say(f"api.example.{kind}"), say, heading) for kind, code in codes.items()],
        className="api-examples",
        **attributes(data_origin=""),
    )


def paging(endpoint: Endpoint, say: Words) -> Component:
    """Return how all pages of a long answer are read."""
    code = _PAGES.replace("{address}", address(endpoint))
    return html.Div(copyable(code, say("api.example.pages"), say, html.H3), **attributes(data_origin=""))
