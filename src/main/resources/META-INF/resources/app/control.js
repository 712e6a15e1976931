import { copiesText } from './copy.js';
import { h, setText } from './dom.js';

/** A foldable form that does one thing, with the line of curl that does the same, and what came of it. */
export class Control {
  element;
  #fields = new Map();
  #line = h('code', {});
  #outcome = h('p', { class: 'outcome', role: 'status' });
  #button;
  #command;

  /**
   * name, title, hint, deed, fields: as in controls.js
   * command(values): the line of curl; empty if there is none now
   * act(values): does it; the promise of { ok, text }, which fails if the server cannot be reached
   */
  constructor({ name, title, hint, deed, fields = [], command, act }) {
    this.#command = command;
    this.#button = h('button', { type: 'submit', class: 'primary' }, deed);
    const copy = h('button', { type: 'button', class: 'quiet' }, 'Copy');
    copiesText(copy, () => this.#line.textContent);
    const form = h('form', {},
      hint ? h('p', { class: 'hint' }, hint) : null,
      ...fields.flatMap((field) => this.#rowOf(`${name}-${field.name}`, field)),
      h('p', { class: 'buttons' }, this.#button),
      h('p', { class: 'request' }, this.#line, copy),
      this.#outcome);
    this.element = h('details', { name: 'control', id: `control-${name}` }, h('summary', {}, title), form);
    form.addEventListener('input', () => this.refresh());
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      this.#button.disabled = true;
      this.show(await act(this.values).catch(({ message }) => ({ ok: false, text: `No answer: ${message}` })));
      this.#button.disabled = false;
      // Where the disabled button has lost the focus to nothing, and nobody has taken it since.
      if (document.activeElement === document.body) {
        this.#button.focus();
      }
    });
    this.refresh();
  }

  get values() {
    return Object.fromEntries([...this.#fields].map(([name, field]) => [name, field.value]));
  }

  /** Sets those of the fields that there are. */
  fill(values) {
    for (const [name, value] of Object.entries(values)) {
      const field = this.#fields.get(name);
      if (!field) {
        continue;
      }
      if (!field.options || [...field.options].some((option) => option.value === value)) {
        field.value = value;
      }
    }
    this.refresh();
  }

  refresh() {
    const line = this.#command(this.values);
    if (this.#line.textContent !== line) {
      // Each word on one line, if it fits there: a browser would break it behind a hyphen.
      const words = line ? line.split(' ') : [];
      this.#line.replaceChildren(...words.flatMap((word) => [h('span', {}, word), ' ']).slice(0, -1));
    }
  }

  show({ ok, text }) {
    this.#outcome.textContent = text;
    this.#outcome.classList.toggle('failed', !ok);
  }

  /** What the button is for now, and whether it may be pressed. */
  offer(deed, possible) {
    setText(this.#button, deed);
    this.#button.disabled = !possible;
  }

  #rowOf(id, { name, label, value, options, suggestions, most, long }) {
    const field = options
      ? h('select', { id }, ...options.map(([each, words]) => h('option', { value: each }, words)))
      : long ? h('textarea', { id, rows: 2, spellcheck: 'false' }, value)
        : most ? h('input', { id, type: 'number', min: 0, max: most, required: true, value })
          : h('input', { id, value, required: true, spellcheck: 'false', autocomplete: 'off', list: suggestions ? `${id}-list` : null });
    this.#fields.set(name, field);
    return [
      h('label', { for: id }, label), field,
      suggestions ? h('datalist', { id: `${id}-list` }, ...suggestions.map((each) => h('option', { value: each }))) : null,
    ];
  }
}
