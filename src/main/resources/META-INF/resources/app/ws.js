import { Backoff, refusal } from './retry.js';

const PATIENCE_MS = 10000;
const NORMAL = 1000;
const ENCODER = new TextEncoder();

/**
 * Many streams over one WebSocket. The interface is that of sse.js, and also subscribes and unsubscribes while connected.
 * Subscriptions are restored when the socket reconnects.
 *
 * target: { url, token, subscriptions: [{ stream, tag, list }] }
 * listener: as for sse.js, and onError({ status, text }) for an error frame
 *   events carry the stream that they came from: onEvent({ event, data, stream })
 *   kinds of record: 'subscribe' and 'unsubscribe' with the direction '→'; 'event', 'error', 'frame', 'close' with '←'
 */
export function connect(target, listener) {
  const subscriptions = new Map();
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
    // Ignore a socket that has been given up.
    const unlessStopped = (handle) => (event) => {
      if (!stopped) {
        handle(event);
      }
    };
    socket.onopen = unlessStopped(() => {
      opened = performance.now();
      listener.onState('open', {});
      for (const subscription of subscriptions.values()) {
        send('subscribe', subscription);
      }
    });
    socket.onmessage = unlessStopped(({ data }) => receive(data));
    socket.onclose = unlessStopped(async ({ code, reason }) => {
      if (opened === null) {
        await explain();
        return;
      }
      backoff.ended(opened);
      const words = [code, reason].filter(Boolean).join(' ');
      listener.onRecord('close', words, '←');
      retry(`The socket was closed (${words})`);
    });
  }

  function receive(text) {
    listener.onBytes(ENCODER.encode(text).length);
    const frame = parse(text);
    if (typeof frame?.event === 'string') {
      backoff.reset();
      listener.onRecord('event', text, '←');
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
      retry(answer?.text ?? 'The socket could not be opened', answer?.pause);
    }
  }

  function refuse({ status, text }) {
    stopped = true;
    listener.onState('refused', { status, text });
  }

  function retry(reason, askedPause) {
    const pause = askedPause ?? backoff.pause();
    listener.onState('retrying', { until: Date.now() + pause, reason });
    timer = setTimeout(open, pause);
  }

  function send(type, subscription) {
    if (!stopped && socket?.readyState === WebSocket.OPEN) {
      const text = JSON.stringify({ type, ...subscription });
      socket.send(text);
      listener.onRecord(type, text, '→');
    }
  }

  function subscribe(subscription) {
    subscriptions.set(JSON.stringify(subscription), subscription);
    send('subscribe', subscription);
  }

  target.subscriptions.forEach(subscribe);
  open();

  return {
    subscribe,
    unsubscribe(subscription) {
      subscriptions.delete(JSON.stringify(subscription));
      send('unsubscribe', subscription);
    },
    close() {
      stopped = true;
      clearTimeout(timer);
      socket?.close(NORMAL);
      listener.onState('closed', {});
    },
  };
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
