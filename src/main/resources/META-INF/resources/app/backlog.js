const MOST = 100;

/** Events that arrive while the page is paused. If there are too many, the oldest are dropped, for all viewers alike. */
export class Backlog {
  #byKey = new Map();

  add(event, column) {
    const same = this.#byKey.get(event.key) ?? [];
    same.push([event, column]);
    this.#byKey.set(event.key, same);
    if (this.#byKey.size > MOST) {
      this.#byKey.delete(this.#byKey.keys().next().value);
    }
  }

  /** Number of events, whatever the number of viewers that got them. */
  get size() {
    return this.#byKey.size;
  }

  /** [event, column] …, in order of arrival. */
  get all() {
    return [...this.#byKey.values()].flat();
  }
}
