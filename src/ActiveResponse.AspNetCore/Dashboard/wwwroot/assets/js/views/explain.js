// Paste an alert, see which responses it fires and why. Nothing is done.
import { post } from "../base/api.js";
import { fill, h } from "../base/dom.js";
import { shown } from "../base/format.js";
import { empty, failure, field, panel } from "../parts/bits.js";
import { texts } from "../texts.js";

// What was pasted stays while one looks at another view.
let pasted = "";

export class ExplainView {
  title = texts.explain.title;
  element = h("div", { class: "view" });
  #result = h("div", { class: "explain-result", "aria-live": "polite" });
  #alert = h("textarea", { rows: 10, spellcheck: "false", autocomplete: "off", class: "mono" });

  constructor() {
    const t = texts.explain;
    this.#alert.value = pasted;
    this.#alert.addEventListener("input", () => (pasted = this.#alert.value));
    this.#alert.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
        this.#run();
      }
    });
    const submit = (event) => {
      event.preventDefault();
      this.#run();
    };
    fill(
      this.element,
      h("div", { class: "view-head" }, h("h1", { tabindex: "-1" }, t.title)),
      h("p", { class: "lead" }, t.lead),
      h(
        "form",
        { onsubmit: submit },
        field(t.alert, this.#alert, { id: "alert", hint: t.hint }),
        h("button", { type: "submit", class: "button primary" }, t.run),
      ),
      this.#result,
    );
  }

  stop() {}

  async #run() {
    if (this.#alert.value.trim() === "") {
      fill(this.#result, h("p", { class: "error-text" }, texts.explain.empty));
      this.#alert.focus();
      return;
    }
    fill(this.#result, h("p", { class: "muted" }, texts.loading));
    try {
      const { responses } = await post("api/explain", { alert: this.#alert.value });
      fill(this.#result, this.#show(responses));
    } catch (error) {
      fill(
        this.#result,
        failure(texts.explain.title, error, () => this.#run()),
      );
    }
  }

  #show(responses) {
    if (responses.length === 0) {
      return empty(texts.explain.noResponses);
    }
    const firing = responses.filter((response) => response.fires);
    const rest = responses.filter((response) => !response.fires);
    return [
      h("p", { class: "explain-summary" }, texts.explain.summary(firing.length, responses.length)),
      ...[...firing, ...rest].map((response) => responsePanel(response)),
    ];
  }
}

function responsePanel(response) {
  const t = texts.explain;
  const mark = h("span", { class: `badge ${response.fires ? "fires" : "fires-not"}` }, response.fires ? t.fires : t.firesNot);
  const why = [response.why].flat().filter(Boolean);
  const orders = response.orders ?? [];
  return panel(
    shown(response.name),
    [
      h(
        "ul",
        { class: "why" },
        why.map((line) => h("li", {}, shown(line))),
      ),
      response.fires && h("h3", {}, t.orders),
      response.fires &&
        (orders.length === 0 ? h("p", { class: "muted" }, t.noOrders) : h("ul", { class: "orders" }, orders.map(orderLine))),
    ].filter(Boolean),
    { className: response.fires ? "is-firing" : "is-quiet", aside: mark },
  );
}

function orderLine(order) {
  const t = texts.explain;
  const place = order.location ? ` ${t.at(order.location)}` : "";
  return h(
    "li",
    { class: order.refused ? "is-refused" : "" },
    h("span", {}, `${t.order(order.responder, order.target)}${place} ${t.time(order.seconds)}`),
    order.refused && h("span", { class: "error-text" }, t.refused(order.refused)),
  );
}
