/* The document's own ranking is sorted and searched at once, before Dash is there; its answer then stands in this one's place. */

import { all } from "./dom.js";

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const rows = (place) => all(".lines tbody:not(.pinned, .gone) > tr", place);

function valueOf(cell) { // a number, with a minus where an arrow points down, or a text
  const text = (cell.firstElementChild || cell).textContent;
  if (text === "–") return 0; // no place gained or lost
  const [number] = /[\d.]+/.exec(text) || [];
  return number ? Number(number) * (/[▼−]/.test(text) ? -1 : 1) : text;
}

export function sortNow(place, button) {
  const head = button.closest("th");
  const at = head.cellIndex;
  const descending = button.dataset.order ? button.dataset.order === "desc" : "highest" in button.dataset;
  const order = (a, b) => (typeof a === "number" && typeof b === "number" ? a - b : String(a).localeCompare(String(b), document.documentElement.lang));
  const listed = rows(place).map((row) => [valueOf(row.cells[at]), row]);
  const [unknown, known] = [true, false].map((without) => listed.filter(([, row]) => row.cells[at].matches(".missing, .new") === without));
  known.sort(([a], [b]) => (descending ? order(b, a) : order(a, b)));
  [...known, ...unknown].forEach(([, row]) => row.parentElement.append(row));
  all("th[aria-sort]", head.parentElement).forEach((other) => other.removeAttribute("aria-sort"));
  head.setAttribute("aria-sort", descending ? "descending" : "ascending");
}

export function findNow(place, words) { // by the names on show; Dash knows others, too
  const wanted = plain(words.trim());
  all(".lines", place).forEach((region) => { region.dataset.whole = ""; });
  const fits = rows(place).map((row) => plain(row.querySelector("th").textContent).includes(wanted));
  rows(place).forEach((row, at) => { row.hidden = fits.includes(true) && !fits[at]; });
}
