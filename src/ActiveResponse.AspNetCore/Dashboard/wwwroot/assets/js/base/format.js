// Numbers, times and durations as people read them.

const NUMBER = new Intl.NumberFormat("en");
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "2-digit", month: "short" });
const FULL = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "long" });
const UNITS = [
  ["w", 604800],
  ["d", 86400],
  ["h", 3600],
  ["m", 60],
  ["s", 1],
];
const LONGEST = 315_360_000;

export function number(value) {
  return NUMBER.format(value ?? 0);
}

/** 90061 seconds as "1d 1h": the two largest units, none after minutes that are hours away. */
export function duration(seconds) {
  let rest = Math.max(0, Math.ceil(seconds));
  if (rest === 0) {
    return "0s";
  }
  const first = UNITS.findIndex(([, size]) => rest >= size);
  const parts = [];
  for (const [unit, size] of UNITS.slice(first, first + 2)) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) {
      parts.push(`${count}${unit}`);
    }
  }
  return parts.join(" ");
}

/** "1d12h", "90" or "10 m" in seconds; null if it is none or beyond ten years. */
export function parseDuration(text) {
  const packed = text.replace(/\s+/g, "").toLowerCase();
  if (/^\d{1,9}$/.test(packed)) {
    return within(Number(packed));
  }
  if (!/^(\d{1,9}[wdhms])+$/.test(packed)) {
    return null;
  }
  const sizes = Object.fromEntries(UNITS);
  const seconds = [...packed.matchAll(/(\d+)([wdhms])/g)].reduce((sum, [, count, unit]) => sum + count * sizes[unit], 0);
  return within(seconds);
}

function within(seconds) {
  return seconds > 0 && seconds <= LONGEST ? seconds : null;
}

/** The time of day, with the day if it isn't today. */
export function moment(iso, now) {
  const at = new Date(iso ?? NaN);
  if (Number.isNaN(at.getTime())) {
    return "";
  }
  return at.toDateString() === new Date(now).toDateString() ? TIME.format(at) : `${DAY.format(at)} ${TIME.format(at)}`;
}

/** With date and zone, for titles and details. */
export function fullMoment(iso) {
  const at = new Date(iso ?? NaN);
  return Number.isNaN(at.getTime()) ? "" : FULL.format(at);
}

/** Control, bidirectional and invisible characters made visible: a name must not reorder or hide what stands beside it. */
export function shown(value) {
  return String(value ?? "").replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115F\u1160\u3164\uFFA0]/gu, (character) => {
    const code = character.codePointAt(0).toString(16);
    return code.length > 4 ? `\\u{${code}}` : `\\u${code.padStart(4, "0")}`;
  });
}
