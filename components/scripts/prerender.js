/* The first picture of a page: the document shows the page as plain HTML; what Dash draws takes its place once it is there,
   with its figure where the first picture has one. */

import { here } from "./address.js";
import { needed } from "./fault.js";
import { figure, put } from "./figure.js";
import { carry, late, sliding } from "./late.js";
import { route } from "./requests.js";
import { carryPlots, carryTip, wordsFrom } from "./tips.js";

const LONGEST = 10000; // ms after which the page is shown, drawn or not

const find = (selector) => document.querySelector(selector);
let brought = null; // the layout of the page (a promise of its text)
let early = null; // the place of the drawing that is made before Dash runs

/* As soon as plotly.js is there, its drawing takes the place of the picture; the page, once it is made, takes over both */

function storeData(part, id) { // of the layout, the data of a store
  if (Array.isArray(part)) return part.map((one) => storeData(one, id)).find((data) => data !== undefined);
  if (!part || !part.props) return undefined;
  return part.props.id === id ? part.props.data : storeData(part.props.children, id);
}

async function stores(...ids) {
  const layout = JSON.parse(await brought || null);
  return ids.map((id) => storeData(layout, id));
}

async function draw() {
  const place = find("#site-first .first-figure:has([class^=variant])"); // the Overview's
  if (!place) return;
  const [text, raised] = await stores("overview-figures", "overview-raise");
  if (!text || !place.isConnected) return; // none came, or the page was faster
  const drawn = figure(text, null, null, raised);
  const tip = carryTip(place);
  early = place;
  place.replaceChildren();
  place.classList.remove("first-figure");
  put(place, drawn);
  window.setTimeout(() => tip(place));
}

/* The other scripts run after the first frame: they take longer than it does. In a tab behind others there is none. */

function load() {
  brought = needed("/_dash-layout" + here() + window.location.search).then((answer) => answer.ok && answer.text());
  wordsFrom(stores);
  const sources = Array.from(document.querySelectorAll("link[data-script]"), (link) => link.href);
  let waiting = true;
  const run = () => {
    if (waiting) sources.forEach(add);
    waiting = false;
  };
  const add = (source) => {
    const script = document.createElement("script");
    script.async = false; // in their order
    script.src = source;
    if (source.includes("/plotly")) script.addEventListener("load", draw);
    document.head.append(script);
    script.addEventListener("load", () => { if (source === sources[sources.length - 1]) new window.DashRenderer(); });
  };
  window.requestAnimationFrame(() => window.setTimeout(run));
  window.setTimeout(run, 500);
}

late(load);

export const takeOver = (then) => {
  const first = find("#site-first");
  if (!first) {
    window.requestAnimationFrame(then);
    return;
  }
  const since = performance.now();
  const lists = (within) => within.querySelectorAll(".dash-dropdown, .dash-slider-container, [type=range]").length; // they come in files of their own
  const page = find("#react-entry-point");
  const figures = () => Array.from(page.querySelectorAll(".graph")).filter((place) => place.clientWidth);
  const drawn = () => lists(page) >= lists(first) && figures().every((place) => place.querySelector(".main-svg, .fault"));
  (function check() {
    const place = find("#overview-graph");
    if (early && place && !place.firstElementChild) place.append(early.firstElementChild);
    if ((sliding() || !drawn()) && performance.now() - since < LONGEST) {
      window.requestAnimationFrame(check);
      return;
    }
    const used = carry();
    const pointed = carryPlots();
    first.remove();
    document.documentElement.classList.remove("first");
    then();
    pointed();
    used();
  })();
};

/* Dash asks for its layout: that of the page, which comes beside Dash */

route((address) => address.endsWith("_dash-layout"), async () => {
  const text = await brought;
  return text ? new Response(text, { headers: { "Content-Type": "application/json" } }) : Response.error();
});
