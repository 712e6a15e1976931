import { Control } from './control.js';
import { readMetrics } from './metrics.js';
import { curl } from './shell.js';

const ASK_MS = 2000;

async function slowReaders() {
  const sum = await readMetrics();
  return sum('connections_ended_total', 'reason="slow_reader"');
}

/** The metrics are those of this server. */
function isOfThisServer({ url }) {
  return new URL(url).host === location.host;
}

/** The page's first viewer reads no more, so that one sees what becomes of a slow reader, and that others go on. */
export class StopReading {
  control;
  #viewer;
  #timer = 0;

  /** viewer: see Bench */
  constructor(viewer) {
    this.#viewer = viewer;
    this.control = new Control({
      name: 'stop',
      title: 'Stop reading',
      hint: 'What comes for the first viewer of this page waits, here, in the kernel and in the server, until the server drops '
        + 'a slow reader. At full speed that takes a minute or so. Only server-sent events: a page reads every WebSocket.',
      deed: 'Stop reading',
      command: () => {
        const target = viewer.target;
        return target && !target.subscriptions ? curl(target, ['-N', '--limit-rate', '1']) : '';
      },
      act: () => this.#toggle(),
    });
    this.refresh();
  }

  refresh() {
    const { watcher } = this.#viewer;
    this.control.refresh();
    this.control.offer(watcher?.isHeld ? 'Read on' : 'Stop reading', Boolean(watcher?.canHold) && isOfThisServer(watcher));
    if (!watcher?.isHeld) {
      clearInterval(this.#timer);
    }
  }

  async #toggle() {
    const { watcher } = this.#viewer;
    clearInterval(this.#timer);
    if (watcher.isHeld) {
      watcher.readOn();
      return { ok: true, text: 'Reads on.' };
    }
    const before = await slowReaders();
    const began = Date.now();
    watcher.hold();
    this.#timer = setInterval(async () => {
      if (await slowReaders().catch(() => before) > before) {
        clearInterval(this.#timer);
        const seconds = Math.round((Date.now() - began) / 1000);
        this.control.show({ ok: true, text: `After ${seconds} s the server has dropped a slow reader. Read on to see how this page finds out.` });
      }
    }, ASK_MS);
    return { ok: true, text: 'Reads no more.' };
  }
}
