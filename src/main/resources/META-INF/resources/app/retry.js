/** What both transports do when a server cannot be reached or refuses. */
const FIRST_PAUSE_MS = 1000;
const LONGEST_PAUSE_MS = 30000;
const LASTING_MS = 5000;

/** Growing pauses, each a little shorter at random, so that clients do not all come back at once. */
export class Backoff {
  #failures = 0;

  /** The next pause in milliseconds. */
  pause() {
    const longest = Math.min(FIRST_PAUSE_MS * 2 ** this.#failures, LONGEST_PAUSE_MS);
    this.#failures += 1;
    return longest * (0.5 + Math.random() / 2);
  }

  reset() {
    this.#failures = 0;
  }

  /** A server that opens streams and ends them at once must not be flooded either. */
  ended(opened) {
    if (performance.now() - opened > LASTING_MS) {
      this.reset();
    }
  }
}

/** An answer that is no stream: { status, text, final, pause }; final if trying again would not help. */
export async function refusal(response) {
  return {
    status: response.status,
    text: await errorText(response),
    final: response.status !== 503 && response.status !== 429,
    pause: 1000 * Number(response.headers.get('Retry-After')) || null,
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
