/* Guess the line: a chart to draw in, by pointer or by keys, and the same guess as a table. What it knows comes with the
   page (learn/drawing.py); the published ranks come when the answer is asked for. */

import { bring } from "./anchor.js";
import { all, find, set, svg } from "./dom.js";

const FULL = 560; // px of chart from which years and names fit in full
const YEAR = 35; // px between editions from which each has its year
const TOP = 30;
const LEFT = 34;
const NEAR = 17; // px between two labels at the end of lines
const BAND = 0.35; // of a rank: an interval of one rank must be seen
const KEYS = { ArrowUp: -1, ArrowDown: 1, PageUp: -5, PageDown: 5 };

let text = null; // what the chart on show was made of
let spec = null;
let guess = new Map(); // a rank for each edition that is drawn
let saved = ""; // the guess as the page holds it
let answer = null;
let handles = new Map(); // the slider of each edition to guess
let at = null; // the edition whose slider takes the focus

/* Elements */

function html(tag, about, ...children) {
  const made = document.createElement(tag);
  Object.entries(about).forEach(([name, value]) => made.setAttribute(name, value));
  made.append(...children);
  return made;
}

const filled = (words, name, value) => words.replace("{" + name + "}", value);
const ordinal = (rank) => spec.ordinals[rank - 1];
const written = () => (guess.size ? spec.drawn.map((edition) => guess.get(edition) || "").join(",") : "");
const tens = (rank) => Math.ceil(rank / 10) * 10;

/* Scale: it reaches as far as what is given, typed or answered, so that it gives nothing away */

function scale(place) {
  const width = place.clientWidth;
  const full = width >= FULL;
  const ranks = [spec.floor, ...guess.values(), ...(answer ? answer.rows.map((row) => row[1]) : [])];
  const bottom = tens(Math.max(...ranks));
  const right = full ? 132 : 34;
  const base = place.clientHeight - (full ? 42 : 24);
  const years = spec.editions.map(([edition]) => edition);
  const step = (width - LEFT - right - 24) / (years.length - 1);
  return {
    width, full, bottom, base, step, right: width - right,
    x: (edition) => LEFT + 12 + (edition - years[0]) * step,
    y: (rank) => TOP + ((rank - 0.4) / (bottom + 0.8)) * (base - TOP),
    rank: (y) => Math.min(bottom, Math.max(1, Math.round(((y - TOP) / (base - TOP)) * (bottom + 0.8) + 0.4))),
  };
}

/* Lines break where an edition is missing */

function runs(points) {
  const found = [];
  points.forEach((point) => {
    const last = found[found.length - 1];
    if (last && point[0] === last[last.length - 1][0] + 1) last.push(point); else found.push([point]);
  });
  return found;
}

const path = (points, on) => points.map(([edition, rank], place) => (place ? "L" : "M") + on.x(edition).toFixed(1) + " " + on.y(rank).toFixed(1)).join("");
const line = (points, on, css) => runs(points).filter((run) => run.length > 1).map((run) => svg("path", { d: path(run, on), class: css }));
const dot = ([edition, rank], on, css, size) => svg("circle", { cx: on.x(edition), cy: on.y(rank), r: size, class: css });

const given = () => Object.entries(spec.given).map(([edition, rank]) => [Number(edition), rank]);
const own = () => spec.drawn.filter((edition) => guess.has(edition)).map((edition) => [edition, guess.get(edition)]);
const unverified = (edition) => spec.editions.some(([year, count]) => year === edition && count === null);

function ground(on) {
  const parts = [];
  const by = on.bottom <= 60 ? 10 : 20;
  for (let rank = 0; rank <= on.bottom; rank += by) {
    const value = rank || 1;
    parts.push(svg("line", { x1: LEFT, x2: on.right, y1: on.y(value), y2: on.y(value), class: "guess-grid-line" }));
    parts.push(svg("text", { x: LEFT - 8, y: on.y(value) + 4, class: "guess-tick end" }, value));
  }
  spec.changes.forEach(([edition, letter, breaks]) => {
    const x = on.x(edition);
    parts.push(svg("line", { x1: x, x2: x, y1: 18, y2: on.base, class: "guess-change-line" }));
    parts.push(svg("rect", { x: x - 7.5, y: 2.5, width: 15, height: 15, class: breaks ? "guess-change break" : "guess-change" }));
    parts.push(svg("text", { x, y: 14.5, class: breaks ? "guess-letter break" : "guess-letter" }, letter));
  });
  spec.editions.forEach(([edition, count]) => {
    const bold = edition === spec.drawn[0] ? " bold" : "";
    const year = on.full ? edition : "’" + String(edition).slice(2);
    if (on.step < YEAR && (edition - spec.drawn[0]) % 2) return;
    parts.push(svg("text", { x: on.x(edition), y: on.base + 17, class: "guess-tick" + bold }, year));
    if (on.full) parts.push(svg("text", { x: on.x(edition), y: on.base + 33, class: "guess-tick" }, count === null ? "–" : count));
  });
  if (on.full) {
    parts.push(svg("text", { x: on.right + 8, y: on.base + 17, class: "guess-tick start" }, spec.words.edition_axis));
    parts.push(svg("text", { x: on.right + 8, y: on.base + 33, class: "guess-tick start" }, spec.words.economies_axis));
  }
  return parts;
}

