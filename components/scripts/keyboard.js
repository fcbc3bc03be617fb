/* Keyboard: arrow keys walk the points of a plot, a polite live region reads them out. */

import { all, find } from "./dom.js";
import { close, pictured } from "./tips.js";

const place = new WeakMap();

// The squares of framework changes are walked as a line of their own.
const lineOf = ({ meta }) => meta.economy || (meta.role === "framework" ? meta.role : null);

function lines(graph) {
  return graph.data
    .map((trace, index) => ({ trace, index }))
    .filter(({ trace }) => trace.meta && lineOf(trace) && trace.hovertext);
}

function points(graph, economy) {
  return lines(graph)
    .filter(({ trace }) => lineOf(trace) === economy)
    .flatMap(({ trace, index }) => trace.x.map((x, number) => ({ x, curve: index, number, text: trace.hovertext[number] })))
    .filter((point) => point.text)
    .sort((a, b) => a.x - b.x);
}

const graphOf = (plot, then) => find(".js-plotly-plot", plot) || pictured(plot, then);

function hoverAt(graph, point) {
  const trace = graph.data[point.curve];
  const axes = (trace.xaxis || "x") + (trace.yaxis || "y"); // without them plotly.js looks for the mark on the first axes
  window.Plotly.Fx.hover(graph, [{ curveNumber: point.curve, pointNumber: point.number }], axes);
}

function say(plot, point) {
  const graph = graphOf(plot);
  if (graph.show) graph.show(point);
  else hoverAt(graph, point);
  find("[aria-live]", plot.parentElement).textContent = point.text.replace(/<br>/g, ". ").replace(/<[^>]+>/g, "");
}

/* A figure that is no line of economies: its marks one after the other, in the order in which they are drawn */
function step(plot, graph, key) {
  const marks = graph.data.flatMap((trace, curve) => (Array.isArray(trace.hovertext) ? trace.hovertext : [])
    .map((text, number) => ({ curve, number, text }))).filter((mark) => mark.text);
  if (!marks.length) return false;
  const at = place.has(plot) ? place.get(plot).at : -1;
  const to = { Home: 0, End: marks.length - 1, ArrowLeft: at - 1, ArrowUp: at - 1 };
  const index = Math.min(marks.length - 1, Math.max(0, key in to ? to[key] : at + 1));
  place.set(plot, { at: index });
  say(plot, marks[index]);
  return true;
}

function walk(plot, key) {
  const graph = graphOf(plot, () => walk(plot, key));
  if (!graph) return Boolean(find(".first-figure", plot));
  if (!lines(graph).some(({ trace }) => trace.meta.economy)) return step(plot, graph, key);
  const known = new Set(lines(graph).map(({ trace }) => lineOf(trace)));
  const chips = all(".chip").map((chip) => chip.dataset.economy);
  const economies = Array.from(new Set(["CHN", ...chips, ...known])).filter((code) => known.has(code));
  const at = place.get(plot) || { economy: economies[0], x: null };
  let economy = economies.includes(at.economy) ? at.economy : economies[0];
  const turn = { ArrowUp: -1, ArrowDown: 1 }[key];
  if (turn) economy = economies[(economies.indexOf(economy) + turn + economies.length) % economies.length];
  const line = points(graph, economy);
  let index = line.findIndex((point) => point.x === at.x);
  if (index < 0) index = at.x === null ? (key === "ArrowLeft" ? line.length : -1) : line.reduce((best, point, i) => Math.abs(point.x - at.x) < Math.abs(line[best].x - at.x) ? i : best, 0);
  const turned = { ArrowLeft: -1, ArrowRight: 1 }[key] || 0;
  const ends = { Home: 0, End: line.length - 1 };
  index = key in ends ? ends[key] : Math.min(line.length - 1, Math.max(0, index + turned));
  const point = line[index];
  place.set(plot, { economy, x: point.x });
  window.requestAnimationFrame(() => {
    const again = points(graphOf(plot), economy).find((other) => other.x === point.x);
    say(plot, again);
  });
  return true;
}

document.addEventListener("keydown", (event) => {
  const plot = event.target.closest && event.target.closest("[data-part=plot], #site-first .plot");
  if (!plot || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    const graph = find(".js-plotly-plot", plot);
    if (graph) window.Plotly.Fx.unhover(graph);
    else close();
  } else if (["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"].includes(event.key) && walk(plot, event.key)) {
    event.preventDefault();
  }
});
