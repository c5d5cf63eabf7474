// The waterfall from the keyboard, and what a script can add to a trace's page. All of it opens and folds without one.
import { shortcut, element } from "./page.js";

const waterfall = document.querySelector(".waterfall");

if (waterfall) {
  // Asked of the elements, not of the layout, which is not made for rows out of sight.
  const rows = () => [...waterfall.querySelectorAll(".span > summary")].filter((row) => !row.closest(".below:not([open])"));
  const below = (row) => (row.parentElement.nextElementSibling?.matches(".below") ? row.parentElement.nextElementSibling : null);
  const focused = () => document.activeElement?.closest?.(".waterfall .span > summary");

  function move(step) {
    const all = rows();
    const at = all.indexOf(focused());
    all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))]?.focus();
  }

  function next(selector, step) {
    const all = rows();
    const wanted = all.filter((row) => row.parentElement.matches(selector));
    const at = all.indexOf(focused());
    const places = new Map(all.map((row, place) => [row, place]));
    const found = step > 0 ? wanted.find((row) => places.get(row) > at) ?? wanted[0] : wanted.findLast((row) => places.get(row) < at) ?? wanted.at(-1);
    found?.focus();
    found?.scrollIntoView({ block: "center" });
  }

  waterfall.addEventListener("keydown", (event) => {
    const row = focused();
    if (!row || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const children = below(row);
    switch (event.key) {
      case "ArrowDown":
        move(1);
        break;
      case "ArrowUp":
        move(-1);
        break;
      case "ArrowRight":
        if (children && !children.open) {
          children.open = true;
        } else {
          children?.querySelector(".span > summary")?.focus();
        }
        break;
      case "ArrowLeft":
        if (children?.open) {
          children.open = false;
        } else {
          row.closest(".below")?.parentElement.querySelector(":scope > .span > summary").focus();
        }
        break;
      case "Home":
        rows()[0]?.focus();
        break;
      case "End":
        rows().at(-1)?.focus();
        break;
      default:
        return;
    }
    event.preventDefault();
  });

  function fold(open) {
    for (const children of waterfall.querySelectorAll(".below")) {
      children.open = open;
    }
  }

  // A row that an address or a link of the page names: unfolded, open, in sight.
  function show() {
    const row = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (row?.matches?.(".span")) {
      for (let above = row.closest(".below"); above; above = above.parentElement.closest(".below")) {
        above.open = true;
      }
      row.open = true;
      const summary = row.querySelector("summary");
      summary.scrollIntoView({ block: "center" });
      summary.focus({ preventScroll: true });
    }
  }

  shortcut("j", "Trace: next row (also ↓)", () => move(1));
  shortcut("k", "Trace: row before (also ↑)", () => move(-1));
  shortcut("e", "Trace: next error", () => next(".failed", 1));
  shortcut("E", "Trace: error before", () => next(".failed", -1));
  shortcut("n", "Trace: next row that was found", () => next(".found", 1));
  shortcut("N", "Trace: row before that was found", () => next(".found", -1));
  shortcut("x", "Trace: next row on the critical path", () => next(".critical", 1));
  shortcut("+", "Trace: unfold all (→ one)", () => fold(true));
  shortcut("-", "Trace: fold all (← one)", () => fold(false));

  const all = element("button", { type: "button" }, "Fold all");
  all.addEventListener("click", () => {
    const open = all.textContent === "Unfold all";
    fold(open);
    all.textContent = open ? "Fold all" : "Unfold all";
  });
  document.querySelector(".tools-row")?.append(all);
  addEventListener("hashchange", show);
  show();
}

// A row of a very large trace comes without what its span says, but with a link to it: it is fetched when the row is opened.
document.addEventListener("toggle", async ({ target: row }) => {
  const link = row.matches?.(".span[open]") && row.querySelector(":scope > a.about");
  if (!link || link.ariaBusy) {
    return;
  }
  link.ariaBusy = "true";
  const answer = await fetch(link.href).catch(() => null);
  const said = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(row.id)?.querySelector("div.about");
  if (said) {
    link.replaceWith(said);
  } else {
    link.ariaBusy = null;
  }
}, { capture: true });

// The search's suggestions are those of the service that is chosen.
const service = document.querySelector('form[action="/search"] select[name="service"]');
service?.addEventListener("change", async () => {
  const list = document.getElementById("operations");
  const answer = service.value && (await fetch(`/api/services/${encodeURIComponent(service.value)}/operations`));
  if (list && answer && answer.ok) {
    list.replaceChildren(...(await answer.json()).data.slice(0, 500).map((operation) => element("option", { value: operation })));
  }
});