function known(on) {
  const points = given();
  const firm = points.filter(([edition]) => !unverified(edition));
  const parts = line(firm, on, "guess-real");
  points.forEach((point, place) => {
    const doubt = unverified(point[0]);
    if (doubt && place + 1 < points.length) parts.push(...line([point, points[place + 1]], on, "guess-real doubt"));
    parts.push(dot(point, on, doubt ? "guess-dot doubt" : "guess-dot", 4));
  });
  return parts;
}

function truth(on) {
  if (!answer) return [];
  const last = given().pop();
  const points = answer.rows.map(([edition, rank]) => [edition, rank]);
  const parts = [];
  runs(answer.rows.filter((row) => row[2] !== null)).forEach((run) => {
    const ends = run.length > 1 ? run.map((row) => [row[0], row]) : [-0.3, 0.3].map((aside) => [run[0][0] + aside, run[0]]);
    const top = ends.map(([x, row]) => [x, row[2] - BAND]);
    const low = ends.map(([x, row]) => [x, row[3] + BAND]).reverse();
    parts.push(svg("path", { d: path([...top, ...low], on) + "Z", class: "guess-band" }));
  });
  parts.push(...line([last, ...points], on, "guess-real"));
  const changed = new Set(spec.changes.map(([edition]) => edition));
  points.forEach((point) => parts.push(dot(point, on, changed.has(point[0]) ? "guess-dot ring" : "guess-dot", changed.has(point[0]) ? 6 : 4)));
  return parts;
}

function names(on) {
  const last = spec.drawn[spec.drawn.length - 1];
  const ends = [];
  if (answer) ends.push([answer.rows[answer.rows.length - 1][1], spec.words.name, "guess-name real"]);
  else ends.push([given().pop()[1], spec.words.name, "guess-name real", given().pop()[0]]);
  if (guess.has(last)) ends.push([guess.get(last), spec.words.own, "guess-name own"]);
  const placed = ends.filter((end) => end.length < 4).map(([rank, name, css]) => ({ rank, name, css, y: on.y(rank) }));
  placed.sort((a, b) => a.y - b.y);
  if (placed.length === 2 && placed[1].y - placed[0].y < NEAR) {
    const apart = (NEAR - (placed[1].y - placed[0].y)) / 2;
    placed[0].y -= apart;
    placed[1].y += apart;
  }
  const parts = placed.map(({ rank, name, css, y }) => svg("text", { x: on.x(last) + 12, y: y + 4, class: css }, on.full ? rank + " " + name : rank));
  ends.filter((end) => end.length === 4).forEach(([rank, , css, edition]) => { // clear of the line that leads to it
    const before = spec.given[edition - 1];
    parts.push(svg("text", { x: on.x(edition), y: on.y(rank) + (before < rank ? 22 : -12), class: css + " middle" }, ordinal(rank)));
  });
  return parts;
}

/* The part to draw in, and a slider for each edition */

function zone(on) {
  const from = on.x(spec.drawn[0]) - on.step / 2;
  const place = { x: from, y: TOP - 6, width: Math.max(0, on.right - from), height: on.base - TOP + 6 };
  Object.entries(place).forEach(([name, value]) => find("[data-part=guess-zone]").setAttribute(name, value)); // it stays: a finger is on it
  if (guess.size) return [];
  return [svg("text", { x: (from + on.right) / 2, y: TOP + 0.72 * (on.base - TOP), class: "guess-invitation" }, spec.words.draw)];
}

const start = (edition) => { // where an edition lies that is not drawn yet: at the one before it
  const before = [...given(), ...own()].filter(([year]) => year < edition);
  return before[before.length - 1][1];
};

function slider(edition) {
  const made = svg("g", { role: "slider", tabindex: "-1", "aria-orientation": "vertical", "aria-valuemin": 1, "aria-valuemax": spec.most, "aria-label": filled(spec.words.handle, "edition", edition), "data-edition": edition, class: "guess-handle" });
  made.append(svg("circle", { r: 12, class: "guess-target" }), svg("circle", { r: 5, class: "guess-own-dot" }));
  return made;
}

