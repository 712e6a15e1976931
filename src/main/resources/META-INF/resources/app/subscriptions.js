import { h } from './dom.js';
import { findStream } from './streams.js';

const MOST = 40;

/** The streams of one socket, as chips that can be removed. */
export class Subscriptions {
  #chips = new Map();
  #list;
  #announcer;
  #listener;

  /** listener: onSubscribe(subscription), onUnsubscribe(subscription), onEmptied() when the last chip has lost the focus */
  constructor(list, announcer, listener) {
    this.#list = list;
    this.#announcer = announcer;
    this.#listener = listener;
  }

  /** The current subscriptions: [{ stream, tag, list }]. */
  get all() {
    return [...this.#chips.values()].map((chip) => chip.subscription);
  }

  get label() {
    const labels = [...this.#chips.values()].map((chip) => chip.label);
    return labels.length > 3 ? `${labels.length} streams` : labels.join(', ') || 'no stream yet';
  }

  add(subscription) {
    const label = labelOf(subscription);
    // As on the server, the case of a tag makes no difference.
    const key = label.toLowerCase();
    if (this.#chips.has(key)) {
      this.#announcer.textContent = `${label} is there already`;
      return;
    }
    if (this.#chips.size >= MOST) {
      this.#announcer.textContent = `This page adds no more than ${MOST} streams`;
      return;
    }
    const remove = h('button', { type: 'button', 'aria-label': `Remove ${label}`, title: 'Remove' }, '×');
    remove.addEventListener('click', () => this.#remove(key));
    const item = h('li', {}, h('span', { dir: 'auto' }, label), remove);
    this.#chips.set(key, { label, subscription, item });
    this.#list.append(item);
    this.#announcer.textContent = `${label} added`;
    this.#listener.onSubscribe(subscription);
  }

  /** The focus stays among the chips as long as there are any. */
  #remove(key) {
    const { label, subscription, item } = this.#chips.get(key);
    const neighbour = item.nextElementSibling ?? item.previousElementSibling;
    this.#chips.delete(key);
    item.remove();
    this.#announcer.textContent = `${label} removed`;
    this.#listener.onUnsubscribe(subscription);
    if (neighbour) {
      neighbour.querySelector('button').focus();
    } else {
      this.#listener.onEmptied();
    }
  }

  /** As texts for the address, "hashtag foo" … */
  get written() {
    return this.all.map(({ stream, tag, list }) => [stream, tag ?? list].filter(Boolean).join(' '));
  }

  /** … and back from there; texts that are no streams are left out. */
  read(texts) {
    for (const text of texts) {
      const [name, ...rest] = text.split(' ');
      const stream = findStream(name);
      if (stream) {
        this.add(subscriptionOf(stream, rest.join(' ')));
      }
    }
    this.#announcer.textContent = '';
  }
}

export function subscriptionOf(stream, detail) {
  return stream.needs ? { stream: stream.name, [stream.needs]: detail } : { stream: stream.name };
}

function labelOf({ stream, tag, list }) {
  return tag !== undefined ? `${stream} #${tag}` : list !== undefined ? `${stream} ${list}` : stream;
}
