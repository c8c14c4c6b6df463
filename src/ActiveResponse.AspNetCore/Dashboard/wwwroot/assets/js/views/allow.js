// What is never blocked.
import { get } from "../base/api.js";
import { fill, h } from "../base/dom.js";
import { shown } from "../base/format.js";
import { allowChanges, allowEntry, disallowEntry } from "../actions/allow.js";
import { empty, failure, field, table } from "../parts/bits.js";
import { texts } from "../texts.js";

export class AllowView {
  title = texts.allow.title;
  element = h("div", { class: "view" });
  #live;
  #list = h("div", {});
  #form = h("div", {});
  #entries = [];
  #stops;

  constructor(live) {
    this.#live = live;
    const again = () => this.#load();
    allowChanges.addEventListener("change", again);
    this.#stops = [
      live.on("reload", again),
      live.on("summary", () => this.#show()),
      () => allowChanges.removeEventListener("change", again),
    ];
    fill(
      this.element,
      h("div", { class: "view-head" }, h("h1", { tabindex: "-1" }, texts.allow.title)),
      h("p", { class: "lead" }, texts.allow.lead),
      this.#form,
      this.#list,
    );
    this.#load();
  }

  stop() {
    this.#stops.forEach((stop) => stop());
  }

  async #load() {
    try {
      this.#entries = await get("api/allow");
      this.#show();
    } catch (error) {
      fill(
        this.#list,
        failure(texts.allow.title, error, () => this.#load()),
      );
    }
  }

  #show() {
    const { mayChange } = this.#live;
    if (mayChange && this.#form.childElementCount === 0) {
      fill(this.#form, this.#createForm());
    } else if (!mayChange) {
      fill(this.#form);
    }
    const { entry, from, action } = texts.allow.columns;
    const columns = mayChange ? { entry, from, action } : { entry, from };
    const rows = this.#entries.map((item) => [
      h("span", { class: "mono" }, shown(item.entry)),
      shown(item.from),
      ...(mayChange ? [this.#removeButton(item)] : []),
    ]);
    fill(this.#list, rows.length === 0 ? empty(texts.allow.empty) : table(texts.allow.title, columns, rows));
  }

  // Only entries that were added by hand can be removed by hand.
  #removeButton(item) {
    if (item.removable === false || /config/i.test(item.from ?? "")) {
      return h("span", { class: "muted" }, texts.allow.fixed);
    }
    const label = `${texts.allow.remove} ${shown(item.entry)}`;
    const onclick = () => disallowEntry(item.entry);
    return h("button", { type: "button", class: "button small", "aria-label": label, onclick }, texts.allow.remove);
  }

  #createForm() {
    const input = h("input", { type: "text", autocomplete: "off", spellcheck: "false", maxlength: 4096, required: true });
    const submit = async (event) => {
      event.preventDefault();
      const entry = input.value.trim();
      if (entry !== "" && (await allowEntry(entry))) {
        input.value = "";
      }
    };
    return h(
      "form",
      { class: "inline-form", onsubmit: submit },
      field(texts.allow.addLabel, input, { id: "allow-entry" }),
      h("button", { type: "submit", class: "button primary" }, texts.allow.add),
    );
  }
}
