/* The state of a page: its theme, what its address says of the view, and the one snapshot that it shows. */

import { at, here, theme } from "./address.js";
import { all, find, set } from "./dom.js";
import { showFault } from "./fault.js";
import { redrawEarly } from "./figure.js";
import { check } from "./requests.js";

const root = document.documentElement;

/* Theme */

function keep(cookie) {
  try {
    document.cookie = cookie + ";path=/;max-age=31536000;SameSite=Lax";
    if (document.cookie.includes(cookie)) return;
  } catch (refused) { // by settings, or in a frame without an origin
  }
  showFault("theme", () => {});
}

export function switchTheme() {
  root.dataset.theme = theme() === "dark" ? "light" : "dark";
  keep("theme=" + root.dataset.theme);
  const query = new URLSearchParams(window.location.search);
  if (query.has("theme")) {
    query.set("theme", theme());
    window.history.replaceState(window.history.state, "", "?" + query + window.location.hash);
    search = window.location.search;
  }
  set("site-theme", { data: theme() });
  redrawEarly();
}

/* The address is the state */

const written = (value) => (Array.isArray(value) ? value.join(",") : value === null || value === undefined ? "" : String(value));
let search = window.location.search; // of the view on show

export function write(...values) {
  const { defaults, replaced, most, old } = values.pop();
  const { inputs_list: inputs, triggered } = window.dash_clientside.callback_context;
  const keys = Object.keys(defaults);
  const query = new URLSearchParams(window.location.search);
  old.forEach((key) => query.delete(key));
  keys.forEach((key, index) => {
    const given = values[index];
    const value = Array.isArray(given) && given.length > most[key] ? given.slice(-most[key]) : given; // the newest stay
    if (value !== given) set(inputs[index].id, { [inputs[index].property]: value });
    if (written(value) === written(defaults[key])) query.delete(key); else query.set(key, written(value));
  });
  const text = query.toString().replace(/%2C/g, ",");
  window.requestAnimationFrame(count);
  if ((text ? "?" + text : "") === search) return;
  search = text ? "?" + text : "";
  const changed = triggered.map((one) => keys[inputs.findIndex((input) => input.id + "." + input.property === one.prop_id)]);
  const method = changed.every((key) => replaced.includes(key)) ? "replaceState" : "pushState";
  window.history[method](window.history.state, "", window.location.pathname + search + window.location.hash);
}

export function elsewhere(item) { // another economy is another page
  const path = [...here().split("/").slice(0, 3), item].join("/"); // language, page, item
  if (item && path !== here()) window.location.assign(at(path) + window.location.search);
  return window.dash_clientside.no_update;
}

/* Back and forward: the page is drawn again from the address that it had */

let visits = 0;
window.addEventListener("popstate", () => {
  if (window.location.search === search) return; // another part of the same view
  search = window.location.search;
  visits += 1;
  set("site-visit", { data: { path: window.location.pathname, search, visits } });
});

function count() {
  const wrap = find(".change-wrap[data-count-text]");
  if (wrap) wrap.dataset.count = wrap.dataset.countText.replace("{count}", all(".chip").length);
}

/* A page shows one snapshot: what another one answers to a change is not drawn, the page begins anew from its address.
   Only a change asks again once a page is shown, so workers that are out of step cannot make it begin over and over. */

check(async (answer) => {
  const page = find("[data-snapshot]");
  const snapshot = answer.headers.get("X-Snapshot");
  if (!page || !snapshot || snapshot === page.dataset.snapshot) return answer;
  await answer.text(); // to its end: an answer that is broken off counts as a failed request
  window.location.reload();
  return new Promise(() => {});
});
