// What was done, newest first.
import { get } from "../base/api.js";
import { now } from "../base/clock.js";
import { fill, h } from "../base/dom.js";
import { fullMoment, moment, shown } from "../base/format.js";
import { note } from "../base/router.js";
import { empty, failure, field, options, outcomeBadge, table } from "../parts/bits.js";
import { texts } from "../texts.js";

const PAGE = 200;
const TYPING_MS = 300;

export class HistoryView {
  title = texts.history.title;
  element = h("div", { class: "view" });
  #query;
  #items = [];
  #next = null;
  #fresh = 0;
  #generation = 0;
  #list = h("div", {});
  #news = h("div", { role: "status" });
  #stops;

  constructor(live, query) {
    this.#query = { since: "86400", ...query };
    this.#stops = [live.on("actions", (event) => this.#onActions(event.items)), live.on("reload", () => this.#load())];
    const head = h("div", { class: "view-head" }, h("h1", { tabindex: "-1" }, texts.history.title), this.#news);
    fill(this.element, head, this.#filters(), this.#list);
    this.#load();
  }

  stop() {
    this.#generation++;
    this.#stops.forEach((stop) => stop());
  }

  #filters() {
    const t = texts.history;
    let timer = null;
    const outcomes = [["", texts.blocks.filters.any], ...Object.entries(texts.outcomes)];
    const set = (name) => (event) => {
      this.#query = { ...this.#query, [name]: event.target.value.trim() };
      note("history", this.#query);
      clearTimeout(timer);
      timer = setTimeout(() => (name === "outcome" ? this.#show() : this.#load()), TYPING_MS);
    };
    const target = h("input", {
      type: "search",
      autocomplete: "off",
      spellcheck: "false",
      value: this.#query.target ?? "",
      oninput: set("target"),
    });
    const periods = t.periods.map(([text, seconds]) => [seconds, text]);
    return h(
      "form",
      { class: "filters", role: "search", "aria-label": t.title, onsubmit: (event) => event.preventDefault() },
      field(t.target, target, { id: "history-target" }),
      field(t.outcome, h("select", { onchange: set("outcome") }, options(outcomes, this.#query.outcome ?? "")), { id: "history-outcome" }),
      field(t.since, h("select", { onchange: set("since") }, options(periods, this.#query.since)), { id: "history-since" }),
    );
  }

  async #load(after = null) {
    const generation = ++this.#generation;
    const seconds = Number(this.#query.since);
    const since = seconds > 0 ? new Date(now() - seconds * 1000).toISOString() : null;
    try {
      const { items, next } = await get("api/history", { target: this.#query.target, since, limit: PAGE, after });
      if (generation === this.#generation) {
        this.#items = after === null ? items : [...this.#items, ...items];
        this.#next = next ?? null;
        this.#fresh = after === null ? 0 : this.#fresh;
        this.#show();
      }
    } catch (error) {
      if (generation === this.#generation) {
        fill(
          this.#list,
          failure(texts.history.title, error, () => this.#load(after)),
        );
      }
    }
  }

  // A list that jumps while one reads is of no use: new actions are announced, not put on top.
  #onActions(items) {
    this.#fresh += items.length;
    this.#showNews();
  }

  #showNews() {
    const reload = () => this.#load();
    const label = texts.history.newer(this.#fresh);
    fill(this.#news, this.#fresh > 0 && h("button", { type: "button", class: "link-button", onclick: reload }, label));
  }

  #show() {
    this.#showNews();
    const items = this.#items.filter((item) => !this.#query.outcome || item.outcome === this.#query.outcome);
    const more = () => this.#load(this.#next);
    fill(
      this.#list,
      items.length === 0
        ? empty(this.#items.length === 0 ? texts.history.empty : texts.history.emptyFiltered)
        : table(texts.history.table, texts.history.columns, items.map(cells)),
      this.#next && h("button", { type: "button", class: "button", onclick: more }, texts.history.more),
    );
  }
}

function cells(item) {
  return [
    h("span", { class: "num", title: fullMoment(item.at) }, moment(item.at, now())),
    texts.history.verbs[item.verb] ?? shown(item.verb),
    h("span", { class: "mono" }, shown(item.target)),
    outcomeBadge(item.outcome),
    shown(item.responder),
    why(item),
    shown(item.detail ?? ""),
  ];
}

function why(item) {
  const rule = item.ruleId > 0 ? texts.overview.rule(item.ruleId) : texts.overview.rule(0);
  return shown([rule, item.response, item.reason, item.by].filter(Boolean).join(" · "));
}
