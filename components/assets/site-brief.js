/* The brief: its whole address, which only the browser knows, and the button that prints it. */
(function () {
  "use strict";

  function whole(here) {
    return new URL(here, window.location.href).href;
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest && event.target.closest("[data-print]")) window.print();
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, { brief: { whole } });
})();
