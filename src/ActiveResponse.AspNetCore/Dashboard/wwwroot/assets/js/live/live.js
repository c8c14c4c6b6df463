// What the page knows, kept fresh by the stream: events "summary", "health", "actions", "effects" and "reload".
import { get } from "../base/api.js";
import { learn } from "../base/clock.js";
import { Stream } from "./stream.js";
import { throttled, twice } from "./throttle.js";

const SUMMARY_MS = 2_000;
const HEALTH_MS = 5_000;
// The server answers with what it counted 2 s, or checked 5 s ago at most; asked once more after that, it knows of the event.
const SUMMARY_AGE_MS = 2_500;
const HEALTH_AGE_MS = 5_500;
const BATCH_MS = 200;
const KEPT_REFUSALS = 50;
const BAD = new Set(["refused", "failed", "timed-out", "dropped"]);
// Counts change also without events that reach us, e.g. by time; this often they are read anyway.
const AT_LEAST_MS = 60_000;

export class Live extends EventTarget {
  summary = null;
  summaryError = null;
  health = null;
  problems = null;
  healthError = null;
  stream = new Stream();
  refreshSummary = twice(
    throttled(() => this.#readSummary(), SUMMARY_MS),
    SUMMARY_AGE_MS,
  );
  refreshHealth = twice(
    throttled(() => this.#readHealth(), HEALTH_MS),
    HEALTH_AGE_MS,
  );
  /** What was refused or failed since the page was opened, newest first. */
  refusals = [];
  #effects = [];
  #actions = [];
  #timer = null;

  get mayChange() {
    return this.summary?.mayChange === true;
  }

  start() {
    this.stream.addEventListener("event", (event) => this.#take(event.name, event.data));
    // What happened while no stream was open is in none: also what was read before the first one was.
    this.stream.addEventListener("open", () => this.reload());
    this.stream.start();
    this.refreshSummary();
    this.refreshHealth();
    setInterval(() => document.hidden || this.#freshen(), AT_LEAST_MS);
  }

  /** Reads all again. */
  reload() {
    this.#freshen();
    this.#tell("reload");
  }

  #freshen() {
    this.refreshSummary();
    this.refreshHealth();
  }

  on(type, listener) {
    this.addEventListener(type, listener);
    return () => this.removeEventListener(type, listener);
  }

  #take(name, data) {
    if (name === "lost") {
      this.reload();
    } else if (name === "config" || name === "health") {
      this.refreshHealth();
      this.refreshSummary();
    } else if (name === "effect" && data) {
      this.#effects.push(data);
      this.#soon();
    } else if (name === "outcome" && data) {
      this.#actions.push(data);
      if (BAD.has(data.outcome)) {
        this.refusals = [data, ...this.refusals].slice(0, KEPT_REFUSALS);
      }
      this.#soon();
    }
  }

  // A thousand events a second are five batches a second.
  #soon() {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      const [effects, actions] = [this.#effects, this.#actions];
      [this.#effects, this.#actions] = [[], []];
      if (effects.length > 0) {
        this.#tell("effects", effects);
      }
      if (actions.length > 0) {
        this.#tell("actions", actions);
      }
      this.refreshSummary();
    }, BATCH_MS);
  }

  async #readSummary() {
    try {
      this.summary = await get("api/summary");
      this.summaryError = null;
      learn(this.summary.now);
    } catch (error) {
      this.summaryError = error;
    }
    this.#tell("summary");
  }

  async #readHealth() {
    const [health, problems] = await Promise.allSettled([get("api/health"), get("api/config/problems")]);
    this.health = health.value ?? this.health;
    this.problems = problems.value ?? this.problems;
    this.healthError = health.reason ?? problems.reason ?? null;
    this.#tell("health");
  }

  #tell(type, items = null) {
    this.dispatchEvent(Object.assign(new Event(type), { items }));
  }
}
