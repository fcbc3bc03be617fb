/* The search of the site, by its button, Ctrl K, Cmd K and /. Its words come with the document (components/widgets/templates.py),
   what can be found in an index that is fetched when it is first opened (components/search_index.py). */

import MiniSearch from "minisearch";

import { at } from "./address.js";
import { all, element, find } from "./dom.js";
import { ask } from "./requests.js";

const MAX_RESULTS = 24, MIN_OF_A_KIND = 3;
const MIN_NAME = 4, MIN_HAN_NAME = 2; // letters, signs: of a name of an economy within a question
const FUZZY_FROM = 5, FUZZY_SHARE = 0.3; // of the letters of a word may be others, where no name has all words
const HAN = /\p{Script=Han}/u;
const LETTERS = { ı: "i", ø: "o", đ: "d", ł: "l", æ: "ae", ß: "ss" };

/* A text as it is compared: without case, accents and punctuation */
const spelled = (text) => text.normalize("NFKD").toLowerCase().replace(/[\p{M}'’‘.&]/gu, "").replace(/[ıøđłæß]/g, (letter) => LETTERS[letter])
  .replace(/[^\p{L}\p{N}]+/gu, " ").trim();

/* The words of a text; Chinese, which has no blanks, in pairs of signs */
function tokenize(text) {
  const words = spelled(text).replaceAll("的", " ").match(/\p{Script=Han}+|[^\p{Script=Han} ]+/gu) || [];
  return words.flatMap((word) => (HAN.test(word) && word.length > 2 ? Array.from(word).slice(1).map((sign, index) => word[index] + sign) : [word]));
}

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);

/* The index: entries with all their names, of which the first is their own */

let index = null;

function read({ entries, ignored, ...more }) {
  const documents = entries.map(([kind, name, path, note, others], id) => {
    const names = [[name, ""], ...others.map((other) => (Array.isArray(other) ? other : [other, ""]))];
    return { id, kind, path, note, name, names: names.map(([text, editions]) => ({ text, editions, key: spelled(text) })) };
  });
  const search = new MiniSearch({
    fields: ["name", "names", "note"],
    extractField: (entry, field) => (field === "names" ? entry.names.map(({ text }) => text).join(" ") : entry[field]),
    tokenize,
    processTerm: (word) => (ignored.includes(word) ? null : word),
    searchOptions: { prefix: true, combineWith: "AND", boost: { name: 3, names: 2 } },
  });
  search.addAll(documents);
  return { search, entries: documents, ...more };
}

function load(dialog) {
  index = index || ask(dialog.dataset.index).then((answer) => {
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }).then(read);
  index.catch(() => { index = null; });
  return index;
}

/* A question that names an economy and an edition leads to its profile, one that names several to their comparison */
function composed({ entries, editions, profile, compare }, text) {
  let question = " " + spelled(text) + " ";
  const names = entries.filter(({ kind }) => kind === 0).flatMap((entry) => entry.names.map(({ key }) => ({ entry, key })));
  const long = names.filter(({ key }) => key.length >= (HAN.test(key) ? MIN_HAN_NAME : MIN_NAME)).sort((a, b) => b.key.length - a.key.length);
  const named = new Set();
  long.forEach(({ entry, key }) => {
    const sought = HAN.test(key) ? key : " " + key + " ";
    if (question.includes(sought)) named.add(entry);
    question = question.replaceAll(sought, " ");
  });
  const [economy, ...others] = entries.filter((entry) => named.has(entry));
  const edition = editions.find((year) => question.includes(year));
  if (!economy || !(others.length || (edition && !economy.path.includes("?")))) return [];
  const [note, place] = others.length ? compare : profile;
  const name = [economy.name, ...(others.length ? others.map((other) => other.name) : [edition])].join(" · ");
  const path = filled(place, { economy: economy.note, edition, others: others.map((other) => other.note) });
  return [{ ...economy, name, note, path, names: [] }];
}

/* The name of an entry that has all words; its own where none has */
function fitting(entry, words) {
  const fits = ({ key }) => words.every((word) => (HAN.test(word) ? key.includes(word) : (" " + key).includes(" " + word)));
  return entry.names.find(fits) || entry.names[0];
}

function results(known, text) { // {groups: [{kind, entries}], what fits best first, count, isWhole}
  const key = spelled(text);
  const question = composed(known, text);
  const whole = known.search.search(text);
  const fuzzy = (word) => (word.length >= FUZZY_FROM && !HAN.test(word) ? FUZZY_SHARE : false);
  const hits = whole.length ? whole : known.search.search(text, { combineWith: "OR", fuzzy });
  const near = hits.filter(({ score }) => whole.length || score >= hits[0].score / 2).map(({ id }) => known.entries[id]);
  const isNamed = (entry) => Number(entry.names.some((name) => name.key === key));
  const entries = [...question, ...near.sort((a, b) => isNamed(b) - isNamed(a) || isNamed(a) * (a.kind - b.kind))];
  const byKind = new Map();
  entries.forEach((entry) => byKind.set(entry.kind, [...(byKind.get(entry.kind) || []), entry]));
  const each = Math.max(MIN_OF_A_KIND, Math.floor(MAX_RESULTS / byKind.size));
  const groups = Array.from(byKind, ([kind, found]) => ({ kind: known.kinds[kind], entries: found.slice(0, each) }));
  return { groups, words: tokenize(text), count: entries.length, isWhole: whole.length + question.length > 0 };
}

/* The dialog: a field that names the chosen result, and the results as links in groups */

let dialog = null, field = null, opener = null;
const part = (name) => find(".search-" + name, dialog);
const options = () => all("[role=option]", dialog);

function option(entry, words) {
  const link = element("a", "search-result");
  link.href = at(entry.path);
  link.tabIndex = -1;
  link.setAttribute("role", "option");
  link.setAttribute("aria-selected", "false");
  const { text, editions } = entry.names.length ? fitting(entry, words) : { text: entry.name };
  const also = text === entry.name ? "" : text + (editions ? " · " + editions : "");
  [["name", entry.name], ["also", also], ["note", entry.note]].forEach(([css, said]) => { if (said) link.append(element("span", "search-" + css, said), " "); });
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

function show({ groups, words, count, isWhole }, sought) {
  part("list").replaceChildren(...groups.map(({ kind, entries }, place) => {
    const group = element("div", "search-group");
    const head = element("div", "search-kind", kind);
    head.id = "search-kind-" + place;
    group.setAttribute("role", "group");
    group.setAttribute("aria-labelledby", head.id);
    group.append(head, ...entries.map((entry) => option(entry, words)));
    return group;
  }));
  options().forEach((one, place) => { one.id = "search-option-" + place; });
  const seen = options().length;
  part("list").hidden = !seen;
  part("ways").hidden = seen > 0;
  field.setAttribute("aria-expanded", String(seen > 0));
  choose(options()[0]);
  say(!sought ? "" : !count ? "none" : !isWhole ? "near" : count === 1 ? "one" : seen < count ? "some" : "all", { count, visible: seen, sought });
}

async function search() {
  const sought = field.value.trim();
  try {
    const known = await load(dialog);
    if (sought === field.value.trim()) show(sought ? results(known, sought) : { groups: [], count: 0 }, sought);
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
