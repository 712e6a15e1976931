import { bound, bytes, clock, h } from './dom.js';

const MOST = 200;
const SHOWN = 420;
const WORDS = { '→': 'sent', '←': 'received' };
const ENCODER = new TextEncoder();

/** The bytes on the wire, record by record, newest first. */
export class Records {
  #list;

  constructor(list) {
    this.#list = list;
  }

  /**
   * direction: '→' sent, '←' received, nothing where it is obvious
   * id: of an event, if it is not at the beginning of the record
   */
  add(kind, raw, direction, id) {
    const size = ENCODER.encode(raw).length;
    const text = raw.length > SHOWN
      ? h('details', {},
        h('summary', {}, ...visible(raw.slice(0, SHOWN)), h('span', { class: 'more' }, ' … the rest')),
        h('pre', {}, ...visible(raw.slice(SHOWN))))
      : h('pre', {}, ...visible(raw));
    this.#list.prepend(h('li', { 'data-kind': kind },
      h('p', { class: 'meta' },
        direction ? h('span', { class: 'direction', role: 'img', 'aria-label': WORDS[direction] }, direction) : null,
        h('span', { class: 'kind' }, kind), h('span', {}, bytes(size)), id ? h('code', { class: 'id', title: `id ${id}` }, id) : null, h('time', {}, clock())),
      text));
    bound(this.#list, MOST);
  }

  clear() {
    this.#list.replaceChildren();
  }
}

/** Makes line ends visible. */
function visible(raw) {
  return raw.split(/(\r\n|\r|\n)/).map((part) => {
    if (/^[\r\n]/.test(part)) {
      return h('span', { class: 'lf' }, `${part.replace('\r', '\\r').replace('\n', '\\n')}\n`);
    }
    return part;
  });
}
