/* Programming interface: the examples get the address at which this site is read. */
(function () {
  "use strict";

  const MARK = "{origin}";

  function fill() {
    window.requestAnimationFrame(() => document.querySelectorAll("[data-origin] pre").forEach((code) => {
      code.textContent = code.textContent.split(MARK).join(window.location.origin);
    }));
    return window.location.origin;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { api: { fill } });
})();
