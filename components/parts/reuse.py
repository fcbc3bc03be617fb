"""May I reuse this? The answer for a view in a word, and in a sentence whose licences are linked."""

import re

from dash import html
from dash.development.base_component import Component

from analysis.reuse import Reuse
from components.attributes import attributes
from components.shell import path
from components.text import Words


def answered(found: Reuse, t: Words) -> list[Component]:
    """Return the answer, the sentence that it opens, and what the browser writes on images."""
    links = {"MIT": path(t.lang, "about#licences"), **found.links}
    names = "|".join(re.escape(name) for name in sorted(links, key=len, reverse=True))
    sentence = [
        html.A(part, href=links[part], rel="noopener") if part in links else part
        for part in re.split(f"({names})", found.text)
    ]
    return [
        html.Summary([t("card.reuse"), html.B(found.answer)]),
        html.P(sentence),
        html.Span(found.short, hidden=True, **attributes(data_part="picture-reuse")),
    ]
