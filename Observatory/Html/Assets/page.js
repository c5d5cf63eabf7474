// What every page has: the theme switch and the keyboard. Other scripts add their keys with shortcut().

const keys = new Map();

/**
 * Adds a key that works wherever nothing is typed.
 * @param {string} key What KeyboardEvent.key says, or two keys in a row such as "g t".
 * @param {string} description For the list that "?" shows.
 * @param {(event: KeyboardEvent) => void} action What it does.
 */
export function shortcut(key, description, action) {
  keys.set(key, { description, action });
}

/** Makes an element: its attributes, then its children (elements, or text that stays text). */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function isTyping(target) {
  return target instanceof HTMLElement && (target.isContentEditable || /^(input|select|textarea)$/i.test(target.tagName));
}

let first = "";
let firstAt = 0;
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (isTyping(event.target)) {
    if (event.key === "Escape") {
      event.target.blur();
    }
    return;
  }
  if (document.querySelector("dialog[open]")) {
    return;
  }
  const pair = event.timeStamp - firstAt < 1500 ? keys.get(`${first} ${event.key}`) : undefined;
  const found = pair ?? keys.get(event.key);
  [first, firstAt] = [event.key, event.timeStamp];
  if (found) {
    event.preventDefault();
    first = "";
    found.action(event);
  }
});

// The theme: as the system has it, light, dark.
const themes = ["auto", "light", "dark"];
const root = document.documentElement;
const themeButton = element("button", { type: "button", class: "quiet theme" });

function showTheme() {
  const theme = root.dataset.theme ?? "auto";
  themeButton.textContent = { auto: "◐ Auto", light: "☀ Light", dark: "☾ Dark" }[theme];
  themeButton.setAttribute("aria-label", `Theme: ${theme}. Change it`);
}

function nextTheme() {
  const next = themes[(themes.indexOf(root.dataset.theme ?? "auto") + 1) % themes.length];
  if (next === "auto") {
    delete root.dataset.theme;
  } else {
    root.dataset.theme = next;
  }
  try {
    localStorage.setItem("observatory.theme", next);
  } catch {
    // It holds for this page then.
  }
  showTheme();
}

function showKeys() {
  const rows = [...keys].map(([key, { description }]) =>
    element("tr", {}, element("th", { scope: "row" }, ...key.split(" ").flatMap((k) => [element("kbd", {}, k), " "])), element("td", {}, description)));
  const close = element("button", { type: "button" }, "Close");
  const dialog = element("dialog", { class: "keys", "aria-labelledby": "keys-title" },
    element("h2", { id: "keys-title" }, "Keyboard"), element("table", {}, element("tbody", {}, ...rows)), close);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

const helpButton = element("button", { type: "button", class: "quiet help", "aria-label": "Keyboard shortcuts" }, "?");
helpButton.addEventListener("click", showKeys);
themeButton.addEventListener("click", nextTheme);
showTheme();
document.querySelector("header.chrome")?.append(element("span", { class: "tools" }, themeButton, helpButton));

shortcut("?", "This list", showKeys);
for (const [key, path, name] of [["h", "/", "Home"], ["d", "/dashboards", "Dashboards"], ["t", "/search", "Traces"], ["m", "/map", "Map"], ["l", "/logs", "Logs"]]) {
  shortcut(`g ${key}`, name, () => location.assign(path));
}
shortcut("/", "To the first field of the page", () => {
  const field = document.querySelector("main [data-first], main input:not([type=hidden]):not([type=checkbox]):not([type=radio]), main select");
  field?.focus();
  field?.select?.();
});
shortcut("c", "Theme: auto, light, dark", nextTheme);
