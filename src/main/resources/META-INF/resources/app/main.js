import { Cards } from './cards.js';
import { Counts } from './counts.js';
import { bytes, duration } from './dom.js';
import { Form } from './form.js';
import { Plot } from './plot.js';
import { Records } from './records.js';
import { connect as connectSse } from './sse.js';
import { connect as connectWebSocket } from './ws.js';

const at = (id) => document.getElementById(id);

/** How often the page asks the dev server for something, which makes it look for edited sources. */
const NUDGE_MS = 3000;
const ANNOUNCE_MS = 20000;
const HELD_BACK = 100;

const cast = await fetch('demo/cast.json').then((response) => response.json())
  .catch(() => ({ accounts: [], tags: [], dev: false }));

const plot = new Plot(at('plot'));
const counts = new Counts(at('counts'));
const records = new Records(at('records'));
const cards = new Cards(at('cards'), { onTag: watchTag });

let connection = null;
let generation = 0;
let watching = '';
let state = { name: 'closed' };
let openSince = 0;
let received = 0;
let lastHeartbeat = 0;
let heldBack = null;
let unannounced = 0;

const form = new Form(cast, {
  onTransport() {
    if (!ended()) {
      start();
    }
  },
  onSubscribe: (subscription) => change((socket) => socket.subscribe?.(subscription)),
  onUnsubscribe: (subscription) => change((socket) => socket.unsubscribe?.(subscription)),
});

/** An error that was shown is about what was tried before. */
function change(deed) {
  if (connection) {
    showError('');
    watching = form.target.label;
    deed(connection);
    showState();
  }
}

function start() {
  connection?.close();
  received = 0;
  lastHeartbeat = 0;
  generation += 1;
  const mine = generation;
  // What a connection says after it has been replaced concerns nobody.
  const current = (handle) => (...args) => {
    if (mine === generation) {
      handle(...args);
    }
  };
  const target = form.target;
  watching = target.label;
  at('heartbeat').hidden = form.overSocket;
  at('wire-sse').hidden = form.overSocket;
  at('wire-websocket').hidden = !form.overSocket;
  const connect = form.overSocket ? connectWebSocket : connectSse;
  connection = connect(target, {
    onState: current(onState),
    // Only what comes over a socket says which stream it is of.
    onEvent: current((event) => onEvent({ stream: target.label, ...event })),
    onError: current(({ status, text }) => showError(`The server answered${status ? ` with ${status}` : ''}: ${text}`)),
    onRecord: current(onRecord),
    onBytes: current((count) => {
      received += count;
    }),
  });
}

function onState(name, details) {
  state = { name, ...details };
  openSince = name === 'open' ? Date.now() : 0;
  at('state').dataset.state = name;
  at('connect').textContent = ended() ? 'Connect' : 'Reconnect';
  at('disconnect').disabled = ended();
  showError(name !== 'refused' ? ''
    : details.status ? `The server refused with ${details.status}: ${details.text}` : `Refused: ${details.text}`);
  showState();
}

function ended() {
  return state.name === 'closed' || state.name === 'refused';
}

function showError(text) {
  at('error').hidden = text === '';
  at('error').textContent = text;
}

function showState() {
  const text = {
    connecting: () => `Connecting to ${watching} …`,
    open: () => `Open: ${watching}`,
    refused: () => `Refused${state.status ? ` (${state.status})` : ''}: ${state.text}`,
    closed: () => 'Not connected',
    retrying: () => `${state.reason}; next try in ${Math.max(0, Math.ceil((state.until - Date.now()) / 1000))} s`,
  }[state.name]();
  // A screen reader would say the same again otherwise.
  if (at('state-text').textContent !== text) {
    at('state-text').textContent = text;
  }
}

function onEvent(event) {
  plot.countEvent();
  counts.count(event.event);
  unannounced += 1;
  if (heldBack) {
    heldBack.push(event);
    heldBack.splice(0, heldBack.length - HELD_BACK);
    at('pause').textContent = `Go on (${heldBack.length} held back)`;
  } else {
    show(event);
  }
}

function show({ event, data, stream }) {
  at('empty').hidden = true;
  cards.add(event, data, stream);
}

function onRecord(kind, raw, direction) {
  if (kind === 'heartbeat') {
    lastHeartbeat = Date.now();
    plot.countHeartbeat();
  }
  if (!heldBack) {
    records.add(kind, raw, direction);
  }
}

function watchTag(tag) {
  form.watchTag(tag);
  if (!form.overSocket || ended()) {
    start();
  }
  at('events').focus();
}

/** On a phone the form stands in the way of what it has opened; elsewhere it stays. */
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
  connection?.close();
  at('connect').focus();
});

at('pause').addEventListener('click', () => {
  const events = heldBack ?? [];
  heldBack = heldBack ? null : [];
  at('pause').setAttribute('aria-pressed', String(heldBack !== null));
  at('pause').textContent = heldBack ? 'Go on' : 'Pause';
  events.forEach(show);
});

at('clear').addEventListener('click', () => {
  cards.clear();
  records.clear();
  counts.clear();
  at('empty').hidden = false;
});

at('copy').addEventListener('click', async () => {
  const { url, token } = form.target;
  const header = token ? ` -H 'Authorization: Bearer ${token}'` : '';
  await navigator.clipboard.writeText(`curl -N${header} '${url}'`);
  at('copy').textContent = 'Copied';
  setTimeout(() => {
    at('copy').textContent = 'Copy as curl';
  }, 2000);
});

at('show-events').addEventListener('click', () => showView(false));
at('show-wire').addEventListener('click', () => showView(true));

setInterval(() => {
  plot.advance();
  at('figure-rate').textContent = `${plot.rate.toFixed(1)}/s`;
  at('figure-bytes').textContent = bytes(received);
  at('figure-heartbeat').textContent = lastHeartbeat ? `${duration((Date.now() - lastHeartbeat) / 1000)} ago` : '–';
  at('figure-uptime').textContent = openSince ? duration((Date.now() - openSince) / 1000) : '–';
  showState();
}, 1000);

setInterval(() => {
  if (unannounced > 0) {
    at('announcer').textContent = `${unannounced} new events`;
    unannounced = 0;
  }
}, ANNOUNCE_MS);

if (cast.dev) {
  setInterval(() => {
    if (document.visibilityState === 'visible') {
      fetch('demo/cast.json', { method: 'HEAD', cache: 'no-store' }).catch(() => {});
    }
  }, NUDGE_MS);
}

if (cast.accounts.length > 0) {
  start();
  foldForm();
}
