/* Tips of pictures: until plotly.js has drawn a figure, its picture answers to pointer, finger and arrow keys with the words
   that the drawing will have. They come with the layout, which is a twentieth of what the drawing needs. */

import { all, element, find } from "./dom.js";
import { figureIn } from "./figure.js";

const share = (axis, value) => ((axis.type === "log" ? Math.log10(value) : value) - axis.range[0]) / (axis.range[1] - axis.range[0]);

const NEAR = 24; // px, as plotly.js has it

let stores = null; // of ids, the data of these stores of the layout (a promise)
const drawn = new Map(); // by place, its figure in a width with its marks; what waits for them until they have come
let last = null; // {place, across, down}: where the pointer was
let open = null; // {place, mark} of the tip

export const wordsFrom = (layout) => { stores = layout; };

const pictureOf = (target) => target && target.closest && target.closest("#site-first .first-figure");

/* The figure that a picture shows, and its marks; null before the layout has come: ``then`` is called when it has */
function figureOf(place, then) {
  const width = place.clientWidth;
  const found = drawn.get(place);
  if (Array.isArray(found)) found.push(then);
  else if (!found || found.width !== width) fetchFigure(place, width, [then]);
  else return found;
  return null;
}

async function fetchFigure(place, width, waiting) {
  if (!stores) return;
  drawn.set(place, waiting);
  const [text] = await stores(place.dataset.figures);
  if (!text || !place.isConnected) return;
  const made = figureIn(text, width);
  drawn.set(place, { width, data: made.data, marks: marks(made, width) });
  waiting.forEach((then) => then());
}

const one = (value, at, otherwise) => (Array.isArray(value) ? value[at] : value === undefined ? otherwise : value);

/* Every mark with words: its curve and number, and its place in px (of a bar, of its end and its half sizes) */
function marks({ data, layout }, width) {
  const { l, r, t, b } = layout.margin;
  const [wide, high] = [width - l - r, layout.height - t - b];
  const across = (value) => l + wide * share(layout.xaxis, value);
  const down = (value, name) => {
    const axis = layout["yaxis" + name.slice(1)];
    const [from, to] = axis.domain || [0, 1];
    return t + high * (1 - from - (to - from) * share(axis, value));
  };
  const place = (trace, x, y, number) => {
    if (trace.type !== "bar") return { across: across(x), down: down(y, trace.yaxis || "y"), wide: 0, high: 0 };
    const lying = trace.orientation === "h";
    const base = one(trace.base, number, 0);
    const half = one(trace.width, number, 1 - (layout.bargap === undefined ? 0.2 : layout.bargap)) / 2;
    const ends = (along, cross, scale) => (along ? [scale(base), scale(base + cross)] : [scale(cross - half), scale(cross + half)]);
    const [left, right] = ends(lying, x, across);
    const [low, top] = ends(!lying, y, (value) => down(value, trace.yaxis || "y"));
    return { across: (left + right) / 2, down: (low + top) / 2, wide: Math.abs(right - left) / 2, high: Math.abs(low - top) / 2 };
  };
  return data.flatMap((trace, curve) => {
    const words = trace.hovertext || (trace.hoverinfo === "text" && trace.text) || [];
    return Array.from(trace.x || [], (x, number) => ({ x, y: trace.y[number], text: one(words, number), curve, number, axes: "x" + (trace.yaxis || "y") }))
      .filter((mark) => mark.text && mark.x !== null && mark.y !== null)
      .map((mark) => ({ ...mark, ...place(trace, mark.x, mark.y, mark.number) }));
  });
}

export function close() {
  all("#site-first .tip").forEach((tip) => tip.remove());
  open = null;
}

function show(place, mark) {
  if (open && open.mark === mark) return;
  close();
  open = { place, mark };
  const tip = element("div", "tip");
  const text = element("p");
  text.append(...mark.text.split("<br>").map((line) => element(line.includes("<b>") ? "b" : "span", "", line.replace(/<[^>]+>/g, ""))));
  tip.append(text);
  tip.style.left = mark.across + "px";
  tip.style.top = mark.down + "px";
  place.append(tip);
  const room = place.clientWidth - text.offsetWidth;
  const right = mark.across + 12 <= room;
  const beside = right || mark.across - 12 >= text.offsetWidth;
  const left = right ? 12 : beside ? -12 - text.offsetWidth : Math.max(0, Math.min(room, mark.across - text.offsetWidth / 2)) - mark.across;
  const above = mark.down - 12 - text.offsetHeight >= 0 ? -12 - text.offsetHeight : 12;
  text.style.translate = left + "px " + (beside ? -text.offsetHeight / 2 : above) + "px";
}

/* The mark under the pointer, or the nearest within reach */
function point({ place, across, down }) {
  const found = figureOf(place, () => { if (last && last.place === place) point(last); });
  if (!found) return;
  const away = (mark) => Math.hypot(Math.max(0, Math.abs(mark.across - across) - mark.wide), Math.max(0, Math.abs(mark.down - down) - mark.high));
  const near = found.marks.map((mark) => [away(mark), mark]).filter(([far]) => far <= NEAR);
  if (near.length) show(place, near.reduce((best, other) => (other[0] < best[0] ? other : best))[1]);
  else close();
}

function moved({ target, clientX, clientY }) {
  const place = pictureOf(target);
  if (!place) {
    if (last) close();
    last = null;
    return;
  }
  const box = place.getBoundingClientRect();
  last = { place, across: clientX - box.left, down: clientY - box.top };
  point(last);
}

document.addEventListener("pointermove", (event) => { if (event.pointerType !== "touch") moved(event); });
document.addEventListener("pointerup", moved);

/* For the keyboard: what a plot shows while it is a picture; null after that or before its words have come (``then``) */
export function pictured(plot, then) {
  const place = find(".first-figure", plot);
  const found = place && figureOf(place, then);
  if (!found) return null;
  const same = ({ curve, number }) => found.marks.find((mark) => mark.curve === curve && mark.number === number);
  return { data: found.data, show: (mark) => show(place, same(mark)) };
}

/* A plot takes focus and keys before it is drawn */
all("#site-first .plot:has(.first-figure)").forEach((plot) => {
  plot.tabIndex = 0;
  plot.setAttribute("role", "application");
});

/* The drawing of a plot takes over: the tip of its picture, if it has one, stays open. Call what is returned once it is there. */
export function carryTip(plot) {
  const mark = open && plot.contains(open.place) && open.mark;
  return (live) => {
    const graph = mark && live && find(".js-plotly-plot", live);
    if (graph) window.Plotly.Fx.hover(graph, [{ curveNumber: mark.curve, pointNumber: mark.number }], mark.axes);
  };
}

/* The page takes over: so it is with all its plots, and the one that has the focus does not lose it */
export function carryPlots() {
  const visible = (within) => all(".plot", find(within)).filter((plot) => plot.clientWidth);
  const live = visible("#react-entry-point");
  const acts = visible("#site-first").map((plot, at) => {
    const tip = carryTip(plot);
    const focused = plot === document.activeElement;
    return () => {
      if (focused && live[at]) live[at].focus({ preventScroll: true });
      tip(live[at]);
    };
  });
  return () => acts.forEach((act) => act());
}
