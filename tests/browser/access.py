"""What readers need who use no mouse, a screen reader, large type or colours of their own: measured on a page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from axe_playwright_python.sync_playwright import Axe

if TYPE_CHECKING:
    from tests.browser.visit import Visit

# Rows of long tables are drawn by the same lines of code: axe looks at the first of each body and at the last.
ROWS = "tbody > tr:nth-child(n + 8):not(:last-child)"
COLOURS = {"runOnly": ["color-contrast", "link-in-text-block"]}
NARROW, ZOOMED = (320, 568), (720, 450)  # 1280 px at four times the size, 1440 px at twice


def barriers(visit: Visit, options: dict[str, Any] | None = None) -> list[str]:
    """What axe-core finds, of any impact: WCAG 2.0 to 2.2, levels A and AA, and its best practices."""
    asked = {"resultTypes": ["violations"]} | (options or {})
    found = Axe().run(visit.page, context={"exclude": [[ROWS]]}, options=asked).response["violations"]
    return [f"{one['id']}: {node['html'][:120]}" for one in found for node in one["nodes"]]


def forced(visit: Visit) -> list[str]:
    """What cannot be told apart, or is too faint, when the reader's system forces its own colours."""
    visit.page.emulate_media(forced_colors="active")
    found = barriers(visit, COLOURS) + visit.page.evaluate(_VANISHED)
    visit.page.emulate_media(forced_colors="none")
    return found


_VANISHED = """() => {
  const look = (one) => { const s = getComputedStyle(one); return [s.backgroundColor, s.backgroundImage, s.color].join(); };
  const shown = (selector) => Array.from(document.querySelectorAll(selector)).filter((one) => one.checkVisibility());
  const found = [];
  document.querySelectorAll(".segmented").forEach((group) => {
    const [on, off] = [":has(input:checked)", ":not(:has(input:checked))"]
      .map((state) => group.querySelector(".dash-radioitems-inline" + state));
    if (on && off && look(on) === look(off)) found.push("chosen segment: " + on.textContent);
  });
  const [ground] = [getComputedStyle(document.body).backgroundColor];
  shown(".icon, .trail, .dot-mark, .square-direct, .check-passed, .dash-slider-track, .dash-slider-range, .slider-mark")
    .forEach((one) => { if ([ground, "rgba(0, 0, 0, 0)"].includes(getComputedStyle(one).backgroundColor)) found.push("shape: " + one.outerHTML.slice(0, 80)); });
  shown(".square-proxy, .check-exception, .verdict-caveat .verdict-square, .verdict-not_supported .verdict-square")
    .forEach((one) => { if (getComputedStyle(one).backgroundImage === "none") found.push("shape: " + one.outerHTML.slice(0, 80)); });
  return found;
}"""

_WATCH = """() => {
  window.stops = [];
  document.addEventListener("focusin", ({ target: one }) => {
    const around = one.closest("label, .field, .dash-dropdown-wrapper, .slider-track") || one;
    const ringed = [one, around, ...around.querySelectorAll("*")].some((part) => {
      const style = getComputedStyle(part);
      return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
    });
    const box = one.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 2, box.top + Math.min(box.height / 2, 40)];
    const top = document.elementFromPoint(Math.max(0, Math.min(innerWidth - 1, x)), Math.max(0, Math.min(innerHeight - 1, y)));
    const seen = Boolean(top) && (around.contains(top) || top.contains(one));
    window.stops.push({ what: one.outerHTML.slice(0, 120), ringed, seen });
    one.passed = (one.passed || 0) + 1;
  });
}"""
_LEFT = """() => document.activeElement === document.body
  || Array.from(document.querySelectorAll(".skip")).some((one) => one.passed > 1)"""
_MISSED = """() => {
  const shown = Array.from(document.querySelectorAll("a[href], button, input, select, summary, [tabindex], [role=slider]"))
    .filter((one) => !one.disabled && one.getClientRects().length && one.checkVisibility({ visibilityProperty: true }));
  const radios = shown.filter((one) => one.matches("input[type=radio]") && !one.checked);
  return shown.filter((one) => one.tabIndex >= 0 && !radios.includes(one) && !one.passed)
    .map((one) => one.outerHTML.slice(0, 120));
}"""


