"""What cannot be read on a page: texts of figures on one another or cut off, and texts that are too small."""

from tests.browser.visit import Visit

OVERLAPS = """() => Array.from(document.querySelectorAll(".js-plotly-plot")).flatMap((graph) => {
  if (!graph.clientWidth) return [];
  const texts = Array.from(graph.querySelectorAll("svg text"))
    .filter((text) => text.textContent.trim() && !text.closest(".hoverlayer"))
    .map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }))
    .filter(({ box }) => box.width && box.height);
  const wide = graph.getBoundingClientRect();
  const found = texts.filter(({ box }) => box.left < wide.left - 1 || box.right > wide.right + 1
    || box.top < wide.top - 1 || box.bottom > wide.bottom + 1).map(({ text }) => "cut off: " + text);
  texts.forEach((a, i) => texts.slice(i + 1).forEach((b) => {
    const across = Math.min(a.box.right, b.box.right) - Math.max(a.box.left, b.box.left);
    const down = Math.min(a.box.bottom, b.box.bottom) - Math.max(a.box.top, b.box.top);
    const by = across.toFixed(1) + " × " + down.toFixed(1);
    if (across > 1 && down > 2) found.push(a.text + " and " + b.text + " by " + by);
  }));
  return found;
})"""

SMALL = """() => {
  const found = new Set();
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement;
    if (!walk.currentNode.textContent.trim() || !holder.getClientRects().length) continue;
    if (["SCRIPT", "STYLE", "NOSCRIPT"].includes(holder.tagName)) continue;
    const size = parseFloat(getComputedStyle(holder).fontSize);
    if (size < 12) found.add(size + " px: " + walk.currentNode.textContent.trim().slice(0, 40));
  }
  return Array.from(found);
}"""

# Scrolled to the end and down: pinned cells that lie on one another, and heads that have left their box.
COVERED = """() => Array.from(document.querySelectorAll(".table-scroll")).filter((box) => box.clientWidth)
  .flatMap((box) => {
    const table = box.querySelector("table");
    if (!table || getComputedStyle(table).display === "block") return [];
    box.scrollLeft = 1e6;
    box.scrollTop = 300;
    const found = Array.from(table.rows).flatMap((row) => {
      const pinned = Array.from(row.cells).filter((cell) => {
        const style = getComputedStyle(cell);
        return style.position === "sticky" && style.left !== "auto";
      }).map((cell) => cell.getBoundingClientRect());
      return pinned.slice(1).some((one, i) => one.left < pinned[i].right - 0.5) ? [row.textContent] : [];
    });
    const head = table.tHead && table.tHead.getClientRects().length ? table.tHead.rows[0].cells[0] : null;
    const away = head && head.getBoundingClientRect().top < box.getBoundingClientRect().top - 1;
    if (away) found.push("head out of sight");
    box.scrollLeft = box.scrollTop = 0;
    return found;
  })"""

SIDEWAYS = """() => Array.from(document.querySelectorAll(".table-scroll, .cards"))
  .filter((box) => box.clientWidth && box.scrollWidth > box.clientWidth + 1)
  .map((box) => box.id || box.ariaLabel)"""

# Links and tools of the header, and those of the row below, that lie on one another.
HEADER = """() => ["#site-nav > ul > li > a, header .tools, .brand a", ".section a"].flatMap((names) => {
  const boxes = Array.from(document.querySelectorAll(names)).map((one) => one.getBoundingClientRect())
    .filter(({ width, height }) => width && height);
  const on = (one, other) => one.right > other.left + 1 && one.bottom > other.top + 1;
  return boxes.filter((box, number) => boxes.slice(0, number).some((one) => on(one, box) && on(box, one)))
    .map((box) => names + " at " + Math.round(box.left));
})"""


def unreadable(visit: Visit) -> list[str]:
    """Return what cannot be read at the width that the window has."""
    beyond = ["the page scrolls sideways"] if visit.scrolls_sideways() else []
    scripts = (OVERLAPS, SMALL, COVERED, HEADER)
    found: list[str] = [text for script in scripts for text in visit.page.evaluate(script)]
    return beyond + found
