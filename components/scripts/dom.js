/* Elements of the page, and values that Dash keeps. */

export const set = (id, props) => { // nothing before Dash is there, which then begins from the page as it is
  if (window.dash_clientside.set_props) window.dash_clientside.set_props(id, props);
};
export const find = (selector, within) => (within || document).querySelector(selector);
export const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
