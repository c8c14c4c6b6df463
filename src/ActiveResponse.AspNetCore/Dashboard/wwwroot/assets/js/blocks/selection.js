// Which blocks are selected: by id, so a selection outlives scrolling and sorting.

export class Selection extends EventTarget {
  #effects = new Map();

  get size() {
    return this.#effects.size;
  }

  get effects() {
    return [...this.#effects.values()];
  }

  has(effect) {
    return this.#effects.has(effect.id);
  }

  toggle(effect) {
    if (!this.#effects.delete(effect.id) && !effect.gone) {
      this.#effects.set(effect.id, effect);
    }
    this.dispatchEvent(new Event("change"));
  }

  clear() {
    this.#effects.clear();
    this.dispatchEvent(new Event("change"));
  }

  /** The newest word; what is gone can't be selected. */
  update(events) {
    const before = this.size;
    for (const { id, effect } of events) {
      if (this.#effects.has(id)) {
        if (effect) {
          this.#effects.set(id, effect);
        } else {
          this.#effects.delete(id);
        }
      }
    }
    if (before !== this.size) {
      this.dispatchEvent(new Event("change"));
    }
  }
}
