// Builds elements. What alerts say is hostile: it becomes a text node or the value of an attribute, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** h("p", { class: "note", onclick: f }, "text", child): attributes, listeners, children; null, undefined and false are left out. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) {
    setAttribute(element, name, value);
  }
  element.append(...children.flat().filter(isShown));
  return element;
}

function setAttribute(element, name, value) {
  if (name.startsWith("on") && typeof value === "function") {
    element.addEventListener(name.slice(2), value);
  } else if (name === "value" || name === "checked" || name === "disabled" || name === "selected") {
    element[name] = value ?? "";
  } else if (name === "href" && !String(value).startsWith("#")) {
    throw new Error("links lead within the page");
  } else if (isShown(value)) {
    element.setAttribute(name, value === true ? "" : String(value));
  }
}

function isShown(value) {
  return value !== null && value !== undefined && value !== false;
}

/** Replaces what is in the element. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat().filter(isShown));
  return element;
}

/** Sets the text if it is another one, so that idle ticks cost no layout. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** An icon of one or more paths on a grid of 20, for the eye only. */
export function icon(name, size = 18) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("width", size);
  svg.setAttribute("height", size);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", "icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

const ICONS = {
  overview: "M3 11h5V3H3zM12 17h5V9h-5zM3 17h5v-3H3zM12 6h5V3h-5z",
  blocks: "M10 2.5 4 5v4.6c0 3.7 2.5 6.8 6 7.9 3.5-1.1 6-4.2 6-7.9V5zM7.5 10h5",
  history: "M3.5 10a6.5 6.5 0 1 0 2-4.7L3.5 7.2M3.5 3.5v3.7h3.7M10 6.5V10l2.5 1.8",
  explain: "M8.7 14.2a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM12.7 12.7 17 17",
  allow: "M4 10.5 8 14.5 16 5.5",
  health: "M2.5 10h3.5l2-5 4 10 2-5h3.5",
  fleet: "M3 4h14v4H3zM3 12h14v4H3zM6 6h.01M6 14h.01",
  theme: "M10 3a7 7 0 1 0 7 7 5.5 5.5 0 0 1-7-7z",
  help: "M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.7.4-1.1.9-1.1 1.8M10 14.5h.01",
  close: "M5 5l10 10M15 5 5 15",
  plus: "M10 4v12M4 10h12",
  up: "M5 12.5 10 7.5l5 5",
  down: "M5 7.5 10 12.5l5-5",
  ok: "M5 10.5 8.5 14 15 6.5",
  warning: "M10 3 2.5 16.5h15zM10 8v4M10 14.3h.01",
  error: "M10 2.5a7.5 7.5 0 1 0 0 15 7.5 7.5 0 0 0 0-15zM10 6v5M10 13.7h.01",
};
