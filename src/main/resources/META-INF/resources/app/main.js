import { Backlog } from './backlog.js';
import { Bench } from './bench.js';
import { Columns } from './columns.js';
import { compressed, compressionRatio, compressionWords } from './compression.js';
import { copiesText } from './copy.js';
import { Counts } from './counts.js';
import { bytes, duration, setText } from './dom.js';
import { read } from './event.js';
import { Form } from './form.js';
import { Plot } from './plot.js';
import { Records } from './records.js';
import { curl } from './shell.js';
import { Watcher } from './watcher.js';

const at = (id) => document.getElementById(id);

/** How often the page asks for the server's figures; in dev mode, each request makes the server look for edited sources. */
const FIGURES_MS = 3000;
const ANNOUNCE_MS = 20000;

/** How long the button cuts the connections off; a test changes the attribute. */
const cutSeconds = () => Number(at('cut').dataset.seconds);

const cast = await fetch('demo/cast.json').then((response) => response.json())
  .catch(() => ({ accounts: [], tags: [] }));

const plot = new Plot(at('plot'));
const counts = new Counts(at('counts'));
const records = new Records(at('records'));
const columns = new Columns({ onTag: watchTag, completeSince: (column) => watchers[column]?.completeSince ?? Infinity });

/** One per viewer; the figures, the plot and the records belong to the first. */
let watchers = [];
/** The address of what is shown: the figures of another would mean nothing. */
let watched = null;
let heldBack = null;
/** Where the server runs with the demo. */
let bench = null;
let unannounced = 0;
let compressedSizes = null;

const form = new Form(cast, {
  onTransport() {
    if (!ended()) {
      start();
    }
  },
  onSubscribe: (subscription) => change((watcher, label) => watcher.subscribe(subscription, label)),
  onUnsubscribe: (subscription) => change((watcher, label) => watcher.unsubscribe(subscription, label)),
});

if (cast.accounts.length > 0) {
  at('bench').hidden = false;
  bench = new Bench(at('controls'), cast, {
    get target() {
      return form.own ? null : form.targets[0];
    },
    get watcher() {
      return watchers[0];
    },
  });
}

function change(deed) {
  watchers.forEach((watcher) => deed(watcher, form.targets[0].label));
  showStates();
}

function start() {
  watchers.forEach((watcher) => watcher.leave());
  watchers = [];
  at('heartbeat').hidden = form.overSocket;
  at('wire-sse').hidden = form.overSocket;
  at('wire-websocket').hidden = !form.overSocket;
  const targets = form.targets;
  const others = targets[0]?.url !== watched;
  watched = targets[0]?.url;
  if (columns.show(targets.map((target) => target.name)) || others) {
    clear();
    plot.clear();
    // The paused events belong to viewers who have left, or to another stream.
    pause(heldBack !== null);
  }
  targets.forEach((target, column) => watchers.push(new Watcher(target, {
    onChange: showStates,
    onEvent: (event) => onEvent(read(event), column),
    onRecord: column === 0 ? onRecord : () => {},
  })));
  showStates();
}

function clear() {
  columns.clear();
  records.clear();
  counts.clear();
}

function pause(on) {
  heldBack = on ? new Backlog() : null;
  at('pause').setAttribute('aria-pressed', String(on));
  at('pause').textContent = on ? 'Go on' : 'Pause';
}

function ended() {
  return watchers.every((watcher) => watcher.ended);
}

/** The first of several states that is not normal. */
function showStates() {
  const [first] = watchers;
  const shown = watchers.find((watcher) => watcher.state.name !== 'open') ?? first;
  at('state').dataset.state = shown?.state.name ?? 'idle';
  at('connect').textContent = ended() ? 'Connect' : 'Reconnect';
  at('disconnect').disabled = ended();
  at('cut').disabled = ended();
  at('cut').textContent = isCut() ? 'Come back now' : `Cut off for ${cutSeconds()} s`;
  const nameOf = (watcher) => (watchers.length > 1 ? `${watcher.name}: ` : '');
  const same = watchers.every((watcher) => watcher.words === shown.words);
  const sizes = first?.url.split('/')[2] === location.host ? compressedSizes : null;
  const coding = first?.isOpen ? first.state.coding : undefined;
  setText(at('compression'), compressionWords(coding, sizes));
  setText(at('figure-compression'), coding && sizes?.before > 0 ? `to ${compressionRatio(sizes)}` : '–');
  setText(at('state-text'), shown ? `${same ? '' : nameOf(shown)}${shown.words}` : 'Not connected');
  const tell = (id, text) => {
    const lines = watchers.filter(text).map((watcher) => nameOf(watcher) + text(watcher));
    setText(at(id), lines.join('\n'));
    return lines.length > 0;
  };
  at('error').hidden = !tell('error', (watcher) => watcher.error);
  bench?.refresh();
  // Not hidden while it is empty: a screen reader tells only of changes to what is there.
  tell('notice', (watcher) => watcher.notice);
}

