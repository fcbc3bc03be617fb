/* What went wrong, said where it is seen. The words come with the document (components/widgets/templates.py). A choice that the
   server does not answer waits for the reader: Dash hears of it only when it was asked again, or was overtaken. */

import { ask, otherwise, route } from "./requests.js";

const root = document.documentElement;
const UPDATE = "/_dash-update-component";
const LONG = 10000; // ms without an answer after which it is said
const DROPPED = { status: 204 }; // Dash takes this as: nothing changes

function notice(name, again) {
  const words = document.getElementById("site-faults");
  const known = words && words.content.querySelector("[data-fault=" + name + "]");
  if (!known) return document.createElement("div");
  const made = known.cloneNode(true);
  const button = made.querySelector("button");
  if (button) {
    button.addEventListener("click", () => {
      made.remove();
      if (again) again(); else window.location.reload();
    });
  }
  return made;
}

function bar() {
  const known = document.getElementById("site-notice");
  if (known) return known;
  const made = document.createElement("div");
  made.id = "site-notice";
  return document.body.appendChild(made);
}

/* One notice in a place; without a place, at the lower edge of the window */
export const showFault = (name, again, place) => {
  const at = place || bar();
  clearFault(at);
  at.append(notice(name, again));
};

export const clearFault = (place) => {
  const at = place || document.getElementById("site-notice");
  if (at) at.querySelectorAll(":scope > .fault").forEach((one) => one.remove());
};

/* Beside a button: in the place of its dialog, or of its text, for notices */
export const showFaultBeside = (name, button, again) => {
  const around = button.closest("dialog") || button.closest(".copyable");
  showFault(name, again, around && around.querySelector("[data-part=notices]"));
};

document.addEventListener("close", ({ target }) => { // a dialog that is opened again begins anew
  target.querySelectorAll(".fault").forEach((one) => one.remove());
}, true);

/* Choices without an answer, by the output that they are to change */

const failed = new Map();

function renew() {
  root.toggleAttribute("data-unanswered", failed.size > 0);
  const [last] = Array.from(failed.values()).reverse();
  if (last) showFault(last.name, askAgain); else clearFault();
}

function askAgain() {
  Array.from(failed.values()).forEach((one) => one.decide(true));
}

function settle(output) {
  if (failed.delete(output)) renew();
}

function decided(output, name) { // true: ask again, false: overtaken by a newer choice
  return new Promise((done) => {
    failed.set(output, { name, decide: (again) => { settle(output); done(again); } });
    renew();
  });
}

let leaving = 0;
window.addEventListener("beforeunload", () => { leaving = performance.now(); });

function nameOf(status) {
  if (status === 429 || status === 503) return "busy";
  return status >= 500 ? "failed" : "refused";
}

const after = (time) => new Promise((done) => { window.setTimeout(done, time); });

async function attempt(request) { // the answer, or the name of what went wrong
  try {
    for (const since = performance.now();;) {
      const answer = await ask(...request);
      if (answer.ok) return answer;
      const wait = answer.status === 429 && Number(answer.headers.get("Retry-After")); // there is no place: in a moment
      if (!wait || performance.now() - since > LONG) return nameOf(answer.status);
      await after((wait + Math.random()) * 1000);
    }
  } catch (lost) {
    const left = leaving && performance.now() - leaving < 3000; // whoever goes to another page ends its requests
    return left ? new Promise(() => {}) : navigator.onLine ? "gone" : "offline";
  }
}

async function answered(output, request) {
  if (failed.has(output)) failed.get(output).decide(false);
  for (;;) {
    const answer = attempt(request);
    let found = await Promise.race([answer, after(LONG)]);
    if (!found) {
      found = await Promise.race([answer, decided(output, "slow")]);
      settle(output);
    }
    if (typeof found === "string") found = await decided(output, found);
    if (found !== true) return found || new Response(null, DROPPED);
  }
}

otherwise((address) => address.includes(UPDATE), (...request) => answered(JSON.parse(request[1].body).output, request));

/* What Dash cannot start without */
export async function needed(...request) {
  const found = await attempt(request);
  if (typeof found !== "string") return found;
  unready();
  return Response.error();
}

route((address) => address.endsWith("_dash-dependencies"), needed);

window.addEventListener("online", askAgain);

/* Scripts that did not come: without plotly.js nothing is drawn (figure.js), without another one nothing can be chosen */

function unready() {
  document.querySelectorAll(".late").forEach((one) => one.remove());
  showFault("unready");
}

window.addEventListener("error", ({ target }) => {
  if (target.tagName === "SCRIPT" && !target.src.includes("/plotly")) unready();
}, true);
