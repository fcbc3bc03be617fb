/* Story: arrow keys go from step to step. */

import { find } from "./dom.js";

document.addEventListener("keydown", (event) => {
  const move = { ArrowLeft: "previous", ArrowRight: "next" }[event.key];
  const used = event.target.closest && event.target.closest("[data-part=plot], input, select, textarea, dialog, [role=slider]");
  if (!move || used || event.ctrlKey || event.metaKey || event.altKey) return;
  const link = find("[data-story=" + move + "]");
  if (link) link.click();
});
