// The columns of the list of blocks, and how a row is filled.
import { h, setText } from "../base/dom.js";
import { duration, fullMoment, moment, shown } from "../base/format.js";
import { now, secondsUntil } from "../base/clock.js";
import { word } from "../parts/bits.js";
import { texts } from "../texts.js";

/** Names of the columns, and by what the server sorts. */
export const COLUMNS = [
  { name: "target", sort: "target" },
  { name: "state" },
  { name: "left", sort: "until" },
  { name: "rule", sort: "rule" },
  { name: "why" },
  { name: "responder" },
  { name: "host" },
  { name: "since", sort: "since" },
];

/** Cells that are filled again and again; text only. */
export function createCells() {
  const cells = Object.fromEntries(
    COLUMNS.map(({ name }, i) => [name, h("span", { class: `cell cell-${name}`, role: "gridcell", "aria-colindex": i + 1 })]),
  );
  const badge = h("span", { class: "badge" });
  cells.state.append(badge);
  return { cells, badge };
}

export function fillCells({ cells, badge }, effect) {
  setText(cells.target, shown(effect.target));
  cells.target.title = shown(effect.target);
  const state = effect.gone ? "gone" : effect.state;
  setText(badge, state === "gone" ? texts.blocks.gone : word(state, texts.states));
  badge.className = `badge state-${Object.hasOwn(texts.states, state) ? state : "other"}`;
  fillLeft(cells, effect);
  setText(cells.rule, effect.ruleId > 0 ? String(effect.ruleId) : texts.none);
  setText(cells.why, shown((effect.heldBy ?? []).join(", ")) || texts.none);
  cells.why.title = shown(effect.reason ?? "");
  setText(cells.responder, shown(effect.responder));
  setText(cells.host, shown(effect.host ?? effect.agent ?? "") || texts.none);
  setText(cells.since, moment(effect.since, now()));
  cells.since.title = fullMoment(effect.since);
}

export function fillLeft(cells, effect) {
  setText(cells.left, timeLeft(effect));
  cells.left.title = effect.until ? fullMoment(effect.until) : "";
}

export function clearCells({ cells, badge }) {
  Object.values(cells).forEach((cell) => cell !== cells.state && setText(cell, ""));
  setText(cells.target, texts.loading);
  badge.className = "badge";
  setText(badge, "");
}

/** What is left, as text that counts down. */
export function timeLeft(effect) {
  const seconds = secondsUntil(effect.until);
  if (seconds === null) {
    return texts.blocks.permanent;
  }
  return seconds > 0 ? duration(seconds) : texts.blocks.over;
}
