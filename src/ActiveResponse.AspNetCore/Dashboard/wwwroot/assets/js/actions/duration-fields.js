// A choice of usual times, or any other in words like "1d12h".
import { h, setText } from "../base/dom.js";
import { parseDuration } from "../base/format.js";
import { field, options } from "../parts/bits.js";
import { texts } from "../texts.js";

/** { element, read() }: read gives seconds, 0 for "until lifted", or null after saying what is wrong. */
export function durationFields({ permanent, seconds = 3600 }) {
  const t = texts.change;
  const usual = t.durations.map(([text, value]) => [value, text]);
  const choices = [...usual, ...(permanent ? [[0, t.untilLifted]] : []), ["other", t.other]];
  const isUsual = choices.some(([value]) => value === seconds);
  const select = h("select", {}, options(choices, isUsual ? seconds : "other"));
  const input = h("input", {
    type: "text",
    autocomplete: "off",
    "aria-describedby": "duration-error",
    value: isUsual ? "" : `${seconds}s`,
  });
  const error = h("p", { class: "error-text", id: "duration-error", role: "alert" });
  const other = field(t.durationHint, input, { id: "duration-other" });
  const update = () => {
    other.hidden = select.value !== "other";
    setText(error, "");
  };
  select.addEventListener("change", () => {
    update();
    if (!other.hidden) {
      input.focus();
    }
  });
  update();

  const read = () => {
    const value = select.value === "other" ? parseDuration(input.value) : Number(select.value);
    setText(error, value === null ? t.badDuration : "");
    input.setAttribute("aria-invalid", value === null);
    if (value === null) {
      input.focus();
    }
    return value;
  };
  return { element: h("div", { class: "field-row" }, field(t.duration, select, { id: "duration" }), other, error), read };
}
