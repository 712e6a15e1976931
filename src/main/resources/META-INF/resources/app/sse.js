import { EventStreamParser } from './parser.js';

const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30000;

/**
 * A stream over server-sent events, read with fetch so that comments and raw bytes are visible, and a header can carry the
 * token. Comes back by itself after an interruption, later and later, until close() is called or the server refuses.
 *
 * This is the interface of a transport; another one takes the same and answers the same.
 *
 * target: { url, token }
 * listener: onState(state, details), onEvent({ event, data }), onRecord(kind, raw), onBytes(count)
 *   states: 'connecting', 'open', 'retrying' ({ until, reason }), 'refused' ({ status, text }), 'closed'
 *   kinds of record: 'event', 'heartbeat', 'comment', 'retry', 'rest'
 */
export function connect(target, listener) {
  let stopped = false;
  let abort = null;
  let timer = 0;
  let failures = 0;

  async function open() {
    listener.onState('connecting', {});
    abort = new AbortController();
    let askedPause = null;
    let reason = 'The connection was lost';
    try {
      const headers = target.token ? { Authorization: `Bearer ${target.token}` } : {};
      const response = await fetch(target.url, { headers, cache: 'no-store', signal: abort.signal });
      if (!response.ok) {
        const text = await errorText(response);
        if (response.status !== 503 && response.status !== 429) {
          stopped = true;
          listener.onState('refused', { status: response.status, text });
          return;
        }
        reason = text;
        askedPause = 1000 * Number(response.headers.get('Retry-After')) || null;
      } else {
        const opened = performance.now();
        listener.onState('open', {});
        askedPause = await read(response.body);
        reason = 'The server ended the stream';
        // A server that opens and ends at once must not be hammered either.
        failures = performance.now() - opened > 5000 ? 0 : failures;
      }
    } catch (error) {
      if (stopped) {
        return;
      }
    }
    if (!stopped) {
      retry(askedPause, reason);
    }
  }

  /** Reads to the end, and answers with the pause that the server asked for, if it did. */
  async function read(body) {
    let asked = null;
    const parser = new EventStreamParser({
      onEvent(event, raw) {
        failures = 0;
        listener.onRecord('event', raw);
        listener.onEvent(event);
      },
      onComment(text, raw) {
        listener.onRecord(text.startsWith('thump') ? 'heartbeat' : 'comment', raw);
      },
      onRetry(milliseconds, raw) {
        asked = milliseconds;
        listener.onRecord('retry', raw);
      },
    });
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        if (parser.rest) {
          listener.onRecord('rest', parser.rest);
        }
        return asked;
      }
      listener.onBytes(value.length);
      parser.push(decoder.decode(value, { stream: true }));
    }
  }

  function retry(askedPause, reason) {
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** failures, LONGEST_PAUSE_MS);
    const pause = askedPause ?? longest * (0.5 + Math.random() / 2);
    failures += 1;
    listener.onState('retrying', { until: Date.now() + pause, reason });
    timer = setTimeout(open, pause);
  }

  open();

  return {
    close() {
      stopped = true;
      clearTimeout(timer);
      abort?.abort();
      listener.onState('closed', {});
    },
  };
}

async function errorText(response) {
  const body = await response.text().catch(() => '');
  try {
    return JSON.parse(body).error ?? body;
  } catch {
    return body.slice(0, 300) || response.statusText || 'no reason given';
  }
}