function isCut() {
  return watchers.some((watcher) => watcher.isCut);
}

function onEvent(event, column) {
  if (column === 0) {
    plot.countEvent();
    counts.count(event.event);
    unannounced += 1;
  }
  if (heldBack) {
    heldBack.add(event, column);
    at('pause').textContent = `Go on (${heldBack.size} held back)`;
  } else {
    columns.add(event, column);
  }
}

function onRecord(kind, raw, direction, id) {
  if (kind === 'heartbeat') {
    plot.countHeartbeat();
  }
  if (!heldBack) {
    records.add(kind, raw, direction, id);
  }
}

function watchTag(tag) {
  form.watchTag(tag);
  if (!form.overSocket || ended()) {
    start();
  }
  at('events').focus();
}

/** On a phone the form covers the stream that it has opened; elsewhere it stays. */
const wide = matchMedia('(min-width: 52rem)');

function foldForm() {
  at('connect-panel').open = wide.matches;
}

wide.addEventListener('change', foldForm);
at('connect-panel').addEventListener('toggle', () => {
  at('connect-panel').open ||= wide.matches;
});

function showView(wire) {
  document.body.classList.toggle('show-wire', wire);
  at('show-events').setAttribute('aria-pressed', String(!wire));
  at('show-wire').setAttribute('aria-pressed', String(wire));
}

at('form').addEventListener('submit', (event) => {
  event.preventDefault();
  start();
  foldForm();
});

at('disconnect').addEventListener('click', () => {
  watchers.forEach((watcher) => watcher.close());
  at('connect').focus();
});

at('cut').addEventListener('click', () => {
  if (isCut()) {
    watchers.filter((watcher) => watcher.isCut).forEach((watcher) => watcher.resume());
  } else {
    watchers.filter((watcher) => watcher.isOpen).forEach((watcher) => watcher.cut(1000 * cutSeconds()));
  }
});

at('pause').addEventListener('click', () => {
  const events = heldBack?.all ?? [];
  pause(heldBack === null);
  events.forEach(([event, column]) => columns.add(event, column));
});

at('clear').addEventListener('click', clear);

copiesText(at('copy'), () => curl(form.targets[0], ['-N']));

at('show-events').addEventListener('click', () => showView(false));
at('show-wire').addEventListener('click', () => showView(true));

setInterval(() => {
  plot.advance();
  at('figure-rate').textContent = `${plot.rate.toFixed(1)}/s`;
  const [first] = watchers;
  const since = (time) => duration((Date.now() - time) / 1000);
  at('figure-bytes').textContent = bytes(first?.received ?? 0);
  at('figure-heartbeat').textContent = first?.lastHeartbeat ? `${since(first.lastHeartbeat)} ago` : '–';
  at('figure-uptime').textContent = first?.openSince ? since(first.openSince) : '–';
  showStates();
}, 1000);

setInterval(() => {
  if (unannounced > 0) {
    at('announcer').textContent = `${unannounced} new events`;
    unannounced = 0;
  }
}, ANNOUNCE_MS);

/** A browser has few connections to a server for all of its pages: a page that is left releases its own, and may come back. */
addEventListener('pagehide', () => watchers.forEach((watcher) => watcher.leave()));
addEventListener('pageshow', (event) => {
  if (event.persisted && !ended()) {
    start();
  }
});

setInterval(() => {
  if (document.visibilityState === 'visible') {
    compressed().then((sizes) => {
      compressedSizes = sizes;
    }).catch(() => {
      // The server restarts: the last figures stay.
    });
  }
}, FIGURES_MS);

if (cast.accounts.length > 0) {
  start();
  foldForm();
}
