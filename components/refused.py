"""What an address asks for that is not there: a line above the content, with what is shown in its place."""

from collections import ChainMap
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from dash.development.base_component import Component

from analysis.dataset import Dataset
from analysis.query import Query
from components.callbacks import by_id
from components.pages import Page
from components.parts.controls import Controls
from components.text import words

MOST, LONGEST = 3, 40  # values of one key that are repeated, and their characters
_BESIDE: Final = ("with", "raise")
"""Keys of economies that links carry from page to page: one that exists may be in focus."""


def line(
    dataset: Dataset,
    lang: str,
    page: Page,
    given: Mapping[str, str],
    query: Mapping[str, str],
    content: Callable[[], Sequence[Component]],
) -> str:
    """Return the line for a page that is drawn; "" where it shows what the address asks for.

    given: what the path names, which is always there; content: draws the page, whose controls name options.
    """
    if not page.query.controls():
        return ""
    beginning, *_ = page.query.controls().values()
    if not beginning.options(dataset, {}):
        return ""  # as in the guess of a snapshot of few editions, where the page itself says so
    t = words(lang)
    values: Mapping[str, str] = ChainMap(given, query)  # type: ignore[arg-type]  # only read
    ordered = page.query.in_order(dataset, values)
    chosen = page.query.read(dataset, ordered)
    sentences = []
    if ordered is not values:
        first, last = (chosen.written()[key] for key in page.query.SPAN or ())
        sentences.append(t("refused.order", first=first, last=last))
    controls = Controls(page.key, chosen, dataset, t)
    for key, parts, _ in page.query.refused(dataset, ordered):  # type: ignore[arg-type]  # all are texts
        asked = [part for part in parts if part.strip()]
        if key in _BESIDE:
            asked = [part for part in ",".join(asked).split(",") if part.upper() not in dataset.economies]
        if key in given or not any(asked):
            continue
        named = _names(dataset, lang, page, key, content())
        shown = _shown(chosen, key, named)
        about = {
            "label": _label(controls, key),
            "asked": t.listing([named.get(part) or _short(part) for part in asked[:MOST]]),
        }
        sentences.append(
            t("refused.shown", **about, shown=t.listing(shown)) if shown else t("refused.only", **about)
        )
    options = chosen.options(dataset)
    for control in page.query.controls().values():
        asked = list(dict.fromkeys(values.get(control.key, "").split(","))) if control.most else []
        if sum(not control.strange(part, options[control.key]) for part in asked) > control.most:
            sentences.append(t("refused.most", label=_label(controls, control.key), most=control.most))
    return t.sentences(sentences)


def _label(controls: Controls, key: str) -> str:
    """Return the label of a control as a sentence begins; else a word of its own."""
    own = f"refused.of.{key}"
    label = controls.t(own) if controls.t.has(own) else controls.label(key)
    return label[:1].upper() + label[1:]


def _names(dataset: Dataset, lang: str, page: Page, key: str, content: Sequence[Component]) -> dict[str, str]:
    """Return the words of the options of a control, as it shows them, by value; of economies their names."""
    name = f"{page.key}-{key}"
    options = getattr(by_id(content, {name}).get(name), "options", None) or []
    return dataset.labels(lang) | {str(one["value"]): str(one["label"]) for one in options}


def _shown(chosen: Query, key: str, named: Mapping[str, str]) -> list[str]:
    """Return the words of what is chosen; none of what has no words."""
    field = next(name for name, control in chosen.controls().items() if control.key == key)
    value: Any = getattr(chosen, field)
    values = value if isinstance(value, tuple) else (value,)
    found = [named.get(str(one)) or (str(one) if isinstance(one, int) else "") for one in values]
    return [one for one in found if one]


def _short(text: str) -> str:
    """Return a value as it is repeated: without signs that have no form of their own, and not too long."""
    cut = text[:LONGEST] + "…" * (len(text) > LONGEST)
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in cut)
