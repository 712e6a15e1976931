import { EventStreamParser } from './parser.js';
import { Backoff, refusal } from './retry.js';

/**
 * A stream over server-sent events, read with fetch so that comments and raw bytes are visible, and a header can carry the
 * token. It reconnects by itself after an interruption, with growing pauses, until close() is called or the server refuses.
 *
 * This is the interface of a transport; ws.js has the same and more.
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
  const backoff = new Backoff();

  async function open() {
    listener.onState('connecting', {});
    abort = new AbortController();
    let askedPause = null;
    let reason = 'The connection was lost';
    try {
      const headers = target.token ? { Authorization: `Bearer ${target.token}` } : {};
      const response = await fetch(target.url, { headers, cache: 'no-store', signal: abort.signal });
      if (!response.ok) {
        const answer = await refusal(response);
        if (answer.final) {
          stopped = true;
          listener.onState('refused', answer);
          return;
        }
        reason = answer.text;
        askedPause = answer.pause;
      } else {
        const opened = performance.now();
        listener.onState('open', {});
        askedPause = await read(response.body);
        reason = 'The server ended the stream';
        backoff.ended(opened);
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

  /** Reads to the end, and returns the pause that the server asked for, if any. */
  async function read(body) {
    let asked = null;
    const parser = new EventStreamParser({
      onEvent(event, raw) {
        backoff.reset();
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
    const pause = askedPause ?? backoff.pause();
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
