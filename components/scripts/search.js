/* The search of the site, by its button, Ctrl K, Cmd K and /. Its words come with the document (components/parts/templates.py),
   what can be found in an index that is fetched when it is first opened (components/search_index.py). */

import { at } from "./address.js";
import { all, element, find } from "./dom.js";
import { ask } from "./requests.js";

const MOST = 24, EACH = 3; // results to show, and of each kind at least
const LEAST = 4; // letters to which a word that stands nowhere is shortened
const HAN = /\p{Script=Han}/u;
const LETTERS = { ı: "i", ø: "o", đ: "d", ł: "l", æ: "ae", ß: "ss" };

/* A text as it is compared: without case, accents and punctuation */
const spelled = (text) => text.normalize("NFKD").toLowerCase().replace(/[\p{M}'’‘.&]/gu, "").replace(/[ıøđłæß]/g, (one) => LETTERS[one])
  .replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/* How well a text fits all words: 0 the same, 1 begins so, 2 every word begins one of its words, 3 they are inside; else none.
   A number is never inside another: 5th is not 15th. Texts have a blank before them, and so has a word as it is sought at the beginning of words. */
function fit(text, { all, words }) {
  if (text.startsWith(all)) return text.length === all.length ? 0 : 1;
  let rank = 2;
  for (const { word, begin } of words) {
    if (text.includes(begin)) continue;
    if (word.length < 2 || /^\d/.test(word) || !text.includes(word)) return Infinity;
    rank = 3;
  }
  return rank;
}

function query(text) { // Chinese has no blanks: there a word ends where other signs begin
  const words = text.match(/\p{Script=Han}+|[^\p{Script=Han} ]+/gu);
  return { all: " " + text, words: words.map((word) => ({ word, begin: HAN.test(word) ? word : " " + word })) };
}

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);

/* The index, as it is searched: of each entry all names, its own first, the note beside it last */

let index = null;

function read({ entries, ...more }) {
  const named = ([kind, name, path, note, others]) => {
    const more = others.map((other) => (Array.isArray(other) ? other : [other, ""]));
    const names = [[name, ""], ...more, [note, ""]].map(([text, used]) => ({ text, used, key: " " + spelled(text) }));
    return { kind, name, path, note, names, whole: names.map(({ key }) => key).join("") };
  };
  return { entries: entries.map(named), ...more };
}

function load(dialog) {
  index = index || ask(dialog.dataset.index).then((answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }).then(read);
  index.catch(() => { index = null; });
  return index;
}

function match(entry, sought) { // what fits best of an entry: {entry, name, rank}
  let best = { entry, name: entry.names[0], rank: Infinity };
  entry.names.forEach((name, place) => {
    const rank = fit(name.key, sought) + Math.min(place, 1) / 2;
    if (rank < best.rank) best = { entry, name, rank };
  });
  return best.rank === Infinity && fit(entry.whole, sought) < Infinity ? { ...best, rank: 4 } : best;
}

/* The parts of a word that stand in the index, each with its entries: a word that stands nowhere is shortened until it does,
   of a Chinese one the rest is sought as well. */
function pieces(entries, word) {
  let end = word.length;
  let found = [];
  for (; end >= (HAN.test(word) ? 2 : Math.min(LEAST, word.length)) && !found.length; end -= 1) {
    const part = query(word.slice(0, end));
    found = entries.filter((entry) => fit(entry.whole, part) < Infinity);
  }
  const rest = HAN.test(word) && word.slice(found.length ? end + 1 : 1);
  return [...(found.length ? [{ piece: word.slice(0, end + 1), found }] : []), ...(rest ? pieces(entries, rest) : [])];
}

/* What is near where no entry has all words: the fewer entries have a word, the more it counts */
function near(parts) {
  const scores = new Map();
  parts.forEach(({ found }) => found.forEach((entry) => scores.set(entry, (scores.get(entry) || 0) + 1 / found.length)));
  const best = Math.max(...scores.values());
  return Array.from(scores).filter(([, score]) => 2 * score >= best).sort((a, b) => b[1] - a[1]).map(([entry]) => ({ entry, name: entry.names[0] }));
}

/* A question that names an economy and an edition leads to its profile, one that names several to their comparison */
function made({ entries, editions, profile, compare }, text) {
  const called = ({ key }) => key.length > (HAN.test(key) ? 2 : LEAST) && text.includes(key + " ");
  const [economy, ...others] = entries.filter(({ kind, names }) => kind === 0 && names.some(called));
  const edition = editions.find((one) => text.includes(" " + one + " "));
  if (!economy || !(others.length || (edition && !economy.path.includes("?")))) return [];
  const [note, place] = others.length ? compare : profile;
  const name = [economy.name, ...(others.length ? others.map((one) => one.name) : [edition])].join(" · ");
  const path = filled(place, { economy: economy.note, edition, others: others.map((one) => one.note) });
  return [{ entry: { ...economy, name, note, path }, name: economy.names[0] }];
}

function groups(known, text) { // [{kind, found}], what fits best first
  const { kinds, entries } = known;
  const sought = query(text);
  const parts = sought.words.flatMap(({ word }) => pieces(entries, word));
  const fits = entries.map((entry) => match(entry, sought)).filter(({ rank }) => rank < Infinity).sort((a, b) => a.rank - b.rank);
  const named = made(known, ["", ...parts.map(({ piece }) => piece), ""].join(" "));
  const results = [...named, ...(fits.length ? fits : near(parts))];
  const byKind = new Map();
  results.forEach((one) => {
    if (!byKind.has(one.entry.kind)) byKind.set(one.entry.kind, []);
    byKind.get(one.entry.kind).push(one);
  });
  const each = Math.max(EACH, Math.floor(MOST / byKind.size));
  const listed = Array.from(byKind, ([kind, found]) => ({ kind: kinds[kind], found: found.slice(0, each) }));
  return { listed, count: results.length, whole: fits.length + named.length > 0 };
}

/* The dialog: a field that names the chosen result, and the results as links in groups */

let dialog = null, field = null, opener = null;
const part = (name) => find(".search-" + name, dialog);
const options = () => all("[role=option]", dialog);

function option({ entry, name }) {
  const link = element("a", "search-result");
  link.href = at(entry.path);
  link.tabIndex = -1;
  link.setAttribute("role", "option");
  link.setAttribute("aria-selected", "false");
  const own = name === entry.names[0] || name.text === entry.note;
  const also = own ? "" : name.text + (name.used ? " · " + name.used : "");
  [["name", entry.name], ["also", also], ["note", entry.note]].forEach(([css, text]) => { if (text) link.append(element("span", "search-" + css, text), " "); });
  return link;
}

function choose(link) {
  options().forEach((one) => one.setAttribute("aria-selected", String(one === link)));
  if (!link) {
    field.removeAttribute("aria-activedescendant");
    return;
  }
  field.setAttribute("aria-activedescendant", link.id);
  link.scrollIntoView({ block: "nearest" });
}

function say(name, values) {
  part("count").textContent = filled(part("count").dataset[name] || "", values);
}

function show({ listed, count, whole }, sought) {
  part("list").replaceChildren(...listed.map(({ kind, found }, place) => {
    const group = element("div", "search-group");
    const head = element("div", "search-kind", kind);
    head.id = "search-kind-" + place;
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", head.id);
    group.append(head, ...found.map(option));
    return group;
  }));
  options().forEach((one, place) => { one.id = "search-option-" + place; });
  const seen = options().length;
  part("list").hidden = !seen;
  part("ways").hidden = seen > 0;
  field.setAttribute("aria-expanded", String(seen > 0));
  choose(options()[0]);
  say(!sought ? "" : !count ? "none" : !whole ? "near" : count === 1 ? "one" : seen < count ? "some" : "all", { count, visible: seen, sought });
}

async function search() {
  const sought = field.value.trim();
  const words = spelled(sought);
  try {
    const known = await load(dialog);
    if (sought === field.value.trim()) show(words ? groups(known, words) : { listed: [], count: 0 }, sought);
  } catch (failed) { // it is asked for again at the next key
    say("lost", {});
  }
}

function key(event) {
  const links = options();
  const at = links.findIndex((one) => one.getAttribute("aria-selected") === "true");
  const to = { ArrowDown: (at + 1) % links.length, ArrowUp: (at - 1 + links.length) % links.length, Home: 0, End: links.length - 1 };
  if (event.isComposing || event.altKey || event.shiftKey || !links.length) return;
  if (event.key in to) choose(links[to[event.key]]);
  else if (event.key === "Enter" && at >= 0) links[at].dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey: event.ctrlKey, metaKey: event.metaKey }));
  else return;
  event.preventDefault();
}

