/* Buttons: each names its action in data-action. */

import { address, embedding } from "./address.js";
import { bring } from "./anchor.js";
import { unfold } from "./cards.js";
import { all, done, find, set } from "./dom.js";
import { showFaultBeside } from "./fault.js";
import { togglePin } from "./figure.js";
import { full } from "./full.js";
import { clip, copiable, preview, save } from "./image.js";
import { play } from "./play.js";
import { print } from "./print.js";
import { switchTheme } from "./state.js";

async function copy(button) {
  const text = find("pre", button.closest(".copyable"));
  try {
    await navigator.clipboard.writeText(text.textContent);
  } catch (refused) { // no permission, or not a secure address: select the text, the reader can copy it
    window.getSelection().selectAllChildren(text);
    showFaultBeside("copy", button);
    return;
  }
  done(button);
}

async function pictured(button, act) {
  try {
    await act();
  } catch (failed) { // no plotly.js, no canvas, or no memory for one
    showFaultBeside("image", button, () => pictured(button, act));
  }
}

function image(card) {
  open(card, "image");
  find("[data-action=clip]", card).hidden = !copiable();
  pictured(find("[data-dialog=image] [data-action=png]", card), () => preview(card));
}

function open(card, name) {
  const dialog = find("[data-dialog=" + name + "]", card);
  all("pre", dialog).forEach((text) => {
    const place = address();
    if (text.dataset.part === "link") text.textContent = place;
    else text.textContent = text.textContent.split("{address}").join(place.replace(/[{}\\]/g, encodeURIComponent)); // BibTeX counts braces
  });
  embedding(dialog, card);
  dialog.showModal();
}

function menu(button) { // its links stand before it in the document, so the focus goes there
  const nav = find("nav", button.closest("header"));
  const open = nav.classList.toggle("open");
  button.setAttribute("aria-expanded", String(open));
  (open ? find("a", nav) : button).focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && event.target.closest && event.target.closest("header nav.open")) menu(find("[data-action=menu]", event.target.closest("header")));
});

const ACTIONS = {
  theme: switchTheme,
  menu,
  table: (button, card) => {
    const panel = find(".table-panel", card);
    panel.hidden = !panel.hidden;
    button.setAttribute("aria-expanded", String(!panel.hidden));
    if (!panel.hidden) bring(panel);
  },
  rest: (button) => unfold(button).focus({ preventScroll: true }),
  data: (button, card) => open(card, "data"),
  image: (button, card) => image(card),
  cite: (button, card) => open(card, "cite"),
  link: (button, card) => open(card, "link"),
  close: (button) => button.closest("dialog").close(),
  shape: (button, card) => pictured(button, () => preview(card, button)),
  clip: (button, card) => pictured(button, () => clip(card).then(() => done(button))),
  png: (button, card) => pictured(button, () => save(card, "png")),
  svg: (button, card) => pictured(button, () => save(card, "svg")),
  copy,
  full,
  print: (button, card) => print(card),
  play,
  raise: (button) => togglePin(button.dataset.economy),
  remove: (button) => {
    const control = button.closest(".compare-control");
    const rest = all(".chip", control).map((chip) => chip.dataset.economy).filter((code) => code !== button.dataset.economy);
    set(find(".change-wrap", control).id.replace(/-wrap$/, ""), { value: rest });
  },
  choose: (button) => {
    set(button.dataset.control, { value: button.dataset.value });
    const place = document.getElementById(button.dataset.there);
    if (place) place.scrollIntoView({ block: "start" });
  },
  language: (link) => { link.search = window.location.search; },
};

document.addEventListener("click", (event) => {
  const button = event.target.closest && event.target.closest("[data-action]");
  if (button && ACTIONS[button.dataset.action]) ACTIONS[button.dataset.action](button, button.closest("[data-card]"));
});
