/* A page: everything but Dash and plotly.js, and the functions that callbacks name (ClientsideFunction). */

import "./anchor.js";
import "./announce.js";
import "./brief.js";
import "./cards.js";
import "./carry.js";
import "./dash_controls.js";
import "./download.js";
import "./focus.js";
import "./keyboard.js";
import "./preferences.js";
import "./search.js";
import "./sections.js";
import "./steady.js";
import "./steps.js";
import "./strip.js";
import "./term.js";
import "./written.js";
import { fill } from "./api.js";
import { beside } from "./compare.js";
import { draw } from "./figure.js";
import { start } from "./start.js";
import { elsewhere, write } from "./state.js";
import { answered, follow, moved, split, spread } from "./weights.js";
import "./actions.js";

window.dash_clientside = {
  ...window.dash_clientside,
  api: { fill },
  compare: { beside },
  site: { draw, write, elsewhere, start },
  weights: { follow, answered, spread, moved, split },
};
