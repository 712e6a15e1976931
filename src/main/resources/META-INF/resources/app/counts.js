import { h } from './dom.js';

/** The number of events by name; the most frequent one has the full bar. */
export class Counts {
  #list;
  #rows = new Map();

  constructor(list) {
    this.#list = list;
  }

  count(event) {
    const row = this.#rows.get(event) ?? this.#add(event);
    row.count += 1;
    row.figure.textContent = row.count.toLocaleString();
    const most = Math.max(...[...this.#rows.values()].map((each) => each.count));
    for (const each of this.#rows.values()) {
      each.bar.value = each.count / most;
    }
  }

  clear() {
    this.#rows.clear();
    this.#list.replaceChildren();
  }

  #add(event) {
    const figure = h('span', { class: 'figure' }, '0');
    const bar = h('meter', { min: 0, max: 1, 'aria-hidden': 'true' });
    this.#list.append(h('li', { 'data-event': event },
      h('span', { class: 'dot', 'aria-hidden': 'true' }), h('code', {}, event), figure, bar));
    const row = { count: 0, figure, bar };
    this.#rows.set(event, row);
    return row;
  }
}
