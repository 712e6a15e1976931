/**
 * What comes when a client is back with the id of the last event that it has got (docs/resume.md).
 *
 * No byte says where the missed events end. They come at once and in one go, so the first pause is taken for the end.
 */
const FIRST_MS = 3000;
const PAUSE_MS = 300;
const LONGEST_MS = 10000;

const GAPS = {
  unknown_id: 'Events may be missing here: the server no longer knows how far this page had come.',
  expired: 'Events are missing here: the page was away for longer than the server keeps them.',
  too_many: 'Events are missing here: more came meanwhile than the server keeps.',
  outage: 'Events are missing here: the server itself was cut off from Mastodon for a while.',
};

/** The reason in an events_missed, as a sentence. */
export function gapWords(reason) {
  return GAPS[reason] ?? 'Events may be missing here.';
}

/** Tells the events that were missed from those that are live. */
export class Replay {
  #end = 0;
  #latest = 0;
  #without = new Set();

  begin() {
    this.#without.clear();
    this.#latest = performance.now() + LONGEST_MS;
    this.#end = performance.now() + FIRST_MS;
  }

  get over() {
    return performance.now() > this.#end;
  }

  /** There is a gap instead on that stream. */
  end(stream) {
    this.#without.add(stream);
  }

  /** Whether the event that comes now from that stream was missed. */
  takes(stream) {
    if (this.over || this.#without.has(stream)) {
      return false;
    }
    this.#end = Math.min(performance.now() + PAUSE_MS, this.#latest);
    return true;
  }
}
