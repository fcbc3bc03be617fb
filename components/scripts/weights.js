/* Weights: seven sliders and the split of inputs and outputs, kept to 100 % and to a limit for each GII pillar. The rule
   is that of analysis/robustness/weights.py, which reads the address. The server is asked for the newest weights only. */

import { all, changed, find, set } from "./dom.js";

const INPUTS = 5; // the first five of the seven GII pillars are inputs
const CAP = 50; // percent, the most that one GII pillar may weigh
const PAUSE = 250; // ms without a move, after which the address and what is below the fold follow
const GIVEN_UP = 4000; // ms after which an answer is no longer waited for

const sum = (values) => values.reduce((total, value) => total + value, 0);

/* Share a total out in proportion, at most CAP to each; what is cut off goes to the others */
export function spread(values, total) {
  const shares = values.map(() => 0);
  let open = values.map((_, place) => place);
  let rest = total;
  while (open.length) {
    const among = sum(open.map((place) => values[place]));
    open.forEach((place) => { shares[place] = among > 0 ? rest * (values[place] / among) : rest / open.length; });
    const above = open.filter((place) => shares[place] > CAP);
    if (!above.length) break;
    above.forEach((place) => { shares[place] = CAP; rest -= CAP; });
    open = open.filter((place) => !above.includes(place));
  }
  return shares;
}

/* Percents to hundredths that add to 100: the largest remainders are rounded up */
function rounded(shares) {
  const parts = shares.map((share) => Math.floor(share * 100 + 1e-7));
  const order = shares.map((share, place) => place).sort((a, b) => (shares[b] * 100 - parts[b]) - (shares[a] * 100 - parts[a]) || a - b);
  for (let left = 10000 - sum(parts), turn = 0; left > 0; left -= 1, turn += 1) parts[order[turn % order.length]] += 1;
  return parts.map((part) => part / 100);
}

function read(text) {
  const values = text.split(",").map(Number);
  return spread(values.map((value) => 100 * (value / sum(values))), 100);
}

export function moved(weights, place, value) {
  const others = spread(weights.filter((_, index) => index !== place), 100 - value);
  others.splice(place, 0, value);
  return rounded(others);
}

export function split(weights, outputs) {
  const halves = [weights.slice(0, INPUTS), weights.slice(INPUTS)];
  return rounded([...spread(halves[0], 100 - outputs), ...spread(halves[1], outputs)]);
}

const hundredths = (value) => Math.floor(100 * value + 0.5) / 100;

/* What is on show: the text as the address holds it, the exact weights, and the values that the sliders stand at */

let latest = { text: null };
let known = null; // the weights that came to rest last, or that the page came with

function hold(text) {
  const weights = read(text);
  latest = { text, weights, percents: [...weights, sum(weights.slice(INPUTS))].map(hundredths) };
}

const write = (value) => Number(value.toFixed(1)).toLocaleString(document.documentElement.lang, { minimumFractionDigits: 1 });

function tell() {
  all("[data-slider]").forEach((row, place) => {
    const value = latest.percents[place];
    find("output", row).textContent = row.dataset.slider.replace("{value}", write(value)).replace("{rest}", write(100 - value));
  });
  name();
  all("[data-weights][aria-pressed]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.weights === latest.text)));
}

/* Dash's sliders come without names, a moment after the page */
function name() {
  all("[data-slider] [role=slider]").forEach((thumb) => {
    thumb.setAttribute("aria-label", thumb.closest("[role=group]").getAttribute("aria-label"));
    thumb.setAttribute("aria-valuetext", find("output", thumb.closest("[data-slider]")).textContent);
  });
}

changed(() => { if (find("[data-slider] [role=slider]:not([aria-label])")) name(); });

/* A slider was moved, a lens was chosen, or the weights were set by a button. A page that was drawn anew comes with weights of
   its own, which its first move may find. Returns the lens that has these weights, if any. */
export function follow(...values) {
  const [lens, rested, options] = values.splice(-3);
  const { inputs_list: inputs, triggered } = window.dash_clientside.callback_context;
  const by = (id) => triggered.some((one) => one.prop_id.startsWith(id + "."));
  const other = rested !== known && rested !== latest.text;
  known = rested;
  if (other) hold(rested);
  const at = values.findIndex((value, index) => Math.abs(value - latest.percents[index]) > 1e-6);
  if (at >= 0 && !by("weights-w")) move(at, values[at]);
  if (at >= 0 || other) {
    latest.percents.forEach((value, index) => { if (values[index] !== value) set(inputs[index].id, { value }); });
    tell();
  }
  if (by("weights-lens")) choose(lens);
  const same = options.some(({ value }) => value === latest.text) ? latest.text : null;
  return same === lens || by("weights-lens") ? window.dash_clientside.no_update : same;
}

function move(at, value) {
  hold((at < latest.weights.length ? moved(latest.weights, at, value) : split(latest.weights, value)).join(","));
  window.clearTimeout(pause);
  pause = window.setTimeout(rest, PAUSE);
  ask();
}

/* The server is asked for one set of weights at a time; when it has answered, for the newest */

let asked = null;
let since = 0;
let pause = 0;

function ask() {
  if (asked !== null && performance.now() - since < GIVEN_UP) return;
  asked = latest.text;
  since = performance.now();
  set("weights-moving", { data: asked });
}

export function answered() {
  const last = asked;
  asked = null;
  if (last !== null && last !== latest.text) ask();
}

const rest = () => set("weights-w", { data: latest.text });

function choose(text) {
  if (!text || text === latest.text) return;
  window.history.pushState(window.history.state, "", window.location.href); // a choice can be gone back on
  set("weights-w", { data: text });
}

document.addEventListener("click", (event) => {
  const button = event.target.closest && event.target.closest("[data-weights]");
  if (button) choose(button.dataset.weights);
});
