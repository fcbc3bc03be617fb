/* The first picture of a page: the document shows the page as plain HTML; what Dash draws takes its place once it is there,
   with its figure where the first picture has one. */

import { here } from "./address.js";
import { all, find } from "./dom.js";
import { needed } from "./fault.js";
import { drawEarly, fetchPlotly, isEarly, layOut, moveEarly } from "./figure.js";
import { carry, holding, late } from "./late.js";
import { route } from "./requests.js";
import { carryPlots, carryTip, wordsFrom } from "./tips.js";

const LONGEST = 600; // frames without a script under way after which the page is shown, drawn or not: more time where they are slow
const PLOTLY = "link[data-script][href*='/plotly']";
const ALL = "link[data-script], link[data-ahead]";
const PICTURE = "#site-first .first-figure";
const DASH = "link[data-script]:not([href*='/plotly'])";

let brought = null; // the layout of the page (a promise of its text)

/* As soon as plotly.js is there, its drawing takes the place of the first picture; the page, once it is made, takes over both */

function propertiesOf(layout, id) { // of a component
  if (Array.isArray(layout)) return layout.map((one) => propertiesOf(one, id)).find(Boolean);
  if (!layout || !layout.props) return undefined;
  return layout.props.id === id ? layout.props : propertiesOf(layout.props.children, id);
}

async function components(...ids) {
  const layout = JSON.parse(await brought || null);
  return ids.map((id) => propertiesOf(layout, id) || {});
}

const stores = async (...ids) => (await components(...ids)).map(({ data }) => data);

async function draw() {
  const place = all(PICTURE).find((picture) => picture.clientWidth);
  if (!place || !window.Plotly) return; // the picture stays until the page says what is missing
  const store = place.dataset.figures;
  const id = store.replace(/figures$/, "graph");
  const [{ data }, graph] = await components(store, id);
  if (!data) return;
  const tip = carryTip(place);
  place.dataset.config = graph["data-config"];
  place.replaceChildren();
  place.classList.remove("first-figure");
  drawEarly(place, id, data);
  window.setTimeout(() => tip(place));
}

/* The other scripts run after the first frame: they take longer than it does. In a tab behind others there is none. */
function afterFrame(then) {
  let waiting = true;
  const run = () => {
    if (waiting) then();
    waiting = false;
  };
  window.requestAnimationFrame(() => window.setTimeout(run));
  window.setTimeout(run, 500);
}

const ahead = (selector) => all(selector).forEach((link) => { link.rel = "preload"; });

function dash() {
  const sources = all(DASH).map((link) => link.href);
  sources.forEach((source, place) => {
    const script = document.createElement("script");
    script.async = false; // in their order
    script.src = source;
    if (place === sources.length - 1) script.addEventListener("load", () => new window.DashRenderer());
    document.head.append(script);
  });
}

/* Where a figure is drawn before Dash, Dash runs after it, and over a slow connection it comes after plotly.js, too */
function load(slow) {
  const pictured = all(PICTURE).some((picture) => picture.clientWidth); // not in a folded part alone
  brought = needed("/_dash-layout" + here() + window.location.search).then((answer) => answer.ok && answer.text());
  wordsFrom(stores);
  if (pictured && slow) {
    ["load", "error"].forEach((name) => find(PLOTLY).addEventListener(name, () => ahead(ALL), { once: true }));
    ahead(PLOTLY);
  } else ahead(ALL);
  afterFrame(() => {
    fetchPlotly(pictured && (() => draw().finally(() => afterFrame(dash))));
    if (!pictured) dash();
  });
}

late(load);

export const takeOver = (then) => {
  const first = find("#site-first");
  if (!first) {
    window.requestAnimationFrame(then);
    return;
  }
  let frames = 0, waited = 0;
  const coming = () => all("script[src]").some(({ src }) => !performance.getEntriesByName(src).length);
  const lists = (within) => within.querySelectorAll(".dash-dropdown, .dash-slider-container, [type=range]").length; // they come in files of their own
  const page = find("#react-entry-point");
  const figures = () => Array.from(page.querySelectorAll(".graph")).filter((place) => place.clientWidth);
  const drawn = () => lists(page) >= lists(first) && figures().every((place) => isEarly(place) || place.querySelector(".main-svg, .fault"));
  (function check() {
    frames = coming() && ++waited < 6 * LONGEST ? 0 : frames + 1; // a script that never comes holds nothing for ever
    if ((holding() || !drawn()) && frames < LONGEST) {
      window.requestAnimationFrame(check);
      return;
    }
    const used = carry();
    const pointed = carryPlots();
    moveEarly();
    first.remove();
    document.documentElement.classList.remove("first");
    layOut(page);
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
