// Adds to and removes from the allow list, with undo.
import { post, remove } from "../base/api.js";
import { confirm } from "../parts/dialog.js";
import { say, sayProblem } from "../parts/toasts.js";
import { texts } from "../texts.js";

/** Asks and adds; true if it was added. */
export async function allowEntry(entry) {
  const t = texts.allow;
  if ((await confirm(t.addConfirm(entry), t.addBody, t.allow, { reason: false })) === null) {
    return false;
  }
  return carryOut(
    () => add(entry),
    t.added(entry),
    () => carryOut(() => drop(entry), t.removed(entry), null),
  );
}

/** Asks and removes. */
export async function disallowEntry(entry) {
  const t = texts.allow;
  if ((await confirm(t.removeConfirm(entry), t.removeBody, t.remove, { reason: false, danger: true })) === null) {
    return false;
  }
  return carryOut(
    () => drop(entry),
    t.removed(entry),
    () => carryOut(() => add(entry), t.added(entry), null),
  );
}

/** Told after each change, also an undone one. */
export const allowChanges = new EventTarget();

function add(entry) {
  return post("api/allow", { entries: [entry] });
}

function drop(entry) {
  return remove(`api/allow/${encodeURIComponent(entry)}`);
}

async function carryOut(work, text, undo) {
  try {
    await work();
    say(text, undo);
    allowChanges.dispatchEvent(new Event("change"));
    return true;
  } catch (error) {
    sayProblem(error);
    return false;
  }
}
