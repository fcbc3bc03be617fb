/* The dialog of a download: the rows of the view or all of them. Callbacks give the address of the CSV alone; those of
   the other forms follow from it, and so does how many rows there are, which the server is asked when it opens. */

import { all, find, saveAs } from "./dom.js";
import { showFault, showFaultBeside, clearFault } from "./fault.js";
import { ask } from "./requests.js";

const part = (dialog, name) => find("[data-part=" + name + "]", dialog);

function address(dialog, form, rows) { // whatever rows were chosen last: the address of the view says nothing of them
  const found = new URL(find("[data-form=csv]", dialog).href);
  found.pathname = found.pathname.replace(/\.csv$/, form);
  if (rows) found.searchParams.set("rows", rows); else found.searchParams.delete("rows");
  const site = found.origin === window.location.origin ? "" : found.origin; // a static edition leads to a live one
  return site + found.pathname + found.search.replace(/%2C/g, ",");
}

function choose(dialog, rows) {
  all("[data-form]", dialog).reverse().forEach((link) => { // the CSV last: the others are read from it
    link.setAttribute("href", address(dialog, "." + link.dataset.form, rows === "all" ? rows : ""));
  });
}

const chosen = (dialog) => find("[data-rows][aria-pressed=true]", dialog).dataset.rows;

function say(dialog, counts) {
  const words = part(dialog, "rows").dataset;
  ["shown", "all"].forEach((rows) => {
    const count = counts[rows];
    const text = count === 1 ? words.countOne : words.count;
    part(dialog, "count-" + rows).textContent = text.replace("{count}", count.toLocaleString(document.documentElement.lang));
  });
  part(dialog, "deck-all").textContent = counts.whole;
}

async function count(dialog) {
  const source = address(dialog, "/rows.json", "");
  if (dialog.dataset.counted === source) return;
  let counts;
  try {
    const answer = await window.fetch(source);
    if (!answer.ok) return;
    counts = await answer.json();
  } catch (failed) { // the words say what is offered without the numbers
    return;
  }
  if (address(dialog, "/rows.json", "") !== source) return; // the view has moved on
  dialog.dataset.counted = source;
  say(dialog, counts);
}

function clear(dialog) { // numbers of another view
  if (dialog.dataset.counted === address(dialog, "/rows.json", "")) return;
  ["shown", "all"].forEach((rows) => { part(dialog, "count-" + rows).textContent = ""; });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest && event.target.closest("[data-action=data]");
  if (!button) return;
  const dialog = find("[data-dialog=data]", button.closest("[data-card]"));
  if (!part(dialog, "rows")) return; // a table of the package: one form, all of it
  clear(dialog);
  choose(dialog, chosen(dialog));
  count(dialog);
});

document.addEventListener("click", (event) => {
  const option = event.target.closest && event.target.closest("dialog [data-rows]"); // a drawn table has such an attribute, too
  if (!option) return;
  const dialog = option.closest("[data-dialog=data]");
  all("[data-rows]", dialog).forEach((one) => one.setAttribute("aria-pressed", String(one === option)));
  choose(dialog, chosen(dialog));
});

/* A file is fetched here, so that a failure is said where it was asked for; the browser alone would show its own error */

async function save(link) {
  link.setAttribute("aria-busy", "true");
  try {
    const answer = await ask(link.href); // not compared with the page: a file of another snapshot is a file all the same
    if (!answer.ok) throw new Error(String(answer.status));
    const [, name] = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition")) || ["", ""];
    saveAs(await answer.blob(), name);
  } catch (failed) {
    if (link.closest("dialog")) showFaultBeside("download", link, () => save(link)); else showFault("download", () => save(link));
  }
  link.removeAttribute("aria-busy");
}

document.addEventListener("click", (event) => {
  const link = event.target.closest && event.target.closest("a[download][href^='/download/']");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  clearFault(link.closest("dialog") && find("[data-part=notices]", link.closest("dialog")));
  save(link);
});
