// The stream of events: goes on from the last event after a break, and says whether it is connected.
import { session, url } from "../base/api.js";
import { readEvents } from "./sse-reader.js";

// The server sends a line at least each 15 s. After three that are missing, the connection is dead even if TCP doesn't say so.
const SILENCE_MS = 45_000;
const LONGEST_WAIT_S = 15;

/** Events: "state" (state, retryAt), "event" (name, data), "open" each time it is connected. */
export class Stream extends EventTarget {
  state = "connecting";
  retryAt = null;
  #lastId = null;
  #failures = 0;
  #timer = null;
  #silence = null;
  #abort = null;

  start() {
    window.addEventListener("online", () => this.retryNow());
    document.addEventListener("visibilitychange", () => document.hidden || this.retryNow());
    this.#connect();
  }

  /** Doesn't wait for the next try. */
  retryNow() {
    if (this.state === "lost" && this.retryAt !== null) {
      clearTimeout(this.#timer);
      this.#connect();
    }
  }

  async #connect() {
    this.retryAt = null;
    this.#set(this.#failures === 0 ? "connecting" : "lost");
    this.#abort = new AbortController();
    this.#awaitBytes();
    try {
      const response = await fetch(url("api/events"), {
        headers: this.#lastId === null ? {} : { "Last-Event-ID": this.#lastId },
        cache: "no-store",
        credentials: "same-origin",
        signal: this.#abort.signal,
      });
      if (response.status === 401) {
        this.#end();
        return;
      }
      if (response.ok) {
        this.#opened();
        await readEvents(
          response.body,
          (event) => this.#take(event),
          () => this.#awaitBytes(),
        );
      }
    } catch {
      // Whatever broke the connection, the next try says whether it is still so.
    }
    this.#later();
  }

  #opened() {
    this.#failures = 0;
    this.#set("live");
    this.dispatchEvent(new Event("open"));
  }

  #take(event) {
    if (event.id !== null) {
      this.#lastId = event.id;
    }
    if (event.data !== null) {
      this.dispatchEvent(Object.assign(new Event("event"), { name: event.type, data: parsed(event.data) }));
    }
  }

  #awaitBytes() {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#abort.abort(), SILENCE_MS);
  }

  #end() {
    clearTimeout(this.#silence);
    this.#set("signedOut");
    session.dispatchEvent(new Event("end"));
  }

  #later() {
    clearTimeout(this.#silence);
    const seconds = Math.min(LONGEST_WAIT_S, 2 ** this.#failures);
    this.#failures++;
    this.retryAt = Date.now() + seconds * 1000;
    this.#timer = setTimeout(() => this.#connect(), seconds * 1000);
    this.#set("lost");
  }

  #set(state) {
    this.state = state;
    this.dispatchEvent(new Event("state"));
  }
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
