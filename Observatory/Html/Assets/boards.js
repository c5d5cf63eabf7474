// Boards: asks the page again and puts the panels' new contents in place. Without this script, the link "Refresh" does it.
const board = document.querySelector("[data-refresh]");

if (board) {
  const status = board.querySelector(".board-status");
  const form = board.querySelector(".board-controls");
  const interval = Number(board.dataset.refresh);
  const quiet = 1500;
  let timer = 0;
  let under = null;
  let moved = 0;
  let movedIn = null;
  let last = performance.now();

  board.addEventListener("pointermove", event => {
    moved = performance.now();
    movedIn = event.target.closest?.(".panel");
  }, { passive: true });

  // What was served, before other scripts add to it: a panel that is served the same again is left alone.
  for (const part of board.querySelectorAll(".panel-body, [data-live]")) {
    part.served = part.innerHTML;
  }

  function schedule() {
    clearTimeout(timer);
    if (interval > 0 && !document.hidden) {
      timer = setTimeout(refresh, Math.max(0, last + interval - performance.now()));
    }
  }

  function say(text) {
    if (status && status.textContent !== text) {
      status.textContent = text;
    }
  }

  async function refresh() {
    if (under || document.hidden) {
      return;
    }

    under = new AbortController();
    last = performance.now();
    board.setAttribute("aria-busy", "true");
    const giveUp = setTimeout(() => under?.abort(), 30000);
    try {
      const answer = await fetch(location.href, { signal: under.signal, headers: { Accept: "text/html" }, cache: "no-store" });
      if (!answer.ok) {
        throw new Error(`Observatory answered ${answer.status}`);
      }

      replace(new DOMParser().parseFromString(await answer.text(), "text/html"));
      say("");
    } catch (error) {
      say(`Not refreshed: ${error.name === "AbortError" ? "no answer in time" : error.message}`);
    } finally {
      clearTimeout(giveUp);
      under = null;
      board.removeAttribute("aria-busy");
      schedule();
    }
  }

  function replace(fresh) {
    for (const part of board.querySelectorAll(".panel, [data-live]")) {
      const other = part.id ? fresh.getElementById(part.id) : null;
      // What somebody points at, reads with the keyboard or selects is left until later.
      if (!other || (part === movedIn && performance.now() - moved < quiet) || hasSelection(part)) {
        continue;
      }

      const [before, after] = part.matches(".panel") ? [part.querySelector(".panel-body"), other.querySelector(".panel-body")] : [part, other];
      if (before && after && after.innerHTML !== before.served) {
        swap(before, after);
      }

      if (part.dataset.state !== other.dataset.state) {
        part.dataset.state = other.dataset.state;
      }
    }
  }

  function swap(before, after) {
    const html = after.innerHTML;
    const focusable = "a, button, input, select, summary, [tabindex]";
    const focused = before.contains(document.activeElement) ? [...before.querySelectorAll(focusable)].indexOf(document.activeElement) : -1;
    const open = new Set([...before.querySelectorAll("details[open]")].map(keyOf));
    const closed = new Set([...before.querySelectorAll("details:not([open])")].map(keyOf));
    const scrolled = [before, ...before.querySelectorAll(".scroll, .log, .waterfall, .chart, .chart *")].map((e, i) => [i, e.scrollLeft, e.scrollTop]).filter(([, x, y]) => x || y);
    before.innerHTML = html;
    before.served = html;
    for (const details of before.querySelectorAll("details")) {
      const key = keyOf(details);
      if (open.has(key)) {
        details.open = true;
      } else if (closed.has(key)) {
        details.open = false;
      }
    }

    const places = [before, ...before.querySelectorAll(".scroll, .log, .waterfall, .chart, .chart *")];
    for (const [index, x, y] of scrolled) {
      places[index]?.scrollTo(x, y);
    }

    if (focused >= 0) {
      before.querySelectorAll(focusable)[focused]?.focus({ preventScroll: true });
    }

    before.dispatchEvent(new CustomEvent("contentreplaced", { bubbles: true }));
  }

  function keyOf(details) {
    return details.id || details.querySelector("summary")?.textContent || "";
  }

  function hasSelection(part) {
    const selection = getSelection();
    return selection && !selection.isCollapsed && part.contains(selection.anchorNode);
  }

  document.addEventListener("visibilitychange", schedule);
  board.querySelector("a.refresh")?.addEventListener("click", event => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      refresh();
    }
  });

  // A choice counts at once; boxes count when their list is closed, so that several can be ticked.
  form?.addEventListener("change", event => {
    if (event.target.matches("select")) {
      form.requestSubmit();
    }
  });
  for (const list of form?.querySelectorAll("details.drop") ?? []) {
    let changed = false;
    list.addEventListener("change", () => { changed = true; });
    list.addEventListener("toggle", () => {
      if (!list.open && changed && list.querySelector(".boxes")) {
        form.requestSubmit();
      }
    });
    list.addEventListener("keydown", event => {
      if (event.key === "Escape" && list.open) {
        list.open = false;
        list.querySelector("summary").focus();
      }
    });
  }

  document.addEventListener("pointerdown", event => {
    for (const list of document.querySelectorAll("details.drop[open], .panel-info[open]")) {
      if (!list.contains(event.target)) {
        list.open = false;
      }
    }
  });
  document.addEventListener("keydown", event => {
    if (event.key === "Escape") {
      for (const about of document.querySelectorAll(".panel-info[open]")) {
        about.open = false;
      }
    }
  });
  schedule();
}
