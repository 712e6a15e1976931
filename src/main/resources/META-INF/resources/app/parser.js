/**
 * Parses the text of an event stream, in whatever pieces it arrives, and loses nothing: every result comes with the raw text
 * that it was made from.
 *
 * handlers: onEvent({ event, data, id }, raw), onId(id, raw) of a record without an event, onComment(text, raw),
 *   onRetry(milliseconds, raw)
 */
export class EventStreamParser {
  #handlers;
  #pending = '';
  #raw = '';
  #event = '';
  #data = [];
  #id = '';
  #hasId = false;

  constructor(handlers) {
    this.#handlers = handlers;
  }

  push(text) {
    this.#pending += text;
    for (;;) {
      const end = this.#pending.search(/[\r\n]/);
      // A CR at the very end may be half of a CRLF: wait for the next piece.
      if (end < 0 || (this.#pending[end] === '\r' && end === this.#pending.length - 1)) {
        return;
      }
      const length = this.#pending.startsWith('\r\n', end) ? 2 : 1;
      const line = this.#pending.slice(0, end);
      this.#raw += this.#pending.slice(0, end + length);
      this.#pending = this.#pending.slice(end + length);
      this.#take(line);
    }
  }

  /** The part of an incomplete record that has arrived. */
  get rest() {
    return this.#raw + this.#pending;
  }

  #take(line) {
    if (line === '') {
      this.#dispatch();
      return;
    }
    if (line.startsWith(':')) {
      // Comments come between records here; one within a record stays part of it.
      if (this.#data.length === 0 && this.#event === '' && !this.#hasId) {
        this.#handlers.onComment(line.slice(1), this.#takeRaw());
      }
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') {
      this.#event = value;
    } else if (field === 'data') {
      this.#data.push(value);
    } else if (field === 'id') {
      this.#id = value;
      this.#hasId = true;
    } else if (field === 'retry' && /^\d+$/.test(value)) {
      this.#handlers.onRetry(Number(value), this.#takeRaw());
    }
  }

  #dispatch() {
    const event = this.#event || 'message';
    const data = this.#data.join('\n');
    const complete = this.#data.length > 0;
    const hasId = this.#hasId;
    this.#event = '';
    this.#data = [];
    this.#hasId = false;
    const raw = this.#takeRaw();
    if (complete) {
      this.#handlers.onEvent({ event, data, id: this.#id }, raw);
    } else if (hasId) {
      this.#handlers.onId(this.#id, raw);
    } else {
      this.#handlers.onComment('', raw);
    }
  }

  #takeRaw() {
    const raw = this.#raw;
    this.#raw = '';
    return raw;
  }
}
