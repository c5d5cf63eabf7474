// Follows the log: new records appear on top of the page's rows while "Live" is on. Without a script the page has a link to refresh it.
import { element, shortcut } from "./page.js";

const maxRows = 500;
const maxWait = 30_000;
const levels = ["Trace", "Debug", "Info", "Warn", "Error", "Fatal"];
const place = document.querySelector(".live[data-tail]");

if (place) {
  follow(place);
}

function follow(tools) {
  const rows = document.querySelector(".log");
  const button = element("button", { type: "button", "aria-pressed": "false" }, "Live");
  const state = element("span", { class: "muted", role: "status" });
  tools.append(button, " ", state);
  let source = null;
  let retry = 0;
  let wait = 1000;
  let isOn = false;
  let arrived = 0;

  function say(text) {
    state.textContent = text;
  }

  function connect() {
    clearTimeout(retry);
    source?.close();
    if (!isOn || document.hidden) {
      return;
    }
    say("connecting …");
    source = new EventSource(tools.dataset.tail);
    source.onopen = () => {
      wait = 1000;
      say(arrived ? `${arrived} new` : "waiting for records");
    };
    source.onmessage = (event) => {
      add(JSON.parse(event.data));
      say(`${++arrived} new`);
    };
    source.addEventListener("cut", () => {
      note("Some records were left out: they came faster than they could be shown.");
      lost();
    });
    source.onerror = lost;
  }

  function lost() {
    source.close();
    say(`connection lost; again in ${Math.round(wait / 1000)} s`);
    retry = setTimeout(connect, wait);
    wait = Math.min(maxWait, wait * 2);
  }

  function turn(on) {
    isOn = on;
    button.setAttribute("aria-pressed", String(on));
    button.textContent = on ? "Pause" : "Live";
    const address = new URL(location.href);
    address.searchParams.delete("live");
    if (on) {
      address.searchParams.set("live", "1");
      connect();
    } else {
      clearTimeout(retry);
      source?.close();
      say(arrived ? `paused after ${arrived} new` : "");
    }
    history.replaceState(null, "", address);
  }

  function note(text) {
    rows.prepend(element("p", { class: "note" }, text));
    trim();
  }

  function add(record) {
    rows.querySelector(".empty")?.remove();
    rows.prepend(row(record));
    trim();
  }

  function trim() {
    while (rows.childElementCount > maxRows) {
      rows.lastElementChild.remove();
    }
  }

  button.addEventListener("click", () => turn(!isOn));
  // A page that nobody sees holds no connection: a browser has few for one address.
  document.addEventListener("visibilitychange", () => {
    if (isOn && document.hidden) {
      clearTimeout(retry);
      source?.close();
      note("Not followed while the page was hidden.");
    } else if (isOn) {
      connect();
    }
  });
  shortcut("p", "Log: live, pause", () => turn(!isOn));
  if (new URLSearchParams(location.search).has("live")) {
    turn(true);
  }
}

function row(record) {
  const level = levels.includes(record.level) ? record.level.toLowerCase() : "unspecified";
  const summary = element("summary", {},
    element("time", { datetime: record.time }, record.time.slice(11, 23)), element("span", { class: "level" }, record.level),
    element("span", { class: "service" }, record.service), element("span", { class: "message" }, record.body.slice(0, 400).split(/[\r\n]/, 1)[0]));
  const details = element("details", { class: `record fresh ${level}` }, summary);
  // What a row opens to is made when it opens: most rows never do.
  details.addEventListener("toggle", () => details.append(about(record)), { once: true });
  return details;
}

function about(record) {
  const attributes = { time: record.time, level: record.severityText, scope: record.scope, event: record.event, instance: record.instance, ...record.attributes };
  const exception = attributes["exception.stacktrace"] || [attributes["exception.type"], attributes["exception.message"]].filter(Boolean).join(": ");
  const box = element("div", { class: "about" }, element("pre", { class: "body", tabindex: "0" }, record.body));
  if (exception) {
    box.append(element("pre", { class: "error", tabindex: "0" }, exception));
  }
  if (record.traceId) {
    box.append(element("p", { class: "links" },
      element("a", { href: `/trace/${record.traceId}${record.spanId ? `#span-${record.spanId}` : ""}` }, `Trace ${record.traceId}`),
      element("a", { href: `/logs?trace=${record.traceId}` }, "Log of this trace")));
  }
  const pairs = Object.entries(attributes).filter(([key, value]) => value && !/^exception\.(type|message|stacktrace)$/.test(key));
  box.append(element("table", { class: "pairs" }, element("tbody", {},
    ...pairs.map(([key, value]) => element("tr", {}, element("th", { scope: "row" }, key), element("td", {}, value))))));
  return box;
}
