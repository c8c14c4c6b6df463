// Blocks targets by hand: a form, a review, and undo.
import { post } from "../base/api.js";
import { h, setText } from "../base/dom.js";
import { shown } from "../base/format.js";
import { field, options } from "../parts/bits.js";
import { confirm, openDialog } from "../parts/dialog.js";
import { sayProblem } from "../parts/toasts.js";
import { texts } from "../texts.js";
import { durationFields } from "./duration-fields.js";
import { liftEach } from "./lift.js";
import { listed, report, reportUntil } from "./targets.js";

const MOST = 1_000;

/** Asks for targets and time; the review goes back to the form, which keeps what was entered. */
export async function block(responders, entered = { targets: [], seconds: 3600, with: "", reason: "" }) {
  const t = texts.change;
  for (let order = await ask(responders, entered); order !== null; order = await ask(responders, order)) {
    const { targets, seconds } = order;
    const title = t.blockReview(targets.length, seconds, order.with);
    const confirmed = await confirm(title, t.blockBody, t.block(targets.length), {
      list: listed(targets),
      danger: true,
      reason: false,
      back: t.backToForm,
    });
    if (confirmed !== null) {
      await carryOut(order);
      return;
    }
  }
}

async function carryOut(order) {
  const body = { targets: order.targets, seconds: order.seconds, with: order.with || null, reason: order.reason || null };
  try {
    const { results } = await post("api/block", body);
    // Only what this order put in place is taken back: a block that was there before, or was extended, has other holders.
    const placed = results.filter((result) => result.outcome === "applied");
    report(results, placed, () => takeBack(placed));
  } catch (error) {
    sayProblem(error);
  }
}

async function takeBack(placed) {
  try {
    const reason = texts.change.undoReason;
    const known = placed.filter((result) => result.id);
    const others = placed.filter((result) => !result.id).map((result) => result.target);
    const { results: each, problem } = await liftEach(known, reason);
    const results = each.flat();
    if (others.length > 0 && problem === null) {
      results.push(...(await post("api/lift", { targets: others, reason })).results);
    }
    reportUntil(problem, results, [], null);
  } catch (error) {
    sayProblem(error);
  }
}

function ask(responders, entered) {
  const t = texts.change;
  return openDialog(t.blockTitle, (close) => {
    const targets = h("textarea", {
      rows: 4,
      spellcheck: "false",
      autocomplete: "off",
      "data-first": true,
      "aria-describedby": "targets-error",
    });
    targets.value = entered.targets.join("\n");
    const error = h("p", { class: "error-text", id: "targets-error", role: "alert" });
    const time = durationFields({ permanent: true, seconds: entered.seconds });
    const by = h("select", {}, options([["", t.withDefault], ...responders.map((name) => [name, shown(name)])], entered.with));
    const reason = h("input", { type: "text", maxlength: 200, autocomplete: "off", placeholder: t.reasonHint, value: entered.reason });
    const submit = (event) => {
      event.preventDefault();
      const names = lines(targets.value);
      setText(error, problemOf(names));
      if (error.textContent !== "") {
        targets.focus();
        return;
      }
      const seconds = time.read();
      if (seconds !== null) {
        close({ targets: names, seconds, with: by.value, reason: reason.value.trim() });
      }
    };
    return h(
      "form",
      { method: "dialog", novalidate: true, onsubmit: submit },
      field(t.targets, targets, { id: "targets", hint: t.targetsHint }),
      error,
      time.element,
      field(t.with, by, { id: "with" }),
      field(t.reason, reason, { id: "block-reason" }),
      h(
        "div",
        { class: "dialog-actions" },
        h("button", { type: "button", class: "button", onclick: () => close() }, texts.cancel),
        h("button", { type: "submit", class: "button primary" }, t.review),
      ),
    );
  });
}

function lines(text) {
  return [
    ...new Set(
      text
        .split(/\r?\n/)
        .map((line) => line.trim())
        .filter(Boolean),
    ),
  ];
}

function problemOf(names) {
  if (names.length === 0) {
    return texts.change.noTargets;
  }
  return names.length > MOST ? texts.change.tooManyTargets(MOST) : "";
}
