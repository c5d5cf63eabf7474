// What a chart can do once there is script: say the values under the pointer, show one series alone, sort a table.
// Everything is listened for at the document, because a panel's markup is replaced whenever it is refreshed.
import { isOwn, parts } from './times.js';

const mostRows = 20;
const plots = new WeakMap();
const alone = new Map(); // chart → names of the series that are shown alone
const order = new Map(); // table → column and direction
let shown = null; // the plot that is read: { plot, index, row, pointer }

// The root itself counts: what is put into a panel is the chart, not something around it.
const all = (root, selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
const numbers = text => (text ? text.split(',').map(n => n === '' ? NaN : Number(n)) : []);

// Reading

function model(plot) {
  let found = plots.get(plot);
  if (!found) {
    let time = 0;
    const [from, to] = numbers(plot.dataset.range);
    const rows = all(plot, 'g.series, g.cells').map(g => ({
      g,
      name: g.dataset.name,
      values: numbers(g.dataset.values),
      stack: g.dataset.stack ? g.dataset.stack + g.dataset.axis : '',
      right: g.dataset.axis === '1',
      write: writer(g.dataset.scales ?? plot.dataset.scales, g.dataset.decimals ?? plot.dataset.decimals),
    }));
    found = { times: numbers(plot.dataset.times).map(d => time += d), from, to, rows, left: numbers(plot.dataset.left), right: numbers(plot.dataset.right), cells: 'cells' in plot.dataset };
    plots.set(plot, found);
  }
  return found;
}

// The unit comes as its scales: prefix|factor|from,divisor,suffix;…
function writer(text, decimals) {
  if (!text) return value => String(value);
  const [prefix, factor, list] = text.split('|');
  const scales = list.split(';').map(s => s.split(',')).map(([from, divisor, suffix]) => ({ from: Number(from), divisor: Number(divisor), suffix }));
  return value => {
    let size = Math.abs(value * Number(factor));
    if (size < 1000 && decimals === '') size = Number(size.toPrecision(3));
    const scale = scales.findLast(s => size >= s.from || (size === 0 && s.divisor <= 1)) ?? { divisor: 1, suffix: '' };
    const number = size / scale.divisor;
    const digits = decimals !== '' ? Number(decimals) : Number.isInteger(number) ? 0 : 2 - Math.floor(Math.log10(number));
    const written = number >= 1e15 || (number > 0 && digits > 11) ? number.toExponential(2) : number.toFixed(Math.min(12, Math.max(0, digits)));
    return (value < 0 ? '-' : '') + prefix + written + scale.suffix;
  };
}

const share = (value, [min, max, log]) => log ? (Math.log(value) - Math.log(min)) / (Math.log(max) - Math.log(min)) : (value - min) / (max - min);

const stamp = seconds => {
  const { year, day, clock, seconds: rest } = parts(new Date(seconds * 1000));
  return `${year}-${day} ${clock}:${rest}${isOwn() ? '' : 'Z'}`;
};

// Where each series is drawn at a time, from 0 at the bottom to 1 at the top.
function heights(data, index) {
  const sums = new Map();
  for (const row of data.rows) {
    if (row.stack) sums.set(row.stack, (sums.get(row.stack) ?? 0) + Math.abs(row.values[index] || 0));
  }
  const piles = new Map();
  return data.rows.map(row => {
    let value = row.values[index];
    if (row.stack && !Number.isNaN(value)) {
      if (row.stack[0] === '%') value /= sums.get(row.stack) || 1;
      const key = row.stack + (value < 0);
      piles.set(key, (piles.get(key) ?? 0) + value);
      value = piles.get(key);
    }
    return share(value, row.right && data.right.length ? data.right : data.left);
  });
}

function nearestTime(data, time) {
  let best = 0;
  data.times.forEach((t, i) => { if (Math.abs(t - time) < Math.abs(data.times[best] - time)) best = i; });
  return best;
}

function point(plot, x, y) {
  const data = model(plot);
  if (!data.times.length) return;
  const box = plot.getBoundingClientRect();
  const time = data.from + (x - box.left) / box.width * (data.to - data.from);
  const height = 1 - (y - box.top) / box.height;
  if (data.cells) {
    const index = data.times.findIndex(t => t >= time);
    read(plot, index < 0 ? data.times.length - 1 : index, Math.min(data.rows.length - 1, Math.max(0, Math.floor(height * data.rows.length))), { x, y });
    return;
  }
  const index = nearestTime(data, time);
  let near = -1, distance = Infinity;
  heights(data, index).forEach((h, i) => {
    if (!data.rows[i].g.classList.contains('faded') && Math.abs(h - height) < distance) [near, distance] = [i, Math.abs(h - height)];
  });
  read(plot, index, near, { x, y });
}

function read(plot, index, near, pointer) {
  hide();
  const data = model(plot);
  const box = plot.getBoundingClientRect();
  const at = Math.min(1, Math.max(0, (data.times[index] - data.from) / (data.to - data.from || 1)));
  shown = { plot, index, near, pointer };
  const line = document.createElement('div');
  line.className = 'crosshair';
  line.style.left = `${at * 100}%`;
  plot.append(line);
  if (!data.cells) mark(plot, data.times[index]);
  let rows = data.rows.map((row, i) => ({ ...row, i, value: row.values[index] })).filter(r => !Number.isNaN(r.value) && r.value !== undefined && !r.g.classList.contains('faded'));
  if (data.cells) {
    rows = rows.filter(r => r.i === near);
  } else {
    const places = heights(data, index);
    for (const row of rows.slice(0, 100)) {
      const dot = document.createElement('div');
      dot.className = 'crosshair-dot';
      dot.style.left = line.style.left;
      dot.style.top = `${(1 - Math.min(1, Math.max(0, places[row.i]))) * 100}%`;
      dot.style.color = getComputedStyle(row.g).color;
      plot.append(dot);
    }
    rows.sort((a, b) => b.value - a.value);
  }
  const cut = rows.length > mostRows ? rows.filter((r, i) => i < mostRows - 1 || r.i === near).slice(0, mostRows) : rows;
  for (const row of data.rows) row.g.classList.toggle('near', !data.cells && data.rows[near] === row && data.rows.length > 1);
  show(cut, stamp(data.times[index]), near, rows.length - cut.length, pointer ?? { x: box.left + at * box.width, y: box.top + box.height / 3 });
}

// The same time in the other charts over time.
function mark(plot, time) {
  for (const other of all(document, '.chart.timeseries .plot[data-range]')) {
    const [from, to] = numbers(other.dataset.range);
    if (other === plot || time < from || time > to) continue;
    const line = document.createElement('div');
    line.className = 'crosshair also';
    line.style.left = `${(time - from) / (to - from || 1) * 100}%`;
    other.append(line);
  }
}

function show(rows, title, near, more, { x, y }) {
  let tip = document.querySelector('.readout');
  if (!tip) {
    tip = document.createElement('div');
    tip.className = 'readout';
    tip.setAttribute('role', 'status');
    document.body.append(tip);
  }
  const table = document.createElement('table');
  table.createCaption().textContent = title;
  for (const row of rows) {
    const line = table.insertRow();
    line.className = row.i === near && rows.length > 1 ? 'near' : '';
    const name = line.insertCell();
    const swatch = document.createElement('span');
    swatch.className = 'readout-swatch';
    swatch.style.background = row.g.matches('.series') ? getComputedStyle(row.g).color : 'transparent';
    name.append(swatch, row.name);
    line.insertCell().textContent = row.write(row.value);
  }
  if (!rows.length || more > 0) table.insertRow().insertCell().textContent = rows.length ? `and ${more} more` : 'no value';
  tip.replaceChildren(table);
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const left = x + 16 + width < innerWidth ? x + 16 : Math.max(4, x - 16 - width);
  tip.style.left = `${left}px`;
  tip.style.top = `${Math.max(4, Math.min(y + 12, innerHeight - height - 4))}px`;
}

function hide() {
  const tip = document.querySelector('.readout');
  if (tip) tip.hidden = true;
  if (!shown) return;
  all(shown.plot, '.crosshair, .crosshair-dot').forEach(e => e.remove());
  all(document, '.crosshair.also').forEach(e => e.remove());
  all(shown.plot, '.near').forEach(e => e.classList.remove('near'));
  shown = null;
}

document.addEventListener('pointermove', event => {
  const plot = event.target.closest?.('.chart .plot[data-times]');
  if (plot) point(plot, event.clientX, event.clientY);
  else if (shown?.pointer) hide();
});
document.addEventListener('pointerdown', event => {
  const plot = event.pointerType !== 'mouse' && event.target.closest?.('.chart .plot[data-times]');
  if (plot) point(plot, event.clientX, event.clientY);
});
document.addEventListener('pointerout', event => { if (!event.relatedTarget && shown?.pointer) hide(); });
document.addEventListener('scroll', () => { if (shown) hide(); }, { capture: true, passive: true });
document.addEventListener('focusout', event => { if (shown && !shown.pointer && event.target === shown.plot) hide(); });

document.addEventListener('keydown', event => {
  if (event.key === 'Escape' && shown) hide();
  const plot = event.target;
  if (event.ctrlKey || event.altKey || event.metaKey || !plot.matches?.('.chart .plot[data-times]')) return;
  const data = model(plot);
  const last = data.times.length - 1;
  let { index, near } = shown?.plot === plot ? shown : { index: last, near: 0 };
  const step = event.shiftKey ? Math.max(1, Math.round(last / 10)) : 1;
  const fresh = shown?.plot !== plot;
  switch (event.key) {
    case 'ArrowLeft': index = fresh ? last : Math.max(0, index - step); break;
    case 'ArrowRight': index = fresh ? last : Math.min(last, index + step); break;
    case 'Home': index = 0; break;
    case 'End': index = last; break;
    case 'ArrowUp': case 'ArrowDown':
      near = Math.min(data.rows.length - 1, Math.max(0, near + ((event.key === 'ArrowUp') === data.cells ? 1 : -1)));
      break;
    default: return;
  }
  event.preventDefault();
  if (last >= 0) read(plot, index, near, null);
});

// Series alone

/** What a chart is remembered by while its panel is drawn anew. */
export const keyOf = element => {
  const chart = element.closest('.chart');
  const panel = chart.closest('[id]');
  return panel ? `${location.pathname} ${panel.id} ${all(panel, '.chart').indexOf(chart)}` : chart;
};

function fade(chart) {
  const names = alone.get(keyOf(chart));
  const groups = all(chart, 'g.series');
  const known = names && groups.some(g => names.has(g.dataset.name));
  for (const g of groups) {
    const faded = Boolean(known) && !names.has(g.dataset.name);
    g.classList.toggle('faded', faded);
    const item = chart.querySelector(`.chart-legend [data-series="${g.dataset.series}"]`);
    item?.classList.toggle('faded', faded);
    item?.querySelector('button')?.setAttribute('aria-pressed', String(Boolean(known) && !faded));
  }
}

document.addEventListener('click', event => {
  const item = event.target.closest?.('.chart .series-name')?.closest('[data-series]');
  if (!item) return;
  const chart = item.closest('.chart');
  const name = chart.querySelector(`g.series[data-series="${item.dataset.series}"]`)?.dataset.name;
  const key = keyOf(chart);
  const before = alone.get(key) ?? new Set();
  // With a modifier one more; without, this one alone, or all again.
  const names = event.ctrlKey || event.metaKey || event.shiftKey ? new Set(before) : new Set();
  if (before.has(name) && (names.size || before.size === 1)) names.delete(name);
  else names.add(name);
  if (names.size) alone.set(key, names);
  else alone.delete(key);
  fade(chart);
});

// Tables

function sort(table) {
  const wanted = order.get(keyOf(table));
  const heads = all(table, 'thead th');
  if (!wanted || wanted.index >= heads.length) return;
  heads.forEach((th, i) => i === wanted.index ? th.setAttribute('aria-sort', wanted.descending ? 'descending' : 'ascending') : th.removeAttribute('aria-sort'));
  const rows = [...table.tBodies[0].rows].map(row => ({ row, number: row.cells[wanted.index]?.dataset.sort, text: row.cells[wanted.index]?.textContent ?? '' }));
  rows.sort((a, b) => {
    const [left, right] = wanted.descending ? [b, a] : [a, b];
    // What has no value stays at the end.
    if (!a.number !== !b.number) return a.number ? -1 : 1;
    return a.number ? left.number - right.number : left.text.localeCompare(right.text, undefined, { numeric: true });
  });
  table.tBodies[0].append(...rows.map(r => r.row));
}

document.addEventListener('click', event => {
  const head = event.target.closest?.('.data-table .sort')?.closest('th');
  if (!head) return;
  const table = head.closest('table');
  const index = head.cellIndex;
  const before = order.get(keyOf(table));
  const numeric = [...table.tBodies[0].rows].some(r => r.cells[index]?.dataset.sort);
  // Numbers are mostly asked for largest first.
  order.set(keyOf(table), { index, descending: before?.index === index ? !before.descending : numeric });
  sort(table);
});

// Times in the zone that is shown; they are served in UTC

function localise(axis) {
  const step = Number(axis.dataset.step);
  const span = Number(axis.dataset.span);
  for (const text of all(axis, 'text[data-time]')) {
    text.dataset.utc ??= text.textContent;
    const { day, clock, seconds, millis } = parts(new Date(Number(text.dataset.time) * 1000));
    if (!isOwn()) text.textContent = text.dataset.utc;
    else if (step < 60) text.textContent = `${clock}:${seconds}` + (step < 1 ? `.${millis}` : '');
    else if (step < 86400) text.textContent = span > 86400 && clock === '00:00' ? day : span > 3 * 86400 ? `${day} ${clock}` : clock;
  }
  const zone = axis.closest('.chart-frame').querySelector('.axis-zone');
  if (zone && step < 86400) zone.textContent = isOwn() ? '' : 'UTC';
}

document.addEventListener('zonechange', () => {
  hide();
  all(document, '.chart .axis-x').forEach(localise);
});

function enhance(root) {
  all(root, '.chart .axis-x').forEach(localise);
  if (alone.size) all(root, '.chart.timeseries').forEach(fade);
  if (order.size) all(root, '.chart .data-table').forEach(sort);
}

new MutationObserver(changes => {
  for (const node of changes.flatMap(c => [...c.addedNodes])) {
    if (node.nodeType === 1 && !node.matches('.readout, .crosshair, .crosshair-dot') && all(node, '.chart, .axis-x').length) enhance(node);
  }
  if (shown && !shown.plot.isConnected) {
    // The chart under the pointer was drawn anew: read the new one.
    const { pointer } = shown;
    hide();
    const plot = pointer && document.elementFromPoint(pointer.x, pointer.y)?.closest('.chart .plot[data-times]');
    if (plot) point(plot, pointer.x, pointer.y);
  }
}).observe(document.body, { childList: true, subtree: true });

enhance(document);
