import { connect as connectSse } from './sse.js';
import { connect as connectWebSocket } from './ws.js';

/** One viewer's connection and its state. */
export class Watcher {
  state = { name: 'closed' };
  error = '';
  received = 0;
  lastHeartbeat = 0;
  openSince = 0;

  /** Since when nothing is missed, as performance.now(): the server's first bytes say that it is subscribed. */
  completeSince = Infinity;

  #connection;
  #left = false;

  /**
   * target: { name, label, url, token }, and { subscriptions } for a socket
   * listener: onChange() of state or error, onEvent({ event, data, stream }), onRecord(kind, raw, direction)
   */
  constructor(target, listener) {
    this.name = target.name;
    this.label = target.label;
    // Ignore a connection that has been replaced.
    const unlessLeft = (handle) => (...args) => {
      if (!this.#left) {
        handle(...args);
      }
    };
    const connect = target.subscriptions ? connectWebSocket : connectSse;
    this.#connection = connect(target, {
      onState: unlessLeft((name, details) => {
        this.state = { name, ...details };
        this.openSince = name === 'open' ? Date.now() : 0;
        this.completeSince = Infinity;
        this.error = name !== 'refused' ? ''
          : details.status ? `The server refused with ${details.status}: ${details.text}` : `Refused: ${details.text}`;
        listener.onChange();
      }),
      // Only frames of a socket name their stream.
      onEvent: unlessLeft((event) => listener.onEvent({ stream: this.label, ...event })),
      onError: unlessLeft(({ status, text }) => {
        this.error = `The server answered${status ? ` with ${status}` : ''}: ${text}`;
        listener.onChange();
      }),
      onRecord: unlessLeft((kind, raw, direction) => {
        if (kind === 'heartbeat') {
          this.lastHeartbeat = Date.now();
        }
        listener.onRecord(kind, raw, direction);
      }),
      onBytes: unlessLeft((count) => {
        this.received += count;
        this.completeSince = Math.min(this.completeSince, performance.now());
      }),
    });
  }

  get ended() {
    return this.state.name === 'closed' || this.state.name === 'refused';
  }

  get words() {
    const { name, status, text, reason, until } = this.state;
    return {
      connecting: () => `Connecting to ${this.label} …`,
      open: () => `Open: ${this.label}`,
      refused: () => `Refused${status ? ` (${status})` : ''}: ${text}`,
      closed: () => 'Not connected',
      retrying: () => `${reason}; next try in ${Math.max(0, Math.ceil((until - Date.now()) / 1000))} s`,
    }[name]();
  }

  /** label: of the streams that are watched now */
  subscribe(subscription, label) {
    this.#changed(label);
    this.#connection.subscribe?.(subscription);
  }

  unsubscribe(subscription, label) {
    this.#changed(label);
    this.#connection.unsubscribe?.(subscription);
  }

  close() {
    this.#connection.close();
  }

  /** Closes it silently. */
  leave() {
    this.#left = true;
    this.close();
  }

  /** A shown error belongs to an earlier attempt. */
  #changed(label) {
    this.label = label;
    this.error = '';
  }
}
