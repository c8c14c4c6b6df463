// What is acted on: names for people, and the answer to a change in words.
import { shown } from "../base/format.js";
import { say, sayError, sayProblem } from "../parts/toasts.js";
import { texts } from "../texts.js";

const LISTED = 8;
const BAD = new Set(["refused", "failed", "timed-out", "dropped"]);

export function listed(names) {
  const first = names.slice(0, LISTED).map(shown);
  return names.length > LISTED ? [...first, texts.change.andMore(names.length - LISTED)] : first;
}

/** Says what became of each target; undo is offered for those that changed. */
export function report(results, changed, undo) {
  const bad = results.filter((result) => BAD.has(result.outcome));
  const good = Map.groupBy(
    results.filter((result) => !BAD.has(result.outcome)),
    (result) => result.outcome,
  );
  const lines = [...good].map(([outcome, group]) => inWords(outcome, group));
  if (lines.length > 0 || bad.length === 0) {
    say(lines.join(" ") || texts.change.nothingChanged, changed.length > 0 ? undo : null);
  }
  if (bad.length > 0) {
    sayError(...badInWords(bad));
  }
}

/** The same for what a problem may have ended early: both are said. */
export function reportUntil(problem, results, changed, undo) {
  if (results.length > 0 || problem === null) {
    report(results, changed, undo);
  }
  if (problem !== null) {
    sayProblem(problem);
  }
}

function inWords(outcome, group) {
  return texts.change.done[outcome]?.(group.length, shown(group[0].target)) ?? `${outcome}: ${group.length}`;
}

function badInWords(bad) {
  const lines = bad.slice(0, LISTED).map((result) => {
    const outcome = (texts.outcomes[result.outcome] ?? result.outcome).toLowerCase();
    return texts.change.notDone(shown(result.target), outcome, result.detail ? shown(result.detail) : "");
  });
  if (bad.length > LISTED) {
    lines.push(texts.change.andMore(bad.length - LISTED));
  }
  return lines.length === 1 ? [lines[0], []] : [texts.errors.failed, lines];
}
