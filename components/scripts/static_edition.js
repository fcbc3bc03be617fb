/* A static edition: its pages are files (service/edition.py). This script comes before the others and answers what Dash asks.
   A choice that only a server computes is put back, and a line says so, with a link to that view on a live site if the edition
   names one. */

import { all, element, find, set } from "./dom.js";

const root = document.documentElement;
const { base, path, live, needs, there, close } = root.dataset;
const files = window.fetch.bind(window);
const written = (value) => (value === null || value === undefined ? "" : String(value));

const [, theme] = /(?:^|; )theme=(light|dark)/.exec(document.cookie) || [];
if (theme) root.dataset.theme = theme;

/* What is in the page: the components of its layout by their ids, and what its address may name */

const known = {};
let serving = new Set(); // ids of what a server answers to

function gather(part) {
  if (Array.isArray(part)) part.forEach(gather);
  else if (part && part.props) {
    if (part.props.id) known[part.props.id] = part;
    gather(part.props.children);
  }
}

const propertyOf = (part) => (part.type === "Store" ? "data" : "value");
const first = (id) => known[id].props[propertyOf(known[id])];

function page() { // the prefix of its controls and their defaults by key
  const id = Object.keys(known).find((one) => one.endsWith("-address") && known[one].type === "Store");
  return id ? { prefix: id.replace(/address$/, ""), defaults: first(id).defaults } : { prefix: "", defaults: {} };
}

/* A line beside what was used, else at the lower edge of the window */

let used = null;
["pointerdown", "keydown", "change"].forEach((name) => document.addEventListener(name, ({ target }) => { used = target; }, true));

function say(place, query) {
  all("[data-fault=edition]").forEach((one) => one.remove());
  const line = element("div", "empty fault");
  line.dataset.fault = "edition";
  line.setAttribute("role", "status");
  const words = element("p", "", needs + " ");
  if (live) words.append(Object.assign(element("a", "", there), { href: live + path + (query ? "?" + query : "") }));
  const button = Object.assign(element("button", "", close), { type: "button" });
  button.addEventListener("click", () => line.remove());
  line.append(words, button);
  if (place) place.after(line);
  else (find("#site-notice") || document.body.appendChild(Object.assign(element("div"), { id: "site-notice" }))).append(line);
}

function beside(id) {
  const control = document.getElementById(id) || used;
  return control && control.isConnected && control.closest && control.closest(".control, .dialog-head, [data-slider], .table-scroll, p");
}

/* Dash tells what was changed. What a server would have to compute is put back. */

function changed({ output, inputs, state, changedPropIds }) {
  if (output.includes("site-page.")) { // back and forward
    window.location.reload();
    return;
  }
  const given = [...inputs, ...(state || [])].filter((one) => one && one.id in known);
  const moved = given.filter((one) => changedPropIds.includes(one.id + "." + one.property)
    && JSON.stringify(one.value) !== JSON.stringify(known[one.id].props[one.property]));
  if (!moved.length) return;
  const { prefix, defaults } = page();
  const query = new URLSearchParams();
  given.forEach(({ id, value }) => {
    const key = id.slice(prefix.length);
    if (id.startsWith(prefix) && key in defaults && written(value) !== written(defaults[key])) query.set(key, written(value));
  });
  say(beside(moved[0].id), query.toString().replace(/%2C/g, ","));
  window.setTimeout(() => {
    moved.forEach(({ id, property }) => set(id, { [property]: known[id].props[property] }));
  });
}

document.addEventListener("click", (event) => { // rows beyond those of the view
  const option = event.target.closest && event.target.closest("dialog [data-rows=all]");
  if (!option) return;
  event.stopPropagation();
  say(option.closest("dialog").querySelector(".dialog-head"), window.location.search.slice(1));
}, true);

/* An address may name choices: those that the browser makes are made, the others need a server */

function choose() {
  const { prefix, defaults } = page();
  const query = new URLSearchParams(window.location.search);
  const wanted = Object.keys(defaults).filter((key) => query.has(key) && query.get(key) !== written(defaults[key]) && known[prefix + key]);
  wanted.filter((key) => !serving.has(prefix + key)).forEach((key) => {
    const value = query.get(key);
    set(prefix + key, { [propertyOf(known[prefix + key])]: Array.isArray(defaults[key]) ? value.split(",") : value });
  });
  if (wanted.some((key) => serving.has(prefix + key)) || (!live && document.querySelector("[data-origin]"))) say(null, window.location.search.slice(1));
}

function whenDrawn(then) {
  if (root.classList.contains("first")) window.requestAnimationFrame(() => whenDrawn(then));
  else then();
}

/* What is asked: the layout of this page, or of the next step of the story, which is a file beside it; the callbacks of Dash;
   and what a choice changes */

async function layout(page) {
  const { body } = await files(base + page.replace(/\/?$/, "/page.bin"));
  const text = await new Response(body.pipeThrough(new DecompressionStream("gzip"))).text();
  if (page === path) gather(JSON.parse(text));
  return text;
}

async function dependencies() {
  const text = await (await files(base + "/dependencies.json")).text();
  const servers = JSON.parse(text).filter((one) => !one.clientside_function);
  serving = new Set(servers.flatMap((one) => one.inputs.map((input) => input.id)));
  whenDrawn(choose);
  return text;
}

const json = (text) => new Response(text, { headers: { "Content-Type": "application/json" } });

window.fetch = async (request, options) => {
  const { origin, pathname } = new URL(String(request), window.location.href);
  const [, page] = /\/_dash-layout(\/.*)$/.exec(pathname) || [];
  if (page) return json(await layout(page));
  if (pathname.endsWith("/_dash-dependencies")) return json(await dependencies());
  if (pathname.endsWith("/_dash-update-component")) {
    changed(JSON.parse(options.body));
    return new Response(null, { status: 204 }); // nothing changes
  }
  return origin === window.location.origin ? files(request, options) : new Response(null, { status: 404 });
};
