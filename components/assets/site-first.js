/* The first picture of a page: the document shows the page as plain HTML; what Dash draws takes its place once it is there,
   with its figure where the first picture has one. */
(function () {
  "use strict";

  const site = (window.site = window.site || {});
  const LONGEST = 5000; // ms after which the page is shown, drawn or not

  site.takeOver = (then) => {
    const first = document.getElementById("site-first");
    if (!first) {
      window.requestAnimationFrame(then);
      return;
    }
    const since = performance.now();
    const drawn = () => !first.querySelector("[data-figure]") || document.querySelector("#react-entry-point .js-plotly-plot .trace");
    (function look() {
      if (!drawn() && performance.now() - since < LONGEST) {
        window.requestAnimationFrame(look);
        return;
      }
      first.remove();
      document.documentElement.classList.remove("first");
      then();
    })();
  };

  /* Dash asks for its layout; it came with the document */

  const ask = window.fetch;

  window.fetch = (address, ...rest) => {
    const layout = String(address).endsWith("_dash-layout") && document.getElementById("site-layout");
    if (!layout) return ask(address, ...rest);
    layout.remove();
    return Promise.resolve(new Response(layout.textContent, { headers: { "Content-Type": "application/json" } }));
  };

  document.addEventListener("DOMContentLoaded", () => { if (window.DashRenderer) new window.DashRenderer(); });
})();
