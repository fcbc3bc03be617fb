/* Addresses: where a view is seen again, and the code that shows one of its figures on another site. */

import { all, find } from "./dom.js";

const OWN = ["lang", "theme", "snapshot"]; // what an embed is told beside the query of its page
export const system = window.matchMedia("(prefers-color-scheme: dark)");

export const theme = () => document.documentElement.dataset.theme || (system.matches ? "dark" : "light");

/* In a static edition: its folder from here, what page this is, and the address of a live site, if one is named */
const { site, base, path, live } = document.documentElement.dataset;

/* The site as the public knows it, else as it is read here: what others are given begins with it */
export const origin = live || site || window.location.origin;

/* The page on show, and where another is read: in a static edition, which may be in any folder, a file */
export const here = () => path || window.location.pathname;
export const at = (page) => (base ? base + page.replace(/\/?(?=[?#]|$)/, "/index.html") : page);
export const whole = (page) => new URL(at(page), base ? window.location.href : origin).href;

/* In an embed the address of the view is that of its page, but for an embed that stays at its snapshot */
export const address = () => {
  const { view, frozen } = document.body.dataset;
  const { pathname, search, hash } = window.location;
  return (base ? window.location.origin : origin) + (view && !frozen ? view : pathname + search + hash);
};

/* What a figure is called away from its page: its finding, which heads the page where the card has no heading */
export const titleOf = (card) => {
  const head = find("h2:not(.unseen)", card);
  const plots = all("[data-part=plot]", card);
  if (!head) return find("h1").textContent;
  return plots.length === 1 ? plots[0].getAttribute("aria-label").replace(/[.。]$/, "") : head.textContent;
};

function query(item) {
  const found = new URLSearchParams(window.location.search);
  OWN.forEach((key) => found.delete(key));
  const last = here().split("/")[3]; // language, page, item
  if (item && last && !document.body.dataset.embed) found.set(item, decodeURIComponent(last));
  found.set("lang", document.documentElement.lang.slice(0, 2));
  found.set("theme", theme());
  return found;
}

const quoted = (text) => text.replace(/&/g, "&amp;").replace(/"/g, "&quot;").replace(/</g, "&lt;");

function code(place, card, snapshot) {
  const choices = query(place.dataset.item);
  if (snapshot) choices.set("snapshot", snapshot);
  const address = origin + "/embed/" + place.dataset.embed + "?" + choices.toString().replace(/%2C/g, ",");
  return '<iframe src="' + quoted(address) + '" title="' + quoted(titleOf(card)) + '" width="100%" height="'
    + place.dataset.height + '" loading="lazy" style="border:0"></iframe>';
}

/* The code of a card's dialog: one that follows new data, one that stays at the snapshot on show */
export const embedding = (dialog, card) => {
  const place = find("[data-embed]", dialog);
  if (!place) return;
  place.hidden = Boolean(base) && !live; // a file answers no embed
  const { snapshot } = find("[data-snapshot]").dataset;
  const named = (text) => text.replace("{snapshot}", snapshot);
  all("h4", place).forEach((head) => { head.textContent = named(head.textContent); });
  all("pre", place).forEach((text) => {
    text.setAttribute("aria-label", named(text.getAttribute("aria-label")));
    text.textContent = code(place, card, text.dataset.part === "fixed" ? snapshot : "");
  });
};
