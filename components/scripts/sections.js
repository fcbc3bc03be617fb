/* Links to the parts of a long page stay in sight, and the part that is read is marked. A page that draws no such links gets
   them from its headings (components/documents/shell.py has their place), once its first heading has left the screen. */

import { all, find } from "./dom.js";

const LEAST = 3, LONG = 2500; // headings, and pixels of a page
const EDGE = 120; // pixels from the top of the screen: a part that begins above is the one that is read

function headings() {
  const seen = all("main h2").filter((one) => one.getClientRects().length && !one.closest(".three"));
  const once = (one) => seen.filter((other) => other.textContent === one.textContent).length === 1;
  const found = seen.filter(once);
  return document.documentElement.scrollHeight > LONG && found.length >= LEAST ? found : [];
}

function link(heading, number) {
  const part = heading.id ? heading : heading.closest(".block[id], section[id]") || heading;
  part.id = part.id || "part-" + (number + 1);
  const item = document.createElement("li");
  item.append(Object.assign(document.createElement("a"), { href: "#" + part.id, textContent: heading.textContent, title: heading.textContent }));
  return item;
}

function fill(nav) {
  const found = find(".contents, .brief-block, .weights-compact") ? [] : headings(); // a brief is a sheet of paper; Weights has its rank in sight
  const title = find("main h1");
  nav.hidden = !found.length || !title || title.getBoundingClientRect().bottom > 0;
  const texts = found.map((one) => one.textContent).join("\n");
  if (nav.hidden || nav.dataset.texts === texts) return;
  nav.dataset.texts = texts;
  const list = document.createElement("ul");
  list.append(...found.map(link));
  nav.replaceChildren(list);
}

function mark(row) {
  const links = all("a[href*='#']", row).filter((one) => one.hash !== "#content");
  const begun = links.filter((one) => {
    const part = document.getElementById(decodeURIComponent(one.hash.slice(1)));
    return part && part.getBoundingClientRect().top < EDGE;
  });
  const root = document.documentElement;
  const end = window.scrollY + window.innerHeight > root.scrollHeight - 4; // where a last part may begin further down
  const named = end && links.find((one) => one.hash === window.location.hash);
  const current = named || (end ? links : begun).at(-1);
  if (current === links.find((one) => one.hasAttribute("aria-current"))) return;
  links.forEach((one) => one.removeAttribute("aria-current"));
  if (!current) return;
  current.setAttribute("aria-current", "true");
  const scrolled = current.closest(".on-page > ul") || row;
  scrolled.scrollLeft += current.getBoundingClientRect().left - scrolled.getBoundingClientRect().left - 24;
}

export function enter() { // on phones the row of pages scrolls: the page on show is in sight
  all(".section [aria-current]").forEach((link) => {
    const row = link.parentElement;
    row.scrollLeft = link.offsetLeft - (row.clientWidth - link.offsetWidth) / 2;
  });
}

enter(); // in the first picture

let waiting = 0;

function update() {
  waiting = 0;
  const nav = find(".on-page");
  if (nav) fill(nav);
  all(".on-page:not([hidden]), .contents").forEach(mark);
}

function soon() {
  waiting = waiting || window.requestAnimationFrame(update);
}

["scroll", "scrollend", "hashchange"].forEach((name) => window.addEventListener(name, soon, { passive: true }));
new ResizeObserver(soon).observe(document.body);

document.addEventListener("focusin", ({ target }) => { // the head of the page comes into sight: nothing lies over it
  const nav = find(".on-page");
  if (nav && target.closest("header, .section, .skip")) nav.hidden = true;
});
