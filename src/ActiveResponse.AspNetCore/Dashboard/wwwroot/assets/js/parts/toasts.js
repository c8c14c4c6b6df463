// Short messages at the lower edge; the last undo can also be had by key.
import { h, icon } from "../base/dom.js";
import { texts } from "../texts.js";

const SHOWN_MS = 20_000;
const MOST = 4;
const polite = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
const urgent = h("div", { class: "toasts", role: "alert" });
let lastUndo = null;

export const toastArea = h("div", { class: "toast-area" }, urgent, polite);

/** Says that something is done; with undo, for as long as it is shown. */
export function say(text, undo = null) {
  const toast = show(polite, "ok", text, []);
  if (undo !== null) {
    const run = () => {
      toast.remove();
      forget(run);
      undo();
    };
    // What is no longer offered isn't done by key either: by then nobody knows what it would be.
    lastUndo = { run, toast };
    toast.querySelector(".toast-text").after(h("button", { type: "button", class: "link-button", onclick: run }, texts.change.undo));
  }
  leaveLater(toast);
}

/** Says what failed; stays until closed. */
export function sayError(text, details = []) {
  show(urgent, "error", text, details);
}

export function sayProblem(error) {
  sayError(error.message || texts.errors.failed, explain(error));
}

/** The further lines of an error: detail and remedy. */
export function explain(error) {
  const remedy = error.remedy ? [`${texts.errors.remedy} ${error.remedy}`] : [];
  return error.detail ? [error.detail, ...remedy] : remedy;
}

export function undoLast() {
  if (lastUndo?.toast.isConnected) {
    lastUndo.run();
  }
}

function forget(run) {
  if (lastUndo?.run === run) {
    lastUndo = null;
  }
}

function show(area, kind, text, details) {
  const toast = h(
    "div",
    { class: `toast toast-${kind}` },
    icon(kind),
    h(
      "div",
      { class: "toast-text" },
      h("p", {}, text),
      details.map((detail) => h("p", { class: "muted" }, detail)),
    ),
    h("button", { type: "button", class: "icon-button", "aria-label": texts.close, onclick: () => toast.remove() }, icon("close", 16)),
  );
  area.append(toast);
  while (area.children.length > MOST) {
    area.firstChild.remove();
  }
  return toast;
}

// Whoever is reading or about to press a button has the time for it.
function leaveLater(toast) {
  setTimeout(() => (toast.matches(":hover, :focus-within") ? leaveLater(toast) : toast.remove()), SHOWN_MS);
}
