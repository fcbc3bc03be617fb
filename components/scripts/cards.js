/* On phones the rows of tables are cards (styles/stacked.css). What is drawn as a block would be no table to some readers
   of screens, so its parts get their roles; of a long table the first cards are seen, and its button shows the rest.
   Only attributes are written here: what is inside a table belongs to what drew it. */

import { all, changed } from "./dom.js";

const narrow = window.matchMedia("(max-width: 599px)");
const ROLES = { TABLE: "treegrid", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "gridcell" };
const FIRST = 3; // values of a card that are seen before it is opened (styles/stacked.css)
const PARTS = ["", " thead", " tbody", " tr", " th", " td"].map((part) => ".table-scroll.cards > table" + part + ":not([role])").join();

const role = (part) => ROLES[part.tagName] || (part.scope === "col" ? "columnheader" : "rowheader");

export function unfold(part) { // shows all rows of the table that the part stands in
  const region = part.closest(".table-scroll");
  if (region) region.dataset.whole = "";
  return region;
}

function redraw() {
  if (!narrow.matches) return;
  all(PARTS).forEach((part) => {
    part.setAttribute("role", role(part));
    if (part.tagName !== "TR" || all(":scope > [data-label]", part).length <= FIRST) return;
    part.setAttribute("aria-expanded", "false");
    part.tabIndex = 0;
  });
}

function turn(event) { // opens or closes a card
  const row = event.target.closest && !event.target.closest("a, button") && event.target.closest("tr[aria-expanded]");
  if (!row || !narrow.matches || String(window.getSelection())) return;
  row.setAttribute("aria-expanded", String(row.getAttribute("aria-expanded") !== "true"));
}
document.addEventListener("click", turn);
document.addEventListener("keydown", (event) => {
  if (!event.target.matches("tr[aria-expanded]") || (event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  turn(event);
});
document.addEventListener("DOMContentLoaded", redraw); // nothing else may change in the document
changed(redraw);
narrow.addEventListener("change", redraw);
