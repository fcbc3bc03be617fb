"""What a page lacks for readers without a mouse, with a screen reader, large type or colours of their own."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe

from tests.browser.visit import Visit

# Rows of long tables are drawn by the same lines of code: axe looks at the first of each body and the last.
ROWS = "tbody > tr:nth-child(n + 8):not(:last-child)"
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
HIDDEN = f"{ROWS} {{ display: none !important }}"
NARROW, ZOOMED = (320, 568), (720, 450)  # 1280 px at four times the size, 1440 px at twice


VANISHED = """() => {
  const shown = (selector) => Array.from(document.querySelectorAll(selector))
    .filter((one) => one.checkVisibility());
  const style = (one) => getComputedStyle(one);
  const look = (one) => [style(one).backgroundColor, style(one).color].join();
  const found = [];
  document.querySelectorAll(".segmented").forEach((group) => {
    const [on, off] = [":has(input:checked)", ":not(:has(input:checked))"]
      .map((state) => group.querySelector(".dash-radioitems-inline" + state));
    if (on && off && look(on) === look(off)) found.push("chosen segment: " + on.textContent);
  });
  const grounds = [style(document.body).backgroundColor, "rgba(0, 0, 0, 0)"];
  const empty = (one) => grounds.includes(style(one).backgroundColor);
  shown(".icon, .mini-rank-chart, .dot-mark, .square-direct, .check-passed").filter(empty)
    .concat(shown(".dash-slider-track, .dash-slider-range, .slider-mark").filter(empty))
    .forEach((one) => found.push("shape: " + one.outerHTML.slice(0, 80)));
  const drawn = ":is(.verdict-mixed, .verdict-wrong, .verdict-not_moved) .verdict-square";
  shown(".square-proxy, .check-exception, " + drawn)
    .filter((one) => style(one).backgroundImage === "none")
    .forEach((one) => found.push("shape: " + one.outerHTML.slice(0, 80)));
  return found;
}"""
"""What only a colour or a background told, and is not told when the system forces its own colours."""

FOCUS = """() => {
  window.stops = [];
  const within = (value, most) => Math.max(0, Math.min(most - 1, value));
  document.addEventListener("focusin", ({ target: one }) => {
    const around = one.closest("label, .field, .dash-dropdown-wrapper, .slider-track") || one;
    const ringed = [one, around, ...around.querySelectorAll("*")].some((part) => {
      const style = getComputedStyle(part);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        || part instanceof SVGElement && style.stroke !== "none" && parseFloat(style.strokeWidth) >= 2;
    });
    const box = one.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 40)];
    const top = document.elementFromPoint(within(x, innerWidth), within(y, innerHeight));
    const seen = Boolean(top) && (around.contains(top) || top.contains(one));
    window.stops.push({ what: one.outerHTML.slice(0, 120), ringed, seen });
    one.passed = (one.passed || 0) + 1;
  });
}"""
"""Write down of everything that gets the focus whether it has a ring and whether something lies over it."""

LEFT = """() => document.activeElement === document.body
  || Array.from(document.querySelectorAll(".skip")).some((one) => one.passed > 1)"""
"""Whether the focus has left the page at its end."""

MISSED = """() => {
  const every = "a[href], button, input, select, summary, [tabindex], [role=slider]";
  const other = (one) => one.matches("input[type=radio]") && !one.checked; // one stop for all
  return Array.from(document.querySelectorAll(every))
    .filter((one) => !one.disabled && one.tabIndex >= 0 && !other(one) && !one.passed)
    .filter((one) => one.getClientRects().length && one.checkVisibility({ visibilityProperty: true }))
    .map((one) => one.outerHTML.slice(0, 120));
}"""
"""What can be used and never had the focus."""

STYLED = """(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}"""
"""Add rules to those of the page, in place of the ones that were added before."""

SPACED = """* { line-height: 1.5 !important; letter-spacing: .12em !important }
* { word-spacing: .16em !important }
p { margin-bottom: 2em !important }"""
"""The spaces of WCAG 1.4.12."""

# A list of economies hides its values behind the word "Change"; long names in cells and lists end in dots; a
# field scrolls with what is typed into it.
CLIPPED = """() => Array.from(document.querySelectorAll("header *, main *, footer *")).filter((one) => {
  if (!one.checkVisibility() || one.clientWidth < 3) return false;
  if (one.closest(".js-plotly-plot, dialog, .unseen, .change, .strip-item, svg")) return false;
  if (one.matches("input") && one.value) return false;
  const style = getComputedStyle(one);
  const dots = (part) => getComputedStyle(part).textOverflow === "ellipsis";
  if ([one, ...one.querySelectorAll("span")].some(dots)) return false;
  const cut = (overflow) => ["hidden", "clip"].includes(overflow);
  return cut(style.overflowX) && one.scrollWidth > one.clientWidth + 2
    || cut(style.overflowY) && one.scrollHeight > one.clientHeight + 2;
}).map((one) => one.outerHTML.slice(0, 120))"""
"""Elements whose text does not fit into them."""

# A target that is smaller may be a link in a sentence, or stand so that a circle of 24 px touches no other.
SMALL = """() => {
  const every = "a[href], button, summary, input:not([type=radio], .dash-dropdown-focus-target)";
  const shown = Array.from(document.querySelectorAll(every))
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .filter((one) => !one.closest("dialog, .skip, .table-scroll.drawn"))
    .map((one) => ({ one, box: one.getBoundingClientRect() }))
    .filter(({ box }) => box.width && box.height);
  const near = (x, y, box) => Math.hypot(
    Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) < 12;
  return shown.filter(({ one, box }) => {
    if (box.width >= 23.5 && box.height >= 23.5) return false;
    const words = (part) => part.textContent.trim().length;
    const inline = getComputedStyle(one).display === "inline";
    if (inline && words(one.parentElement) > words(one) + 3) return false;
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    return shown.some((other) => other.one !== one && near(x, y, other.box)
      && !other.one.contains(one) && !one.contains(other.one));
  }).map(({ one, box }) => `${Math.round(box.width)} × ${Math.round(box.height)}: `
    + one.outerHTML.slice(0, 100));
}"""
"""Targets below 24 px in WCAG 2.5.8."""

LETTERS = """() => Array.from(document.querySelectorAll(".js-plotly-plot"))
  .filter((one) => !one.closest("[aria-hidden=true]"))
  .map((one) => "letters of " + one.parentElement.id)"""
"""Figures whose letters would be read in no order: their names say what they show."""

LANGUAGES = r"""() => {
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement;
    if (holder.closest("script, style, noscript, pre, code, svg")) continue;
    const text = walk.currentNode.textContent.trim();
    const chinese = holder.closest("[lang]").lang.startsWith("zh");
    const other = chinese ? /[a-z]{2,}(?: [a-z]{2,}){4,}/ : /[\u4e00-\u9fff]/;
    if (other.test(text)) found.add("in another language: " + text.slice(0, 60));
  }
  return Array.from(found);
}"""
"""Texts in a language that is not the one their element says."""


def barriers(visit: Visit, options: dict[str, Any] | None = None) -> list[str]:
    """What axe-core finds, of any impact: WCAG 2.0 to 2.2, levels A and AA, and its best practices."""
    asked = {"resultTypes": ["violations"]} | (options or {})
    found = Axe().run(visit.page, context={"exclude": [[ROWS]]}, options=asked).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def forced(visit: Visit) -> list[str]:
    """What cannot be told apart, or is too faint, when the reader's system forces its own colours."""
    visit.page.emulate_media(forced_colors="active")
    found = barriers(visit, COLOURS)
    found += visit.page.evaluate(VANISHED)
    visit.page.emulate_media(forced_colors="none")
    return found


