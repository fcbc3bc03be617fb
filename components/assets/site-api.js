/* Programming interface: the examples get the address of this site. */
(function () {
  "use strict";

  const MARK = "{origin}";

  function fill() {
    window.requestAnimationFrame(() => document.querySelectorAll("[data-origin] pre").forEach((code) => {
      code.textContent = code.textContent.split(MARK).join(window.site.origin);
    }));
    return window.site.origin;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { api: { fill } });
})();
