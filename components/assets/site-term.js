/* Words with an entry in the glossary: the definition is shown beside the word while the pointer or the focus is on it. It
   stays while the pointer is on the definition itself, and goes with Escape. A finger shows it first and follows the link
   when it touches again. */
(function () {
  "use strict";

  const GAP = 6, EDGE = 12, PAUSE = 150; // pixels from the word and from the window; milliseconds on the way to the tip

  if (!HTMLElement.prototype.showPopover) return; // without it the link is all there is

  const tip = document.createElement("div");
  tip.id = "term-tip";
  tip.className = "term-tip";
  tip.popover = "manual";
  tip.setAttribute("role", "tooltip");

  let word = null; // the link whose definition is shown
  let leaving = 0;
  let touched = false;

  const term = (event) => event.target.closest && event.target.closest("a.term[data-definition]");

  function place() {
    const [first] = word.getClientRects(); // where the word begins, if it runs over two lines
    const box = tip.getBoundingClientRect();
    const below = first.bottom + GAP + box.height < window.innerHeight || first.top < box.height + GAP;
    tip.style.left = Math.max(EDGE, Math.min(first.left, window.innerWidth - box.width - EDGE)) + "px";
    tip.style.top = (below ? first.bottom + GAP : first.top - GAP - box.height) + "px";
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
    tip.textContent = link.dataset.definition;
    if (!tip.isConnected) document.body.append(tip);
    link.setAttribute("aria-describedby", tip.id);
    tip.showPopover();
    place();
  }

  function leave() {
    window.clearTimeout(leaving);
    leaving = window.setTimeout(() => { if (word !== document.activeElement) hide(); }, PAUSE);
  }

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
})();