function follow(on) {
  handles.forEach((made, edition) => {
    const drawn = guess.has(edition);
    const rank = drawn ? guess.get(edition) : start(edition);
    made.setAttribute("transform", "translate(" + on.x(edition).toFixed(1) + " " + on.y(rank).toFixed(1) + ")");
    made.setAttribute("aria-valuenow", rank);
    made.setAttribute("aria-valuetext", drawn ? ordinal(rank) : spec.words.empty);
    made.setAttribute("tabindex", edition === at ? "0" : "-1");
    made.classList.toggle("undrawn", !drawn);
    if (answer) made.setAttribute("aria-readonly", "true"); else made.removeAttribute("aria-readonly");
  });
}

/* The same as a table */

function table() {
  const { words } = spec;
  const heads = [words.column_edition, words.column_guess, words.column_rank, words.column_off];
  const head = html("tr", {}, ...heads.map((word, place) => html("th", { scope: "col", class: place ? "num" : "" }, word)));
  const rows = given().map(([edition, rank]) => html("tr", {}, html("th", { scope: "row" }, edition), html("td", { class: "num missing" }, words.given), html("td", { class: "num" }, rank), html("td", {})));
  spec.drawn.forEach((edition) => {
    const field = html("input", { type: "number", inputmode: "numeric", min: 1, max: spec.most, step: 1, "aria-label": filled(words.handle, "edition", edition), "data-edition": edition });
    rows.push(html("tr", {}, html("th", { scope: "row" }, edition), html("td", { class: "num" }, field), html("td", { class: "num", "data-rank": edition }), html("td", { class: "num", "data-off": edition })));
  });
  return html("table", {}, html("caption", { class: "unseen" }, words.caption), html("thead", {}, head), html("tbody", {}, ...rows));
}

function fill() {
  const rows = new Map((answer ? answer.rows : []).map((row) => [String(row[0]), row]));
  all("[data-part=guess-numbers] input").forEach((field) => {
    const rank = guess.get(Number(field.dataset.edition));
    const value = rank === undefined ? "" : String(rank);
    if (field.value !== value && field !== document.activeElement) field.value = value;
    field.readOnly = Boolean(answer);
  });
  all("[data-rank]").forEach((cell) => { const row = rows.get(cell.dataset.rank); cell.textContent = row ? row[1] : ""; });
  all("[data-off]").forEach((cell) => { const row = rows.get(cell.dataset.off); cell.textContent = row ? row[4] : ""; });
  const left = spec.drawn.length - guess.size;
  const content = find("[data-part=guess-left]");
  if (content) content.textContent = answer ? "" : left ? filled(spec.words.left, "count", left) : spec.words.none_left;
  const show = find("[data-guess=show]");
  if (show) show.disabled = left > 0 || Boolean(answer);
  const clear = find("[data-guess=clear]");
  if (clear) clear.disabled = !guess.size;
}

/* The whole */

function build(place, numbers) {
  at = spec.drawn[0];
  handles = new Map(spec.drawn.map((edition) => [edition, slider(edition)]));
  const label = { role: "group", "aria-label": spec.words.caption, "aria-describedby": place.id.replace(/-plot$/, "-keys") };
  const made = svg("svg", { class: spec.hero ? "guess hero" : "guess", ...label });
  made.append(svg("rect", { class: "guess-zone", "data-part": "guess-zone" }));
  made.append(svg("g", { "aria-hidden": "true", "data-part": "guess-ground" }), svg("g", { "data-part": "guess-handles" }), svg("g", { "aria-hidden": "true", "data-part": "guess-names" }));
  find("[data-part=guess-handles]", made).append(...handles.values());
  place.replaceChildren(made);
  numbers.dataset.part = "guess-numbers";
  numbers.replaceChildren(table());
  sizes.observe(place);
}

function show() {
  const place = find("[data-part=guess]");
  if (!place || !spec || !place.clientWidth || !place.firstElementChild) return;
  const on = scale(place);
  place.firstElementChild.setAttribute("viewBox", "0 0 " + on.width + " " + place.clientHeight);
  const last = given().pop();
  const lines = line([last, ...own()], on, "guess-own");
  find("[data-part=guess-ground]", place).replaceChildren(...zone(on), ...ground(on), ...truth(on), ...known(on), ...lines);
  find("[data-part=guess-names]", place).replaceChildren(...names(on));
  place.firstElementChild.classList.toggle("answered", Boolean(answer));
  follow(on);
  fill();
}

const sizes = new ResizeObserver(() => show());

