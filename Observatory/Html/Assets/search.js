// The field of a search: completes the word that is being written from the page's list, and from what was searched for before.
import { element } from './page.js';

const most = 12;
const remembered = 20;
const store = 'observatory.searches';

function history() {
  try {
    const list = JSON.parse(localStorage.getItem(store) ?? '[]');
    return Array.isArray(list) ? list.filter(s => typeof s === 'string') : [];
  } catch {
    return [];
  }
}

function remember(text) {
  if (!text) return;
  try {
    localStorage.setItem(store, JSON.stringify([text, ...history().filter(s => s !== text)].slice(0, remembered)));
  } catch {
    // A browser that stores nothing has no history.
  }
}

// Where the word at the caret begins: after a space or a brace that is not in quotes.
function start(text, caret) {
  let begin = 0;
  let quoted = false;
  for (let i = 0; i < caret; i++) {
    if (text[i] === '\\' && quoted) i++;
    else if (text[i] === '"') quoted = !quoted;
    else if (!quoted && /[\s{}]/.test(text[i])) begin = i + 1;
  }
  return begin;
}

function enhance(field, number) {
  const words = [...(field.list?.options ?? [])].map(o => o.value);
  field.removeAttribute('list');
  const list = element('ul', { class: 'completions', role: 'listbox', id: `completions-${number}`, 'aria-label': 'Completions', hidden: '' });
  field.closest('label').after(list);
  for (const [name, value] of Object.entries({ role: 'combobox', 'aria-expanded': 'false', 'aria-controls': list.id, 'aria-autocomplete': 'list' })) {
    field.setAttribute(name, value);
  }
  let chosen = -1;

  function choose(index) {
    chosen = index;
    [...list.children].forEach((item, i) => item.setAttribute('aria-selected', String(i === index)));
    list.children[index]?.scrollIntoView({ block: 'nearest' });
    if (index >= 0) field.setAttribute('aria-activedescendant', list.children[index].id);
    else field.removeAttribute('aria-activedescendant');
  }

  function close() {
    list.hidden = true;
    field.setAttribute('aria-expanded', 'false');
    choose(-1);
  }

  function open() {
    const text = field.value;
    const begin = start(text, field.selectionStart);
    const word = text.slice(begin, field.selectionStart).toLowerCase();
    const known = word ? words.filter(w => w.toLowerCase().startsWith(word)).concat(words.filter(w => w.toLowerCase().indexOf(word) > 0)) : words;
    const items = [
      ...(text ? [] : history()).map(w => ({ text: w, whole: true })),
      ...known.filter(w => w.toLowerCase() !== word).map(w => ({ text: w, whole: false })),
    ].slice(0, most);
    list.replaceChildren(...items.map((item, i) => {
      const option = element('li', { role: 'option', id: `${list.id}-${i}`, 'aria-selected': 'false', class: item.whole ? 'earlier' : '' }, item.text);
      option.addEventListener('pointerdown', event => {
        event.preventDefault();
        take(item);
      });
      return option;
    }));
    list.items = items;
    list.hidden = !items.length;
    field.setAttribute('aria-expanded', String(items.length > 0));
    choose(-1);
  }

  function take(item) {
    const begin = item.whole ? 0 : start(field.value, field.selectionStart);
    const rest = item.whole ? '' : field.value.slice(field.selectionStart);
    const isWhole = item.whole || !/[=~<>{]$/.test(item.text);
    field.value = field.value.slice(0, begin) + item.text + (isWhole && !/^\s/.test(rest) ? ' ' : '') + rest;
    const caret = begin + item.text.length + (isWhole ? 1 : 0);
    field.setSelectionRange(caret, caret);
    if (isWhole) close();
    else open();
  }

  field.addEventListener('input', open);
  field.addEventListener('click', open);
  field.addEventListener('blur', close);
  field.addEventListener('keydown', event => {
    if (event.key === 'ArrowDown' && list.hidden) open();
    else if (event.key === 'ArrowDown') choose((chosen + 1) % list.children.length);
    else if (event.key === 'ArrowUp' && !list.hidden) choose((chosen > 0 ? chosen : list.children.length) - 1);
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen >= 0) take(list.items[chosen]);
    else if (event.key === 'Escape' && !list.hidden) {
      close();
      event.stopPropagation();
    } else return;
    event.preventDefault();
  });
  field.form?.addEventListener('submit', () => remember(field.value.trim()));
}

[...document.querySelectorAll('input[data-words]')].forEach(enhance);
