// In which zone times are shown: UTC, as they are served, or the reader's own. One for all of a page; the choice is remembered.
import { element, shortcut } from './page.js';

const stored = 'observatory.zone';
const two = number => String(number).padStart(2, '0');
let own = false;
try {
  own = localStorage.getItem(stored) === 'own';
} catch {
  // A browser that stores nothing shows UTC.
}

/** Whether times are shown in the reader's own zone. */
export const isOwn = () => own;

/** The parts of a time as texts, in the zone that is shown. */
export function parts(time) {
  const shifted = own ? new Date(time.getTime() - time.getTimezoneOffset() * 60000) : time;
  const day = `${two(shifted.getUTCMonth() + 1)}-${two(shifted.getUTCDate())}`;
  const clock = `${two(shifted.getUTCHours())}:${two(shifted.getUTCMinutes())}`;
  return { year: String(shifted.getUTCFullYear()).padStart(4, '0'), day, clock, seconds: two(shifted.getUTCSeconds()), millis: String(shifted.getUTCMilliseconds()).padStart(3, '0') };
}

// A time keeps its shape: with its date or without, as exact as it was served.
function write(text) {
  text.dataset.utc ??= text.textContent;
  const time = new Date(text.getAttribute('datetime'));
  if (!own || Number.isNaN(time.getTime())) {
    if (text.textContent !== text.dataset.utc) text.textContent = text.dataset.utc;
    return;
  }
  const { year, day, clock, seconds, millis } = parts(time);
  const date = /\d{4}-\d\d-\d\d/.test(text.dataset.utc) ? `${year}-${day} ` : '';
  text.textContent = `${date}${clock}:${seconds}${text.dataset.utc.includes('.') ? `.${millis}` : ''}`;
  text.title = text.dataset.utc;
}

const writeAll = root => {
  if (root.matches?.('time[datetime]')) write(root);
  root.querySelectorAll('time[datetime]').forEach(write);
};

const button = element('button', { type: 'button', class: 'quiet zone' });

function show() {
  const name = own ? Intl.DateTimeFormat().resolvedOptions().timeZone : 'UTC';
  button.textContent = name;
  button.setAttribute('aria-label', `Times in ${name}. Change to ${own ? 'UTC' : 'your own zone'}`);
  writeAll(document);
}

function change() {
  own = !own;
  try {
    localStorage.setItem(stored, own ? 'own' : 'utc');
  } catch {
    // It holds for this page then.
  }
  show();
  document.dispatchEvent(new CustomEvent('zonechange'));
}

button.addEventListener('click', change);
shortcut('z', 'Times: UTC, your own zone', change);
document.querySelector('header.chrome .tools')?.prepend(button);
show();
new MutationObserver(changes => {
  for (const node of changes.flatMap(c => [...c.addedNodes])) {
    if (own && node.nodeType === 1) writeAll(node);
  }
}).observe(document.body, { childList: true, subtree: true });
