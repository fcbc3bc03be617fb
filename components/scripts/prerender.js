/* The first picture of a page: the document shows the page as plain HTML; what Dash draws takes its place once it is there,
   with its figure where the first picture has one. */

import { here } from "./address.js";
import { needed } from "./fault.js";
import { figure, put } from "./figure.js";
import { route } from "./requests.js";

const LONGEST = 5000; // ms after which the page is shown, drawn or not

const find = (selector) => document.querySelector(selector);
let brought = null; // the layout of the page (a promise of its text)
let early = null; // the place of the drawing that is made before Dash runs

/* As soon as plotly.js is there, its drawing takes the place of the picture; the page, once it is made, takes over both */

function held(part, id) { // of the layout, the data of a store
  if (Array.isArray(part)) return part.map((one) => held(one, id)).find((data) => data !== undefined);
  if (!part || !part.props) return undefined;
  return part.props.id === id ? part.props.data : held(part.props.children, id);
}

async function draw() {
  const place = find("#site-first .first-figure");
  if (!place) return;
  const layout = JSON.parse(await brought || null);
  if (!layout || !place.isConnected) return; // none came, or the page was faster
  const drawn = figure(held(layout, "overview-figures"), null, null, held(layout, "overview-raise"));
  early = place;
  place.replaceChildren();
  place.classList.remove("first-figure");
  put(place, drawn);
}

/* The other scripts run after the first frame: they take longer than it does. In a tab behind others there is none. */

function load() {
  if (!waiting) return;
  const sources = waiting;
  waiting = null;
  brought = needed("/_dash-layout" + here() + window.location.search).then((answer) => answer.ok && answer.text());
  sources.forEach((source) => {
    const script = document.createElement("script");
    script.async = false; // in their order
    script.src = source;
    if (source.includes("/plotly")) script.addEventListener("load", draw);
    document.head.append(script);
    script.addEventListener("load", () => { if (source === sources[sources.length - 1]) new window.DashRenderer(); });
  });
}

let waiting = Array.from(document.querySelectorAll("link[data-script]"), (link) => link.href);
window.requestAnimationFrame(() => window.setTimeout(load));
window.setTimeout(load, 500);

export const takeOver = (then) => {
  const first = find("#site-first");
  if (!first) {
    window.requestAnimationFrame(then);
    return;
  }
  const since = performance.now();
  const lists = (within) => within.querySelectorAll(".dash-dropdown").length; // they come in a file of their own
  const drawn = () => lists(find("#react-entry-point")) >= lists(first)
    && (!early || find("#react-entry-point .js-plotly-plot .trace"));
  (function look() {
    const place = find("#overview-graph");
    if (early && place && !place.firstElementChild) place.append(early.firstElementChild);
    if (!drawn() && performance.now() - since < LONGEST) {
      window.requestAnimationFrame(look);
      return;
    }
    first.remove();
    document.documentElement.classList.remove("first");
    then();
  })();
};

/* Dash asks for its layout: that of the page, which comes beside Dash */

route((address) => address.endsWith("_dash-layout"), async () => {
  const text = await brought;
  return text ? new Response(text, { headers: { "Content-Type": "application/json" } }) : Response.error();
});
