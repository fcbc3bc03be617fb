/* Painting: figures in the theme on show and the variant that fits, lines raised by pointer or focus. */

import { system } from "./address.js";
import { all, find, set } from "./dom.js";
import { showFault, clearFault } from "./fault.js";

const root = document.documentElement;
const lineOf = ({ meta }) => (meta && (meta.economy || meta.line || meta.code)) || null;
const NARROW = 326; // px, of a window of 360
const DIGIT = 7.4; // px of a digit in a tick, at most
const MOST_RAISED = 3; // lines that a choice gives a colour

/* Token names become the literals of the theme on show (plotly.js cannot read custom properties). plotly.js takes
   some HTML for text, links to any place among it; what no figure writes itself was in the data, and stays text. */

function literal(value, style) {
  if (typeof value === "string") {
    return value.replace(/<(?!\/?(?:b|br|span)\b)/gi, "&lt;")
      .replace(/var\((--[\w-]+)\)/g, (_, name) => style.getPropertyValue(name).trim());
  }
  if (Array.isArray(value)) return value.map((item) => literal(item, style));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literal(item, style)]));
  }
  return value;
}

/* Below the narrowest width that figures are made for, years become two digits and ticks that would touch are left out;
   those in bold come first */

function thinned(figure, width) {
  const { xaxis, margin } = figure.layout;
  if (width >= NARROW || !xaxis || !xaxis.tickvals || xaxis.type === "log") return figure;
  const texts = (xaxis.ticktext || xaxis.tickvals.map(String)).map((text) => text.replace(/\b(?:19|20)(?=\d\d\b)/, "'"));
  const scale = (width - margin.l - margin.r) / Math.abs(xaxis.range[1] - xaxis.range[0]);
  const half = (text) => DIGIT / 2 * Math.max(...text.split("<br>").map((line) => line.replace(/<[^>]+>/g, "").length));
  const bold = (place) => texts[place].includes("<b>");
  const ticks = [];
  Array.from(texts.keys()).reverse().sort((a, b) => bold(b) - bold(a)).forEach((place) => {
    const apart = (other) => Math.abs(xaxis.tickvals[place] - xaxis.tickvals[other]) * scale;
    if (ticks.every((other) => apart(other) >= half(texts[place]) + half(texts[other]))) ticks.push(place);
  });
  ticks.sort((a, b) => a - b);
  const axis = { ...xaxis, tickvals: ticks.map((place) => xaxis.tickvals[place]), ticktext: ticks.map((place) => texts[place]) };
  return { ...figure, layout: { ...figure.layout, xaxis: axis } };
}

/* A drawing is a child of its place, so that it can be made before the page has one */

const drawings = new WeakMap(); // by drawing, the figure that it shows, as text
const waiting = new WeakMap(); // by place that has no size or not its drawing yet, the figure to draw there
const wholes = new WeakMap(); // by place, the whole figure
const again = new WeakMap(); // by place, what draws its figure anew in the size that it has now
let early = null; // {id, place}: the id of a place on the page, and the place in the document with its drawing

export function put(place, whole) {
  sizes.observe(place);
  if (!place.clientWidth || !window.Plotly || isEarly(place)) {
    waiting.set(place, whole);
    if (place.clientWidth && !place.firstElementChild && !coming && !isEarly(place)) showFault("undrawn", () => fetchPlotly(), place);
    return;
  }
  wholes.set(place, whole);
  const figure = thinned(filled(place, whole), place.clientWidth);
  waiting.delete(place);
  const drawing = place.firstElementChild || place.appendChild(document.createElement("div"));
  const text = JSON.stringify(figure);
  if (drawings.get(drawing) === text) return;
  drawings.set(drawing, text);
  window.Plotly.react(drawing, figure.data, { ...figure.layout }, JSON.parse(place.dataset.config)).then(() => {
    if (Math.abs(drawing._fullLayout.width - place.clientWidth) > 1) window.Plotly.Plots.resize(drawing);
    layOut(drawing);
    point(drawing, null);
    if (pointed.has(drawing)) return;
    pointed.add(drawing);
    drawing.on("plotly_afterplot", () => layOut(drawing));
    drawing.on("plotly_hover", ({ points: [one] }) => {
      point(drawing, lineOf(one.data));
      beside(drawing, one);
    });
    drawing.on("plotly_unhover", () => point(drawing, null));
    drawing.on("plotly_click", ({ points: [one], event }) => {
      if (!/^touch/.test(event.type)) togglePin(lineOf(one.data)); // a finger raises a line, and so lets go of it
    });
    drawing.addEventListener("touchend", (event) => touch(drawing, event), { passive: false });
  });
}

