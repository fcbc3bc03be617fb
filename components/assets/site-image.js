/* Images: the figure on show with its title, measure and source drawn inside. */
(function () {
  "use strict";

  const { find, full, literal } = window.site;
  const WIDTH = 1200;
  const PICTURE = 675;
  const HEAD = 104;
  const FOOT = 71;

  function wrapped(text, size, width) {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = size + "px " + getComputedStyle(document.body).fontFamily;
    const rows = [""];
    (text.match(/[\u2e80-\uffef]|[^\s\u2e80-\uffef]+\s*/g) || []).forEach((word) => {
      if (pen.measureText(rows[rows.length - 1] + word).width > width && rows[rows.length - 1]) rows.push("");
      rows[rows.length - 1] += word;
    });
    return rows;
  }

  function picture(card) {
    const style = getComputedStyle(document.documentElement);
    const figure = literal(full(card));
    const finding = (find("h2:not(.unseen)", card) || find("h1")).textContent;
    const height = Math.max(PICTURE, figure.layout.height + HEAD + FOOT); // a long list makes a long picture
    const measure = find(".measure", card).textContent;
    const note = (text, size, color, y, bold) => ({
      text: bold ? "<b>" + text + "</b>" : text, xref: "paper", yref: "paper", x: 0, y: 1, xanchor: "left", yanchor: "top",
      xshift: 24 - figure.layout.margin.l, yshift: HEAD + figure.layout.margin.t - y, align: "left", showarrow: false,
      font: { size, color: style.getPropertyValue(color).trim() },
    });
    const title = wrapped(finding, 25, WIDTH - 60);
    const source = wrapped((find("[data-part=picture-source]", card) || find(".source", card)).textContent + " " + window.location.href, 12, WIDTH - 60).slice(0, 3);
    const top = title.length > 1 ? 10 : 24;
    figure.layout.annotations.push(
      note(title.slice(0, 2).join("<br>"), 25, "--ink", top, true),
      note(measure, 15, "--ink-2", title.length > 1 ? 76 : 66),
      note(source.join("<br>"), 12, "--ink-3", height - 10 - 16 * source.length),
    );
    figure.layout.margin = { ...figure.layout.margin, l: figure.layout.margin.l + 10, r: figure.layout.margin.r + 10 };
    figure.layout.annotations.slice(-3).forEach((item) => { item.xshift -= 10; });
    figure.layout.margin.t += HEAD;
    figure.layout.margin.b += FOOT;
    figure.layout.height = height;
    figure.layout.width = WIDTH;
    return figure;
  }

  async function save(card, format) {
    const figure = picture(card);
    const options = { format, width: WIDTH, height: figure.layout.height, scale: format === "png" ? 2 : 1 };
    const address = await window.Plotly.toImage(figure, options);
    const link = document.createElement("a");
    const data = format === "svg" ? decodeURIComponent(address.slice(address.indexOf(",") + 1)) : null;
    const blob = data ? new Blob([data], { type: "image/svg+xml" }) : new Blob([Uint8Array.from(atob(address.split(",")[1]), (c) => c.charCodeAt(0))], { type: "image/png" });
    link.href = URL.createObjectURL(blob);
    link.download = card.dataset.file + "." + format;
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  }

  window.site.save = save;
})();
