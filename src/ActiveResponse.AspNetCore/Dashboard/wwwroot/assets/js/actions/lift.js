// Lifts blocks, and blocks again for the rest of their time if that is undone.
import { get, post } from "../base/api.js";
import { now } from "../base/clock.js";
import { confirm } from "../parts/dialog.js";
import { say, sayProblem } from "../parts/toasts.js";
import { texts } from "../texts.js";
import { changeOne, eachOf } from "./each.js";
import { listed, report, reportUntil } from "./targets.js";

const MOST_OF_ONE = 100;

/** Asks, lifts, and reports with undo. */
export async function lift(chosen) {
  const t = texts.change;
  try {
    const effects = await withOthers(chosen);
    const list = listed(effects.map((effect) => t.liftLine(effect.target, effect.responder)));
    const reason = await confirm(t.liftTitle(effects.length), t.liftBody, t.lift(effects.length), { list, danger: true });
    if (reason === null) {
      return false;
    }
    const { results: each, problem } = await liftEach(onePerTarget(effects), reason);
    const results = each.flat();
    const isLifted = new Set(results.filter((result) => result.outcome === "lifted").map(keyOf));
    const lifted = effects.filter((effect) => isLifted.has(keyOf(effect)));
    reportUntil(problem, results, lifted, () => blockAgain(lifted));
    return true;
  } catch (error) {
    sayProblem(error);
    return false;
  }
}

/** One call for each block, a few at a time. */
export function liftEach(effects, reason) {
  return eachOf(effects, (effect) => changeOne(effect, "lift", { reason: reason || null }));
}

// A lift ends all that is in place for a target, whoever put it there: all of it is shown before, and is what undo brings back.
async function withOthers(chosen) {
  const targets = [...new Set(chosen.map((effect) => effect.target))];
  const { results: found, problem } = await eachOf(targets, async (target) => {
    const { items } = await get("api/effects", { target, limit: MOST_OF_ONE }).catch(noneIfUnreadable);
    return items.filter((effect) => effect.target === target);
  });
  if (problem !== null) {
    throw problem;
  }
  const all = new Map([...chosen, ...found.flat()].map((effect) => [effect.id, effect]));
  return [...all.values()];
}

// Not all that is shown can be asked for: a name with bytes that are no text, for example.
function noneIfUnreadable(error) {
  if (error.status === 400) {
    return { items: [] };
  }
  throw error;
}

function onePerTarget(effects) {
  return [...new Map(effects.map((effect) => [effect.target, effect])).values()];
}

function keyOf({ target, responder }) {
  return `${responder} ${target}`;
}

async function blockAgain(effects) {
  const left = effects.filter((effect) => rest(effect) !== null);
  if (left.length === 0) {
    say(texts.change.undoNothing);
    return;
  }
  const groups = Map.groupBy(left, (effect) => `${effect.responder} ${rest(effect)}`);
  try {
    const results = [];
    for (const group of groups.values()) {
      const body = {
        targets: group.map((effect) => effect.target),
        seconds: rest(group[0]),
        with: group[0].responder,
        reason: texts.change.undoReason,
      };
      results.push(...(await post("api/block", body)).results);
    }
    report(results, [], null);
  } catch (error) {
    sayProblem(error);
  }
}

// Seconds that were left, 0 for "until lifted", null if the time is over meanwhile.
function rest(effect) {
  if (!effect.until) {
    return 0;
  }
  const seconds = Math.ceil((Date.parse(effect.until) - now()) / 1000);
  return seconds > 0 ? seconds : null;
}
