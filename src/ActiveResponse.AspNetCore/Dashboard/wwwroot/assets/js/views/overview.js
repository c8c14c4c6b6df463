// The state of the host at a glance; each part leads to what it counts.
import { now } from "../base/clock.js";
import { fill, h } from "../base/dom.js";
import { fullMoment, moment, number, shown } from "../base/format.js";
import { hrefOf } from "../base/router.js";
import { barList, failure, outcomeBadge, panel } from "../parts/bits.js";
import { texts } from "../texts.js";
import { statusBadge } from "./health.js";

const LISTED = 8;

export class OverviewView {
  title = texts.views.overview;
  element = h("div", { class: "view" });
  #live;
  #tiles = h("div", { class: "tiles" });
  #lists = h("div", { class: "panel-grid" });
  #chart = h("div", { class: "chart-box" }, h("p", { class: "muted" }, texts.loading));
  #outcomes = h("div", {});
  #refusals = h("div", {}, h("p", { class: "muted" }, texts.loading));
  #error = h("div", {});
  #plot = null;
  #stopped = false;
  #stops;

  constructor(live) {
    const t = texts.overview;
    this.#live = live;
    this.#stops = [
      live.on("summary", () => this.#show()),
      live.on("health", () => this.#showTiles()),
      live.on("actions", () => this.#live.summary && this.#showRefusals(this.#live.summary)),
    ];
    fill(
      this.element,
      h("h1", { class: "sr-only", tabindex: "-1" }, texts.views.overview),
      this.#error,
      this.#tiles,
      h(
        "div",
        { class: "panel-grid wide" },
        panel(t.overTime, this.#chart, { aside: h("span", { class: "muted" }, t.perHour), className: "span-2" }),
        panel(t.outcomes, this.#outcomes),
      ),
      this.#lists,
      panel(t.refusals, this.#refusals),
    );
    this.#show();
  }

  stop() {
    this.#stopped = true;
    this.#plot?.stop();
    this.#stops.forEach((stop) => stop());
  }

  #show() {
    const { summary, summaryError } = this.#live;
    fill(this.#error, summaryError && failure(texts.views.overview, summaryError, () => this.#live.refreshSummary()));
    if (summary === null) {
      return;
    }
    this.#showTiles();
    this.#showLists(summary);
    this.#showRefusals(summary);
    this.#showChart(summary.overTime ?? []);
  }

  #showTiles() {
    const { summary, health, problems } = this.#live;
    if (summary === null) {
      return;
    }
    const tiles = Object.entries(texts.states).map(([state, name]) => {
      const n = summary.counts[state] ?? 0;
      const href = hrefOf("blocks", { state });
      return tile(href, name, number(n), texts.stateHelp[state], `tile-${state}${n > 0 ? " is-some" : ""}`);
    });
    const bad = (health?.findings ?? []).filter((finding) => finding.severity !== "ok" && finding.severity !== "info").length;
    const broken = problems?.problems.length ?? 0;
    const help = [texts.overview.findings(bad), broken > 0 && texts.overview.problems(broken)].filter(Boolean).join(", ");
    const badge = statusBadge(health?.status);
    fill(this.#tiles, tiles, tile(hrefOf("health"), texts.overview.health, badge, health ? help : texts.loading, "tile-health"));
  }

  #showLists(summary) {
    const t = texts.overview;
    const rules = (summary.byRule ?? []).slice(0, LISTED).map(({ ruleId, count }) => {
      return { name: t.rule(ruleId), count, href: hrefOf("blocks", { rule: ruleId }) };
    });
    const networks = (summary.byNetwork ?? []).slice(0, LISTED).map(({ network, count }) => {
      return { name: shown(network), count, href: hrefOf("blocks", { target: network, within: "true" }) };
    });
    const responders = (summary.byResponder ?? []).slice(0, LISTED).map(({ name, count }) => {
      return { name: shown(name), count, href: hrefOf("blocks", { responder: name }) };
    });
    const offenders = (summary.repeatOffenders ?? []).slice(0, LISTED).map(({ target, offense }) => {
      return { name: shown(target), count: offense, text: t.offenses(offense), href: hrefOf("history", { target, since: 0 }) };
    });
    const outcomes = (summary.outcomes ?? []).map(({ outcome, count }) => {
      return { name: texts.outcomes[outcome] ?? shown(outcome), count, href: hrefOf("history", { outcome }) };
    });
    const list = (title, items) => panel(title, barList(items, { empty: t.nothing, label: title }));
    fill(this.#lists, list(t.rules, rules), list(t.networks, networks), list(t.offenders, offenders), list(t.responders, responders));
    fill(this.#outcomes, barList(outcomes, { empty: t.nothing, label: t.outcomes }));
  }

  // The chart's library is read when it is first needed, after the numbers are on the page.
  async #showChart(hours) {
    if (!hours.some((hour) => hour.applied || hour.reverted || hour.refused || hour.failed)) {
      this.#plot?.stop();
      this.#plot = null;
      fill(this.#chart, h("p", { class: "muted" }, texts.overview.noActions));
      return;
    }
    const { HourChart } = await import("../parts/chart.js");
    if (this.#stopped) {
      return;
    }
    if (this.#plot === null) {
      this.#plot = new HourChart();
      fill(this.#chart, this.#plot.element);
    }
    this.#plot.show(hours);
  }

  #showRefusals(summary) {
    const bad = newest([...(summary.refusals ?? []), ...this.#live.refusals]);
    fill(this.#refusals, bad.length === 0 ? h("p", { class: "muted" }, texts.overview.noRefusals) : refusalList(bad));
  }
}

function tile(href, name, value, help, className) {
  return h(
    "a",
    { class: `tile ${className}`, href },
    h("span", { class: "tile-name" }, name),
    h("span", { class: "tile-value" }, value),
    h("span", { class: "tile-help" }, help),
  );
}

// The same action may come from the summary and the stream.
function newest(actions) {
  const unique = new Map(actions.map((action) => [`${action.at} ${action.target} ${action.outcome}`, action]));
  return [...unique.values()].sort((a, b) => Date.parse(b.at) - Date.parse(a.at)).slice(0, LISTED);
}

function refusalList(items) {
  return h(
    "ul",
    { class: "refusals" },
    items.map((item) =>
      h(
        "li",
        {},
        h("span", { class: "muted refusal-at", title: fullMoment(item.at) }, moment(item.at, now())),
        h("a", { class: "mono refusal-target", href: hrefOf("history", { target: item.target, since: 0 }) }, shown(item.target)),
        outcomeBadge(item.outcome),
        h("span", { class: "refusal-detail" }, shown(item.detail ?? "")),
      ),
    ),
  );
}
