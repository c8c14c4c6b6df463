// The hosts of the fleet and the orders in force.
import { get } from "../base/api.js";
import { now } from "../base/clock.js";
import { fill, h, icon, setText } from "../base/dom.js";
import { fullMoment, moment, number, shown } from "../base/format.js";
import { throttled } from "../live/throttle.js";
import { empty, failure, panel, table } from "../parts/bits.js";
import { texts } from "../texts.js";

const REFRESH_MS = 5_000;
const EVERY_MS = 15_000;
const SHOWN = 500;

export class FleetView {
  title = texts.fleet.title;
  element = h("div", { class: "view" });
  #count = h("p", { class: "count", role: "status" });
  #body = h("div", { class: "stack" });
  #stops;

  constructor(live) {
    const again = throttled(() => this.#load(), REFRESH_MS);
    const timer = setInterval(() => document.hidden || again(), EVERY_MS);
    this.#stops = [live.on("reload", again), live.on("effects", again), () => clearInterval(timer)];
    fill(this.element, h("div", { class: "view-head" }, h("h1", { tabindex: "-1" }, texts.fleet.title), this.#count), this.#body);
    again();
  }

  stop() {
    this.#stops.forEach((stop) => stop());
  }

  async #load() {
    try {
      this.#show(await get("api/fleet"));
    } catch (error) {
      fill(
        this.#body,
        failure(texts.fleet.title, error, () => this.#load()),
      );
    }
  }

  #show({ hosts, orders, halted }) {
    const t = texts.fleet;
    setText(this.#count, t.summary(hosts.filter((host) => host.online).length, hosts.length));
    fill(
      this.#body,
      halted && h("p", { class: "banner banner-warning" }, icon("warning"), t.halted),
      panel(t.hosts, hosts.length === 0 ? empty(t.noHosts) : hostTable(hosts)),
      panel(t.orders, orders.length === 0 ? empty(t.noOrders) : orderTable(orders)),
    );
  }
}

// Hosts that are away come first: they are what one looks for.
function hostTable(hosts) {
  const sorted = hosts.toSorted((a, b) => Number(a.online) - Number(b.online) || String(a.name).localeCompare(String(b.name)));
  const t = texts.fleet;
  const rows = sorted
    .slice(0, SHOWN)
    .map((host) => [
      h("span", { title: shown(host.id) }, shown(host.name ?? host.id)),
      h("span", { class: `badge ${host.online ? "health-healthy" : "health-unhealthy"}` }, host.online ? t.online : t.away),
      shown([host.labels ?? []].flat().join(", ")),
      number(host.lag),
      number(host.blocks),
      shown(host.state),
      h("span", { class: "num", title: fullMoment(host.lastSeen) }, moment(host.lastSeen, now()) || texts.none),
    ]);
  return [table(t.hosts, t.hostColumns, rows), rest(hosts.length)];
}

function orderTable(orders) {
  const t = texts.fleet;
  const rows = orders
    .slice(0, SHOWN)
    .map((order) => [h("span", { class: "mono" }, shown(order.target)), shown(order.group), shown(order.state), counts(order.counts)]);
  return [table(t.orders, t.orderColumns, rows), rest(orders.length)];
}

function rest(length) {
  return length > SHOWN ? h("p", { class: "muted" }, texts.change.andMore(length - SHOWN)) : null;
}

function counts(value) {
  const pairs = value !== null && typeof value === "object" ? Object.entries(value) : [];
  return (
    pairs
      .filter(([, n]) => n > 0)
      .map(([name, n]) => `${number(n)} ${shown(name)}`)
      .join(", ") || texts.none
  );
}
