import { bound, h } from './dom.js';
import { isStatus } from './event.js';

const MOST = 100;

/** How long after one viewer another may get the same event, in milliseconds; later it counts as withheld from them. */
const PATIENCE_MS = 1000;

/** The events, newest first: a row per event with a cell per viewer. */
export class Rows {
  #list;
  #absence;
  #names = [''];
  #events = new WeakMap();

  /** absence(event, column): the node in place of a status that this viewer did not get; null if that is not known */
  constructor(list, absence) {
    this.#list = list;
    this.#absence = absence;
  }

  /** Sets the viewers; removes the events of others. */
  set names(names) {
    this.clear();
    this.#names = names;
    this.#list.dataset.columns = names.length;
  }

  clear() {
    this.#list.replaceChildren();
  }

  /** The card that this viewer already has of this event. */
  cardOf(event, column) {
    return this.#find(event)?.children[column].querySelector('.card');
  }

  /** The viewer's card with that data-id. */
  cardWith(id, column) {
    return this.#list.querySelector(`[data-column="${column}"] > [data-id="${CSS.escape(id)}"]`);
  }

  /** Puts the card next to the same event of the others, if there is room, or into a row of its own. */
  put(event, column, card) {
    const row = this.#find(event);
    const cell = row && !this.cardOf(event, column) ? row.children[column] : this.#add(event).children[column];
    cell.replaceChildren(card);
  }

  #find(event) {
    return [...this.#list.children].find((row) => {
      const other = this.#events.get(row);
      // An event without an id is the same only if it comes at the same time.
      return other.key === event.key && (isStatus(event) || event.arrived - other.arrived < PATIENCE_MS);
    });
  }

  #add(event) {
    const together = this.#names.length > 1;
    const row = h('li', { class: 'row' }, ...this.#names.map((name, column) =>
      h('div', { class: 'cell', 'data-column': column, ...(together ? { role: 'group', 'aria-label': name } : {}) })));
    this.#events.set(row, event);
    this.#list.prepend(row);
    bound(this.#list, MOST);
    if (together && isStatus(event)) {
      setTimeout(() => this.#complete(row, event), PATIENCE_MS);
    }
    return row;
  }

  #complete(row, event) {
    if (row.isConnected) {
      [...row.children].forEach((cell, column) => {
        if (cell.childElementCount === 0) {
          cell.append(this.#absence(event, column) ?? '');
        }
      });
    }
  }
}
