"""Scripts by which a visit knows what a page was forbidden, and when its figures are drawn."""

WATCH = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.violations.push(event.violatedDirective + " " + event.blockedURI));
"""
DRAWN = """() => {
  if (!document.querySelector("h1") || document.querySelector("#site-first")) return false;
  return Array.from(document.querySelectorAll("[data-part=plot]")).every((plot) => {
    const graph = plot.querySelector(".js-plotly-plot");
    const drawn = graph && graph._fullLayout && graph.querySelector(".annotation-text, .trace");
    return !plot.clientWidth || Boolean(drawn);
  });
}"""
# After a change of width the site waits a moment before it draws the set of labels that fits.
FITS = """() => {
  return Array.from(document.querySelectorAll(".js-plotly-plot")).every((graph) => {
    const layout = graph._fullLayout;
    const plot = graph.closest(".plot");
    return !plot || !plot.clientWidth || (layout && Math.abs(layout.width - plot.clientWidth) < 2
      && Math.abs(layout.height - plot.clientHeight) < 2);
  });
}"""
# A figure is drawn 80 milliseconds after the page has heard of the change, all other parts at once.
RESIZED = """() => new Promise((done) => requestAnimationFrame(() =>
  document.querySelector(".js-plotly-plot") ? setTimeout(done, 120) : done()))"""
STILL = """() => document.fonts.ready.then(() => new Promise((done) =>
  requestAnimationFrame(() => requestAnimationFrame(() => done()))))"""