function make(button) {
  dialog = document.getElementById("site-search").content.firstElementChild.cloneNode(true);
  dialog.dataset.index = button.dataset.index;
  field = Object.assign(document.createElement("input"), { type: "text", autocomplete: "off", spellcheck: false, enterKeyHint: "go", placeholder: part("head").dataset.hint });
  const about = { role: "combobox", "aria-label": part("head").dataset.label, "aria-expanded": "false", "aria-controls": part("list").id, "aria-autocomplete": "list" };
  Object.entries(about).forEach(([name, value]) => field.setAttribute(name, value));
  find("button", part("head")).before(field);
  part("ways").lastElementChild.replaceChildren(...all(":scope > ul > li > a", find("header nav")).map((link) => {
    const item = document.createElement("li");
    item.append(Object.assign(document.createElement("a"), { href: link.href, textContent: link.textContent }));
    return item;
  }));
  field.addEventListener("input", search);
  field.addEventListener("keydown", key);
  dialog.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    const away = event.target === dialog || event.target.closest("[data-search=close]");
    if (away || (link && !event.ctrlKey && !event.metaKey && !event.shiftKey)) dialog.close();
  });
  dialog.addEventListener("close", () => { // the page may have been drawn anew meanwhile
    if (opener && !opener.isConnected) find(".search-open").focus({ preventScroll: true });
  });
  document.body.append(dialog);
}

function open() {
  const button = find(".search-open");
  if (!button || find("dialog:modal")) return;
  if (!dialog) make(button);
  const now = document.activeElement;
  opener = now === document.body ? null : now;
  dialog.showModal();
  field.focus();
  field.select();
  search();
}

document.addEventListener("click", (event) => {
  if (event.target.closest && event.target.closest(".search-open")) open();
});

function called() { // by an address, as that of a page which does not exist names it
  if (window.location.hash === "#search") open();
}

window.addEventListener("hashchange", called);
called();

document.addEventListener("keydown", (event) => {
  const written = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
  const command = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
  const slash = event.key === "/" && !written && !event.ctrlKey && !event.metaKey && !event.altKey;
  if (!command && !slash) return;
  event.preventDefault();
  open();
});
