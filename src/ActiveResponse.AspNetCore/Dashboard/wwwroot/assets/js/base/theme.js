// Light or dark: as the system, until someone chooses.
import { remember, remembered } from "./storage.js";

const ORDER = ["system", "light", "dark"];
const changed = new EventTarget();

export function theme() {
  return remembered("theme") ?? document.documentElement.dataset.theme ?? "system";
}

export function nextTheme() {
  const next = ORDER[(ORDER.indexOf(theme()) + 1) % ORDER.length];
  if (next === "system") {
    delete document.documentElement.dataset.theme;
  } else {
    document.documentElement.dataset.theme = next;
  }
  remember("theme", next === "system" ? null : next);
  changed.dispatchEvent(new Event("change"));
  return next;
}

/** Calls when the colours change, by choice or with the system; returns how to stop. */
export function onTheme(listener) {
  const system = matchMedia("(prefers-color-scheme: dark)");
  changed.addEventListener("change", listener);
  system.addEventListener("change", listener);
  return () => {
    changed.removeEventListener("change", listener);
    system.removeEventListener("change", listener);
  };
}
