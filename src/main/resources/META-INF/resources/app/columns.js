import { Cards } from './cards.js';
import { h } from './dom.js';
import { Rows } from './rows.js';

/** The events of one viewer, or of two side by side under their names; on a narrow page, of one of the two. */
export class Columns {
  #at = (id) => document.getElementById(id);
  #names = [''];
  #rows;
  #cards;
  #options;

  /** options: onTag(tag); completeSince(column), when the open streams were opened, as performance.now() */
  constructor(options) {
    this.#options = options;
    this.#rows = new Rows(this.#at('cards'), (event, column) => this.#absence(event, column));
    this.show(['']);
  }

  /** Removes the events of other viewers; returns whether the viewers have changed. */
  show(names) {
    if (this.#cards && names.join('\n') === this.#names.join('\n')) {
      return false;
    }
    this.#names = names;
    this.#rows.names = names;
    this.#cards = names.map((_, column) => new Cards(this.#rows, column, this.#options));
    this.#at('empty').hidden = false;
    this.#at('names').replaceChildren(...names.map((name) => h('h3', { dir: 'auto' }, name)));
    this.#at('whose').replaceChildren(...names.map((name, column) => {
      const button = h('button', { type: 'button', dir: 'auto' }, name);
      button.addEventListener('click', () => this.#choose(column));
      return button;
    }));
    this.#choose(0);
    document.body.classList.toggle('beside', names.length > 1);
    document.querySelectorAll('.of-first').forEach((place) => {
      place.textContent = names.length > 1 ? ` · ${names[0]}` : '';
    });
    return true;
  }

  add(event, column) {
    this.#at('empty').hidden = true;
    this.#cards[column].add(event);
  }

  clear() {
    this.#rows.clear();
    this.#at('empty').hidden = false;
  }

  /** Selects whose events a narrow page shows. */
  #choose(column) {
    this.#at('cards').dataset.shown = column;
    [...this.#at('whose').children].forEach((button, each) => button.setAttribute('aria-pressed', String(each === column)));
  }

  #absence(event, column) {
    if (this.#options.completeSince(column) > event.arrived) {
      return null;
    }
    const author = event.payload?.account?.acct;
    return h('p', { class: 'absent' }, h('span', { class: 'dot', 'aria-hidden': 'true' }),
      h('strong', { dir: 'auto' }, `Not shown to ${this.#names[column]}`),
      author ? h('span', { dir: 'auto' }, ` (by @${author})`) : null);
  }
}
