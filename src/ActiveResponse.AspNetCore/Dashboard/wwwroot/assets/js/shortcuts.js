// Single keys, for who wants them: they can be switched off, and never act while one types.
import { h } from "./base/dom.js";
import { remember, remembered } from "./base/storage.js";
import { openDialog } from "./parts/dialog.js";
import { texts } from "./texts.js";

const SETTING = "shortcuts";

/** handlers: key to function; called for keys pressed outside of fields and dialogs. */
export function listen(handlerOf) {
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest?.("input, textarea, select, dialog");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || remembered(SETTING) === "off") {
      return;
    }
    const handler = handlerOf(event.key.length === 1 ? event.key.toLowerCase() : event.key);
    if (handler) {
      event.preventDefault();
      handler();
    }
  });
}

export function showHelp(mayChange) {
  const t = texts.help;
  const keys = mayChange ? [...t.keys, ...t.changeKeys] : t.keys;
  return openDialog(t.title, () => {
    const box = h("input", { type: "checkbox", id: "shortcuts", checked: remembered(SETTING) !== "off" });
    box.addEventListener("change", () => remember(SETTING, box.checked ? null : "off"));
    return [
      h("dl", { class: "keys" }, keys.map(([key, what]) => [h("dt", {}, h("kbd", {}, key)), h("dd", {}, what)]).flat()),
      h("div", { class: "check" }, box, h("label", { for: "shortcuts" }, t.enabled)),
    ];
  });
}
