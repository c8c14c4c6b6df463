// Modal dialogs: the browser keeps the focus within and gives it back.
import { fill, h, icon } from "../base/dom.js";
import { texts } from "../texts.js";

let ids = 0;

/** Opens a dialog; content(close) gives its body. Resolves with what close was given, null if it was dismissed. */
export function openDialog(title, content, { className = "" } = {}) {
  return new Promise((resolve) => {
    const id = `dialog-${++ids}`;
    let result = null;
    const close = (value = null) => {
      result = value;
      dialog.close();
    };
    const dismiss = h("button", { type: "button", class: "icon-button", "aria-label": texts.close, onclick: () => close() }, icon("close"));
    const dialog = h(
      "dialog",
      { class: `dialog ${className}`, "aria-labelledby": id },
      h("header", { class: "dialog-head" }, h("h2", { id }, title), dismiss),
    );
    dialog.append(h("div", { class: "dialog-body" }, content(close)));
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(result);
    });
    // A press on the backdrop closes; one that began within, e.g. to select text, doesn't.
    dialog.addEventListener("mousedown", (event) => event.target === dialog && isOutside(dialog, event) && close());
    document.body.append(dialog);
    dialog.showModal();
    (dialog.querySelector("[data-first]") ?? dismiss).focus();
  });
}

function isOutside(dialog, event) {
  const box = dialog.getBoundingClientRect();
  return event.clientX < box.left || event.clientX > box.right || event.clientY < box.top || event.clientY > box.bottom;
}

/** Asks before something is done; resolves with the entered reason ("" if none), or null. */
export function confirm(title, body, label, { list = [], danger = false, reason = true, back = null } = {}) {
  return openDialog(title, (close) => {
    const input = h("input", { type: "text", id: "reason", maxlength: 200, autocomplete: "off", placeholder: texts.change.reasonHint });
    const submit = (event) => {
      event.preventDefault();
      close(input.value.trim());
    };
    return h(
      "form",
      { method: "dialog", onsubmit: submit },
      h("p", {}, body),
      list.length > 0 &&
        h(
          "ul",
          { class: "targets" },
          list.map((item) => h("li", {}, item)),
        ),
      reason && h("div", { class: "field" }, h("label", { for: "reason" }, texts.change.reason), input),
      h(
        "div",
        { class: "dialog-actions" },
        h("button", { type: "button", class: "button", onclick: () => close() }, back ?? texts.cancel),
        h("button", { type: "submit", class: danger ? "button danger" : "button primary", "data-first": true }, label),
      ),
    );
  });
}

/** An area that is filled once its content is loaded. */
export function loading(element, promise, show) {
  fill(element, h("p", { class: "muted" }, texts.loading));
  promise.then(
    (value) => fill(element, show(value)),
    (error) => fill(element, h("p", { class: "error-text", role: "alert" }, error.message)),
  );
  return element;
}