def walk(visit: Visit, most: int = 600) -> dict[str, list[str]]:
    """Press Tab from the top of the page until the focus leaves it.

    Rows of long tables that axe leaves out are left out here, too. Returns what was never reached, what had
    the focus without a ring of 2 px at least, and what had it while something else lay over it.
    """
    visit.page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    visit.page.evaluate(STYLED, HIDDEN)
    visit.page.evaluate(FOCUS)
    for _ in range(most // 20):
        for _ in range(20):
            visit.page.keyboard.press("Tab")
        if visit.page.evaluate(LEFT):
            break
    visit.page.keyboard.press("Tab")  # a focus that has just left the page comes in again at its head
    stops = visit.page.evaluate("window.stops")
    # in the next frame scripts mend what Dash has drawn anew
    visit.page.evaluate("() => new Promise(requestAnimationFrame)")
    missed = visit.page.evaluate(MISSED)
    visit.page.evaluate(STYLED, "")
    return {
        "never reached": missed,
        "without a ring": [stop["what"] for stop in stops if not stop["ringed"]],
        "under something": [stop["what"] for stop in stops if not stop["seen"]],
    }


def squeezed(visit: Visit) -> dict[str, Any]:
    """What is lost at 320 px, at twice the size, and with wider spaces between letters, words and lines."""
    found: dict[str, Any] = {}
    for width, height in (ZOOMED, NARROW):
        visit.resize(width, height)
        found[f"sideways at {width}"] = visit.scrolls_sideways()
        found[f"small at {width}"] = visit.page.evaluate(SMALL)
    visit.page.evaluate(STYLED, SPACED)
    found["sideways, spaced"] = visit.scrolls_sideways()
    found["cut off, spaced"] = visit.page.evaluate(CLIPPED)
    visit.page.evaluate(STYLED, "")
    return {name: value for name, value in found.items() if value}


def unsaid(visit: Visit) -> list[str]:
    """What a screen reader would say in no order, or in a wrong language; axe knows what has no name."""
    found: list[str] = visit.page.evaluate(LETTERS)
    return [*found, *visit.page.evaluate(LANGUAGES)]
