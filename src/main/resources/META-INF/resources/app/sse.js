import { EventStreamParser } from './parser.js';
import { Backoff, refusal } from './retry.js';

/**
 * A stream over server-sent events, read with fetch so that comments and raw bytes are visible, and a header can carry the
 * token. It reconnects by itself after an interruption, with growing pauses, until close() is called or the server refuses, and
 * asks for what it has missed meanwhile.
 *
 * This is the interface of a transport; ws.js has the same and more, but cannot stop reading.
 *
 * target: { url, token }
 * listener: onState(state, details), onEvent({ event, data }), onRecord(kind, raw, direction), onBytes(count)
 *   states: 'connecting', 'open' ({ resumes, coding }: whether what was missed comes first, and how it is compressed: '' if it is
 *   not, undefined if a page of another origin cannot know), 'retrying' ({ until, reason }),
 *   'cut' ({ until, resumes }), 'refused' ({ status, text }), 'closed'
 *   kinds of record: 'event', 'id' (without an event), 'heartbeat', 'comment', 'retry', 'rest', and 'request' with the direction '→'
 */
export function connect(target, listener) {
  let abort = null;
  let timer = 0;
  let lastId = '';
  /** While what comes is left unread: a promise, and what fulfils it. */
  let held = null;
  const backoff = new Backoff();

  async function open() {
    listener.onState('connecting', {});
    abort = new AbortController();
    const { signal } = abort;
    let askedPause = null;
    let reason = 'The connection was lost';
    // Whoever names the type gets ids.
    const headers = { Accept: 'text/event-stream' };
    if (target.token) {
      headers.Authorization = `Bearer ${target.token}`;
    }
    if (lastId) {
      headers['Last-Event-ID'] = lastId;
      listener.onRecord('request', `Last-Event-ID: ${lastId}`, '→');
    }
    try {
      const response = await fetch(target.url, { headers, cache: 'no-store', signal });
      if (!response.ok) {
        const answer = await refusal(response);
        if (answer.final && !signal.aborted) {
          listener.onState('refused', answer);
          return;
        }
        reason = answer.text;
        askedPause = answer.pause;
      } else {
        const opened = performance.now();
        listener.onState('open', { resumes: lastId !== '', coding: codingOf(response) });
        askedPause = await read(response.body);
        reason = 'The server ended the stream';
        backoff.ended(opened);
      }
    } catch {
      // The reason is the one above.
    }
    if (!signal.aborted) {
      wait('retrying', askedPause ?? backoff.pause(), { reason });
    }
  }

  /** Reads to the end, and returns the pause that the server asked for, if any. */
  async function read(body) {
    let asked = null;
    const parser = new EventStreamParser({
      onEvent(event, raw) {
        backoff.reset();
        lastId = event.id || lastId;
        listener.onRecord('event', raw);
        listener.onEvent(event);
      },
      onId(id, raw) {
        lastId = id;
        listener.onRecord('id', raw);
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
    held = null;
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        if (parser.rest) {
          listener.onRecord('rest', parser.rest);
        }
        return asked;
      }
      // Each race leaves something behind at the promise of the end.
      if (held) {
        // A browser may notice that a connection has ended that is not read.
        await Promise.race([held.until, reader.closed]);
      }
      listener.onBytes(value.length);
      parser.push(decoder.decode(value, { stream: true }));
    }
  }

  function wait(state, pause, details) {
    listener.onState(state, { until: Date.now() + pause, ...details });
    timer = setTimeout(open, pause);
  }

  open();

  return {
    /** Closes an open connection for that time, or until resume(). */
    cut(milliseconds) {
      abort.abort();
      wait('cut', milliseconds, { resumes: lastId !== '' });
    },
    /** Leaves what comes unread, as a client that is too slow does. */
    hold() {
      held = {};
      held.until = new Promise((resolve) => {
        held.over = resolve;
      });
    },
    readOn() {
      held.over();
      held = null;
    },
    resume() {
      clearTimeout(timer);
      open();
    },
    close() {
      clearTimeout(timer);
      abort?.abort();
      listener.onState('closed', {});
    },
  };
}

function codingOf(response) {
  return response.headers.get('Content-Encoding') ?? (response.type === 'basic' ? '' : undefined);
}
