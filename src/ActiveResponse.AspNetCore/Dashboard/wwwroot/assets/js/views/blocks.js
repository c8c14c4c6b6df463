// What is in place, pending or failing: search, filter, sort, details, and changes.
import { get } from "../base/api.js";
import { fill, h, setText } from "../base/dom.js";
import { shown } from "../base/format.js";
import { note } from "../base/router.js";
import { allowEntry } from "../actions/allow.js";
import { block } from "../actions/block.js";
import { extend } from "../actions/extend.js";
import { lift } from "../actions/lift.js";
import { details } from "../blocks/details.js";
import { filters } from "../blocks/filters.js";
import { Grid } from "../blocks/grid.js";
import { PAGE, Pages } from "../blocks/pages.js";
import { Selection } from "../blocks/selection.js";
import { throttled } from "../live/throttle.js";
import { empty, failure } from "../parts/bits.js";
import { texts } from "../texts.js";

const REFRESH_MS = 1_000;

export class BlocksView {
  title = texts.blocks.title;
  element = h("div", { class: "view view-blocks" });
  #live;
  #query;
  #sort;
  #pages;
  #grid;
  #selection = new Selection();
  #filters;
  #count = h("p", { class: "count", role: "status" });
  #bar = h("div", { class: "selection-bar", hidden: true });
  #blockButton = h("div", {});
  #notice = h("div", { class: "notice" });
  #stops = [];
  #refresh = throttled(() => this.#pages.refresh(), REFRESH_MS);

