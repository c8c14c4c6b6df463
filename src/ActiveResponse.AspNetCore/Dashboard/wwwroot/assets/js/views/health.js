// The checks of the agent: firewalls, sources, drift, configuration; each problem with its remedy.
import { get } from "../base/api.js";
import { now } from "../base/clock.js";
import { fill, h } from "../base/dom.js";
import { fullMoment, moment, number, shown } from "../base/format.js";
import { empty, failure, panel, severity, table } from "../parts/bits.js";
import { texts } from "../texts.js";

const WEIGHT = { error: 0, warning: 1 };

export class HealthView {
  title = texts.health.title;
  element = h("div", { class: "view" });
  #live;
  #status = h("div", { role: "status" });
  #body = h("div", { class: "stack" });
  #sources = null;
  #sourcesError = null;
  #stops;

  constructor(live) {
    this.#live = live;
    this.#stops = [live.on("health", () => this.#readSources()), live.on("reload", () => this.#readSources())];
    const again = () => {
      live.refreshHealth();
    };
    fill(
      this.element,
      h(
        "div",
        { class: "view-head" },
        h("h1", { tabindex: "-1" }, texts.health.title),
        this.#status,
        h("button", { type: "button", class: "button", onclick: again }, texts.health.again),
      ),
      this.#body,
    );
    this.#show();
    this.#readSources();
  }

  stop() {
    this.#stops.forEach((stop) => stop());
  }

  async #readSources() {
    try {
      this.#sources = await get("api/sources");
      this.#sourcesError = null;
    } catch (error) {
      this.#sourcesError = error;
    }
    this.#show();
  }

  #show() {
    const { health, problems, healthError } = this.#live;
    const t = texts.health;
    if (health === null && healthError) {
      fill(
        this.#body,
        failure(t.title, healthError, () => this.#live.refreshHealth()),
      );
      return;
    }
    fill(this.#status, statusBadge(health?.status));
    const groups = Map.groupBy(health?.findings ?? [], groupOf);
    fill(
      this.#body,
      problems && panel(t.config, configProblems(problems), { aside: h("span", { class: "muted mono" }, shown(problems.file)) }),
      [t.firewalls, t.drift, t.other].map((name) => groups.has(name) && panel(name, findings(groups.get(name)))),
      panel(t.sources, this.#sourcesBody()),
    );
  }

  #sourcesBody() {
    if (this.#sourcesError) {
      return failure(texts.health.sources, this.#sourcesError, () => this.#readSources());
    }
    if (this.#sources === null) {
      return h("p", { class: "muted" }, texts.loading);
    }
    return this.#sources.length === 0 ? empty(texts.health.noSources) : sourceTable(this.#sources);
  }
}

export function statusBadge(status) {
  const known = Object.hasOwn(texts.overview.statuses, status ?? "") ? status : "unknown";
  return h("span", { class: `badge health-${known}` }, texts.overview.statuses[known]);
}

function groupOf(finding) {
  const area = String(finding.area).toLowerCase();
  if (/drift|record|in place/.test(area)) {
    return texts.health.drift;
  }
  return /firewall|nftables|iptables|ipset|firewalld|hosts\.deny|xdp/.test(area) ? texts.health.firewalls : texts.health.other;
}

function findings(items) {
  const sorted = items.toSorted((a, b) => (WEIGHT[a.severity] ?? 2) - (WEIGHT[b.severity] ?? 2));
  return h(
    "ul",
    { class: "findings" },
    sorted.map((item) =>
      h(
        "li",
        {},
        severity(item.severity),
        h("span", { class: "finding-area" }, shown(item.area)),
        h("span", { class: "finding-what" }, shown(item.what), remedy(item.remedy)),
      ),
    ),
  );
}

function configProblems({ problems }) {
  if (problems.length === 0) {
    return h("p", { class: "muted" }, texts.health.noProblems);
  }
  return h(
    "ul",
    { class: "findings" },
    problems.map((problem) =>
      h(
        "li",
        {},
        severity(problem.severity),
        h("span", { class: "finding-area" }, problem.line ? texts.health.line(problem.line, problem.column) : "", element(problem)),
        h("span", { class: "finding-what" }, shown(problem.message), remedy(problem.remedy)),
      ),
    ),
  );
}

function element(problem) {
  return problem.element ? h("code", {}, shown(problem.element)) : null;
}

function remedy(text) {
  return text ? h("span", { class: "remedy" }, `${texts.health.remedy}: ${shown(text)}`) : null;
}

function sourceTable(sources) {
  const rows = sources.map((source) => [
    h("span", { class: "mono" }, shown(source.path)),
    h("div", {}, shown(source.state), source.trouble && h("p", { class: "error-text" }, shown(source.trouble))),
    number(source.lines),
    number(source.alerts),
    number(source.skipped),
    h("span", { class: "num", title: fullMoment(source.lastReadAt) }, moment(source.lastReadAt, now()) || texts.none),
  ]);
  return table(texts.health.sources, texts.health.sourceColumns, rows);
}
