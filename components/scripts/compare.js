/* Compare: economies are named one by one, or found by a rule. Each way has a control, and one of them is the choice; what the
   server finds by it comes back to both, and is no choice. */

import { set } from "./dom.js";

export function beside(economies, rule, chosen, found) {
  const { callback_context: { triggered }, no_update: same } = window.dash_clientside;
  if (triggered.every((one) => one.prop_id === "compare-with.data")) { // put back, as in a static edition
    set("compare-economies", { value: found.economies });
    set("compare-rule", { value: found.rule });
    return same;
  }
  if (rule !== found.rule) return rule === "none" ? found.economies : rule;
  return String(economies) === String(found.economies) ? same : economies;
}
