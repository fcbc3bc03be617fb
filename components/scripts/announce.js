/* What a choice changed is said once, when it has come to rest: the finding of the page, or else that of a figure. */

import { all, element, find } from "./dom.js";

const REST = 700; // ms; a slider that is held down changes the finding many times a second

let known = null; // the findings that were there before
let waiting = 0;

function findings() {
  const title = find("h1");
  const figures = all("[data-part=plot]").map((plot) => plot.getAttribute("aria-label") || "");
  return [title ? title.textContent : "", ...figures];
}

function announcement() {
  const found = document.getElementById("site-announcement");
  if (found) return found;
  const made = element("p", "unseen");
  made.id = "site-announcement";
  made.setAttribute("role", "status");
  document.body.append(made);
  return made;
}

const drawn = () => !document.getElementById("site-first") && find("h1");

function announce() {
  if (!drawn()) return;
  const now = findings();
  const other = known && now.find((text, place) => text && !known.includes(text) && (place > 0 || text !== known[0]));
  known = now;
  announcement().textContent = other || announcement().textContent;
}

new MutationObserver((records) => {
  if (records.every(({ target }) => target.parentElement && target.parentElement.closest(".js-plotly-plot, #site-announcement"))) return;
  if (!known && drawn()) {
    known = findings();
    announcement();
  }
  window.clearTimeout(waiting);
  waiting = window.setTimeout(announce, REST);
}).observe(document.documentElement, { childList: true, subtree: true, characterData: true, attributes: true, attributeFilter: ["aria-label"] });
