/** Bars for the events of the last seconds, and ticks for the heartbeats in between. */
const SECONDS = 90;
const SVG = 'http://www.w3.org/2000/svg';
const HEIGHT = 64;
const BASE = 54;

export class Plot {
  #events = new Array(SECONDS).fill(0);
  #heartbeats = new Array(SECONDS).fill(0);
  #seconds = 0;
  #bars = [];
  #ticks = [];
  #svg;
  #scale;

  constructor(parent) {
    this.#svg = svg('svg', { viewBox: `0 0 ${SECONDS * 4} ${HEIGHT}`, role: 'img', class: 'plot', preserveAspectRatio: 'none' });
    this.#svg.append(svg('line', { class: 'axis', x1: 0, x2: SECONDS * 4, y1: BASE + 0.5, y2: BASE + 0.5 }));
    for (let i = 0; i < SECONDS; i += 1) {
      const bar = svg('rect', { class: 'bar-of-plot', x: i * 4 + 0.5, width: 3, y: BASE, height: 0 });
      const tick = svg('rect', { class: 'tick', x: i * 4 + 0.5, width: 3, y: BASE + 4, height: 0 });
      this.#bars.push(bar);
      this.#ticks.push(tick);
      this.#svg.append(bar, tick);
    }
    this.#scale = document.createElement('p');
    this.#scale.className = 'scale';
    this.#scale.setAttribute('aria-hidden', 'true');
    parent.append(this.#scale, this.#svg);
    this.#draw();
  }

  countEvent() {
    this.#events[SECONDS - 1] += 1;
  }

  countHeartbeat() {
    this.#heartbeats[SECONDS - 1] += 1;
  }

  /** Events per second over the last minute, or since the beginning if that is less. */
  get rate() {
    const seconds = Math.max(1, Math.min(60, this.#seconds));
    return this.#events.slice(SECONDS - 60).reduce((sum, count) => sum + count, 0) / seconds;
  }

  clear() {
    this.#events.fill(0);
    this.#heartbeats.fill(0);
    this.#seconds = 0;
    this.#draw();
  }

  /** Call it once a second. */
  advance() {
    this.#seconds += 1;
    this.#draw();
    this.#events.push(0);
    this.#events.shift();
    this.#heartbeats.push(0);
    this.#heartbeats.shift();
  }

  #draw() {
    const most = Math.max(4, ...this.#events);
    this.#events.forEach((count, i) => {
      const height = (count / most) * (BASE - 4);
      this.#bars[i].setAttribute('y', BASE - height);
      this.#bars[i].setAttribute('height', height);
      this.#ticks[i].setAttribute('height', this.#heartbeats[i] > 0 ? 5 : 0);
    });
    this.#scale.textContent = `${most}/s`;
    this.#svg.setAttribute('aria-label',
      `${this.rate.toFixed(1)} events a second over the last minute, at most ${Math.max(...this.#events)} in one second`);
  }
}

function svg(name, attributes) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }
  return element;
}