/* WebKit leaves out a straight line that came before the rectangle that clips it, or moved, until its picture is laid out anew */

const SAFARI = navigator.vendor.startsWith("Apple");

export function layOut(within) {
  if (SAFARI) all(".main-svg", within).forEach((picture) => {
    picture.style.display = "none";
    picture.getBoundingClientRect();
    picture.style.display = "";
  });
}

/* On a full screen a figure has the height that is left of it */
function filled(place, figure) {
  const card = place.closest("[data-full]");
  if (!card || all(".plot", card).length > 1) return figure;
  const plot = place.closest(".plot");
  const room = Number(plot.dataset.room); // of a slide
  plot.style.height = (room || figure.layout.height) + "px";
  return { ...figure, layout: { ...figure.layout, height: room || Math.max(figure.layout.height, plot.clientHeight) } };
}

export function redraw(element) {
  all(".graph", element).forEach((place) => {
    if (again.has(place)) again.get(place)();
    else if (wholes.has(place)) put(place, wholes.get(place));
  });
}

/* The line that has the pointer, the finger or the reader of the keyboard, is raised with its name; all others step back */

const pointed = new WeakSet(); // drawings that tell what is pointed at

function point(drawing, line) {
  const traces = all(".trace", drawing).map((trace) => [trace, lineOf(trace.__data__[0].trace)]);
  const mark = (element, own) => {
    element.classList.toggle("raised", Boolean(line) && own === line);
    element.classList.toggle("back", Boolean(line) && Boolean(own) && own !== line);
  };
  traces.forEach(([trace, own]) => mark(trace, own));
  all(".annotation", drawing).forEach((label) => {
    const note = (drawing.layout.annotations || [])[Number(label.dataset.index)];
    const match = note && NAME.exec(note.name || "");
    mark(label, match && match[1]);
  });
}

/* The finger points as a mouse does, until it touches anything else. What a browser makes of a tap, moves and a click of
   a mouse that leaves at once, would close the tip in whichever order they come: none is made. */
function touch(drawing, event) {
  const area = event.target.closest(".drag[data-subplot]");
  if (!area || !event.cancelable) return; // it scrolled the page
  event.preventDefault();
  const [{ clientX, clientY }] = event.changedTouches;
  const { Fx } = window.Plotly;
  window.setTimeout(() => {
    Fx.unhover(drawing); // the tip that the tap itself opened announces no point
    Fx.hover(drawing, { clientX, clientY, target: area }, area.dataset.subplot);
  });
  document.addEventListener("pointerdown", ({ target }) => Fx.unhover(drawing, { target }), { once: true });
}

/* A tip that lies on its own point, as on a phone, gives way upwards or downwards */
function beside(drawing, { x, y, xaxis, yaxis }) {
  const tip = find(".hoverlayer .hovertext", drawing);
  if (!tip || !xaxis) return;
  const ground = drawing.getBoundingClientRect();
  const box = tip.getBoundingClientRect();
  const across = ground.left + xaxis._offset + xaxis.d2p(x);
  const down = ground.top + yaxis._offset + yaxis.d2p(y);
  const frame = find("path", tip).getBoundingClientRect();
  if (across < frame.left + 2 || across > frame.right - 2 || down < frame.top || down > frame.bottom) return;
  const up = down - 12 - box.bottom;
  tip.style.translate = "0 " + (box.top + up < ground.top ? down + 12 - box.top : up) + "px";
}

/* Fetches plotly.js; then all places that wait for it are drawn, or say that it did not come */

let coming = false;

export function fetchPlotly(then) {
  const known = find("link[data-script][href*='/plotly'], script[src*='/plotly']");
  const script = document.createElement("script");
  coming = true;
  script.src = known.href || known.src;
  ["load", "error"].forEach((name) => script.addEventListener(name, () => {
    coming = false;
    if (then) then();
    all(".graph").filter((place) => waiting.has(place)).forEach((place) => {
      clearFault(place);
      put(place, waiting.get(place));
    });
  }));
  document.head.append(script);
}

const sizes = new ResizeObserver((changes) => changes.forEach(({ target: place }) => {
  const drawing = place.firstElementChild;
  if (waiting.has(place)) put(place, waiting.get(place));
  else if (drawing && drawing._fullLayout && place.clientWidth && drawing._fullLayout.width !== place.clientWidth) {
    window.Plotly.Plots.resize(drawing);
  }
}));

