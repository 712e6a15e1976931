import { Control } from './control.js';
import { controlsFor } from './controls.js';
import { curl } from './shell.js';
import { StopReading } from './stop-reading.js';

const SHOWN = 240;

/** The controls of a server that runs with the demo. */
export class Bench {
  #controls = new Map();
  #stopReading;

  /**
   * list: the element of the controls
   * viewer: { target, watcher }, of the page's first viewer: as chosen, and as it watches now; null if there is none to show
   */
  constructor(list, cast, viewer) {
    for (const { name, request, learn, ...rest } of controlsFor(cast)) {
      const of = ({ path, ...others }) => ({ url: location.origin + path, ...others });
      const control = new Control({
        name,
        ...rest,
        command: (values) => curl(of(request(values))),
        act: (values) => this.#send(of(request(values)), (answer) => this.#learn(learn?.(answer, values) ?? {})),
      });
      this.#controls.set(name, control);
    }
    this.#stopReading = new StopReading(viewer);
    for (const name of ['post', 'edit', 'delete', 'revoke']) {
      this.#controls.get(name).fill({ token: viewer.target?.token });
    }
    const elements = [...this.#controls.values()].map((control) => control.element);
    elements.splice(-2, 0, this.#stopReading.control.element);
    list.append(...elements);
  }

  /** The page's choice, or what it watches, has changed. */
  refresh() {
    this.#stopReading.refresh();
  }

  #learn(known) {
    for (const [name, values] of Object.entries(known)) {
      this.#controls.get(name).fill(values);
    }
  }

  async #send({ url, method, token, form, json }, onAnswer) {
    const headers = token ? { Authorization: `Bearer ${token}` } : {};
    if (json) {
      headers['Content-Type'] = 'application/json';
    }
    const body = json ? JSON.stringify(json) : form && new URLSearchParams(form);
    const response = await fetch(url, { method, headers, body });
    const text = await response.text();
    if (response.ok) {
      onAnswer(JSON.parse(text));
    }
    // A screen reader reads it aloud.
    const shown = text.length > SHOWN ? `${text.slice(0, SHOWN)} …` : text;
    return { ok: response.ok, text: `${response.status} ${shown}` };
  }
}
