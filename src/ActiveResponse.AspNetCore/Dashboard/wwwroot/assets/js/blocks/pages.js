// A list of any length, of which only the pages near the eye are kept.

export const PAGE = 500;
const KEPT = 24;

export class Pages extends EventTarget {
  total = null;
  error = null;
  #fetchPage;
  #pages = new Map();
  #wanted = [0, 0];
  #loading = false;
  #stopped = false;
  #abort = new AbortController();

  /** fetchPage(skip, signal) gives { items, total }. */
  constructor(fetchPage) {
    super();
    this.#fetchPage = fetchPage;
  }

  /** The row, or undefined while it isn't loaded. */
  row(index) {
    return this.#pages.get(Math.floor(index / PAGE))?.rows[index % PAGE];
  }

  /** Says which rows are looked at. */
  want(first, last) {
    this.#wanted = [Math.floor(first / PAGE), Math.floor(Math.max(first, last) / PAGE)];
    this.#load();
  }

  /** All rows are read again where they are looked at; what is shown stays until then. */
  refresh() {
    this.error = null;
    this.#pages.forEach((page) => (page.stale = true));
    this.#load();
  }

  /** Puts the newest word on effects in their rows; tells how many of them no loaded row shows, or are gone. */
  update(events) {
    const newest = new Map(events.map(({ id, effect }) => [id, effect]));
    let moved = newest.size;
    for (const page of this.#pages.values()) {
      page.rows.forEach((row, i) => {
        if (newest.has(row.id)) {
          const effect = newest.get(row.id);
          page.rows[i] = effect ?? { ...row, gone: true };
          moved -= effect === null ? 0 : 1;
        }
      });
    }
    return moved;
  }

  stop() {
    this.#stopped = true;
    this.#abort.abort();
  }

  // One page after the other; where one scrolls on meanwhile, the next is one that is looked at then.
  async #load() {
    if (this.#loading) {
      return;
    }
    this.#loading = true;
    try {
      for (let k = this.#next(); k !== null && !this.#stopped; k = this.#next()) {
        await this.#loadPage(k);
      }
    } catch (error) {
      if (!this.#stopped) {
        this.error = error;
        this.#tell();
      }
    } finally {
      this.#loading = false;
    }
  }

  // A failure waits for someone to try again, instead of being repeated at each scroll.
  #next() {
    const [first, last] = this.#wanted;
    for (let k = first; k <= last && this.error === null; k++) {
      const isBeyond = this.total !== null && k > 0 && k * PAGE >= this.total;
      if (!isBeyond && (this.#pages.get(k)?.stale ?? true)) {
        return k;
      }
    }
    return null;
  }

  async #loadPage(k) {
    const stale = this.#pages.get(k);
    if (stale) {
      stale.stale = false;
    }
    const { items, total } = await this.#fetchPage(k * PAGE, this.#abort.signal);
    if (this.#stopped) {
      return;
    }
    // Marked stale again meanwhile, it is read once more.
    this.#pages.set(k, { rows: items, stale: stale?.stale ?? false });
    this.total = total;
    this.#drop();
    this.#tell();
  }

  #drop() {
    const middle = (this.#wanted[0] + this.#wanted[1]) / 2;
    const far = [...this.#pages.keys()].sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle)).slice(KEPT);
    far.forEach((k) => this.#pages.delete(k));
  }

  #tell() {
    this.dispatchEvent(new Event("change"));
  }
}
