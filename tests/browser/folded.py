"""Tables of a phone, all of them open: a row of many fields is a card, and nothing is wider than the page."""

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
