/* Words with an entry in the glossary: the definition is shown beside the word while the pointer or the focus is on it. It
   stays while the pointer is on the definition itself, and goes with Escape. A finger shows it first and follows the link
   when it touches again. */

const GAP = 6, EDGE = 12, PAUSE = 150; // pixels from the word and from the window; milliseconds on the way to the tip

const tip = Object.assign(document.createElement("div"), { id: "term-tip", className: "term-tip", popover: "manual" });
tip.setAttribute("role", "tooltip");

let word = null, leaving = 0, touched = false; // the link whose definition is shown; a timer; whether by finger

const term = (event) => event.target.closest && event.target.closest("a.term[data-term]");

function place() {
  const { left, top, bottom } = word.getBoundingClientRect();
  const box = tip.getBoundingClientRect();
  const below = bottom + GAP + box.height < window.innerHeight || top < box.height + GAP;
  tip.style.left = Math.max(EDGE, Math.min(left, window.innerWidth - box.width - EDGE)) + "px";
  tip.style.top = (below ? bottom + GAP : top - GAP - box.height) + "px";
}

function hide() {
  window.clearTimeout(leaving);
  if (!word) return;
  word.removeAttribute("aria-describedby");
  word = null;
  tip.hidePopover();
}

function show(link) {
  window.clearTimeout(leaving);
  if (link === word) return;
  hide();
  word = link;
  const name = document.createElement("b");
  name.textContent = link.dataset.term;
  tip.replaceChildren(name, link.dataset.definition);
  if (!tip.isConnected) document.body.append(tip);
  link.setAttribute("aria-describedby", tip.id);
  tip.showPopover();
  place();
}

function leave() {
  window.clearTimeout(leaving);
  leaving = window.setTimeout(() => { if (word !== document.activeElement) hide(); }, PAUSE);
}

function follow() {
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const link = term(event);
    if (link) show(link);
    else if (tip.contains(event.target)) window.clearTimeout(leaving);
    else if (word) leave();
  });
  document.addEventListener("pointerdown", (event) => {
    touched = event.pointerType === "touch";
    if (touched && word && term(event) !== word) hide();
  });
  document.addEventListener("focusin", (event) => {
    const link = term(event);
    if (!link) hide();
    else if (!touched) show(link);
  });
  document.addEventListener("click", (event) => {
    const link = term(event);
    if (!link || !touched || link === word) return;
    event.preventDefault();
    show(link);
  });
  document.addEventListener("keydown", (event) => {
    touched = false;
    if (event.key === "Escape") hide();
  });
  ["scroll", "resize"].forEach((name) => window.addEventListener(name, () => { if (word) place(); }, { capture: true, passive: true }));
}

if (HTMLElement.prototype.showPopover) follow(); // without it the link is all there is