/* A figure: variants by the least width of the plot from which each is drawn */

const variantsOf = {}; // by the prefix of its card, the figure in all its variants

function fitting(figures, width) {
  const from = Object.keys(figures).map(Number).filter((least) => least <= width);
  return figures[String(Math.max(0, ...from))];
}

/* How high a plot is drawn, by its width */
export function heights(plot) {
  const figures = JSON.parse(variantsOf[find(".graph", plot).id.replace(/-graph$/, "")] || "null");
  return (width) => (figures ? fitting(figures, width).layout.height : 0);
}

/* The figure of a store, given by its text, in the width of its plot */
export const figureIn = (figures, width) => literal(fitting(JSON.parse(figures), width), getComputedStyle(root));

function clear(place) { // nothing to draw: what the view before had goes
  waiting.delete(place);
  if (place.firstElementChild) place.firstElementChild.remove();
}

function drawFrom(place, make) {
  const plot = place.closest(".plot");
  const drawn = () => {
    const whole = make(plot.clientWidth);
    plot.style.height = (whole ? whole.layout.height : 0) + "px";
    if (whole) put(place, whole); else clear(place);
  };
  again.set(place, drawn);
  drawn();
}

export function draw(figures, theme, width, id) {
  const place = document.getElementById(id);
  if (!figures || !place) return window.dash_clientside.no_update;
  variantsOf[id.replace(/-graph$/, "")] = figures;
  drawFrom(place, (room) => figureIn(figures, room));
  return window.dash_clientside.no_update;
}

/* A figure of the document, before the page has a place for it; then its drawing moves there */

export function drawEarly(place, id, figures) {
  drawFrom(place, (room) => figureIn(figures, room));
  early = { id, place };
}

export function redrawEarly() {
  if (early) again.get(early.place)();
}

system.addEventListener("change", redrawEarly);

export const isEarly = (place) => Boolean(early) && place.id === early.id;

export function moveEarly() {
  if (!early) return;
  const from = early.place;
  const place = document.getElementById(early.id);
  early = null;
  if (!place) return;
  place.append(from.firstElementChild);
  place.closest(".plot").style.height = from.closest(".plot").style.height;
  if (waiting.has(place)) put(place, waiting.get(place));
}

/* Where the page offers it beside the name of an economy, its line is given a colour or loses it; the address says which have one */

export function togglePin(economy) {
  const offered = all("[data-action=raise]").map((button) => button.dataset.economy);
  if (!offered.includes(economy)) return;
  const pinned = (new URLSearchParams(window.location.search).get("raise") || "").split(",").filter((code) => offered.includes(code));
  const rest = pinned.filter((code) => code !== economy);
  set("overview-raise", { data: rest.length < pinned.length ? rest : [...rest, economy].slice(-MOST_RAISED) });
}

/* Raising a line: pointer or focus on a chip, pointer on its name, which a click pins as one on the line does */

const NAME = /^(?:label|number|code)-(.+?)(?:-\d+)?$/;

function labelled(target) {
  const label = target.closest && target.closest(".annotation");
  const drawing = label && label.closest(".js-plotly-plot");
  const match = drawing && NAME.exec((drawing.layout.annotations[Number(label.dataset.index)] || {}).name || "");
  return match ? [drawing, match[1]] : [];
}

let raised = null; // the drawing in which a name raises its line

function name(target) {
  const chip = target.closest && target.closest(".chip");
  const [drawing, line] = chip ? [find(".js-plotly-plot"), chip.dataset.economy] : labelled(target);
  if (raised && raised !== drawing) point(raised, null);
  if (drawing) point(drawing, line);
  raised = drawing || null;
}

document.addEventListener("mouseover", (event) => name(event.target));
document.addEventListener("click", (event) => togglePin(labelled(event.target)[1]));
document.addEventListener("focusin", (event) => {
  if (!event.target.closest || !event.target.closest("[data-part=plot]")) name(event.target);
});

/* The figure of a plot as a picture draws it: the widest variant for its width and the height that is left, else for its width */
export function imageFigure(plot, width, room = Infinity) {
  const figures = JSON.parse(variantsOf[find("[id$=-graph]", plot).id.replace(/-graph$/, "")]);
  const low = Object.fromEntries(Object.entries(figures).filter(([, { layout }]) => layout.height <= room));
  return literal(fitting(low, width) || fitting(figures, width), getComputedStyle(root));
}
