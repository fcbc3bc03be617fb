/* Tables drawn from JSON: Dash wraps every cell of its own tables, which takes seconds for some thousand cells. Words,
   numbers and their order come from the server; nothing here knows one. */

import { reveal } from "./anchor.js";
import { all, element, find, set } from "./dom.js";

/* What is drawn for the eye and its label for screen readers, where the two differ */

function fill(parent, cell) {
  if (typeof cell === "string") { parent.textContent = cell; return parent; }
  if (cell.class) parent.className += (parent.className ? " " : "") + cell.class;
  if (cell.title) parent.title = cell.title;
  if (cell.span) parent.colSpan = cell.span;
  let place = parent;
  if (cell.href) {
    place = element("a");
    place.href = cell.href;
    parent.append(place);
  }
  if (cell.label) {
    const seen = element("span", "", cell.text);
    seen.setAttribute("aria-hidden", "true");
    place.append(seen, element("span", "unseen", cell.label));
  } else {
    place.append(cell.text || "");
  }
  if (cell.small) parent.append(element("span", "small", cell.small));
  return parent;
}

function head(column) {
  const cell = element("th", column.class);
  cell.scope = "col";
  if (!column.sort) return fill(cell, column);
  const button = element("button", "sort", column.text);
  button.type = "button";
  button.dataset.sort = column.sort;
  button.dataset.order = column.order;
  if (column.full) {
    button.title = column.full;
    button.setAttribute("aria-label", column.full);
  }
  const mark = element("span", "sort-mark");
  mark.setAttribute("aria-hidden", "true");
  button.append(mark);
  if (column.sorted) cell.setAttribute("aria-sort", column.sorted);
  cell.append(button);
  return cell;
}

function row(cells, columns, className, header) {
  const line = element("tr", className);
  cells.forEach((cell, index) => {
    const made = element(index === header ? "th" : "td", columns[index].class);
    if (index === header) made.scope = "row";
    else if (!cell.span) made.dataset.label = columns[index].text; // where rows are cards, no head stands above it
    line.append(fill(made, cell));
  });
  return line;
}

function label(className, content, table) {
  const line = element("tr", className);
  const cell = element("th", "", "");
  cell.scope = "rowgroup";
  cell.colSpan = table.columns.length;
  cell.append(content);
  line.append(cell);
  return line;
}

function group(part, table) {
  const body = element("tbody", part.class);
  if (part.label && !part.anchor) body.append(label("group-label", element("span", "", part.label), table));
  part.rows.forEach((one) => body.append(row(one.cells, table.columns, one.class, table.header)));
  return body;
}

function whole(table, groups, caption) {
  const made = element("table", table.class);
  const top = element("thead");
  const line = element("tr");
  line.append(...table.columns.map(head));
  top.append(line);
  made.append(element("caption", "unseen", caption), top, ...groups.map((part) => group(part, table)));
  return made;
}

function folded(part, table, open) { // a table that its label unfolds
  const fold = element("details", "fold");
  const line = element("summary");
  const body = element("div", "fold-body");
  line.append(element("h3", "", part.label), element("span", "fold-finding", part.finding));
  body.append(whole(table, [part], part.label));
  fold.append(line, body);
  fold.id = part.anchor;
  fold.open = open;
  return fold;
}

function rest(words) { // the button that shows all rows on a phone
  const button = element("button", "button rest", words);
  button.type = "button";
  button.dataset.action = "rest";
  return button;
}

const narrow = window.matchMedia("(max-width: 599px)");
narrow.addEventListener("change", () => { // what was unfolded for its room alone
  if (narrow.matches) all(".drawn > .fold[data-roomy]").forEach((fold) => { fold.open = false; });
});

export function draw(text, id) { // returns how many rows the table has
  const place = document.getElementById(id);
  if (!place || !text) return window.dash_clientside.no_update;
  const table = JSON.parse(text);
  const sorted = place.contains(document.activeElement) ? document.activeElement.dataset.sort : "";
  const first = !place.firstChild;
  const opened = new Set(Array.from(place.querySelectorAll("details[open]"), (one) => one.id));
  const roomy = place.clientWidth > 900; // elsewhere rows are cards, and a group of them fills some screens
  const open = (part, index) => part.open || (first ? roomy && index === 0 : opened.has(part.anchor));
  const folds = table.groups.some((part) => part.anchor);
  const left = first || folds ? 0 : find("thead", place).scrollLeft; // on phones the heads scroll by themselves
  place.replaceChildren(
    ...(folds ? table.groups.map((part, index) => folded(part, table, open(part, index))) : [whole(table, table.groups, table.caption)]),
    ...(table.rest ? [rest(table.rest)] : []),
  );
  if (first && roomy && folds) place.firstChild.dataset.roomy = "";
  if (left) find("thead", place).scrollLeft = left;
  const target = document.getElementById(window.location.hash.slice(1));
  if (first && target && place.contains(target)) reveal(); // the address named it before it was drawn
  const again = sorted && find("[data-sort=" + sorted + "]", place);
  if (again) again.focus({ preventScroll: true });
  return table.groups.reduce((count, part) => count + part.rows.length, 0);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest && event.target.closest("button[data-sort]");
  const place = button && button.closest("[data-stores]");
  if (!place) return;
  const [sort, order] = place.dataset.stores.split(" ");
  set(order, { data: button.dataset.order });
  set(sort, { data: button.dataset.sort });
});
