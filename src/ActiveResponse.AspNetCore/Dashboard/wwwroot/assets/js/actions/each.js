// Changes many effects, a few at a time; what one can't have doesn't stop the others.
import { post } from "../base/api.js";

const AT_ONCE = 4;

/** Returns the results, and the problem that ended it early, or null: what was done until then is told, and can be undone. */
export async function eachOf(items, work) {
  const results = [];
  let next = 0;
  let problem = null;
  const worker = async () => {
    while (problem === null && next < items.length) {
      const item = items[next++];
      try {
        results.push(await work(item));
      } catch (error) {
        problem ??= error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, worker));
  return { results, problem };
}

/** The results of one effect's change. Without a server or a session all the others would fail alike, so that is thrown. */
export async function changeOne(effect, verb, body) {
  try {
    return (await post(`api/effects/${encodeURIComponent(effect.id)}/${verb}`, body)).results;
  } catch (error) {
    if (error.status === 404) {
      return [{ target: effect.target, outcome: "already-lifted" }];
    }
    if (error.status === 401 || error.status === 0) {
      throw error;
    }
    return [{ target: effect.target, outcome: "failed", detail: [error.message, error.detail].filter(Boolean).join(": ") }];
  }
}
