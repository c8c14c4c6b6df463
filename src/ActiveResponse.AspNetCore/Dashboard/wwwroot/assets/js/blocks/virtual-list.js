// Shows the rows that are in view, out of any number: a few dozen elements, moved and filled again while one scrolls.
import { h } from "../base/dom.js";

const OVERSCAN = 6;
// Browsers stop at heights of some ten million pixels.
const TALLEST = 8_000_000;

export class VirtualList {
  element;
  #body;
  #rows = [];
  #createRow;
  #onRange;
  #count = 0;
  #rowHeight = 36;
  #frame = null;
  #resize;

  /** createRow() gives { element, update(index) }; onRange(first, last) is told what is in view. */
  constructor(head, createRow, onRange) {
    this.#createRow = createRow;
    this.#onRange = onRange;
    this.#body = h("div", { class: "rows", role: "rowgroup" });
    this.element = h("div", { class: "scroller" }, head, this.#body);
    this.element.addEventListener("scroll", () => this.render(), { passive: true });
    this.#resize = new ResizeObserver(() => this.render());
    this.#resize.observe(this.element);
  }

  get most() {
    return Math.floor(TALLEST / this.#rowHeight);
  }

  set count(value) {
    this.#count = Math.min(value, this.most);
    this.render();
  }

  get count() {
    return this.#count;
  }

  get rowsInView() {
    return Math.max(1, Math.floor((this.element.clientHeight - this.#headHeight()) / this.#rowHeight) - 1);
  }

  /** Draws once, at the next frame, however often it is asked. */
  render() {
    this.#frame ??= requestAnimationFrame(() => {
      this.#frame = null;
      this.#draw();
    });
  }

  /** Scrolls as little as brings the row in view. */
  reveal(index) {
    const top = index * this.#rowHeight;
    const bottom = top + this.#rowHeight;
    const height = this.element.clientHeight - this.#headHeight();
    if (top < this.element.scrollTop) {
      this.element.scrollTop = top;
    } else if (bottom > this.element.scrollTop + height) {
      this.element.scrollTop = bottom - height;
    }
    this.#draw();
  }

  top() {
    this.element.scrollTop = 0;
  }

  stop() {
    this.#resize.disconnect();
    cancelAnimationFrame(this.#frame);
  }

  #headHeight() {
    return this.#body.offsetTop;
  }

  #draw() {
    this.#rowHeight = parseFloat(getComputedStyle(this.element).getPropertyValue("--row-height")) || 36;
    this.#body.style.height = `${this.#count * this.#rowHeight}px`;
    const inView = Math.ceil(this.element.clientHeight / this.#rowHeight);
    const top = Math.floor(this.element.scrollTop / this.#rowHeight);
    const first = Math.max(0, Math.min(top - OVERSCAN, this.#count - 1));
    const last = Math.min(this.#count - 1, top + inView + OVERSCAN);
    this.#place(first, last);
    this.#onRange(first, Math.max(first, last));
  }

  // A row keeps its element while it is in view: index modulo the number of elements.
  #place(first, last) {
    const needed = Math.max(0, last - first + 1);
    while (this.#rows.length < needed) {
      const row = this.#createRow();
      this.#rows.push(row);
      this.#body.append(row.element);
    }
    const size = this.#rows.length;
    this.#rows.forEach((row, slot) => {
      const index = first + ((((slot - first) % size) + size) % size);
      const isShown = index <= last;
      row.element.hidden = !isShown;
      if (isShown) {
        row.element.style.transform = `translateY(${index * this.#rowHeight}px)`;
        row.update(index);
      }
    });
  }
}
