const MOST = 100;

/** What arrives while the page stands still. Of too much the oldest is let go, for all viewers alike. */
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

  /** How many events, however many viewers got them. */
  get size() {
    return this.#byKey.size;
  }

  /** [event, column] … in the order of arrival. */
  get all() {
    return [...this.#byKey.values()].flat();
  }
}
