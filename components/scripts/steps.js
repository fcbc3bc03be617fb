/* Story: a step takes the place of another without a new page, so that a full screen stays one; by links, keys and swipe.
   The document of the next step is fetched ahead, and what Dash asks the server for is taken from it. Before Dash is there,
   keys and swipes follow the links to other steps. */

import { find, set } from "./dom.js";
import { heights, redraw } from "./figure.js";
import { route } from "./requests.js";

const STEP = /(\/[a-z]{2}\/story\/\d+)(?:\/index\.html)?$/;
const USED = ".plot, input, select, textarea, dialog, [role=slider]";
const FAR = 60; // px of a swipe
const AHEAD = 400; // ms after a step is drawn

const early = () => find("#site-first .story");
const story = () => early() || document.getElementById("story");
const slides = () => document.fullscreenElement && document.fullscreenElement.contains(story()); // around the step, which is drawn anew
const layouts = new Map(); // by address, what stands on the page (a promise)
let current = window.location.pathname;
let wanted = null; // the address of the step that is to come

async function read(address) {
  const [, path] = STEP.exec(new URL(address).pathname);
  const answer = await fetch("/_dash-layout" + path);
  return (await answer.json()).props.children.find(({ props }) => props.id === "site-page").props.children;
}

function layoutOf(address) {
  if (!layouts.has(address)) layouts.set(address, read(address));
  return layouts.get(address);
}

route((address, options) => wanted && address.endsWith("_dash-update-component") && options.body.includes('"site-page.children"'), async () => {
  const address = wanted;
  wanted = null;
  try {
    const response = { "site-page": { children: await layoutOf(address) } };
    return new Response(JSON.stringify({ multi: true, response }), { headers: { "Content-Type": "application/json" } });
  } catch (failed) { // no answer, or none that is a page
    window.location.assign(address);
    return new Promise(() => {});
  }
});

function show(address) {
  current = new URL(address).pathname;
  wanted = address;
  set("site-visit", { data: { path: current, search: window.location.search } });
  window.scrollTo(0, 0);
  if (slides()) document.fullscreenElement.scrollTo(0, 0);
}

function go(link) {
  const address = link && link.href.replace(/[?#].*$/, "");
  if (!address || new URL(address).pathname === current) return;
  if (early()) {
    window.location.assign(address + window.location.search);
    return;
  }
  window.history.pushState(window.history.state, "", address + window.location.search);
  show(address);
}

const move = (name) => go(find("[data-story=" + name + "]", story()));

document.addEventListener("click", (event) => {
  const link = story() && !early() && event.target.closest && event.target.closest(".story-moves a:not([data-story=on])");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  go(link);
});

window.addEventListener("popstate", () => {
  const { origin, pathname } = window.location;
  if (story() && STEP.test(pathname) && pathname !== current) show(origin + pathname);
});

/* Keys: arrows everywhere; those of a remote, which scroll a page, on the full screen alone */

const MOVES = { ArrowLeft: "previous", ArrowRight: "next" };
const REMOTE = { PageUp: "previous", PageDown: "next", ArrowUp: "previous", ArrowDown: "next", " ": "next", Home: "first", End: "last" };

document.addEventListener("keydown", (event) => {
  if (!story() || event.ctrlKey || event.metaKey || event.altKey) return;
  const name = MOVES[event.key] || (slides() && REMOTE[event.key]);
  const used = event.key === " " ? USED + ", a, button" : USED;
  if (event.target.closest && event.target.closest(used)) return;
  if (event.key === "f") find(".story-ways [data-action=full]", story()).click();
  if (!name) return;
  event.preventDefault();
  if (name === "first" || name === "last") go(find(".story-moves li:" + name + "-child a"));
  else move(name);
});

let touched = null;

document.addEventListener("touchstart", ({ touches, target }) => {
  touched = touches.length === 1 && story() && story().contains(target) && !target.closest(USED) ? touches[0] : null;
}, { passive: true });

document.addEventListener("touchend", ({ changedTouches: [end] }) => {
  if (!touched) return;
  const [across, down] = [end.clientX - touched.clientX, end.clientY - touched.clientY];
  if (Math.abs(across) > FAR && Math.abs(across) > 2 * Math.abs(down)) move(across < 0 ? "next" : "previous");
  touched = null;
}, { passive: true });

/* Once a step is drawn the next one is fetched; on the full screen labels grow with its height, and the figure is drawn in the
   room that is left of it. Where it would be squeezed, its labels are smaller. */

const STILL = 480; // px of height in which a label keeps its size: one of 12 px has 18 in 720
const LEAST = 0.75; // of its height to which a figure is squeezed
const FINER = 0.05;

function fill() {
  const figure = find(".story-figure");
  const plot = figure && find(".plot", figure);
  const place = figure && (plot || find(".evidence-bars", figure));
  if (!place) return;
  figure.style.removeProperty("--story-zoom");
  if (plot) delete plot.dataset.room;
  if (slides()) {
    const below = figure.getBoundingClientRect().bottom - place.getBoundingClientRect().bottom;
    const room = find(".story-moves").getBoundingClientRect().top - place.getBoundingClientRect().top - below - 8;
    const high = plot ? heights(plot) : () => place.scrollHeight / LEAST;
    let zoom = window.innerHeight / STILL;
    const apply = () => figure.style.setProperty("--story-zoom", zoom.toFixed(2));
    for (apply(); zoom > 1 && high(figure.clientWidth / zoom) * LEAST > room / zoom; apply()) zoom = Math.max(zoom - FINER, 1);
    if (plot) plot.dataset.room = Math.floor(Math.max(room / zoom, high(figure.clientWidth / zoom) * LEAST));
  }
  if (plot) redraw(figure);
}

/* Paper gets the whole story, whichever step is on show: its pictures come once all else is there */
async function paper(link) {
  const body = document.createElement("div");
  body.className = "story-paper";
  document.body.append(body);
  const text = await (await fetch(link.href)).text();
  const all = find(".story-whole", new DOMParser().parseFromString(text, "text/html"));
  if (all) body.append(document.importNode(all, true));
}

let waiting = 0;

new MutationObserver(() => {
  if (!story()) return;
  window.clearTimeout(waiting);
  waiting = window.setTimeout(() => {
    const next = find("#react-entry-point [data-story=next]");
    const ahead = next ? layoutOf(next.href.replace(/[?#].*$/, "")) : Promise.resolve();
    const all = find("#react-entry-point #story-whole");
    if (all && !find(".story-paper")) ahead.then(() => paper(all)).catch(() => {});
    else ahead.catch(() => {});
    fill();
  }, AHEAD);
}).observe(document.documentElement, { childList: true, subtree: true });

document.addEventListener("fullscreenchange", fill);
