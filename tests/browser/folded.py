"""Tables of a phone: those that are folded open whole, and a row of many fields is a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.visit import Visit

PANEL = """(panel) => {
  const seen = (part) => part.getClientRects().length > 0;
  const rows = Array.from(panel.querySelectorAll("tbody:not(.pinned) > tr:not(.group-label)"));
  const bare = Array.from(panel.querySelectorAll(".cards td:not([colspan], [data-label])"));
  const rest = Array.from(panel.querySelectorAll(".rest")).some(seen);
  return { seen: rows.filter(seen).length, all: rows.length, rest, bare: bare.length };
}"""
WIDE = """() => {
  const beyond = (table) => table.offsetWidth > table.parentElement.clientWidth + 1;
  document.querySelectorAll("details").forEach((one) => { one.open = true; });
  document.querySelectorAll(".table-panel[hidden]").forEach((one) => { one.hidden = false; });
  const seen = (part) => part.getClientRects().length > 0;
  const rows = Array.from(document.querySelectorAll("tbody > tr"))
    .filter((row) => seen(row) && getComputedStyle(row).display === "table-row")
    .filter((row) => !row.closest(".beside, .coverage-map") || beyond(row.closest("table")))
    .filter((row) => Array.from(row.cells).filter(seen).length > 4);
  const cards = Array.from(document.querySelectorAll(".cards"))
    .filter((one) => one.scrollWidth > one.clientWidth + 1);
  const wide = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  return [...rows, ...cards].map((one) => "wide: " + one.textContent.slice(0, 60)).concat(wide ? "page" : []);
}"""
"""Rows with more than four fields that are drawn as rows, and cards beyond the edge, when all is open.

Ranks side by side, which are short, and the picture of what is held, whose fields hold shades, must fit.
"""


def opened(visit: Visit) -> tuple[int, list[str]]:
    """Open every folded table and show all its rows; return how many had a button for it, and the faults."""
    long, found = 0, []
    for action in visit.find("[data-action=table]").filter(visible=True).all():
        name = action.get_attribute("aria-controls") or ""
        panel = visit.find(f"#{name}")
        if visit.find(f"#{name.removesuffix('-table')}-empty > *").count():
            continue  # the page says that nothing fits the filters, so no row is right
        if action.get_attribute("aria-expanded") == "false":
            action.click()
        part = panel.evaluate(PANEL)
        if not part["seen"] or part["bare"] or (part["seen"] < part["all"]) != part["rest"]:
            found.append(f"{name}: {part}")
        if part["rest"]:
            long += 1
            for button in panel.locator(".rest").filter(visible=True).all()[::-1]:  # each goes once used
                button.click()
            part = panel.evaluate(PANEL)
            if part["rest"] or part["seen"] < part["all"]:
                found.append(f"{name}, whole: {part}")
    return long, found
