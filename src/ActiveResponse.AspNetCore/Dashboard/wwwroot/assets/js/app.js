// Starts the page: the frame, the stream of events, and the view that the address names.
import { fill } from "./base/dom.js";
import { go, place } from "./base/router.js";
import { block } from "./actions/block.js";
import { Live } from "./live/live.js";
import { toastArea, undoLast } from "./parts/toasts.js";
import { Shell, VIEWS } from "./shell.js";
import { listen, showHelp } from "./shortcuts.js";
import { AllowView } from "./views/allow.js";
import { BlocksView } from "./views/blocks.js";
import { ExplainView } from "./views/explain.js";
import { FleetView } from "./views/fleet.js";
import { HealthView } from "./views/health.js";
import { HistoryView } from "./views/history.js";
import { OverviewView } from "./views/overview.js";

const CLASSES = {
  overview: OverviewView,
  blocks: BlocksView,
  history: HistoryView,
  explain: ExplainView,
  allow: AllowView,
  health: HealthView,
  fleet: FleetView,
};

const live = new Live();
const shell = new Shell(live, () => showHelp(live.mayChange));
let view = null;

function showView(isFirst) {
  const { view: name, query } = place();
  const known = Object.hasOwn(CLASSES, name) ? name : "overview";
  view?.stop();
  view = new CLASSES[known](live, query);
  fill(shell.main, view.element);
  shell.current(known, view.title);
  if (!isFirst) {
    // A screen reader then says where one is.
    view.element.querySelector("h1").focus();
    window.scrollTo(0, 0);
  }
}

function search() {
  if (view.keys?.["/"]) {
    view.keys["/"]();
  } else {
    go("blocks");
    addEventListener("hashchange", () => view.keys?.["/"]?.(), { once: true });
  }
}

const changes = { b: () => block((live.summary?.byResponder ?? []).map((item) => item.name)), u: undoLast };

function handlerOf(key) {
  const number = Number(key);
  if (Number.isInteger(number) && number >= 1 && number <= VIEWS.length && (VIEWS[number - 1] !== "fleet" || live.summary?.fleet)) {
    return () => go(VIEWS[number - 1]);
  }
  const general = { "/": search, "?": () => showHelp(live.mayChange), t: () => shell.nextTheme() };
  return general[key] ?? view.keys?.[key] ?? (live.mayChange ? changes[key] : undefined);
}

fill(document.getElementById("app"), shell.element, toastArea);
addEventListener("hashchange", () => showView(false));
listen(handlerOf);
showView(true);
live.start();
