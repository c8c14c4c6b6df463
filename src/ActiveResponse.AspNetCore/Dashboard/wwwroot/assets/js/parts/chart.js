// Actions by hour as stacked bars, drawn by uPlot; the same numbers as a table for who can't see it.
import uPlot from "../../vendor/uplot/uPlot.esm.js";
import { h } from "../base/dom.js";
import { number } from "../base/format.js";
import { onTheme } from "../base/theme.js";
import { table } from "./bits.js";
import { texts } from "../texts.js";

const HEIGHT = 190;
const SERIES = ["applied", "reverted", "refused", "failed"];
const HOUR = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });

export class HourChart {
  element;
  #box = h("div", { class: "chart", role: "img" });
  #table = h("div", {});
  #plot = null;
  #data = null;
  #resize;
  #stopTheme;

  constructor() {
    const t = texts.overview;
    const legend = h(
      "ul",
      { class: "legend" },
      SERIES.map((name) => h("li", { class: `legend-${name}` }, t.series[name])),
    );
    this.element = h("div", {}, legend, this.#box, h("details", { class: "as-table" }, h("summary", {}, t.asTable), this.#table));
    this.#resize = new ResizeObserver(() => this.#plot?.setSize({ width: this.#box.clientWidth, height: HEIGHT }));
    this.#resize.observe(this.#box);
    // Colours are drawn, not styled: another theme is another drawing.
    this.#stopTheme = onTheme(() => this.#draw());
  }

  show(hours) {
    this.#data = hours;
    const sums = Object.fromEntries(SERIES.map((name) => [name, number(hours.reduce((sum, hour) => sum + (hour[name] ?? 0), 0))]));
    this.#box.setAttribute("aria-label", texts.overview.chartLabel(sums));
    const columns = { at: texts.overview.hour, ...texts.overview.series };
    const rows = hours.map((hour) => [HOUR.format(new Date(hour.at)), ...SERIES.map((name) => number(hour[name]))]);
    this.#table.replaceChildren(table(texts.overview.overTime, columns, rows));
    this.#draw();
  }

  stop() {
    this.#resize.disconnect();
    this.#stopTheme();
    this.#plot?.destroy();
  }

  #draw() {
    this.#plot?.destroy();
    this.#plot = null;
    if (this.#data?.length > 0 && this.#box.isConnected) {
      const color = (name) => resolved(this.#box, name);
      this.#plot = new uPlot(optionsOf(color, this.#box.clientWidth), stacked(this.#data), this.#box);
    }
  }
}

// A custom property is as it was written, "light-dark(…)"; a colour that uses it is what the canvas can draw.
function resolved(element, name) {
  element.style.color = `var(--${name})`;
  const { color } = getComputedStyle(element);
  element.style.color = "";
  return color;
}

// uPlot draws each series from zero: the tallest sum first, the others in front of it.
function stacked(hours) {
  const sums = hours.map(() => 0);
  const series = SERIES.map((name) => hours.map((hour, i) => (sums[i] += hour[name] ?? 0)));
  return [hours.map((hour) => Date.parse(hour.at) / 1000), ...series.reverse()];
}

function optionsOf(color, width) {
  const bars = uPlot.paths.bars({ size: [0.72, 26], align: 1 });
  const axis = {
    stroke: color("muted"),
    grid: { stroke: color("line"), width: 1 },
    ticks: { show: false },
    font: "11px InterVariable, sans-serif",
  };
  return {
    width,
    height: HEIGHT,
    legend: { show: false },
    cursor: { show: false },
    // A bar begins at its hour, so the last one needs an hour more.
    scales: { x: { range: (_, min, max) => [min, max + 3600] }, y: { range: (_, min, max) => [0, Math.max(4, max * 1.1)] } },
    axes: [
      { ...axis, size: 26, grid: { show: false }, values: (_, times) => times.map((time) => HOUR.format(new Date(time * 1000))) },
      { ...axis, size: 44, values: (_, values) => values.map((value) => (Number.isInteger(value) ? number(value) : "")) },
    ],
    series: [
      {},
      ...SERIES.toReversed().map((name) => ({
        fill: color(`series-${name}`),
        stroke: color(`series-${name}`),
        width: 0,
        paths: bars,
        points: { show: false },
      })),
    ],
  };
}