def walk(visit: Visit, most: int = 600) -> dict[str, list[str]]:
    """Press Tab from the top of the page until the focus leaves it.

    Returns what was never reached, what had the focus without a ring of 2 px at least, and what had it while
    something else lay over it.
    """
    visit.page.evaluate("() => { document.activeElement.blur(); window.scrollTo(0, 0); }")
    visit.page.evaluate(_WATCH)
    for _ in range(most // 20):
        for _ in range(20):
            visit.page.keyboard.press("Tab")
        if visit.page.evaluate(_LEFT):
            break
    stops = visit.page.evaluate("window.stops")
    return {
        "never reached": visit.page.evaluate(_MISSED),
        "without a ring": [stop["what"] for stop in stops if not stop["ringed"]],
        "under something": [stop["what"] for stop in stops if not stop["seen"]],
    }


_SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync("* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    + " p { margin-bottom: 2em !important }");
  document.adoptedStyleSheets = [sheet];
}"""
# A list of economies hides its values behind the word "Change"; names in cells and choices end in dots by design.
_CLIPPED = """() => Array.from(document.querySelectorAll("header *, main *, footer *")).filter((one) => {
  if (!one.checkVisibility() || one.clientWidth < 3) return false;
  if (one.closest(".js-plotly-plot, dialog, .unseen, .change, .strip-item, svg")) return false;
  const style = getComputedStyle(one);
  if (style.textOverflow === "ellipsis") return false;
  const cut = (overflow) => ["hidden", "clip"].includes(overflow);
  return cut(style.overflowX) && one.scrollWidth > one.clientWidth + 2
    || cut(style.overflowY) && one.scrollHeight > one.clientHeight + 2;
}).map((one) => one.outerHTML.slice(0, 120))"""
# A target that is smaller may be a link in a sentence, or stand so that a circle of 24 px touches no other.
_SMALL = """() => {
  const shown = Array.from(document.querySelectorAll("a[href], button, summary, input:not([type=radio], .dash-dropdown-focus-target)"))
    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.closest("dialog, .skip, .table-scroll.drawn"))
    .map((one) => ({ one, box: one.getBoundingClientRect() })).filter(({ box }) => box.width && box.height);
  const near = (x, y, box) => Math.hypot(Math.max(box.left - x, 0, x - box.right), Math.max(box.top - y, 0, y - box.bottom)) < 12;
  return shown.filter(({ one, box }) => {
    if (box.width >= 23.5 && box.height >= 23.5) return false;
    const around = one.parentElement;
    const words = (part) => part.textContent.trim().length;
    if (getComputedStyle(one).display === "inline" && words(around) > words(one) + 3) return false;
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    return shown.some((other) => other.one !== one && !other.one.contains(one) && !one.contains(other.one) && near(x, y, other.box));
  }).map(({ one, box }) => Math.round(box.width) + " × " + Math.round(box.height) + ": " + one.outerHTML.slice(0, 100));
}"""


def squeezed(visit: Visit) -> dict[str, Any]:
    """What is lost at 320 px, at twice the size, and with wider spaces between letters, words and lines."""
    found: dict[str, Any] = {}
    size = visit.page.viewport_size or {}
    for width, height in (ZOOMED, NARROW):
        visit.resize(width, height)
        found[f"sideways at {width}"] = visit.scrolls_sideways()
        found[f"small at {width}"] = visit.page.evaluate(_SMALL)
    visit.page.evaluate(_SPACED)
    found["sideways, spaced"] = visit.scrolls_sideways()
    found["cut off, spaced"] = visit.page.evaluate(_CLIPPED)
    visit.page.evaluate("() => { document.adoptedStyleSheets = []; }")
    visit.resize(size["width"], size["height"])
    return {name: value for name, value in found.items() if value}


_LANGUAGES = r"""() => {
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement;
    if (holder.closest("script, style, noscript, pre, code, svg")) continue;
    const text = walk.currentNode.textContent.trim();
    const chinese = holder.closest("[lang]").lang.startsWith("zh");
    if (!chinese && /[\u4e00-\u9fff]/.test(text)) found.add("not marked as Chinese: " + text.slice(0, 60));
    if (chinese && /[a-z]{2,}(?: [a-z]{2,}){4,}/.test(text)) found.add("not marked as English: " + text.slice(0, 60));
  }
  return Array.from(found);
}"""
_NAMELESS = ("button", "link", "application", "figure", "slider", "combobox", "textbox", "searchbox", "radiogroup")
_NAMELESS += ("navigation", "region", "dialog", "table")


def tree(visit: Visit) -> list[tuple[str, str, int]]:
    """The accessibility tree of the page as a screen reader meets it: role, name, and level of a heading."""
    session = visit.page.context.new_cdp_session(visit.page)
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    session.detach()
    found = []
    for node in nodes:
        if node.get("ignored"):
            continue
        properties = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
        role, name = (str(node.get(key, {}).get("value", "")) for key in ("role", "name"))
        found.append((role, name.strip(), int(properties.get("level") or 0)))
    return found


def unsaid(visit: Visit) -> list[str]:
    """What a screen reader could not say, or would say in a wrong order or language."""
    seen = tree(visit)
    found = [f"{role} without a name" for role, name, _ in seen if role in _NAMELESS and not name]
    levels = [level for role, _, level in seen if role == "heading"]
    if levels[:1] != [1] or levels.count(1) != 1:
        found.append(f"headings begin with {levels[:3]}")
    found += [f"from h{a} to h{b}" for a, b in zip(levels, levels[1:], strict=False) if b > a + 1]
    roles = [role for role, _, _ in seen]
    found += [f"{role}: {roles.count(role)}" for role in ("banner", "main", "contentinfo") if roles.count(role) != 1]
    # letters of a figure come in no order: its name says what it shows
    found += visit.page.evaluate(
        """() => Array.from(document.querySelectorAll(".js-plotly-plot"))
          .filter((one) => !one.closest("[aria-hidden=true]")).map((one) => "letters of " + one.parentElement.id)"""
    )
    return [*found, *visit.page.evaluate(_LANGUAGES)]
