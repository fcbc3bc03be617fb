/* An embed: what Dash does on a page, for one figure. It is drawn from the data in the document, and again when width or
   theme change; a table that is sorted is asked for anew. */

import { system, theme } from "./address.js";
import { all, resized } from "./dom.js";
import { draw } from "./figure.js";
import { unfold } from "./table.js";
import "./download.js";
import "./keyboard.js";
import "./dash_controls.js";
import "./actions.js";

function storeData(id) {
  const place = document.getElementById(id);
  return place && place.textContent;
}

function redraw(place) {
  const base = place.id.replace(/-graph$/, "");
  draw(storeData(base + "-figures"), theme(), window.innerWidth, place.id);
}

/* The page around the frame may fit its height: it is told a number and the name of the figure, nothing else */
function postSize() {
  const height = Math.ceil(document.body.getBoundingClientRect().height);
  if (window.parent !== window) window.parent.postMessage({ figure: document.body.dataset.embed, height }, "*");
}

function show() {
  all("[data-part=plot] .graph").forEach(redraw);
}

/* A value that a script sets: by what and how a table is sorted */

const sorted = {};

function again() {
  const query = new URLSearchParams(window.location.search);
  Object.entries(sorted).forEach(([key, value]) => query.set(key, value));
  window.location.replace("?" + query);
}

window.dash_clientside = { set_props(id, props) {
  const key = /-(sort|order)$/.exec(id);
  if (!key) return;
  if (!Object.keys(sorted).length) window.queueMicrotask(again);
  sorted[key[1]] = props.data;
} };

all(".drawn").forEach(unfold);
show();
new ResizeObserver(postSize).observe(document.body);
system.addEventListener("change", show);
resized(show);
