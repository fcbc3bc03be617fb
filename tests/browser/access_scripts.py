"""What the browser is asked about a page: focus, targets, room, languages, what forced colours hide."""

from __future__ import annotations

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

WATCH = """() => {
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