  constructor(live, query) {
    this.#live = live;
    this.#query = query;
    this.#sort = { by: query.sort ?? "since", ascending: query.order === "asc" };
    this.#pages = this.#newPages();
    this.#grid = new Grid(this.#pages, this.#selection, this.#sort, { selectable: live.mayChange });
    this.#pages.addEventListener("change", () => this.#onPages());
    this.#filters = filters(query, (changed) => this.#changeQuery(changed));
    this.#grid.addEventListener("open", (event) => this.#open(event.detail));
    this.#grid.addEventListener("sort", (event) => this.#sortBy(event.detail));
    this.#selection.addEventListener("change", () => this.#showSelection());
    this.#stops.push(
      live.on("effects", (event) => this.#onEffects(event.items)),
      live.on("reload", () => this.#pages.refresh()),
      live.on("summary", () => this.#onSummary()),
    );
    fill(
      this.element,
      h("div", { class: "view-head" }, h("h1", { tabindex: "-1" }, texts.blocks.title), this.#count, this.#blockButton),
      this.#filters.element,
      this.#targetChip(),
      this.#bar,
      h("p", { class: "sr-only", id: "grid-help" }, texts.blocks.tableHelp),
      h("div", { class: "grid-box" }, this.#grid.element, this.#notice),
    );
    this.#onSummary();
    this.#pages.want(0, 0);
  }

  keys = {
    "/": () => this.#filters.focus(),
    l: () => this.#live.mayChange && this.#lift(this.#chosen()),
    e: () => this.#live.mayChange && this.#extend(this.#chosen()),
  };

  stop() {
    this.#pages.stop();
    this.#grid.stop();
    this.#stops.forEach((stop) => stop());
  }

  #newPages() {
    const { target, within, search, rule, responder, host, state } = this.#query;
    const order = this.#sort.ascending ? "asc" : "desc";
    const query = { target, within, search, rule, responder, host, state, sort: this.#sort.by, order, limit: PAGE };
    // Its time isn't learned: a page that hasn't changed comes from the browser's cache, with the time it had then.
    return new Pages((skip, signal) => get("api/effects", { ...query, skip: skip > 0 ? skip : null }, signal));
  }

  // The old rows stay until the first of the new ones are here.
  #again() {
    note("blocks", { ...this.#query, sort: this.#sort.by, order: this.#sort.ascending ? "asc" : "desc" });
    this.#pages.stop();
    const pages = this.#newPages();
    this.#pages = pages;
    pages.addEventListener("change", () => this.#grid.restart(pages), { once: true });
    pages.addEventListener("change", () => pages === this.#pages && this.#onPages());
    pages.want(0, 0);
  }

  #changeQuery(changed) {
    this.#query = { ...this.#query, ...changed };
    this.#again();
  }

  #sortBy(by) {
    const ascending = this.#sort.by === by ? !this.#sort.ascending : by !== "since";
    this.#sort = { by, ascending };
    this.#grid.sort = this.#sort;
    this.#again();
  }

  #onPages() {
    const { total, error } = this.#pages;
    const isFiltered = Object.values({ ...this.#query, sort: "", order: "" }).some(Boolean);
    setText(this.#count, total === null ? texts.loading : texts.blocks.total(total));
    this.#grid.element.hidden = total === 0 || (error !== null && total === null);
    fill(this.#notice, this.#noticeFor(total, error, isFiltered));
  }

  #noticeFor(total, error, isFiltered) {
    if (error !== null) {
      return failure(texts.blocks.title, error, () => this.#pages.refresh());
    }
    if (total === 0) {
      return isFiltered ? empty(texts.blocks.emptyFiltered) : empty(texts.blocks.empty, texts.blocks.emptyHint);
    }
    const most = this.#grid.list.most;
    return total > most ? h("p", { class: "muted" }, texts.blocks.tooMany(most)) : [];
  }

  #onEffects(items) {
    this.#selection.update(items);
    if (this.#pages.update(items) > 0) {
      this.#refresh();
    }
    this.#grid.list.render();
  }

  #onSummary() {
    this.#filters.update(this.#live.summary);
    const mayChange = this.#live.mayChange;
    this.#grid.selectable = mayChange;
    if (mayChange && this.#blockButton.childElementCount === 0) {
      const open = () => block(this.#responders());
      fill(this.#blockButton, h("button", { type: "button", class: "button primary", onclick: open }, texts.blocks.block));
    } else if (!mayChange) {
      fill(this.#blockButton);
    }
  }

  #responders() {
    return (this.#live.summary?.byResponder ?? []).map((item) => item.name);
  }

  #targetChip() {
    const { target } = this.#query;
    if (!target) {
      return null;
    }
    const clear = () => {
      chip.remove();
      this.#changeQuery({ target: "", within: "" });
    };
    const name = `${texts.blocks.filters.target}: ${shown(target)} ${this.#query.within ? texts.blocks.within : ""}`;
    const chip = h("p", { class: "chip" }, name, h("button", { type: "button", class: "link-button", onclick: clear }, texts.blocks.clear));
    return chip;
  }

  #showSelection() {
    const n = this.#selection.size;
    const t = texts.blocks;
    this.#bar.hidden = n === 0;
    fill(
      this.#bar,
      h("span", { role: "status" }, t.selected(n)),
      h("button", { type: "button", class: "button danger", onclick: () => this.#lift(this.#selection.effects) }, t.liftMany(n)),
      h("button", { type: "button", class: "button", onclick: () => this.#extend(this.#selection.effects) }, t.extendMany(n)),
      h("button", { type: "button", class: "button quiet", onclick: () => this.#selection.clear() }, t.unselect),
    );
  }

  #chosen() {
    const { current } = this.#grid;
    if (this.#selection.size > 0) {
      return this.#selection.effects;
    }
    return current && !current.gone ? [current] : [];
  }

  async #open(effect) {
    const wish = await details(effect, this.#live.mayChange);
    if (wish === "lift") {
      await this.#lift([effect]);
    } else if (wish === "extend") {
      await this.#extend([effect]);
    } else if (wish === "allow") {
      await allowEntry(effect.target);
    }
    this.#grid.element.focus();
  }

  async #lift(effects) {
    if (effects.length > 0 && (await lift(effects))) {
      this.#selection.clear();
      this.#refresh();
    }
  }

  async #extend(effects) {
    if (effects.length > 0 && (await extend(effects))) {
      this.#selection.clear();
      this.#refresh();
    }
  }
}
