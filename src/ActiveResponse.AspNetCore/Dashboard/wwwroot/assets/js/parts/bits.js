// Small parts that several views share.
import { h, icon } from "../base/dom.js";
import { number, shown } from "../base/format.js";
import { texts } from "../texts.js";
import { explain } from "./toasts.js";

/** A state as a mark and a word: never by colour alone. */
export function stateBadge(state) {
  return h("span", { class: `badge state-${known(state, texts.states)}` }, word(state, texts.states));
}

export function outcomeBadge(outcome) {
  const kind = known(outcome, texts.outcomes);
  return h("span", { class: `badge outcome-${kind}` }, word(outcome, texts.outcomes));
}

/** Our word for it, or its own. */
export function word(name, words) {
  return Object.hasOwn(words, name) ? words[name] : shown(name);
}

// Only words we know become class names.
function known(word, words) {
  return Object.hasOwn(words, word) ? word : "other";
}

export function severity(name) {
  const kind = { ok: "ok", info: "ok", warning: "warning", error: "error" }[name] ?? "warning";
  return h("span", { class: `severity severity-${kind}` }, icon(kind, 16), texts.health.severities[name] ?? shown(name));
}

/** A list of names with counts, as bars; each leads somewhere if href says so. */
export function barList(items, { empty, label }) {
  if (items.length === 0) {
    return h("p", { class: "muted" }, empty);
  }
  const most = Math.max(...items.map((item) => item.count), 1);
  return h(
    "ol",
    { class: "bars", "aria-label": label },
    items.map((item) => {
      const name = item.href ? h("a", { href: item.href }, item.name) : h("span", {}, item.name);
      const row = h("li", { class: "bar" }, name, h("span", { class: "bar-count" }, item.text ?? number(item.count)));
      row.style.setProperty("--share", (item.count / most).toFixed(4));
      return row;
    }),
  );
}

export function empty(title, hint = null) {
  return h("div", { class: "empty" }, h("p", { class: "empty-title" }, title), hint && h("p", { class: "muted" }, hint));
}

/** What failed, why, and a button to try again. */
export function failure(what, error, again) {
  return h(
    "div",
    { class: "failure", role: "alert" },
    h("p", { class: "empty-title" }, texts.errors.load(what)),
    h("p", {}, error.message),
    explain(error).map((line) => h("p", { class: "muted" }, line)),
    h("button", { type: "button", class: "button", onclick: again }, texts.retry),
  );
}

export function panel(title, body, { className = "", aside = null } = {}) {
  return h(
    "section",
    { class: `panel ${className}` },
    h("header", { class: "panel-head" }, h("h2", {}, title), aside),
    h("div", { class: "panel-body" }, body),
  );
}

/** A table of plain cells; on a phone each row becomes a card, with the column's name beside the value. */
export function table(label, columns, rows) {
  const names = Object.values(columns);
  return h(
    "div",
    { class: "table-box", role: "region", "aria-label": label, tabindex: 0 },
    h(
      "table",
      { class: "table" },
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          names.map((name) => h("th", { scope: "col" }, name)),
        ),
      ),
      h(
        "tbody",
        {},
        rows.map((cells) =>
          h(
            "tr",
            {},
            cells.map((cell, i) => h("td", { "data-name": names[i] }, cell)),
          ),
        ),
      ),
    ),
  );
}

export function field(label, control, { id, hint = null, className = "" }) {
  control.id = id;
  return h("div", { class: `field ${className}` }, h("label", { for: id }, label), control, hint && h("p", { class: "hint" }, hint));
}

export function options(pairs, selected) {
  return pairs.map(([value, text]) => h("option", { value, selected: String(value) === String(selected) }, text));
}
