import { Replay, gapWords } from './resume.js';
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

  /** Whether it leaves unread what comes. */
  isHeld = false;

  #connection;
  #left = false;
  #replay = new Replay();

  /** 'cut', or 'gone' without an id to come back with; 'back' with what was missed, or 'forgotten' without; '' if never lost. */
  #absence = '';
  #missed = 0;
  #gap = '';

  /**
   * target: { name, label, url, token }, and { subscriptions } for a socket
   * listener: onChange() of state or error, onEvent({ event, data, stream, missed }),
   *   onRecord(kind, raw, direction, id)
   */
  constructor(target, listener) {
    this.name = target.name;
    this.label = target.label;
    this.url = target.url;
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
        this.isHeld = false;
        if (name === 'cut') {
          this.#absence = details.resumes ? 'cut' : 'gone';
        } else if (name === 'open') {
          this.#returned(details.resumes);
        }
        this.error = name !== 'refused' ? ''
          : details.status ? `The server refused with ${details.status}: ${details.text}` : `Refused: ${details.text}`;
        listener.onChange();
      }),
      // Only frames of a socket name their stream.
      onEvent: unlessLeft((event) => listener.onEvent({ stream: this.label, ...event, missed: this.#wasMissed(event) })),
      onError: unlessLeft(({ status, text }) => {
        this.error = `The server answered${status ? ` with ${status}` : ''}: ${text}`;
        listener.onChange();
      }),
      onRecord: unlessLeft((kind, raw, direction, id) => {
        if (kind === 'heartbeat') {
          this.lastHeartbeat = Date.now();
        }
        listener.onRecord(kind, raw, direction, id);
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

  get isOpen() {
    return this.state.name === 'open';
  }

  /** A page reads every socket, whether it wants to or not. */
  get canHold() {
    return this.isOpen && Boolean(this.#connection.hold);
  }

  get isCut() {
    return this.state.name === 'cut';
  }

  /** What a cut, or a gap, means for the events; empty if there is nothing to say. */
  get notice() {
    if (this.#gap) {
      return this.#gap;
    }
    const back = !this.#replay.over ? 'Back. What was missed comes first …'
      : this.#missed === 0 ? 'Back. Nothing was missed.'
        : `Back. ${this.#missed} ${this.#missed === 1 ? 'event' : 'events'} published meanwhile came now; they are marked.`;
    return {
      '': '',
      cut: 'Cut off. What is published now comes when the connection is back.',
      gone: 'Cut off. What is published now is lost: the server has given no id yet.',
      back,
      forgotten: 'Back. What was published meanwhile is lost: the server had given no id.',
    }[this.#absence];
  }

  get words() {
    const { name, status, text, reason, until } = this.state;
    return {
      connecting: () => `Connecting to ${this.label} …`,
      // An error frame does not say which of them it means.
      open: () => `${this.isHeld ? 'Not reading' : this.error ? 'Open, but not all of' : 'Open'}: ${this.label}`,
      refused: () => `Refused${status ? ` (${status})` : ''}: ${text}`,
      closed: () => 'Not connected',
      cut: () => `Cut off; back in ${this.#secondsTo(until)} s`,
      retrying: () => `${reason}; next try in ${this.#secondsTo(until)} s`,
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

  /** Cuts the connection off for that time; it must be open. */
  cut(milliseconds) {
    this.#gap = '';
    this.#connection.cut(milliseconds);
  }

  /** Ends the cut sooner. */
  resume() {
    this.#connection.resume();
  }

  /** Reads no more until readOn(); see canHold. */
  hold() {
    this.isHeld = true;
    this.#connection.hold();
  }

  readOn() {
    this.isHeld = false;
    this.#connection.readOn();
  }

  close() {
    this.#absence = '';
    this.#gap = '';
    this.#connection.close();
  }

  /** Closes it silently. */
  leave() {
    this.#left = true;
    this.close();
  }

  #returned(resumes) {
    this.#missed = 0;
    this.#gap = '';
    if (resumes) {
      this.#absence = 'back';
      this.#replay.begin();
    } else if (this.#absence) {
      this.#absence = 'forgotten';
    }
  }

  #wasMissed({ event, data, stream }) {
    if (event === 'events_missed') {
      this.#replay.end(stream);
      this.#gap = gapWords(reasonOf(data));
      return false;
    }
    const missed = this.#replay.takes(stream);
    this.#missed += missed ? 1 : 0;
    return missed;
  }

  #secondsTo(time) {
    return Math.max(0, Math.ceil((time - Date.now()) / 1000));
  }

  /** A shown error belongs to an earlier attempt. */
  #changed(label) {
    this.label = label;
    this.error = '';
  }
}

function reasonOf(data) {
  try {
    return JSON.parse(data).reason;
  } catch {
    return '';
  }
}
