// The filters above the list; what they say is also in the address.
import { h } from "../base/dom.js";
import { shown } from "../base/format.js";
import { field, options } from "../parts/bits.js";
import { texts } from "../texts.js";

const TYPING_MS = 250;
const NAMES = ["search", "rule", "responder", "host", "state"];

/** { element, update(summary), focus() }; onChange(query) is called when someone has changed a filter. */
export function filters(query, onChange) {
  const t = texts.blocks;
  let timer = null;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(now, TYPING_MS);
  };
  const now = () => {
    clearTimeout(timer);
    onChange(read());
  };
  const rules = h("datalist", { id: "rules" });
  const input = (name, more) =>
    h("input", {
      type: "text",
      autocomplete: "off",
      spellcheck: "false",
      maxlength: 200,
      value: query[name] ?? "",
      oninput: later,
      ...more,
    });
  const controls = {
    search: input("search", { type: "search", placeholder: t.searchHint }),
    rule: input("rule", { list: "rules", inputmode: "numeric" }),
    responder: h("select", { onchange: now }),
    host: input("host", {}),
    state: h("select", { onchange: now }, options([["", t.filters.any], ...Object.entries(texts.states)], query.state ?? "")),
  };
  const read = () => {
    const query = Object.fromEntries(NAMES.map((name) => [name, controls[name].value.trim()]));
    // A rule is a number; what isn't one yet selects nothing and is no error.
    return { ...query, rule: /^\d{1,9}$/.test(query.rule) ? query.rule : "" };
  };
  const clear = () => {
    NAMES.forEach((name) => (controls[name].value = ""));
    now();
  };
  const update = (summary) => {
    const names = new Set(summary?.byResponder?.map((item) => item.name) ?? []);
    const chosen = controls.responder.value || query.responder || "";
    const all = chosen && !names.has(chosen) ? [...names, chosen] : [...names];
    controls.responder.replaceChildren(...options([["", t.filters.any], ...all.map((name) => [name, shown(name)])], chosen));
    rules.replaceChildren(...(summary?.byRule ?? []).map((item) => h("option", { value: item.ruleId })));
  };
  update(null);
  // Only seen on a phone, where the list needs the room.
  const more = h("button", { type: "button", class: "button more", "aria-expanded": "false" }, t.filters.more);
  more.addEventListener("click", () => {
    const isOpen = element.classList.toggle("is-open");
    more.setAttribute("aria-expanded", isOpen);
  });
  const element = h(
    "form",
    { class: "filters", role: "search", "aria-label": t.filters.more, onsubmit: (event) => (event.preventDefault(), now()) },
    field(t.search, controls.search, { id: "search", className: "field-search" }),
    more,
    NAMES.slice(1).map((name) => field(t.filters[name], controls[name], { id: `filter-${name}` })),
    h("button", { type: "button", class: "button quiet", onclick: clear }, t.clear),
    rules,
  );
  return { element, update, focus: () => controls.search.focus() };
}
