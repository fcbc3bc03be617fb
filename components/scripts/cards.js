/* On phones the rows of tables are cards (styles/stacked.css). What is drawn as a block would be no table to some readers
   of screens, so its parts get their roles; of a long table the first cards are seen, and its button shows the rest.
   Only attributes are written here: what is inside a table belongs to what drew it. */

import { all, changed } from "./dom.js";

const narrow = window.matchMedia("(max-width: 599px)");
const ROLES = { TABLE: "table", THEAD: "rowgroup", TBODY: "rowgroup", TR: "row", TD: "cell" };
const PARTS = ["", " thead", " tbody", " tr", " th", " td"].map((part) => ".table-scroll.cards > table" + part + ":not([role])").join();

const role = (part) => ROLES[part.tagName] || (part.scope === "col" ? "columnheader" : "rowheader");

export function unfold(part) { // shows all rows of the table that the part stands in
  const region = part.closest(".table-scroll");
  if (region) region.dataset.whole = "";
  return region;
}

function redraw() {
  if (narrow.matches) all(PARTS).forEach((part) => part.setAttribute("role", role(part)));
}
changed(redraw);
narrow.addEventListener("change", redraw);
document.documentElement.dataset.folding = ""; // without this script every row is seen
