// Lets blocks stay longer.
import { h } from "../base/dom.js";
import { openDialog } from "../parts/dialog.js";
import { sayProblem } from "../parts/toasts.js";
import { texts } from "../texts.js";
import { durationFields } from "./duration-fields.js";
import { changeOne, eachOf } from "./each.js";
import { listed, reportUntil } from "./targets.js";

export async function extend(effects) {
  const seconds = await ask(effects);
  if (seconds === null) {
    return false;
  }
  try {
    const { results, problem } = await eachOf(effects, (effect) => changeOne(effect, "extend", { seconds }));
    reportUntil(problem, results.flat(), [], null);
    return true;
  } catch (error) {
    sayProblem(error);
    return false;
  }
}

function ask(effects) {
  const t = texts.change;
  return openDialog(t.extendTitle(effects.length), (close) => {
    const time = durationFields({ permanent: false });
    const submit = (event) => {
      event.preventDefault();
      const seconds = time.read();
      if (seconds !== null) {
        close(seconds);
      }
    };
    return h(
      "form",
      { method: "dialog", novalidate: true, onsubmit: submit },
      h("p", {}, t.extendBody),
      h(
        "ul",
        { class: "targets" },
        listed(effects.map((effect) => effect.target)).map((name) => h("li", {}, name)),
      ),
      time.element,
      h(
        "div",
        { class: "dialog-actions" },
        h("button", { type: "button", class: "button", onclick: () => close() }, texts.cancel),
        h("button", { type: "submit", class: "button primary", "data-first": true }, t.extend(effects.length)),
      ),
    );
  });
}
