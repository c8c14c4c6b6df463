// The list of blocks as a grid: one stop for Tab, arrows within, and a row for each block in view.
import { everySecond } from "../base/clock.js";
import { h, icon } from "../base/dom.js";
import { texts } from "../texts.js";
import { COLUMNS, clearCells, createCells, fillCells, fillLeft } from "./columns.js";
import { VirtualList } from "./virtual-list.js";

let ids = 0;

/** Events: "open" (effect), "sort" (column). */
export class Grid extends EventTarget {
  element;
  list;
  #pages;
  #selection;
  #active = 0;
  #id = `grid-${++ids}`;
  #rows = new Set();
  #head;
  #stops = [];

  constructor(pages, selection, sort, { selectable }) {
    super();
    this.#pages = pages;
    this.#selection = selection;
    this.#head = this.#createHead(sort);
    this.list = new VirtualList(
      this.#head,
      () => this.#createRow(),
      (first, last) => pages.want(first, last),
    );
    this.element = this.list.element;
    const attributes = { role: "grid", "aria-label": texts.blocks.table, tabindex: "0" };
    Object.entries(attributes).forEach(([name, value]) => this.element.setAttribute(name, value));
    this.element.setAttribute("aria-describedby", "grid-help");
    this.selectable = selectable;
    this.element.addEventListener("keydown", (event) => this.#onKey(event));
    this.element.addEventListener("focus", () => this.#mark());
    pages.addEventListener("change", () => this.#onPages());
    selection.addEventListener("change", () => this.list.render());
    this.#stops.push(everySecond(() => this.#tick()));
  }

  /** The block the arrows are on, if it is loaded. */
  get current() {
    return this.#pages.row(this.#active);
  }

  get selectable() {
    return this.element.classList.contains("is-selectable");
  }

  /** Whether blocks can be selected. */
  set selectable(value) {
    this.element.classList.toggle("is-selectable", value);
    this.element.setAttribute("aria-multiselectable", value);
  }

  set sort(sort) {
    const head = this.#createHead(sort);
    this.#head.replaceWith(head);
    this.#head = head;
  }

  /** Begins again at the first row, e.g. for other filters. */
  restart(pages) {
    this.#pages = pages;
    this.#active = 0;
    pages.addEventListener("change", () => pages === this.#pages && this.#onPages());
    this.list.top();
    this.#onPages();
  }

  stop() {
    this.list.stop();
    this.#stops.forEach((stop) => stop());
  }

  #onPages() {
    this.list.count = this.#pages.total ?? 0;
    this.element.setAttribute("aria-rowcount", (this.#pages.total ?? 0) + 1);
  }

  #createHead(sort) {
    const cells = COLUMNS.map((column, i) => {
      const title = texts.blocks.columns[column.name];
      const attributes = { class: `cell cell-${column.name}`, role: "columnheader", "aria-colindex": i + 1 };
      if (!column.sort) {
        return h("span", attributes, title);
      }
      const isSorted = sort.by === column.sort;
      const order = sort.ascending ? "ascending" : "descending";
      const onclick = () => this.#tell("sort", column.sort);
      const mark = isSorted && icon(sort.ascending ? "up" : "down", 14);
      const button = h("button", { type: "button", class: "sort", onclick }, title, mark);
      return h("span", { ...attributes, "aria-sort": isSorted ? order : "none" }, button);
    });
    return h("div", { class: "grid-head", role: "rowgroup" }, h("div", { class: "row", role: "row", "aria-rowindex": 1 }, cells));
  }

  #createRow() {
    const parts = createCells();
    const box = h("span", { class: "cell-select", "aria-hidden": "true" });
    const element = h("div", { class: "row", role: "row" }, box, Object.values(parts.cells));
    const row = { element, index: -1, effect: null, parts, update: (index) => this.#fill(row, index) };
    element.addEventListener("click", (event) => this.#onClick(row, event));
    this.#rows.add(row);
    return row;
  }

  #fill(row, index) {
    const effect = this.#pages.row(index);
    const isNew = row.index !== index;
    row.index = index;
    if (isNew) {
      row.element.id = `${this.#id}-${index}`;
      row.element.setAttribute("aria-rowindex", index + 2);
    }
    row.element.classList.toggle("is-active", index === this.#active);
    row.element.classList.toggle("is-gone", effect?.gone === true);
    const isSelected = effect !== undefined && this.#selection.has(effect);
    row.element.setAttribute("aria-selected", isSelected);
    if (row.effect === effect && !isNew && effect !== undefined) {
      return;
    }
    row.effect = effect;
    if (effect === undefined) {
      clearCells(row.parts);
    } else {
      fillCells(row.parts, effect);
    }
  }

  #tick() {
    for (const row of this.#rows) {
      if (!row.element.hidden && row.effect) {
        fillLeft(row.parts.cells, row.effect);
      }
    }
  }

  #onClick(row, event) {
    this.#moveTo(row.index);
    const isBox = event.target.classList.contains("cell-select");
    if (row.effect && this.selectable && (isBox || event.ctrlKey || event.metaKey)) {
      this.#selection.toggle(row.effect);
    } else if (row.effect) {
      this.#tell("open", row.effect);
    }
  }

  #onKey(event) {
    if (event.target !== this.element || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const to = this.#destination(event.key);
    if (to !== null) {
      this.#moveTo(to);
    } else if (event.key === "Enter" && this.current) {
      this.#tell("open", this.current);
    } else if (event.key === " " && this.selectable && this.current) {
      this.#selection.toggle(this.current);
    } else {
      return;
    }
    event.preventDefault();
  }

  #destination(key) {
    const page = this.list.rowsInView;
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    return key in moves ? this.#active + moves[key] : null;
  }

  #moveTo(index) {
    this.#active = Math.max(0, Math.min(index, this.list.count - 1));
    this.list.reveal(this.#active);
    this.#mark();
  }

  #mark() {
    const id = `${this.#id}-${this.#active}`;
    if (document.getElementById(id)) {
      this.element.setAttribute("aria-activedescendant", id);
    }
    this.list.render();
  }

  #tell(type, detail) {
    this.dispatchEvent(Object.assign(new Event(type), { detail }));
  }
}