export function draw(made, drawn, answered) {
  const place = find("[data-part=guess]");
  const numbers = place && document.getElementById(place.id.replace(/-plot$/, "-numbers"));
  if (!numbers) { // what is still is built a moment after what Dash draws
    window.requestAnimationFrame(() => draw(made, drawn, answered));
    return "";
  }
  if (text !== made || !place.firstElementChild || !numbers.firstElementChild) {
    text = made;
    spec = JSON.parse(made);
    guess = new Map();
    saved = "";
    build(place, numbers);
  }
  if ((drawn || "") !== saved) { // not what is being drawn just now
    saved = drawn || "";
    const ranks = saved.split(",");
    guess = new Map(spec.drawn.map((edition, index) => [edition, Number(ranks[index])]).filter(([, rank]) => rank));
  }
  const reply = answered ? JSON.parse(answered) : null;
  const fresh = !answer && reply;
  answer = reply && reply.guess === written() ? reply : null;
  show();
  if (fresh && answer) window.setTimeout(() => bring(find("[data-part=guess]"), find("#learn-result h2")));
  return made.length + " " + written() + (answer ? " answered" : "");
}

/* Guessing */

function keep() {
  saved = written();
  set("learn-guess", { data: saved });
}

function put(edition, rank) {
  if (answer || !handles.has(edition)) return;
  if (rank) guess.set(edition, Math.min(spec.most, Math.max(1, rank))); else guess.delete(edition);
  show();
}

let drawing = null; // the edition and rank at which the pointer was last

function touch(event) {
  const place = find("[data-part=guess]");
  const on = scale(place);
  const box = place.getBoundingClientRect();
  const x = event.clientX - box.left;
  const edition = spec.drawn.reduce((best, one) => (Math.abs(on.x(one) - x) < Math.abs(on.x(best) - x) ? one : best));
  const rank = on.rank(event.clientY - box.top);
  const from = drawing || { edition, rank };
  const [low, high] = [Math.min(from.edition, edition), Math.max(from.edition, edition)];
  spec.drawn.filter((one) => one >= low && one <= high).forEach((one) => { // a fast pointer passes over editions
    const share = from.edition === edition ? 1 : (one - from.edition) / (edition - from.edition);
    if (one !== from.edition || !drawing || from.edition === edition) guess.set(one, Math.round(from.rank + share * (rank - from.rank)));
  });
  drawing = { edition, rank };
  at = edition;
  show();
}

document.addEventListener("pointerdown", (event) => {
  const place = event.target.closest && event.target.closest("[data-part=guess]");
  if (!place || answer || event.button || !event.target.closest("[data-part=guess-zone], .guess-handle")) return;
  event.preventDefault(); // or the text around is marked
  place.setPointerCapture(event.pointerId);
  drawing = null;
  touch(event);
});
document.addEventListener("pointermove", (event) => { if (drawing) touch(event); });
["pointerup", "pointercancel"].forEach((name) => document.addEventListener(name, () => {
  if (!drawing) return;
  drawing = null;
  keep();
}));

document.addEventListener("keydown", (event) => {
  const handle = event.target.closest && event.target.closest(".guess-handle");
  if (!handle || event.ctrlKey || event.metaKey || event.altKey) return;
  const edition = Number(handle.dataset.edition);
  const place = spec.drawn.indexOf(edition);
  const to = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: spec.drawn.length - 1 }[event.key];
  if (to !== undefined) {
    at = spec.drawn[Math.min(spec.drawn.length - 1, Math.max(0, to))];
    show();
    handles.get(at).focus();
  } else if (KEYS[event.key] || event.key === "Enter" || event.key === " ") {
    put(edition, (guess.get(edition) || start(edition)) + (KEYS[event.key] || 0));
    keep();
  } else if (event.key === "Delete" || event.key === "Backspace") {
    put(edition, 0);
    keep();
  } else return;
  event.preventDefault();
});

document.addEventListener("focusin", (event) => {
  const handle = event.target.closest && event.target.closest(".guess-handle");
  if (handle) at = Number(handle.dataset.edition);
});

document.addEventListener("input", (event) => {
  const field = event.target.closest && event.target.closest("[data-part=guess-numbers] input");
  if (!field) return;
  const rank = Number(field.value);
  const right = Number.isInteger(rank) && rank >= 1 && rank <= spec.most;
  field.toggleAttribute("aria-invalid", Boolean(field.value) && !right);
  put(Number(field.dataset.edition), right ? rank : 0);
  keep();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest && event.target.closest("[data-guess]");
  if (!button || !spec) return;
  if (button.dataset.guess === "show") set("learn-ask", { data: written() });
  else {
    at = spec.drawn[0];
    set("learn-ask", { data: "" });
    set("learn-answer", { data: "" });
    set("learn-guess", { data: "" });
  }
});
