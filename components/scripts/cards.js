/* On phones the rows of tables are cards (styles/stacked.css). What is drawn as a block would be no table to some readers
   of screens, so its parts get their roles; of a long table the first cards are seen, and a button shows the rest. */

import { all, find } from "./dom.js";

const narrow = window.matchMedia("(max-width: 599px)");
const FIRST = 10; // cards of each group that are seen at once, as the style sheet has it
const SPARED = 2; // rows for which no button is worth its place
const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };

const role = (part) => ROLES[part.tagName] || (part.scope === "col" ? "columnheader" : "rowheader");

export function unfold(part) { // shows all rows of the table that the part stands in
  const region = part.closest("[data-rest]");
  if (region) region.dataset.whole = "";
  return region;
}

function rest(region, count) {
  all(".rest", region).forEach((one) => one.remove());
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button rest";
  button.textContent = find("[data-rows-text]").dataset.rowsText.replace("{count}", count);
  button.addEventListener("click", () => unfold(button).focus({ preventScroll: true }));
  region.append(button);
  region.dataset.rest = "";
}

function cards(table) {
  const region = table.parentElement;
  const heads = all("thead th", table).map((head) => head.textContent);
  all("tbody tr", table).filter((row) => row.cells.length === heads.length).forEach((row) => {
    Array.from(row.querySelectorAll("td:not([data-label])"), (cell) => { cell.dataset.label = heads[cell.cellIndex]; });
  });
  const rows = all("tbody:not(.pinned) > tr:not(.group-label)", table).length;
  if (table.dataset.cards === String(rows)) return;
  table.dataset.cards = String(rows);
  [table, ...all("thead, tbody, tr, th, td", table)].forEach((part) => part.setAttribute("role", role(part)));
  const more = Array.from(table.tBodies, (body) => Math.max(0, body.rows.length - FIRST)).reduce((sum, one) => sum + one, 0);
  if (more > SPARED) rest(region, rows); else delete region.dataset.rest;
}

let waiting = 0;
function redraw() {
  waiting = waiting || window.requestAnimationFrame(() => {
    waiting = 0;
    if (narrow.matches) all(".table-scroll.cards > table").forEach(cards);
  });
}
new MutationObserver(redraw).observe(document.documentElement, { childList: true, subtree: true });
narrow.addEventListener("change", redraw);
