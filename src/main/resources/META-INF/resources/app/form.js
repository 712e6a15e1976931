import { h } from './dom.js';
import { SOCKET_PATH, STREAM_GROUPS, findStream, pathOf } from './streams.js';
import { Subscriptions, subscriptionOf } from './subscriptions.js';

const NOBODY = 'nobody';
const OWN = 'own';

/** The choice of who listens to what, and over what. */
export class Form {
  #at = (id) => document.getElementById(id);
  #cast;
  #subscriptions;
  #visited = false;

  /** listener: onTransport(), onSubscribe(subscription), onUnsubscribe(subscription), after the change */
  constructor(cast, listener) {
    this.#cast = cast;
    this.#fill();
    this.#subscriptions = new Subscriptions(this.#at('chips'), this.#at('chips-announcer'), {
      onSubscribe: (subscription) => {
        this.#changed();
        listener.onSubscribe(subscription);
      },
      onUnsubscribe: (subscription) => {
        this.#changed();
        listener.onUnsubscribe(subscription);
      },
      onEmptied: () => this.#at('stream').focus(),
    });
    this.#recall();
    this.#adapt();
    for (const id of ['viewer', 'stream', 'tag', 'list', 'server', 'token']) {
      this.#at(id).addEventListener('input', () => this.#adapt());
    }
    this.#at('transport').addEventListener('change', () => {
      this.#adapt();
      listener.onTransport();
    });
    this.#at('add').addEventListener('click', () => this.#add());
    for (const id of ['tag', 'list']) {
      this.#at(id).addEventListener('keydown', (event) => {
        if (event.key === 'Enter' && this.overSocket) {
          event.preventDefault();
          this.#add();
        }
      });
    }
  }

  get overSocket() {
    return this.#at('transport-websocket').checked;
  }

  /** What is chosen: { url, path, token, label }, and the subscriptions of a socket. */
  get target() {
    const server = this.#own ? this.#at('server').value.trim().replace(/\/+$/, '') || location.origin : location.origin;
    if (this.overSocket) {
      return {
        url: server.replace(/^http/, 'ws') + SOCKET_PATH,
        path: SOCKET_PATH,
        token: this.#token,
        label: this.#subscriptions.label,
        subscriptions: this.#subscriptions.all,
      };
    }
    const stream = findStream(this.#at('stream').value);
    const tag = this.#at('tag').value.trim();
    const list = this.#at('list').value.trim();
    const path = pathOf(stream, { tag, list });
    const detail = { tag: ` #${tag}`, list: ` ${list}` }[stream.needs] ?? '';
    return { url: server + path, path, token: this.#token, label: stream.name + detail };
  }

  /** Over a socket one more, otherwise instead of what was chosen. */
  watchTag(tag) {
    this.#at('stream').value = 'hashtag';
    this.#at('tag').value = tag;
    this.#adapt();
    if (this.overSocket) {
      this.#add();
    }
  }

  #add() {
    const stream = findStream(this.#at('stream').value);
    this.#subscriptions.add(subscriptionOf(stream, stream.needs ? this.#at(stream.needs).value.trim() : ''));
  }

  get #own() {
    return this.#at('viewer').value === OWN;
  }

  get #token() {
    const viewer = this.#at('viewer').value;
    return viewer === OWN ? this.#at('token').value.trim() : viewer === NOBODY ? '' : viewer;
  }

  #fill() {
    const viewer = this.#at('viewer');
    for (const account of this.#cast.accounts) {
      viewer.append(h('optgroup', { label: `${account.displayName} @${account.acct}` },
        ...account.tokens.map((token) =>
          h('option', { value: token.token }, `${account.acct} · ${token.scopes}${token.note ? ` (${token.note})` : ''}`))));
    }
    viewer.append(h('optgroup', { label: 'Others' },
      h('option', { value: NOBODY }, 'nobody (no token)'), h('option', { value: OWN }, 'a token of your own …')));
    if (this.#cast.accounts.length === 0) {
      viewer.value = OWN;
    }
    for (const group of STREAM_GROUPS) {
      this.#at('stream').append(h('optgroup', { label: group.label },
        ...group.streams.map((stream) => h('option', { value: stream.name }, stream.name))));
    }
    this.#at('stream').value = 'public';
    this.#at('tags').append(...this.#cast.tags.map((tag) => h('option', { value: tag })));
    this.#at('server').value = location.origin;
  }

  #adapt() {
    const stream = findStream(this.#at('stream').value);
    this.#at('own-fields').hidden = !this.#own;
    this.#at('tag-fields').hidden = stream.needs !== 'tag';
    this.#at('list-fields').hidden = stream.needs !== 'list';
    const account = this.#cast.accounts.find((each) => each.tokens.some((token) => token.token === this.#token));
    this.#at('viewer-note').textContent = account?.about ?? '';
    this.#at('lists').replaceChildren(...(account?.lists ?? []).map((list) => h('option', { value: list.id }, list.title)));
    if (stream.needs === 'list' && !this.#at('list').value && account?.lists.length > 0) {
      this.#at('list').value = account.lists[0].id;
    }
    if (stream.needs === 'tag' && !this.#at('tag').value) {
      this.#at('tag').value = this.#cast.tags[0] ?? '';
    }
    this.#at('socket-fields').hidden = !this.overSocket;
    // A socket without a stream is of little use to whoever has just come here.
    if (this.overSocket && !this.#visited) {
      this.#visited = true;
      this.#add();
    }
    this.#changed();
  }

  #changed() {
    const { path, token } = this.target;
    this.#at('request').textContent = `GET ${path}${this.overSocket ? ' (Upgrade: websocket)' : ''}`;
    // curl speaks no WebSocket worth copying.
    this.#at('copy').hidden = this.overSocket;
    this.#remember(token);
  }

  /** The choice stays in the address, for a reload; a token that was typed in does not. */
  #remember(token) {
    const parameters = new URLSearchParams({ stream: this.#at('stream').value, viewer: this.#own ? OWN : token || NOBODY });
    for (const id of ['tag', 'list']) {
      if (!this.#at(`${id}-fields`).hidden) {
        parameters.set(id, this.#at(id).value);
      }
    }
    if (this.overSocket) {
      parameters.set('transport', 'websocket');
      for (const text of this.#subscriptions.written) {
        parameters.append('on', text);
      }
    }
    history.replaceState(null, '', `#${parameters}`);
  }

  #recall() {
    const parameters = new URLSearchParams(location.hash.slice(1));
    for (const id of ['viewer', 'stream', 'tag', 'list']) {
      const value = parameters.get(id);
      const field = this.#at(id);
      if (value && (!field.options || [...field.options].some((option) => option.value === value))) {
        field.value = value;
      }
    }
    if (parameters.get('transport') === 'websocket') {
      this.#at('transport-websocket').checked = true;
      this.#visited = parameters.has('on');
      this.#subscriptions.read(parameters.getAll('on'));
    }
  }
}
