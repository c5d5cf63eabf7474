// Drawing over a chart of a board shows that time only; Escape takes the hand off. The time picker says the same without a mouse.
const least = 6;
let drawn = null; // what is being drawn: { plot, from, band }

const share = (plot, x) => {
  const box = plot.getBoundingClientRect();
  return Math.min(1, Math.max(0, (x - box.left) / box.width));
};

function end() {
  drawn?.band?.remove();
  drawn = null;
}

document.addEventListener('pointerdown', event => {
  const plot = event.button === 0 && event.pointerType === 'mouse' && event.target.closest?.('.chart .plot[data-range]');
  if (plot && document.querySelector('.board-controls') && !event.target.closest('a, button')) drawn = { plot, x: event.clientX, from: share(plot, event.clientX), band: null };
});
document.addEventListener('pointermove', event => {
  if (!drawn) return;
  if (!drawn.plot.isConnected) {
    end();
    return;
  }
  if (!drawn.band && Math.abs(event.clientX - drawn.x) < least) return;
  if (!drawn.band) {
    drawn.band = document.createElement('div');
    drawn.band.className = 'zoom-band';
    drawn.plot.append(drawn.band);
    getSelection()?.removeAllRanges();
  }
  const to = share(drawn.plot, event.clientX);
  drawn.band.style.left = `${Math.min(drawn.from, to) * 100}%`;
  drawn.band.style.width = `${Math.abs(to - drawn.from) * 100}%`;
  event.preventDefault();
});
document.addEventListener('pointerup', event => {
  if (drawn?.band) {
    const [begin, finish] = drawn.plot.dataset.range.split(',').map(Number);
    const to = share(drawn.plot, event.clientX);
    const at = part => Math.round((begin + part * (finish - begin)) * 1000);
    const address = new URL(location.href);
    address.searchParams.set('from', at(Math.min(drawn.from, to)));
    address.searchParams.set('to', Math.max(at(Math.max(drawn.from, to)), at(Math.min(drawn.from, to)) + 1000));
    location.assign(address);
  }
  end();
});
document.addEventListener('keydown', event => { if (event.key === 'Escape') end(); });
