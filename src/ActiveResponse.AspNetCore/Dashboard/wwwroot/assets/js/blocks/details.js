// All that is known of one block, what was done to its target, and what can be done.
import { get } from "../base/api.js";
import { everySecond, now } from "../base/clock.js";
import { h, setText } from "../base/dom.js";
import { fullMoment, moment, number, shown } from "../base/format.js";
import { outcomeBadge, stateBadge } from "../parts/bits.js";
import { loading, openDialog } from "../parts/dialog.js";
import { texts } from "../texts.js";
import { timeLeft } from "./columns.js";

const HISTORY = 20;

/** Opens the details; resolves with "lift", "extend" or "allow" if that was asked for. */
export async function details(effect, mayChange) {
  const left = h("span", {}, timeLeft(effect));
  const stop = everySecond(() => setText(left, timeLeft(effect)));
  try {
    return await openDialog(texts.details.title(effect.target), (close) => body(effect, left, mayChange, close), { className: "drawer" });
  } finally {
    stop();
  }
}

function body(effect, left, mayChange, close) {
  const past = h("div", {});
  loading(past, get("api/history", { target: effect.target, limit: HISTORY }), ({ items }) => actions(items));
  return [
    mayChange && !effect.gone && buttons(close),
    h(
      "dl",
      { class: "facts" },
      facts(effect, left)
        .map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)])
        .flat(),
    ),
    h("h3", {}, texts.details.history),
    past,
  ].filter(Boolean);
}

function buttons(close) {
  const t = texts.blocks;
  return h(
    "div",
    { class: "button-row" },
    h("button", { type: "button", class: "button danger", onclick: () => close("lift") }, t.lift),
    h("button", { type: "button", class: "button", onclick: () => close("extend") }, t.extend),
    h("button", { type: "button", class: "button", onclick: () => close("allow") }, t.allow),
  );
}

function facts(effect, left) {
  const t = texts.details;
  const all = [
    [t.state, stateBadge(effect.state)],
    [t.left, left],
    [t.until, fullMoment(effect.until)],
    [t.since, fullMoment(effect.since)],
    [t.responder, shown(effect.responder)],
    [t.place, shown(effect.place)],
    [t.needs, shown(effect.needs)],
    [t.heldBy, shown((effect.heldBy ?? []).join(", "))],
    [t.rule, effect.ruleId > 0 ? String(effect.ruleId) : ""],
    [t.level, effect.ruleId > 0 ? String(effect.level) : ""],
    [t.alert, shown(effect.alertId)],
    [t.agent, shown(effect.agent)],
    [t.host, shown(effect.host)],
    [t.offense, effect.offense > 0 ? number(effect.offense) : ""],
    [t.reason, shown(effect.reason)],
    [t.by, shown(effect.by)],
    [t.config, shown(effect.configVersion)],
    [t.applies, effect.failedApplies > 0 ? number(effect.failedApplies) : ""],
    [t.reverts, effect.failedReverts > 0 ? number(effect.failedReverts) : ""],
    [t.retry, fullMoment(effect.retryAt)],
  ];
  return all.filter(([, value]) => value !== "");
}

function actions(items) {
  if (items.length === 0) {
    return h("p", { class: "muted" }, texts.details.noHistory);
  }
  return h(
    "ol",
    { class: "timeline" },
    items.map((item) =>
      h(
        "li",
        {},
        h("span", { class: "muted", title: fullMoment(item.at) }, moment(item.at, now())),
        h("span", {}, texts.history.verbs[item.verb] ?? shown(item.verb)),
        outcomeBadge(item.outcome),
        h("span", { class: "timeline-detail" }, shown([item.detail, item.reason, item.by].filter(Boolean).join(" · "))),
      ),
    ),
  );
}
