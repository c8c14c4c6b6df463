// The frame around the views: name, navigation, connection, banners.
import { get, session } from "./base/api.js";
import { everySecond } from "./base/clock.js";
import { fill, h, icon, setText } from "./base/dom.js";
import { number, shown } from "./base/format.js";
import { hrefOf } from "./base/router.js";
import { nextTheme, theme } from "./base/theme.js";
import { say } from "./parts/toasts.js";
import { texts } from "./texts.js";

export const VIEWS = ["overview", "blocks", "history", "explain", "allow", "health", "fleet"];

export class Shell {
  main = h("main", { id: "main", tabindex: "-1" });
  element;
  #live;
  #links = {};
  #counts = {};
  #host = h("span", { class: "host" });
  #modes = h("span", { class: "modes" });
  #connection = h("span", { class: "connection", role: "status" });
  #banner = h("div", { class: "banners" });
  #themeButton;
  #wasLost = false;
  #hasFleet = null;

  constructor(live, onHelp) {
    this.#live = live;
    this.#themeButton = h("button", { type: "button", class: "icon-button", onclick: () => this.nextTheme() }, icon("theme"));
    this.#nameTheme();
    const help = h("button", { type: "button", class: "icon-button", "aria-label": texts.help.open, onclick: onHelp }, icon("help"));
    const logo = h("span", { class: "logo" }, icon("blocks", 22), h("span", { class: "product" }, texts.product));
    const skip = h("a", { class: "skip", href: "#main", onclick: (event) => this.#skip(event) }, texts.skip);
    this.element = h(
      "div",
      { class: "shell" },
      skip,
      h("header", { class: "top" }, logo, this.#host, this.#modes, this.#connection, this.#themeButton, help),
      this.#navigation(),
      h("div", { class: "content" }, this.#banner, this.main),
    );
    live.on("summary", () => this.#onSummary());
    live.on("health", () => this.#onHealth());
    live.stream.addEventListener("state", () => this.#onConnection());
    session.addEventListener("end", () => this.#onSignedOut());
    everySecond(() => live.stream.state === "lost" && this.#onConnection());
    this.#onConnection();
  }

  current(view, title) {
    document.title = `${title} · ${texts.product}`;
    for (const [name, link] of Object.entries(this.#links)) {
      if (name === view) {
        link.setAttribute("aria-current", "page");
        // On a phone the views are a row that scrolls.
        link.scrollIntoView({ block: "nearest", inline: "nearest" });
      } else {
        link.removeAttribute("aria-current");
      }
    }
  }

  nextTheme() {
    nextTheme();
    this.#nameTheme();
  }

  #skip(event) {
    event.preventDefault();
    this.main.focus();
  }

  #nameTheme() {
    this.#themeButton.setAttribute("aria-label", texts.theme[theme()]);
    this.#themeButton.title = texts.theme[theme()];
  }

  #navigation() {
    const items = VIEWS.map((name) => {
      this.#counts[name] = h("span", { class: "nav-count" });
      this.#links[name] = h(
        "a",
        { href: hrefOf(name) },
        icon(name),
        h("span", { class: "nav-name" }, texts.views[name]),
        this.#counts[name],
      );
      return h("li", { hidden: name === "fleet" }, this.#links[name]);
    });
    return h("nav", { class: "nav", "aria-label": texts.views.label }, h("ul", {}, items));
  }

  #onSummary() {
    const { summary } = this.#live;
    if (summary === null) {
      return;
    }
    setText(this.#host, shown(summary.hostName));
    this.#host.title = shown(summary.version);
    fill(
      this.#modes,
      summary.dryRun && h("span", { class: "badge mode" }, texts.dryRun),
      summary.killSwitch && h("span", { class: "badge mode" }, texts.killSwitch),
    );
    const { counts } = summary;
    setText(this.#counts.blocks, number((counts.active ?? 0) + (counts.pending ?? 0) + (counts.failed ?? 0) + (counts.lifting ?? 0)));
    if (summary.fleet && this.#hasFleet === null) {
      this.#askForFleet();
    }
  }

  // An agent that is a member knows of its fleet, but only an issuer can show it.
  async #askForFleet() {
    this.#hasFleet = true;
    try {
      await get("api/fleet");
      this.#links.fleet.parentElement.hidden = false;
    } catch (error) {
      this.#hasFleet = error.status === 404 ? false : null;
    }
  }

  #onHealth() {
    const { health, problems } = this.#live;
    const bad = (health?.findings ?? []).filter((finding) => finding.severity !== "ok" && finding.severity !== "info").length;
    const n = bad + (problems?.problems.length ?? 0);
    setText(this.#counts.health, n > 0 ? number(n) : "");
    this.#counts.health.classList.toggle("is-bad", n > 0);
  }

  #onConnection() {
    const { state, retryAt } = this.#live.stream;
    const t = texts.connection;
    setText(this.#connection, t[state]);
    this.#connection.className = `connection is-${state}`;
    if (state === "lost") {
      this.#wasLost = true;
      this.#showLost(retryAt === null ? t.trying : t.lostFor(Math.max(0, Math.ceil((retryAt - Date.now()) / 1000))));
    } else if (state === "live") {
      fill(this.#banner);
      if (this.#wasLost) {
        this.#wasLost = false;
        say(t.back);
      }
    }
  }

  // The banner's text changes each second; only its first appearance is announced.
  #showLost(text) {
    const shownText = this.#banner.querySelector(".lost-text");
    if (shownText) {
      setText(shownText, text);
      return;
    }
    const now = h("button", { type: "button", class: "button small", onclick: () => this.#live.stream.retryNow() }, texts.connection.now);
    const banner = h("div", { class: "banner banner-warning" }, icon("warning"), h("p", { class: "lost-text" }, text), now);
    fill(this.#banner, banner);
  }

  #onSignedOut() {
    const t = texts.signedOut;
    const reload = h("button", { type: "button", class: "button", onclick: () => location.reload() }, t.reload);
    const body = h("div", {}, h("p", {}, h("strong", {}, t.title)), h("p", {}, t.body), h("p", {}, t.how), reload);
    fill(this.#banner, h("div", { class: "banner banner-error", role: "alert" }, icon("error"), body));
  }
}
