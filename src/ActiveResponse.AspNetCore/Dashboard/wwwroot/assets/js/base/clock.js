// The server's time: ends are counted down by its clock, not by that of whoever looks.

let ahead = 0;
const listeners = new Set();

/** Learns from an answer's "now". */
export function learn(iso) {
  const at = Date.parse(iso);
  if (!Number.isNaN(at)) {
    ahead = at - Date.now();
  }
}

export function now() {
  return Date.now() + ahead;
}

/** Seconds until the time; null if there is none. */
export function secondsUntil(iso) {
  return iso ? Math.max(0, (Date.parse(iso) - now()) / 1000) : null;
}

/** Calls at each second while the page is visible; returns how to stop. */
export function everySecond(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

setInterval(() => {
  if (!document.hidden) {
    listeners.forEach((listener) => listener());
  }
}, 1000);
