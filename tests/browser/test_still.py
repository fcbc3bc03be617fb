"""What the browser builds of still parts is what Dash would draw of their components."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from dash import html

from tests.browser.pages import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Route

    from tests.browser.visit import Visit

TYPES = {name.lower(): name for name in dir(html)}
FLAGS = ("hidden", "open", "disabled", "reversed")
NAMES = {"class": "className", "for": "htmlFor", "tabindex": "tabIndex", "colspan": "colSpan"}
# Names that a library makes up anew at each load, and what a plot draws, are no part of the comparison.
DOCUMENT = """() => {
  const made = (attribute) => /^(data-dash|data-static|aria-controls|aria-labelledby)/.test(attribute.name)
    || (attribute.name === "id" && /radix|react/.test(attribute.value));
  const written = (node) => node.nodeType === 3 ? node.data
    : node.matches(".graph") ? "" : [node.localName, ...Array.from(node.attributes)
      .filter((attribute) => !made(attribute)).map((one) => one.name + "=" + one.value).sort(),
      ...Array.from(node.childNodes).map(written).filter(Boolean)].join("\\n");
  return written(document.querySelector("#site-page"));
}"""


def component(item: Any) -> Any:
    """A still element as Dash sends a component."""
    if isinstance(item, str):
        return item
    tag, attributes, *children = item
    props = {NAMES.get(name, name): name in FLAGS or value for name, value in attributes.items()}
    props["children"] = [component(child) for child in children]
    return {"type": TYPES[tag], "namespace": "dash_html_components", "props": props}


def loud(answer: Any) -> Any:
    """An answer of the server with every still part as components."""
    if isinstance(answer, list):
        return [loud(one) for one in answer]
    if not isinstance(answer, dict):
        return answer
    if text := answer.get("props", {}).pop("data-static", ""):
        answer["props"]["children"] = [component(item) for item in json.loads(text)]
        return answer
    return {key: loud(value) for key, value in answer.items()}


def as_components(route: Route) -> None:
    """Answer with the layout, in which every still part is made of components."""
    answer = route.fetch(headers={**route.request.headers, "if-none-match": ""})
    assert "data-static" in answer.text()
    text = json.dumps(loud(answer.json()))
    assert "data-static" not in text
    route.fulfill(response=answer, body=text)


@pytest.mark.parametrize("path", ["/en/data/releases", "/zh/economy/CHN", "/en/claims"])
def test_still_parts_become_the_elements_that_dash_would_draw(visit: Callable[..., Visit], path: str) -> None:
    seen = visit(path)
    seen.quiet()  # controls come in files of their own
    built = seen.page.evaluate(DOCUMENT)
    assert seen.find("[data-static]:not([data-static=''])").count() == 0
    seen.page.route(f"**/_dash-layout{path}", as_components)
    seen.reload()
    seen.quiet()
    assert seen.page.evaluate(DOCUMENT) == built


def test_a_part_that_is_still_no_more_gives_way_to_what_dash_draws(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/ranking?find=china")
    seen.page.evaluate("""() => {
      const place = document.createElement("div");
      document.body.append(place);
      place.setAttribute("data-static", '[["p", {}, "ours"]]');
      const other = () => Object.assign(document.createElement("p"), {textContent: "Dash"});
      window.setTimeout(() => place.append(other()), 50);
      window.place = place;
    }""")
    seen.until("window.place.textContent === 'oursDash'")
    seen.page.evaluate("window.place.removeAttribute('data-static')")  # as Dash does when it draws the inside
    seen.until("window.place.textContent === 'Dash'")


WRITING = """
window.written = [];
const drawn = (node) => {
  const key = Object.keys(node || {}).find((one) => one.startsWith("__reactProps$"));
  const { children, "data-static": still } = key ? node[key] : {};
  const filled = [children].flat(Infinity).some((one) => one !== null && one !== undefined);
  return filled ? "Dash" : still ? "still" : "";
};
const hold = (name, place) => {
  const write = Element.prototype[name];
  Element.prototype[name] = function (...given) {
    const inside = drawn(place(this));
    const mine = inside === "still" && name === "replaceChildren"; // what scripts/static_markup.js is for
    if (inside && !mine) window.written.push(name + " in " + place(this).outerHTML.slice(0, 200));
    return write.apply(this, given);
  };
};
const inner = ["append", "prepend", "replaceChildren", "insertAdjacentHTML", "insertAdjacentElement"];
inner.forEach((name) => hold(name, (node) => node));
["before", "after", "remove", "replaceWith"].forEach((name) => hold(name, (node) => node.parentNode));
"""
"""Notes what a script writes into an element whose inside Dash draws. React itself has older methods."""


def test_no_script_writes_into_what_dash_draws(visit: Callable[..., Visit]) -> None:
    seen = visit("/en/", width=390, height=844, has_touch=True)
    seen.page.add_init_script(WRITING)
    for path in (*PAGES, "story/9"):
        seen.go(f"/en/{path}")
        for action in seen.find("[data-action=table], [data-action=link]").filter(visible=True).all():
            action.click()
            seen.page.keyboard.press("Escape")
        assert seen.page.evaluate("window.written") == [], path
