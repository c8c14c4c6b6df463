// Which view the address names: "#/blocks?state=failed". Filters are in the address, so a view can be kept and passed on.

export function place() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  return { view: path || "overview", query: Object.fromEntries(new URLSearchParams(query)) };
}

export function hrefOf(view, query = {}) {
  const filled = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== "");
  const text = new URLSearchParams(filled).toString();
  return `#/${view}${text ? `?${text}` : ""}`;
}

export function go(view, query) {
  location.hash = hrefOf(view, query);
}

/** Changes the address without a new entry in the browser's history, and without a new view. */
export function note(view, query) {
  history.replaceState(null, "", hrefOf(view, query));
}
