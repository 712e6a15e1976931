/** Makes an element: h('a', { class: 'x', href: '…' }, 'text', child …). Text is always text. */
export function h(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) {
      element.setAttribute(key, '');
    } else if (value !== false && value !== null && value !== undefined) {
      element.setAttribute(key, value);
    }
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ''));
  return element;
}

/** Removes the oldest children, which are last, until at most that many are left. */
export function bound(list, most) {
  while (list.childElementCount > most) {
    list.lastElementChild.remove();
  }
}

/** Leaves a text that is there already alone: a screen reader would repeat it, and a selection would be lost. */
export function setText(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

const TIME = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });

export function clock(date = new Date()) {
  return Number.isNaN(date.getTime()) ? '' : TIME.format(date);
}

/** 1234 → "1.2 kB" */
export function bytes(count) {
  const units = ['B', 'kB', 'MB', 'GB'];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${units[unit]}`;
}

/** 83 → "1 min 23 s" */
export function duration(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
