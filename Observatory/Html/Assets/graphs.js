// A graph of nodes once there is script: nearer, farther, as much as can be read, and moved with the mouse. Without it, the graph scrolls.
import { keyOf } from "./charts.js";
import { shortcut } from "./page.js";

const step = 1.25;
const nearest = 4;

// Smaller, names of neighbours would run into each other (charts.css keeps them from shrinking further): what does not fit then is scrolled to.
const readable = 0.8;

// Smaller still, circles have no room for their names.
const shapes = 0.5;

// How each graph is looked at, while the page is open: no scale is as much as can be read.
const views = new Map();

const graphs = (root) => root.querySelectorAll(".chart.nodegraph:has(> .graph-tools)");
const svgOf = (graph) => graph.querySelector(".scroll > svg");
const viewOf = (graph) => {
  const key = keyOf(graph);
  return views.get(key) ?? views.set(key, { scale: null, left: 0, top: 0 }).get(key);
};

function draw(graph, scale) {
  const svg = svgOf(graph);
  const { width, height } = svg.viewBox.baseVal;
  svg.classList.add("zoomed");
  svg.classList.toggle("far", scale < readable);
  svg.classList.toggle("shapes", scale < shapes);
  svg.style.setProperty("--zoom", scale);
  svg.style.width = `${width * scale}px`;
  svg.style.height = `${height * scale}px`;
  graph.querySelector(".graph-scale").textContent = `${Math.round(scale * 100)} %`;
}

/** The scale at which all of a graph is in its frame; never larger than it was drawn. */
function whole(graph) {
  // A frame that is as high as the graph says how high it may be only when the graph has its own size.
  draw(graph, 1);
  const { width, height } = svgOf(graph).viewBox.baseVal;
  const { offsetWidth, offsetHeight } = graph.querySelector(".scroll");
  return Math.min(1, offsetWidth / width, offsetHeight / height);
}

function show(graph) {
  const { scale, left, top } = viewOf(graph);
  const scroll = graph.querySelector(".scroll");
  draw(graph, scale ?? Math.max(readable, whole(graph)));
  scroll.scrollTo(left, top);
}

/** Changes the scale; what is at the point stays there. */
function zoom(graph, factor, x, y) {
  const scroll = graph.querySelector(".scroll");
  const frame = scroll.getBoundingClientRect();
  [x, y] = [x ?? frame.left + frame.width / 2, y ?? frame.top + frame.height / 2];
  const before = svgOf(graph).getBoundingClientRect();
  const scale = before.width / svgOf(graph).viewBox.baseVal.width;
  const wanted = Math.min(nearest, Math.max(Math.min(readable, whole(graph)), scale * factor));
  viewOf(graph).scale = wanted;
  draw(graph, wanted);
  const after = svgOf(graph).getBoundingClientRect();
  scroll.scrollBy({
    left: after.left + ((x - before.left) / before.width) * after.width - x,
    top: after.top + ((y - before.top) / before.height) * after.height - y,
    behavior: "instant",
  });
}

const actions = {
  in: (graph) => zoom(graph, step),
  out: (graph) => zoom(graph, 1 / step),
  fit: (graph) => {
    Object.assign(viewOf(graph), { scale: null, left: 0, top: 0 });
    show(graph);
  },
};
const keys = { "+": "in", "=": "in", "-": "out", 0: "fit" };

function enhance(graph) {
  const scroll = graph.querySelector(".scroll");
  graph.querySelector(".graph-tools").addEventListener("click", (event) => actions[event.target.closest("[data-zoom]")?.dataset.zoom]?.(graph));
  graph.addEventListener("keydown", (event) => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? null : actions[keys[event.key]];
    if (action) {
      event.preventDefault();
      action(graph);
    }
  });
  // Only with Ctrl, which is also what a trackpad's pinch says: else the wheel scrolls.
  scroll.addEventListener("wheel", (event) => {
    if (event.ctrlKey || event.metaKey) {
      event.preventDefault();
      zoom(graph, Math.exp(-event.deltaY * (event.deltaMode === 0 ? 0.002 : 0.05)), event.clientX, event.clientY);
    }
  }, { passive: false });
  scroll.addEventListener("scroll", () => Object.assign(viewOf(graph), { left: scroll.scrollLeft, top: scroll.scrollTop }), { passive: true });
  scroll.addEventListener("mousedown", (event) => event.button === 0 && event.target.closest("svg") && drag(scroll, event));
  scroll.addEventListener("dragstart", (event) => event.preventDefault());
  show(graph);
}

// With the mouse; a finger scrolls by itself.
function drag(scroll, event) {
  const { screenX, screenY } = event;
  // Else texts would be selected on the way.
  event.preventDefault();
  scroll.focus({ preventScroll: true });
  const [left, top] = [scroll.scrollLeft, scroll.scrollTop];
  const end = new AbortController();
  let moved = false;
  addEventListener("mousemove", (event) => {
    const [dx, dy] = [event.screenX - screenX, event.screenY - screenY];
    moved ||= Math.hypot(dx, dy) > 4;
    if (moved) {
      scroll.classList.add("moving");
      scroll.scrollTo({ left: left - dx, top: top - dy, behavior: "instant" });
    }
  }, { signal: end.signal });
  addEventListener("mouseup", () => {
    end.abort();
    scroll.classList.remove("moving");
    if (moved) {
      // Letting go of the graph on a node is no click on it.
      const swallow = (event) => {
        event.preventDefault();
        event.stopPropagation();
      };
      addEventListener("click", swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener("click", swallow, { capture: true }));
    }
  }, { signal: end.signal });
}

graphs(document).forEach(enhance);
document.addEventListener("contentreplaced", (event) => graphs(event.target).forEach(enhance));
addEventListener("resize", () => graphs(document).forEach((graph) => viewOf(graph).scale === null && show(graph)));

if (graphs(document).length > 0) {
  const nearestGraph = () => document.activeElement?.closest(".chart.nodegraph") ?? graphs(document)[0];
  for (const [key, action, name] of [["+", "in", "nearer"], ["-", "out", "farther"], ["0", "fit", "as much as can be read"]]) {
    shortcut(key, `Map: ${name}`, () => nearestGraph() && actions[action](nearestGraph()));
  }
}
