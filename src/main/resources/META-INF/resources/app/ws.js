import { Backoff, refusal } from './retry.js';

const PATIENCE_MS = 10000;
const NORMAL = 1000;
const ENCODER = new TextEncoder();

/**
 * Many streams over one WebSocket. The interface is that of sse.js, and also subscribes and unsubscribes while connected.
 * Subscriptions are restored when the socket reconnects, and each asks for what it has missed meanwhile.
 *
 * target: { url, token, subscriptions: [{ stream, tag, list }] }
 * listener: as for sse.js, and onError({ status, text }) for an error frame
 *   events carry the stream that they came from: onEvent({ event, data, stream })
 *   kinds of record: 'subscribe' and 'unsubscribe' with the direction '→'; 'event', 'error', 'frame', 'close' with '←';
 *   onRecord(kind, raw, direction, id) has the id that an event came with
 */
export function connect(target, listener) {
  const subscriptions = new Map();
  /** Of the last event of each subscription, by the name that its frames carry; a socket gets no id without an event. */
  const lastIds = new Map();
  const backoff = new Backoff();
  let stopped = false;
  let socket = null;
  let timer = 0;

  function open() {
    let opened = null;
    listener.onState('connecting', {});
    try {
      // A page cannot set headers here, so the token is sent as a subprotocol.
      socket = target.token ? new WebSocket(target.url, target.token) : new WebSocket(target.url);
    } catch (error) {
      refuse({ text: error.message });
      return;
    }
    const mine = socket;
    // Ignore a socket that has been given up.
    const unlessGone = (handle) => (event) => {
      if (socket === mine) {
        handle(event);
      }
    };
    socket.onopen = unlessGone(() => {
      opened = performance.now();
      listener.onState('open', { resumes: lastIds.size > 0, coding: mine.extensions.split(';')[0] });
      for (const subscription of subscriptions.values()) {
        send('subscribe', withLastId(subscription));
      }
    });
    socket.onmessage = unlessGone(({ data }) => receive(data));
    socket.onclose = unlessGone(async ({ code, reason }) => {
      if (opened === null) {
        await explain();
        return;
      }
      backoff.ended(opened);
      const words = [code, reason].filter(Boolean).join(' ');
      listener.onRecord('close', words, '←');
      wait('retrying', backoff.pause(), { reason: `The socket was closed (${words})` });
    });
  }

  function receive(text) {
    listener.onBytes(ENCODER.encode(text).length);
    const frame = parse(text);
    if (typeof frame?.event === 'string') {
      backoff.reset();
      if (frame.id) {
        lastIds.set(JSON.stringify(frame.stream), frame.id);
      }
      listener.onRecord('event', text, '←', frame.id);
      listener.onEvent({ event: frame.event, data: String(frame.payload ?? ''), stream: nameOf(frame.stream) });
    } else if (frame?.error) {
      listener.onRecord('error', text, '←');
      listener.onError({ status: frame.status, text: String(frame.error) });
    } else {
      listener.onRecord('frame', text, '←');
    }
  }

  /** A browser does not say why a handshake failed; an HTTP request with the same token gets the reason as text. */
  async function explain() {
    let answer = null;
    try {
      const abort = new AbortController();
      const hurry = setTimeout(() => abort.abort(), PATIENCE_MS);
      const headers = target.token ? { Authorization: `Bearer ${target.token}` } : {};
      const url = `${target.url.replace(/^ws/, 'http')}/public`;
      const response = await fetch(url, { headers, cache: 'no-store', signal: abort.signal });
      answer = response.ok ? null : await refusal(response);
      clearTimeout(hurry);
      abort.abort();
    } catch {
      // The server cannot be reached at all.
    }
    if (stopped) {
      return;
    }
    if (answer?.final) {
      refuse(answer);
    } else {
      wait('retrying', answer?.pause ?? backoff.pause(), { reason: answer?.text ?? 'The socket could not be opened' });
    }
  }

  function refuse({ status, text }) {
    stopped = true;
    listener.onState('refused', { status, text });
  }

  function wait(state, pause, details) {
    listener.onState(state, { until: Date.now() + pause, ...details });
    timer = setTimeout(open, pause);
  }

  /** A message with an empty one asks for ids, too. */
  function withLastId(subscription) {
    return { ...subscription, last_event_id: lastIds.get(labelOf(subscription)) ?? '' };
  }

  function send(type, subscription) {
    if (socket?.readyState === WebSocket.OPEN) {
      const text = JSON.stringify({ type, ...subscription });
      socket.send(text);
      listener.onRecord(type, text, '→');
    }
  }

  function subscribe(subscription) {
    subscriptions.set(JSON.stringify(subscription), subscription);
    send('subscribe', withLastId(subscription));
  }

  function leave() {
    const former = socket;
    socket = null;
    former?.close(NORMAL);
  }

  target.subscriptions.forEach(subscribe);
  open();

  return {
    subscribe,
    unsubscribe(subscription) {
      subscriptions.delete(JSON.stringify(subscription));
      lastIds.delete(labelOf(subscription));
      send('unsubscribe', subscription);
    },
    /** Closes an open socket for that time, or until resume(). */
    cut(milliseconds) {
      leave();
      wait('cut', milliseconds, { resumes: lastIds.size > 0 });
    },
    resume() {
      clearTimeout(timer);
      open();
    },
    close() {
      stopped = true;
      clearTimeout(timer);
      leave();
      listener.onState('closed', {});
    },
  };
}

/** The stream as its frames carry it, as text. */
function labelOf({ stream, tag, list }) {
  const detail = tag ?? list;
  return JSON.stringify(detail === undefined ? [stream] : [stream, detail]);
}

/** ["hashtag", "foo"] → "hashtag #foo" */
function nameOf(stream) {
  const [name, detail] = Array.isArray(stream) ? stream : [];
  if (detail === undefined) {
    return String(name ?? '');
  }
  return `${name} ${String(name).startsWith('hashtag') ? '#' : ''}${detail}`;
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
