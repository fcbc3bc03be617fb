/* Long tables, which the server writes (components/widgets/long_table.py): what a reader did with one stays as it is when
   another takes its place, and the heads of columns sort. */

import { reveal } from "./anchor.js";
import { all, find, set } from "./dom.js";

const narrow = window.matchMedia("(max-width: 599px)");
narrow.addEventListener("change", () => { // what was unfolded for its room alone
  if (narrow.matches) all(".drawn > .fold[data-roomy]").forEach((fold) => { fold.open = false; });
});

export function unfold(place) { // elsewhere rows are cards, and a group of them fills some screens
  const first = find(".fold-first", place);
  if (!first || place.clientWidth <= 900) return;
  first.open = true;
  first.dataset.roomy = "";
}

export function keep(place) { // returns what to do when the next table is there
  const head = find("thead", place);
  if (!place.matches(".drawn")) return () => {};
  if (!head) {
    return () => {
      unfold(place);
      const target = document.getElementById(window.location.hash.slice(1));
      if (target && place.contains(target)) reveal(); // the address named it before it was there
    };
  }
  const left = head.scrollLeft; // on phones the heads scroll by themselves
  const sorted = place.contains(document.activeElement) && document.activeElement.dataset.sort;
  const opened = all("details[open]", place).map((fold) => fold.id);
  return () => {
    find("thead", place).scrollLeft = left;
    all("details", place).forEach((fold) => { fold.open = fold.open || opened.includes(fold.id); });
    const again = sorted && find("[data-sort=" + sorted + "]", place);
    if (again) again.focus({ preventScroll: true });
  };
}

document.addEventListener("click", (event) => {
  const button = event.target.closest && event.target.closest("button[data-sort]");
  const place = button && button.closest("[data-stores]");
  if (!place) return;
  const [sort, order] = place.dataset.stores.split(" ");
  set(order, { data: button.dataset.order });
  set(sort, { data: button.dataset.sort });
});
