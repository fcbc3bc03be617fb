"""What the article asks for under a strategic pillar: quotation, recommendations, and what is not shown."""

from dash import html
from dash.development.base_component import Component

from components.pages.pillar.view import View
from components.pages.pillar.wording import name_of
from data.catalog import Action


def aside(view: View) -> html.Aside:
    """Return the aside beside the multiples."""
    say, pillar = view.say, view.pillar
    article = view.dataset.catalog.sources["article"]
    credit: list[str | Component] = [
        say("pillar.credit"),
        html.A(say("pillar.outlet"), href=article.url, rel="noopener"),
    ]
    if note := say("pillar.translated"):  # the article is in English
        credit.append(note)
    return html.Aside(
        [
            html.H2(say("pillar.asks")),
            html.Blockquote(say("pillar.quoted", text=pillar.quotation.get(say.lang))),
            html.P(credit, className="source"),
            html.P(pillar.summary.get(say.lang), className="pillar-summary"),
            html.H2(say("pillar.actions")),
            html.Ol([_action(view, action) for action in pillar.actions], className="pillar-actions"),
        ],
        className="pillar-aside",
    )


def _action(view: View, action: Action) -> html.Li:
    say = view.say
    parts: list[str | Component] = [html.B(action.text.get(say.lang))]
    if action.indicators:
        links: list[str | Component] = []
        for code in action.indicators:
            links += [say("list.separator")] if links else []
            links.append(html.A(_name(view, code), href=f"#{anchor(code)}"))
        parts.append(html.Span(links, className="pillar-links"))
    if action.gap:
        cannot = html.Span(say("pillar.cannot"), className="unseen")
        gap: list[str | Component] = [cannot, action.gap.get(say.lang)]
        parts.append(html.Span(gap, className="pillar-gap"))
    return html.Li(parts)


def _name(view: View, code: str) -> str:
    link = view.pillar.link(code)
    if link.gii:
        return view.say("pillar.gii_name", code=code, name=view.say(f"gii.{code}"))
    return name_of(view, code)


def anchor(code: str) -> str:
    """Return the id of the row of an indicator or a part of the GII in the tables."""
    return "row-" + code.replace(".", "-")
